p = parts_of([sheet("s", [["码", "总计"]])])
p["xl/worksheets/sheet1.xml"] = p["xl/worksheets/sheet1.xml"].replace("B1", "A1")
zipped("t.xlsx", p)
