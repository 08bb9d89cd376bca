check --today 2024-01-01
check --today 2024-01-01 --lang zh
