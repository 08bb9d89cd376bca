"""A rule file that another program replaces over and over while fisc reads it: swapped.py FISC RUNS.

A scenario compiles the rules twice. Both must be of one text: each run tells all lines of one of the
two files, and the params of its scenario.
"""
import os
import subprocess
import sys
import threading

SHORT = "param k = 3\nscenario s { k = 4 }\nline x0 = k\n"
LONG = ("param a = 1\n" + "".join("line x%d = k × %d\n" % (i, i) for i in range(3000))
        + "param k = 3\nscenario s { a = 2; k = 4 }\n")


def swap(done):
    turn = 0
    while not done.is_set():
        os.link(("short", "long")[turn % 2], "next.fisc")
        os.replace("next.fisc", "rules.fisc")
        if os.path.exists("next.fisc"):     # they were one file already
            os.remove("next.fisc")
        turn += 1


def fault(run):
    told = sum(line.startswith("x") for line in run.stdout.decode("utf-8").splitlines())
    params = sum(b"->" in line for line in run.stdout.splitlines())
    if run.returncode or (told, params) not in ((1, 1), (3000, 2)):
        return "status %d, %d lines, %d params" % (run.returncode, told, params)
    return None


def main():
    for name, text in (("short", SHORT), ("long", LONG), ("rules.fisc", SHORT)):
        with open(name, "w", encoding="utf-8") as f:
            f.write(text)
    done = threading.Event()
    other = threading.Thread(target=swap, args=(done,))
    other.start()
    faults = [fault(subprocess.run([sys.argv[1], "calc", "rules.fisc", "--scenario", "s"],
                                   capture_output=True, timeout=60))
              for _ in range(int(sys.argv[2]))]
    done.set()
    other.join()
    print("\n".join(x for x in faults if x), end="")


main()
