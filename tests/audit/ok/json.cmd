lint --format json
lint --format json --lang zh
