p = parts_of([sheet("s", [["码"]])])
del p["xl/sharedStrings.xml"]
zipped("t.xlsx", p)
