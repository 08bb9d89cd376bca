"""Conditions: what is asked of printed figures and texts; true, false, or unknown for a reason."""
from oracle_match import norm_header
from oracle_results import holds
from oracle_values import Unknown


class Conditions:
    """What an Evaluator does with conditions."""

    def truth(self, cond, at):
        """True or False; raises Unknown."""
        value, reason = self.kleene(cond, at.but(printed=True))
        if value is None:
            raise Unknown(reason)
        return value

    def kleene(self, cond, at):
        """(True, False or None, the reason if None)"""
        kind = cond[0]
        if kind == 'not':
            value, reason = self.kleene(cond[1], at)
            return (None if value is None else not value), reason
        if kind in ('and', 'or'):
            return self.both(kind, self.kleene(cond[1], at), self.kleene(cond[2], at))
        try:
            return (self.present(cond[1], at) if kind == 'present' else self.compare(cond, at)), None
        except Unknown as unknown:
            return None, unknown.reason

    def both(self, kind, one, two):
        decisive = kind == 'or'
        if decisive in (one[0], two[0]):
            return decisive, None
        if one[0] is None or two[0] is None:
            return None, one[1] if one[0] is None else two[1]
        return not decisive, None

    def compare(self, cond, at):
        _rel, relation, one, two = cond
        for key, other in ((one, two), (two, one)):
            names = self.key_text(key, at)
            if names is not None:
                return self.same_text(names, other) == (relation == '=')
        left, right = self.eval(one, at), self.eval(two, at)
        return holds(relation, left.value() - right.value())

    def key_text(self, expr, at):
        """The names of what the row at hand prints in a key column; None if it names none."""
        if at.kind == 'key':
            return self.keyed_text(expr, at)
        if at.sheet is None or at.kind == 'line':
            return None
        name = expr[1] if expr[0] == 'ref' else None
        if expr[0] == 'cell' and expr[1] == at.sheet.table.name and expr[3] is None:
            name = expr[2][0]
        if name is None or not at.sheet.table.has_key(name):
            return None
        return self.p.alike([name], at.sheet.text(at.row, at.sheet.key_column(name)))

    def same_text(self, names, expr):
        wanted = norm_header(expr[1] if expr[0] == 'ref' else expr[3])
        if expr[0] == 'ref' and wanted.endswith('*'):
            return any(name.startswith(wanted[:-1]) for name in names)
        return wanted in names

    def present(self, expr, at):
        """Whether a figure is printed in a cell."""
        inner = expr[1] if expr[0] == 'prior' else expr
        if at.kind == 'key' and inner[0] == 'cell' and inner[3] is None:
            return self.keyed_present(expr, at)
        try:
            sheet, row, path = self.one_cell(expr, at)
        except Unknown as unknown:
            if unknown.reason == 'missing':
                return False
            raise
        if sheet.missing or row is None:
            return False
        index, unit, grid = sheet.column_of(path)
        if index is None:
            return False
        return self.prints(sheet.cell(row, index, unit, grid))

    def prints(self, cell):
        if cell.reason and not cell.printed:        # one too big to be kept is printed all the same
            raise Unknown(cell.reason)
        return cell.printed

    def one_cell(self, expr, at):
        """(sheet, row or None, path) of the one cell that an expression names."""
        if expr[0] == 'prior':
            return self.one_cell(expr[1], at.in_prior())
        own = (expr[1],) if expr[0] == 'ref' else (expr[1],) + expr[2]
        if at.names_columns() and (expr[0] == 'ref' or expr[3] is None) and at.sheet.table.find(own):
            if at.prior and at.kind == 'row':
                sheet = self.sheet(at.sheet.table.name, True)
                return sheet, None if sheet.missing else sheet.row_like(at.sheet, at.row), own
            return at.sheet, at.row, own
        if at.kind == 'sum' and expr[3] is None and expr[1] == at.sheet.table.name:
            return at.sheet, at.row, expr[2]
        sheet = self.sheet(expr[1], at.prior)
        if sheet.missing or expr[3] is None or sheet.is_total_name(expr[3]):
            return sheet, sheet.total, expr[2]
        return sheet, sheet.row_named(expr[3]), expr[2]
