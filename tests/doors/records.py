#!/usr/bin/env python3
"""A data folder as one record of a stream: records.py ID PROGRAM FORM FOLDER [PRIOR]

PROGRAM is what `fisc dump` says of the rules: the tables, and the files that they name for them.
FORM says how a table is given: csv, the file's text; rows, an array of objects; columns, an object
of columns and rows.
Numbers that JSON can write as they are printed are numbers then."""
import csv
import json
import os
import re
import sys

TABLE = re.compile(r'(?:table|text) \d+ (prior\()?([^ )]+)\)? .*?from "([^"]+\.csv)" ')
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


def cell(text):
    """A number is marked: json would write it as binary floating point has it."""
    if text == "":
        return None
    return "\x01" + text + "\x01" if NUMBER.fullmatch(text) else text


def dumps(value):
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(r'"\\u0001([^"]*)\\u0001"', r"\1", text)


def sheet(text, form):
    if form == "csv":
        return text
    header, *rows = csv.reader(text.splitlines(True))
    rows = [(row + [""] * len(header))[:len(header)] for row in rows]
    if form == "columns":
        return {"columns": header, "rows": [[cell(x) for x in row] for row in rows]}
    return [{h: cell(x) for h, x in zip(header, row)} for row in rows]


def tables(program, form, folder, prior):
    found = {}
    with open(program, encoding="utf-8") as f:
        for line in f:
            m = TABLE.match(line)
            path = m and os.path.join(folder, m.group(3))
            if m and bool(m.group(1)) == prior and os.path.exists(path):
                with open(path, encoding="utf-8", newline="") as data:
                    found[m.group(2)] = sheet(data.read(), form)
    return found


def main():
    name, program, form, folder, *prior = sys.argv[1:]
    record = {"id": name, "tables": tables(program, form, folder, False)}
    if prior:
        record["prior"] = tables(program, form, prior[0], True)
    print(dumps(record))


main()
