zipped("t.xlsx", {"p%d" % i: "" for i in range(5000)})
