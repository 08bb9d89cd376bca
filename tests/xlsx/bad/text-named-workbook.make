text("t.xlsx", "码,总计,甲,乙\n合计,3,1,2\n", "utf-8")
