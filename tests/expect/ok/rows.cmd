test --lang en
test --filter 之上 --format json
