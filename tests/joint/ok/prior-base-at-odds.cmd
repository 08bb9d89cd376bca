check %.fisc --data %.data --lang zh
check %.fisc --data %.data --engine native --no-cache --lang en
