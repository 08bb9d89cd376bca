# The only visible sheet is read, its chart and the hidden sheets are not.
book("t.xlsx", sheet("旧", [["码"]], state="hidden"), sheet("更旧", [["码"]], state="veryHidden"),
     sheet("表08", [["码", "总计", "甲", "乙"], ["201", 3, 1, 2], ["合计", 3, 1, 2]]))
