"""Random columns of tables: trees, lists, grids, and their source text."""
from fractions import Fraction

from oracle_values import decimal_text

F = Fraction
MODES = ['to', 'to', 'half-up', 'half-even', 'truncate']


class Column:
    def __init__(self, parts, role, name=None, kind='money'):
        self.parts, self.role, self.name, self.kind = parts, role, name, kind
        self.children, self.others, self.closed_extra = [], [], []
        self.braces = self.has_others = False
        self.texts = None
        self.unit = None
        self.grid = None
        self.parent = None
        self.path = None
        self.part = 'child'
        self.branch = None

    def summands(self):
        """What it is the sum of: (column, sign)."""
        parts = [(c, -1 if c.part == 'less' else 1) for c in self.children if c.part != 'of']
        return parts + [(c, 1) for c in self.others]

    def header(self):
        return '/'.join(self.parts)

    def above(self):
        return self.parent.above() + [self.parent.name] if self.parent else []

    def called(self):
        """How rules name it."""
        return '.'.join(self.path or [self.name])


class Grid:
    def __init__(self, places=None, mode='to', zero_exact=False):
        self.places, self.mode, self.zero_exact = places, mode, zero_exact

    def place(self):
        return F(1, 10 ** self.places) if self.places >= 0 else F(10 ** -self.places)


class ColumnMaker:
    """What a TableMaker does with columns."""

    # -- grids
    def draw_grid(self):
        if self.chance(0.22):
            self.feature('grid:exact')
            return Grid()
        grid = Grid(self.rng.choice([0, 1, 2, 2, 2, 3, 4]), self.rng.choice(MODES),
                    self.chance(0.25))
        if self.chance(0.04):
            grid.places = -1
        self.feature('grid:' + grid.mode)
        if grid.zero_exact:
            self.feature('grid:zero-exact')
        return grid

    def grid_text(self, grid):
        say = self.say
        if grid.places is None:
            return f' {say.word("exact")}' if self.chance(0.7) else ''
        out = f' {say.word("to")} {decimal_text(grid.place())}'
        if grid.mode != 'to':
            out += f' {say.word(grid.mode)}'
        if grid.zero_exact:
            out += f' {say.word("zero")} {say.word("exact")}'
        return out

    # -- columns
    def columns_of(self, kind):
        return [c.called() for c in self.columns if c.name and c.kind == kind]

    def free_headers(self):
        return [c.header() for c in self.columns if c.role in ('other', 'unlisted')]

    def draw_columns(self):
        form = self.rng.choice(['total', 'group', 'group', 'plain'])
        self.trees.append(self.draw_root(form))
        if form == 'group' and self.chance(0.3):
            self.trees.append(self.draw_root('group'))
        if self.chance(0.15):
            self.trees.append(self.aside())
        for kind, p in (('count', 0.5), ('ratio', 0.25), ('rate', 0.3)):
            if self.chance(p):
                self.trees.append(self.own_unit(kind))
        if self.chance(0.25):
            self.share_name()

    def share_name(self):
        """Two columns of one name under different parents, named by their paths."""
        able = [c for c in self.columns if c.role == 'leaf' and c.kind == 'money' and not c.texts
                and (c.parent or c.name.startswith('旁')) and not (c.parent and c.parent.branch)]
        if not able:
            return
        one, two = self.rng.choice(able), self.rng.choice(able)
        if one.parent is two.parent:
            return
        if one.parts[:-1] == two.parts[:-1]:
            return
        name = self.fresh('同名')
        for column in (one, two):
            if column.parts[0].startswith('别组'):
                column.parts = column.parts[:-1] + (name,)
                column.texts = [column.header()]
            column.parts, column.name = column.parts[:-1] + (name,), name
            column.path = column.above() + [name]
        for column, other in ((one, two), (two, one)):
            short = column.path[-2:]
            seen = iter(other.path[:-1])
            if self.chance(0.6) and not all(part in seen for part in short[:-1]):
                column.path = short
        self.feature('column-path')

    def aside(self):
        """A declared column that stands beside the trees and is part of none."""
        name = self.fresh('旁')
        column = Column((name,), 'leaf', name)
        if self.chance(0.3):
            column.unit, column.grid = '元', Grid(self.rng.choice([0, 1, 2]))
        self.feature('column-aside')
        self.columns.append(column)
        return column

    def own_unit(self, kind):
        parts = (self.fresh('栏'),)
        if self.chance(0.3):
            parts = ('附',) + parts
        column = Column(parts, 'leaf', parts[-1], kind)
        column.unit = {'count': '人', 'ratio': self.rng.choice(['%', '‰']),
                       'rate': self.rng.choice(['元/人', '万元/人'])}[kind]
        column.grid = Grid()
        if kind != 'count' or self.chance(0.5):
            column.grid = Grid(self.rng.choice([0, 1, 2]), self.rng.choice(MODES),
                               self.chance(0.2))
        if kind == 'ratio' and column.grid.places is None:
            column.grid.places = 1
        self.columns.append(column)
        self.feature('column-unit')
        return column

    def draw_root(self, form):
        name = self.fresh('总')
        if form == 'total':
            group, column = (), Column((self.rng.choice(['总计', '合计']),), 'sum', name)
        elif form == 'plain':
            group, column = (), Column((name,), 'sum', name)
        else:
            group = (self.fresh('组'),)
            if self.chance(0.2):
                group = ('大组',) + group
            column = Column(group + (self.rng.choice(['合计', '小计', '总计']),), 'sum', name)
        self.columns.append(column)
        self.fill(column, group, 0)
        return column

    def fill(self, column, group, depth):
        column.braces = True
        if self.chance(0.2):
            self.use_list(column, group)
        else:
            for _ in range(self.rng.choice([1, 2, 2, 3, 4])):
                self.adopt(column, self.draw_child(group, depth), True)
        if self.chance(0.5):
            column.has_others = True
            self.feature('others')
            for _ in range(self.rng.choice([0, 1, 1, 2])):
                column.others.extend(self.unlisted_part(group, 'other'))
        elif self.chance(0.4):
            column.closed_extra.extend(self.unlisted_part(group, 'unlisted'))

    def adopt(self, column, child, other_parts):
        column.children.append(child)
        child.parent = column
        if other_parts and self.chance(0.06):
            child.part = 'less'
            self.feature('part:less')
        elif other_parts and child.role == 'leaf' and self.chance(0.08):
            child.part = 'of'
            self.feature('part:of')

    def use_list(self, column, group):
        """The children come from a reusable branch, a new one or one that was used before."""
        again = self.lists and self.chance(0.6)
        if not again:
            named = [self.fresh('级') for _ in range(self.rng.choice([1, 2, 3]))]
            self.lists.append((self.fresh('列表_'),
                               [(n, self.fresh('原名') if self.chance(0.2) else None) for n in named]))
        column.branch = self.rng.choice(self.lists)
        self.feature('list:again' if again else 'list')
        for name, text in column.branch[1]:
            child = Column(group + (text or name,), 'leaf', name)
            self.columns.append(child)
            self.adopt(column, child, False)
            child.path = child.above() + [name]

    def draw_child(self, group, depth):
        name = self.fresh(self.rng.choice(['费', '项', '工资_', 'c']))
        if depth < 2 and self.chance(0.25):
            parts = group + (self.fresh('子'),)
            inner = parts
            if self.chance(0.7):
                parts = parts + (self.rng.choice(['小计', '合计', '总计']),)
            column = Column(parts, 'sum', name)
            column.texts = ['/'.join(parts)]
            self.columns.append(column)
            self.fill(column, inner, depth + 1)
            return column
        column = Column(group + (name,), 'leaf', name)
        if self.chance(0.1):
            column.parts = (self.fresh('别组'), name)
        elif self.chance(0.15):
            column.parts = group + (self.fresh('原名'),)
            column.texts = [column.header()]
        if column.texts and self.chance(0.4):
            column.texts.insert(self.rng.randrange(2), '旧名')
        if self.chance(0.04):
            column.unit, column.grid = '元', Grid(self.rng.choice([0, 1, 2]))
            self.feature('column-unit')
        self.columns.append(column)
        return column

    def unlisted_part(self, group, role):
        form = self.rng.choice(['single', 'single', 'total', 'loose'])
        part = group + (self.fresh('余'),)
        if form == 'single':
            out = [Column(part, role)]
        elif form == 'total':
            total = Column(part + (self.rng.choice(['小计', '合计']),), role)
            total.children = [Column(part + (self.fresh('细'),), 'hidden') for _ in range(2)]
            self.columns.extend(total.children)
            out = [total]
        else:
            out = [Column(part + (self.fresh('细'),), role) for _ in range(2)]
        self.columns.extend(out)
        return out

    # -- source
    def node_text(self, column, indent):
        text = column.name
        if column.texts:
            text += ' ' + ' | '.join(self.say.quote(t) for t in column.texts)
        elif column.parts[-1] != column.name or column.parts[0] == '大组':
            text += ' ' + self.say.quote(column.header())
        if column.unit:
            text += f' {self.say.word("in")} {column.unit}{self.grid_text(column.grid)}'
        if self.chance(0.04):
            text += ' ' + self.say.word('unsummed')
            self.feature('unsummed')
        if column.braces:
            gap = self.rng.choice([' ', '\n' + ' ' * (indent + 2)])
            parts = [self.child_text(c, indent + 2) for c in column.children]
            if column.branch:
                parts = [f'{self.say.word("list")} {column.branch[0]}']
            if column.has_others:
                parts.append(self.say.word('others'))
            text += ' {' + gap + gap.join(parts) + ' }'
        return text

    def child_text(self, column, indent):
        part = '' if column.part == 'child' else self.say.word(column.part) + ' '
        return part + self.node_text(column, indent)
