check %.fisc --data %.data/今 --baseline %.data/去.json --today 2024-01-01 --lang zh
check %.fisc --data %.data/今 --baseline %.data/去.json --today 2024-01-01 --lang en --results summary
check %.fisc --data %.data/去 --baseline %.data/去.json --today 2024-01-01 --lang en --format json --results failing --engine native
