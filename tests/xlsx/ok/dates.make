book("t.xlsx", sheet("表", [["日期", "金额"], [num("44562", "yyyy/m/d"), num("1", "0.00")],
                            [num("44593", 'yyyy"年"m"月"d"日"'), num("2", "0.00")],
                            [num("3", "[DBNum1]General"), num("3", "[DBNum1]General")]]))
