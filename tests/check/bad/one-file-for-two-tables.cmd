check %.fisc --data %.data/t.csv --lang en
check %.fisc --data %.data/t.csv --lang zh
