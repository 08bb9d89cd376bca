book("t.xlsx", sheet("s", [["码", "总计", "甲", "乙"], ["201", 3, 1, 2], ["合计", 3, 1, 2]]))
book("~$t.xlsx", sheet("s", []))
book("另一本.xlsx", sheet("s", []))
