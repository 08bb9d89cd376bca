"""A table's data: how cells, columns and rows are read from a CSV file."""
import csv
import io
import os
import unicodedata
from fractions import Fraction

from oracle_lexer import Fault, fold_char, is_digit
from oracle_values import F0, Interval, point


BLANKS = {'', '—', '－', '-', '–', '--', '——', '/', '无'}


def read_figure(text):
    """(value, places) of a figure's text; None if it is not a figure."""
    text = text.strip()
    sign = 1
    if text[:1] in ('-', '−', '+'):
        sign = 1 if text[0] == '+' else -1
        text = text[1:]
    out = ''
    for ch in text:
        if is_digit(ch):
            out += fold_char(ch)
        elif ch in ',，':
            out += ','
        elif ch in '.．':
            out += '.'
        else:
            return None
    whole, dot, part = out.partition('.')
    if (dot and not part) or not whole or ',' in part or '.' in part:
        return None
    groups = whole.split(',')
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(g) != 3 for g in groups[1:])):
        return None
    return sign * Fraction(''.join(groups) + '.' + (part or '0')), len(part)


def power_of_ten(factor):
    """The greatest p for which factor / 10^p is whole (factor is a positive decimal)."""
    p = 0
    while (factor / Fraction(10) ** p).denominator != 1 and p > -60:
        p -= 1
    while (factor / Fraction(10) ** (p + 1)).denominator == 1:
        p += 1
    return p


def grid_places(place):
    places = 0
    while (place * 10 ** places).denominator != 1:
        places += 1
    return places


def storage_scale(grid, factor):
    """How many decimal places of the printed unit a stored figure has."""
    places = grid_places(grid.place) if grid.place else 0
    return max(places + 1, 4 + max(power_of_ten(factor), 0))


def interval_of(v, u, mode):
    """The true values that print as v at the place u."""
    h = u / 2
    if mode == 'to':
        return Interval(v - h, v + h)
    if mode == 'half-up':
        if v == 0:
            return Interval(-h, h, True, True)
        return Interval(v - h, v + h, v < 0, v > 0)
    if mode == 'half-even':
        odd = (v / u) % 2 == 1
        return Interval(v - h, v + h, odd, odd)
    if v == 0:
        return Interval(-u, u, True, True)
    return Interval(v, v + u, False, True) if v > 0 else Interval(v - u, v, True, False)


class Cell:
    """What is read from one cell, in the base unit: value and span, or a reason; extra digits."""

    def __init__(self, text, grid, factor):
        self.reason, self.extra = None, False
        self.value, self.span = F0, point(F0)
        if text is None:
            self.reason = 'unreadable'
            return
        text = text.strip()
        if text in BLANKS:
            return
        figure = read_figure(text)
        if figure is None:
            self.reason = 'unreadable'
            return
        self.figure(figure[0], figure[1], grid, factor)

    def figure(self, v, places, grid, factor):
        grid_at = grid_places(grid.place) if grid.place else 0
        scale = storage_scale(grid, factor)
        if places > scale - 1:
            self.reason = 'unreadable'
            return
        if abs(v) * 10 ** scale > 10 ** 18:
            self.reason = 'overflow'
            return
        self.value, self.span = v * factor, point(v * factor)
        if grid.place is None:
            return
        u = grid.place
        if places > grid_at or (v / u).denominator != 1:
            self.extra = True
            u = Fraction(1, 10 ** places)
        if v == 0 and grid.zero_exact:
            return
        self.span = interval_of(v, u, grid.mode).scaled(factor)


def norm_header(text):
    return ''.join(unicodedata.normalize('NFKC', text).split())


TOTALS = ('合计', '小计', '总计')


class Sheet:
    """A table's data: its rows, their levels and parents, its columns."""

    def __init__(self, program, table, folder):
        self.p, self.table = program, table
        self.missing = False
        self.cells = {}
        path = os.path.join(folder, table.file)
        if not os.path.exists(path):
            self.missing = True
            self.rows, self.leaves, self.total = [], [], None
            return
        with open(path, encoding='utf-8-sig', newline='') as handle:
            text = handle.read()
        records = [r for r in csv.reader(io.StringIO(text, newline='')) if r]
        if not records:
            raise Fault(f'{path} is empty')
        self.heads = [tuple(norm_header(h).split('/')) for h in records[0]]
        self.rows = records[1:]
        self.find_columns()
        self.place_rows()

    # -- columns
    def text(self, row, column):
        record = self.rows[row]
        return record[column].strip() if column < len(record) else ''

    def lookup(self, name, group=None):
        parts = tuple(norm_header(name).split('/'))
        tries = [parts]
        if group is not None:
            tries.insert(0, group + parts)
        for want in tries:
            hits = [i for i, h in enumerate(self.heads) if h == want]
            if len(hits) > 1:
                raise Fault(f'{self.table.name}: header {name} fits two columns')
            if hits:
                return hits[0]
        hits = [i for i, h in enumerate(self.heads) if h[-1] == parts[-1] and len(parts) == 1]
        return hits[0] if len(hits) == 1 else None

    def header(self, name, texts, group=None):
        for want in texts:
            whole = tuple(norm_header(want).split('/'))
            if self.heads.count(whole) > 1:
                raise Fault(f'{self.table.name}: header {want} fits two columns')
            if whole in self.heads:
                return self.heads.index(whole)
        at = None if texts else self.lookup(name, group)
        if at is not None:
            return at
        raise Fault(f'{self.table.name}: no column {name}')

    def find_columns(self):
        table = self.table
        self.key_columns = []
        self.key_index = {}
        for name, texts in table.keys.items():
            self.key_index[name] = self.header(name, texts)
            self.key_columns.append(self.key_index[name])
        self.level_columns = []
        for key, _size in table.levels:
            at = self.key_index.get(key)
            if at is None:
                at = self.header(key, [])
            self.level_columns.append(at)
        self.all_keys = sorted(set(self.key_columns + self.level_columns))
        for node in table.columns:
            self.find_node(node, None, True)
        self.declared = [n.index for n in table.nodes.values()]
        self.numeric = {i for i in range(len(self.heads)) if self.has_number(i)}
        self.texts = [i for i in range(len(self.heads)) if i not in self.numeric
                      and i not in self.all_keys and i not in self.declared]
        for node in table.nodes.values():
            node.rest = []
        named = {self.heads[n.index] for n in table.nodes.values()}
        for tree in table.columns:
            for node in tree.family():
                if node.braces:
                    node.rest = self.unlisted(node, named)

    def has_number(self, column):
        return any(len(r) == len(self.heads) and read_figure(r[column]) is not None
                   for r in self.rows)

    def find_node(self, node, group, outermost):
        node.index = self.header(node.name, node.headers, group)
        head = self.heads[node.index]
        node.group = head[:-1] if head[-1] in TOTALS else head
        if outermost:
            size = len(node.group)
            if not any(h[:size] == node.group and len(h) > size and i != node.index
                       for i, h in enumerate(self.heads)):
                node.group = head[:-1]
        for child in node.children:
            self.find_node(child, node.group, False)

    def unlisted(self, node, named):
        """The columns of a node's group that no node of the table names."""
        group, size, out, seen = node.group, len(node.group), [], set()
        for head in self.heads:
            part = head[:size + 1]
            if head[:size] != group or len(head) <= size or part in seen:
                continue
            seen.add(part)
            if any(n[:size + 1] == part for n in named):
                continue
            out.extend(i for i in self.part_columns(part)
                       if i in self.numeric and i not in self.all_keys)
        return out

    def part_columns(self, part):
        whole = [i for i, h in enumerate(self.heads) if h == part]
        if whole:
            return whole[:1]
        for last in TOTALS:
            hits = [i for i, h in enumerate(self.heads) if h == part + (last,)]
            if hits:
                return hits[:1]
        return [i for i, h in enumerate(self.heads)
                if h[:len(part)] == part and len(h) == len(part) + 1]

    def column_of(self, name):
        """(index, unit, grid) of a column named after a dot."""
        node = self.table.nodes.get(name)
        if node:
            return node.index, node.unit, node.grid
        return self.header(name, []), self.table.unit, self.table.grid

    def cell(self, row, index, unit, grid):
        key = (row, index, unit, grid)
        if key not in self.cells:
            record = self.rows[row]
            text = record[index] if len(record) == len(self.heads) else None
            self.cells[key] = Cell(text, grid, self.p.units.chain(unit)[0])
        return self.cells[key]

    # -- rows
    def place_rows(self):
        table = self.table
        self.total, self.repeated, self.level = None, [], {}
        for row in range(len(self.rows)):
            if table.total is not None and self.is_total(row):
                if self.total is None:
                    self.total = row
                else:
                    self.repeated.append(row)
            else:
                self.level[row] = self.level_of(row)
        seen = {}
        for row, level in self.level.items():
            if level is None or not self.all_keys or table.total is None:
                continue
            ident = (level, tuple(self.text(row, k) for k in self.all_keys))
            if not any(ident[1]):
                continue
            if ident in seen:
                self.repeated.append(row)
            seen.setdefault(ident, row)
        self.children = {}
        self.find_parents()
        self.leaves = [r for r in range(len(self.rows)) if r != self.total
                       and r not in self.repeated and r not in self.children]

    def is_ragged(self):
        """Whether a row with too many or too few fields fits no level: it could belong anywhere."""
        return any(level is None and len(self.rows[row]) != len(self.heads)
                   for row, level in self.level.items())

    def is_total(self, row):
        return any(norm_header(self.text(row, i)) == norm_header(self.table.total)
                   for i in sorted(self.all_keys + self.texts))

    def level_of(self, row):
        """The level's number from 1; 0 where rows alone stands; None if the row fits no level."""
        if not self.table.levels:
            return 0
        for at in range(len(self.table.levels), 0, -1):
            code = self.text(row, self.level_columns[at - 1])
            size = self.table.levels[at - 1][1]
            if code and (size is None or len(code) == size):
                return at
        return None

    def find_parents(self):
        if self.table.total is None:
            return
        for row, level in self.level.items():
            if level is None or row in self.repeated:
                continue
            parent = self.parent_of(row, level)
            if parent is not None:
                self.children.setdefault(parent, []).append(row)

    def parent_of(self, row, level):
        for j in range(level - 1, 0, -1):
            found = [r for r, at in self.level.items() if at == j and r not in self.repeated
                     and self.begins(r, row, j - 1)]
            if len(found) > 1:
                found = [r for r in found if all(self.begins(r, row, i) for i in range(j - 1))]
            if found:
                return found[0]
        return self.total

    def begins(self, other, row, at):
        """Whether the other row's code of a level is the beginning of this row's."""
        size, column = self.table.levels[at][1], self.level_columns[at]
        return self.text(other, column)[:size] == self.text(row, column)[:size]

    def key(self, row):
        if row == self.total:
            return self.table.total
        codes = []
        for at in self.level_columns + self.key_columns:
            code = self.text(row, at)
            if code and code not in codes:
                codes.append(code)
        out = '/'.join(codes)
        label = self.text(row, self.texts[0]) if self.texts else ''
        return (out + ' ' + label).strip() if label else out
