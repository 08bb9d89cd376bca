check --joint full
check --joint full --lang zh
