check --coverage --lang zh
check --coverage
