check --lang zh
check --lang en
check --format json --results all
