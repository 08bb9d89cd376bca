check --lang zh
check --lang en --brief
why 成立 --lang zh
