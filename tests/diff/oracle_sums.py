"""Sums over the leaf rows of a table."""
from fractions import Fraction

from oracle_cells import storage_scale
from oracle_eval import of_atom
from oracle_place import PRINTED
from oracle_program import expressions_of, has_prior
from oracle_values import F0, Affine, Atom, Figure, Quotient, Unknown, flattened, meets_itself, point


class Sums:
    """What an Evaluator does with aggregates."""

    def aggregate(self, expr, at):
        _rows, function, inner, cond = expr
        own = at.sheet.table if at.kind == 'row' else None
        whole = inner[0] == 'ref' and inner[1] in self.p.tables and not (own and own.find(inner[1:]))
        table = inner[1] if whole else self.sum_table(inner, own)
        sheet = self.sheet(table, at.prior or has_prior(inner))
        if sheet.missing:
            raise Unknown('missing')
        taken = []
        rows = self.rows_where(cond, sheet, taken, at)
        if function == 'count':
            counted = [row for row in rows
                       if whole or self.present(inner, at.inside(sheet, row, bool(own)))]
            return Affine(Fraction(len(counted)), static=False)
        if function in ('min', 'max'):
            return self.of_rows(function, inner, sheet, rows, own, at)
        total = self.sum(inner, sheet, rows, own, cond, at)
        if function == 'sum':
            return total
        list(rows)              # a sum of the whole column has not asked for them
        if not taken:
            raise Unknown('no-rows')
        return Quotient(total, Affine(Fraction(len(taken)), static=False), Fraction(1), F0)

    def rows_where(self, cond, sheet, taken, at):
        """The leaf rows in which cond is true, one after another, so that what is unknown in an
        earlier row comes first; they are put into taken too."""
        for row in sheet.leaves:
            if cond is None or self.truth(cond, at.inside(sheet, row, True)):
                taken.append(row)
                yield row

    def sum(self, expr, sheet, rows, own, cond, at):
        weights = self.sum_weights(expr, own) if cond is None else None
        if weights is not None and weights[0] == 0:
            return self.linear_sum(sheet, weights, at)
        value = lo = hi = F0
        cells, loose = self.cells_of_rows(expr, sheet, own, at), False
        for row in rows:
            part = flattened(self.eval(expr, at.inside(sheet, row, own is not None)))
            span = part.span()
            value, lo, hi = value + part.value(), lo + span.lo, hi + span.hi
            loose = loose or meets_itself(part)
        return of_atom(Atom(value, lo, hi, cells, loose))

    def cells_of_rows(self, expr, sheet, own, at):
        """What an aggregate over rows names, whichever rows it takes: columns that are no points."""
        if expr[0] in ('cell', 'ref'):
            whole = (expr[1],) + (expr[2] if expr[0] == 'cell' else ())
            if expr[0] == 'ref' and not (own and own.find(whole)):
                return frozenset()
            path = whole if own and own.find(whole) else expr[2]
            index, _unit, grid = sheet.column_of(path)
            mode = grid.mode_or_none()
            if mode is None or at.printed:
                return frozenset()
            return frozenset([((sheet.ident, ('rows',), index), mode != 'to')])
        return frozenset().union(*(self.cells_of_rows(part, sheet, own, at)
                                   for part in expressions_of(expr)))

    def sum_table(self, expr, own):
        if expr[0] == 'cell':
            return own.name if own and own.find((expr[1],) + expr[2]) else expr[1]
        if expr[0] == 'ref':
            return own.name if own and own.find((expr[1],)) else None
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
            whole = (expr[1],) + expr[2]
            return [F0, {whole if own and own.find(whole) else expr[2]: Fraction(1)}]
        if kind == 'ref' and own and own.find((expr[1],)):
            return [F0, {(expr[1],): Fraction(1)}]
        if kind == 'lit' or kind == 'ref':
            return [self.eval(expr, PRINTED).constant, {}]
        if kind == 'prior':
            return self.sum_weights(expr[1], own)
        if kind == 'neg':
            return self.weigh(self.sum_weights(expr[1], own), Fraction(-1))
        if kind in ('round', '^', 'min', 'max'):
            parts = [self.sum_weights(part, own) for part in expressions_of(expr)]
            if any(part is None or part[1] for part in parts):
                return None
            return [self.eval(expr, PRINTED).constant, {}]
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

    def linear_sum(self, sheet, weights, at):
        out = Affine(weights[0] * len(sheet.leaves), static=False)
        for path, w in weights[1].items():
            out = out.plus(self.sum_of(sheet, path, sheet.leaves, ('sum',), at).scaled(w))
        return out

    def sum_of(self, sheet, path, rows, which, at):
        """The sum of a column over rows as one figure; which: what rows they are."""
        index, unit, grid = sheet.column_of(path)
        if index is None:
            raise Unknown('missing')
        value, span = F0, point(F0)
        for row in rows:
            cell = sheet.cell(row, index, unit, grid)
            if cell.reason:
                raise Unknown(cell.reason)
            value += cell.value
            span = span.plus(point(cell.value) if at.printed else cell.span)
        factor = self.units.chain(unit)[0]
        if which[0] in ('named', 'keyed') and abs(value / factor) * 10 ** storage_scale(grid, factor) >= 2 ** 63:
            raise Unknown('overflow')
        key = (sheet.ident, which, index)
        mode = None if at.printed else grid.mode_or_none()
        return Affine(F0, {key: (Figure(key, value, span, mode), Fraction(1))}, [], False)
