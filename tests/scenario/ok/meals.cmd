calc --scenario 压减
calc --scenario 压减 --lang zh
calc --scenario 提标
calc --scenario 不变
check --scenario 压减
check --scenario 提标 --lang zh
check
calc --scenario 压减 --format json
check --scenario 压减 --format json --results failing
why 伙食补助 --scenario 压减
dump --ast
