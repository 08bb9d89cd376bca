diff %.fisc %.data/old %.data/new --lang zh
