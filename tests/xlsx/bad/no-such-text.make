p = parts_of([sheet("s", [["码"]])])
p["xl/sharedStrings.xml"] = "<sst/>"
zipped("t.xlsx", p)
