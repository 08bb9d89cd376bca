p = parts_of([sheet("s", [["码"]])])
p["xl/sharedStrings.xml"] = "<sst a='" + " " * (20 << 20) + "'/>"
zipped("t.xlsx", p)
