test
test --lang zh
