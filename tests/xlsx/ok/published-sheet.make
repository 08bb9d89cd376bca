# As a department publishes it: a title, who and which unit, two rows of header, column numbers as
# numbers, notes over the whole width.
book("t.xlsx", sheet("表08", [
    ["附件8", None, None, None, None],
    ["2022年部门支出预算表", None, None, None, None],
    ["填报单位", "某局", None, None, "金额：万元"],
    ["科目编码", "科目名称", "合计", "本年支出", None],
    [None, None, None, "基本支出", "项目支出"],
    ["栏次", None, 1, 2, 3],
    [None, "合计", num("6", "0.00"), num("4", "0.00"), num("2", "0.00")],
    ["2010101", "行政运行", num("3", "0.00"), num("1", "0.00"), num("2", "0.00")],
    ["2080505", "养老保险", num("3", "0.00"), num("2", "0.00"), num("1", "0.00")],
    ["注：1.本表含上年结转。", None, None, None, None],
    ["    2.数据取自部门预算。", None, None, None, None],
], merge=["A1:E1", "A2:E2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "A6:B6", "A10:E10", "A11:E11"]))
