p = parts_of([sheet("s", [["码"]])])
name = "xl/worksheets/sheet1.xml"
p[name] = p[name].replace("<v>0</v>", "<v>4294967296</v>", 1)
zipped("t.xlsx", p)
