check --coverage --lang zh
check --coverage --format json --results summary
