#!/usr/bin/env python3
"""What cases do not hold of `fisc eval --stream`, as TAP lines: checks.py RULES FOLDER

RULES are those of tests/embed/small, FOLDER that of the cases. FISC comes from the environment."""
import json
import os
import random
import subprocess
import sys

FISC, RULES, HERE = os.environ["FISC"], sys.argv[1], sys.argv[2]
SCHEMAS = os.path.join(HERE, "..", "..", "docs", "schema")
SANITIZED = "sanitize" in os.environ.get("EMBED_CFLAGS", "")
HEADER = ["编码", "名称", "总额", "基本", "项目"]
GOOD = '{"id":"good","tables":{"支出":"编码,名称,总额,基本,项目\\n,合计,3,2,1\\n"}}'


def tell(good, title, why=""):
    print(("ok - " if good else "not ok - ") + title)
    if not good:
        for line in str(why).splitlines()[:20]:
            print("# " + line[:400])


def eval_stream(data, *options, **more):
    data = data.encode() if isinstance(data, str) else data
    done = subprocess.run([FISC, "eval", RULES, "--stream", "--lang", "en", *options], input=data,
                          capture_output=True, timeout=300, check=False, **more)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def lines_of(out):
    return [json.loads(line) for line in out.splitlines()]


def code(line):
    return line["error"]["code"] if "error" in line else ""


def says(title, data, status, want, *options, **more):
    """want: of each line its code, "" where there is none"""
    got = eval_stream(data, *options, **more)
    try:
        codes = [code(x) for x in lines_of(got[1])]
    except ValueError as fault:
        codes = fault
    tell((got[0], codes) == (status, want), title, f"status {got[0]}, {codes}\n{got[2]}")


def bytes_of_all_kinds():
    says("no final line end", GOOD, 1, [""], "--fail-on", "note")
    says("line ends of Windows, empty lines", f"\r\n{GOOD}\r\n \t\r\n\n{GOOD}\r\n", 0, ["", ""])
    says("a byte order mark, in front of files that were put together", f"\ufeff{GOOD}\n\ufeff{GOOD}", 0, ["", ""])
    says("a byte order mark alone", "\ufeff\n", 4, [])
    says("NUL bytes", b"\0\n" + GOOD.encode().replace(b"good", b"go\0d") + b"\n" + GOOD.encode(), 4,
         ["D0691", "D0691", ""])
    says("bytes that are no UTF-8", GOOD.encode("gb18030") + b'\n{"id":"\xc0\x80"}\n{"id":"\xed\xa0\x80"}\n' + GOOD.encode(),
         4, ["D0691", "D0691", "D0691", ""])
    says("UTF-16", GOOD.encode("utf-16"), 4, ["D0691"])
    says("nothing", "", 4, [])
    says("empty lines alone", "\n\r\n  \n", 4, [])
    says("a pair of surrogates is one character", GOOD.replace("good", "\\ud83d\\ude00"), 0, [""])
    for deep in "[", '{"id":':
        says(f"nested 100,000 deep: {deep}", deep * 100000 + "\n" + GOOD, 4, ["D0692", ""])
    says("nested 200 deep in a cell", '{"tables":{"支出":[{"总额":' + "[" * 200 + "]" * 200 + '}]},"id":1}\n' + GOOD,
         4, ["D0692", ""])
    status, out, err = eval_stream('{"tables":{"支处":' + "[" * 40 + "]" * 40 + '},"id":1}')
    tell(lines_of(out)[0]["id"] == 1, "the id is found behind a fault", out + err)


def numbers():
    """Numbers of JSON, and what the cell shows: the same digits, whatever the size."""
    want = {"46.480": "46.480", "-0": "-0", "0": "0", "1E2": "100", "1.5e+1": "15", "1.50e1": "15.0", "12e-1": "1.2", "1e-2": "0.01",
            "-25e-3": "-0.025", "0e5": "0", "0.00e1": "0.0", "0.5e3": "500", "100e-2": "1.00", "9007199254740993": "9007199254740993",
            "0.1000000000000000055": "0.1000000000000000055", "1e99": "1" + "0" * 99}
    record = '{"id":%s,"tables":{"支出":[{"名称":"合计","总额":%s,"基本":1,"项目":1}]}}'
    lines = lines_of(eval_stream("\n".join(record % (n, n) for n in want))[1])
    got = {n: x["results"][0]["cells"][0]["text"] for n, x in zip(want, lines, strict=True)}
    tell(got == want, "numbers are taken digit by digit", {n: got[n] for n in want if got[n] != want[n]})
    ids = [line.split('"id":')[1].split(",")[0] for line in eval_stream("\n".join(record % (n, 1) for n in want))[1].splitlines()]
    tell(ids == list(want), "a number as an id comes back as it was", ids)


def limits():
    many = '{"tables":{"支出":{"columns":%s,"rows":[]}}}' % json.dumps([str(i) for i in range(5000)])
    says("too many columns", many + "\n" + GOOD, 4, ["D0514", ""])
    many = '{"tables":{"支出":[%s]}}' % ",".join('{"%d":1}' % i for i in range(5000))
    says("too many columns, a new one in each row", many + "\n" + GOOD, 4, ["D0514", ""])
    rows = '{"tables":{"支出":[{},{},{}]}}'
    says("too many rows", f"{rows}\n{GOOD}", 5, ["D0522", ""], "--max-rows", "2")
    says("a record over the limit, read past", GOOD + "\n" + "x" * 3000000 + "\n" + GOOD, 5, ["", "D0687", ""],
         "--max-data-bytes", "100000")
    says("a last one over the limit", GOOD + "\n" + "x" * 3000000, 5, ["", "D0687"], "--max-data-bytes", "100000")
    wide = '{"id":"wide","tables":{"支出":[%s]}}' % ",".join(
        "{%s}" % ",".join('"%d":%d' % (c, c) for c in range(i, i + 3)) for i in range(3000))
    says("more memory than there may be", f"{wide}\n{GOOD}", 5, ["E0406", ""], "--max-memory", "20000000")
    says("results past the limit", GOOD, 5, [""], "--max-results", "1", "--results", "all")


def a_large_record():
    """Written as it is made; less under sanitizers."""
    n = 50000 if SANITIZED else 1200000
    row = '[2010301,"行政运行，一个很长的项目的名称，以及它的说明",12345.67,12345.67,0.00],'
    head = '{"id":"large","tables":{"支出":{"columns":%s,"rows":[' % json.dumps(HEADER, ensure_ascii=False)
    with subprocess.Popen([FISC, "eval", RULES, "--stream", "--lang", "en", "--results", "summary"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
        p.stdin.write(head.encode())
        block, size = (row * 1000).encode(), 0
        for _ in range(n // 1000):
            size += p.stdin.write(block)
        p.stdin.write(('[null,"合计",0,0,0]]}}}\n' + GOOD + "\n").encode())
        out, err = p.communicate()
    got = lines_of(out.decode())
    tell(len(got) == 2 and got[0]["id"] == "large" and got[0]["total"] > n and got[1]["id"] == "good",
         f"a record of {size // 1000000} MB, and the one behind it", out[:400] + err)
    says("the same is refused by a limit", head + row * n + "\n" + GOOD, 5, ["D0687", ""], "--max-data-bytes", "1000000")


def one_by_one():
    """The line of a record comes before the next record is given."""
    with subprocess.Popen([FISC, "eval", RULES, "--stream", "--results", "summary"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as p:
        ids = []
        for i in range(3):
            p.stdin.write(GOOD.replace("good", str(i)).encode() + b"\n")
            p.stdin.flush()
            ids.append(json.loads(p.stdout.readline())["id"])
        p.stdin.close()
        tell(ids == ["0", "1", "2"] and p.wait(60) == 0, "each line comes before more input is waited for", ids)
    with subprocess.Popen([FISC, "eval", RULES, "--stream"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as p:
        p.stdin.write((GOOD + "\n" + GOOD[:40]).encode())
        out = p.communicate()[0].decode()
        tell(p.returncode == 4 and [code(x) for x in lines_of(out)] == ["", "D0690"], "input that breaks off", out)


def shards():
    with open(os.path.join(HERE, "cases", "faults.ndjson"), encoding="utf-8") as f:
        data = f.read() + "\n\n" + GOOD + "\n"
    whole = eval_stream(data)[1].splitlines()
    for n in 1, 3, 100:
        parts = [x for i in range(n) for x in eval_stream(data, "--shard", f"{i + 1}/{n}")[1].splitlines()]
        parts.sort(key=lambda x: json.loads(x)["record"])
        tell(parts == whole, f"{n} shards together are the whole", len(parts))
    says("the shard of no record", GOOD, 0, [], "--shard", "2/2")
    says("the shard of no record, of no input", "", 4, [], "--shard", "2/2")
    for wrong in "0/2", "3/2", "1", "1/", "/2", "a/b", "1/0", "-1/2":
        got = eval_stream(GOOD, "--shard=" + wrong)
        tell(got[0] == 2 and "2/8" in got[2], f"no shard: {wrong}", got)


def statuses():
    violated = GOOD.replace("3,2,1", "4,2,1")
    for on, want in ("must", 1), ("should", 1), ("note", 1):
        says(f"a must that is violated, --fail-on {on}", f"{GOOD}\n{violated}\n{GOOD}", want, [""] * 3, "--fail-on", on)
    says("a note that is violated", GOOD, 0, [""])
    says("a note that is violated, --fail-on note", GOOD, 1, [""], "--fail-on", "note")
    status, out, err = eval_stream('{"tables":{}}\n' + GOOD)
    said = [x["code"] for line in lines_of(out) for x in line.get("diagnostics", [])]
    tell(status == 4 and said == ["D0700"], "a record of which nothing was checked", out + err)
    says("a bad record outweighs what is violated", f"{violated}\n[]", 4, ["", "D0692"])
    kept = {x: lines_of(eval_stream(violated, "--results", x)[1])[0]["results"] for x in ("all", "failing", "summary")}
    tell([x for x in kept["all"] if x["status"] != "exact"] == kept["failing"] and len(kept["all"]) > len(kept["failing"]),
         "--results failing leaves out those that are exact", kept["failing"])
    tell(not kept["summary"], "--results summary lists none", kept["summary"])


def outputs():
    with open("/dev/full", "wb") as full:
        p = subprocess.run([FISC, "eval", RULES, "--stream"], input=(GOOD + "\n").encode() * 3, stdout=full,
                           stderr=subprocess.PIPE, check=False)
    tell(p.returncode == 6 and p.stderr.count(b"\n") == 1, "a full disk", p.stderr)
    with subprocess.Popen([FISC, "eval", RULES, "--stream"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as p:
        p.stdout.close()
        try:
            p.stdin.write((GOOD + "\n").encode() * 3000)
            p.stdin.close()
        except BrokenPipeError:
            pass
        said = p.stderr.read()
        tell(p.wait(60) == 6 and not said, "a reader that has seen enough", said)
    folder = os.open(HERE, os.O_RDONLY)
    p = subprocess.run([FISC, "eval", RULES, "--stream", "--lang", "en"], stdin=folder, capture_output=True,
                       check=False)
    os.close(folder)
    tell(p.returncode == 6 and b"D0689" in p.stderr, "input that cannot be read", p.stderr)


def mutations():
    """Good records with some bytes changed: each gives one line of JSON, and nothing dies."""
    rng = random.Random(6)
    good = [GOOD.encode(), '{"tables":{"支出":[{"编码":null,"总额":1.5e1},{"基本":"2"}]},"prior":{"支出":{"columns":["总额"],"rows":[[1],[null]]}},"id":-3}'.encode()]
    some = b'{}[]",:\\u0123eE+-.tfn \xe5\xff\0'
    records = []
    for _ in range(600):
        one = bytearray(rng.choice(good))
        for _ in range(rng.randint(1, 3)):
            at, how = rng.randrange(len(one)), rng.randrange(3)
            if how == 0:
                one[at] = rng.choice(some)
            elif how == 1:
                one.insert(at, rng.choice(some))
            else:
                del one[at]
        records.append(bytes(one))
    status, out, err = eval_stream(b"\n".join(records))
    got = lines_of(out)
    tell(status in (4, 5) and [x["record"] for x in got] == list(range(1, len(records) + 1)),
         "600 damaged records, a line each", f"{status} {len(got)} {err}")


def schemas():
    try:
        import warnings
        warnings.simplefilter("ignore", DeprecationWarning)
        import jsonschema
    except ImportError:
        print("ok - schemas # SKIP python3-jsonschema is not installed")
        return
    store = {}
    for name in os.listdir(SCHEMAS):
        with open(os.path.join(SCHEMAS, name), encoding="utf-8") as f:
            store[name] = json.load(f)

    def fits(name, one):
        resolver = jsonschema.RefResolver("", store[name], store)
        return jsonschema.Draft202012Validator(store[name], resolver=resolver).is_valid(one)
    for case in "forms", "faults", "results":
        with open(os.path.join(HERE, "cases", case + ".ndjson"), encoding="utf-8") as f:
            records = f.read().splitlines()
        wrong = []
        for text, line in zip(records, lines_of(eval_stream("\n".join(records))[1]), strict=True):
            try:
                good = fits("record.schema.json", json.loads(text))
            except ValueError:
                good = False
            # what a schema cannot say: names that the rules have, members given twice, halves of pairs
            beyond = code(line) in ("D0691", "D0694", "D0695", "D0697", "D0698", "D0690")
            if good == ("error" in line) and not beyond:
                wrong.append(text)
            if not fits("stream.schema.json", line):
                wrong.append(line)
        tell(not wrong, f"docs/schema says what {case}.ndjson is, and its lines", "\n".join(map(str, wrong)))


def main():
    for test in (bytes_of_all_kinds, numbers, limits, one_by_one, shards, statuses, outputs, mutations, schemas, a_large_record):
        test()


main()
