check --today 2024-05-01
