#!/usr/bin/env python3
"""Checks what fisc says of systems of identities, as TAP.

Each conflict of the cases in ok/ and of random systems is added up by hand from its certificate, in
fractions; random systems are decided a second time by exact.py, which shares nothing with fisc.

usage: certificates.py FISC [--random N] [--seed S] [--solver PATH]"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction as F

import exact

HERE = os.path.dirname(os.path.abspath(__file__))
SENSE = {'=': '=', '<=': '<=', '<': '<', '>=': '<=', '>': '<'}


def cells_of(certificate):
    return [(F(c['low']), F(c['high']), c['low_open'], c['high_open'])
            for c in certificate['cells']]


def relation_of(r):
    sign = -1 if r['relation'] in ('>', '>=') else 1
    coef = {}
    for t in r['terms']:
        coef[t['cell']] = coef.get(t['cell'], 0) + sign * F(t['coefficient'])
    return coef, sign * F(r['constant']), SENSE[r['relation']]


def certificate_fault(result):
    """What is wrong with the certificate of a conflict, or None."""
    c = result['certificate']
    cells, net, constant, strict = cells_of(c), {}, F(0), False
    for r in c['relations']:
        factor = F(r['factor'])
        sign = -1 if r['relation'] in ('>', '>=') else 1
        if r['relation'] != '=' and factor * sign < 0:
            return 'a factor turns an inequality round'
        strict = strict or SENSE[r['relation']] == '<'
        constant += factor * F(r['constant'])
        for t in r['terms']:
            net[t['cell']] = net.get(t['cell'], 0) + factor * F(t['coefficient'])
    lowest = constant
    for j, k in net.items():
        low, high, low_open, high_open = cells[j]
        if k != F(c['cells'][j]['net']):
            return f'net of cell {j}'
        lowest += k * (low if k > 0 else high)
        strict = strict or (k > 0 and low_open) or (k < 0 and high_open)
    if lowest != F(c['sum']) - F(c['explained']):
        return 'the sum less what is explained is not its least value'
    if lowest < 0 or (lowest == 0 and not strict):
        return 'it proves nothing'
    if c['minimal']:
        relations = [relation_of(r) for r in c['relations']]
        for i in range(len(relations)):
            if not exact.agrees(cells, relations[:i] + relations[i + 1:]):
                return f'relation {i} can be left out'
    return None


def conflicts(report):
    return [r for r in report['results'] if r['kind'] == 'joint-system']


def run(fisc, args):
    p = subprocess.run([fisc, *args, '--format', 'json', '--lang', 'en', '--results', 'all'],
                       capture_output=True, timeout=120)
    if p.returncode not in (0, 1):
        raise SystemExit(f'Bail out! {args}: exit {p.returncode}: {p.stderr.decode()}')
    return json.loads(p.stdout)


# ---- random systems ----

GRIDS = [('0.01', ''), ('0.1', ''), ('1', ''), ('0.01', 'half-up'), ('0.1', 'half-up'),
         ('0.01', 'truncate'), ('0.1', 'half-even'), ('0.01', '')]


def interval(text, place, mode):
    v, u = F(text), F(place)
    half = u / 2
    if mode == '':
        return v - half, v + half, False, False
    if mode == 'half-even':
        odd = (v / u) % 2 == 1
        return v - half, v + half, odd, odd
    down, up = (half, half) if mode == 'half-up' else (0 if v > 0 else u, 0 if v < 0 else u)
    return v - down, v + up, v <= 0, v >= 0


def decimal(x):
    sign, x = ('-', -x) if x < 0 else ('', x)
    return f'{sign}{x.numerator // x.denominator}.{int(x % 1 * 10000):04d}'


class Case:
    def __init__(self, rng):
        n = rng.randint(2, 6)
        self.grid = [rng.choice(GRIDS) for _ in range(n)]
        self.text = []
        for place, _ in self.grid:
            steps = rng.randint(-30, 60)
            value = steps * F(place)
            places = len(place.partition('.')[2])
            self.text.append(f'{float(value):.{places}f}')
        self.cells = [interval(t, *g) for t, g in zip(self.text, self.grid)]
        self.rules = [self.rule(rng) for _ in range(rng.randint(2, 7))]

    def rule(self, rng):
        """Holds about as printed, give or take what rounding explains."""
        chosen = rng.sample(range(len(self.text)), rng.randint(1, min(3, len(self.text))))
        coef = {j: rng.choice([1, 1, -1, -1, 1, -1, 2, -3, F(1, 2)]) for j in chosen}
        relation = rng.choice(['=', '=', '=', '<=', '<', '>=', '>'])
        at = sum(k * F(self.text[j]) for j, k in coef.items())
        slack = sum(abs(k) * (self.cells[j][1] - self.cells[j][0]) / 2 for j, k in coef.items())
        off = slack * F(rng.choice([0, 1, 2, 3, 4, -1, -2, -3, -4]), 4)
        off = F(round(off * 1000), 1000)
        return coef, relation, at + off

    def source(self):
        out = ['use cn.units', 'table T in 元 to 1 from "t.csv" {', '  rows 合计']
        for j, (place, mode) in enumerate(self.grid):
            out.append(f'  column c{j} in 元 to {place} {mode}')
        out.append('}')
        for i, (coef, relation, right) in enumerate(self.rules):
            left = ' + '.join(f'({decimal(F(k))}) × T.c{j}' for j, k in coef.items())
            out.append(f'must r{i}: {left} {relation} ({decimal(right)} 元)')
        return '\n'.join(out) + '\n'

    def data(self):
        head = ['名称'] + [f'c{j}' for j in range(len(self.text))]
        return ','.join(head) + '\n' + ','.join(['合计'] + self.text) + '\n'

    def relations(self, report):
        """Those that hold alone, as fisc says."""
        held = {r['rule'] for r in report['results'] if r['status'] in ('exact', 'rounding')}
        out = []
        for i, (coef, relation, right) in enumerate(self.rules):
            if f'r{i}' in held:
                sign = -1 if relation in ('>', '>=') else 1
                out.append(({j: sign * k for j, k in coef.items()}, -sign * right,
                            SENSE[relation]))
        return out


def random_fault(case, fisc, solver, tally):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (('r.fisc', case.source()), ('t.csv', case.data())):
            with open(os.path.join(folder, name), 'w') as f:
                f.write(text)
        args = ['check', os.path.join(folder, 'r.fisc'), '--joint', 'full']
        report = run(fisc, args + (['--solver', solver] if solver else []))
    relations = case.relations(report)
    found, undecided = conflicts(report), report.get('joint', {}).get('undecided', 0)
    expected = exact.agrees(case.cells, relations)
    for c in found:
        fault = certificate_fault(c)
        if fault:
            return fault
    tally['conflict' if found else 'undecided' if undecided else 'agree'] += 1
    tally['not minimal'] += sum(not c['certificate']['minimal'] for c in found)
    if found and expected:
        return 'a conflict is told of a system that agrees'
    if not found and not undecided and not expected:
        return 'no conflict is told of a system that does not agree'
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('fisc')
    parser.add_argument('--random', type=int, default=150)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--solver')
    o = parser.parse_args()
    failed = number = 0

    def result(name, fault, detail=''):
        nonlocal failed, number
        number += 1
        print(f'{"not ok" if fault else "ok"} {number} - {name}')
        if fault:
            failed += 1
            print(f'# {fault}\n' + re.sub('^', '# ', detail, flags=re.M))

    folder = os.path.join(HERE, 'ok')
    for name in sorted(n[:-5] for n in os.listdir(folder) if n.endswith('.fisc')):
        path = os.path.join(folder, name)
        if not os.path.isdir(path + '.data'):
            continue
        report = run(o.fisc, ['check', path + '.fisc', '--data', path + '.data'])
        faults = [f for f in map(certificate_fault, conflicts(report)) if f]
        result(f'certificates of {name}: {len(conflicts(report))}', '; '.join(faults))
    tally = {'agree': 0, 'conflict': 0, 'undecided': 0, 'not minimal': 0}
    fault = detail = ''
    for seed in range(o.seed, o.seed + o.random):
        case = Case(random.Random(seed))
        fault = random_fault(case, o.fisc, o.solver, tally)
        if fault:
            fault, detail = f'seed {seed}: {fault}', case.source() + case.data()
            break
    result(f'random systems: {tally}', fault, detail)
    print(f'1..{number}')
    return failed > 0


sys.exit(main())
