"""The measurement `checker`: a built checker beside the same rules by hand, as bench.py's others are (docs/performance.md).

The rules are those declarations of examples/pingjiang-2022 that add figures up and compare the sums (checker_data.py): fisc has
them as they stand there, all other sides wrote them by hand. The figures are read at run time. Every side prints its results as
the same lines, of the example's figures, of figures changed a little, and with every blank filled; only if all lines are equal, times are taken.
"""
import collections
import os
import platform
import shutil
import subprocess
import sys
from decimal import Decimal

import checker_data

TIMES = {'hand': 20000, 'fisc': 40, 'sqlite': 60, 'postgres': 30, 'python': 60}


class Broken(Exception):
    """A side does not run, or its results are others than the first side's."""


def run(command, **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    if done.returncode:
        raise Broken(f'{command[0]} ended with {done.returncode}: {done.stderr[-2000:]}')
    return done.stdout


def number(text, scale=0):
    if text in ('-', ''):
        return '-'
    value = Decimal(text).scaleb(-scale)
    return format(value.normalize(), 'f') if value else '0'


def lines(text, scale=0):
    """Results in a common order, numbers in one form."""
    fields = [line.split('\t') for line in text.splitlines()]
    return sorted('\t'.join(f[:3] + [number(n, scale) for n in f[3:]]) for f in fields)


# ── statements that fill a database with figures ──

def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def statements(figures, path, scale):
    out = ['BEGIN;',
           'CREATE TABLE record (kind text, sheet text, line integer, a text, b text, c text, v numeric);',
           'CREATE TABLE place (half numeric);',
           f"INSERT INTO place VALUES ({Decimal('0.005').scaleb(scale).normalize():f});"]
    with open(figures, encoding='utf-8') as handle:
        for line in handle:
            kind, sheet, at, first, *rest = line.rstrip('\n').split('\t')
            b, c, v = (*map(quoted, rest), 'NULL') if kind == 'R' else ('NULL', 'NULL', rest[0] or 'NULL')
            if v != 'NULL':
                v = format(Decimal(v).scaleb(scale), 'f')
            out.append(f"INSERT INTO record VALUES ('{kind}', {quoted(sheet)}, {at}, {quoted(first)}, {b}, {c}, {v});")
    with open(path, 'w', encoding='utf-8') as handle:
        handle.write('\n'.join(out + ['COMMIT;', '']))


class Postgres:
    """A server of its own, with a database for each set of figures."""

    def __init__(self, bench):
        self.missing, self.started = None, False
        self.server = os.path.join(bench.source, 'tests/postgres/server')
        self.folder = os.path.join(bench.work, 'server')
        self.env = {k: v for k, v in os.environ.items() if not k.startswith('PG') or k == 'PG_CONFIG'}
        if not shutil.which('psql'):
            self.missing = 'no psql (Debian: postgresql-client-15)'
            return
        os.chmod(bench.work, 0o711)
        done = subprocess.run([self.server, 'start', self.folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode == 77:
            self.missing = done.stderr.strip()
        elif done.returncode:
            raise Broken(done.stderr)
        else:
            self.started = True
            self.env.update(PGHOST=self.folder, PGPORT='5432', PGUSER='postgres', PGCLIENTENCODING='UTF8')

    def sql(self, database, *options):
        return run(['psql', '-X', '-q', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-d', database, *options], env=self.env)

    def end(self):
        if self.started:
            subprocess.run([self.server, 'stop', self.folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


class Sides:
    def __init__(self, bench, postgres):
        self.bench, self.postgres = bench, postgres
        self.here = os.path.join(bench.source, 'tests/bench')
        self.example = os.path.join(bench.source, 'examples/pingjiang-2022')
        self.work = os.path.join(bench.work, 'checker')
        os.mkdir(self.work)
        self.data = {'plain': os.path.join(self.example, 'data'), 'disturbed': self.path('disturbed'), 'filled': self.path('filled')}
        self.rules = {'part': self.path('rules.fisc'), 'whole': os.path.join(self.example, 'rules.fisc')}
        self.kept = checker_data.reduce(self.example, self.rules['part'])
        for name in ('disturbed', 'filled'):
            checker_data.disturb(self.data['plain'], self.data[name], name == 'filled')
        for name, folder in self.data.items():
            checker_data.figures(folder, self.path(name + '.figures'))
            for side, scale in (('sqlite', 3), ('postgres', 0)):
                statements(self.path(name + '.figures'), self.path(f'{name}.{side}'), scale)
        for name, rules in self.rules.items():
            run([bench.fisc, 'build', os.path.basename(rules), '-o', self.path(f'lib{name}.so'), '--lang', 'en'],
                cwd=os.path.dirname(rules))
        if not os.path.exists(self.driver('checker_sqlite')):
            print('# no SQLite (Debian: libsqlite3-dev): that side is left out')
        if postgres.missing:
            print(f'# no PostgreSQL: that side is left out: {postgres.missing}')
        for name in self.data if postgres.started else ():
            postgres.sql('postgres', '-c', f'CREATE DATABASE {name}')
            postgres.sql(name, '-f', self.path(name + '.postgres'), '-f', os.path.join(self.here, 'checker.sql'),
                         '-f', os.path.join(self.here, 'checker_postgres.sql'))

    def path(self, name):
        return os.path.join(self.work, name)

    def driver(self, name):
        return os.path.join(self.bench.work, name)

    def fisc(self, data, rules='part', *more):
        """Its lines are those of rule files that use no others: all names in them are their own."""
        return run([self.driver('checker_fisc'), self.path(f'lib{rules}.so'), self.rules[rules], self.data[data], *more])

    def hand(self, data, *more):
        return run([self.driver('checker_hand'), self.path(data + '.figures'), *more])

    def python(self, data, *more):
        return run([sys.executable, os.path.join(self.here, 'checker_hand.py'), self.path(data + '.figures'), *more])

    def sqlite(self, data, *more):
        return run([self.driver('checker_sqlite'), self.path(data + '.sqlite'), os.path.join(self.here, 'checker.sql'), *more])

    def in_postgres(self, data, *times):
        if times:
            return self.postgres.sql(data, '-c', f'SELECT checker_time({int(times[0])})')
        return self.postgres.sql(data, '-c', '''SELECT rule, key, verdict, coalesce(difference::text, '-'),
            coalesce(slack::text, '-') FROM verdict''')

    def others(self):
        """The sides beside fisc: how they are called, what runs them, in which scale they print."""
        found = [('hand', self.hand, 0), ('python', self.python, 0)]
        if os.path.exists(self.driver('checker_sqlite')):
            found.append(('sqlite', self.sqlite, 3))
        if self.postgres.started:
            found.append(('postgres', self.in_postgres, 0))
        return found

    # ── comparing ──

    def compare(self):
        """The results of the example's figures."""
        plain, kinds = None, set()
        for data in self.data:
            wanted = lines(self.fisc(data))
            for name, side, scale in self.others():
                same(f'{data} figures, fisc and {name}', wanted, lines(side(data), scale))
            plain = plain or wanted
            kinds |= {line.split('\t')[2] for line in wanted}
        if kinds != {'exact', 'rounding', 'violated', 'not-applicable'}:
            raise Broken(f'no other verdicts than {kinds}')
        whole = lines(self.fisc('plain', 'whole'))
        lost = collections.Counter(plain) - collections.Counter(whole)
        if lost:
            raise Broken(f'all rules do not give what the kept ones give: {list(lost)[:5]}')
        return plain, whole

    # ── timing ──

    def times(self):
        """Median seconds of one evaluation, by side; the sides take turns."""
        taken = collections.defaultdict(list)
        for _ in range(self.bench.rounds):
            for name, side, _ in self.others():
                taken[name].append(int(side('plain', str(TIMES[name]))) / TIMES[name])
            for rules in self.rules:
                for line in self.fisc('plain', rules, str(TIMES['fisc'])).splitlines():
                    what, spent = line.split()
                    taken[rules, what].append(int(spent) / TIMES['fisc'])
        return {name: sorted(spent)[len(spent) // 2] / 1e9 for name, spent in taken.items()}


def same(what, wanted, got):
    if wanted == got:
        return
    missing = collections.Counter(wanted) - collections.Counter(got)
    more = collections.Counter(got) - collections.Counter(wanted)
    raise Broken(f'{what} differ: {list(missing)[:4]} / {list(more)[:4]}')


def sqlite_version():
    try:
        import sqlite3
    except ImportError:
        return ''
    return sqlite3.sqlite_version


def measure(bench):
    postgres = Postgres(bench)
    try:
        sides = Sides(bench, postgres)
        plain, whole = sides.compare()
        if not bench.check:
            report(bench, sides, plain, whole)
    finally:
        postgres.end()


def report(bench, sides, plain, whole):
    spent = sides.times()
    kept, total = sides.kept
    rows = [('hand', 'C by hand, -O3 -march=native', ''),
            (('part', 'failing-native'), 'fisc, machine code, failing results kept', ''),
            (('part', 'rules-native'), 'fisc, machine code, all results kept', ''),
            (('part', 'rules-image'), 'fisc, interpreter, all results kept', ''),
            ('python', 'Python, decimal', platform.python_version()),
            ('sqlite', 'SQLite, prepared statement, integers', sqlite_version()),
            ('postgres', 'PostgreSQL, prepared, numeric', '')]
    if sides.postgres.started:
        rows[-1] = (*rows[-1][:2], sides.postgres.sql('postgres', '-c', 'SHOW server_version').split()[0])
    rows = [r for r in rows if r[0] in spent]
    bench.title(f'6. the built checker: {len(plain)} results of {kept} of {total} declarations, figures loaded, an evaluation')
    bench.block([r[1] for r in rows], [spent[r[0]] for r in rows],
                [f'{spent[r[0]] * 1e9 / len(plain):.0f} ns a result' + (f'; {r[2]}' if r[2] else '') for r in rows])
    rows = [(('part', 'native'), f'these {len(plain)} results, machine code'), (('part', 'image'), 'the same, interpreter'),
            (('whole', 'native'), f'all {total} declarations, {len(whole)} results and joint ones, machine code'), (('whole', 'image'), 'the same, interpreter'),
            (('whole', 'joint-native'), '… of it the rules'),
            (('whole', 'rules-native'), '… without the question of all rules together'),
            (('whole', 'failing-native'), '… and failing results kept')]
    bench.title('6. the built checker by fisc.h: reset, CSV texts bound, run')
    bench.block([r[1] for r in rows], [spent[r[0]] for r in rows])
