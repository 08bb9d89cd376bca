diff %.fisc %.data/old.csv %.data/new.csv --lang zh
diff %.fisc %.data/old.csv %.data/copy --lang en
diff %.fisc %.data/copy %.data/old.csv --lang zh
