"""Every option with every subcommand: options.py FISC OPTIONS.md.

The table of docs/options.md says which subcommand takes which option. One that it does not take is a
fault of usage that names both; the help names every option in both languages.
"""
import re
import subprocess
import sys

COMMANDS = "check calc why diff dump init explain lint fmt test build eval doctor".split()
VALUES = {"--each": "no/*/", "--format": "json", "--lang": "en", "--engine": "interp",
          "--fail-on": "must", "--results": "all", "--joint": "off", "--color": "never",
          "--ambiguous-width": "1", "--keywords": "zh", "--cpu": "x86-64", "--shard": "1/2", "--today": "2024-12-31", "--on": "2024-01"}


def table(path):
    """by option: whether it takes a value, the subcommands that have it"""
    rows = {}
    for line in open(path, encoding="utf-8"):
        m = re.match(r"\| `(-[a-z-]+)`([^|]*(?:\\\|[^|]*)*) \| ([^|]*) \|", line)
        if m:
            names = m.group(3).replace("all but ", "-").split()
            but = [x[1:] for x in names if x.startswith("-")]
            some = COMMANDS if but or names == ["all"] else names
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


def main(fisc, path):
    rows = table(path)
    for lang in "zh", "en":
        told = run(fisc, ["--help", "--lang", lang]).stdout.decode("utf-8")
        told = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", told)) - {"--help", "--version"}
        if told != set(rows):
            print("help in %s, and the table: %s" % (lang, sorted(told ^ set(rows))))
    for option, (valued, commands) in rows.items():
        for command in COMMANDS:
            pair(fisc, command, option, valued, command in commands)


main(*sys.argv[1:])
