"""Random expressions: typed by kind of unit, with a guess at their width."""
from fractions import Fraction

F = Fraction
MONEY_UNITS = [('元', 0), ('千元', 3), ('万元', 4), ('百万元', 6), ('亿元', 8)]
MONEY, RATIO, COUNT, RATE, SQUARE = 'money', 'ratio', 'count', 'rate', 'square'
ATOM, POW, NEG, MUL, ADD = 5, 4, 3, 2, 1
LIMIT = 225


class Expr:
    """Source text with its precedence, a guess at its width in bits, and whether it is constant."""

    def __init__(self, text, prec=ATOM, bits=60, const=False):
        self.text, self.prec, self.bits, self.const = text, prec, bits, const


class ExpressionMaker:
    """What a Maker does with expressions."""

    # -- helpers
    def chance(self, p):
        return self.rng.random() < p

    def pick(self, *choices):
        """A weighted choice: (weight, function) pairs that may be left out as None."""
        choices = [c for c in choices if c]
        at = self.rng.random() * sum(w for w, _f in choices)
        for weight, function in choices:
            at -= weight
            if at < 0:
                return function()
        return choices[-1][1]()

    def fresh(self, stem):
        self.serial += 1
        return f'{stem}{self.serial}'

    def wrap(self, expr, prec):
        if expr.prec < prec or self.chance(0.03):
            return f'{self.say.op("(")}{expr.text}{self.say.op(")")}'
        return expr.text

    def binary(self, op, a, b, bits, prec):
        gap = '' if self.chance(0.1) and a.text[-1] not in '0123456789％%' else ' '
        form = self.say.op(op)
        if op == '/' and gap == '':
            gap = ' '
        text = f'{self.wrap(a, prec)}{gap}{form}{gap}{self.wrap(b, prec + 1)}'
        return Expr(text, prec, bits, a.const and b.const)

    def add(self, a, b):
        return self.binary(self.rng.choice('+-'), a, b, max(a.bits, b.bits) + 2, ADD)

    def times(self, a, b):
        return self.binary('*', a, b, a.bits + b.bits, MUL)

    def over(self, a, b, kept=False):
        bits = a.bits + b.bits + (0 if kept else 56) if not b.const else a.bits + 8
        return self.binary('/', a, b, bits, MUL)

    def call(self, name, *args):
        text = self.say.word(name) + self.say.op('(')
        text += (self.say.op(',') + ' ').join(a.text for a in args) + self.say.op(')')
        bits = max(a.bits for a in args)
        if name in ('share', 'growth'):
            bits = sum(a.bits for a in args)
        return Expr(text, ATOM, bits + (40 if name == 'sum' else 0),
                    all(a.const for a in args))

    # -- literals
    def number(self, digits=None, places=None):
        digits = digits or self.rng.choice([1, 1, 2, 2, 3, 5, 9])
        places = self.rng.choice([0, 0, 0, 1, 2, 4]) if places is None else places
        value = self.rng.randrange(1, 10 ** digits)
        if self.chance(0.04):
            value = 0
        text = str(value)
        if places:
            text = text.rjust(places + 1, '0')
            text = text[:-places] + '.' + text[-places:]
        return self.say.digits(text)

    def literal(self, kind):
        number = self.number()
        unit = ''
        if kind == MONEY:
            unit = self.rng.choice([u for u, _p in MONEY_UNITS] + ['角', '分'])
        elif kind == RATIO:
            unit = self.rng.choice(['', '', '%', '%', '‰'])
            unit = self.say.op('%') if unit == '%' else unit
        elif kind == COUNT:
            unit = '人'
        elif kind == RATE:
            unit = self.rng.choice(['元/人', '万元/人'])
        gap = self.rng.choice(['', ' ']) if unit not in ('', '%', '％', '‰') else ''
        return Expr(number + gap + unit, ATOM, 20, True)

    def plain(self):
        """A bare constant to multiply or divide by: never zero."""
        while True:
            text = self.number(self.rng.choice([1, 1, 2, 3]), self.rng.choice([0, 0, 1]))
            if any(c not in '0０.．' for c in text):
                return Expr(text, ATOM, 12, True)

    # -- references
    def cell(self, kind, usable=None):
        """A total cell, or in a table's rule mostly a cell of the row."""
        table = self.row_table
        if table and self.chance(0.75):
            names = table.columns_of(kind)
            if names and self.chance(0.06):
                self.case.features.add('sum:bare')
                return self.call('sum', self.column_expr(table, kind, 2, ''))
            if names:
                return Expr(self.rng.choice(names))
        pool = [(t, c) for t in self.joined or self.tables if t.has_rows or self.joined
                for c in t.columns_of(kind)]
        if not pool:
            return None
        table, name = self.rng.choice(pool)
        return Expr(f'{table.name}.{name}')

    def row_cell(self, kind):
        """A cell of a row by name, or the sum of rows whose codes begin alike."""
        pool = [(t, c) for t in self.tables for c in t.columns_of(kind)]
        if not pool:
            return None
        table, name = self.rng.choice(pool)
        return Expr(f'{table.name}[{table.row_name()}].{name}')

    def says_prior(self, text):
        return any(word in text for word in ['prior', '上年'] + self.prior_lines)

    def prior(self, kind, depth):
        """prior( ) around an expression that has none yet."""
        if self.in_prior or (self.row_table and not self.row_table.key_columns):
            return None
        self.in_prior = True
        inner = self.expr(kind, depth, True)
        self.in_prior = False
        if inner.const or self.says_prior(inner.text):
            return None
        self.case.features.update(['fn:prior', 'prior:row'] if self.row_table else ['fn:prior'])
        return self.call('prior', inner)

    def undeclared(self):
        pool = [(t, h) for t in self.joined or self.tables if t.has_rows or self.joined
                for h in t.free_headers()]
        if not pool:
            return None
        table, header = self.rng.choice(pool)
        self.case.features.add('ref:header')
        return Expr(f'{table.name}.{self.say.quote(header)}')

    def summed(self, kind, depth):
        pool = [t for t in self.tables if t.columns_of(kind)]
        if not pool:
            return None
        table = self.rng.choice(pool)
        return self.call('sum', self.column_expr(table, kind, depth))

    def column_expr(self, table, kind, depth, before=None):
        before = f'{table.name}.' if before is None else before

        def column(of=kind):
            return Expr(before + self.rng.choice(table.columns_of(of)))
        if depth <= 0 or self.chance(0.45):
            return column()
        lesser = lambda: self.column_expr(table, kind, depth - 1, before)
        both = table.columns_of(COUNT) and table.columns_of(RATE) and kind == MONEY
        money = kind == MONEY
        return self.pick((4, lambda: self.add(lesser(), lesser())),
                         (2, lambda: self.times(lesser(), self.plain())),
                         (1, lambda: self.over(lesser(), self.plain())),
                         (0.5, lambda: self.add(lesser(), self.literal(kind))),
                         both and (4, lambda: self.times(column(COUNT), column(RATE))),
                         (1, lambda: self.rounded(lesser(), kind)),
                         money and (1, lambda: self.over(self.times(column(), column()),
                                                         self.literal_positive())),
                         money and (0.6, lambda: self.times(column(), self.over(column(),
                                                                               column()))))

    def literal_positive(self):
        return Expr(f'{self.rng.randrange(1, 1000)} 万元', ATOM, 30, True)

    def rounded(self, expr, kind):
        place = self.rng.choice(['1', '10', '0.1', '0.01', '0.05', '0.001', '1000', '0.25'])
        unit = {MONEY: self.rng.choice(['元', '万元', '元']), RATIO: self.rng.choice(['', '%']),
                COUNT: '人', RATE: '元/人'}[kind]
        return self.call('round', expr, Expr(place + unit, ATOM, 4, True))

    def named(self, kind):
        pool = self.names[kind]
        if self.in_prior:
            pool = [e for e in pool if not self.says_prior(e.text)]
        return self.rng.choice(pool) if pool else None

    def constant(self, kind):
        pool = self.constants[kind]
        if pool and self.chance(0.5):
            return self.rng.choice(pool)
        return self.literal(kind)

    # -- expressions
    def expr(self, kind, depth=3, linear=False):
        for _attempt in range(20):
            out = self.try_expr(kind, depth, linear)
            if out and out.bits <= LIMIT:
                return out
        return self.constant(kind)

    def leaf(self, kind):
        if self.chance(self.prior_chance):
            found = self.prior(kind, self.rng.choice([0, 0, 1]))
            if found:
                return found
        return self.pick((6, lambda: self.cell(kind)),
                         (1, lambda: self.row_cell(kind)),
                         (1.5, lambda: self.summed(kind, 0)),
                         (2, lambda: self.named(kind)),
                         kind == MONEY and (0.4, self.undeclared),
                         (0.7, lambda: self.constant(kind))) or self.constant(kind)

    def try_expr(self, kind, depth, linear):
        if depth <= 0 or self.chance(0.2):
            return self.leaf(kind)
        down = lambda k=kind: self.expr(k, depth - 1, linear)
        common = [(4, lambda: self.add(down(), down())),
                  (1.6, lambda: self.times(down(), self.plain())),
                  (0.8, lambda: self.times(self.plain(), down())),
                  (1.2, lambda: self.over(down(), self.plain())),
                  (0.7, lambda: self.negative(down())),
                  (1, lambda: self.summed(kind, 0 if linear else 2)),
                  not linear and (1, lambda: self.aggregate(kind)),
                  (0.3, lambda: self.add(Expr('0', ATOM, 1, True), down()))]
        if linear:
            return self.pick(*common)
        return self.pick(*common, (0.8, lambda: self.rounded(down(), kind)),
                         (0.7, lambda: self.call(self.rng.choice(['min', 'max']),
                                                 *(down() for _ in range(self.rng.choice([2, 2, 3]))))),
                         *self.special(kind, depth))

    def negative(self, a):
        return Expr(self.say.op('-') + self.wrap(a, NEG), NEG, a.bits, a.const)

    def power(self, a, n):
        return Expr(f'{self.wrap(a, ATOM)}{self.rng.choice(["^", " ^ "])}{n}', POW,
                    max(a.bits * n, 1), a.const)

    def special(self, kind, depth):
        down = lambda k, lin=False: self.expr(k, depth - 1, lin)
        if kind == MONEY:
            return [(1.2, lambda: self.times(down(RATIO), down(MONEY))),
                    (0.8, lambda: self.times(down(MONEY), down(RATIO))),
                    (1, lambda: self.times(down(COUNT), down(RATE))),
                    (0.6, lambda: self.over(self.times(down(MONEY), down(MONEY)), down(MONEY))),
                    (0.4, lambda: self.over(self.power(down(MONEY), 2), down(MONEY))),
                    (0.5, lambda: self.over(down(MONEY), down(RATIO)))]
        if kind == RATIO:
            top = (3, lambda: self.over(down(MONEY, True), down(MONEY, True), True))
            return [top, (2, lambda: self.call('share', down(MONEY, True), down(MONEY, True))),
                    (2, lambda: self.call('growth', down(MONEY, True), down(MONEY, True))),
                    (1, lambda: self.over(down(COUNT), down(COUNT))),
                    (1, lambda: self.times(down(RATIO), down(RATIO))),
                    (1, lambda: self.power(down(RATIO), self.rng.choice([1, 2, 2, 3, 3, 4, 8])))]
        if kind == COUNT:
            return [(0.6, lambda: self.times(down(COUNT), down(RATIO)))]
        return [(2, lambda: self.over(down(MONEY), down(COUNT))),
                (0.6, lambda: self.times(down(RATE), down(RATIO)))]
