"""The value of an expression at a place: exact figures, their intervals, or a reason."""
from fractions import Fraction

from oracle_lexer import Fault
from oracle_place import PRINTED
from oracle_program import expressions_of
from oracle_form import open_sheet
from oracle_values import (F0, Affine, Atom, Figure, Quotient, Unknown, flattened, meets_itself,
                           point, round_to)


class Expressions:
    """What an Evaluator does with expressions."""

    def literal(self, expr):
        """An expression's value if it is made of literals; dividing by a literal zero is a fault."""
        kind = expr[0]
        if kind == 'ref':
            return self.named_literal(expr[1])
        if kind == 'lit':
            return self.eval(expr, PRINTED).constant
        parts = [self.literal(e) for e in expressions_of(expr)]
        if kind in ('/', 'share', 'growth') and parts[1] == 0:
            raise Fault('division by a literal zero')
        if kind in ('cell', 'rows', 'text') or None in parts:
            return None
        return self.eval(expr, PRINTED).constant

    def named_literal(self, name):
        """The same of a param or a line; asked once for each name, for lines may double."""
        if name not in self.literals:
            inner = self.p.params.get(name) or (self.p.lines.get(name) or (None, None))[1]
            known = inner is not None and not self.is_column(name)
            self.literals[name] = self.literal(inner) if known else None
        return self.literals[name]

    def is_column(self, name):
        return any(t.find((name,)) for t in self.p.tables.values())

    def eval(self, expr, at):
        kind = expr[0]
        if kind == 'lit':
            return Affine(expr[1] * self.units.chain(expr[2])[0])
        if kind == 'ref':
            return self.ref(expr[1], at)
        if kind == 'cell':
            return self.cell(expr, at)
        if kind == 'rows':
            return self.aggregate(expr, at)
        if kind == 'text':
            return self.in_prose(expr, at)
        if kind == 'prior':
            return self.eval(expr[1], at.in_prior())
        if kind == 'neg':
            return self.eval(expr[1], at).scaled(-1)
        if kind == '^':
            return self.power(self.eval(expr[1], at), expr[2])
        if kind in ('min', 'max'):
            return self.of_operands(expr, at)
        a = self.eval(expr[1], at)
        b = self.eval(expr[2], at)
        return self.binary(kind, a, b)

    def binary(self, kind, a, b):
        if kind == '+':
            return self.add(a, b)
        if kind == '-':
            return self.add(a, b.scaled(-1))
        if kind == '*':
            return self.times(a, b)
        if kind == '/':
            return self.divide(a, b, 'zero-division')
        if kind == 'share':
            return self.divide(a, b, 'zero-base')
        if kind == 'growth':
            return self.add(self.divide(a, b, 'zero-base'), Affine(Fraction(-1)))
        return self.round(a, b)

    def ref(self, name, at):
        if at.names_columns() and at.sheet.table.find((name,)):
            return self.at_hand((name,), at)
        there = at.in_line()
        key = (name, there.ident())
        if key not in self.memo:
            expr = self.p.params[name] if name in self.p.params else self.p.lines[name][1]
            try:
                self.memo[key] = self.eval(expr, there)
            except Unknown as unknown:
                self.memo[key] = unknown
        out = self.memo[key]
        if isinstance(out, Unknown):
            raise Unknown(out.reason)
        return out

    # -- cells
    def sheet(self, name, prior=False):
        if not prior:
            return self.sheets[name]
        if self.prior_folder is None:
            raise Unknown('no-prior')
        if name not in self.prior_sheets:
            self.prior_sheets[name] = open_sheet(self.p, self.p.tables[name], self.prior_folder,
                                                 f'prior({name})')
        return self.prior_sheets[name]

    def figure(self, sheet, row, path, which, at):
        """The cell of a row in the column that a path names; which: how the row is named."""
        if sheet.missing:
            raise Unknown('missing')
        return self.figure_at(sheet, row, *sheet.column_of(path), which, at)

    def figure_at(self, sheet, row, index, unit, grid, which, at):
        if index is None:
            raise Unknown('missing')
        cell = sheet.cell(row, index, unit, grid)
        if cell.reason:
            raise Unknown(cell.reason)
        key = (sheet.ident, which, index)
        span = point(cell.value) if at.printed else cell.span
        figure = Figure(key, cell.value, span, None if at.printed else grid.mode_or_none())
        return Affine(F0, {key: (figure, Fraction(1))}, [], False)

    def at_hand(self, path, at):
        """A column of the table of the row at hand; within prior( ), of the row with its keys."""
        sheet, row = at.sheet, at.row
        if at.prior and at.kind == 'row':
            sheet = self.sheet(sheet.table.name, True)
            if sheet.missing:
                raise Unknown('missing')
            row = sheet.row_like(at.sheet, row)
            if row is None:
                return self.absent_row(sheet, path, ('hand', at.row), at)
        return self.figure(sheet, row, path, ('hand', row), at)

    def cell(self, expr, at):
        """A column's figure: of the row at hand, of a row by name, of the total row."""
        _cell, table, path, choice = expr
        if at.names_columns() and choice is None and at.sheet.table.find((table,) + path):
            return self.at_hand((table,) + path, at)
        if at.kind == 'sum' and choice is None:
            return self.figure(at.sheet, at.row, path, ('hand', at.row), at)
        if at.kind == 'key' and choice is None:
            return self.keyed(table, path, at)
        sheet = self.sheet(table, at.prior)
        if sheet.missing:
            raise Unknown('missing')
        if choice is not None and not sheet.is_total_name(choice):
            return self.named_row(sheet, path, choice, at)
        if sheet.total is None:
            raise Unknown('missing')
        return self.figure(sheet, sheet.total, path, ('total',), at)

    def named_row(self, sheet, path, choice, at):
        """T[x].c or T[x*].c."""
        if choice[1]:
            rows = sheet.rows_under(choice)
            return self.sum_of(sheet, path, rows, ('named', choice, frozenset(rows)), at)
        row = sheet.row_named(choice)
        if row is not None:
            return self.figure(sheet, row, path, ('named', choice, frozenset([row])), at)
        return self.absent_row(sheet, path, ('named', choice, frozenset()), at)

    def absent_row(self, sheet, path, which, at):
        """The figure of a row that is not there."""
        index, _unit, grid = sheet.column_of(path)
        if sheet.table.missing != 'zero' or index is None:
            raise Unknown('missing')
        key = (sheet.ident, which, index)
        figure = Figure(key, F0, point(F0), None if at.printed else grid.mode_or_none())
        return Affine(F0, {key: (figure, Fraction(1))}, [], False)

    # -- operators
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
        return of_atom(Atom(a.value() * b.value(), min(ends), max(ends),
                            a.cell_set() | b.cell_set(), meets_itself(a, b)))

    def divide(self, a, b, reason):
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
        return of_atom(Atom(a.value() ** n, lo, hi, a.cell_set(), meets_itself(a)))

    def round(self, a, q):
        q = q.constant
        if a.static:
            return Affine(round_to(a.constant, q))
        x = a.span()
        return of_atom(Atom(round_to(a.value(), q), round_to(x.lo, q), round_to(x.hi, q),
                            a.cell_set(), meets_itself(a)))


def of_atom(atom):
    """The atom alone."""
    return Affine(F0, {}, [(atom, Fraction(1))], False)
