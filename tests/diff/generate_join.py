"""Random rules for each key of joined tables."""
from generate_expr import COUNT, MONEY, RATE, RATIO, Expr


class JoinMaker:
    """What a Maker does with `each`."""

    def key_choices(self):
        """Key names, and the tables that have them all."""
        names = sorted({name for t in self.tables for name in t.join_names()})
        choices = [[name] for name in names]
        if len(names) > 1 and self.chance(0.4):
            choices.append(self.rng.sample(names, 2))
        out = [(c, [t for t in self.tables if set(c) <= set(t.join_names())]) for c in choices]
        return [(c, tables) for c, tables in out if tables]

    def each_rules(self):
        choices = self.key_choices()
        if not choices:
            return []
        out = []
        for _ in range(self.rng.choice([0, 0, 1, 2])):
            keys, tables = self.rng.choice(choices)
            rule = self.each_rule(keys, tables)
            if rule:
                out.append(rule)
        return out

    def each_rule(self, keys, tables):
        self.joined = tables
        kinds = [k for k in (MONEY, MONEY, MONEY, RATIO, COUNT, RATE)
                 if any(t.columns_of(k) for t in tables)]
        kind = self.rng.choice(kinds)
        sides = self.pick((1, lambda: self.sum_sides(self.rng.choice(tables))),
                          (2, lambda: self.random_sides(kind)))
        if not sides:
            self.joined = None
            return None
        self.certain = [t for t in tables if any(s.text.startswith(t.name + '.') for s in sides)]
        self.keys = keys
        self.case.features.add('each:several' if len(keys) > 1 else 'each')
        if len(tables) > 1:
            self.case.features.add('each:tables')
        out = self.rule_text(self.compare(*sides), each=self.each_text(keys))
        self.joined, self.certain = None, []
        return out

    def key_test(self):
        """A text of the key at hand: the key's own, or that of another key column."""
        table = self.rng.choice(self.certain)
        key = self.rng.choice(self.keys)
        further = [name for name in table.join_names() if name not in self.keys]
        if further and self.chance(0.7):
            key = self.rng.choice(further)
            self.case.features.add('each:text')
        alone = key in self.keys or sum(key in t.join_names() for t in self.joined) == 1
        shown = key if alone and self.chance(0.5) else f'{table.name}.{key}'
        return self.text_test_of(table, key, shown)

    def random_sides(self, kind):
        first = self.cell(kind)
        if self.chance(0.5):
            first = self.add(first, self.expr(kind, self.rng.choice([0, 1, 2]), self.chance(0.7)))
        if self.chance(0.3):
            return [first, self.literal(kind)]
        return [first] + [self.expr(kind, self.rng.choice([0, 1]), self.chance(0.7))
                          for _ in range(self.rng.choice([1, 1, 1, 2]))]

    def sum_sides(self, table):
        """A column and what it is the sum of: in the data, for every key too."""
        pool = [c for c in table.columns if c.name and c.summands() and c.unit is None
                and all(p.name and p.unit is None for p, _sign in c.summands())]
        if not pool:
            return None
        column = self.rng.choice(pool)
        text = ''
        for part, sign in column.summands():
            op = f' {"+" if sign > 0 else "-"} ' if text else '-' if sign < 0 else ''
            text += f'{op}{table.name}.{part.called()}'
        return [Expr(f'{table.name}.{column.called()}'), Expr(text)]

    def each_text(self, keys):
        if len(keys) == 1:
            return f' {self.say.word("each")} {keys[0]}'
        return f' {self.say.word("each")} {self.say.op("(")}' + ', '.join(keys) + self.say.op(')')
