"""How often a hypothesis is right: consistent budgets, a slip planted in each, what fisc says.

  run.py --fisc PROGRAM [--books N] [--seed S] [--table | --floor] [--show KIND]

A book counts once. Its outcome is what the text report shows under its violated results:
  right    one hypothesis alone under a result, with the right cells and figures, and nowhere a wrong
           one alone
  tied     only classes of hypotheses that explain a result equally well, the right one among them
  wrong    somewhere a wrong one alone
  astray   only classes without the right one
  silent   nothing
A book is left out if its slip breaks no rule. Where a book is rounded a figure is right if it is so
within what its equations explain."""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import book as books
import slips

OUTCOMES = ("right", "tied", "wrong", "astray", "silent")
NEAR = 3                            # hundredths by which a figure of a rounded book may be off


def results_of(fisc, folder):
    done = subprocess.run([fisc, "check", "rules.fisc", "--data", "data", "--format", "json"],
                          cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{folder}: exit {done.returncode}\n{done.stderr}")
    return [r for r in json.loads(done.stdout)["results"] if r["status"] == "violated"]


def hundredths(text):
    sign, text = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, part = text.partition(".")
    return sign * (int(whole) * 100 + int((part + "00")[:2]))


def cells_of(hypothesis):
    return {(c["file"], c["line"] - 2, c["field"] - 1): hundredths(c["would_be"])
            for c in hypothesis["cells"]}


def is_right(hypothesis, truth, near):
    said = cells_of(hypothesis)
    return said.keys() == truth.keys() and all(abs(said[at] - (truth[at] or 0)) <= near
                                               for at in said)


def outcome(results, truth, rounded):
    right = tied = wrong = astray = False
    for r in results:
        shown = [is_right(h, truth, NEAR if rounded else 0)
                 for h in r["hypotheses"] if h["shown"]]
        right |= shown == [True]
        wrong |= shown == [False]
        tied |= len(shown) > 1 and any(shown)
        astray |= len(shown) > 1 and not any(shown)
    for said, name in ((wrong, "wrong"), (right, "right"), (tied, "tied"), (astray, "astray")):
        if said:
            return name
    return "silent"


def plant(seed, kind, dense):
    rng = random.Random(f"{seed}/{kind}/{dense}")
    book = books.make(rng, dense)
    try:
        return book, slips.KINDS[kind](book, rng)
    except slips.NoPlace:
        return book, None


def measure(fisc, kind, seeds, dense, show):
    count = dict.fromkeys(OUTCOMES, 0)
    for seed in seeds:
        book, truth = plant(seed, kind, dense)
        if not truth:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            book.write(folder)
            results = results_of(fisc, folder)
        if not results:
            continue
        what = outcome(results, truth, book.rounded)
        count[what] += 1
        if show == what or show == "all":
            print(f"# {kind} {seed} {what}: {truth}")
            for r in results:
                print(f"#   {r['rule']} {r['key']} {r['difference']}")
                for h in r["hypotheses"]:
                    print(f"#     {'*' if h['shown'] else ' '} {h['message']}")
    return count


def check_sound(fisc, seeds):
    """The books hold before anything is planted."""
    for seed in seeds:
        for dense in (True, False):
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                books.make(random.Random(f"{seed}/sound"), dense).write(folder)
                if results_of(fisc, folder):
                    sys.exit(f"book {seed} does not hold")


def share(part, whole):
    return f"{100 * part / whole:.0f} %" if whole else "—"


HEAD = {
    True: "Books: trees of rows and columns, totals that tables share. Nearly every figure stands in"
          " two equations or more.\n",
    False: "\nLists: one column under one total. A slip is known by its form alone.\n",
}


def table(counts):
    counts = {kind: n for kind, n in counts.items() if sum(n.values())}
    print("| planted | number | right | tied | wrong | astray | silent | right of those that are"
          " not tied |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for kind, n in counts.items():
        total = sum(n.values())
        cells = [share(n[o], total) for o in OUTCOMES]
        print(f"| {kind} | {total} | {' | '.join(cells)} | {share(n['right'], total - n['tied'])} |")


# What the short run must reach, in hundredths: of the books that are not tied; of all books.
FLOOR_RIGHT, CEILING_WRONG = 80, 2
OUTSIDE = ("any-figure",)           # no slip of the catalogue
# Where a figure stands in one equation only, these leave no trace in it that others do not.
TRACELESS = OUTSIDE + ("misplaced", "copied", "one-digit", "left-blank")


def floor(counts, dense):
    inside = [n for kind, n in counts.items() if kind not in (OUTSIDE if dense else TRACELESS)]
    total, tied, right = (sum(x) for x in zip(*[(sum(n.values()), n["tied"], n["right"])
                                                for n in inside]))
    every = sum(sum(n.values()) for n in counts.values())
    wrong = sum(n["wrong"] for n in counts.values())
    name = "books" if dense else "lists"
    good = 100 * right >= FLOOR_RIGHT * (total - tied), 100 * wrong <= CEILING_WRONG * every
    print(f"{'ok' if good[0] else 'not ok'} - {name}: of {total} slips that leave a trace {right}"
          f" are right, {tied} tied")
    print(f"{'ok' if good[1] else 'not ok'} - {name}: of {every} slips {wrong} are wrong")
    return all(good)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--fisc", required=True)
    p.add_argument("--books", type=int, default=20)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--table", action="store_true")
    p.add_argument("--floor", action="store_true")
    p.add_argument("--show", choices=OUTCOMES + ("all",))
    p.add_argument("--kind", choices=tuple(slips.KINDS))
    o = p.parse_args()
    seeds = range(o.seed, o.seed + o.books)
    check_sound(o.fisc, seeds)
    good = True
    for dense in (True, False):
        counts = {kind: measure(o.fisc, kind, seeds, dense, o.show) for kind in slips.KINDS
                  if o.kind in (None, kind)}
        if o.table:
            print(HEAD[dense])
            table(counts)
        if o.floor:
            good &= floor(counts, dense)
    if o.floor:
        print("1..4")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
