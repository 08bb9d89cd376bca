init %.data --lang zh
init %.data -o new.fisc
check new.fisc --data %.data --lang en
init %.data --lang en
