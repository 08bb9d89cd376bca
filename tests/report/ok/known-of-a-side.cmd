test --lang zh
test --lang en
