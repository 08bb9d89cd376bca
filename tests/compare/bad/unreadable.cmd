diff %.fisc %.data/一稿 %.data/二稿 --lang zh
diff %.fisc %.data/一稿 %.data/二稿 --lang en
diff %.fisc %.data/一稿 %.data/二稿 --format json --lang zh
diff %.fisc %.data/一稿 %.data/二稿/t.csv --lang zh
diff %.fisc %.data/一稿/t.csv %.data/二稿/t.csv --lang en
