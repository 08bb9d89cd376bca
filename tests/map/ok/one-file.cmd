check %.fisc --data %.data/c.csv --lang en
