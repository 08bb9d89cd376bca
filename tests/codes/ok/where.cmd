check --results all --format json
check --lang zh
check --engine native --lang en
