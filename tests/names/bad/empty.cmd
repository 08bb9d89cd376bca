check --lang zh
check --lang en
