"""A hand-written parser: in, the tokens of a rule file; out, its declarations in a Program."""
from fractions import Fraction

from oracle_lexer import HEADS, ITEM_HEADS, Fault
from oracle_program import Grid, Node, Program, Rule, Table
from oracle_syntax import Syntax


class Parser(Syntax):
    # -- statements
    def file(self):
        self.skip_nl()
        while self.tok.kind != 'end':
            head = self.word()
            if head not in HEADS:
                self.fail('expected a statement')
            line = self.take().line
            if head in ('must', 'should', 'note'):
                self.program.order.append(('rule', self.rule(head, line, None)))
            else:
                getattr(self, 'do_' + head)(line)
            if self.is_op('}'):
                self.fail('unexpected brace')
            self.end_statement()

    def do_use(self, _line):
        if self.tok.kind == 'text':
            self.take()
            return
        self.name()
        while self.accept('.'):
            self.name()

    def do_unit(self, _line):
        name = self.name()
        if name in self.units.known or name in self.units.pending:
            raise Fault(f'unit {name} is declared twice')
        if self.accept('='):
            value, _places, chain = self.quantity()
            if value <= 0:
                raise Fault('a factor is positive')
            self.units.pending[name] = (value, chain)
        else:
            if self.accept_clause('count'):
                self.units.counts.add(name)
            self.units.known[name] = (Fraction(1), {name: 1})

    def because(self):
        if self.accept_clause('because'):
            self.text()

    def do_param(self, _line):
        name = self.name()
        self.expect('=')
        expr = self.expr()
        self.because()
        self.program.declare(self.program.params, name, expr)

    def do_line(self, _line):
        name = self.name()
        unit = self.chain() if self.accept_clause('in') else None
        self.expect('=')
        expr = self.expr()
        self.because()
        self.program.declare(self.program.lines, name, (unit, expr))
        self.program.order.append(('line', name))

    def do_table(self, line):
        table = Table(self.name(), line)
        if self.tok.kind == 'text':
            self.take()
        if not self.accept_clause('in'):
            self.fail('expected in')
        table.unit = self.chain()
        table.grid = self.grid()
        if not self.accept_clause('from'):
            self.fail('expected from')
        table.file = self.text()
        self.program.declare(self.program.tables, table.name, table)
        self.program.order.append(('table', table))
        self.skip_nl()
        self.expect('{')
        self.skip_nl()
        while not self.accept('}'):
            self.item(table)
            self.end_statement()

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

    def item(self, table):
        head = self.word()
        if head not in ITEM_HEADS:
            self.fail('expected rows, column, key or a rule')
        line = self.take().line
        if head == 'rows':
            if table.total is not None:
                raise Fault('rows twice')
            table.total = self.name()
            if self.accept('{'):
                self.level(table)
        elif head == 'column':
            table.columns.append(self.node(table))
        elif head == 'key':
            name = self.name()
            table.keys[name] = self.headers()
        else:
            rule = self.rule(head, line, table)
            table.rules.append(rule)

    def level(self, table):
        self.skip_nl()
        self.name()
        self.skip_nl()
        if not self.accept_clause('by'):
            self.fail('expected by')
        self.skip_nl()
        key = self.name()
        self.skip_nl()
        size = int(self.number()) if self.tok.kind == 'num' else None
        self.skip_nl()
        table.levels.append((key, size))
        if self.accept('{'):
            self.level(table)
        self.skip_nl()
        self.expect('}')

    def headers(self):
        out = []
        if self.tok.kind == 'text':
            out.append(self.take().text)
            while self.accept('|'):
                out.append(self.text())
        return out

    def node(self, table):
        node = Node(self.name())
        if node.name in table.nodes:
            raise Fault(f'column {node.name} twice')
        table.nodes[node.name] = node
        node.headers = self.headers()
        node.unit, node.grid = table.unit, table.grid
        if self.accept_clause('in'):
            node.unit = self.chain()
            node.grid = self.grid()
        if self.accept('{'):
            node.braces = True
            self.skip_nl()
            while not self.accept('}'):
                if self.accept_clause('others'):
                    node.others = True
                else:
                    node.children.append(self.node(table))
                self.skip_nl()
                if node.others and not self.is_op('}'):
                    self.fail('others stands last')
        return node

    def rule(self, severity, line, table):
        rule = Rule(severity, line, self.path)
        rule.table = table
        if self.tok.kind in ('name', 'text') and self.tokens[self.at + 1].text == ':' \
                and self.tokens[self.at + 1].kind == 'op':
            rule.name = self.name()
            self.expect(':')
        rule.sides.append(self.expr())
        if self.accept_clause('is'):
            sign = -1 if self.accept('-') else 1
            value, places, chain = self.quantity()
            rule.relations.append('is')
            rule.literal = (sign * value, places, chain)
        else:
            while self.tok.kind == 'op' and self.tok.text in ('=', '!=', '<', '<=', '>', '>='):
                rule.relations.append(self.take().text)
                rule.sides.append(self.expr())
            if not rule.relations:
                self.fail('expected a relation')
        rule.exactly = self.accept_clause('exactly')
        self.because()
        return rule


def parse(program, path, tokens):
    Parser(program, path, tokens).file()


Program.parse = staticmethod(parse)
