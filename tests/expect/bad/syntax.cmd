check --lang en
check --lang zh
