check %.fisc --data %.data/none --lang zh --today 2024-01-01
check %.fisc --data %.data/none --lang en --today 2024-01-01
check %.fisc --data %.data/again --prior %.data/none --lang zh --today 2024-01-01
check %.fisc --data %.data/again --prior %.data/none --lang en --today 2024-01-01
check %.fisc --data %.data/many --prior %.data/none --lang zh --today 2024-01-01
check %.fisc --data %.data/many --prior %.data/none --lang en --today 2024-01-01
check %.fisc --data %.data/waived --prior %.data/none --lang zh --today 2024-01-01
check %.fisc --data %.data/waived --prior %.data/none --lang en --today 2024-01-01
check %.fisc --data %.data/nothing --prior %.data/none --lang zh --today 2024-01-01
check %.fisc --data %.data/nothing --prior %.data/none --lang en --today 2024-01-01
