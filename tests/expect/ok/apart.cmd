test --lang en
