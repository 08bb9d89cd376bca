check --today 2024-12-31
check --today 2025-01-01 --lang zh
