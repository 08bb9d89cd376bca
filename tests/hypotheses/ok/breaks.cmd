check --lang zh
check --format json
