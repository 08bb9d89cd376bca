check --coverage --results summary
check --coverage --results summary --lang zh
