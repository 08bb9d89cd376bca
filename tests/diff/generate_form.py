"""Random forms: blocks of labels with amounts beside them, one row or a row for each key."""
from generate_columns import Column
from generate_data import TableMaker
from generate_rows import Row

HAN = '一二三四五六七八九十'


def ordinal(style, at):
    return {'han': HAN[at % 10] + '、', 'han-wide': f'（{HAN[at % 10]}）', 'digit': f'{at + 1}、',
            'dot': f'{at + 1}.', 'paren': f'（{at + 1}）', 'none': ''}[style]


class Block:
    """One pair of label and amount columns: its items in the order of the sheet."""

    def __init__(self, name, label, amount):
        self.name, self.label, self.amount = name, label, amount
        self.items = []
        self.roots = []


class FormMaker(TableMaker):
    """A form where a program may have a table."""

    # -- labels
    def draw_columns(self):
        self.by_key = self.chance(0.4)
        self.more_key, self.label_column, self.levels = None, None, []
        self.stacked = self.chance(0.3)
        self.blocks = []
        for at in range(self.rng.choice([1, 1, 2])):
            name = f'栏{self.serial + at + 1}' if self.chance(0.7) or at else None
            label, amount = f'甲{at}/项目', f'甲{at}/预算'
            if self.stacked:
                label, amount = '项目', '金额'
            block = Block(name, label, amount)
            self.blocks.append(block)
            self.draw_block(block)
        self.feature('form:each' if self.by_key else 'form')
        self.feature('form:where' if self.stacked else 'form:blocks')

    def add(self, block, printed, name, at=None):
        column = Column((printed,), 'leaf' if name else 'other', name)
        column.block = block
        self.columns.append(column)
        if at is None:
            block.items.append(column)
        else:
            block.items.insert(at, column)
        return column

    def draw_block(self, block):
        style = self.rng.choice(['han', 'han', 'digit', 'none', 'dot'])
        inner = self.rng.choice({'han': ['han-wide', 'digit', 'none'], 'none': ['none'],
                                 'digit': ['paren', 'none'], 'dot': ['paren', 'none']}[style])
        tops = []
        for at in range(self.rng.choice([1, 2, 2, 3, 4])):
            tops.append(self.draw_item(block, ordinal(style, at), True))
            if style != 'none' and self.chance(0.45):
                self.draw_children(block, tops[-1], inner)
        cut = self.rng.randrange(1, len(tops) + 1) if self.chance(0.35) else 0
        first = style != 'none' and not cut and self.chance(0.25)
        self.draw_totals(block, tops, cut, first)

    def draw_item(self, block, mark, listed):
        name = self.fresh(self.rng.choice(['费', '项目支出', '拨款']))
        printed, shown = mark + name, None
        if self.chance(0.1):
            shown = self.fresh('原名')
            printed = mark + shown
        if self.chance(0.05):
            printed = printed[:1] + ' ' + printed[1:] if not printed[:1].isascii() else printed
        column = self.add(block, printed, name if listed and self.chance(0.6) else None)
        if shown and column.name:
            column.texts = [shown]
        column.label = shown or name
        return column

    def draw_children(self, block, top, style):
        for at in range(self.rng.choice([1, 2, 3])):
            child = self.draw_item(block, ordinal(style, at), top.name is not None)
            self.take(top, child)
        if self.chance(0.2):
            child = self.draw_item(block, '其中：', top.name is not None)
            child.part = 'of'
            self.feature('form:of-which')
            if style == 'none' or self.chance(0.5):
                self.take(top, child)
            else:
                child.name, child.role = None, 'other'
                child.texts = None
                child.parent = top.children[-1]
                child.parent.children.append(child)
        elif self.chance(0.12):
            child = self.add(block, top.children[-1].parts[0], None)
            child.label, child.part, child.parent = top.children[-1].label, 'of', top
            top.children.append(child)
            self.feature('form:repeated')

    def take(self, parent, child):
        parent.children.append(child)
        child.parent = parent
        if child.name and not parent.name:
            child.name, child.role, child.texts = None, 'other', None

    def draw_totals(self, block, tops, cut, first):
        whole = self.rng.choice(['总计', '合计', '收 入 总 计', '支出合计'])
        total = self.add(block, whole, self.fresh('总'), 0 if first else None)
        total.texts = [whole]
        block.roots.append(total)
        if cut:
            at = block.items.index(tops[cut]) if cut < len(tops) else len(block.items) - 1
            part = self.add(block, '本年' + whole.replace(' ', '')[-2:], self.fresh('小'), at)
            part.texts = [part.parts[0]]
            for top in tops[:cut]:
                self.take(part, top)
            tops = [part] + tops[cut:]
            if not part.children[-1].children and self.chance(0.4):
                part.parts = ('小计',)
                part.texts = ['小计']
            self.feature('form:part')
        for top in tops:
            self.take(total, top)
        for column in self.columns:
            if column.block is block and column.children and column.name:
                self.close(column)

    def close(self, column):
        """Whether the parent says `others`."""
        hidden = [c for c in column.children if not c.name and c.part != 'of']
        column.has_others = self.chance(0.9 if hidden else 0.3)
        column.braces = column.has_others or any(c.name for c in column.children)

    def free_headers(self):
        return [self.label_path(c) for c in self.columns if not c.name and c.part != 'of']

    def label_path(self, column):
        return column.label

    # -- rows
    def draw_rows(self):
        self.scheme, self.has_rows = 'form', not self.by_key
        self.key_columns = [('表单',)] if self.by_key else []
        self.missing = self.rng.choice([None, None, 'zero', 'error'])
        self.total, used = None, set()
        self.total_names, self.subtotals = [], False
        self.rows = []
        for _ in range(self.rng.choice([1, 2, 3]) if self.by_key else 1):
            code = self.new_code(('项目',), None, 'X', used)
            self.rows.append(Row(1, {('表单',): code}, code))
            self.rows[-1].more = code
        self.leaf_rows = self.rows

    def join_names(self):
        return ['表单'] if self.by_key else []

    def row_name(self):
        if not self.by_key or self.chance(0.1):
            return '没有'
        code = self.rng.choice(self.rows).more
        if self.chance(0.2):
            self.feature('row:prefix')
            return code[:2] + '*' if code[:2].isascii() else self.say.quote(code[:2] + '*')
        self.feature('row:code')
        return code if code.isascii() else self.say.quote(code)

    # -- source
    def source(self, rules):
        say = self.say
        key = f' {say.word("each")} 表单' if self.by_key else ''
        out = [f'{say.word("form")} {self.name} {say.word("in")} {self.unit}'
               f'{self.grid_text(self.grid)} {say.word("from")} {say.quote(self.file)}{key}'
               f'{self.attributes()} {{']
        for at, block in enumerate(self.blocks):
            name = f' {block.name}' if block.name else ''
            where = f' {say.word("where")} "区块" = "区{at}"' if self.stacked else ''
            nodes = ' '.join(self.node_text(root, 4) for root in block.roots)
            out.append(f'  {say.word("block")}{name} {say.word("at")} {say.quote(block.label)}'
                       f'{say.op(",")} {say.quote(block.amount)}{where} {{ {nodes} }}')
        return '\n'.join(out + rules + ['}'])

    def node_text(self, column, indent):
        text = column.name + (f' {self.say.quote(column.texts[0])}' if column.texts else '')
        if column.braces:
            parts = [self.child_text(c, indent) for c in column.children if c.name]
            if column.has_others:
                parts.append(self.say.word('others'))
            text += ' { ' + ' '.join(parts) + ' }'
        return text

    # -- files
    def data(self):
        self.huge = False
        self.draw_values()
        self.plant_slips()
        self.commas = self.chance(0.5)
        self.spoil()
        if self.chance(0.05):
            self.feature('missing-table')
            return {}
        rows = [r for r in self.rows if r not in self.left_out] or self.rows
        records = self.stacked_records(rows) if self.stacked else self.side_by_side(rows)
        return {self.file: self.encode(records)}

    def cells_of(self, block, row):
        """The printed labels and amounts of a block in one key; some labels are left out."""
        out = []
        for column in block.items:
            if self.by_key and row is not self.rows[0] and not column.name and \
                    not column.children and self.chance(0.2):
                continue
            text = row.text.get(column) or self.cell_text(row, column)
            out.append([column.parts[0], text])
        return out

    def stacked_records(self, rows):
        head = (['表单'] if self.by_key else []) + ['区块', '项目', '金额']
        out = [head]
        names = {row: self.as_printed('表单', row.more) for row in rows}
        for row in rows:
            for at, block in enumerate(self.blocks):
                for label, amount in self.cells_of(block, row):
                    out.append(([names[row]] if self.by_key else []) + [f'区{at}', label, amount])
        return out

    def side_by_side(self, rows):
        out = [(['表单'] if self.by_key else [])
               + [h for b in self.blocks for h in (b.label, b.amount)]]
        for row in rows:
            blocks = [self.cells_of(block, row) for block in self.blocks]
            name = self.as_printed('表单', row.more)
            for at in range(max(len(b) for b in blocks)):
                record = [name] if self.by_key else []
                for block in blocks:
                    record += block[at] if at < len(block) else ['', '']
                out.append(record)
        return out
