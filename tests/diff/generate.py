#!/usr/bin/env python3
"""Random fisc programs with matching data, from a seed.

In: a seed (and a mode).  Out: a Case: the files of a program and its data folder, and the
features the case was built to show.  The same seed gives the same bytes.  Programs are typed
while they are built, so that nearly all of them compile; mode `units` plants one unit fault.
The oracle is asked for values only to choose literals that lie at the ends of intervals.
"""
import argparse
import os
import random
import sys
import tempfile
from fractions import Fraction

sys.dont_write_bytecode = True
import oracle
from generate_data import TableMaker
from generate_words import Speech
from oracle_values import Unknown, decimal_text, round_to

F = Fraction
MONEY_UNITS = [('元', 0), ('千元', 3), ('万元', 4), ('百万元', 6), ('亿元', 8)]
MONEY, RATIO, COUNT, RATE, SQUARE = 'money', 'ratio', 'count', 'rate', 'square'
ATOM, POW, NEG, MUL, ADD = 5, 4, 3, 2, 1
LIMIT = 225


class Expr:
    """Source text with its precedence, a guess at its width in bits, and whether it is constant."""

    def __init__(self, text, prec=ATOM, bits=60, const=False):
        self.text, self.prec, self.bits, self.const = text, prec, bits, const


class Case:
    def __init__(self, seed):
        self.seed = seed
        self.files = {}
        self.data = {}
        self.features = set()

    def write(self, folder):
        os.makedirs(os.path.join(folder, 'data'), exist_ok=True)
        for name, text in self.files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as handle:
                handle.write(text.encode('utf-8'))
        for name, data in self.data.items():
            with open(os.path.join(folder, 'data', name), 'wb') as handle:
                handle.write(data)
        return os.path.join(folder, 'rules.fisc'), os.path.join(folder, 'data')


class Maker:
    """Builds one program."""

    def __init__(self, seed, mode='plain'):
        self.rng = random.Random(f'{mode}-{seed}')
        self.say = Speech(self.rng)
        self.mode = mode
        self.case = Case(seed)
        self.head, self.declarations, self.rules = [], [], []
        self.names = {MONEY: [], RATIO: [], COUNT: [], RATE: []}
        self.constants = {MONEY: [], RATIO: [], COUNT: [], RATE: []}
        self.serial = 0
        self.tables = []
        self.row_table = None

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
        pool = [(t, c) for t in self.tables if t.has_rows for c in t.columns_of(kind)]
        if not pool:
            return None
        table, name = self.rng.choice(pool)
        return Expr(f'{table.name}.{name}')

    def undeclared(self):
        pool = [(t, h) for t in self.tables if t.has_rows for h in t.free_headers()]
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
        if not pool:
            return None
        return self.rng.choice(pool)

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
        return self.pick((6, lambda: self.cell(kind)),
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
                  (0.3, lambda: self.add(Expr('0', ATOM, 1, True), down()))]
        if linear:
            return self.pick(*common)
        return self.pick(*common, (0.8, lambda: self.rounded(down(), kind)),
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

    # -- declarations
    def declare_units(self):
        self.head.append(f'{self.say.word("use")} cn.units')
        if self.chance(0.1):
            self.head.append(f'{self.say.word("unit")} 箱 = 12 件')
        if self.chance(0.1):
            self.head.append(f'{self.say.word("unit")} 席 {self.say.word("count")}')
        if self.chance(0.06):
            self.head.append(f'{self.say.word("unit")} 美元')

    def declare_params(self):
        for _ in range(self.rng.randrange(0, 4)):
            kind = self.rng.choice([MONEY, RATIO, COUNT, RATE])
            name = self.fresh('参数值')
            value = self.literal(kind)
            if self.constants[kind] and self.chance(0.3):
                value = self.add(self.rng.choice(self.constants[kind]), value)
            elif self.chance(0.2):
                value = self.times(value, self.plain())
            because = f' {self.say.word("because")} "x"' if self.chance(0.2) else ''
            self.declarations.append(f'{self.say.word("param")} {name} = {value.text}{because}')
            self.constants[kind].append(Expr(name, ATOM, 40, True))

    def declare_lines(self):
        for _ in range(self.rng.randrange(2, 7)):
            kind = self.rng.choice([MONEY, MONEY, MONEY, RATIO, RATIO, COUNT, RATE])
            value = self.expr(kind, self.rng.choice([1, 2, 2, 3]), self.chance(0.6))
            if value.bits > 170:
                continue
            name = self.fresh('数')
            unit = {MONEY: self.rng.choice([u for u, _p in MONEY_UNITS]),
                    RATIO: self.rng.choice(['%', '‰']), COUNT: '人', RATE: '元/人'}[kind]
            shown = f' {self.say.word("in")} {unit}' if self.chance(0.5) else ''
            self.declarations.append(f'{self.say.word("line")} {name}{shown} = {value.text}')
            self.names[kind].append(Expr(name, ATOM, value.bits, value.const))
        if self.chance(0.3):
            self.long_product()

    def long_product(self):
        """298人 x 14 yuan x 22 days x 12: counts forgiven in the numerator."""
        name = self.fresh('数')
        days = self.rng.choice(['22天', '22 天', '12月', '2年'])
        rate = self.rng.choice(['14元', '14 元/人/天', '1.5千元/人', '0.5 万元/人天', '14元/(人·天)'])
        factors = [f'{self.rng.randrange(1, 500)}人', rate, days, '12']
        times = self.say.op('*')
        forgiven = rate.endswith(('元', '元/人'))
        shown = f' {self.say.word("in")} 万元' if forgiven and self.chance(0.5) else ''
        self.declarations.append(
            f'{self.say.word("line")} {name}{shown} = ' + f' {times} '.join(factors))
        if forgiven:
            self.names[MONEY].append(Expr(name, ATOM, 60, True))
            self.case.features.add('forgiven')
        elif days.endswith('天'):
            self.names[MONEY].append(Expr(name, ATOM, 60, True))
            self.case.features.add('rate-chain')

    def declare_tables(self):
        for at in range(self.rng.choice([1, 1, 2, 2, 3])):
            maker = TableMaker(self.rng, self.say, at, self.case)
            self.tables.append(maker)

    # -- rules
    def severity(self):
        return self.say.word(self.rng.choice(['must', 'must', 'should', 'note']))

    def rule_text(self, relation, exactly=None, name=None):
        label = ''
        if name or self.chance(0.4):
            label = f'{name or self.fresh("规则")}{self.say.op(":")} '
        tail = ''
        if exactly or (exactly is None and self.chance(0.08)):
            tail = f' {self.say.word("exactly")}'
        if self.chance(0.05):
            tail += f' {self.say.word("because")} {self.say.quote("条文")}'
        return f'{self.severity()} {label}{relation}{tail}'

    def relation(self):
        return self.rng.choice(['=', '=', '=', '=', '!=', '<', '<=', '<=', '>', '>=', '>='])

    def compare(self, *sides):
        out = sides[0].text
        for side in sides[1:]:
            out += f' {self.say.op(self.relation())} {side.text}'
        return out

    def free_rule(self):
        kind = self.rng.choice([MONEY, MONEY, MONEY, RATIO, RATIO, COUNT, RATE])
        sides = [self.expr(kind, self.rng.choice([1, 2, 3]), self.chance(0.5))
                 for _ in range(self.rng.choice([2, 2, 2, 3]))]
        return self.rule_text(self.compare(*sides))

    def row_rules(self, table):
        self.row_table = table
        out = []
        for _ in range(self.rng.choice([0, 1, 2, 3])):
            kind = self.rng.choice([MONEY, MONEY, RATIO, COUNT])
            left = self.expr(kind, self.rng.choice([0, 1, 2]), self.chance(0.6))
            if self.chance(0.15):
                unit = {MONEY: '万元', RATIO: '%', COUNT: '人'}[kind]
                relation = f'{left.text} {self.say.word("is")} {self.number()}{unit}'
            else:
                right = self.expr(kind, self.rng.choice([0, 1, 2]), self.chance(0.6))
                zero = Expr('0', ATOM, 1, True)
                relation = self.compare(left, zero if self.chance(0.2) else right)
            out.append('  ' + self.rule_text(relation))
        self.row_table = None
        return out

    # -- rules whose literal lies at an end of an interval
    def probes(self, count):
        out = []
        for _ in range(count):
            kind = self.rng.choice([MONEY, MONEY, RATIO, RATIO, RATIO, COUNT, RATE])
            one = self.expr(kind, self.rng.choice([0, 1, 1, 2, 2, 3]), self.chance(0.5))
            two = self.expr(kind, self.rng.choice([0, 1, 2]), True) if self.chance(0.3) else None
            if kind == MONEY and self.chance(0.1):
                one = self.shared(kind) or one
            if two is not None and one.bits + two.bits < LIMIT:
                one = self.add(one, two)
            if not one.const:
                out.append((kind, one))
        return out

    def shared(self, kind):
        """One cell in several terms: what may pass is loose."""
        cell, other = self.cell(kind), self.cell(kind)
        if not cell:
            return None
        return self.pick(
            (1, lambda: self.add(cell, self.rounded(cell, kind))),
            (1, lambda: self.times(cell, self.over(cell, other, True))),
            (1, lambda: self.times(self.call('share', cell, self.add(cell, other)), other)))

    def spans(self, probes, source, data):
        """The value and ends of each probe, in the base unit; None if unknown."""
        text = source + ''.join(f'line 探{i} = {e.text}\n' for i, (_k, e) in enumerate(probes))
        with tempfile.TemporaryDirectory() as folder:
            case = Case(0)
            case.files, case.data = dict(self.case.files), data
            case.files['rules.fisc'] = text
            rules, where = case.write(folder)
            program = oracle.Program()
            try:
                program.load(rules)
                run = oracle.Evaluator(program, where)
            except oracle.Fault:
                return [None] * len(probes)
        out = []
        for i in range(len(probes)):
            try:
                x = run.ref(f'探{i}', oracle.Place())
                out.append((x.value(), x.span()))
            except Unknown:
                out.append(None)
        return out

    def scaled_literal(self, value, kind, places=None):
        """A literal near a base value: exact where it ends within reach, else rounded."""
        unit, p = {MONEY: self.rng.choice(MONEY_UNITS),
                   RATIO: self.rng.choice([('', 0), ('%', -2), ('‰', -3)]),
                   COUNT: ('人', 0), RATE: ('元/人', 0)}[kind]
        value = value / F(10) ** p
        if places is None:
            places = 0
            while places < 22 and (value * 10 ** places).denominator != 1:
                places += 1
            if places == 22:
                places = self.rng.choice([4, 8, 12, 16, 18])
        whole = round_to(value, F(1, 10 ** places)) * 10 ** places
        text = str(abs(int(whole))).rjust(places + 1, '0')
        if places:
            text = text[:-places] + '.' + text[-places:]
        if len(text) > 38:
            return None
        return Expr(('-' if whole < 0 else '') + text + unit, NEG if whole < 0 else ATOM, 20, True)

    def tuned_value(self, span):
        value, ends = span
        step = F(1, 10 ** self.rng.choice([0, 1, 2, 4, 6, 9]))
        return self.rng.choice([value, ends.lo, ends.hi, ends.lo, ends.hi, ends.lo - step,
                                ends.hi + step, ends.lo + step, ends.hi - step, value + step,
                                (value + ends.lo) / 2, (value + ends.hi) / 2])

    def tuned_rule(self, probe, span):
        kind, expr = probe
        if span is None:
            literal = self.literal(kind)
        else:
            if self.chance(0.3):
                return self.tuned_is(probe, span)
            literal = self.scaled_literal(self.tuned_value(span), kind)
        if literal is None:
            return None
        relation = self.pick((4, lambda: self.compare(expr, literal)),
                             (1.5, lambda: self.compare(literal, expr)),
                             (1, lambda: self.compare(literal, expr, literal)),
                             (1, lambda: self.compare(self.binary('-', expr, literal, 60, ADD),
                                                      Expr('0'))))
        return self.rule_text(relation)

    def tuned_is(self, probe, span):
        kind, expr = probe
        value, ends = span
        places = self.rng.choice([0, 1, 1, 2, 4])
        base = self.rng.choice([value, value, ends.lo, ends.hi])
        literal = self.scaled_literal(base, kind, places)
        if literal is None:
            return None
        if self.chance(0.4):
            text = literal.text.lstrip('-')
            digits = ''.join(c for c in text if c in '0123456789.')
            step = F(1, 10 ** places) * self.rng.choice([-1, 1, 2])
            moved = F(digits) + step
            if moved >= 0:
                shown = decimal_text(moved)
                whole, _dot, part = shown.partition('.')
                shown = whole + ('.' + part.ljust(places, '0') if places else '')
                literal.text = literal.text.replace(digits, shown)
        return self.rule_text(f'{expr.text} {self.say.word("is")} {literal.text}')

    # -- unit faults
    def fault(self):
        money = self.cell(MONEY) or self.literal(MONEY)
        other = self.rng.choice([self.literal(COUNT), self.literal(RATE), Expr('5'), Expr('3%'),
                                 Expr('2元/月'), Expr('7天')])
        a, b = (money, other) if self.chance(0.5) else (other, money)
        must, line = self.say.word('must'), self.say.word('line')
        return self.pick(
            (4, lambda: f'{must} {a.text} {self.say.op(self.relation())} {b.text}'),
            (2, lambda: f'{must} {self.add(a, b).text} = 0'),
            (1, lambda: f'{line} 错1 in 人 = {money.text}'),
            (1, lambda: f'{line} 错1 in 万元 = {other.text}'),
            (1, lambda: f'{must} {money.text} is {self.number()}%'),
            (1, lambda: f'{must} {self.call("round", money, Expr("1%")).text} > 0'),
            (1, lambda: f'{must} {self.call("growth", a, b).text} > 0'),
            (1, lambda: f'{must} 5人 = 5天'),
            (1, lambda: f'{must} 5人 × 5天 = 25'),
            (1, lambda: f'{must} {self.times(money, money).text} > {money.text}'),
            (1, lambda: f'{must} {self.over(money, self.literal(COUNT)).text} > {money.text}'))

    # -- the whole
    def make(self):
        self.declare_units()
        self.declare_tables()
        self.declare_params()
        self.declare_lines()
        data = {}
        for table in self.tables:
            data.update(table.data())
        blocks = [t.source(self.row_rules(t)) for t in self.tables]
        source = self.assemble(blocks, [])
        rules = [self.free_rule() for _ in range(self.rng.randrange(3, 9))]
        rules += [r for t in self.tables for r in self.shape_rules(t)]
        probes = self.probes(self.rng.randrange(6, 14))
        if self.mode == 'plain':
            for probe, span in zip(probes, self.spans(probes, source, data)):
                rule = self.tuned_rule(probe, span)
                if rule:
                    rules.append(rule)
        else:
            rules.insert(self.rng.randrange(len(rules)), self.fault())
        self.case.data = data
        self.case.files['rules.fisc'] = self.assemble(blocks, rules)
        if self.chance(0.1):
            self.split_file(blocks, rules)
        return self.case

    def shape_rules(self, table):
        """What the data was built to fulfil: totals against sums."""
        names = table.columns_of(MONEY)
        if not (table.has_rows and names):
            return []
        out = []
        for _ in range(self.rng.choice([0, 1, 2])):
            name = self.rng.choice(names)
            total = Expr(f'{table.name}.{name}')
            whole = self.call('sum', total)
            if self.chance(0.3):
                whole = self.call('sum', self.add(total, Expr(f'{table.name}.'
                                                              f'{self.rng.choice(names)}')))
            out.append(self.rule_text(self.compare(total, whole)))
        return out

    def assemble(self, blocks, rules):
        parts = list(self.head)
        rest = self.declarations + blocks
        if self.chance(0.5):
            self.rng.shuffle(rest)
        text = '\n'.join(parts + rest + self.laid_out(rules)) + '\n'
        if self.chance(0.05):
            text = '# 注释\n' + text
        return text

    def laid_out(self, rules):
        """The rules on their lines: some go on after an operator, some share a line."""
        out = []
        for rule in rules:
            if self.chance(0.04):
                op = self.rng.choice([' + ', ' - ', ' = ', ' × ', ', '])
                rule = rule.replace(op, op.rstrip() + '  # 续\n    ', 1)
                self.case.features.add('layout:continued')
            if out and self.chance(0.03) and '\n' not in out[-1]:
                out[-1] += self.rng.choice([';', ' ; ', '；']) + rule
                self.case.features.add('layout:semicolon')
            else:
                out.append(rule)
        return out

    def split_file(self, blocks, rules):
        """The same program in two files."""
        self.case.features.add('use-file')
        inner = '\n'.join(self.head + self.declarations) + '\n'
        outer = f'{self.say.word("use")} "part/more.fisc"\n' + '\n'.join(blocks + self.laid_out(rules)) + '\n'
        self.case.files = {'rules.fisc': outer, 'part/more.fisc': inner}
        if self.chance(0.5):
            self.case.files['rules.fisc'] = outer.replace('\n', '\r\n')


def generate(seed, mode='plain'):
    return Maker(seed, mode).make()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--seed', type=int, required=True)
    parser.add_argument('--mode', choices=['plain', 'units'], default='plain')
    parser.add_argument('--out', required=True)
    args = parser.parse_args()
    case = generate(args.seed, args.mode)
    case.write(args.out)
    print(' '.join(sorted(case.features)))
    return 0


if __name__ == '__main__':
    sys.exit(main())
