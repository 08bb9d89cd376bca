test --lang en
test --lang zh --format json
