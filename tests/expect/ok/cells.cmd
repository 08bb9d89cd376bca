test --lang en
test --lang zh
test --engine native --no-cache
check --results summary
