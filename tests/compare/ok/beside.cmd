diff %.fisc %.data/old %.data/new --lang zh
diff %.fisc %.data/old %.data/new --format json --lang en
