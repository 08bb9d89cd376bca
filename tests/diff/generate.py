#!/usr/bin/env python3
"""Random fisc programs with matching data, from a seed.

In: a seed (and a mode).  Out: a Case: the files of a program and its data folder, and the
features the case was built to show.  The same seed gives the same bytes.  Programs are typed
while they are built, so that nearly all of them compile; mode `units` plants one unit fault.
The oracle is asked for values only to choose literals that lie at the ends of intervals.
"""
import argparse
import random
import sys

sys.dont_write_bytecode = True
from generate_case import Case
from generate_cond import ConditionMaker
from generate_data import TableMaker
from generate_expr import ATOM, COUNT, MONEY, MONEY_UNITS, RATE, RATIO, Expr, ExpressionMaker
from generate_form import FormMaker
from generate_join import JoinMaker
from generate_listed import ListedMaker
from generate_map import MapMaker
from generate_rowtree import RowTreeMaker
from generate_rowunits import RowUnitMaker
from generate_text import TextMaker
from generate_tuned import TunedMaker
from generate_whole import WholeMaker
from generate_words import Speech


class Maker(ExpressionMaker, ConditionMaker, TunedMaker, JoinMaker, MapMaker, WholeMaker,
            TextMaker, RowTreeMaker, RowUnitMaker, ListedMaker):
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
        self.prior_chance = self.rng.choice([0, 0, 0, 0.06, 0.12])
        self.in_prior = False
        self.joined = None
        self.certain = []
        self.prior_lines = []

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
            said = self.dated(kind, value.text + because) if self.chance(0.25) else None
            self.declarations.append(f'{self.say.word("param")} {name} '
                                     + (said or f'= {value.text}{because}'))
            if said:
                name += f' {self.say.word("at")} ' + self.rng.choice(['2018-12-31', '2019-01', '2019-04', '2021-07-15'])
            self.constants[kind].append(Expr(name, ATOM, 40, True))

    def dated(self, kind, value):
        """Three periods, of which one has this value."""
        values = [self.literal(kind).text for _ in range(2)]
        values.insert(self.rng.randrange(3), value)
        says = [f'{self.say.word("until")} 2018-12', f'{self.say.word("from")} 2019-01-01 {self.say.word("until")} 2019-04',
                f'{self.say.word("from")} 2019-05']
        parts = [f'{say} = {one}' for say, one in zip(says, values)]
        self.rng.shuffle(parts)
        return '{ ' + self.rng.choice(['  ', '\n    ']).join(parts) + ' }'

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
            if self.says_prior(value.text):
                self.prior_lines.append(name)
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
            kind = FormMaker if self.chance(0.2) else TableMaker
            maker = kind(self.rng, self.say, at, self.case)
            self.tables.append(maker)

    # -- rules
    def severity(self):
        return self.say.word(self.rng.choice(['must', 'must', 'should', 'note']))

    def rule_text(self, relation, exactly=None, name=None, each=''):
        label = ''
        if name or self.chance(0.4):
            label = f'{name or self.fresh("规则")}{self.say.op(":")} '
        tail = ''
        if exactly or (exactly is None and self.chance(0.08)):
            tail = f' {self.say.word("exactly")}'
        tail += each
        tail += self.clauses(self.row_table, self.row_table is not None or bool(each.strip()))
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

    # -- prior data
    def draw_prior(self):
        """The same tables in another year: None if the command is given none."""
        if not self.prior_chance or self.chance(0.1):
            return None
        data = {}
        for table in self.tables:
            data.update(table.prior_data())
        return data

    # -- the whole
    def make(self):
        self.declare_units()
        self.declare_tables()
        self.declare_params()
        self.declare_lines()
        self.draw_names()
        self.case.prior = self.draw_prior()
        data = self.declare_empty()
        for table in self.tables:
            data.update(table.data())
        blocks = [t.source(self.row_rules(t)) for t in self.tables]
        source = self.assemble(blocks, [])
        rules = [self.free_rule() for _ in range(self.rng.randrange(3, 9))]
        rules += [r for t in self.tables for r in self.shape_rules(t)]
        rules += self.each_rules() + self.maps() + self.whole_statements() + self.same_statements()
        rules += self.listed_rules()
        probes = self.probes(self.rng.randrange(6, 14))
        if self.mode == 'plain':
            for probe, span in zip(probes, self.spans(probes, source, data)):
                rule = self.tuned_rule(probe, span)
                if rule:
                    rules.append(rule)
        else:
            rules.insert(self.rng.randrange(len(rules)), self.fault())
        if self.mode == 'plain':
            self.add_texts(blocks, rules, source, data)
            self.add_row_tree(blocks, rules, data)
            self.add_row_units(blocks, rules, data)
        self.case.data = data
        if 'fn:prior' in self.case.features and self.case.prior is not None:
            self.case.features.add('prior:data')
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
        self.case.files.update({'rules.fisc': outer, 'part/more.fisc': inner})
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
