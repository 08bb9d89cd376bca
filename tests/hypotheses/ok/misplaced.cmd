check --lang zh
