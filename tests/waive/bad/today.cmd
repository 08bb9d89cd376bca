check --today 2024-06-31
check --today 2024-06 --lang zh
