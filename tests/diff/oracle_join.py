"""Rules for each key of the tables that they join."""
from oracle_match import norm_header
from oracle_place import Place
from oracle_program import expressions_of
from oracle_values import Unknown


def keyed_cells(expr, prior=False):
    """The tables whose bare T.c stands in an expression, outside aggregates: (name, prior)."""
    prior = prior or expr[0] == 'prior'
    if expr[0] == 'cell' and expr[3] is None:
        yield expr[1], prior
    if expr[0] != 'rows':
        for part in expressions_of(expr):
            yield from keyed_cells(part, prior)


class Join:
    """A sheet's rows by the key: which leaf rows print it, and how."""

    def __init__(self, sheet, names):
        self.sheet, self.rows, self.texts, self.blank = sheet, {}, {}, []
        self.reason = None
        if sheet.missing:
            self.reason = 'missing'
            return
        columns = [sheet.key_column(name) for name in names]
        if None in columns:
            self.reason = 'missing'
            return
        for row in sheet.leaves:
            texts = [sheet.text(row, column) for column in columns]
            key = tuple(norm_header(text) for text in texts)
            if not all(key):
                self.blank.append(row)
                continue
            self.rows.setdefault(key, []).append(row)
            self.texts.setdefault(key, '/'.join(texts))

    def is_ragged(self):
        """Whether a row without a key cannot be read: it could be of any key."""
        return any(len(self.sheet.rows[row]) != len(self.sheet.heads) for row in self.blank)


class Joins:
    """What an Evaluator does with `each`."""

    def join(self, name, prior, keys):
        ident = (name, prior, tuple(keys))
        if ident not in self.joins:
            self.joins[ident] = Join(self.sheet(name, prior), keys)
        return self.joins[ident]

    def joined(self, sides):
        """The joined tables of some sides, in the order of their mention."""
        out = []
        for side in sides:
            out.extend(one for one in keyed_cells(side) if one not in out)
        return out

    def each(self, rule):
        tables = self.joined(rule.sides)
        for name, prior in tables:
            try:
                reason = self.join(name, prior, rule.each).reason
            except Unknown as unknown:
                reason = unknown.reason
            if reason:
                for part in range(1, len(rule.relations) + 1):
                    self.add_unknown(self.base_of(rule, part, ''), reason, ())
                return
        own = [t for t in tables if not t[1]] or tables
        names = {}
        for name, prior in own:
            for key, text in self.join(name, prior, rule.each).texts.items():
                names.setdefault(key, text)
        for key, text in names.items():
            self.rule(rule, Place(kind='key', printed=rule.exactly).but(keys=rule.each, key=key),
                      text)

    def one_sided(self, sides, at):
        """Whether a table that the sides use lacks the key; unknown if a row of it may be of any."""
        for name, prior in self.joined(sides):
            join = self.join(name, prior, at.keys)
            table = join.sheet.table
            if at.key in join.rows or prior or table.partial or table.missing == 'zero':
                continue
            if not join.is_ragged():
                return True
        return False

    def keyed(self, name, path, at):
        """T.c of the key at hand: the sum over the leaf rows that print it."""
        join = self.join(name, at.prior, at.keys)
        rows = join.rows.get(at.key)
        if rows is None and join.is_ragged():
            raise Unknown('unreadable')
        if rows is None and join.sheet.table.partial and not at.prior:
            raise Unknown('partial')
        if rows is None:
            return self.absent_row(join.sheet, path, ('keyed', at.key), at)
        return self.sum_of(join.sheet, path, rows, ('keyed', at.key), at)

    def blank_keys(self):
        """Leaf rows with a figure and no key, once for each row of a joined table."""
        seen = set()
        for name, prior, _keys in list(self.joins):
            join = self.joins[name, prior, _keys]
            for row in join.blank:
                if not join.reason and (name, prior, row) not in seen \
                        and self.has_figure(join.sheet, row):
                    seen.add((name, prior, row))
                    self.add_finding(join.sheet, 'blank-key', join.sheet.key(row))
