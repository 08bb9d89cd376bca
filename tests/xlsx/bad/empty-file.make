raw("t.xlsx", b"")
