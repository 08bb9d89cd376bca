#!/usr/bin/env python3
"""Prints a script for sqlite3 that makes a table of text columns of each CSV sheet:
sqlite.py TABLES FOLDER [PRIOR]. TABLES: as sheets.py reads it."""
import sys

from sheets import quoted, sheets


def literal(text):
    return "'" + text.replace("'", "''") + "'" if text else "NULL"


def main():
    print("BEGIN;")
    for table, header, rows in sheets(*sys.argv[1:]):
        columns = ", ".join(quoted(name) + " TEXT" for name in header)
        print(f"CREATE TABLE {quoted(table)} ({columns});")
        for row in rows:
            print(f"INSERT INTO {quoted(table)} VALUES ({', '.join(map(literal, row))});")
    print("COMMIT;")


main()
