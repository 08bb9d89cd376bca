init %.data --lang zh
init %.data -o new.fisc
check new.fisc --data %.data --lang en
init %.data --lang en
init %.data --lang zh --keywords zh
init %.data --keywords zh -o chinese.fisc
check chinese.fisc --data %.data --lang zh
