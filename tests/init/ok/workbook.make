# Sheets by name, title rows, a header of two rows with merged areas, one hidden sheet.
book("预算.xlsx", sheet("表01", [
    ["部门支出总表"], [None, None, None, "单位：元"],
    ["科目编码", "科目名称", "支出", None, None], [None, None, "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务", 30, 10, 20], ["208", "社会保障", 5, 5, None], [None, "合计", 35, 15, 20],
], merge=["A3:A4", "B3:B4", "C3:E3"]), sheet("人员", [
    ["单位", "人数合计", "在编", "聘用"], ["甲", 5, 3, 2], ["合计", 5, 3, 2],
]), sheet("旧", [["码", "数"], ["1", 2]], state="hidden"))
