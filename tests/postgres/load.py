#!/usr/bin/env python3
"""Prints SQL that makes a table of text columns of each CSV sheet: load.py TABLES FOLDER [PRIOR]

TABLES: as tests/doors/sheets.py reads it."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "doors"))
from sheets import quoted, sheets  # noqa: E402  (beside this folder)


def field(text):
    if text == "":
        return r"\N"
    for plain, escaped in (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
        text = text.replace(plain, escaped)
    return text


def main():
    print("SET client_min_messages = warning;")     # of names that are cut
    for table, header, rows in sheets(*sys.argv[1:]):
        columns = ", ".join(quoted(name) + " text" for name in header)
        print(f"CREATE TABLE {quoted(table)} ({columns});")
        print(f"COPY {quoted(table)} FROM stdin;")
        for row in rows:
            print("\t".join(map(field, row)))
        print("\\.")


main()
