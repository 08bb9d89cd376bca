# The header of an OLE file with 512-byte sectors whose directory is sector 0.
head = bytearray(512)
head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
head[30], head[48] = 9, 0
raw("t.xlsx", bytes(head) + b"\0" * 128 + "EncryptedPackage".encode("utf-16-le"))
