check
check --lang zh --format json
