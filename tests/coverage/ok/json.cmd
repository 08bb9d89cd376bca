check --coverage --format json --results summary
