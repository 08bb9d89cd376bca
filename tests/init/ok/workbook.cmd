init %.data/预算.xlsx --lang zh
init %.data -o new.fisc
check new.fisc --data %.data --lang en
init %.data -o new.fisc --lang zh
init %.data/预算.xlsx --lang zh --keywords zh
init %.data/预算.xlsx --keywords zh -o chinese.fisc
check chinese.fisc --data %.data --lang zh
