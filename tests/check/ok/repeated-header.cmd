check
check --lang zh
