#!/usr/bin/env python3
"""Do figures that a person copied stand where they were copied from? As TAP: quotes.py EXAMPLE...

EXAMPLE/quotes.csv has a line for each file of figures in prose and each file that they are taken
from: text, quote (the header of the quotes), label (the header of what the figure is of), source,
by (a column that both files have). With a source, a quote and its label stand in one row of it,
that of the same `by`. With or without one,
  - the value stands in its quote, in digits (perhaps with 万) or in Chinese numerals; 0 also as a
    word; a decrease is told as one;
  - the precision is the last place that is printed there.
EXAMPLE/unquoted.csv has those whose value was counted, not printed: text, id, reason.
"""
import csv
import os
import re
import sys
import unicodedata
from decimal import Decimal

DIGITS = "零一二三四五六七八九"
FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万)?|([零一二三四五六七八九十]+)")
NOTHING = ("无", "没有", "持平")
LESS = ("减少", "下降", "降低")


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def plain(text):
    """NFKC, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def chinese(text):
    tens, ten, ones = text.rpartition("十")
    value = (DIGITS.find(tens) if tens else 1) * 10 if ten else 0
    return Decimal(value + (DIGITS.find(ones) if ones else 0))


def printed(quote):
    """(value, last place; None of numerals) of each figure of a quote."""
    for digits, many, numerals in FIGURE.findall(quote):
        if numerals:
            yield chinese(numerals), None
            continue
        value = Decimal(digits.replace(",", "")).scaleb(4 if many == "万" else 0)
        yield value, Decimal(1).scaleb(value.as_tuple().exponent)
        if many:
            yield value.scaleb(-4), Decimal(1).scaleb(value.as_tuple().exponent - 4)


def value_fault(row, quote):
    """What is wrong with the value of a row, or None."""
    value = Decimal(row["value"])
    if (value < 0) != any(word in quote for word in LESS) and value:
        return "the quote tells another direction"
    places = [place for found, place in printed(quote) if found == abs(value)]
    if not places:
        word = value == 0 and any(one in quote for one in NOTHING)
        return None if word else f"{row['value']} does not stand in its quote"
    if row["precision"] and not any(p is None or p == Decimal(row["precision"]) for p in places):
        return f"it is not printed to {row['precision']}"
    return None


def stands(row, line, table):
    """Is there a row of the table that holds the quote and the label?"""
    by = line["by"]
    wanted = [plain(row[line["quote"]]), plain(row[line["label"]])]
    return any((not by or one[by] == row[by])
               and all(any(part in plain(cell) for cell in one.values()) for part in wanted)
               for one in table)


def faults_of(folder, text, lines, counted):
    sources = [(x, rows_of(os.path.join(folder, "data", x["source"]))) for x in lines if x["source"]]
    for row in rows_of(os.path.join(folder, "data", text)):
        quote = unicodedata.normalize("NFKC", row[lines[0]["quote"]])
        fault = value_fault(row, quote)
        if bool(fault) != ((text, row["id"]) in counted):
            yield f"{row['id']}: {fault}: {quote}" if fault else f"{row['id']} is printed, not counted"
        if sources and not any(stands(row, line, table) for line, table in sources):
            named = ", ".join(x["source"] for x in lines)
            yield f"{row['id']} does not stand in a row of {named}: {quote}"


def main():
    count = failed = 0
    for folder in sys.argv[1:]:
        path = os.path.join(folder, "quotes.csv")
        lines = rows_of(path) if os.path.exists(path) else []
        path = os.path.join(folder, "unquoted.csv")
        counted = {(x["text"], x["id"]) for x in (rows_of(path) if os.path.exists(path) else [])
                   if x["reason"]}
        for text in dict.fromkeys(x["text"] for x in lines):
            found = list(faults_of(folder, text, [x for x in lines if x["text"] == text], counted))
            count, failed = count + 1, failed + bool(found)
            name = os.path.basename(os.path.normpath(folder))
            title = f"{count} - {name}: the figures of {text} stand in their quotes"
            print(f"{'not ok' if found else 'ok'} {title}")
            for fault in found:
                print(f"#   {fault}")
    print(f"1..{count}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
