diff %.fisc %.data/old %.data/new --prior %.data/上年 --today 2024-01-01 --lang zh
diff %.fisc %.data/old %.data/new --today 2024-01-01 --lang en
diff %.fisc %.data/new %.data/old --prior %.data/上年 --today 2031-01-01 --lang zh
diff %.fisc %.data/old %.data/new --prior %.data/上年 --today 2024-01-01 --format json --lang zh
