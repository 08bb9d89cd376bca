check %.fisc --each '../*/' --lang en
check %.fisc --each '/*/' --lang zh
check %.fisc --each 'x/../../*/' --lang en
