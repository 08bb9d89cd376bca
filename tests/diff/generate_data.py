"""Random tables: their source text and the CSV data that goes with it.

In: a random generator, the spellings, the case to note features in.  Out: `source()`, the
declaration, and `data()`, {file: bytes}.  True values are drawn for the leaves and summed, then
printed to the grid, so totals agree within their slack; slips are planted afterwards, most of
them exactly at or just beyond the slack.  Nothing here is a binary floating point number.
"""
from fractions import Fraction

from generate_columns import ColumnMaker
from generate_rows import Row, RowMaker
from oracle_values import decimal_text, round_to

F = Fraction
UNITS = [('元', 0), ('千元', 3), ('万元', 4), ('万元', 4), ('百万元', 6), ('亿元', 8)]
BLANK_CELLS = ['', '', ' ', '—', '－', '-', '–', '--', '——', '/', '无']
UNREADABLE = ['abc', '1,23', '12元', '(5)', '1.2.3', '1 2', '5%', '1e3', '1,2345', '.', '-', '不详']
WIDE = str.maketrans('0123456789', '０１２３４５６７８９')


class TableMaker(ColumnMaker, RowMaker):
    def __init__(self, rng, say, at, case):
        self.rng, self.say, self.case = rng, say, case
        self.name = rng.choice(['表', 'T', '明细'])+ str(at + 1)
        self.file = f't{at + 1}.csv'
        self.serial = at * 100
        self.unit, self.p = rng.choice(UNITS)
        self.grid = self.draw_grid()
        self.columns = []
        self.trees = []
        self.lists = []
        self.key_names = []
        self.left_out = set()
        self.draw_columns()
        self.draw_rows()

    def chance(self, p):
        return self.rng.random() < p

    def fresh(self, stem):
        self.serial += 1
        return f'{stem}{self.serial}'

    def feature(self, name):
        self.case.features.add(name)

    # -- source
    def source(self, rules):
        say = self.say
        title = f' {say.quote("名")}' if self.chance(0.3) else ''
        out = [f'{say.word("table")} {self.name}{title} {say.word("in")} {self.unit}'
               f'{self.grid_text(self.grid)} {say.word("from")} {say.quote(self.file)}'
               f'{self.attributes()} {{']
        if self.has_rows:
            out.append('  ' + self.rows_text())
        if self.more_key:
            out.append(f'  {say.word("key")} 项目 {say.quote(self.more_key[0])}')
        for name, entries in self.lists:
            inner = ' '.join(n + (f' {say.quote(t)}' if t else '') for n, t in entries)
            out.insert(0, f'{say.word("list")} {name} {{ {inner} }}')
        for tree in self.trees:
            out.append(f'  {say.word("column")} {self.node_text(tree, 2)}')
        return '\n'.join(out + rules + ['}'])

    def attributes(self):
        out = ''
        if self.chance(0.25):
            self.feature('partial')
            out = f' {self.say.word("partial")}'
        if self.missing is None:
            return out
        self.feature('missing:' + self.missing)
        return f'{out} {self.say.word("missing")} {self.say.word(self.missing)}'

    # -- values
    def grid_of(self, column):
        return column.grid or self.grid

    def draw_values(self):
        self.printed_sums = self.chance(0.35)
        p = self.p
        top = 18 - max((self.grid.places or 0) + 1, 4 + p)
        reach = self.rng.choice([1, 1, 2, 3, 4, 6, top - 2, top - 2])
        self.reach = min(reach, top - 2)
        self.negative = self.chance(0.3)
        self.zero_columns = {c.header() for c in self.columns if self.chance(0.08)}
        everyone = self.rows + ([self.total] if self.total else [])
        for column in self.ordered():
            for row in self.deepest_first(everyone):
                self.draw_value(column, row)

    def ordered(self):
        """Columns, children before their parents."""
        out = []

        def visit(column):
            of_which = [c for c in column.children if c.part == 'of']
            for child in [c for c in column.children if c.part != 'of'] + column.others:
                visit(child)
            if column not in out and column.part != 'of':
                out.append(column)
            out.extend(of_which)
        for column in self.columns:
            visit(column)
        return out

    def deepest_first(self, rows):
        return sorted(rows, key=lambda r: -r.depth)

    def draw_value(self, column, row):
        if row.children:
            parts = [(r, column, 1) for r in row.children]
        elif column.summands():
            parts = [(row, c, sign) for c, sign in column.summands()]
        else:
            row.true[column] = self.leaf_value(column)
            if column.part == 'of':
                row.true[column] = row.true[column.parent] * F(self.rng.choice([0, 3, 7, 10, 10, 11]), 10)
            row.shown[column] = self.printed(column, row.true[column])
            return
        factor = self.factor(column)
        which = 'shown' if self.printed_sums else 'true'
        row.true[column] = sum((getattr(r, which)[c] * self.factor(c) / factor * sign
                                for r, c, sign in parts), F(0))
        row.shown[column] = self.printed(column, row.true[column])

    def factor(self, column):
        if column.unit == '元':
            return F(1)
        return F(10) ** self.p if column.kind == 'money' else F(1)

    def leaf_value(self, column):
        if column.role in ('unlisted',) and self.chance(0.75):
            return F(0)
        if column.header() in self.zero_columns or self.chance(0.12):
            return F(0)
        reach = self.reach if column.kind == 'money' else self.rng.choice([1, 2, 3])
        digits = 7
        grid = self.grid_of(column)
        if grid.places is None:
            digits = self.rng.choice([0, 1, 2, 3]) if column.kind == 'money' else 0
        value = F(self.rng.randrange(1, 10 ** (reach + digits)), 10 ** digits)
        if self.chance(0.05):
            value = F(1)
        if self.huge and column.kind == 'money' and column.unit is None:
            self.feature('huge')
            s = max((grid.places or 0) + 1, 4 + self.p)
            value = F(10) ** (18 - s) - self.rng.randrange(1, 10)
        return -value if self.negative and self.chance(0.3) else value

    def printed(self, column, value):
        grid = self.grid_of(column)
        if grid.places is None:
            return value
        u = grid.place()
        q = abs(value) / u
        whole, rest = divmod(q.numerator, q.denominator)
        rest = F(rest, q.denominator)
        if grid.mode == 'half-even':
            up = rest > F(1, 2) or (rest == F(1, 2) and whole % 2 == 1)
        else:
            up = grid.mode != 'truncate' and rest >= F(1, 2)
        return (whole + up) * u * (1 if value >= 0 else -1)

    # -- slips
    def plant_slips(self):
        parents = [(r, c) for r in self.everyone() for c in self.columns if r.children and c.name]
        parents += [(r, c) for r in self.everyone() for c in self.columns if c.summands()]
        for _ in range(self.rng.choice([0, 0, 1, 1, 2, 4])):
            if parents:
                self.slip(*self.rng.choice(parents))

    def slip(self, row, column):
        grid = self.grid_of(column)
        u = grid.place() if grid.places is not None else F(1)
        if row.children and (not column.summands() or self.chance(0.5)):
            parts = [(r, column, 1) for r in row.children]
        else:
            parts = [(row, c, sign) for c, sign in column.summands()]
        total = sum((r.shown[c] * self.factor(c) / self.factor(column) * sign
                     for r, c, sign in parts), F(0))
        steps = (len(parts) + 1) // 2 + self.rng.choice([0, 0, 1, 1, -1, 3])
        if grid.mode == 'truncate':
            steps = self.rng.choice([len(parts), len(parts) - 1, 1, 2])
        row.shown[column] = total + self.rng.choice([1, -1]) * steps * u
        self.feature('slip')

    def everyone(self):
        return ([self.total] if self.total else []) + self.rows

    # -- cells
    def cell_text(self, row, column):
        value, grid = row.shown[column], self.grid_of(column)
        if value == 0 and self.chance(0.6):
            cell = self.rng.choice(BLANK_CELLS)
            self.feature('blank:' + (cell if cell != ' ' else 'spaces'))
            return cell
        places = max(grid.places, 0) if grid.places is not None else None
        text = decimal_text(abs(value))
        text = self.place_digits(row, column, text, places)
        if value == 0:
            self.feature('blank:0' if '.' not in text else 'blank:0.00')
        whole, dot, part = text.partition('.')
        sign = self.rng.choice(['-', '-', '−']) if value < 0 else ''
        if value > 0 and self.chance(0.01):
            sign = '+'
        if len(whole) > 3 and self.commas:
            whole = self.grouped(whole)
        out = sign + whole + dot + part
        if self.chance(0.01):
            out = out.translate(WIDE).replace('.', self.rng.choice('.．'))
            self.feature('cell:full-width')
        if self.chance(0.03):
            out = self.rng.choice([' ', '\u3000']) + out + ' '
            self.feature('cell:blanks')
        return out

    def place_digits(self, row, column, text, places):
        whole, _dot, part = text.partition('.')
        if places is None:
            return text
        part = part.ljust(places, '0')
        if self.chance(0.012) and column.name and places < 3:
            truth = abs(row.true[column])
            more = places + self.rng.choice([1, 1, 2])
            s = max(places + 1, 4 + (self.p if column.kind == 'money' else 0))
            more = min(more, s - 1)
            if more > places:
                self.feature('cell:extra-digits')
                exact = decimal_text(round_to(truth, F(1, 10 ** more)))
                whole, _dot, part = exact.partition('.')
                part = part.ljust(more, '0')
        elif self.chance(0.04):
            shorter = part.rstrip('0')
            if shorter != part:
                self.feature('cell:fewer-digits')
            part = shorter
        return whole + ('.' + part if part else '')

    def grouped(self, whole):
        comma = self.rng.choice([',', ',', '，'])
        self.feature('cell:comma-wide' if comma == '，' else 'cell:comma')
        out = ''
        for at, ch in enumerate(reversed(whole)):
            out = ch + (comma if at and at % 3 == 0 else '') + out
        return out

    def spoil(self):
        """Unreadable, overflowing and too fine cells."""
        if not self.chance(0.16):
            return
        for _ in range(self.rng.choice([1, 1, 2])):
            row = self.rng.choice(self.everyone())
            column = self.rng.choice([c for c in self.columns if c.name])
            kind = self.rng.choice(['unreadable', 'overflow', 'overflow', 'edge', 'fine'])
            places = self.grid_of(column).places or 0
            p = self.p if column.kind == 'money' and column.unit != '元' else 0
            if column.kind != 'money' and column.unit != '人':
                kind = 'unreadable'
            s = max(places + 1, 4 + p)
            row.text[column] = {
                'unreadable': self.rng.choice(UNREADABLE[:-2] + ['不详']),
                'overflow': self.rng.choice(['9' * 20, '1' + '0' * (18 - s) + '1', '9' * 40]),
                'edge': '1' + '0' * (18 - s),
                'fine': '1.' + '1' * s}[kind]
            self.feature('cell:' + kind)

    # -- files
    def data(self):
        self.huge = self.chance(0.03)
        self.draw_values()
        self.plant_slips()
        self.commas = self.chance(0.5)
        self.spoil()
        if self.chance(0.05):
            self.feature('missing-table')
            return {}
        self.rows_in_order = self.order_rows()
        heads = list(self.key_columns) + ([self.more_key] if self.more_key else [])
        heads.append(self.label_column)
        figures = list(self.columns)
        if self.chance(0.3):
            self.rng.shuffle(figures)
        records = [['/'.join(h) for h in heads] + [self.head_text(c) for c in figures]]
        for row in self.rows_in_order:
            records.append(self.record(row, figures))
        return {self.file: self.encode(records)}

    def head_text(self, column):
        text = column.header()
        if self.chance(0.04):
            text = ' ' + text.replace('/', ' / ')
        if self.chance(0.03):
            text = text.translate(WIDE)
        return text

    def prior_data(self):
        """The same table in another year: other figures, some rows not there or of other codes."""
        self.left_out = {r for r in self.rows if self.chance(0.15)}
        kept = {row: row.codes for row in self.rows}
        for row in self.rows:
            if row.codes and self.chance(0.05):
                row.codes = dict(row.codes)
                row.codes[self.rng.choice(list(row.codes))] = self.rng.choice(['999', '2019999'])
        out = self.data()
        self.left_out = set()
        for row in self.rows:
            row.codes = kept[row]
        for row in self.everyone():
            row.text = {}
        return out

    def order_rows(self):
        rows = [r for r in self.rows if r not in self.left_out]
        if self.has_rows and self.chance(0.03):
            self.feature('missing-total')
        elif self.total:
            rows.insert(0 if self.chance(0.6) else len(rows), self.total)
        if self.chance(0.2):
            self.rng.shuffle(rows)
        if self.levels and self.chance(0.08) and self.rows:
            rows.append(self.rng.choice(self.rows))
            self.feature('repeated-row')
        if self.total and self.chance(0.04):
            rows.append(self.total)
            self.feature('repeated-total')
        if self.levels and self.chance(0.12):
            rows.append(self.stray())
            self.feature('unlisted-row')
        return rows

    def stray(self):
        row = Row(9, {self.key_columns[-1]: self.rng.choice(['', '9', '12345678'])}, '注')
        if self.levels[-1].codes[-1][1] is None:
            row.codes = {}
        filled = self.chance(0.5)
        for column in self.columns:
            row.true[column] = row.shown[column] = F(1) if filled and self.chance(0.3) else F(0)
        return row

    def record(self, row, figures):
        out = [self.as_printed(k[0], row.codes.get(k)) or self.no_code(row, k)
               for k in self.key_columns]
        if self.more_key:
            out.append('' if row is self.total else self.as_printed('项目', row.more))
        label = row.label
        if self.chance(0.02):
            label = ' ' + label + ' '
        out.append(label)
        for column in figures:
            out.append(row.text.get(column) or self.cell_text(row, column))
        if self.chance(0.002):
            out.append('多')
            self.feature('cell:fields')
        return out

    def as_printed(self, key, text):
        """A key's text, or another name of the same thing."""
        others = self.case.other_names.get(key, {}).get(text)
        return self.rng.choice(others) if others and self.chance(0.4) else text

    def no_code(self, row, key):
        """What a row of an outer level prints where rows further in have their codes."""
        if self.subtotals and row.codes and row.level < len(self.levels) and self.chance(0.6):
            self.feature('rows:subtotal')
            return self.rng.choice(['小计', '小 计'])
        return ''

    def encode(self, records):
        end = '\n'
        if self.chance(0.2):
            end = '\r\n'
            self.feature('csv:crlf')
        always = self.chance(0.15)
        text = end.join(','.join(self.quote(f, always) for f in r) for r in records)
        if self.chance(0.9):
            text += end
        data = text.encode('utf-8')
        if self.chance(0.2):
            self.feature('csv:bom')
            data = b'\xef\xbb\xbf' + data
        return data

    def quote(self, field, always):
        if always or any(c in field for c in ',"\r\n'):
            return '"' + field.replace('"', '""') + '"'
        return field
