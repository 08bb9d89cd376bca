#!/usr/bin/env python3
"""What the Python package finds of a data folder, as tests/embed/results.c prints it:
python.py files|rows LIBRARY FOLDER [PRIOR]. rows: each sheet as rows of texts, in place of files.
python.py tables LIBRARY: the tables that it asks for, as sheets.py reads them."""
import csv
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "runtime", "embed", "python"))

import fisc  # noqa: E402  (beside this folder)


def figure(value):
    return "-" if value is None else format(value, "f")


def text(value):
    return "-" if value is None else value


def rows(rules, origin, folder):
    found = {}
    for table in rules.tables:
        path = os.path.join(folder or "/nowhere", table.file)
        if table.origin == origin and os.path.isfile(path):
            with open(path, encoding="utf-8-sig", newline="") as f:
                found[table.declared] = list(csv.DictReader(f, restval=None))
    return found


def print_result(x, place):
    print(x.rule, text(x.key), x.kind, x.severity, x.verdict, x.reason, figure(x.left),
          figure(x.right), figure(x.difference), figure(x.slack), x.unit, int(x.loose),
          x.en, x.cells_left_out, sep="\t")
    for y in x.cells:
        taken = -1 if y.taken is None else int(y.taken)
        print("", y.row, y.column, figure(y.value), y.unit, y.kind, place(y.file), y.line, y.field,
              y.header, y.text, f"{int(y.condition)} {taken} {int(y.furthest)}", sep="\t")


def print_tables(rules):
    for t in rules.tables:
        print(t.name, t.file, ["current", "prior", "units"][t.origin], sep="\t")


def main():
    form, library, *folders = sys.argv[1:]
    rules = fisc.Rules(library)
    if form == "tables":
        print_tables(rules)
        return
    folder, prior = folders if len(folders) == 2 else (*folders, None)
    if form == "files":
        report = rules.check_folder(folder, prior=prior)
    else:
        report = rules.check(rows(rules, 0, folder), prior=rows(rules, 1, prior))
    files = {t.name: os.path.join(prior or "", t.file) if t.origin == 1 else t.file
             for t in rules.tables}

    def place(file):
        return text(file) if form == "files" else files.get(file, text(file))
    for x in report.results:
        print_result(x, place)
    for x in report.lines.values():
        print("line", x.name, figure(x.value), x.unit, x.reason, sep="\t")
    for n in report.notices:
        print("notice", n.kind, n.table or "-", n.en, sep="\t")
    for m in report.messages:
        print("message", m.code, ["error", "warning", "note"].index(m.severity), place(m.file), m.en,
              sep="\t")


main()
