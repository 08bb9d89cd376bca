# "Unicode text" as spreadsheets save it.
text("t.csv", "码\t科目\t总计\t甲\t乙\r\n201\t上海\t3.00\t1.00\t1.00\r\n\t合计\t3.00\t1.00\t1.00\r\n", "utf-16")
