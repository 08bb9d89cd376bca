#!/usr/bin/env python3
"""Golden cases of tests/AREA/ok by the compiler and by the evaluator.

In: the fisc command and areas, or single cases (AREA/ok/NAME).  Out: what they disagree on, and
a last line `N passed, N failed`.  Cases without data, or run otherwise than on one data folder,
are passed over, and folders with a map of their own.
"""
import argparse
import glob
import os
import sys

sys.dont_write_bytecode = True
import oracle
import run

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def cases(names):
    for name in names:
        if '/' in name:
            yield os.path.join(TESTS, name + '.fisc')
        else:
            yield from sorted(glob.glob(os.path.join(TESTS, name, 'ok', '*.fisc')))


def prior_folder(rules):
    """The folder that the case's first command names behind --prior."""
    commands = rules[:-5] + '.cmd'
    if not os.path.exists(commands):
        return None
    with open(commands, encoding='utf-8') as handle:
        words = handle.readline().split()
    if '--prior' not in words:
        return None
    name = words[words.index('--prior') + 1].replace('%', os.path.basename(rules)[:-5])
    return os.path.join(os.path.dirname(rules), name)


def compare(fisc, rules):
    """What the two say differently of one case."""
    data, prior = rules[:-5] + '.data', prior_folder(rules)
    words = ['check', rules, '--data', data, '--format', 'json', '--results', 'all']
    options = argparse.Namespace(fisc=fisc)
    _code, out, err = run.run_fisc(options, words + (['--prior', prior] if prior else []))
    got = run.parse_json(out)
    if got is None:
        return [f'fisc: {err.strip().splitlines()[:1]}']
    try:
        want = oracle.evaluate(rules, data, prior)
    except oracle.Fault as fault:
        return [f'oracle: {fault}']
    if run.JOINT_TOO_WIDE in err:
        run.drop_joint(want['results'], got['results'])
    return list(run.compare_results(want['results'], got['results']))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--fisc', required=True)
    parser.add_argument('names', nargs='+', metavar='AREA|CASE')
    args = parser.parse_args()
    passed = failed = 0
    for rules in cases(args.names):
        data = rules[:-5] + '.data'
        if not os.path.isdir(data) or os.path.exists(os.path.join(data, 'fisc.map')):
            continue
        problems = compare(os.path.abspath(args.fisc), rules)
        passed, failed = passed + (not problems), failed + bool(problems)
        for problem in problems:
            print(f'{os.path.relpath(rules, TESTS)}: {problem}')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
