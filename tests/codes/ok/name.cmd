check --lang zh
check --engine native --lang en
