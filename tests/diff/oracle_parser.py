"""A hand-written parser: in, a rule file; out, a Program of declarations, tables and rules."""
import os
from fractions import Fraction

from oracle_lexer import CLAUSES, FUNCTIONS, HEADS, ITEM_HEADS, WORDS, Fault, Lexer
from oracle_units import PERCENTS, Units


class Node:
    """A column of a table's tree."""

    def __init__(self, name):
        self.name = name
        self.headers = []
        self.unit = None
        self.grid = None
        self.children = []
        self.braces = False
        self.others = False
        self.index = None
        self.group = None
        self.rest = []

    def family(self):
        """The node and all nodes beneath it."""
        out = [self]
        for child in self.children:
            out.extend(child.family())
        return out


class Grid:
    def __init__(self, place=None, mode='to', zero_exact=False):
        self.place, self.mode, self.zero_exact = place, mode, zero_exact

    def mode_or_none(self):
        return None if self.place is None else self.mode


class Table:
    def __init__(self, name, line):
        self.name, self.line = name, line
        self.unit = None
        self.grid = Grid()
        self.file = None
        self.total = None
        self.levels = []
        self.keys = {}
        self.columns = []
        self.rules = []
        self.nodes = {}


class Rule:
    def __init__(self, severity, line, file):
        self.severity, self.line, self.file = severity, line, file
        self.name = None
        self.sides = []
        self.relations = []
        self.literal = None
        self.exactly = False
        self.table = None

    def title(self, part):
        if self.name is None:
            base = f'{os.path.basename(self.file)}:{self.line}'
        else:
            base = (self.table.name + '.' if self.table else '') + self.name
        return base + (f'[{part}]' if len(self.relations) > 1 else '')


def find_stdlib(parts):
    here = os.path.dirname(os.path.abspath(__file__))
    return os.path.join(here, '..', '..', 'stdlib', *parts) + '.fisc'


class Program:
    def __init__(self):
        self.units = Units()
        self.params = {}
        self.lines = {}
        self.tables = {}
        self.order = []
        self.files = {}
        self.root = None

    def load(self, path):
        path = os.path.realpath(path)
        if self.root is None:
            self.root = os.path.dirname(path)
        state = self.files.get(path)
        if state == 'open':
            raise Fault(f'{path} uses itself')
        if state:
            return
        self.files[path] = 'open'
        with open(path, encoding='utf-8') as handle:
            text = handle.read()
        tokens = Lexer(text).run()
        self.scan_uses(path, tokens)
        scan_units(self.units, tokens)
        Parser(self, path, tokens).file()
        self.files[path] = 'done'

    def scan_uses(self, path, tokens):
        for at, tok in statement_starts(tokens):
            if WORDS.get(tok.text, tok.text) != 'use' or tok.kind != 'name':
                continue
            nxt = tokens[at + 1]
            if nxt.kind == 'text':
                self.load(self.beneath(os.path.join(os.path.dirname(path), nxt.text)))
                continue
            parts = [nxt.text]
            while tokens[at + 2].text == '.':
                parts.append(tokens[at + 3].text)
                at += 2
            std = find_stdlib(parts)
            if os.path.exists(std):
                self.load_std(std)
            elif parts == ['cn', 'units']:
                self.assume_cn()
            else:
                raise Fault(f'no library {".".join(parts)}')

    def beneath(self, path):
        path = os.path.realpath(path)
        if not path.startswith(self.root + os.sep):
            raise Fault(f'{path} is not beneath the main file')
        return path

    def load_std(self, path):
        self.load(path)

    def assume_cn(self):
        if '元' in self.units.names:
            return
        text = 'unit 元\nunit 千元 = 1000 元\nunit 万元 = 10000 元\nunit 百万元 = 1000000 元\n' \
               'unit 亿元 = 100000000 元\n' + \
               ''.join(f'unit {n} count\n' for n in '人天月次台辆件户个') + 'unit 年 = 12 月\n'
        tokens = Lexer(text).run()
        scan_units(self.units, tokens)
        Parser(self, '<cn.units>', tokens).file()

    def declare(self, kind, name, thing):
        for space in (self.params, self.lines, self.tables):
            if name in space:
                raise Fault(f'{name} is declared twice')
        kind[name] = thing


def statement_starts(tokens):
    depth = 0
    fresh = True
    for at, tok in enumerate(tokens):
        if fresh and depth == 0 and tok.kind == 'name':
            yield at, tok
        if tok.kind == 'op' and tok.text == '{':
            depth += 1
        if tok.kind == 'op' and tok.text == '}':
            depth -= 1
        fresh = tok.kind == 'nl'


def scan_units(units, tokens):
    for at, tok in statement_starts(tokens):
        if WORDS.get(tok.text, tok.text) == 'unit' and tokens[at + 1].kind == 'name':
            nxt = tokens[at + 2]
            if nxt.kind in ('nl', 'end') or nxt.text in ('=', 'count', '计数'):
                units.names.add(tokens[at + 1].text)


class Parser:
    def __init__(self, program, path, tokens):
        self.program, self.path, self.tokens = program, path, tokens
        self.units = program.units
        self.at = 0

    # -- token helpers
    @property
    def tok(self):
        return self.tokens[self.at]

    def fail(self, what):
        raise Fault(f'{os.path.basename(self.path)}:{self.tok.line}: {what}, found {self.tok.text!r}')

    def take(self):
        tok = self.tok
        self.at += 1
        return tok

    def is_op(self, text):
        return self.tok.kind == 'op' and self.tok.text == text

    def accept(self, text):
        if self.is_op(text):
            self.at += 1
            return True
        return False

    def expect(self, text):
        if not self.accept(text):
            self.fail(f'expected {text!r}')

    def word(self, offset=0):
        tok = self.tokens[self.at + offset]
        return WORDS.get(tok.text, tok.text) if tok.kind == 'name' else None

    def is_clause(self, *words):
        return self.word() in words

    def accept_clause(self, word):
        if self.word() == word:
            self.at += 1
            return True
        return False

    def skip_nl(self):
        while self.tok.kind == 'nl':
            self.at += 1

    def end_statement(self):
        if self.tok.kind == 'nl':
            self.skip_nl()
        elif self.tok.kind != 'end' and not self.is_op('}'):
            self.fail('expected the end of the statement')

    def name(self):
        if self.tok.kind == 'text':
            return self.take().text
        if self.tok.kind != 'name' or self.word() in CLAUSES or self.tok.text in PERCENTS:
            self.fail('expected a name')
        return self.take().text

    def text(self):
        if self.tok.kind != 'text':
            self.fail('expected a text')
        return self.take().text

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

    def number(self):
        if self.tok.kind != 'num':
            self.fail('expected a number')
        return self.take().text

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

    # -- unit chains
    def quantity(self):
        text = self.number()
        places = len(text.partition('.')[2])
        chain = ()
        if self.tok.kind == 'name' and self.word() not in CLAUSES:
            if self.units.split(self.tok.text) is None:
                self.fail('expected a unit')
            chain = self.chain()
        return Fraction(text), places, chain

    def chain(self):
        """Units joined by · or nothing, then by / ; tight; whole unit names only."""
        first = self.units.split(self.tok.text) if self.tok.kind == 'name' else None
        if first is None:
            self.fail('expected a unit')
        self.at += 1
        out = [(n, 1) for n in first]
        sign = 1
        while True:
            save = self.at
            more = self.chain_more()
            if more is None:
                self.at = save
                return tuple(out)
            op, names = more
            if op == '/':
                sign = -1
            out.extend((n, sign) for n in names)

    def tight(self):
        return self.tokens[self.at].start == self.tokens[self.at - 1].end

    def chain_more(self):
        if not (self.is_op('/') or self.is_op('·')) or not self.tight():
            return None
        op = self.take().text
        if not self.tight():
            return None
        if op == '/' and self.accept('('):
            names = []
            while True:
                part = self.units.split(self.tok.text) if self.tok.kind == 'name' else None
                if part is None or not self.tight():
                    return None
                names.extend(part)
                self.at += 1
                if self.is_op(')') and self.tight():
                    self.at += 1
                    return op, names
                if not (self.is_op('·') and self.tight()):
                    return None
                self.at += 1
        part = self.units.split(self.tok.text) if self.tok.kind == 'name' else None
        if part is None:
            return None
        self.at += 1
        return op, part

    # -- expressions
    def expr(self):
        left = self.term()
        while self.is_op('+') or self.is_op('-'):
            op = self.take().text
            left = (op, left, self.term())
        return left

    def term(self):
        left = self.unary()
        while self.is_op('*') or self.is_op('/'):
            op = self.take().text
            left = (op, left, self.unary())
        return left

    def unary(self):
        if self.accept('-'):
            return ('neg', self.unary())
        return self.power()

    def power(self):
        base = self.primary()
        while self.accept('^'):
            if self.tok.kind != 'num' or self.tok.text not in tuple('012345678'):
                self.fail('expected a whole literal 0 to 8')
            base = ('^', base, int(self.take().text))
        return base

    def primary(self):
        if self.accept('('):
            inner = self.expr()
            self.expect(')')
            return inner
        if self.tok.kind == 'num':
            value, _places, chain = self.quantity()
            return ('lit', value, chain)
        if self.tok.kind == 'name' and self.tok.text in FUNCTIONS \
                and self.tokens[self.at + 1].kind == 'op' and self.tokens[self.at + 1].text == '(':
            return self.call()
        name = self.name()
        if self.accept('.'):
            return ('cell', name, self.name())
        return ('ref', name)

    def call(self):
        function = FUNCTIONS[self.take().text]
        self.expect('(')
        args = [self.expr()]
        while self.accept(','):
            args.append(self.expr())
        self.expect(')')
        if len(args) != (1 if function == 'sum' else 2):
            raise Fault(f'{function}: wrong number of arguments')
        return (function, *args)
