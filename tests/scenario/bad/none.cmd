calc --scenario 丙
calc --scenario 丙 --lang zh
lint --scenario 丙
check --scenario 丙 --each x
check --scenario=
