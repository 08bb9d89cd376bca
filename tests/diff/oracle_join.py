"""Rules for each key of the tables that they join."""
from oracle_lexer import Fault
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


def is_text_test(cond, tables):
    """Whether a condition compares the text of a key column that it names with its table."""
    return cond[0] == 'rel' and any(
        key[0] == 'cell' and key[3] is None and len(key[2]) == 1 and key[1] in tables
        and tables[key[1]].has_key(key[2][0]) and other[0] in ('ref', 'lit')
        for key, other in (cond[2:], cond[:1:-1]))


def figures_asked(cond, tables):
    """The expressions in a condition that are figures."""
    if cond is None or is_text_test(cond, tables):
        return
    if cond[0] == 'rel':
        yield from cond[2:]
    elif cond[0] == 'present':
        yield cond[1]
    else:
        for part in cond[1:]:
            yield from figures_asked(part, tables)


def clause_figures(rule, tables):
    """The figures in `where` and then in `when`."""
    yield from figures_asked(rule.where, tables)
    yield from figures_asked(rule.when, tables)


def joined_tables(sides):
    """The joined tables of some expressions, in the order of their mention."""
    out = []
    for side in sides:
        out.extend(one for one in keyed_cells(side) if one not in out)
    return out


def table_of_text(expr, keys, joined, program):
    """Where the text of a key column is looked for that an expression names in a rule for each
    key: the number of the joined key, or the name of a table; None if it names no such column."""
    name = table = None
    if expr[0] == 'ref' and expr[1] not in program.params and expr[1] not in program.lines:
        name = expr[1]
    elif expr[0] == 'cell' and expr[3] is None and len(expr[2]) == 1 and expr[1] in joined:
        table, name = expr[1], expr[2][0]
    if name is None or (table and not program.tables[table].has_key(name)):
        return None
    if name in keys:
        return keys.index(name)
    found = [table] if table else [t for t in joined if program.tables[t].has_key(name)]
    if len(found) > 1:
        raise Fault(f'several tables have a column {name}')
    return found[0] if found else None


class Join:
    """A sheet's rows by the key: which leaf rows print it, and how."""

    def __init__(self, sheet, names):
        self.sheet, self.rows, self.texts, self.blank = sheet, {}, {}, []
        self.reason = None
        self.used = False           # of some rule whose tables are all there
        if sheet.missing:
            self.reason = 'missing'
            return
        columns = [sheet.key_column(name) for name in names]
        if None in columns:
            self.reason = 'missing'
            return
        for row in sheet.leaves:
            texts = [sheet.text(row, column) for column in columns]
            key = tuple(sheet.p.alike([name], text) for name, text in zip(names, texts))
            if not all(map(norm_header, texts)):
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

    def each(self, rule):
        clauses = list(clause_figures(rule, self.p.tables))
        tables = joined_tables(list(rule.sides) + clauses)
        for name, prior in tables:
            try:
                reason = self.join(name, prior, rule.each).reason
            except Unknown as unknown:
                reason = unknown.reason
            if reason:
                for part in range(1, len(rule.relations) + 1):
                    self.add_unknown(self.base_of(rule, part, ''), reason, ())
                return
        for name, prior in tables:
            self.join(name, prior, rule.each).used = True
        own = [t for t in tables if not t[1]] or tables
        names = {}
        for name, prior in own:
            for key, text in self.join(name, prior, rule.each).texts.items():
                names.setdefault(key, text)
        for key, text in names.items():
            at = Place(kind='key', printed=rule.exactly)
            self.rule(rule, at.but(keys=rule.each, key=key, asked=clauses,
                                   joined=[t for t, prior in tables if not prior]), text)

    def one_sided(self, figures, at):
        """Whether a table that the figures use lacks the key; unknown if a row of it may be of any."""
        for name, prior in joined_tables(figures):
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
        if rows is None and not at.prior and join.sheet.table.missing != 'zero':
            raise Unknown('partial' if join.sheet.table.partial else 'one-sided')
        if rows is None:
            return self.absent_row(join.sheet, path, ('keyed', at.key), at)
        return self.sum_of(join.sheet, path, rows, ('keyed', at.key), at)

    def keyed_text(self, expr, at):
        """All names of the text that a key column prints for the key at hand."""
        where = table_of_text(expr, at.keys, at.joined, self.p)
        if where is None or isinstance(where, int):
            return None if where is None else at.key[where]
        name = expr[1] if expr[0] == 'ref' else expr[2][0]
        join = self.join(where, False, at.keys)
        rows = join.rows.get(at.key)
        if rows is None and join.is_ragged():
            raise Unknown('unreadable')
        if rows is None and join.sheet.table.missing == 'zero':
            return self.p.alike([name], '')
        if rows is None:
            raise Unknown('partial' if join.sheet.table.partial else 'one-sided')
        return self.p.alike([name], join.sheet.text(rows[0], join.sheet.key_column(name)))

    def keyed_present(self, expr, at):
        """Whether a figure is printed in a row of the key at hand."""
        if expr[0] == 'prior':
            return self.keyed_present(expr[1], at.in_prior())
        join = self.join(expr[1], at.prior, at.keys)
        rows = join.rows.get(at.key)
        if rows is None and join.is_ragged():
            raise Unknown('unreadable')
        index, unit, grid = join.sheet.column_of(expr[2])
        if index is None:
            return False
        cells = [join.sheet.cell(row, index, unit, grid) for row in rows or []]
        if any(cell.printed for cell in cells):
            return True
        for cell in cells:
            self.prints(cell)
        return False

    def blank_keys(self):
        """Leaf rows with a figure and no key, once for each row of a joined table."""
        seen = set()
        for name, prior, _keys in list(self.joins):
            join = self.joins[name, prior, _keys]
            for row in join.blank:
                if join.used and (name, prior, row) not in seen \
                        and self.has_figure(join.sheet, row):
                    seen.add((name, prior, row))
                    self.add_finding(join.sheet, 'blank-key', join.sheet.key(row))
