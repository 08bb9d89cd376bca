test --lang en
test --lang zh
test --engine native --no-cache --filter 差额
test --format json
