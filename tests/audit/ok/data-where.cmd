lint
lint --lang zh
