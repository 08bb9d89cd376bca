p = parts_of([sheet("s", [["码"]])])
p["xl/worksheets/sheet1.xml"] = p["xl/worksheets/sheet1.xml"][:-20]
zipped("t.xlsx", p)
