head = bytearray(512)
head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
head[30], head[48] = 9, 0
raw("t.csv", bytes(head) + "Workbook".encode("utf-16-le"))
