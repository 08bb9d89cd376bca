#!/usr/bin/env python3
"""Prints SQL that makes a table of text columns of each CSV sheet: load.py TABLES FOLDER [PRIOR]

TABLES has a line for each table of the rules: its name, its file, current or prior."""
import csv
import os
import sys


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def field(text):
    if text == "":
        return r"\N"
    for plain, escaped in (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
        text = text.replace(plain, escaped)
    return text


def make(table, path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        rows = list(csv.reader(f))
    columns = ", ".join(quoted(name) + " text" for name in rows[0])
    print(f"CREATE TABLE {quoted(table)} ({columns});")
    print(f"COPY {quoted(table)} FROM stdin;")
    for row in rows[1:]:
        row = (row + [""] * len(rows[0]))[:len(rows[0])]
        print("\t".join(map(field, row)))
    print("\\.")


def main():
    folder = dict(zip(("current", "prior"), sys.argv[2:]))
    print("SET client_min_messages = warning;")     # of names that are cut
    with open(sys.argv[1], encoding="utf-8") as f:
        lines = f.read().splitlines()
    for line in lines:
        table, name, origin = line.split("\t")
        path = os.path.join(folder.get(origin, "/nowhere"), name)
        if origin in folder and os.path.isfile(path):
            make(table, path)


main()
