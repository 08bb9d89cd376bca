check %.fisc --each 'keine*/' --lang en
check %.fisc --each 'keine/*/' --lang zh
check %.fisc --each '%.fisc' --lang en
