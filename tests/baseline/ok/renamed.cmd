check --baseline renamed.data/b.json
check --baseline renamed.data/b.json --lang zh
