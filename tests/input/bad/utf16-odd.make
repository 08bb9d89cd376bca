raw("t.csv", "码,总计,甲,乙\n".encode("utf-16") + b"1")
