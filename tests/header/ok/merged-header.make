# A title over the whole width; a header of two rows with merged areas, one of them without a text beside it.
book("t.xlsx", sheet("说明", [["看下一张"]]), sheet("表08", [
    ["表08 工资福利支出预算表", None, None, None, None, None],
    [None, None, None, None, None, "单位：万元"],
    ["码", "总计", "工资福利", None, None, "公用"],
    [None, None, "合计", "基本工资", "津贴", None],
    ["201", num("6", "0.00"), num("3", "0.00"), num("1", "0.00"), num("2", "0.00"), num("3", "0.00")],
    ["合计", num("6", "0.00"), num("4", "0.00"), num("1", "0.00"), num("2", "0.00"), num("3", "0.00")],
], merge=["A1:F1", "A3:A4", "B3:B4", "C3:E3", "F3:F4"]))
