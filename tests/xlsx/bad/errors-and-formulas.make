book("t.xlsx", sheet("s", [
    ["码", "总计", "甲", "乙"],
    ["201", error("#REF!"), formula("SUM(A1:A9)"), boolean(True)],
    ["合计", error("#DIV/0!"), num("1.5", "0.00%"), num("44562", "yyyy-mm-dd")],
]))
