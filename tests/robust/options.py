"""Every option with every subcommand: options.py FISC OPTIONS.md.

The table of docs/options.md says which subcommand takes which option. One that it does not take is a
fault of usage that names both; the help names every option in both languages, that of a subcommand
those that it takes.
"""
import re
import subprocess
import sys

VALUES = {"--each": "no/*/", "--format": "json", "--lang": "en", "--engine": "interp",
          "--fail-on": "must", "--results": "all", "--joint": "off", "--color": "never",
          "--ambiguous-width": "1", "--keywords": "zh", "--cpu": "x86-64", "--shard": "1/2",
          "--today": "2024-12-31", "--on": "2024-01"}


def subcommands(fisc):
    """as the help lists them"""
    told = run(fisc, ["--help", "--lang", "en"]).stdout.decode("utf-8")
    return re.findall(r"^  ([a-z]+)\b", told.split("\nsubcommands\n")[1].split("\n\n")[0], re.M)


def table(path, every):
    """by option: whether it takes a value, the subcommands that have it"""
    rows = {}
    for line in open(path, encoding="utf-8"):
        m = re.match(r"\| `(-[a-z-]+)`([^|]*(?:\\\|[^|]*)*) \| ([^|]*) \|", line)
        if m:
            names = m.group(3).replace("all but ", "-").split()
            but = [x[1:] for x in names if x.startswith("-")]
            some = every if but or names == ["all"] else names
            rows[m.group(1)] = (bool(m.group(2).strip()), set(some) - set(but))
    return rows


def run(fisc, args):
    return subprocess.run([fisc] + args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)


def value(option):
    return VALUES.get(option, "1" if option.startswith("--max") or option == "--members" else "no")


def pair(fisc, command, option, valued, takes):
    args = [command, "no.fisc", option] + ([value(option)] if valued else []) + ["--lang", "en"]
    r = run(fisc, args)
    refused = "%s does not take %s; it is for" % (command, option) in r.stderr.decode("utf-8")
    if refused == takes or (refused and r.returncode != 2) or r.returncode < 0:
        print("%s %s: status %d, %s" % (command, option, r.returncode, r.stderr.decode("utf-8")))


def listed(fisc, args, lang):
    told = run(fisc, args + ["--lang", lang]).stdout.decode("utf-8")
    return set(re.findall(r"^  (--?[a-z][a-z-]*)", told, re.M)) - {"--version"}


def helps(fisc, rows, every):
    for lang in "zh", "en":
        for command in [None] + every:
            want = {x for x, (_, some) in rows.items() if command is None or command in some}
            for args in [["--help"]] if command is None else [["help", command], [command, "--help"]]:
                told = listed(fisc, args, lang)
                if told != want:
                    print("%s in %s, and the table: %s" % (args, lang, sorted(told ^ want)))


def main(fisc, path):
    every = subcommands(fisc)
    rows = table(path, every)
    if len(every) < 12:
        print("the help lists few subcommands: %s" % every)
    helps(fisc, rows, every)
    for option, (valued, commands) in rows.items():
        for command in every:
            pair(fisc, command, option, valued, command in commands)


main(*sys.argv[1:])
