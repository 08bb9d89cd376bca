"""The least and the greatest: of a table's rows, or of several operands."""
from oracle_eval import of_atom
from oracle_values import Affine, Atom, Unknown, flattened, meets_itself

CHOICES = {'min': min, 'max': max}


def extreme(function, parts, cells, loose):
    """One figure whose value and ends are the least or the greatest of the parts' own."""
    choose = CHOICES[function]
    spans = [part.span() for part in parts]
    return of_atom(Atom(choose(part.value() for part in parts), choose(s.lo for s in spans),
                        choose(s.hi for s in spans), cells, loose))


class Extremes:
    """What an Evaluator does with `min` and `max`."""

    def of_operands(self, expr, at):
        """min(a, b, …)"""
        function = expr[0]
        parts = [flattened(self.eval(operand, at)) for operand in expr[1:]]
        if all(part.static for part in parts):
            return Affine(CHOICES[function](part.constant for part in parts))
        cells = frozenset().union(*(part.cell_set() for part in parts))
        return extreme(function, parts, cells, meets_itself(*parts))

    def of_rows(self, function, inner, sheet, rows, own, at):
        """min(e where c): rows are those in which c is true."""
        parts = [flattened(self.eval(inner, at.inside(sheet, row, own is not None)))
                 for row in rows]
        if not parts:
            raise Unknown('no-rows')
        cells = self.cells_of_rows(inner, sheet, own, at)
        return extreme(function, parts, cells, any(meets_itself(part) for part in parts))
