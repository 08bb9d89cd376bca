#!/usr/bin/env python3
"""Prints the functions of headers, a line each: functions.py HEADER...

What a program was compiled with: functions.txt holds it. A function that is new is added there; one
that is gone or another wants another FISC_API and soname."""
import re
import sys

FUNCTION = re.compile(r"^[a-z][\w *]*?\bfiscc?_\w+\([^;{}]*\);", re.M)


def main():
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as f:
            text = re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)
        for match in FUNCTION.findall(text):
            print(" ".join(match.split()))


main()
