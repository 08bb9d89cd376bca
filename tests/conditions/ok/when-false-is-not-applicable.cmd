check
check --lang zh
check --results all --format json
