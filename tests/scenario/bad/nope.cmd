calc --scenario 无
check --scenario 无 --lang zh
why 合计 --scenario 无
calc --scenario 无 --format json
