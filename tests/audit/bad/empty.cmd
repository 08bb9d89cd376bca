lint
lint --lang zh --format json
