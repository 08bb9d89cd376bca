"""Tables and forms: their heads, columns, rows, blocks."""
from fractions import Fraction

from oracle_lexer import ITEM_HEADS, Fault
from oracle_program import Block, Grid, Level, Node, Table
from oracle_syntax import Syntax


class TableSyntax(Syntax):
    """What a Parser does with tables."""

    def do_table(self, line):
        self.table_like(line, False)

    def do_form(self, line):
        self.table_like(line, True)

    def table_like(self, line, form):
        table = Table(self.name(), line)
        table.form = form
        if self.tok.kind == 'text':
            self.take()
        if not self.accept_clause('in'):
            self.fail('expected in')
        table.unit = self.chain()
        table.grid = self.grid()
        if not self.accept_clause('from'):
            self.fail('expected from')
        table.file = self.text()
        while self.attribute(table):
            pass
        self.program.declare(self.program.tables, table.name, table)
        self.program.order.append(('table', table))
        self.skip_nl()
        self.expect('{')
        self.skip_nl()
        while not self.accept('}'):
            self.item(table)
            self.end_statement()

    def attribute(self, table):
        word = self.word()
        if word == 'partial':
            table.partial = True
            self.take()
        elif word == 'missing':
            self.take()
            table.missing = self.word()
            if table.missing not in ('zero', 'unknown', 'error'):
                self.fail('expected zero, unknown or error')
            self.take()
        elif word == 'each' and table.form:
            self.take()
            table.each = (self.name(), self.headers())
        elif word == 'header':
            self.take()
            table.header_rows = int(self.number())
        elif word == 'sheet':
            self.take()
            table.sheet = self.text()
        elif word == 'long':
            self.take()
            self.long_form(table)
        else:
            return False
        return True

    def long_form(self, table):
        """long row R {, R} value V [column C] [unit U] [where "h" = "t"]"""
        if self.word() != 'row':
            self.fail('expected row')
        self.take()
        table.long = {'row': [self.text()]}
        while self.accept(','):
            table.long['row'].append(self.text())
        if self.word() != 'value':
            self.fail('expected value')
        self.take()
        table.long['value'] = self.text()
        if self.word() == 'column':
            self.take()
            table.long['column'] = self.text()
        if self.word() == 'unit':
            self.take()
            table.long['unit'] = self.text()
        if self.accept_clause('where'):
            table.long['where'] = self.header_test()

    def header_test(self):
        """"header" = "text": which rows of the sheet count."""
        header = self.name()
        self.expect('=')
        return header, self.name()

    def grid(self):
        grid = Grid()
        if self.accept_clause('exact'):
            return grid
        if self.accept_clause('to'):
            grid.place = Fraction(self.number())
            for mode in ('half-up', 'half-even', 'truncate'):
                if self.accept_clause(mode):
                    grid.mode = mode
            if self.accept_clause('zero'):
                if not self.accept_clause('exact'):
                    self.fail('expected exact')
                grid.zero_exact = True
        return grid

    # -- items
    def item(self, table):
        head = self.word()
        if head not in ITEM_HEADS:
            self.fail('expected rows, column, key or a rule')
        line = self.take().line
        if head == 'rows':
            self.rows(table)
        elif head == 'column':
            table.columns.append(self.node(table, None))
        elif head == 'key':
            name = self.name()
            table.keys[name] = self.headers()
        elif head == 'block':
            self.block(table)
        else:
            table.rules.append(self.rule(head, line, table))

    def rows(self, table):
        if table.total is not None:
            raise Fault('rows twice')
        table.total = [self.name()]
        while self.accept('|'):
            table.total.append(self.name())
        if self.word() == 'at':
            self.take()
            table.labels = Block(None, self.name(), None)
            self.label_tree(table)
        elif self.accept('{'):
            self.level(table)

    def level(self, table):
        self.skip_nl()
        self.name()
        self.skip_nl()
        if not self.accept_clause('by'):
            self.fail('expected by')
        self.skip_nl()
        level = Level([], [])
        if self.accept('('):
            self.code(level)
            while self.accept(','):
                self.code(level)
            self.expect(')')
        else:
            self.code(level)
        self.skip_nl()
        if self.word() == 'prefix':
            self.take()
            level.prefix = True
            self.skip_nl()
            while self.tok.kind == 'num':
                level.lengths.append(int(self.number()))
                self.skip_nl()
        table.levels.append(level)
        if self.accept('{'):
            self.level(table)
        self.skip_nl()
        self.expect('}')

    def code(self, level):
        """A key column of a level and the length of its codes."""
        level.keys.append(self.name())
        self.skip_nl()
        level.sizes.append(int(self.number()) if self.tok.kind == 'num' else None)

    def headers(self):
        out = []
        if self.tok.kind == 'text':
            out.append(self.take().text)
            while self.accept('|'):
                out.append(self.text())
        return out

    # -- trees
    def node(self, table, parent, part='child'):
        node = Node(self.name(), parent, part)
        table.nodes.append(node)
        node.from_list = self.in_list
        node.headers = self.headers()
        node.unit, node.grid = table.unit, table.grid
        if self.accept_clause('in'):
            node.unit = self.chain()
            node.grid = self.grid()
        if self.unit_from():
            node.unit_from = self.text()
            if node.grid.place is not None or table.form or table.long:
                raise Fault(f'{node.name}: a unit from a column cannot stand here')
        node.unsummed = self.accept_clause('unsummed') or bool(parent and parent.unsummed)
        if self.accept('{'):
            self.children(table, node)
        return node

    def unit_from(self):
        if self.word() != 'unit' or self.word(1) != 'from':
            return False
        self.at += 2
        return True

    def children(self, table, node):
        node.braces = True
        self.skip_nl()
        while not self.accept('}'):
            self.child(table, node)
            self.skip_nl()
            if node.others and not self.is_op('}'):
                self.fail('others stands last')

    def child(self, table, node):
        if self.accept_clause('others'):
            node.others = True
        elif self.word() in ('less', 'of'):
            node.children.append(self.node(table, node, self.tree_word()))
        elif self.word() == 'list':
            self.take()
            self.splice(table, node, self.name())
        else:
            node.children.append(self.node(table, node))

    def tree_word(self):
        word = self.word()
        self.take()
        return word

    def do_list(self, _line):
        """list NAME { … }: its nodes are read wherever a tree names it."""
        tokens = self.program.lists[self.name()]
        self.at += 1 + len(tokens)

    def splice(self, table, node, name):
        """The nodes of a list stand here as if they were written here."""
        if name not in self.program.lists:
            raise Fault(f'no list {name}')
        here = (self.tokens, self.at, self.in_list)
        self.tokens, self.at, self.in_list = self.program.lists[name], 0, True
        self.skip_nl()
        while not self.accept('}'):
            self.child(table, node)
            self.skip_nl()
        self.tokens, self.at, self.in_list = here

    # -- forms
    def block(self, table):
        name = None if self.word() == 'at' else self.name()
        if self.word() != 'at':
            self.fail('expected at')
        self.take()
        label = self.text()
        self.expect(',')
        block = Block(name, label, self.text())
        if self.accept_clause('where'):
            block.where = self.header_test()
        table.blocks.append(block)
        self.expect('{')
        self.skip_nl()
        while not self.accept('}'):
            first = len(table.nodes)
            block.nodes.append(self.node(table, None))
            for node in table.nodes[first:]:
                node.block = name
            self.skip_nl()
        table.columns.extend(block.nodes)

    def label_tree(self, table):
        """The braces of `rows 总计 at 项目 { … }`: a tree of labels under the total row."""
        root = Node(table.total[0])
        root.headers = list(table.total)
        table.keys.setdefault(table.labels.label, [])
        root.unit, root.grid = table.unit, table.grid
        keep, table.nodes = table.nodes, []
        self.expect('{')
        self.children(table, root)
        table.labels.nodes = [root]
        table.nodes = keep
