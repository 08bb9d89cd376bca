p = parts_of([sheet("s", [["码"]])])
p["xl/worksheets/sheet1.xml"] = "<a>" * 1000 + "</a>" * 1000
zipped("t.xlsx", p)
