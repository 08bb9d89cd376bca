"""fisc diff on pairs of random folders: see tests/compare/run.

What the JSON says of figures, rows, columns, terms and the figures in a line is worked out here once
more, from the texts, with exact fractions; parts must make the whole.
"""
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

RULES = """use cn.units
table T in 万元 to 0.01 from "t.csv" {
  rows 合计 { 科目 by 编码 }
  column 总计 { 甲 { 子 丑 } less 乙 others }
  column 人数 in 人
}
line 积 = T.总计 × T.人数 × 3
line 商 = T.甲 / T.人数
line 和 = T.总计 - 2 × T.乙 + T.丑
"""
NAMED = ["总计", "甲", "子", "丑", "乙", "人数"]
EMPTY = ["", "—", "无"]


# ---- a line of a random formula: a tree of (sign, left, right), of headers and of numbers ----

def formula(rng, levels=("+-×", "×÷+", "+-")):
    """Few products, or its value could leave 256 bits."""
    chosen = rng.random()
    if levels and chosen < 0.8:
        return rng.choice(levels[0]), formula(rng, levels[1:]), formula(rng, levels[1:])
    return rng.choice(NAMED[:5]) if chosen < 0.9 else Fraction(rng.randrange(1, 90))


def formula_text(f):
    if isinstance(f, tuple):
        return "(%s %s %s)" % (formula_text(f[1]), f[0], formula_text(f[2]))
    return "(T.%s / 1 万元)" % f if isinstance(f, str) else str(f)


def formula_value(f, total):
    """None: something is divided by 0."""
    if not isinstance(f, tuple):
        return total[f] if isinstance(f, str) else f
    a, b = formula_value(f[1], total), formula_value(f[2], total)
    if a is None or b is None or (f[0] == "÷" and not b):
        return None
    return a + b if f[0] == "+" else a - b if f[0] == "-" else a * b if f[0] == "×" else a / b


def formula_inputs(f):
    if isinstance(f, tuple):
        return list(dict.fromkeys(formula_inputs(f[1]) + formula_inputs(f[2])))
    return [f] if isinstance(f, str) else []


def replaced(f, old, new, inputs):
    """What each input adds at its turn; None: that is not known."""
    now, adds = dict(old), {}
    for h in inputs:
        before = formula_value(f, now)
        now[h] = new[h]
        after = formula_value(f, now)
        if after is None:
            return None
        if after != before:
            adds[h] = after - before
    return adds


def formula_adds(f, old, new):
    """Likewise, and whether another order makes another thing of it."""
    inputs = [h for h in formula_inputs(f) if old[h] != new[h]]
    adds = replaced(f, old, new, inputs)
    orders = itertools.permutations(inputs)
    return adds is not None and (adds, any(replaced(f, old, new, o) != adds for o in orders))


def formula_faults(f, one, said):
    totals = [{h: rows["合计"][h] or 0 for h in NAMED} for _, rows in one]
    old, new = [formula_value(f, t) for t in totals]
    line = next((x for x in said["lines"] if x["line"] == "式"), None)
    if (line is None) != (old == new):
        yield "the line 式 goes from %s to %s" % (old, new)
    if line is None or old is None or new is None:
        return
    inputs = line["inputs"]
    got = inputs is not None and ({x["text"][2:]: exact(x["change"]) for x in inputs}, line["ordered"])
    want = formula_adds(f, *totals)
    if exact(line["change"]) != new - old or got != want:
        yield "the figures in 式 add %s, not %s" % (got, want)


# ---- drafts ----

def figure(rng):
    return Fraction(rng.randrange(-500, 100000), 100)


def text_of(rng, value):
    if value is None:
        return rng.choice(EMPTY)
    whole, cents = divmod(abs(int(value * 100)), 100)
    form = '"%s{:,}.%02d"' if rng.random() < 0.3 and whole >= 1000 else "%s{}.%02d"
    return (form % ("-" * (value < 0), cents)).format(whole)


def draft(rng):
    """Columns and rows of one side: code -> {header: Fraction or None}."""
    others = rng.sample(["丙", "丁", "戊"], rng.randrange(3))
    codes = ["合计"] + sorted(rng.sample(["%03d" % i for i in range(201, 240)], rng.randrange(1, 9)))
    rows = {}
    for code in codes:
        rows[code] = {h: None if rng.random() < 0.1 else figure(rng) for h in NAMED + others}
        rows[code]["人数"] = Fraction(rng.randrange(1, 90))
    return NAMED + others, rows


def edited(rng, headers, rows):
    headers, rows = list(headers), {code: dict(row) for code, row in rows.items()}
    for code in list(rows):
        for h in headers:
            if rng.random() < 0.2:
                rows[code][h] = Fraction(rng.randrange(1, 90)) if h == "人数" else figure(rng)
        if code != "合计" and rng.random() < 0.15:
            del rows[code]
    for _ in range(rng.randrange(3)):
        rows["9%02d" % rng.randrange(100)] = dict({h: figure(rng) for h in headers}, 人数=Fraction(7))
    for h in headers[len(NAMED):]:
        if rng.random() < 0.2:
            headers.remove(h)
    if rng.random() < 0.3:
        headers.append("己")
        for row in rows.values():
            row["己"] = figure(rng)
    return headers, rows


def write(rng, path, headers, rows):
    order, codes = list(headers), [c for c in rows if c != "合计"]
    rng.shuffle(order)
    rng.shuffle(codes)
    os.makedirs(path)
    with open(os.path.join(path, "t.csv"), "w", encoding="utf-8") as f:
        f.write(",".join(["编码", "科目"] + order) + "\n")
        for code in ["合计"] + codes:
            cells = ["%d" % rows[code][h] if h == "人数" else text_of(rng, rows[code][h]) for h in order]
            f.write(",".join([code, "" if code == "合计" else "名" + code] + cells) + "\n")


def exact(text):
    return Fraction(text)


def key_of(entry):
    return entry["row"].split(" ")[0], entry["column"]


def counts(one, side):
    """Whether some row of a side has a figure in the column: else it is a text."""
    return lambda h: h in NAMED or any(row[h] is not None for row in one[side][1].values())


def wanted_figures(one):
    (old_headers, old), (new_headers, new) = one
    got = {}
    for code in set(old) & set(new):
        for h in set(old_headers) & set(new_headers):
            a, b = old[code][h], new[code][h]
            if a != b:
                got[code, h] = (b or 0) - (a or 0)
    return got


def parts_of(header, headers):
    """Columns of which a column is the sum, with their signs."""
    if header == "甲":
        return {"子": 1, "丑": 1}
    if header == "总计":
        return dict({"甲": 1, "乙": -1}, **{h: 1 for h in headers if h not in NAMED})
    return {}


def wanted_terms(one, code, header, by_rows):
    terms = {}
    for sign, (headers, rows) in zip((-1, 1), one):
        if by_rows:
            cells = {(c, header): rows[c][header] or 0 for c in rows if c != "合计"}
        else:
            cells = {(code, h): s * (rows[code][h] or 0) for h, s in parts_of(header, headers).items()}
        for at, value in cells.items():
            terms[at] = terms.get(at, 0) + sign * value
    return {at: value for at, value in terms.items() if value}


def totals_faults(one, said):
    for total in said["totals"]:
        by_rows = ".rows." in total["rule"]
        terms = {key_of(t): exact(t["change"]) for t in total["terms"]}
        if terms != wanted_terms(one, *key_of(total), by_rows):
            yield "terms of %s: %s" % (key_of(total), terms)
        if sum(terms.values()) + exact(total["rest"]) != exact(total["change"]):
            yield "the terms of %s do not make it" % (key_of(total),)
        sizes = [abs(exact(t["change"])) for t in total["terms"]]
        if sizes != sorted(sizes, reverse=True):
            yield "the terms of %s are in no order" % (key_of(total),)
    detailed = all(len(rows) > 1 for _, rows in one)    # else the total row is the sum of no rows
    said_of = {(key_of(t), ".rows." in t["rule"]) for t in said["totals"]}
    for (code, h), change in wanted_figures(one).items():
        sums = [False] * bool(parts_of(h, [])) + [True] * (code == "合计" and h in NAMED and detailed)
        for by_rows in sums:
            if change and ((code, h), by_rows) not in said_of:
                yield "nothing is said of the total %s %s" % (code, h)


def lines_faults(one, said):
    values = []
    for _, rows in one:
        total = {h: rows["合计"][h] or 0 for h in NAMED}
        values.append({"积": total["总计"] * total["人数"] * 3, "商": total["甲"] / total["人数"],
                       "和": total["总计"] - 2 * total["乙"] + total["丑"]})
    got = {line["line"]: exact(line["change"]) for line in said["lines"] if line["line"] in "积商和"}
    want = {name: values[1][name] - values[0][name] for name in values[0]}
    if got != {name: change for name, change in want.items() if change}:
        yield "lines: %s" % got
    for line in said["lines"]:
        if line["inputs"] and sum(exact(i["change"]) for i in line["inputs"]) != exact(line["change"]):
            yield "the parts of %s do not make it" % line["line"]


def faults(one, said):
    (old_headers, old), (new_headers, new) = one
    both = {key_of(f): exact(f["change"]) for f in said["figures"] if f["on"] == "both"}
    if both != wanted_figures(one):
        yield "figures: %s" % sorted(set(both.items()) ^ set(wanted_figures(one).items()))
    rows = {(r["side"], r["row"].split(" ")[0]) for r in said["rows"]}
    if rows != {("old", c) for c in set(old) - set(new)} | {("new", c) for c in set(new) - set(old)}:
        yield "rows: %s" % rows
    columns = {(c["side"], c["column"]) for c in said["columns"]}
    want = {("old", h) for h in set(old_headers) - set(new_headers) if counts(one, 0)(h)}
    want |= {("new", h) for h in set(new_headers) - set(old_headers) if counts(one, 1)(h)}
    if columns != want:
        yield "columns: %s" % columns
    yield from totals_faults(one, said)
    yield from lines_faults(one, said)


def diff(folder, *args):
    done = subprocess.run([sys.argv[1], "diff", "r.fisc", *args, "--format", "json"],
                          cwd=folder, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")


def pair_faults(seed):
    rng = random.Random(seed)
    first = draft(rng)
    one = first, edited(rng, *first)
    made = formula(rng)
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "r.fisc"), "w", encoding="utf-8") as f:
            f.write(RULES + "line 式 = %s\n" % formula_text(made))
        for name, side in zip(("old", "new"), one):
            write(rng, os.path.join(folder, name), *side)
        write(rng, os.path.join(folder, "again"), *first)
        status, out, err = diff(folder, "old", "new")
        if status not in (0, 1):
            return ["it ended with %d: %s" % (status, err)]
        said = json.loads(out)
        found = list(faults(one, said)) + list(formula_faults(made, one, said))
        status, out, _ = diff(folder, "old", "again")
        if status or any(json.loads(out)["counts"].values()):
            found.append("the same figures in another order are said to differ")
        return found


def main():
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    pairs = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    bad = 0
    for seed in range(first, first + pairs):
        found = pair_faults(seed)
        bad += bool(found)
        print("%sok - pair %d" % ("not " if found else "", seed))
        for text in found[:10]:
            print("# " + text[:400].replace("\n", " "))
    print("1..%d" % pairs)
    return bad > 0


sys.exit(main())
