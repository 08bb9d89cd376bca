#!/usr/bin/env python3
"""Prints what `fisc check` and `fisc calc` say in JSON as tests/embed/results.c does.

json_lines.py CHECK.json CALC.json
"""
import json
import sys


def text(value):
    return "-" if value is None else str(value)


def result_line(x):
    fields = [x["rule"], text(x["key"]), x["kind"], x["severity"], x["status"], x["reason"] or "",
              text(x["left"]), text(x["right"]), text(x["difference"]), text(x["slack"]),
              x["unit"] or "", int(x["loose"]), x["message"], x["cells_left_out"]]
    return "\t".join(map(str, fields))


def marks(y):
    return f"{int(y.get('condition', False))} {int(y.get('taken', -1))} {int(y.get('furthest', 0))}"


def cell_line(y):
    fields = ["", y["row"], y["column"], text(y["value"]), y["unit"] or "", y["kind"], y["file"],
              y["line"], y["field"], y["header"], y["text"], marks(y)]
    return "\t".join("" if f is None else str(f) for f in fields)


def print_results(results):
    for x in results:
        print(result_line(x))
        for y in x["cells"]:
            print(cell_line(y))


def print_lines(lines):
    for x in lines:
        print("\t".join(["line", x["name"], text(x["value"]), x["unit"], x["reason"] or ""]))


def print_notices(notices):
    for x in notices:
        print("notice", x["kind"], text(x["table"]), x["message"], sep="\t")


def main():
    check, calc = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:3])
    print_results(check["results"])
    print_lines(calc["lines"])
    print_notices(check["notices"])


if __name__ == "__main__":
    main()
