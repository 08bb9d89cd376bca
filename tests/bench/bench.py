#!/usr/bin/env python3
"""Measures, and prints one table: bench.py SOURCE WORK CC [--check] [--quick] [NAME ...]

In: the source folder; a work folder with the built drivers (see run); FISC and FISC_CG in the environment.
Every measurement first compares what its sides compute; only then it times them. Sides take turns, and the median of their
times counts. A ratio is a time over the time of the side that is named first in its block.
--check: small inputs, no times, TAP. --quick: fewer rounds.
"""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys

import checker


class Differs(Exception):
    pass


class Bench:
    def __init__(self, source, work, cc, check, quick):
        self.source, self.work, self.cc = source, work, cc
        self.check, self.rounds = check, 5 if quick else 15
        self.fisc, self.helper = os.environ['FISC'], os.environ.get('FISC_CG', '')
        self.cache = os.path.join(work, 'cache')
        self.lines = []

    # ── inputs and commands ──

    def generate(self, kind, *numbers):
        folder = os.path.join(self.work, 'in-' + kind)
        subprocess.run([sys.executable, os.path.join(self.source, 'tests/bench/generate.py'), kind, folder,
                        *map(str, numbers)], check=True)
        return folder

    def command(self, folder, *options, data=None):
        return [self.fisc, 'check', os.path.join(folder, 'rules.fisc'), '--data', data or folder, '--lang', 'en', *options]

    def agree(self, commands):
        """All runs must print the same results. Their exit status, and the counts."""
        seen = []
        for command in commands:
            done = subprocess.run(command + ['--format', 'json'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            if done.returncode > 1:
                raise Differs(f'{command} ended with {done.returncode}: {done.stderr.decode()}')
            seen.append((done.returncode, done.stdout))
        if any(one != seen[0] for one in seen):
            raise Differs(f'the results of {commands} are not the same')
        return seen[0][0], json.loads(seen[0][1])['summary']

    def driver(self, name, *arguments):
        done = subprocess.run([os.path.join(self.work, name), *map(str, arguments)], stdout=subprocess.PIPE, text=True)
        if done.returncode:
            raise Differs(f'{name} ended with {done.returncode}')
        return [line.split() for line in done.stdout.splitlines()]

    def wall(self, sides, times=1, rounds=None):
        """Median wall seconds of each (status, command), which take turns."""
        taken = [[] for _ in sides]
        for _ in range(rounds or self.rounds):
            for i, (status, command) in enumerate(sides):
                taken[i] += [int(line[0]) for line in self.driver('stopwatch', times, status, *command)]
        return [statistics.median(t) / 1e9 for t in taken]

    def engines(self):
        """The ways to run a check: label and options; the slow one last."""
        empty = os.path.join(self.work, 'empty')
        return [('interpreter', '--engine', 'interp'),
                ('auto, no cache', '--engine', 'auto', '--no-cache'),
                ('auto, empty cache', '--engine', 'auto', '--cache-dir', empty),
                ('auto, artifact in the cache', '--engine', 'auto', '--cache-dir', self.cache),
                ('native, compiled by this run', '--engine', 'native', '--no-cache')]

    def warm(self, commands):
        """Puts the artifact into the cache. The commands of engines(), in their order, agree."""
        cached = commands[3]
        native = [word.replace('auto', 'native') if word == 'auto' else word for word in cached]
        return self.agree([native, *commands])

    # ── the table ──

    def title(self, text):
        self.lines.append(('', '', '', ''))
        self.lines.append((text, '', '', ''))

    def row(self, label, seconds, ratio=None, note=''):
        time = (f'{seconds * 1e6:.2f} µs' if seconds < 1e-5 else f'{seconds * 1e6:.0f} µs' if seconds < 1e-3
                else f'{seconds * 1e3:.2f} ms' if seconds < 0.1 else f'{seconds * 1e3:.0f} ms')
        self.lines.append(('  ' + label, time, '' if ratio is None else f'{ratio:.2f}', note))

    def block(self, labels, seconds, notes=()):
        for i, (label, time) in enumerate(zip(labels, seconds)):
            self.row(label, time, time / seconds[0], notes[i] if i < len(notes) else '')

    def table(self):
        wide = [max(columns(line[i]) for line in self.lines) for i in range(3)]
        for a, b, c, d in self.lines:
            print((a + ' ' * (wide[0] - columns(a)) + '  ' + b.rjust(wide[1]) + '  ' + c.rjust(wide[2]) + '  ' + d).rstrip())


def columns(text):
    return sum(2 if ord(c) > 0x2e80 else 1 for c in text)


SUMMARY = ('--results', 'summary')


# ── the measurements; each returns after comparing if only a check is wanted ──

def measure_document(b):
    folder = os.path.join(b.source, 'examples/pingjiang-2022')
    data = os.path.join(folder, 'data')
    options = b.engines()
    commands = [b.command(folder, *o[1:], data=data) for o in options]
    status, _ = b.warm(commands)
    if b.check:
        return
    times = b.wall([(status, c) for c in commands[:-1]], times=7) + b.wall([(status, commands[-1])])
    b.title('1. one document: fisc check on examples/pingjiang-2022, whole process')
    b.block([o[0] for o in options], times)


def measure_front(b):
    folder = b.generate('front', 30000 if b.check else 10000000)
    rules = os.path.join(folder, 'rules.fisc')
    size = os.path.getsize(rules)
    runs = b.driver('front', rules, 1 if b.check else b.rounds)
    if b.check:
        return
    phases = [statistics.median(int(run[i]) for run in runs) / 1e9 for i in range(3)]
    whole = statistics.median(sum(map(int, run)) for run in runs) / 1e9
    b.title(f'2. front end: {size / 1e6:.1f} MB of rules to checked IR; aim 60 MB/s')
    for label, time in zip(['together', 'parse', 'analyse', 'lower'], [whole, *phases]):
        b.row(label, time, time / whole, f'{size / time / 1e6:.1f} MB/s')


def measure_terms(b):
    rules = 300 if b.check else 14000
    folder = b.generate('terms', rules, 200 if b.check else 2000)
    options = b.engines()
    commands = [b.command(folder, *o[1:], *SUMMARY) for o in options]
    status, counts = b.warm(commands)
    wanted(folder, counts)
    if b.check:
        return
    times = b.wall([(status, c) for c in commands[:-1]]) + b.wall([(status, commands[-1])], rounds=5)
    b.title(f'3. {rules:,} rules of ten terms, compiled and evaluated, whole process; aim 100 ms for auto')
    b.block([o[0] for o in options], times, [' '.join(phases(c)) for c in commands])


def phases(command):
    """Milliseconds of the phases of one run."""
    done = subprocess.run(command + ['--time'], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return [f'{m[1]} {float(m[2]):.0f}' for m in re.finditer(r'^ +(\w+) +([0-9.]+) ms$', done.stderr, re.M) if float(m[2]) >= 0.5]


def measure_kernels(b):
    folder = b.generate('wide', 1500 if b.check else 200000)
    lines = b.driver('kernels', os.path.join(folder, 'rules.fisc'), os.path.join(folder, 'wide.csv'), b.helper,
                     1 if b.check else b.rounds)
    if b.check:
        return
    rows = int(lines[0][2])
    taken = {}
    for what, who, time in lines[1:]:
        taken.setdefault((what, who), []).append(int(time) / 1e9)
    median = {key: statistics.median(times) for key, times in taken.items()}
    for title, what, sides in (
            ('10 sums (linear identities of 5 to 10 figures)', 'sums',
             [('guarded', 'C, 64 bits under a guard, -O3'), ('int128', 'C, 128 bits, -O3'), ('native', 'native'), ('interp', 'interpreter')]),
            ('11 row rules (2 terms, a product, a share)', 'rows',
             [('c', 'C, 64 bits where they suffice, -O3'), ('native', 'native'), ('interp', 'interpreter')])):
        b.title(f'4. {title}, {rows:,} rows, in memory, kernels only')
        times = [median[what, who] for who, _ in sides]
        b.block([label for _, label in sides], times, [f'{rows / t / 1e6:.1f} M rows/s' for t in times])


def measure_ledger(b):
    groups = 20 if b.check else 2000
    folder = b.generate('ledger', groups)
    command = b.command(folder, '--no-cache', '--engine', 'interp', *SUMMARY)
    status, counts = b.agree([command, b.command(folder, '--no-cache', '--engine', 'native', *SUMMARY)])
    wanted(folder, counts)
    if not shutil.which('ledger'):
        print('# no ledger: not compared with it')
        return
    journal = os.path.join(folder, 'journal.ledger')
    balance = ['ledger', '-f', journal, 'balance', '--depth', '1']
    done = subprocess.run(balance, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    failing = done.stderr.count('Balance assertion off by')
    if failing != counts['violated']:
        raise Differs(f'ledger finds {failing} assertions that fail, fisc {counts["violated"]}')
    if b.check:
        return
    times = b.wall([(status, command), (done.returncode, balance)], rounds=5)
    b.title(f'5. {groups * 8:,} sums of ten figures: fisc and ledger on the same, whole process')
    b.block(['fisc, interpreter', 'ledger'], times,
            [f'{os.path.getsize(os.path.join(folder, name)) / 1e6:.1f} MB' for name in ('sums.csv', 'journal.ledger')])


def measure_checker(b):
    try:
        checker.measure(b)
    except checker.Broken as why:
        raise Differs(why) from why


def wanted(folder, counts):
    with open(os.path.join(folder, 'want'), encoding='utf-8') as handle:
        want = list(map(int, handle.read().split()))
    got = [counts[name] for name in ('exact', 'rounding', 'violated')]
    if got != want:
        raise Differs(f'{folder}: {got} instead of {want}')


def machine(cc):
    def first(command):
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        return done.stdout.splitlines()[0] if done.stdout else '?'
    with open('/proc/cpuinfo', encoding='utf-8') as handle:
        info = handle.read()
    model = re.search(r'^model name\s*: (.*)$', info, re.M)
    versions = [first([os.environ['FISC'], '--version']), first([cc, '--version'])]
    if shutil.which('ledger'):
        versions.append(first(['ledger', '--version']).split(',')[0])
    load = os.getloadavg()[0]
    return (f'{model[1] if model else "?"}, {os.cpu_count()} cores, load {load:.1f} before; '
            + '; '.join(versions))


MEASUREMENTS = {'document': measure_document, 'front': measure_front, 'terms': measure_terms,
                'kernels': measure_kernels, 'ledger': measure_ledger, 'checker': measure_checker}


def main():
    source, work, cc, *rest = sys.argv[1:]
    flags = {r for r in rest if r.startswith('--')}
    names = [r for r in rest if not r.startswith('--')] or list(MEASUREMENTS)
    b = Bench(source, work, cc, '--check' in flags, '--quick' in flags)
    where = machine(cc)
    failed = 0
    for i, name in enumerate(names):
        try:
            MEASUREMENTS[name](b)
            verdict = 'ok'
        except Differs as why:
            failed = 1
            verdict = 'not ok'
            print(f'# {why}')
        if b.check:
            print(f'{verdict} {i + 1} - bench {name}: all sides give the same results', flush=True)
    if b.check:
        print(f'1..{len(names)}')
    else:
        print(where)
        b.table()
    sys.exit(failed)


if __name__ == '__main__':
    main()
