#!/usr/bin/env python3
"""The programs of docs/embedding.md, as TAP lines: pages.py PAGE FISC_H FOLDER [-u] [--sql]

FOLDER is an empty folder to work in. FISC, CC, EMBED_CFLAGS, EMBED_LIBS come from the environment.
Every block ```c NAME (compiled with warnings as errors), ```python NAME or ```sh NAME is run beside libsmall.so; what it prints
must be the block ```prints behind it (-u writes it). Every function of fisc.h, fiscc.h and fisc_sqlite.h is used by one.
--sql: those of ```sql NAME in their place, by psql, whose server has the artifact small already."""
import os
import re
import subprocess
import sys

SQL = "--sql" in sys.argv
BLOCK = re.compile(rf"```({'sql' if SQL else 'c|python|sh'}) (\S+)\n(.*?)```\n```prints\n(.*?)```\n",
                   re.S)


def run(folder, command):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=300, check=False)
    return done.returncode, done.stdout


def tell(good, title, why=""):
    print(("ok - " if good else "not ok - ") + title)
    if not good:
        for line in why.splitlines()[:60]:
            print("# " + line)


def build(folder, page):
    rules = re.search(r"```fisc\n(.*?)```", page, re.S).group(1)
    with open(os.path.join(folder, "rules.fisc"), "w", encoding="utf-8") as f:
        f.write(rules)
    for what in ("libsmall.so", "small.o"):
        code, said = run(folder, [os.environ["FISC"], "build", "rules.fisc", "-o", what])
        tell(code == 0, f"docs/embedding.md: {what} is built", said)


def program(folder, include, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
        f.write(text)
    if SQL:
        return run(folder, ["sh", "-c", 'psql -X -q < "$0"', name])
    built = os.path.dirname(os.environ["FISC"])
    lib = os.path.join(built, "libfisc.a")
    if name.endswith(".sh"):
        os.environ["PATH"] = built + os.pathsep + os.environ["PATH"]
        return run(folder, ["sh", name])
    if name.endswith(".py"):
        os.environ["FISC_LIBRARY"] = os.path.join(built, "libfisc.so.0.1.0")
        os.environ["PYTHONPATH"] = os.path.join(include, "embed", "python")
        return run(folder, [sys.executable, name])
    command = os.environ.get("CC", "cc").split() + ["-std=c99", "-Wall", "-Wextra", "-Werror"]
    command += os.environ.get("EMBED_CFLAGS", "").split()
    parts = [os.path.join(built, f"lib{part}.a") for part in ("fiscc", "fisctool", "fisc")]
    if "fisc_sqlite.h" in text:     # the library is inside the extension
        os.environ["LD_LIBRARY_PATH"] = built
        command.append("-I" + os.path.join(include, "embed", "sqlite"))
        parts = [os.path.join(built, "fisc_sqlite.so"), "-lsqlite3"]
    command += ["-I" + include, "-I" + os.path.join(include, "..", "compiler"), "-I."]
    others = "fiscc.h" in text or "fisc_sqlite.h" in text
    command += ["-o", name[:-2], name, "small.o"] + (parts if others else [lib])
    code, said = run(folder, command + os.environ["EMBED_LIBS"].split())
    if code:
        return code, said
    return run(folder, ["./" + name[:-2]])


def main():
    path, header, folder = sys.argv[1:4]
    update = "-u" in sys.argv[4:]
    page = open(path, encoding="utf-8").read()
    if not SQL:
        build(folder, page)
    used = ""

    def one(match):
        nonlocal used
        lang, name, text, want = match.groups()
        used += text
        if lang == "python" and "sanitize" in os.environ.get("EMBED_CFLAGS", ""):
            print(f"ok - docs/embedding.md: {name} # SKIP the sanitizers must be linked first")
            return match.group(0)
        if "fisc_sqlite.h" in text and not os.path.exists(
                os.path.join(os.path.dirname(os.environ["FISC"]), "fisc_sqlite.so")):
            print(f"ok - docs/embedding.md: {name} # SKIP no SQLite")
            return match.group(0)
        code, got = program(folder, os.path.dirname(header), name, text)
        # the tools are not the same everywhere
        got = re.sub(r"^(fisc \S+); .*; (x86-64)", r"\1; …; \2", got, flags=re.M)
        got = re.sub(r"(blake2s-256) \w+", r"\1 …", got)
        tell(code == 0 and (update or got == want), f"docs/embedding.md: {name}", got)
        return f"```{lang} {name}\n{text}```\n```prints\n{got}```\n"

    page = BLOCK.sub(one, page)
    if update:
        with open(path, "w", encoding="utf-8") as f:
            f.write(page)
    if SQL:
        return
    functions = []
    for name in header, *(os.path.join(os.path.dirname(header), other) for other in
                          ("../compiler/fiscc.h", "embed/sqlite/fisc_sqlite.h")):
        functions += re.findall(r"\b(fiscc?_\w+)\(", open(name, encoding="utf-8").read())
    missing = sorted({f for f in functions if f + "(" not in used})
    tell(not missing, "every function of fisc.h, fiscc.h and fisc_sqlite.h has an example",
         "\n".join(missing))
    print(f"count {len(re.findall(BLOCK, page)) + 3}")


main()
