"""Rules and two folders that are large for fisc diff: compared.py wide|broad.

wide: 3,000 rows, all changed, and 100 lines of 1,000 figures each.
broad: 4,000 columns of 121 figures, all changed, each column with a total.
"""
import os
import sys


def wide(more):
    yield "编码,科目,数\n合计,,%d\n" % sum(i + more for i in range(1, 3001))
    for i in range(1, 3001):
        yield "%04d,项,%d\n" % (i, i + more)


def wide_rules():
    yield 'unit 元\ntable T in 元 exact from "t.csv" {\n  rows 合计 { 科目 by 编码 }\n  column 数\n}\n'
    for x in range(100):
        figures = ("T[%04d].数" % ((x * 20 + i) % 3000 + 1) for i in range(1000))
        yield "line x%d = %s\n" % (x, " + ".join(figures))


def broad(more):
    yield "码,项,%s\n" % ",".join("列%d" % c for c in range(4000))
    for row in range(121):
        head, figure = ("%d,项" % (row + 10), 1 + more) if row else (",合计", 120 * (1 + more))
        yield "%s%s\n" % (head, (",%d" % figure) * 4000)


def broad_rules():
    yield 'unit 元\ntable T in 元 exact from "t.csv" {\n  rows 合计 { 项 by 码 }\n'
    yield "".join("  column 列%d\n" % c for c in range(4000)) + "}\n"


def write(path, texts):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(texts)


name = sys.argv[1]
rules, sheet = {"wide": (wide_rules, wide), "broad": (broad_rules, broad)}[name]
write(name + ".fisc", rules())
write(name + "/old/t.csv", sheet(0))
write(name + "/new/t.csv", sheet(1))
