# Names of files that are words of the language, or have characters that no name has.
sheet = "项目,金额\n甲,1\n合计,1\n"
for name in "2022年-表(1).csv", "to.csv", '引"号.csv', "不可\u202e见.csv", "~$锁.csv", ".隐藏.csv":
    text(name, sheet, "utf-8")
# A row too long: its table is left as comments.
text("多一格.csv", "项目,金额\n甲,1,2\n合计,1\n", "utf-8")
