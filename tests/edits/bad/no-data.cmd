check %.fisc --data nowhere --format json --lang en
