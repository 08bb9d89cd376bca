diff %.fisc %.data/old %.data/new --lang zh
diff %.fisc %.data/new %.data/old --lang en
diff %.fisc %.data/old %.data/new --format json --lang en
