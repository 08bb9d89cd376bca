"""Runs the examples of the documentation: see tests/docs/run.

Comes in: FISC, a folder for temporary files, [-u], pages (default: docs/*.md, README.md).
Goes out: TAP.
"""
import csv
import glob
import os
import re
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))
import make_data                                            # noqa: E402  (beside this folder)

CHECK = "check example.fisc --data data --lang en"
RUNS = "output", "console"
LEFT_OUT = "…\n"                     # in a console block: any lines that are not shown
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(\d+))?")


class Fault(Exception):
    pass


class Block:
    def __init__(self, line, indent, info):
        words = info.split()
        self.line, self.indent = line, indent
        self.kind, self.words = (words[0], words[1:]) if words else ("", [])
        self.args = info.strip()[len(self.kind):].strip()
        self.text, self.end = [], None

    def body(self):
        return "".join(self.text)


def blocks_of(lines):
    """The fenced blocks; `line` is the index of the opening fence, `end` of the closing one."""
    out, block = [], None
    for i, line in enumerate(lines):
        if block and re.fullmatch(r" *``` *\n", line):
            block.end = i
            out.append(block)
            block = None
        elif block:
            block.text.append(line[min(block.indent, len(line) - len(line.lstrip(" "))):])
        elif line.lstrip(" ").startswith("```"):
            indent = line.index("`")
            block = Block(i, indent, line[indent + 3:])
    return out


class Example:
    """A folder in which blocks write files and run commands, in the order of the page."""

    def __init__(self, folder, line):
        os.makedirs(folder)
        self.folder, self.line, self.ran, self.sheets = folder, line, False, {}

    def path(self, name):
        if os.path.isabs(name) or ".." in name.split("/"):
            raise Fault("a file of an example lies in its folder")
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def write(self, name, text, how="w"):
        with open(self.path(name), how, encoding="utf-8") as f:
            f.write(text)

    def put(self, block):
        if block.kind == "csv":
            self.write(os.path.join("data", block.words[0]), block.body())
        elif block.kind == "sheet":
            self.put_sheet(*block.words, block.body())
        elif block.kind == "diff":
            self.change(block)
        elif block.words[1:] == ["more"]:
            self.write(block.words[0], block.body(), "a")
        else:
            self.write(block.words[0] if block.words else "example.fisc", block.body())

    def put_sheet(self, name, sheet, text):
        sheets = self.sheets.setdefault(name, {})
        sheets[sheet] = text
        make_data.folder = os.path.dirname(self.path(name))
        make_data.book(os.path.basename(name),
                       *(make_data.sheet(s, cells_of(t)) for s, t in sheets.items()))

    def change(self, block):
        """Each run of - lines, which stand there once, gives way to the + lines behind it."""
        if len(block.words) == 2:
            old = self.sheets[block.words[0]][block.words[1]]
        else:
            with open(self.path(block.words[0]), encoding="utf-8") as f:
                old = f.read()
        for gone, come in re.findall(r"((?:-.*\n)+)((?:\+.*\n)*)", block.body()):
            gone, come = (re.sub(r"^.", "", t, flags=re.M) for t in (gone, come))
            if ("\n" + old).count("\n" + gone) != 1:
                raise Fault("not there once:\n" + gone)
            old = ("\n" + old).replace("\n" + gone, "\n" + come)[1:]
        if len(block.words) == 2:
            self.put_sheet(*block.words, old)
        else:
            self.write(block.words[0], old)

    def run(self, command):
        """What it prints, stdout, then stderr."""
        self.ran = True
        done = subprocess.run(["sh", "-c", command], cwd=self.folder, timeout=120,
                              stdin=subprocess.DEVNULL, capture_output=True)
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        if done.returncode >= 70:
            raise Fault("ends with %d:\n%s" % (done.returncode, said))
        return done.returncode, said


def cells_of(text):
    """A sheet's cells: a number has the number format that shows it as it is written."""
    rows = []
    for row in csv.reader(text.splitlines()):
        rows.append([cell_of(c) for c in row])
    return rows


def cell_of(text):
    number = NUMBER.fullmatch(text)
    if not number:
        return text or None
    form = "#,##0" if "," in text else "0"
    if number.group(1):
        form += "." + "0" * len(number.group(1))
    return make_data.num(text.replace(",", ""), form)


def fits(want, got):
    """Whether the lines that want shows stand in got, in their order, and nothing between but
    where want leaves lines out."""
    parts = ("\n" + want).split("\n" + LEFT_OUT)
    pattern = r"\n(?:.*\n)+?".join(re.escape(p) for p in parts)
    return re.fullmatch(pattern, "\n" + got) is not None


def shown(want, got):
    return want if LEFT_OUT in want and fits(want, got) else got


def run_console(example, block):
    """The block as it should be: each line `$ COMMAND`, and what that prints."""
    head, *parts = re.split(r"^\$ (.*)\n", block.body(), flags=re.M)
    if head or not parts:
        raise Fault("a console block begins with `$ COMMAND`")
    out = ""
    for command, want in zip(parts[::2], parts[1::2]):
        out += "$ %s\n" % command + shown(want, example.run(command)[1])
    return out


def run_block(example, block):
    if block.kind == "console":
        return run_console(example, block)
    return example.run("fisc " + (block.args or CHECK))[1]


class Page:
    def __init__(self, path, work):
        self.name, self.path, self.work = os.path.relpath(path, TOP), path, work
        with open(path, encoding="utf-8") as f:
            self.lines = f.readlines()
        self.example, self.results, self.edits = None, [], []

    def title(self, line):
        return "%s:%d" % (self.name, line + 1)

    def opens(self, block):
        """A whole rule file without a name opens an example, and so does a page's first sheet."""
        return block.kind == "fisc" and not block.words or block.kind == "sheet" and not self.example

    def leave(self):
        """An example that runs nothing need only compile."""
        if self.example and not self.example.ran:
            status, said = self.example.run("fisc " + CHECK)
            self.results.append((self.title(self.example.line) + " compiles",
                                 None if status in (0, 1, 4) else said))
        self.example = None

    def take(self, block):
        if block.kind == "fisc" and block.words == ["part"]:
            self.leave()
        elif self.opens(block):
            self.leave()
            self.example = Example(os.path.join(self.work, "%06d" % block.line), block.line)
        if not self.example or block.words == ["part"]:
            return
        if block.kind in RUNS:
            self.compare(block, run_block(self.example, block))
        elif block.kind in ("fisc", "csv", "sheet", "diff"):
            self.example.put(block)

    def compare(self, block, got):
        same = got == block.body()
        self.results.append((self.title(block.line), None if same else unlike(block.body(), got)))
        if not same:
            self.edits.append((block, got))

    def run(self):
        for block in blocks_of(self.lines):
            try:
                self.take(block)
            except (Fault, OSError, KeyError, IndexError, TypeError, subprocess.TimeoutExpired) as why:
                self.results.append((self.title(block.line), "%s: %s" % (type(why).__name__, why)))
        self.leave()

    def rewrite(self):
        for block, got in reversed(self.edits):
            lines = [" " * block.indent * (line != "\n") + line for line in got.splitlines(True)]
            self.lines[block.line + 1:block.end] = lines
        with open(self.path, "w", encoding="utf-8") as f:
            f.writelines(self.lines)


def unlike(want, got):
    import difflib
    return "".join(list(difflib.unified_diff(want.splitlines(True), got.splitlines(True)))[2:])


def put_on_path(work):
    """The name `fisc` in a command is the program under test."""
    folder = os.path.join(work, "bin")
    os.makedirs(folder)
    path = os.path.join(folder, "fisc")
    with open(path, "w", encoding="utf-8") as f:
        f.write('#!/bin/sh\nexec %s "$@"\n' % shlex.quote(os.environ["FISC"]))
    os.chmod(path, 0o755)
    os.environ["PATH"] = folder + ":" + os.environ["PATH"]


def main():
    work, *rest = sys.argv[1:]
    update = "-u" in rest
    paths = [p for p in rest if p != "-u"] or sorted(glob.glob(TOP + "/docs/*.md")) + [TOP + "/README.md"]
    put_on_path(work)
    results = []
    for i, path in enumerate(paths):
        page = Page(os.path.abspath(path), os.path.join(work, "page%d" % i))
        page.run()
        if update:
            page.rewrite()
        results += page.results
    for title, why in results:
        print("ok - " + title if why is None else "not ok - " + title)
        if why is not None:
            print("# " + why.rstrip("\n").replace("\n", "\n# "))
    print("1..%d" % len(results))
    sys.exit(any(why is not None for _, why in results))


main()
