book("t.xlsx", sheet("s", [["码"]]))
raw("t.xlsx", open(os.path.join(folder, "t.xlsx"), "rb").read()[:-40])
