p = parts_of([sheet("s", [["码"]])])
p["xl/sharedStrings.xml"] = "<sst>" + " " * (80 << 20) + "</sst>"
zipped("t.xlsx", p)
