"""Rows that are told by their labels: a tree of labels instead of codes."""
from oracle_labels import Hierarchy, Label, covered, nearest
from oracle_match import label_form
from oracle_place import Place
from oracle_values import Unknown


class LabelRows:
    """What a Sheet knows of its rows where `rows TOTAL at K { … }` stands.

    label_at  of each row with a label, the label
    row_of    of each node of the tree that is there, its row
    """

    def place_label_rows(self):
        self.tree = self.table.labels.nodes[0]
        self.labels, self.label_at, self.row_of = [], {}, {}
        self.read_labels(self.key_column(self.table.labels.label))
        self.bind_label(self.tree, None)
        self.total = self.row_of.get(self.tree)
        self.level = {row: 0 for row in range(len(self.rows)) if row != self.total}
        self.children = {}
        self.repeated = [r for r, label in self.label_at.items() if label.is_repeated()]
        nodes = [node for node in self.tree.family() if node in self.row_of]
        self.covers = {node: [x.row for x in covered(self.label_at[self.row_of[node]], self.labels, node)]
                       for node in nodes}
        self.unlisted_labels = self.outside() | self.not_in_closed()
        self.leaves = [row for row in range(len(self.rows)) if self.is_leaf(row)]

    def read_labels(self, column):
        order, times = Hierarchy(), {}
        for row in range(len(self.rows)):
            text = self.text(row, column)
            if not text:
                continue
            label = Label(self.table.labels, text)
            order.place(label)
            label.time, label.row = times.get(label.path(), 0), row
            times[label.path()] = label.time + 1
            self.labels.append(label)
            self.label_at[row] = label

    def bind_label(self, node, parent):
        """Finds the row of a node and of those beneath it."""
        near = self.label_at.get(self.row_of.get(parent))
        for text in node.headers or [node.name]:
            parts = tuple(label_form(part) for part in text.split('/'))
            fits = nearest([x for x in self.labels if x.ends_with(parts)], near, self.labels)
            if fits:
                free = [x for x in fits if x.node is None]
                if free and len({x.path() for x in fits}) == 1:
                    free[0].node = node
                    self.row_of[node] = free[0].row
                break
        for child in node.children:
            self.bind_label(child, node)

    def is_part(self, row):
        """Whether the row is of-which: as it is printed, or as a node says."""
        label = self.label_at[row]
        return label.of_which or (label.node is not None and label.node.part == 'of')

    def placed(self):
        """The labels that have a place: nodes, what is of-which, totals of what is declared, and
        what stands under those or is covered by those."""
        found = {x for x in self.labels if x.node is not None or x.of_which or x.restates}
        found |= {self.label_at[row] for rows in self.covers.values() for row in rows}
        while True:
            more = {x for one in found if one.rank for x in covered(one, self.labels, one.node)}
            more |= {x for x in self.labels if any(x.is_under(one) for one in found)}
            if more <= found:
                return found
            found |= more

    def outside(self):
        """Rows that are of no node."""
        placed = self.placed()
        return {row for row in range(len(self.rows)) if row not in self.label_at or not (
            self.label_at[row] in placed or self.label_at[row].is_repeated())}

    def not_in_closed(self):
        """Rows that a node without others covers and that no node means."""
        return {row for node, rows in self.covers.items() if node.sums() and not node.others
                for row in rows if self.label_at[row].node is None}

    def is_leaf(self, row):
        label = self.label_at.get(row)
        if label is None or row == self.total or self.is_part(row) or label.is_repeated():
            return False
        if label.node is not None and label.node.sums():
            return False
        if any(x.over() == label.path() and not x.of_which for x in self.labels):
            return False
        return not (label.rank and covered(label, self.labels, label.node))

    def parts_of(self, node):
        """The rows that a node is the sum of, each with its sign, as the sheet has them; before them
        None for each that is not there."""
        out = [(self.row_of.get(c), -1 if c.part == 'less' else 1) for c in node.children
               if c.part != 'of']
        if node.others:
            out += [(row, 1) for row in self.covers[node] if self.label_at[row].node is None]
        return sorted(out, key=lambda part: -1 if part[0] is None else part[0])


class LabelResults:
    """What an Evaluator does with trees of labels."""

    def label_sums(self, sheet):
        for one in sheet.tree.family():
            if one in sheet.row_of and one.sums():
                for node in sheet.table.nodes:
                    if self.adds_up(node):
                        self.label_sum(sheet, node, one)
            if one.part == 'of':
                for node in sheet.table.nodes:
                    if self.adds_up(node):
                        self.label_part(sheet, node, one)

    def label_sum(self, sheet, node, one):
        base = {'rule': f'{sheet.table.name}.rows.{sheet.table.title(node)}',
                'key': sheet.key(sheet.row_of[one]), 'severity': 'must', 'kind': 'rows'}
        parts = sheet.parts_of(one)
        self.equation(base, node,
                      lambda: self.node_figure(sheet, sheet.row_of[one], node),
                      [lambda r=r, c=c: self.row_figure(sheet, r, node).scaled(c) for r, c in parts],
                      len(parts), sheet.is_ragged())

    def label_part(self, sheet, node, one):
        title = f'{sheet.table.name}.rows.of.{one.name}.{sheet.table.title(node)}'
        row = sheet.row_of.get(one)
        base = {'rule': title, 'key': '', 'severity': 'must',
                'kind': 'of-which'}
        try:
            left = self.row_figure(sheet, row, node)
            right = self.row_figure(sheet, sheet.row_of.get(one.parent), node)
            self.add_result(base, self.judge(left, '<=', right), node.unit)
        except Unknown as unknown:
            self.add_unknown(base, unknown.reason, node.unit)

    def row_figure(self, sheet, row, node):
        if row is None:
            raise Unknown('missing')
        return self.figure_at(sheet, row, sheet.index[node], node.unit, node.grid, ('hand', row), Place())
