check --format json
check --format json --lang zh
