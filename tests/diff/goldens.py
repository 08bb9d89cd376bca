#!/usr/bin/env python3
"""Golden cases of tests/AREA/ok by the compiler and by the evaluator.

In: the fisc command and areas, or single cases (AREA/ok/NAME); none: all areas.  Out: what they
disagree on, and a last line `N passed, N failed`.  Cases without data are passed over.
"""
import argparse
import glob
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import oracle
import run
from oracle_each import run_each

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DRAFTS = 'init'         # its rule files are what fisc writes, to be completed by hand


def areas():
    found = glob.glob(os.path.join(TESTS, '*', 'ok'))
    return sorted({os.path.basename(os.path.dirname(one)) for one in found} - {DRAFTS})


def cases(names):
    for name in names:
        if '/' in name:
            yield os.path.join(TESTS, name + '.fisc')
        else:
            yield from sorted(glob.glob(os.path.join(TESTS, name, 'ok', '*.fisc')))


def word(rules, name):
    """What the case's first command gives an option; None if nothing."""
    commands = rules[:-5] + '.cmd'
    if not os.path.exists(commands):
        return None
    with open(commands, encoding='utf-8') as handle:
        words = shlex.split(handle.readline())
    if name not in words:
        return None
    return words[words.index(name) + 1].replace('%', os.path.basename(rules)[:-5])


def option(rules, name):
    """The same of a path, beneath the case's folder."""
    value = word(rules, name)
    return value and os.path.join(os.path.dirname(rules), value)


def compare_each(fisc, rules):
    """What the two say differently of a case with many units."""
    os.chdir(os.path.dirname(rules))
    here = os.getcwd() + os.sep
    pattern, data, prior = (option(rules, name) for name in ('--each', '--data', '--prior'))
    words = ['check', os.path.basename(rules), '--each', pattern.replace(here, ''), '--format', 'json',
             '--results', 'all', '--joint', 'off']
    for name, value in (('--data', data), ('--prior', prior)):
        words += [name, value.replace(here, '')] if value else []
    today = word(rules, '--today')
    words += ['--today', today] if today else []
    _code, out, err = run.run_fisc(argparse.Namespace(fisc=fisc), words)
    got = run.parse_json(out)
    if got is None:
        return [f'fisc: {err.strip().splitlines()[:1]}']
    program = oracle.Program()
    program.load(rules)
    folders = sorted(one.rstrip(os.sep) for one in glob.glob(pattern) if os.path.isdir(one))
    units, whole = run_each(oracle.Evaluator, program, folders, data, prior, today)
    problems = []
    for mine, theirs in zip(units + [whole], got['units'] + [got.get('whole') or {'results': []}]):
        problems += run.compare_results(mine, theirs['results'])
    return problems


def compare(fisc, rules):
    """What the two say differently of one case."""
    if option(rules, '--each'):
        return compare_each(fisc, rules)
    data, prior = rules[:-5] + '.data', option(rules, '--prior')
    words = ['check', rules, '--data', data, '--format', 'json', '--results', 'all', '--joint', 'off']
    options, today = argparse.Namespace(fisc=fisc), word(rules, '--today')
    words += ['--prior', prior] if prior else []
    _code, out, err = run.run_fisc(options, words + (['--today', today] if today else []))
    got = run.parse_json(out)
    if got is None:
        return [f'fisc: {err.strip().splitlines()[:1]}']
    try:
        want = oracle.evaluate(rules, data, prior, today)
    except oracle.Fault as fault:
        return [f'oracle: {fault}']
    if run.JOINT_TOO_WIDE in err:
        run.drop_joint(want['results'], got['results'])
    return list(run.compare_results(want['results'], got['results']))


def made(rules, folder):
    """The case's rules in a folder where its data are, made if they have to be."""
    name = rules[:-5]
    if not os.path.exists(name + '.make'):
        return rules if os.path.isdir(name + '.data') else None
    for path in glob.glob(name + '.*'):
        copy = shutil.copytree if os.path.isdir(path) else shutil.copy
        copy(path, os.path.join(folder, os.path.basename(path)))
    name = os.path.join(folder, os.path.basename(name))
    subprocess.run([sys.executable, os.path.join(TESTS, 'make_data.py'), name + '.make',
                    name + '.data'], check=True)
    return name + '.fisc'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--fisc', required=True)
    parser.add_argument('names', nargs='*', metavar='AREA|CASE')
    args = parser.parse_args()
    passed = failed = 0
    for rules in cases(args.names or areas()):
        with tempfile.TemporaryDirectory() as folder:
            where = made(rules, folder)
            problems = compare(os.path.abspath(args.fisc), where) if where else None
        if problems is None:
            continue
        passed, failed = passed + (not problems), failed + bool(problems)
        for problem in problems:
            print(f'{os.path.relpath(rules, TESTS)}: {problem}')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
