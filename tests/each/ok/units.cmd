check %.fisc --each '%.data/*/' --lang en
check %.fisc --each './%.data//*' --results summary --lang zh
check %.fisc --each '%.data/甲*/' --results all --lang zh
check %.fisc --each '%.data/*/' --format json --lang en
calc %.fisc --each '%.data/*/' --lang zh
calc %.fisc --each '%.data/*/' --format json --lang en
