#!/usr/bin/env python3
"""The Python package against what the command says, as TAP: python.py LIBRARY FOLDER CHECK.json

FISC_LIBRARY names libfisc.so; LIBRARY is made of the rules of FOLDER/../rules.fisc (small/)."""
import csv
import datetime
import json
import os
import pathlib
import sys
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.join(HERE, "..", "..", "runtime", "embed", "python")
sys.path.insert(0, PACKAGE)

import fisc  # noqa: E402  pylint: disable=wrong-import-position

COUNT = 0


def tell(good, title):
    global COUNT
    COUNT += 1
    print(("ok - " if good else "not ok - ") + "python: " + title)


def figure(text):
    return None if text is None else Decimal(text)


def raises(kind, call, *args, **named):
    try:
        call(*args, **named)
    except kind as e:
        return e
    return None


def same(report, want):
    """Field by field, cell by cell."""
    if len(report.results) != len(want["results"]):
        return False
    for got, x in zip(report.results, want["results"]):
        if (got.rule, got.key, got.severity, got.verdict, got.reason, got.en) != (
                x["rule"], x["key"], x["severity"], x["status"], x["reason"] or "", x["message"]):
            return False
        if [got.left, got.right, got.difference, got.slack] != [
                figure(x[k]) for k in ("left", "right", "difference", "slack")]:
            return False
        if [(c.file, c.line, c.field, c.text, c.value) for c in got.cells] != [
                (c["file"], c["line"], c["field"], c["text"], figure(c["value"]))
                for c in x["cells"]]:
            return False
    return True


def short(report):
    return [(r.rule, r.key, r.verdict, r.left, r.right, r.difference) for r in report.results]


def rows_of(folder, name, typed):
    with open(os.path.join(folder, name), encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        for key in row:
            if typed and key in ("总额", "基本", "项目", "金额"):
                row[key] = Decimal(row[key])
    return rows


def main():
    library, folder, wanted = sys.argv[1:4]
    want = json.load(open(wanted, encoding="utf-8"))
    rules = fisc.Rules(library)
    report = rules.check_folder(folder)
    tell(same(report, want), "a folder gives what the command says")
    files = {"支出": "spending.csv", "政府": "government.csv", "正文": "text.csv"}
    records = rules.check({t: rows_of(folder, f, True) for t, f in files.items()})
    tell(short(records) == short(report), "rows with Decimal give the same")
    columns = {t: {h: [r[h] for r in rows_of(folder, f, False)]
                   for h in rows_of(folder, f, False)[0]} for t, f in files.items()}
    tell(short(rules.check(columns)) == short(report), "columns of texts give the same")
    tell(report.lines["伙食补助"].value == 1101408, "a line's value is exact")
    tell(not report.holds() and report.counts["must", "violated"] == 2, "counts")
    tell(raises(TypeError, rules.check, {"支出": [{"编码": "201", "总额": 1.5}]}) is not None,
         "a float is refused")
    tell(raises(ValueError, rules.check, {"支出": [{"编码": "20\0001"}]}) is not None,
         "a text with a NUL is refused")
    tell(raises(TypeError, rules.check, {"支出": {"编码": "201"}}) is not None,
         "a text is no column")
    tell(raises(KeyError, rules.check, {"没有": b""}) is not None, "a table that is not there")
    tell(raises(ValueError, rules.check, {"支出": {"a": ["1"], "b": []}}) is not None,
         "columns of unlike lengths")
    error = raises(fisc.Error, rules.check, {"支出": b"a"}, cancelled=lambda: True)
    tell(error is not None and error.status == 3, "cancelled")
    tell(raises(ZeroDivisionError, rules.check, {"支出": b"a"}, cancelled=lambda: 1 / 0) is not None,
         "what `cancelled` raises comes out")
    error = raises(fisc.Error, rules.check, {"支出": b"a"}, memory=4096)
    tell(error is not None and error.status == 2, "a limit of memory")
    error = raises(fisc.Error, fisc.Rules, "/bin/true")
    tell(error is not None and error.zh == "它不是 fisc build 编译的规则库", "no artifact")
    broken = rules.check({"支出": "编码,总额\n合计,x\n"})
    tell(any(m.code == "D0506" and m.line == 2 for m in broken.messages),
         "what is wrong in a sheet is a message with its place")
    tell("rule 两表一致" in rules.manifest, "the manifest")
    sheets = {t: pathlib.Path(folder, f) for t, f in files.items()}
    tell(short(rules.check(sheets)) == short(report), "paths of files")
    with open(os.path.join(folder, "spending.csv"), encoding="utf-8") as f:
        one = rules.check({**sheets, "支出": f})
    tell(short(one) == short(report), "an open file")
    tell(raises(ValueError, rules.check, {"支出": "data/spending.csv"}) is not None,
         "a path as text is not taken for a sheet")
    tell(raises(TypeError, rules.check, {"支出": [["编码", "总额"]]}) is not None,
         "lists of lists are no rows")
    tell(raises(NotADirectoryError, rules.check_folder, folder + "/nowhere") is not None,
         "a folder that is not there")
    absent = rules.check({**sheets, "政府": None})
    tell(any(n.kind == "table-absent" and n.table == "政府" for n in absent.notices)
         and any(r.rule == "总数一致" for r in absent.unknown()), "None: a table that is not there")
    tell(rules.check({"支出": []}).lines["伙食补助"].value == 1101408, "a sheet without rows")
    tell(not rules.check({}).holds("must") and not broken.holds("must"),
         "what was not checked does not hold")
    failing = rules.check(sheets, keep="failing", joint=False)
    tell(short(failing) == [r for r in short(report) if r[2] != "exact"]
         and failing.counts == report.counts, "failing results alone; counts are complete")
    tell(not rules.check(sheets, keep="none").results, "no results are kept")
    tell(raises(ValueError, rules.check, sheets, keep="few") is not None, "no such choice")
    tell(raises(ValueError, report.holds, "musst") is not None, "no severity")
    days = [short(rules.check(sheets, today=day)) for day in
            (datetime.date(2024, 12, 31), "2024-12-31", 20241231, None)]
    tell(all(d == days[0] for d in days), "a day in each form")
    tell(raises(ValueError, rules.check, sheets, today="2024-02-30") is not None, "no day")
    print(f"count {COUNT}")


main()
