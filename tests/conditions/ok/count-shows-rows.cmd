check
check --brief
check --brief --lang zh
check --format json --results failing --joint off
check --coverage --results summary --brief --lang zh
