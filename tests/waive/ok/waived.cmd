check --today 2024-12-31
check --today 2024-12-31 --lang zh
check --today 2024-12-31 --format json --results failing
check --today 2024-12-31 --engine native
check --today 2024-12-31 --results summary
dump --ast
