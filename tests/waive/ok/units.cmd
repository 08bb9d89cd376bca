check %.fisc --each '%.data/*/' --today 2024-07-01 --lang en
check %.fisc --each '%.data/*/' --today 2024-07-01 --results summary --format json --lang zh
