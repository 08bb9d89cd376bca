# A tab in a header of a file with commas is no separator.
text("t.csv", "码,科\t目,总计,甲,乙\n201,社会保障,3.00,1.00,2.00\n,合计,3.00,1.00,2.00\n", "utf-8")
