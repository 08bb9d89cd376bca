diff %.fisc %.data/old %.data/new --lang zh
diff %.fisc %.data/old %.data/new --lang en
diff %.fisc %.data/old %.data/old --lang en
