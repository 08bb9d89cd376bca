check %.fisc --data %.data --prior %.data/2021 --lang zh
