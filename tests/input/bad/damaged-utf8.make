# The damaged byte would make GB18030 of it, but the file begins as UTF-8.
raw("t.csv", "码,总计,甲,乙\n201,3.00,1.00,2.00\n合计".encode() + b"\xb0\xa1" + b",3.00,1.00,2.00\n")
