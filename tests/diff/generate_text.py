"""Random texts: figures in prose, claims on them, and rules that name them."""
import random
from fractions import Fraction

from generate_expr import ADD, ATOM, COUNT, MONEY, MONEY_UNITS, RATE, RATIO, Expr
from oracle_values import decimal_text, round_to

F = Fraction
UNITS_OF = {MONEY: MONEY_UNITS, RATIO: [('%', -2), ('%', -2), ('‰', -3), ('', 0)],
            COUNT: [('人', 0), ('人', 0), ('', 0)],
            RATE: [('元/人', 0), ('万元/人', 4), ('元／人', 0), ('千元/人', 3)]}
UP, DOWN, SAME = ['增加', '增长', '上升', 'increase'], ['减少', '下降', 'decrease'], ['持平', '不变', 'unchanged']
WIDE = str.maketrans('0123456789', '０１２３４５６７８９')
WIDEST = 110            # bits of an expression that several claims may be about


class TextMaker:
    """What a Maker does with texts.  It draws from a generator of its own, so that what else a
    program has does not depend on it."""

    def add_texts(self, blocks, rules, source, data):
        self.rng = self.say.rng = random.Random(f'text-{self.mode}-{self.case.seed}')
        if not self.chance(0.35):
            return
        self.case.features.add('text')
        self.text_serial = 0
        self.text_rows, self.text_name = [], self.rng.choice(['正文', '文1', 'N'])
        self.heads = self.rng.choice([['id', 'value', 'unit', 'precision'],
                                      ['编号', '数值', '单位', '精度'], ['号', '数', '位', '末']])
        self.declarations.append(self.text_source())
        probes = self.text_probes()
        for (kind, one, value), span in zip(probes, self.spans([p[:2] for p in probes], source, data)):
            if value is None:
                value = self.rng.choice([span[0], span[1].lo, span[1].hi]) if span else F(self.rng.randrange(99))
            rules.append(self.text_rule(kind, one, value))
        if self.chance(0.4):
            self.rule_of_rows(blocks)
        if self.chance(0.15) and self.text_rows:
            again = list(self.rng.choice(self.text_rows))
            if [row[0] for row in self.text_rows].count(again[0]) == 1:
                self.text_rows.append(again)
        if not self.chance(0.03):
            data['n.csv'] = self.text_file()

    def text_source(self):
        braces = ''
        if self.heads[0] == '号':
            roles = ['id', 'value', 'unit', 'precision']
            braces = ' { ' + ' '.join(f'{r} {self.say.quote(h)}' for r, h in zip(roles, self.heads)) + ' }'
        return f'{self.say.word("text")} {self.text_name} {self.say.word("from")} "n.csv"{braces}'

    # -- what is claimed
    def text_probes(self):
        """(kind, expression, value or None): the last of a group of claims on one figure."""
        out = []
        for _ in range(self.rng.choice([2, 3, 4])):
            kind = self.rng.choice([MONEY, MONEY, MONEY, RATIO, RATIO, COUNT, RATE])
            one = self.expr(kind, self.rng.choice([0, 1, 1, 2]), self.chance(0.6))
            if not one.const and one.bits <= WIDEST:
                out += [(kind, one, None)] * self.rng.choice([1, 1, 2, 3])
        if self.chance(0.5):
            out += self.of_one_prior()
        return out

    def of_one_prior(self):
        """Claims on one figure of the year before."""
        pool = [(t, c) for t in self.tables if t.has_rows for c in t.columns_of(MONEY)]
        if not pool:
            return []
        table, name = self.rng.choice(pool)
        cell = Expr(f'{table.name}.{name}')
        if self.chance(0.3):
            cell = self.call('sum', cell)
        base, now = F(self.rng.randrange(1, 10 ** 6), 100), F(self.rng.randrange(1, 10 ** 6), 100)
        base, now = base * 10 ** 4, now * 10 ** 4
        if self.chance(0.5):
            now = base
        old = self.call('prior', cell)
        this = self.rng.choice([cell, Expr(f'{decimal_text(now)} 元', ATOM, 40, True)])
        forms = [(MONEY, self.binary('-', this, old, 70, ADD), now - base),
                 (MONEY, old, base),
                 (MONEY, self.times(Expr('2', ATOM, 3, True), old), 2 * base),
                 (MONEY, self.binary('-', old, this, 70, ADD), base - now),
                 (RATIO, self.call('growth', this, old), now / base - 1),
                 (RATIO, self.call('share', this, old), now / base)]
        self.case.features.update(['text:prior', 'fn:prior'])
        return [self.rng.choice(forms) for _ in range(self.rng.choice([2, 3, 4]))]

    # -- rules
    def text_rule(self, kind, one, value):
        word = self.rng.choice
        if self.chance(0.1):
            self.case.features.add('is:direction')
            return self.rule_text(f'{one.text} {self.say.word("is")} {word(UP + DOWN + SAME)}',
                                  each='' if self.chance(0.5) else ' ')
        ident = self.text_row(kind, value)
        figure = f'{self.text_name}[{ident}]'
        if self.chance(0.25):
            return self.rule_with(figure, kind, one)
        if self.chance(0.4):
            self.case.features.add('text:is')
            return self.rule_text(f'{one.text} {self.say.word("is")} {figure}', each=' ')
        self.case.features.add('claim')
        tail = f' {self.say.word("exactly")}' if self.chance(0.1) else ''
        if self.chance(0.1):
            tail += self.clauses(None, False)
        return f'{self.say.word("claim")} {figure}{self.say.op(":")} {one.text}{tail}'

    def rule_with(self, figure, kind, one):
        """A figure in an expression, and one that stands alone."""
        self.case.features.add('text:expression')
        if self.chance(0.5):
            return self.rule_text(self.compare(*self.rng.choice([[Expr(figure), one], [one, Expr(figure)]])))
        unit = self.rng.choice(UNITS_OF[kind])[0].replace('／', '/') or {COUNT: '人', RATIO: '%'}[kind]
        typed = Expr(f'{figure} {self.say.word("in")} {unit}')
        return self.rule_text(self.compare(self.add(one, typed), self.expr(kind, 1)))

    def rule_of_rows(self, blocks):
        """A rule over rows that names a figure of the text."""
        pool = [(at, c) for at, t in enumerate(self.tables) for c in t.columns_of(MONEY)]
        if pool:
            at, name = self.rng.choice(pool)
            figure = f'{self.text_name}[{self.text_row(MONEY, F(self.rng.randrange(10 ** 7)))}]'
            is_or = self.rng.choice([self.say.word('is'), '<=', '='])
            blocks[at] = blocks[at][:-1] + f'  {self.severity()} {name} {is_or} {figure}\n}}'
            self.case.features.add('text:rows')

    # -- rows of the text
    def text_row(self, kind, value):
        """Adds a row; how rules name it."""
        self.text_serial += 1
        ident = self.rng.choice(['N{:03}', '{:03}', '{}a', '图{}']).format(self.text_serial)
        unit, p = self.rng.choice(UNITS_OF[kind])
        places = self.rng.choice([0, 1, 1, 2, 2, 4, -1])
        u = F(10) ** -places
        value = round_to(value / F(10) ** p, u)
        if self.chance(0.25):
            value += self.rng.choice([-1, 1, 2]) * u
        text, precision = self.printed_text(value, places), decimal_text(u)
        if self.chance(0.12):
            precision = self.rng.choice(['', decimal_text(u * 10)])
        row = [ident, text, self.spelled(unit), precision]
        if self.chance(0.12):
            self.spoil_row(row)
        if not self.chance(0.04):
            self.text_rows.append(row)
        return ident

    def printed_text(self, value, places):
        whole, dot, part = decimal_text(abs(value)).partition('.')
        part = part.ljust(max(places, 0), '0')
        if len(whole) > 3 and self.chance(0.3):
            whole = f'{int(whole):,}'
        out = whole + ('.' + part if part else '')
        if self.chance(0.1):
            out = out.translate(WIDE)
        return ('-' if value < 0 else '') + out

    def spelled(self, unit):
        if unit == '%' and self.chance(0.2):
            return '％'
        return unit[:1] + ' ' + unit[1:] if len(unit) > 1 and self.chance(0.1) else unit

    def spoil_row(self, row):
        self.pick((3, lambda: row.__setitem__(1, self.rng.choice(UP + DOWN + SAME))),
                  (2, lambda: row.__setitem__(2, self.rng.choice(['坏', '元/天', '人', '台', '元/人/年']))),
                  (1, lambda: row.__setitem__(1, self.rng.choice(['', '—', '无']))),
                  (1, lambda: row.__setitem__(1, self.rng.choice(['约5', '1,23', '5..', '1 2']))),
                  (1, lambda: row.__setitem__(3, self.rng.choice(['0.2', '3', '百', '0']))))
        if row[1] in ('', '—', '无'):
            row[2] = ''

    def text_file(self):
        notes = ['收入', '支出', '三公经费', '比上年增加']
        lines = [','.join([self.heads[0], '原文'] + self.heads[1:])]
        for ident, value, unit, precision in self.text_rows:
            value = f'"{value}"' if ',' in value else value
            lines.append(','.join([ident, self.rng.choice(notes), value, unit, precision]))
        return ('\n'.join(lines) + '\n').encode('utf-8')
