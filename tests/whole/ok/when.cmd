check --lang zh
check --lang en
check --format json --results all
why 表12.zero
