"""Lines of which each is made of all before it, with products: products.py LINES writes lines.fisc and
the folders d and new, in which every factor is another."""
import os
import sys

n = int(sys.argv[1])
with open("lines.fisc", "w", encoding="utf-8") as f:
    f.write('use cn.units\ntable P in 元 exact from "p.csv" {\nrows 合计 { 项 by 编码 }\ncolumn 数\n'
            "column 比 in %\n}\nline x0 = P[0].数\n")
    f.writelines("line x%d = x%d + P[%d].数 × P[%d].比\n" % (i, i - 1, i, i) for i in range(1, n))
for times, folder in enumerate(("d", "new"), 1):
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/p.csv", "w", encoding="utf-8") as f:
        f.write("编码,项,数,比\n")
        f.writelines("%d,甲%d,%d,%d\n" % (i, i, times, 7 * times) for i in range(n))
