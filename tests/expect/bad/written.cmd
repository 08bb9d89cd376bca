check --lang en
check --lang zh
test --lang en
