check
check --brief --lang zh
why %.fisc --data %.data 没有一行 --lang en
