test --filter 没有 --lang en
test --filter 没有 --lang zh
test --each x --lang en
check --filter 有 --lang zh
test --data nowhere --lang en
test --data nowhere --lang zh --format json
test
