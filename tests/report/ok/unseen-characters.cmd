check --format json --lang en
check --lang en
