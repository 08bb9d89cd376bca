"""Random scenarios, and the same change made by hand: see tests/scenario/run.

The results must be the same, and so must the value of each line, though by hand it may come out in
another unit. `without` is what the rules say as they are; the change is the difference, in the unit
that the line has without the scenario.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

TABLE = """use cn.units
table T in 元 to 0.01 from "t.csv" {
  rows 合计 { 项 by 编码 2 }
  column 数
}
"""
DATA = "编码,项,数\n合计,,70.00\n01,甲,30.00\n02,乙,40.00\n"
KINDS = [["元", "万元", "百元"], ["%", ""], ["人"]]      # units that may stand for one another
FACTOR = {"元": 1, "万元": 10000, "百元": 100, "人": 1, "%": Fraction(1, 100), "": 1}
SIGN = {"*=": "×", "+=": "+", "-=": "-"}


def figure(rng, kind):
    unit = rng.choice(kind)
    return "%.*f%s%s" % (rng.randrange(3), rng.uniform(1, 200), "" if unit in "%" else " ", unit)


def written(params, periods, body):
    dated = "param 期 {\n  until 2023-12-31 = %s\n  from 2024-01-01 = %s\n}\n" % tuple(periods)
    return TABLE + "".join("param %s = %s\n" % p for p in params.items()) + dated + body


def lines_of(rng, kinds):
    for i in range(4):
        a, b = rng.sample(sorted(kinds), 2)
        yield "line 算%d = %s %s %s\n" % (i, a, rng.choice("×÷"), b)
    yield "line 算4 = 期 at 2023-06\nline 算5 = 期 × 2\n"
    for name, kind in kinds.items():
        if "元" in kind:
            yield "must 不少%s: T.数 >= %s\nshould 相等%s: T[01].数 = %s - 3 元\n" % ((name,) * 4)


def changed(rng, name, was, kind):
    """A change as the scenario has it, and the value as it is by hand."""
    op = rng.choice(["=", "*=", "+=", "-="])
    by = figure(rng, kind)
    if op == "*=":
        by = rng.choice(["%d%%" % rng.randrange(1, 300), "%.2f" % rng.uniform(0, 3)])
    return "%s %s %s" % (name, op, by), by if op == "=" else "(%s) %s (%s)" % (was, SIGN[op], by)


def case(rng):
    kinds = {"参%d" % i: rng.choice(KINDS) for i in range(5)}
    params = {name: figure(rng, kind) for name, kind in kinds.items()}
    periods = [figure(rng, KINDS[0]), figure(rng, KINDS[0])]
    body = "".join(lines_of(rng, kinds))
    by_hand, hand_periods, changes = dict(params), list(periods), []
    for name in rng.sample(sorted(kinds), rng.randrange(1, 5)):
        change, by_hand[name] = changed(rng, name, params[name], kinds[name])
        changes.append(change)
    for i, name in rng.sample([(0, "期 at 2023-05"), (1, "期")], rng.randrange(3)):
        change, hand_periods[i] = changed(rng, name, periods[i], KINDS[0])
        changes.append(change)
    asked = "scenario 假设 {\n  %s\n}\n" % "\n  ".join(changes)
    return written(params, periods, body) + asked, written(by_hand, hand_periods, body)


def factor(unit):
    whole = Fraction(1)
    for part, sign in zip(unit.split("/"), (1, -1)):
        for one in part.split("·"):
            whole *= Fraction(FACTOR[one if one != "1" else ""]) ** sign
    return whole


def run(folder, command, *args):
    day = ["--today", "2024-06-01"] if command == "check" else []
    done = subprocess.run([sys.argv[1], command, "r.fisc", "--on", "2024-06", *day,
                           "--format", "json", *args], cwd=folder, capture_output=True,
                          timeout=60)
    return done.returncode, json.loads(done.stdout.decode("utf-8"))


def near(a, b):
    """More than a certain number of places are cut."""
    return abs(a - b) <= abs(b) / 10 ** 15 + Fraction(1, 10 ** 15)


def line_faults(supposed, plain, hand):
    for with_it, without, other in zip(supposed["lines"], plain["lines"], hand["lines"]):
        now, was = Fraction(with_it["value"]), Fraction(without["value"])
        if with_it["unit"] != without["unit"] or Fraction(with_it["without"]) != was:
            yield "%s is not told as without the scenario: %s" % (with_it["name"], with_it)
        if not near(now * factor(with_it["unit"]), Fraction(other["value"]) * factor(other["unit"])):
            yield "%s is %s, by hand %s" % (with_it["name"], with_it, other)
        if not near(Fraction(with_it["change"]), now - was):
            yield "the change of %s is none: %s" % (with_it["name"], with_it)


def results_of(told):
    return [(r["rule"], r["key"], r["status"]) for r in told["results"]], told["total"]


def faults(seed):
    rng = random.Random(seed)
    asked, by_hand = case(rng)
    told = {}
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "t.csv"), "w", encoding="utf-8") as f:
            f.write(DATA)
        for name, text, args in (("supposed", asked, ["--scenario", "假设"]), ("plain", asked, []),
                                 ("hand", by_hand, [])):
            with open(os.path.join(folder, "r.fisc"), "w", encoding="utf-8") as f:
                f.write(text)
            for command in ("calc", "check"):
                status, told[name, command] = run(folder, command, *args)
                if status > 1:
                    return ["%s %s ended with %d" % (command, name, status)]
    found = list(line_faults(*(told[name, "calc"] for name in ("supposed", "plain", "hand"))))
    if results_of(told["supposed", "check"]) != results_of(told["hand", "check"]):
        found.append("the results are others by hand")
    return found


def main():
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    cases = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    failed = False
    for seed in range(first, first + cases):
        found = faults(seed)
        failed = failed or bool(found)
        print("%s - scenario %d" % ("not ok" if found else "ok", seed))
        for one in found[:5]:
            print("# " + one.replace("\n", " "))
    print("1..%d" % cases)
    sys.exit(failed)


main()
