# 0xff is in no character of GB18030.
raw("t.csv", "码,总计,甲,乙\n201,3.00,1.00,2.00\n".encode("gb18030") + b"202,\xff,,\n")
