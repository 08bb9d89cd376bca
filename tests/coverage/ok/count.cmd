check --coverage
