check
check --lang zh
calc
why 错字
