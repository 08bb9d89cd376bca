why %.fisc 限额 --data %.data --lang en --today 2025-12-31
why %.fisc 限额 --data %.data --lang zh --today 2026-01-01
