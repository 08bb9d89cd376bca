"""Random rows of tables: their levels, codes and labels, and how rules name them."""
PREFIX = 'prefix'


class Level:
    """The key columns of a level and the lengths of their codes."""

    def __init__(self, *codes):
        self.prefix = codes[0][1] is PREFIX
        self.codes = [(key, None if size is PREFIX else size) for key, size in codes]


class Row:
    def __init__(self, level, codes, label, parent=None):
        self.level, self.codes, self.label, self.parent = level, codes, label, parent
        self.children = []
        self.depth = parent.depth + 1 if parent else 0
        self.true, self.shown, self.text = {}, {}, {}
        self.more = ''
        if parent:
            parent.children.append(self)

    def name_in(self, key):
        """What the row prints in the key column of a name."""
        return self.codes.get((key,), '') or (self.more if key in ('项目', '表单') else '')


class RowMaker:
    """What a TableMaker does with rows."""

    # -- rows
    def draw_rows(self):
        self.key_columns, self.levels = [], []
        self.has_rows = True
        scheme = self.rng.choice(['none', 'only', 'one', 'two', 'two', 'three', 'three', 'text',
                                  'free', 'nested', 'prefix', 'prefix', 'pair', 'pairs'])
        self.scheme = scheme
        self.feature('rows:' + scheme)
        unit, subject = ('单位代码',), ('科目编码',)
        self.has_rows = scheme != 'none'
        self.levels = [Level(*one) for one in {
            'none': [], 'only': [], 'one': [[(unit, 3)]], 'two': [[(unit, 3)], [(unit, 6)]],
            'three': [[(unit, 3)], [(unit, 6)], [(subject, 7)]],
            'text': [[(('部门',), None)], [(unit, 6)]],
            'free': [[(unit, 3)], [(subject, None)]],
            'nested': [[(unit, 6)], [(subject, 3)], [(subject, 7)]],
            'prefix': [[(unit, 6)], [(subject, PREFIX)]][self.rng.randrange(2):],
            'pair': [[(unit, 6), (subject, 7)]],
            'pairs': [[(unit, 3)], [(unit, 6), (subject, 3)]]}[scheme]]
        for level in self.levels:
            for key, _size in level.codes:
                if key not in self.key_columns:
                    self.key_columns.append(key)
        self.subtotals = self.chance(0.2)
        self.total_names = ['合计', '总计'] if self.has_rows and self.chance(0.12) else ['合计']
        self.label_column = ('名称',)
        self.more_key = ('项目编号',) if self.chance(0.15 if self.levels else 0.4) else None
        self.missing = self.rng.choice([None, None, None, 'zero', 'unknown', 'error'])
        self.make_rows()

    def make_rows(self):
        self.total = Row(0, {}, self.rng.choice(self.total_names)) if self.has_rows else None
        self.rows = []
        fan = self.rng.choice([1, 2, 2, 3])
        self.loose_codes = self.chance(0.4)
        if not self.levels:
            for _ in range(self.rng.choice([1, 2, 3, 4, 5, 6, 13])):
                self.rows.append(Row(1, {}, self.draw_label(), self.total))
        else:
            self.make_level(self.total, 1, {}, '', fan)
        self.leaf_rows = [r for r in self.rows if not r.children]
        used = set()
        for row in self.rows:
            row.more = self.rng.choice(['', 'A1', 'B2'])
            if not self.levels and self.chance(0.9):
                row.more = self.new_code(('项目',), None, 'X', used)

    def make_level(self, parent, level, codes, begun, fan):
        shape = self.levels[level - 1]
        if shape.prefix:
            self.make_prefix(parent, level, codes, '', 0)
            return
        last = level == len(self.levels)
        used = set()
        for _ in range(self.rng.randrange(1, fan + 2)):
            mine = dict(codes)
            for key, size in shape.codes:
                mine[key] = self.new_code(key, size, codes.get(key, ''), used)
            skip = not last and self.chance(0.05)
            row = parent
            if not skip:
                shown = dict(mine)
                if last and level > 1 and len(shape.codes) == 1 and self.chance(0.03):
                    shown = {k: c for k, c in mine.items() if k == shape.codes[0][0]}
                    self.feature('cell:code-left-out')
                row = Row(level, shown, self.draw_label(), parent)
                self.rows.append(row)
            if not last and self.chance(0.9):
                self.make_level(row, level + 1, mine, '', fan)

    def make_prefix(self, parent, level, codes, begun, depth):
        """Rows whose codes begin with one another; some in between are not there."""
        key, used = self.levels[level - 1].codes[0][0], set()
        for _ in range(self.rng.randrange(1, 4 if depth else 3)):
            code = begun + self.rng.choice(['01', '02', '05', '11'] if depth else ['201', '208', '12'])
            if depth and self.loose_codes and self.chance(0.5):
                code = begun + self.rng.choice(['.01', '0', 'A', '.1'])
            if code in used:
                continue
            used.add(code)
            row = parent
            if not (depth < 2 and self.chance(0.12)):
                shown = dict(codes)
                shown[key] = code
                row = Row(level, shown, self.draw_label(), parent)
                self.rows.append(row)
            if depth < 2 and self.chance(0.5):
                self.make_prefix(row, level, codes, code, depth + 1)

    def new_code(self, key, size, begun, used):
        again = self.case.codes.get((key, size, begun), [])
        while True:
            if again and self.chance(0.4):
                code = self.rng.choice(again)
                if code not in used:
                    used.add(code)
                    return code
                again = []
            if size is None:
                code = begun + self.rng.choice('甲乙丙丁戊己庚') + str(self.rng.randrange(1, 99))
            else:
                code = begun + ''.join(self.rng.choice('0123456789')
                                       for _ in range(size - len(begun)))
            if code not in used:
                used.add(code)
                self.case.codes.setdefault((key, size, begun), []).append(code)
                return code

    def draw_label(self):
        label = self.fresh('行')
        if self.chance(0.25):
            label = self.rng.choice(['一、', '（二）', '3.', '（4）', '(5) ', '其中：', '6、', '十一、']) + label
        return label

    def join_names(self):
        """The names of its key columns."""
        return [key[0] for key in self.key_columns] + (['项目'] if self.more_key else [])

    # -- rows by name
    def row_name(self):
        """What stands in [ ] to name a row, or rows by a prefix."""
        row = self.rng.choice(self.rows or [self.total])
        codes = self.codes_of(row)
        if self.chance(0.12) or not self.rows:
            self.feature('row:absent')
            return self.rng.choice(['999999', '没有', '0', f'{self.say.quote("缺")}'])
        if self.more_key and not self.levels and self.chance(0.5):
            codes = [row.more]
        if codes and codes[-1] and self.chance(0.75):
            return self.code_name(codes)
        self.feature('row:label')
        label = row.label.lstrip('一、（二）3.4(5) 其中：6十') if self.chance(0.7) else row.label
        if self.chance(0.1) and self.has_rows:
            label = self.rng.choice(self.total_names)
        return label if label.isalnum() and not label[0].isdigit() else self.say.quote(label)

    def codes_of(self, row):
        """The codes of the row's levels, outermost first."""
        out = []
        for level in self.levels[:row.level]:
            for key, size in level.codes:
                code = row.codes.get(key)
                if code is not None:
                    out.append(code[:size] if size else code)
        return out if row.level <= len(self.levels) else []

    def code_name(self, codes):
        last = codes[-1]
        outer = [c for c in codes[:-1] if self.chance(0.4)]
        star = ''
        if self.chance(0.25):
            last, star = last[:self.rng.choice([1, 2, 3, 3, 9])], '*'
            self.feature('row:prefix')
        if outer:
            self.feature('row:list')
        self.feature('row:code')
        if self.chance(0.15) or not last.isascii() or not last.replace('.', '0').isdigit():
            last, star = self.say.quote(last + star), ''
        outer = [c if c.isascii() and self.chance(0.9) else self.say.quote(c) for c in outer]
        return (self.say.op(',') + ' ').join(outer + [last + star])

    def rows_text(self):
        say = self.say
        text = f'{say.word("rows")} ' + f' {say.op("|")} '.join(self.total_names)
        if len(self.total_names) > 1:
            self.feature('rows:labels')
        for at, level in enumerate(self.levels, 1):
            codes = [key[0] + (f' {size}' if size else '') for key, size in level.codes]
            shown = codes[0]
            if len(codes) > 1:
                shown = say.op('(') + (say.op(',') + ' ').join(codes) + say.op(')')
            if level.prefix:
                shown += f' {say.word("prefix")}' + ('' if self.loose_codes else self.lengths())
            text += f' {{ 级{at} {say.word("by")} {shown}'
        return text + ' }' * len(self.levels)

    def lengths(self):
        return self.rng.choice(['', ' 2 3 4 5 6 7', ' 3 5 7'])
