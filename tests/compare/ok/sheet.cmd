diff %.fisc %.data/一稿 %.data/二稿 --lang zh
diff %.fisc %.data/一稿 %.data/二稿 --lang en
diff %.fisc %.data/二稿 %.data/一稿/ --lang en --results all
diff %.fisc %.data/一稿 %.data/一稿 --lang zh
diff %.fisc %.data/一稿 ./%.data/一稿 --lang en
diff %.fisc %.data/一稿 %.data/一稿 --format json --lang en
