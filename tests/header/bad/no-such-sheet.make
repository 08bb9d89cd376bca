book("t.xlsx", sheet("表08", [["码"]]), sheet("表09", [["码"]], state="hidden"))
