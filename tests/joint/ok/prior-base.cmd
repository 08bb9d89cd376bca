check %.fisc --data %.data --lang zh
check %.fisc --data %.data --prior %.data/2021 --lang en
