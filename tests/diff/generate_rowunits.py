"""Random tables whose rows or records tell the unit of their figures."""
import random
from fractions import Fraction

from oracle_cells import places_of
from oracle_values import decimal_text

F = Fraction
MONEY = [('元', 0), ('千元', 3), ('万元', 4), ('万 元', 4), ('亿元', 8), ('分', -2), ('百万元', 6)]
RATES = [('元/人', 0), ('万元/人', 4), ('元／人', 0), ('千元/人', 3)]
WRONG = ['坏', '人', '元/天', '', '元·人', '台', '次/年']


class RowUnitMaker:
    """What a Maker does with units that a sheet prints.  It draws from a generator of its own."""

    def add_row_units(self, blocks, rules, data):
        self.rng = self.say.rng = random.Random(f'rowunits-{self.mode}-{self.case.seed}')
        if not self.chance(0.3):
            return
        if self.chance(0.5):
            self.case.features.add('unit-from')
            blocks.append(self.unit_table())
            data['unit.csv'] = self.unit_file()
        else:
            self.case.features.add('long:unit')
            blocks.append(self.long_table())
            data['longunit.csv'] = self.long_file()
        rules += self.unit_rules()

    def unit_head(self, name, unit, grid, file):
        say = self.say
        return f'{say.word("table")} {name} {say.word("in")} {unit}{grid} {say.word("from")} "{file}"'

    def unit_table(self):
        say = self.say
        self.unit_name, self.unit_of = '量', self.rng.choice(MONEY[:3])
        said = f'{say.word("unit")} {say.word("from")}'
        return (self.unit_head('量', self.unit_of[0], '', 'unit.csv') + ' {\n'
                f'  {say.word("rows")} 合计\n  {say.word("key")} 品目\n'
                f'  {say.word("column")} 金额 {said} "计量单位"\n'
                f'  {say.word("column")} 人数 {say.word("in")} 人 {said} "人数单位"\n'
                f'  {say.word("column")} 定额 {say.word("in")} 元/人 {said} {say.quote("定额单位")}\n'
                f'  {self.severity()} 金额 {say.op(">=")} 0 元\n  {self.severity()} 定额 {say.op("<=")}'
                f' {self.number()}元/人\n}}')

    def unit_file(self):
        lines = [['品目', '金额', '计量单位', '人数', '人数单位', '定额', '定额单位']]
        for at in range(self.rng.choice([1, 2, 3, 5])):
            lines.append([f'品{at}'] + self.figure(MONEY, 0) + self.figure([('人', 0), ('', 0)], 0)
                         + self.figure(RATES, 0))
        total = ['合计'] + self.figure(MONEY, 0) + ['', '', '1', '元/人']
        return self.lines_of(lines + [total])

    def figure(self, units, p):
        """A figure and its unit: base values of some digits."""
        unit, own = self.rng.choice(units)
        value = F(self.rng.randrange(10 ** self.rng.choice([1, 3, 6, 9])), 10 ** self.rng.choice([0, 0, 2, 3]))
        value = value * F(10) ** (p - own)
        text = decimal_text(value) if places_of(value) is not None else '1'
        if self.chance(0.08):
            text = self.rng.choice(['', '—', '0', '0.00', '坏', f'({text})', f'△{text}', '1e3'])
        if self.chance(0.08):
            unit = self.rng.choice(WRONG)
            self.case.features.add('unit:wrong')
        return [text, unit]

    def lines_of(self, lines):
        return ('\n'.join(','.join(line) for line in lines) + '\n').encode()

    def long_table(self):
        say = self.say
        grid = self.rng.choice(['', f' {say.word("to")} 0.01', f' {say.word("to")} 1'])
        self.unit_name, self.unit_of = '长', self.rng.choice(MONEY[:3])
        return (self.unit_head('长', self.unit_of[0], grid, 'longunit.csv')
                + f' {say.word("long")} {say.word("row")} "品目" {say.word("value")} "数"'
                f' {say.word("column")} "栏" {say.word("unit")} "单位" {{\n  {say.word("key")} 品目\n'
                f'  {say.word("column")} 金额\n  {say.word("column")} 人数 {say.word("in")} 人\n'
                f'  {say.word("column")} 比 {say.word("in")} %\n'
                f'  {self.severity()} 金额 {say.op(">=")} 0 元\n  {self.severity()} 比 {say.op("<=")} 50%\n}}')

    def long_file(self):
        lines = [['品目', '栏', '数', '单位']]
        for at in range(self.rng.choice([1, 2, 3, 5])):
            for name, units in (('金额', MONEY), ('人数', [('人', 0), ('', 0)]), ('比', [('%', -2), ('‰', -3), ('％', -2)])):
                if not at or not self.chance(0.1):
                    lines.append([f'品{at}', name] + self.figure(units, 0))
        return self.lines_of(lines)

    def unit_rules(self):
        say, name = self.say, self.unit_name
        return [f'{self.severity()} {say.word("sum")}({name}.金额) {say.op(">")} {self.number()} 万元',
                f'{self.severity()} {name}[品0].金额 {say.op("<=")} {self.number()} 元',
                f'{self.severity()} {say.word("sum")}({name}.人数) {say.op("=")} {self.number()} 人']
