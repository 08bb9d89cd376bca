check
check --brief --lang zh
why %.fisc --data %.data 大额 --lang zh
