check --lang zh
check --results all --format json --lang en
