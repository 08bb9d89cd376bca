"""Random tables whose rows are told by their labels."""
import random

HAN = '一二三四五六七八九十'
STYLES = (lambda at: HAN[at] + '、', lambda at: f'（{HAN[at]}）', lambda at: f'{at + 1}、')


class LabelRow:
    """A printed label: what it stands under, its node's name if it has one, its figures in cents."""

    def __init__(self, name, printed, parent, part='child'):
        self.name, self.printed, self.parent, self.part = name, printed, parent, part
        self.children, self.named, self.others = [], False, False
        self.values = []


class RowTreeMaker:
    """What a Maker does with rows by labels.  It draws from a generator of its own."""

    def add_row_tree(self, blocks, rules, data):
        self.rng = self.say.rng = random.Random(f'rowtree-{self.mode}-{self.case.seed}')
        if not self.chance(0.3):
            return
        self.case.features.add('rowtree')
        self.tree_rows, self.tree_serial = [], 0
        self.tree_root = self.draw_tree()
        self.fill_tree(self.tree_root)
        blocks.append(self.tree_source())
        rules += self.tree_rules()
        if not self.chance(0.03):
            data['tree.csv'] = self.tree_file()

    # -- the tree
    def tree_row(self, mark, parent, part='child'):
        self.tree_serial += 1
        name = self.rng.choice(['费', '支出', '拨款']) + str(self.tree_serial)
        row = LabelRow(name, mark + name, parent, part)
        row.named = parent.named and self.chance(0.65)
        parent.children.append(row)
        self.tree_rows.append(row)
        return row

    def draw_tree(self):
        root = LabelRow('合计', self.rng.choice(['合计', '合 计', '合计']), None)
        root.named = True
        self.draw_level(root, 0)
        place = len(self.tree_rows) if self.chance(0.7) else 0
        self.tree_rows.insert(place, root)
        return root

    def draw_level(self, parent, depth):
        for at in range(self.rng.choice([1, 2, 2, 3, 4])):
            row = self.tree_row(STYLES[depth](at), parent)
            if row.named and at and self.chance(0.12):
                row.part = 'less'
                self.case.features.add('rowtree:less')
            if depth < 2 and self.chance(0.4):
                self.draw_level(row, depth + 1)
            elif self.chance(0.15):
                inner = self.tree_row('其中：', row, 'of')
                self.case.features.add('rowtree:of' if inner.named else 'rowtree:of-which')
        hidden = [c for c in parent.children if not c.named and c.part != 'of']
        parent.others = self.chance(0.85 if hidden else 0.3)

    def fill_tree(self, row):
        parts = [c for c in row.children if c.part != 'of']
        for child in row.children:
            self.fill_tree(child)
        if parts:
            row.values = [sum(c.values[i] * (-1 if c.part == 'less' else 1) for c in parts)
                          for i in (0, 1)]
        else:
            row.values = [self.rng.choice([0, 1, self.rng.randrange(10 ** 6)]) for _ in range(2)]
        for child in row.children:
            if child.part == 'of':
                child.values = [v * self.rng.choice([0, 5, 10, 11]) // 10 for v in row.values]

    # -- source
    def tree_source(self):
        say = self.say
        inner = ' '.join(self.tree_node(c) for c in self.tree_root.children if c.named)
        others = ' ' + say.word('others') if self.tree_root.others or not inner else ''
        key = f'  {say.word("key")} 项目\n' if self.chance(0.3) else ''
        return (f'{say.word("table")} 树 {say.word("in")} 万元 {say.word("to")} 0.01 {say.word("from")}'
                f' "tree.csv" {{\n{key}  {say.word("rows")} 合计 {say.word("at")} 项目 {{ {inner}{others} }}\n'
                f'  {say.word("column")} 数\n  {say.word("column")} 人数 {say.word("in")} 人\n'
                f'  {say.word("column")} 率 {say.word("in")} %\n'
                f'  {self.severity()} 数 {say.op(">=")} 0\n}}')

    def tree_node(self, row):
        text = {'less': self.say.word('less') + ' ', 'of': self.say.word('of') + ' '}.get(row.part, '')
        text += row.name
        if self.chance(0.15):
            text += ' ' + self.say.quote(row.printed if self.chance(0.5) else row.name)
        inner = [self.tree_node(c) for c in row.children if c.named]
        if row.others and (inner or any(c.part != 'of' for c in row.children)):
            inner.append(self.say.word('others'))
        return text + (' { ' + ' '.join(inner) + ' }' if inner else '')

    def tree_rules(self):
        say, named = self.say, self.rng.choice(self.tree_rows)
        out = [f'{self.severity()} {say.word("sum")}(树.数) {say.op("=")} 树.数',
               f'{self.severity()} 树[{named.name}].数 {say.op("<=")} 树.人数 × 10000 元/人']
        if self.chance(0.5):
            out.append(f'{self.severity()} {say.word("count")}(树) {say.op("=")} {len(self.tree_rows) // 2}')
        return out

    # -- file
    def tree_file(self):
        lines = [[row.printed, self.cents(row.values[0]), str(row.values[1]), '5'] for row in self.tree_rows]
        if self.chance(0.1):
            again = list(self.rng.choice([line for line in lines if '合' not in line[0]]))
            lines.insert(self.rng.randrange(len(lines) + 1), again)
            self.case.features.add('rowtree:again')
        if self.chance(0.1):
            lines.insert(self.rng.randrange(len(lines) + 1), ['', '1.00', '', ''])
            self.case.features.add('rowtree:blank')
        if self.chance(0.1):
            lines.append(['附加项', self.rng.choice(['2.00', '', '0']), '1', ''])
            self.case.features.add('rowtree:outside')
        if self.chance(0.1):
            lines.insert(self.rng.randrange(1, len(lines) + 1), ['小计', '3.00', '', ''])
            self.case.features.add('rowtree:subtotal')
        for line in lines:
            if self.chance(0.06):
                at = self.rng.choice([1, 2])
                line[at] = self.rng.choice(['', '—', '9.99', '0.001', '坏', line[at] + '1'])
        return ('\n'.join(','.join(line) for line in [['项目', '数', '人数', '率']] + lines) + '\n').encode()

    def cents(self, value):
        text = f'{abs(value) // 100}.{abs(value) % 100:02}'
        return '-' + text if value < 0 else text
