"""The CSV sheets of a data folder, as tables of texts for a database.

Imported by what loads them: tests/postgres/load.py, sqlite.py."""
import csv
import os


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def sheets(tables, folder, prior=None):
    """Table, headers and rows of each sheet that is there. tables: a file with a line for each table
    of the rules: its name, its file, current or prior. Each row has a value for each header."""
    folders = {"current": folder, "prior": prior}
    with open(tables, encoding="utf-8") as f:
        asked = [line.split("\t") for line in f.read().splitlines()]
    for table, name, origin in asked:
        path = os.path.join(folders.get(origin) or "/nowhere", name)
        if os.path.isfile(path):
            with open(path, encoding="utf-8-sig", newline="") as f:
                header, *rows = csv.reader(f)
            yield table, header, [(row + [""] * len(header))[:len(header)] for row in rows]
