# Shared, inline and rich texts; numbers as their formats show them; a code kept as a number with
# leading zeros in its format; formulas; a row left out.
book("t.xlsx", sheet("表08", [
    ["码", inline("科", "目"), "总计", "甲", "乙"],
    [num("21", "000"), inline("社会", "保障"), num("3.0000000000000004", "0.00"), num("1.004", "#,##0.00"),
     formula("C2-D2", "2", "0.00")],
    None,
    ["202", "外交", num("1234.5", "#,##0.00"), "1,234.50", num("0", '0.00;-0.00;"-"')],
    [None, "合　计", formula("SUM(C2:C4)", "1237.5", "0.00"), num("1235.5", "0.00"), num("2", "0.00")],
]))
