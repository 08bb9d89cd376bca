"""Random conditions, and aggregates over the rows that fulfil them."""
from generate_expr import ATOM, COUNT, MONEY, RATIO, Expr


class ConditionMaker:
    """What a Maker does with conditions.

    A condition's cells are those of a row at hand (of `table`, each named with `before`), or, with
    no table, those of the whole.
    """

    def condition(self, table, before, depth=2):
        if depth and self.chance(0.4):
            word = self.rng.choice(['and', 'or'])
            self.case.features.add('cond:' + word)
            one, two = (self.condition(table, before, depth - 1) for _ in range(2))
            if word == 'and':
                one, two = (self.bracket(c) if ' or ' in c or ' 或 ' in c else c for c in (one, two))
            return f'{one} {self.say.word(word)} {two}'
        if depth and self.chance(0.2):
            self.case.features.add('cond:not')
            return f'{self.say.word("not")} {self.bracket(self.condition(table, before, depth - 1))}'
        return self.pick((4, lambda: self.comparison(table, before)),
                         (2, lambda: self.present(table, before)),
                         table and table.join_names() and (3, lambda: self.text_test(table, before)),
                         table is None and self.certain and (3, self.key_test))

    def bracket(self, text):
        return self.say.op('(') + text + self.say.op(')')

    def condition_cell(self, kind, table, before):
        """A cell of the row at hand, or one of the whole; None if there is none."""
        if table is None and self.joined and self.chance(0.85):
            pool = [(t, c) for t in self.joined for c in t.columns_of(kind)]
            return '{0.name}.{1}'.format(*self.rng.choice(pool)) if pool else None
        if table is None or self.chance(0.1):
            pool = [(t, c) for t in self.tables for c in t.columns_of(kind)]
            if not pool:
                return None
            other, name = self.rng.choice(pool)
            row = '合计' if other.has_rows and other.total and self.chance(0.7) else other.row_name()
            return f'{other.name}[{row.rstrip("*")}].{name}' if '*' not in row else None
        names = table.columns_of(kind)
        return before + self.rng.choice(names) if names else None

    def comparison(self, table, before):
        kind = self.rng.choice([MONEY, MONEY, MONEY, RATIO, COUNT])
        cell = self.condition_cell(kind, table, before)
        if cell is None:
            kind, cell = MONEY, self.condition_cell(MONEY, table, before)
        if cell is None:
            return f'1 {self.say.op(self.relation())} {self.number()}'
        other = '0' if self.chance(0.5) else self.literal(kind).text
        if self.chance(0.3):
            other = self.condition_cell(kind, table, before) or other
        if self.chance(0.2):
            cell = self.times(Expr(cell), self.plain()).text
        self.case.features.add('cond:figure')
        return f'{cell} {self.say.op(self.relation())} {other}'

    def present(self, table, before):
        cell = self.condition_cell(self.rng.choice([MONEY, MONEY, COUNT]), table, before)
        if cell is None:
            return self.comparison(table, before)
        if self.prior_chance and table is None and self.chance(0.2) and not self.in_prior:
            cell = f'{self.say.word("prior")}({cell})'
        self.case.features.add('cond:present')
        return f'{self.say.word("present")}{self.bracket(cell)}'

    def text_test(self, table, before):
        """A key column of the row at hand against a text, the beginning of one, or a number."""
        key = self.rng.choice(table.join_names())
        return self.text_test_of(table, key, key)

    def text_test_of(self, table, key, named):
        row = self.rng.choice(table.rows or [table.total])
        text = row.codes.get((key,), '') or row.more or '1'
        others = self.case.other_names.get(key, {}).get(text)
        if others and self.chance(0.4):
            text = self.rng.choice(others)
        if self.chance(0.15):
            text = ''
        shown = self.say.quote(text)
        if text and self.chance(0.3):
            shown = self.say.quote(text[:self.rng.choice([1, 2, 3])] + '*')
            self.case.features.add('cond:begins')
        elif text.isdigit() and self.chance(0.5):
            shown = text
        self.case.features.add('cond:text')
        left, right = (named, shown) if self.chance(0.9) else (shown, named)
        return f'{left} {self.say.op(self.rng.choice(["=", "=", "!="]))} {right}'

    # -- aggregates
    def aggregate(self, kind):
        """sum, avg or count over the rows of a table that fulfil a condition."""
        pool = [t for t in self.tables if t.columns_of(kind)]
        if not pool or self.in_prior:
            return None
        table = self.rng.choice(pool)
        where = ''
        if self.chance(0.8):
            before = self.rng.choice(['', f'{table.name}.'])
            where = f' {self.say.word("where")} {self.condition(table, before, 1)}'
            self.case.features.add('fn:where')
        if kind == RATIO and self.chance(0.7):
            what = table.name
            if self.chance(0.4):
                what += '.' + self.rng.choice(table.columns_of(MONEY) or table.columns_of(kind))
            return Expr(f'{self.say.word("count")}{self.bracket(what + where)}', ATOM, 44)
        name = self.rng.choice(['sum', 'sum', 'avg', 'min', 'max'])
        inner = self.column_expr(table, kind, self.rng.choice([0, 0, 1]))
        text = f'{self.say.word(name)}{self.bracket(inner.text + where)}'
        return Expr(text, ATOM, inner.bits + {'avg': 100, 'sum': 40}.get(name, 4))

    # -- clauses of rules
    def clauses(self, table, where):
        """`where` and `when` of a rule; table: whose rows it is over."""
        out = ''
        before = ''
        if where and self.chance(0.3 if self.joined else 0.2):
            out += f' {self.say.word("where")} {self.condition(table, before, 1)}'
            self.case.features.add('each:where' if self.joined else 'where')
        if self.chance(0.2 if self.joined else 0.12):
            out += f' {self.say.word("when")} {self.condition(table, before, 1)}'
            self.case.features.add('each:when' if self.joined else 'when')
        return out
