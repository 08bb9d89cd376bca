book("t.xlsx", sheet("s", []))
