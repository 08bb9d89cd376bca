check %.fisc --each '%.data/单位/[甲乙]/' --data %.data/全 --lang zh
check %.fisc --each '%.data/单位/甲/' --data %.data/全 --results summary --coverage --format json --lang en
check %.fisc --each '%.data/单位/甲/' --format json --lang en
calc %.fisc --each '%.data/单位/甲/' --data %.data/全 --lang en
check %.fisc --data %.data/全 --lang en
