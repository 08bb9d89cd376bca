#!/usr/bin/env python3
"""Do an example's rules look at every figure? As TAP: mutate.py --fisc FISC EXAMPLE...

Each printed number of an example's data is changed, one at a time, and the rules are run again.
  - By 1 (in the unit it is printed in), or by 10 where its rules allow for more rounding, up or
    down: the status of some result must change, or the difference of one that is violated as it is.
  - By one in its last place: no result changes that does not name the cell as one of its own, and
    all do that are of a table's shape or of a map. (A written rule may round, or cap.)
  - Each rule must be violated by the data as they are or by some change, of a blank or of a text
    too, or by a file that is taken away; rules without a verdict (no prior data) are left out. A
    list of codes that is open or was not checked does not say violated: to be left open by it is
    enough.
What no rule ties is listed in EXAMPLE/untied.csv with the reason: file, lines, columns, reason.
A line of it that is not needed is a failure too.
"""
import argparse
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?%?")


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.reader(f))


def write_rows(path, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(out.getvalue())


def plus(text, by):
    """The printed figure, changed; as many places as it needs. A blank is 0."""
    if not NUMBER.fullmatch(text):
        return str(by)
    percent = text.endswith("%")
    value = Decimal(text.rstrip("%").replace(",", "")) + by
    return f"{value}{'%' if percent else ''}"


class Example:
    def __init__(self, fisc, folder):
        self.fisc, self.folder = fisc, folder
        self.rules = os.path.join(folder, "rules.fisc")
        self.data = os.path.join(folder, "data")
        prior = os.path.join(folder, "prior")
        self.prior = ["--prior", prior] if os.path.isdir(prior) else []
        self.tables = {n: read_rows(os.path.join(self.data, n))
                       for n in sorted(os.listdir(self.data)) if n.endswith(".csv")}
        self.base = self.run(self.data)

    def run(self, data):
        """Results by rule and key; None: the data cannot be read, and a message said so."""
        done = subprocess.run([self.fisc, "check", self.rules, "--data", data, "--format", "json",
                               "--results", "all", "--lang", "en", *self.prior],
                              capture_output=True, check=False)
        if done.returncode == 4:
            return None
        if done.returncode not in (0, 1):
            raise SystemExit(f"fisc ended with {done.returncode}: {done.stderr.decode()}")
        results = {}
        for r in json.loads(done.stdout)["results"]:
            name = (r["rule"], r["key"])
            while name in results:              # several of one row, in their order
                name = (*name, "again")
            results[name] = r
        return results

    def changed(self, work, at, text):
        """The results with another text in one cell; `work` is a copy of the data folder."""
        name, row, column = at
        rows = [list(r) for r in self.tables[name]]
        rows[row][column] = text
        path = os.path.join(work, name)
        write_rows(path, rows)
        results = self.run(work)
        write_rows(path, self.tables[name])
        return results


def cells_of(example):
    for name, rows in example.tables.items():
        for r, row in enumerate(rows[1:], 1):
            for c, text in enumerate(row):
                yield (name, r, c), text


def has_cell(result, at, texts=True):
    """texts: also where it is the code or the name that a rule looks up on a list."""
    name, row, column = at
    return any(c.get("file") == name and c.get("line") == row + 1 and c.get("field") == column + 1
               and (texts or c["kind"] != "text") for c in result["cells"])


def statuses(results):
    return {n: r["status"] for n, r in results.items()}


def figures(result):
    return [result.get(k) for k in ("status", "left", "right", "difference", "slack")]


def place(at):
    name, row, column = at
    letters, n = "", column + 1
    while n:
        n, r = divmod(n - 1, 26)
        letters = chr(65 + r) + letters
    return f"{name} {letters}{row + 1}"


def span(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def letters_number(text):
    n = 0
    for ch in text:
        n = n * 26 + ord(ch) - 64
    return n


class Untied:
    """The cells that untied.csv names, and which of its lines were of use."""

    def __init__(self, folder):
        path = os.path.join(folder, "untied.csv")
        self.lines = read_rows(path)[1:] if os.path.exists(path) else []
        self.used = set()

    def line_of(self, at):
        name, row, column = at
        for i, (file, rows, columns, reason) in enumerate(self.lines):
            first, _, last = columns.partition("-")
            if (file == name and row + 1 in span(rows) and reason.strip() and
                    letters_number(first) <= column + 1 <= letters_number(last or first)):
                return i
        return None


class Report:
    def __init__(self):
        self.n = self.failed = 0
        self.name = ""                  # of the example at hand

    def say(self, faults, title):
        self.n += 1
        self.failed += bool(faults)
        print(f"{'not ok' if faults else 'ok'} {self.n} - {self.name}: {title}")
        for f in faults:
            print(f"#   {f}")


class Trial:
    """What the changes of one cell did."""

    def __init__(self, at):
        self.at = at
        self.noticed = False            # a change by 1, or by more, changed a status
        self.wrong = []                 # results that change and do not name the cell, or converse
        self.violated = set()


def least_step(text):
    places = len(text.rstrip("%").partition(".")[2])
    return Decimal(1).scaleb(-places)


TEXT_ROWS = 20
DECIDED = ("exact", "rounding", "violated")
STEPS = (Decimal(1), Decimal(-1), Decimal(10), Decimal(-10))


def notices(example, after):
    """None: the changed data cannot be read."""
    if after is None or statuses(after) != statuses(example.base):
        return True
    return any(r["status"] == "violated" and figures(r) != figures(example.base[n])
               for n, r in after.items())


def note(example, trial, after):
    trial.noticed |= notices(example, after)
    trial.violated |= violated_rules(after or {})


def try_cell(example, at, text):
    """By 1, and by other amounts while nothing notices; then by one in the last place, up in every
    second cell and down in the others."""
    trial = Trial(at)
    sign = 1 if sum(at[1:]) % 2 else -1
    with tempfile.TemporaryDirectory() as folder:
        work = shutil.copytree(example.data, os.path.join(folder, "data"))
        for by in STEPS:
            if not trial.noticed:
                note(example, trial, example.changed(work, at, plus(text, by)))
        check_last_place(example, trial,
                         example.changed(work, at, plus(text, sign * least_step(text))))
    return trial


def try_rule(example, work, rule):
    """Is there a figure of the rule, or a blank, that violates it if it is changed enough?"""
    for at, text in cells_of(example):
        if not any(n[0] == rule and has_cell(r, at) for n, r in example.base.items()):
            continue
        for by in (s * Decimal(10) ** n for n in (1, 3, 6) for s in (1, -1)):
            if rule in violated_rules(example.changed(work, at, plus(text, by)) or {}):
                return True
    return False


def try_texts(example, work, rules):
    """The rules that no changed text violates: those that count rows by their texts."""
    for at, text in cells_of(example):
        if rules and at[1] <= TEXT_ROWS and text and not NUMBER.fullmatch(text):
            rules = rules - violated_rules(example.changed(work, at, text + "?") or {})
    return rules


def try_files(example, work, rules):
    """The rules that are not violated by a file that is not there: those that require it are."""
    for name in example.tables:
        if rules:
            os.remove(os.path.join(work, name))
            rules = rules - violated_rules(example.run(work) or {})
            write_rows(os.path.join(work, name), example.tables[name])
    return rules


def never_violated(example, rules):
    with tempfile.TemporaryDirectory() as folder:
        work = shutil.copytree(example.data, os.path.join(folder, "data"))
        left = {r for r in rules if not try_rule(example, work, r)}
        return try_files(example, work, try_texts(example, work, left))


def is_shape(result):
    """Joint results put several rules together; findings of the shape have no figures."""
    return result["kind"] not in ("rule", "columns", "rows", "of-which", "map")


def must_move(result):
    return result["status"] in DECIDED and result["kind"] != "rule" and not is_shape(result)


def check_last_place(example, trial, after):
    """Of a number that no result names (a code, a precision) nothing can be said."""
    named = {n for r in (example.base, after or {}) for n, x in r.items()
             if has_cell(x, trial.at, texts=False)}
    if after is None or not named:
        return
    moved = {n for n, r in example.base.items()
             if n not in after or figures(after[n]) != figures(r)}
    must = {n for n in named if n in example.base and must_move(example.base[n])}
    strange = {n for n in moved - named if not is_shape(example.base[n])}
    trial.wrong += [f"{place(trial.at)}: {n[0]} {n[1] or ''} does not change" for n in must - moved]
    trial.wrong += [f"{place(trial.at)}: {n[0]} {n[1] or ''} changes without it" for n in strange]


def try_all(example, jobs):
    numbers = [(at, text) for at, text in cells_of(example) if NUMBER.fullmatch(text)]
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(lambda x: try_cell(example, *x), numbers))


def decided_rules(results):
    return {n[0] for n, r in results.items() if r["status"] in DECIDED}


LEFT_OPEN = ("unlisted", "doubtful")


def violated_rules(results):
    return {n[0] for n, r in results.items()
            if r["status"] == "violated" or r["reason"] in LEFT_OPEN}


def judge(example, trials, untied, report):
    faults = []
    for t in trials:
        line = untied.line_of(t.at)
        if line is not None:
            untied.used.add(line)
            if t.noticed:
                faults.append(f"{place(t.at)} is listed as untied, and is not")
        elif not t.noticed:
            faults.append(f"{place(t.at)}: no result notices it")
    report.say(faults, f"each of {len(trials)} figures changed is noticed, or untied.csv says why not")
    unused = [str(x) for i, x in enumerate(untied.lines) if i not in untied.used]
    report.say(unused, "each line of untied.csv is about a figure")
    wrong = [w for t in trials for w in t.wrong if untied.line_of(t.at) is None]
    report.say(wrong, "a change in the last place changes just the results that name the cell")
    violated = violated_rules(example.base).union(*(t.violated for t in trials))
    kept = never_violated(example, decided_rules(example.base) - violated)
    report.say(sorted(kept), "each rule is violated by some change")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--fisc", required=True)
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("examples", nargs="+")
    o = p.parse_args()
    report = Report()
    for folder in o.examples:
        example = Example(o.fisc, folder)
        report.name = os.path.basename(os.path.normpath(folder))
        judge(example, try_all(example, o.jobs), Untied(folder), report)
    print(f"1..{report.n}")
    return report.failed > 0


if __name__ == "__main__":
    sys.exit(main())
