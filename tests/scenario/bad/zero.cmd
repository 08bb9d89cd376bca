calc --scenario 归零
check --scenario 归零 --lang zh
