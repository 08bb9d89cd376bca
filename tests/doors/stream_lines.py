#!/usr/bin/env python3
"""Prints the first line of `fisc eval --stream` as tests/embed/results.c prints the same budget.

A record that could not be read ends it with status 1."""
import json
import sys

from json_lines import print_lines, print_notices, print_results


def main():
    one = json.loads(sys.stdin.readline())
    if "error" in one:
        sys.exit(one["error"]["message"])
    print_results(one["results"])
    print_lines(one["lines"])
    print_notices(one["notices"])
    for x in one.get("diagnostics", []):
        severity = ["error", "warning", "note"].index(x["severity"])
        print("message", x["code"], severity, (x["cell"] or {}).get("file", "-"), x["message"],
              sep="\t")


main()
