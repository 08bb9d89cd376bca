check
check --lang zh
check --format json
