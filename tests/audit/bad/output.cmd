lint -o x
lint --format html
lint
lint --format json
