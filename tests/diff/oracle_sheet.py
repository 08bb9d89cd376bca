"""A table's data: how columns are found in a CSV file."""
import os

from oracle_book import Book, is_book
from oracle_cells import Cell, read_figure
from oracle_file import records_of
from oracle_header import is_blank, split_header
from oracle_lexer import Fault
from oracle_map_file import FolderMap
from oracle_margin import without_margin
from oracle_match import TOTALS, norm_header
from oracle_rows import Rows
from oracle_rowunits import RowUnitCell
from oracle_units import chain_text


class Sheet(Rows):
    """A table's data: its rows, their levels and parents, its columns.

    index, group, rest: of each node its column, its group, its unlisted columns
    lenient: columns may lack (in prior data); their figures are missing
    """

    def __init__(self, program, table, folder, ident=None):
        self.p, self.table = program, table
        self.ident, self.lenient = ident or table.name, ident is not None
        self.missing = False
        self.cells = {}
        self.index, self.group, self.rest = {}, {}, {}
        self.unit_columns = {}
        self.map = FolderMap(folder, table)
        path = os.path.join(folder, self.map.file or table.file)
        if not os.path.exists(path):
            self.missing = True
            self.rows, self.leaves, self.total = [], [], None
            return
        self.heads, rows = self.read(path)
        self.rows = without_margin(self, rows)
        self.find_columns()
        self.place_rows()

    def read(self, path):
        """The headers and the rows below them."""
        sheet = Book(path).records(self.table.sheet) if is_book(path) else (records_of(path),)
        heads, rows = split_header(self, *sheet)
        return heads, [row for row in rows if not is_blank(row)]

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
        if self.lenient:
            return None
        raise Fault(f'{self.table.name}: no column {name}')

    def find_columns(self):
        table = self.table
        self.key_columns = []
        self.key_index = {}
        for name, texts in table.keys.items():
            self.key_index[name] = self.header(name, self.map.texts(name, texts))
            self.key_columns.append(self.key_index[name])
        self.level_columns = []
        for level in table.levels:
            self.level_columns.append([self.key_column(key) for key in level.keys])
        self.all_keys = sorted({i for level in self.level_columns for i in level}
                               | set(self.key_columns))
        for node in table.columns:
            self.find_node(node, None, True)
        self.unit_columns = {self.index[n]: self.header(n.unit_from, [])
                             for n in table.nodes if n.unit_from}
        self.declared = [self.index[n] for n in table.nodes]
        self.numeric = {i for i in range(len(self.heads)) if self.has_number(i)}
        self.texts = [i for i in range(len(self.heads)) if i not in self.numeric
                      and i not in self.all_keys and i not in self.declared
                      and i not in self.unit_columns.values()]
        for node in table.nodes:
            self.rest[node] = []
        named = {self.heads[i] for i in self.declared if i is not None}
        for tree in table.columns:
            for node in tree.family():
                if node.braces and self.index[node] is not None:
                    self.rest[node] = self.unlisted(node, named)

    def key_column(self, key):
        """The column of a key, declared or named by its header."""
        at = self.key_index.get(key)
        return self.header(key, self.map.texts(key, [])) if at is None else at

    def has_number(self, column):
        return any(len(r) == len(self.heads) and read_figure(r[column]) is not None
                   for r in self.rows)

    def find_node(self, node, group, outermost):
        title = self.table.title(node)
        if title in self.map.headers:
            at = self.header(node.name, self.map.texts(title, []))
        elif node.from_list or (self.table.shares_name(node) and not node.headers):
            names = node.headers or [node.name]
            texts = ['/'.join((group or ()) + (n,)) for n in names]
            at = self.header(node.name, texts)
        else:
            at = self.header(node.name, node.headers, group)
        self.index[node] = at
        self.group[node] = () if at is None else self.group_of(at, outermost)
        for child in node.children:
            self.find_node(child, self.group[node], False)

    def group_of(self, at, outermost):
        head = self.heads[at]
        group = head[:-1] if head[-1] in TOTALS else head
        size = len(group)
        alone = not any(h[:size] == group and len(h) > size and i != at
                        for i, h in enumerate(self.heads))
        return head[:-1] if outermost and alone else group

    def unlisted(self, node, named):
        """The columns of a node's group that no node of the table names."""
        group, out, seen = self.group[node], [], set()
        size = len(group)
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

    def repeated_labels(self):
        return []

    def column_of(self, path):
        """(index, unit, grid) of a column named after a dot."""
        node = self.table.find(path)
        if node:
            return self.index[node], node.unit, node.grid
        return self.header(path[-1], []), self.table.unit, self.table.grid

    unit_cell = RowUnitCell

    def printed_unit(self, row, index):
        """The text that tells the unit of a cell's figure; None if none does."""
        column = self.unit_columns.get(index)
        return None if column is None else self.text(row, column)

    def cell(self, row, index, unit, grid):
        key = (row, index, unit, grid)
        if key not in self.cells:
            record = self.rows[row]
            text = record[index] if len(record) == len(self.heads) else None
            printed = self.printed_unit(row, index)
            if printed is None or text is None:
                self.cells[key] = Cell(text, grid, self.p.units.chain(unit)[0], chain_text(unit))
            else:
                self.cells[key] = self.unit_cell(self.p, text, grid, unit, printed)
        return self.cells[key]
