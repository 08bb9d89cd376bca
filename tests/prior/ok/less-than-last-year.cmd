check %.fisc --data %.data --prior %.data/2021 --lang en
check %.fisc --data %.data --prior %.data/2021 --lang en --format json --results failing
check %.fisc --data %.data --lang zh
calc %.fisc --data %.data --prior=%.data/2021 --lang zh
check %.fisc --data %.data --prior %.data/2021 --lang zh --coverage
