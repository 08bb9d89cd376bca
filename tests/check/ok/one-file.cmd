check %.fisc --data %.data/t.csv --lang en
