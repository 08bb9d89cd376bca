"""A form: blocks of labels and amounts in a sheet, turned into columns of one row for each key."""
from oracle_labels import Hierarchy, Label, covered, nearest
from oracle_lexer import Fault
from oracle_long import LongSheet
from oracle_match import label_form, norm_header
from oracle_sheet import Sheet


class FormSheet(Sheet):
    """What a form's sheet becomes: a column for each label, a row for each key."""

    def find_columns(self):
        self.source, self.source_heads = self.rows, self.heads
        self.key_of_rows()
        self.labels = []
        self.figures = [dict() for _ in self.keys_found]
        for block in self.table.blocks:
            self.read_block(block)
        for block in self.table.blocks:
            for node in block.nodes:
                self.bind(node, None)
        self.heads = [label.shown_path() for label in self.labels]
        self.rows = [[cells.get(label, '') for label in self.labels] for cells in self.figures]
        self.key_index, self.key_columns, self.level_columns = {}, [], []
        if self.table.each:
            self.add_key()
        for name, texts in self.table.keys.items():
            self.key_index[name] = self.key_label(name, texts)
            self.key_columns.append(self.key_index[name])
        self.all_keys = list(self.key_columns)
        self.declared = [self.index[n] for n in self.table.nodes]
        self.find_rest()
        covers = {i for rest in self.rest.values() for i in rest}
        self.texts = [i for i in range(len(self.heads)) if not self.has_number(i)
                      and i not in covers and i not in self.declared and i not in self.key_columns]

    def add_key(self):
        self.key_columns = [len(self.heads)]
        self.key_index = {self.table.each[0]: len(self.heads)}
        self.heads.append((norm_header(self.table.each[0]),))
        for row, key in zip(self.rows, self.keys_found):
            row.append(key)

    def key_label(self, name, texts):
        for text in texts or [name]:
            parts = tuple(label_form(part) for part in text.split('/'))
            fits = [x for x in self.labels if x.ends_with(parts)]
            if fits:
                return self.labels.index(fits[0])
        raise Fault(f'{self.table.name}: no label {name}')

    def source_column(self, name):
        parts = tuple(norm_header(name).split('/'))
        if parts in self.source_heads:
            return self.source_heads.index(parts)
        hits = [i for i, h in enumerate(self.source_heads) if h[-1:] == parts]
        if len(hits) != 1:
            raise Fault(f'{self.table.name}: no column {name}')
        return hits[0]

    def key_of_rows(self):
        """keys_found: the keys in order; key_at: of each source row, the number of its key."""
        if not self.table.each:
            self.keys_found, self.key_at = [''], [0] * len(self.source)
            return
        name, texts = self.table.each
        column = self.source_column(texts[0] if texts else name)
        self.keys_found, self.key_at, seen = [], [], {}
        for row in range(len(self.source)):
            text = self.source_text(row, column)
            at = seen.setdefault(norm_header(text), len(seen)) if text else None
            if at == len(self.keys_found):
                self.keys_found.append(text)
            self.key_at.append(at)

    def source_text(self, row, column):
        record = self.source[row]
        return record[column].strip() if column < len(record) else ''

    def read_block(self, block):
        label_at, amount_at = self.source_column(block.label), self.source_column(block.amount)
        where = block.where and (self.source_column(block.where[0]), norm_header(block.where[1]))
        known, start = {}, len(self.labels)
        for key in range(len(self.keys_found)):
            order, times, place = Hierarchy(), {}, start
            for row in range(len(self.source)):
                text = self.source_text(row, label_at)
                if self.key_at[row] != key or not text:
                    continue
                if where and norm_header(self.source_text(row, where[0])) != where[1]:
                    continue
                label = Label(block, text)
                order.place(label)
                first = label.ident()
                label.time = times.get(first, 0)
                times[first] = label.time + 1
                label = known.setdefault(label.ident(), label)
                order.above[-1] = label
                if label not in self.labels:
                    again = known.get((*first[:2], label.time - 1))
                    place = len(self.labels) if again else place
                    self.labels.insert(place, label)
                place = self.labels.index(label) + 1
                self.figures[key][label] = self.source[row][amount_at]

    # -- nodes
    def bind(self, node, parent):
        """Finds the label of a node, given the node of its parent."""
        block = self.block_of(node)
        near = self.label_of(parent) if parent else None
        label = None
        for text in node.headers or [node.name]:
            parts = tuple(label_form(part) for part in text.split('/'))
            fits = [x for x in self.labels if x.block is block and x.ends_with(parts)]
            fits = nearest(fits, near, [x for x in self.labels if x.block is block])
            if fits:
                label = self.next_of(fits, node)
                break
        if label is None:
            raise Fault(f'{self.table.name}: no label {node.name}')
        label.node = node
        self.index[node] = self.labels.index(label)
        self.group[node] = ()
        for child in node.children:
            self.bind(child, node)

    def block_of(self, node):
        while node.parent:
            node = node.parent
        return next(b for b in self.table.blocks if node in b.nodes)

    def label_of(self, node):
        return self.labels[self.index[node]]

    def next_of(self, fits, node):
        """The first of equal labels that no node before took."""
        if len({x.path() for x in fits}) > 1:
            raise Fault(f'{self.table.name}: {node.name} fits several labels')
        return next((x for x in fits if x.node is None), None)

    # -- what is not listed
    def find_rest(self):
        for node in self.table.nodes:
            label = self.label_of(node)
            labels = [x for x in self.labels if x.block is label.block]
            beneath = {n for n in node.family() if n is not node}
            self.rest[node] = [self.labels.index(x) for x in covered(label, labels, node)
                               if x.node not in beneath] if node.braces else []

    def place_rows(self):
        self.level = {row: 0 for row in range(len(self.rows))}
        self.total = None if self.table.each else 0
        self.children = {}
        self.leaves = list(self.level)
        self.repeated = []

    def key(self, row):
        return super().key(row) if self.table.each else ''

    def header(self, name, texts, group=None):
        """A label that no node takes, by its path or the end of its path."""
        parts = tuple(label_form(part) for part in name.split('/'))
        for fits in ([x for x in self.labels if x.path() == parts],
                     [x for x in self.labels if x.ends_with(parts)]):
            if fits and len({(x.block, x.path()) for x in fits}) == 1:
                return self.labels.index(fits[0])       # of repeated labels the first
        raise Fault(f'{self.table.name}: no label {name}')

    def repeated_labels(self):
        """Labels that stand again in a key, and that no node takes."""
        for row, cells in enumerate(self.figures):
            for label in cells:
                if label.is_repeated():
                    yield row


def open_sheet(program, table, folder, ident=None):
    kind = FormSheet if table.form else LongSheet if table.long else Sheet
    return kind(program, table, folder, ident)
