#!/usr/bin/env python3
"""An evaluator of the fisc language, written from docs/language.md alone.

In: a rule file and a data folder.  Out: JSON with the lines' values and every result.
It shares nothing with the compiler, so that a disagreement of the two is a fact worth
looking at.  Arithmetic is exact: ints and fractions only; no binary floating point.

Exit 0: evaluated.  3: a unit error in the program.  4: any other error in the program.
"""
import argparse
import json
import sys
from fractions import Fraction

sys.dont_write_bytecode = True
from oracle_lexer import Fault, UnitFault
from oracle_parser import Program
from oracle_sheet import Sheet, storage_scale
from oracle_types import Checker
from oracle_units import chain_text, drop_chain
from oracle_values import (F0, ULP, Affine, Atom, Figure, Interval, Quotient, Unknown,
                           decimal_text, flattened, is_loose, meets_itself, point, round_to,
                           terminates)


class Evaluator:
    def __init__(self, program, folder):
        self.p = program
        self.units = program.units
        self.checker = Checker(program)
        self.checker.run()
        self.sheets = {t.name: Sheet(program, t, folder) for t in program.tables.values()}
        self.memo = {}
        self.results = []
        self.used = {name: set() for name in program.tables}

    def literal(self, expr):
        """An expression's value if it is made of literals; dividing by a literal zero is a fault."""
        kind = expr[0]
        if kind == 'ref':
            inner = self.p.params.get(expr[1]) or (self.p.lines.get(expr[1]) or (None, None))[1]
            return self.literal(inner) if inner is not None and not self.is_column(expr[1]) else None
        if kind == 'lit':
            return self.eval(expr, None, True).constant
        parts = [self.literal(e) for e in expr[1:] if isinstance(e, tuple) and isinstance(e[0], str)]
        if kind in ('/', 'share', 'growth') and parts[1] == 0:
            raise Fault('division by a literal zero')
        if kind in ('cell', 'sum') or None in parts:
            return None
        return self.eval(expr, None, True).constant

    def is_column(self, name):
        return any(name in t.nodes for t in self.p.tables.values())

    # -- expressions
    def eval(self, expr, row, exactly):
        kind = expr[0]
        if kind == 'lit':
            return Affine(expr[1] * self.units.chain(expr[2])[0])
        if kind == 'ref':
            return self.ref(expr[1], row, exactly)
        if kind == 'cell':
            return self.total_cell(expr[1], expr[2], row, exactly)
        if kind == 'sum':
            return self.sum(expr[1], row, exactly)
        if kind == 'neg':
            return self.eval(expr[1], row, exactly).scaled(-1)
        if kind == '^':
            return self.power(self.eval(expr[1], row, exactly), expr[2])
        a = self.eval(expr[1], row, exactly)
        b = self.eval(expr[2], row, exactly)
        return self.binary(kind, a, b, exactly)

    def binary(self, kind, a, b, exactly):
        if kind == '+':
            return self.add(a, b)
        if kind == '-':
            return self.add(a, b.scaled(-1))
        if kind == '*':
            return self.times(a, b)
        if kind == '/':
            return self.divide(a, b, 'zero-division', exactly)
        if kind == 'share':
            return self.divide(a, b, 'zero-base', exactly)
        if kind == 'growth':
            return self.add(self.divide(a, b, 'zero-base', exactly), Affine(Fraction(-1)))
        return self.round(a, b)

    def ref(self, name, row, exactly):
        if row is not None and row[2] != 'line' and row[0] and name in row[0].table.nodes:
            return self.figure(row[0], row[1], name, exactly)
        place = (row[0], row[1], 'line') if row is not None and row[0] else None
        key = (name, exactly, place and (place[0].table.name, place[1]))
        if key not in self.memo:
            expr = self.p.params[name] if name in self.p.params else self.p.lines[name][1]
            try:
                self.memo[key] = self.eval(expr, place, exactly)
            except Unknown as unknown:
                self.memo[key] = unknown
        out = self.memo[key]
        if isinstance(out, Unknown):
            raise Unknown(out.reason)
        return out

    def beside_row(self, out, row):
        """Beside cells of the row at hand the total row's cell counts as another: they never net."""
        if row is None:
            return out
        sheet = row[0]
        cells = {}
        for k, fig in out.cells.items():
            other = k[0] == sheet.table.name and k[1] == sheet.total
            cells[('total', k[0], row[1], k[2]) if other else k] = fig
        return Affine(out.constant, cells, out.atoms, out.static)

    def figure(self, sheet, row, name, exactly):
        if sheet.missing:
            raise Unknown('missing')
        index, unit, grid = sheet.column_of(name)
        return self.figure_at(sheet, row, index, unit, grid, exactly)

    def figure_at(self, sheet, row, index, unit, grid, exactly):
        cell = sheet.cell(row, index, unit, grid)
        if cell.reason:
            raise Unknown(cell.reason)
        key = (sheet.table.name, row, index)
        span = point(cell.value) if exactly else cell.span
        figure = Figure(key, cell.value, span, None if exactly else grid.mode_or_none())
        return Affine(F0, {key: (figure, Fraction(1))}, [], False)

    def total_cell(self, table, name, row, exactly):
        sheet = self.sheets[table]
        if row is not None and row[2] == 'sum':
            return self.figure(sheet, row[1], name, exactly)
        if sheet.missing or sheet.total is None:
            raise Unknown('missing')
        return self.beside_row(self.figure(sheet, sheet.total, name, exactly), row)

    def add(self, a, b):
        if isinstance(a, Quotient) and b.static:
            return a.shifted(b.constant)
        if isinstance(b, Quotient) and a.static:
            return b.shifted(a.constant)
        return flattened(a).plus(flattened(b))

    def times(self, a, b):
        if a.static:
            return b.scaled(a.constant)
        if b.static:
            return a.scaled(b.constant)
        a, b = flattened(a), flattened(b)
        x, y = a.span(), b.span()
        ends = [p * q for p in (x.lo, x.hi) for q in (y.lo, y.hi)]
        atom = Atom(a.value() * b.value(), min(ends), max(ends), a.cell_set() | b.cell_set(),
                    meets_itself(a, b))
        return Affine(F0, {}, [(atom, Fraction(1))], False)

    def divide(self, a, b, reason, exactly):
        if b.static:
            if b.constant == 0:
                raise Unknown(reason)
            return a.scaled(1 / b.constant)
        a, b = flattened(a), flattened(b)
        if b.value() == 0 or b.span().holds_zero_or_end():
            raise Unknown(reason)
        return Quotient(a, b, Fraction(1), F0)

    def power(self, a, n):
        if a.static:
            return Affine(a.constant ** n)
        a = flattened(a)
        x = a.span()
        lo, hi = sorted((x.lo ** n, x.hi ** n))
        if n % 2 == 0 and n and x.lo <= 0 <= x.hi:
            lo = F0
        atom = Atom(a.value() ** n, lo, hi, a.cell_set(), meets_itself(a))
        return Affine(F0, {}, [(atom, Fraction(1))], False)

    def round(self, a, q):
        q = q.constant
        if a.static:
            return Affine(round_to(a.constant, q))
        x = a.span()
        atom = Atom(round_to(a.value(), q), round_to(x.lo, q), round_to(x.hi, q), a.cell_set(),
                    meets_itself(a))
        return Affine(F0, {}, [(atom, Fraction(1))], False)

    # -- sums
    def sum(self, expr, row, exactly):
        own = row[0].table if row is not None and row[2] == 'row' else None
        sheet = self.sheets[self.sum_table(expr, own)]
        if sheet.missing:
            raise Unknown('missing')
        weights = self.sum_weights(expr, own)
        if weights is not None and weights[0] == 0:
            return self.linear_sum(sheet, weights, exactly)
        value = lo = hi = F0
        cells, loose = frozenset(), False
        for row in sheet.leaves:
            part = flattened(self.eval(expr, (own and sheet, row, 'sum'), exactly))
            span = part.span()
            value, lo, hi = value + part.value(), lo + span.lo, hi + span.hi
            cells |= {((k[0], 'sum', k[2]), s) for k, s in part.cell_set()}
            loose = loose or meets_itself(part)
        return Affine(F0, {}, [(Atom(value, lo, hi, cells, loose), Fraction(1))], False)

    def sum_table(self, expr, own):
        if expr[0] == 'cell':
            return expr[1]
        if expr[0] == 'ref':
            return own.name if own and expr[1] in own.nodes else None
        for part in expr[1:]:
            if isinstance(part, tuple) and part and isinstance(part[0], str):
                found = self.sum_table(part, own)
                if found:
                    return found
        return None

    def sum_weights(self, expr, own):
        """[constant, {column: weight}] of a linear expression over columns; None if it is not."""
        kind = expr[0]
        if kind == 'cell':
            return [F0, {expr[2]: Fraction(1)}]
        if kind == 'ref' and own and expr[1] in own.nodes:
            return [F0, {expr[1]: Fraction(1)}]
        if kind == 'lit' or kind == 'ref':
            return [self.eval(expr, None, True).constant, {}]
        if kind == 'neg':
            return self.weigh(self.sum_weights(expr[1], own), Fraction(-1))
        if kind == 'round' or kind == '^':
            inner = self.sum_weights(expr[1], own)
            if inner is None or inner[1]:
                return None
            return [self.eval(expr, None, True).constant, {}]
        return self.binary_weights(kind, self.sum_weights(expr[1], own),
                                   self.sum_weights(expr[2], own))

    def weigh(self, w, c):
        return None if w is None else [w[0] * c, {k: v * c for k, v in w[1].items()}]

    def binary_weights(self, kind, a, b):
        if a is None or b is None:
            return None
        if kind in ('+', '-'):
            b = self.weigh(b, Fraction(1 if kind == '+' else -1))
            cells = dict(a[1])
            for k, v in b[1].items():
                cells[k] = cells.get(k, F0) + v
            return [a[0] + b[0], cells]
        if kind == '*':
            if b[1] and a[1]:
                return None
            return self.weigh(b, a[0]) if not a[1] else self.weigh(a, b[0])
        if b[1]:
            return None
        if b[0] == 0:
            raise Unknown('zero-division' if kind == '/' else 'zero-base')
        out = self.weigh(a, 1 / b[0])
        if kind == 'growth':
            out[0] -= 1
        return out

    def linear_sum(self, sheet, weights, exactly):
        cells = {}
        for name, w in weights[1].items():
            index, unit, grid = sheet.column_of(name)
            value, span = F0, point(F0)
            for row in sheet.leaves:
                cell = sheet.cell(row, index, unit, grid)
                if cell.reason:
                    raise Unknown(cell.reason)
                value += cell.value
                span = span.plus(point(cell.value) if exactly else cell.span)
            if w:
                key = (sheet.table.name, 'sum', index)
                old = cells[key][1] if key in cells else F0
                mode = None if exactly else grid.mode_or_none()
                cells[key] = (Figure(key, value, span, mode), w + old)
        return Affine(weights[0] * len(sheet.leaves), {k: v for k, v in cells.items() if v[1]},
                      [], False)

    # -- results
    def run(self):
        for expr in list(self.all_expressions()) + list(self.p.params.values()):
            self.literal(expr)
        for name in self.p.tables:
            self.mark_used(name)
        for kind, thing in self.p.order:
            if kind == 'rule':
                self.rule(thing, None, '')
            elif kind == 'table':
                self.table(thing)
        return {'lines': self.lines(), 'results': self.results}

    def lines(self):
        out = []
        for kind, name in self.p.order:
            if kind != 'line':
                continue
            shown = drop_chain(self.units, self.checker.named(name).chain)
            one = {'name': name, 'value': None, 'unit': chain_text(shown), 'reason': None}
            try:
                x = self.ref(name, None, False)
                one['value'] = self.show(x.value(), shown, isinstance(x, Quotient))
            except Unknown as unknown:
                one['reason'] = unknown.reason
            out.append(one)
        return out

    def show(self, value, chain, always=False):
        """A base value in a shown unit, as a decimal; 16 places of the base unit if endless."""
        if always or not terminates(value):
            value = round_to(value, ULP)
        value /= self.units.chain(chain)[0]
        if not terminates(value):
            value = round_to(value, ULP)
        return decimal_text(value)

    def shown_unit(self, types):
        for one in types:
            if one.chain:
                return drop_chain(self.units, one.chain)
        return ()

    def rule(self, rule, row, key):
        for part, relation in enumerate(rule.relations, 1):
            base = {'rule': rule.title(part), 'key': key, 'severity': rule.severity, 'kind': 'rule',
                    'exactly': rule.exactly}
            unit = self.shown_unit(rule.types)
            try:
                left = self.eval(rule.sides[part - 1], row, rule.exactly)
                if relation == 'is':
                    out = self.judge_is(left, rule.literal)
                else:
                    right = self.eval(rule.sides[part], row, rule.exactly)
                    out = self.judge(left, relation, right)
                if rule.exactly and out['status'] == 'rounding':
                    out['status'] = 'violated'
                self.add_result(base, out, unit)
            except Unknown as unknown:
                self.add_unknown(base, unknown.reason, unit)

    def judge(self, left, relation, right):
        fraction = isinstance(left, Quotient) or isinstance(right, Quotient)
        if fraction:
            span = left.span().plus(right.span().scaled(-1))
            span = Interval(span.lo, span.hi)
            difference = left.value() - right.value()
            loose = is_loose(left, right) or any_strict(left) or any_strict(right)
        else:
            net = left.plus(right.scaled(-1))
            span, difference, loose = net.span(), net.value(), is_loose(net)
        if holds(relation, difference):
            status = 'exact'
        elif can_hold(relation, span):
            status = 'rounding'
        else:
            status = 'violated'
        return {'status': status, 'left': left.value(), 'right': right.value(),
                'difference': difference, 'span': span, 'half': F0, 'fraction': fraction,
                'loose': loose and status == 'rounding'}

    def judge_is(self, x, literal):
        factor = self.units.chain(literal[2])[0]
        v, g = literal[0] * factor, factor / 10 ** literal[1]
        span, value = x.span(), x.value()
        if round_to(value, g) == v:
            status = 'exact'
        elif meets(span, Interval(v - g / 2, v + g / 2, v <= 0, v >= 0)):
            status = 'rounding'
        else:
            status = 'violated'
        return {'status': status, 'left': value, 'right': v, 'difference': value - v,
                'span': span.plus(point(-v)), 'half': g / 2, 'fraction': isinstance(x, Quotient),
                'loose': is_loose(x) and status == 'rounding'}

    def add_result(self, base, out, unit):
        diff, lo, hi = out['difference'], out['span'].lo, out['span'].hi
        if out['fraction']:
            diff, lo, hi = (round_to(x, ULP) for x in (diff, lo, hi))
        if base.get('exactly'):
            slack = F0
        elif out['difference'] > 0:
            slack = diff - lo
        elif out['difference'] < 0:
            slack = hi - diff
        else:
            slack = max(diff - lo, hi - diff)
        one = {k: v for k, v in base.items() if k != 'exactly'}
        one.update(status=out['status'], reason=None, unit=chain_text(unit),
                   left=self.show(out['left'], unit, out['fraction']),
                   right=self.show(out['right'], unit, out['fraction']),
                   difference=self.show(diff, unit), slack=self.show(slack + out['half'], unit),
                   loose=out['loose'], fraction=out['fraction'])
        self.results.append(one)

    def add_unknown(self, base, reason, unit):
        one = {k: v for k, v in base.items() if k != 'exactly'}
        one.update(status='unknown', reason=reason, unit=chain_text(unit), left=None, right=None,
                   difference=None, slack=None, loose=False)
        self.results.append(one)

    def add_finding(self, table, kind, key):
        self.results.append({'rule': table.name, 'key': key, 'severity': 'must', 'kind': kind,
                             'status': 'violated', 'reason': None, 'left': None, 'right': None,
                             'difference': None, 'slack': None, 'unit': '', 'loose': False})

    # -- tables
    def mark_used(self, name):
        """Every column of the table whose figures the program uses."""
        table, sheet = self.p.tables[name], self.sheets[name]
        if sheet.missing:
            return
        used = self.used[name]
        for node in table.nodes.values():
            used.add((node.index, node.unit, node.grid))
            used.update((i, node.unit, node.grid) for i in node.rest if i not in sheet.declared)
        for expr in self.all_expressions():
            for ref in cells_in(expr):
                if ref[1] == name and ref[2] not in table.nodes:
                    used.add(sheet.column_of(ref[2]))

    def all_expressions(self):
        for _unit, expr in self.p.lines.values():
            yield expr
        for kind, thing in self.p.order:
            if kind == 'rule':
                yield from thing.sides
            elif kind == 'table':
                for rule in thing.rules:
                    yield from rule.sides

    def table(self, table):
        sheet = self.sheets[table.name]
        if sheet.missing:
            self.missing_table(table)
            return
        for node in table.nodes.values():
            if node.braces:
                for row in range(len(sheet.rows)):
                    self.column_result(sheet, node, row)
                if not node.others:
                    self.unlisted_columns(sheet, node)
        for parent, children in sheet.children.items():
            for node in table.nodes.values():
                if self.adds_up(node):
                    self.row_result(sheet, node, parent, children)
        self.findings(sheet)
        for rule in table.rules:
            for row in range(len(sheet.rows)):
                self.rule(rule, (sheet, row, 'row'), sheet.key(row))

    def adds_up(self, node):
        """Whether figures of the column add up over rows: no ratio and no rate does."""
        dims = self.units.chain(node.unit)[1]
        return bool(dims) and all(power > 0 for power in dims.values())

    def missing_table(self, table):
        for node in table.nodes.values():
            base = {'rule': f'{table.name}.{node.name}', 'key': '', 'severity': 'must',
                    'kind': 'columns'}
            if node.braces:
                self.add_unknown(base, 'missing', node.unit)
            if table.total is not None and self.adds_up(node):
                self.add_unknown(dict(base, rule=f'{table.name}.rows.{node.name}', kind='rows'),
                                 'missing', node.unit)
        for rule in table.rules:
            for part in range(1, len(rule.relations) + 1):
                self.add_unknown({'rule': rule.title(part), 'key': '', 'severity': rule.severity,
                                  'kind': 'rule'}, 'missing', ())

    def equation(self, base, node, left, right, stored, ragged=False):
        """left = the sum of right; a sum that is stored (the last `stored` parts) may overflow."""
        unit, factor = node.unit, self.units.chain(node.unit)[0]
        try:
            a = left()
            if ragged:
                raise Unknown('unreadable')
            b, kept = Affine(), F0
            for at, part in enumerate(right):
                one = part()
                b = b.plus(one)
                kept += one.value() if at >= len(right) - stored else 0
            if stored and abs(kept / factor) * 10 ** storage_scale(node.grid, factor) >= 2 ** 63:
                raise Unknown('overflow')
            self.add_result(base, self.judge(a, '=', b), unit)
        except Unknown as unknown:
            self.add_unknown(base, unknown.reason, unit)

    def column_result(self, sheet, node, row):
        table = sheet.table
        base = {'rule': f'{table.name}.{node.name}', 'key': sheet.key(row), 'severity': 'must',
                'kind': 'columns'}
        parts = [(c.index, c.unit, c.grid) for c in node.children]
        if node.others:
            parts.extend((i, node.unit, node.grid) for i in node.rest)
        self.equation(base, node,
                      lambda: self.figure(sheet, row, node.name, False),
                      [lambda p=p: self.figure_at(sheet, row, *p, False) for p in parts],
                      len(node.rest) if node.others else 0)

    def row_result(self, sheet, node, parent, children):
        base = {'rule': f'{sheet.table.name}.rows.{node.name}', 'key': sheet.key(parent),
                'severity': 'must', 'kind': 'rows'}
        self.equation(base, node,
                      lambda: self.figure(sheet, parent, node.name, False),
                      [lambda r=r: self.figure(sheet, r, node.name, False) for r in children],
                      len(children), sheet.is_ragged())

    def unlisted_columns(self, sheet, node):
        for index in node.rest:
            for row in range(len(sheet.rows)):
                cell = sheet.cell(row, index, node.unit, node.grid)
                if cell.reason is None and cell.value != 0:
                    self.add_finding(sheet.table, 'unlisted-column', '/'.join(sheet.heads[index]))
                    break

    def findings(self, sheet):
        table = sheet.table
        for row, level in sheet.level.items():
            if table.total is not None and level is None and self.has_figure(sheet, row):
                self.add_finding(table, 'unlisted-row', sheet.key(row))
        for row in sheet.repeated:
            self.add_finding(table, 'repeated-row', sheet.key(row))
        for row in range(len(sheet.rows)):
            for index, unit, grid in sorted(self.used[table.name], key=lambda u: u[0]):
                if sheet.cell(row, index, unit, grid).extra:
                    self.add_finding(table, 'extra-digits', sheet.key(row))

    def has_figure(self, sheet, row):
        columns = [(n.index, n) for n in sheet.table.nodes.values()]
        columns += [(i, n) for n in sheet.table.nodes.values() for i in n.rest]
        for index, node in columns:
            cell = sheet.cell(row, index, node.unit, node.grid)
            if cell.reason is None and cell.value != 0:
                return True
        return False


def any_strict(side):
    """Whether a cell of a strict grid is in a side."""
    return any(strict for _key, strict in side.cell_set())


def cells_in(expr):
    if expr[0] == 'cell':
        yield expr
    elif expr[0] not in ('lit', 'ref'):
        for part in expr[1:]:
            if isinstance(part, tuple):
                yield from cells_in(part)


def holds(relation, d):
    return {'=': d == 0, '!=': d != 0, '<': d < 0, '<=': d <= 0, '>': d > 0, '>=': d >= 0}[relation]


def can_hold(relation, span):
    below = span.lo < 0 or (span.lo == 0 and not span.lo_open)
    above = span.hi > 0 or (span.hi == 0 and not span.hi_open)
    return {'=': below and above, '!=': span.lo < 0 or span.hi > 0, '<': span.lo < 0,
            '<=': below, '>': span.hi > 0, '>=': above}[relation]


def meets(a, b):
    """Whether two intervals share a value."""
    lo, lo_open = max((a.lo, a.lo_open), (b.lo, b.lo_open))
    hi, hi_closed = min((a.hi, not a.hi_open), (b.hi, not b.hi_open))
    return lo < hi or (lo == hi and not lo_open and hi_closed)


def evaluate(path, folder):
    program = Program()
    program.load(path)
    return Evaluator(program, folder).run()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('rules')
    parser.add_argument('--data', required=True)
    args = parser.parse_args()
    sys.setrecursionlimit(10000)
    try:
        out = evaluate(args.rules, args.data)
    except UnitFault as fault:
        print(f'unit error: {fault}', file=sys.stderr)
        return 3
    except Fault as fault:
        print(f'error: {fault}', file=sys.stderr)
        return 4
    json.dump(out, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == '__main__':
    sys.exit(main())
