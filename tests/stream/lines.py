#!/usr/bin/env python3
"""Prints a line of `fisc eval --stream` as tests/embed/results.c prints the same budget: lines.py [ID] < LINES

Without an ID the first line. A record that could not be read ends it with status 1."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "embed"))
from compare import print_lines, print_results  # noqa: E402  (beside this folder)


def main():
    lines = map(json.loads, sys.stdin)
    one = next(x for x in lines if len(sys.argv) < 2 or x["id"] == sys.argv[1])
    if "error" in one:
        sys.exit(one["error"]["message"])
    print_results(one["results"])
    print_lines(one["lines"])
    for x in one.get("diagnostics", []):
        severity = ["error", "warning", "note"].index(x["severity"])
        print("message", x["code"], severity, (x["cell"] or {}).get("file", "-"), x["message"], sep="\t")


main()
