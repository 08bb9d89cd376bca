text("t.xlsx", "\ufeff\r\n<HTML><table><tr><td>码</td></tr></table></HTML>", "utf-8")
