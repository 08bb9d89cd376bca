# U+3400 and U+20BB7 take four bytes in GB18030, whose digits look like ASCII.
text("t.csv", "码,科目,总计,甲,乙\n201,㐀𠮷,3.00,1.00,3.00\n,合计,3.00,1.00,3.00\n", "gb18030")
