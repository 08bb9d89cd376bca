book("t.csv", sheet("s", [["码", "总计", "甲", "乙"]]))
