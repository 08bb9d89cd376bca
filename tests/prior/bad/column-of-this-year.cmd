check %.fisc --data %.data --prior %.data/2021 --lang zh
check %.fisc --data %.data --prior %.data/2020 --lang en
