test --lang en
test --lang zh
