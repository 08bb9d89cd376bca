check %.fisc --each '%.data/单位/[甲乙]/' --data %.data/全 --lang en
check %.fisc --each '%.data/单位/[甲乙]/' --data %.data/全 --lang zh --brief
