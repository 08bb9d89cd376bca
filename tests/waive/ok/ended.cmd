check --today 2024-07-01
check --today 2024-07-01 --lang zh
check --today 2024-06-30 --results summary
check --today 2024-07-01 --format json --results failing
