#!/usr/bin/env python3
"""An evaluator of the fisc language, written from docs/language.md alone.

In: a rule file and a data folder.  Out: JSON with the lines' values and every result.
It shares nothing with the compiler, so that a disagreement of the two is a fact worth
looking at.  Arithmetic is exact: ints and fractions only; no binary floating point.

Exit 0: evaluated.  3: a unit error in the program.  4: any other error in the program.
"""
import argparse
import csv
import io
import json
import os
import sys
import unicodedata
from fractions import Fraction

F0 = Fraction(0)
HALF = Fraction(1, 2)
ULP = Fraction(1, 10 ** 16)


class Fault(Exception):
    """The program is wrong: syntax, names, cycles."""


class UnitFault(Fault):
    """The program's units do not fit."""


# ---------------------------------------------------------------- lexer

FOLD = {'−': '-', '×': '*', '÷': '/', '≤': '<=', '≥': '>=', '≠': '!=', '“': '"', '”': '"',
        '＝': '=', '，': ',', '：': ':', '；': ';', '＋': '+', '－': '-', '＊': '*', '／': '/',
        '＜': '<', '＞': '>', '％': '%', '．': '.', '｛': '{', '｝': '}', '｜': '|',
        '（': '(', '）': ')'}
CONTINUES = set('+ - * / ^ = != < <= > >= , . | :'.split())

WORDS = {'引用': 'use', '单位': 'unit', '参数': 'param', '算': 'line', '表': 'table',
         '必须': 'must', '应当': 'should', '提示': 'note', '行': 'rows', '列': 'column', '键': 'key',
         '单位为': 'in', '精确到': 'to', '取自': 'from', '精确': 'exact', '四舍五入': 'half-up',
         '四舍六入': 'half-even', '截尾': 'truncate', '零': 'zero', '计数': 'count', '按': 'by',
         '其余': 'others', '为': 'is', '严格': 'exactly', '依据': 'because'}
HEADS = {'use', 'unit', 'param', 'line', 'table', 'must', 'should', 'note'}
ITEM_HEADS = {'rows', 'column', 'key', 'must', 'should', 'note'}
CLAUSES = {'in', 'to', 'from', 'exact', 'half-up', 'half-even', 'truncate', 'zero', 'count', 'by',
           'others', 'is', 'exactly', 'because'}
FUNCTIONS = {'sum': 'sum', '求和': 'sum', 'round': 'round', '舍入': 'round', 'growth': 'growth',
             '增长率': 'growth', 'share': 'share', '占比': 'share'}


class Token:
    __slots__ = ('kind', 'text', 'start', 'end', 'line')

    def __init__(self, kind, text, start, end, line):
        self.kind, self.text, self.start, self.end, self.line = kind, text, start, end, line

    def __repr__(self):
        return f'{self.kind}:{self.text}@{self.line}'


def fold_char(ch):
    code = ord(ch)
    if 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A \
            or code == 0xFF3F:
        return chr(code - 0xFEE0)
    return FOLD.get(ch, ch)


def is_letter(ch):
    return ch == '_' or unicodedata.category(ch)[0] == 'L'


def is_digit(ch):
    return '0' <= fold_char(ch) <= '9'


def is_name_part(ch):
    return is_letter(ch) or unicodedata.category(ch) in ('Nd', 'Mn', 'Mc')


class Lexer:
    def __init__(self, text):
        self.text = text
        self.pos = 0
        self.line = 1
        self.parens = 0
        self.tokens = []

    def emit(self, kind, text, start):
        self.tokens.append(Token(kind, text, start, self.pos, self.line))

    def run(self):
        while self.pos < len(self.text):
            self.step()
        self.newline(self.pos)
        self.emit('end', '', self.pos)
        return self.tokens

    def newline(self, start):
        if self.parens:
            return
        if not self.tokens or self.tokens[-1].kind == 'nl':
            return
        last = self.tokens[-1]
        if last.kind == 'op' and last.text in CONTINUES:
            return
        self.emit('nl', '\n', start)

    def step(self):
        ch = self.text[self.pos]
        start = self.pos
        if ch == '\n':
            self.pos += 1
            self.newline(start)
            self.line += 1
        elif ch.isspace() or ch == '\ufeff':
            self.pos += 1
        elif ch == '#':
            while self.pos < len(self.text) and self.text[self.pos] != '\n':
                self.pos += 1
        elif fold_char(ch) == '"':
            self.quoted()
        elif is_digit(ch):
            self.number()
        elif is_letter(ch):
            self.name()
        else:
            self.operator()

    def quoted(self):
        start = self.pos
        plain = self.text[self.pos] == '"'
        self.pos += 1
        out = []
        while True:
            if self.pos >= len(self.text) or self.text[self.pos] == '\n':
                raise Fault(f'line {self.line}: text does not end')
            ch = self.text[self.pos]
            if ch == '\\' and self.text[self.pos + 1:self.pos + 2] in ('"', '\\', '“', '”'):
                out.append(self.text[self.pos + 1])
                self.pos += 2
                continue
            self.pos += 1
            if (ch == '"') if plain else (ch in '“”'):
                break
            out.append(ch)
        self.emit('text', unicodedata.normalize('NFC', ''.join(out)), start)

    def digits(self):
        start = self.pos
        while self.pos < len(self.text) and is_digit(self.text[self.pos]):
            self.pos += 1
        return ''.join(fold_char(c) for c in self.text[start:self.pos])

    def number(self):
        start = self.pos
        whole = self.digits()
        if len(whole) == 4 and self.date_tail():
            raise Fault(f'line {self.line}: a date')
        part = ''
        if self.text[self.pos:self.pos + 1] in ('.', '．') and self.pos + 1 < len(self.text) \
                and is_digit(self.text[self.pos + 1]):
            self.pos += 1
            part = self.digits()
        if len(whole) + len(part) > 38:
            raise Fault(f'line {self.line}: more than 38 digits')
        self.emit('num', whole + ('.' + part if part else ''), start)

    def date_tail(self):
        tail = ''.join(fold_char(c) for c in self.text[self.pos:self.pos + 4])
        return len(tail) >= 3 and tail[0] == '-' and tail[1:3].isdigit() and \
            not (len(tail) == 4 and tail[3].isdigit())

    def name(self):
        start = self.pos
        while self.pos < len(self.text) and is_name_part(self.text[self.pos]):
            self.pos += 1
        text = ''.join(fold_char(c) for c in self.text[start:self.pos])
        if text == 'half':
            for tail in ('-up', '-even'):
                if self.text.startswith(tail, self.pos):
                    self.pos += len(tail)
                    text += tail
                    break
        self.emit('name', unicodedata.normalize('NFC', text), start)

    def operator(self):
        start = self.pos
        op = fold_char(self.text[self.pos])
        self.pos += 1
        nxt = fold_char(self.text[self.pos]) if self.pos < len(self.text) else ''
        if op in ('<', '>', '!') and nxt == '=':
            op += '='
            self.pos += 1
        if op in '%‰':
            self.emit('name', op, start)
            return
        if op not in CONTINUES and op not in ('(', ')', '{', '}', ';', '·'):
            raise Fault(f'line {self.line}: unexpected {op!r}')
        if op == '(':
            self.parens += 1
        elif op == ')':
            self.parens = max(0, self.parens - 1)
        self.emit('nl' if op == ';' else 'op', op, start)


# ---------------------------------------------------------------- units

class Units:
    """Declared units: name -> (factor, {base: power}), and which bases count."""

    def __init__(self):
        self.names = {'%', '‰'}
        self.known = {'%': (Fraction(1, 100), {}), '‰': (Fraction(1, 1000), {})}
        self.pending = {}
        self.counts = set()

    def get(self, name):
        if name not in self.known:
            if name not in self.pending:
                raise Fault(f'no unit {name}')
            value, chain = self.pending.pop(name)
            factor, dims = self.chain(chain)
            self.known[name] = (value * factor, dims)
        return self.known[name]

    def chain(self, chain):
        factor, dims = Fraction(1), {}
        for name, power in chain:
            one, base = self.get(name)
            factor *= one ** power
            for key, value in base.items():
                dims[key] = dims.get(key, 0) + value * power
        return factor, {k: v for k, v in dims.items() if v}

    def split(self, name):
        """The unit names that, joined by nothing, give this name; None if there are none."""
        if name in self.names:
            return [name]
        for size in range(len(name) - 1, 0, -1):
            if name[:size] in self.names:
                rest = self.split(name[size:])
                if rest:
                    return [name[:size]] + rest
        return None

    def dropped(self, dims):
        """The dimension with positive powers of counts left out, if it holds an amount."""
        if any(k not in self.counts for k in dims):
            return {k: v for k, v in dims.items() if v < 0 or k not in self.counts}
        return dims

    def lone_count(self, dims):
        return len(dims) == 1 and all(k in self.counts and v > 0 for k, v in dims.items())

    def join(self, a, b):
        """The common dimension of two types, or None."""
        if a.zero:
            return b.dims
        if b.zero or a.dims == b.dims:
            return a.dims
        if self.dropped(a.dims) == self.dropped(b.dims):
            return self.dropped(a.dims)
        if not a.dims and self.lone_count(b.dims):
            return b.dims
        if not b.dims and self.lone_count(a.dims):
            return a.dims
        return None


class Type:
    """A dimension, the chain of units it is shown in, and whether it is the bare literal 0."""

    def __init__(self, dims, chain=(), zero=False):
        self.dims, self.chain, self.zero = dims, tuple(chain), zero


PERCENTS = ('%', '‰')


def cancel_chain(units, chain):
    """Cancels units of one base against each other, equal names first."""
    ups = [n for n, p in chain for _ in range(p) if p > 0]
    downs = [n for n, p in chain for _ in range(-p) if p < 0]
    for name in list(downs):
        if name in ups:
            ups.remove(name)
            downs.remove(name)
    for name in list(downs):
        base = units.get(name)[1]
        for other in ups:
            if units.get(other)[1] == base:
                ups.remove(other)
                downs.remove(name)
                break
    if len(ups) + len(downs) > 1:
        ups = [n for n in ups if n not in PERCENTS]
        downs = [n for n in downs if n not in PERCENTS]
    if not ups and downs and all(n in PERCENTS for n in downs):
        downs = []
    out = []
    for name in ups:
        out.append((name, 1))
    for name in downs:
        out.append((name, -1))
    return tuple(out)


def drop_chain(units, chain):
    """The chain without forgiven counts."""
    dims = units.chain(chain)[1]
    if all(k in units.counts for k in dims):
        return chain
    out = []
    for name, power in chain:
        base = units.get(name)[1]
        if power > 0 and base and all(k in units.counts for k in base):
            continue
        out.append((name, power))
    return tuple(out)


def chain_text(chain):
    ups = [n for n, p in chain if p > 0]
    downs = [n for n, p in chain if p < 0]
    return '·'.join(ups) + ''.join('/' + n for n in downs)


# ---------------------------------------------------------------- parser

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


class Grid:
    def __init__(self, place=None, mode='to', zero_exact=False):
        self.place, self.mode, self.zero_exact = place, mode, zero_exact


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


# ---------------------------------------------------------------- types

class Checker:
    """Gives each expression its type; raises UnitFault where units do not fit."""

    def __init__(self, program):
        self.p = program
        self.units = program.units
        self.cache = {}
        self.busy = set()

    def run(self):
        for name in list(self.units.pending):
            self.units.get(name)
        for name in self.p.params:
            self.named(name)
        for name in self.p.lines:
            self.named(name)
        for table in self.p.tables.values():
            for node in table.columns:
                self.tree(node)
            for rule in table.rules:
                self.rule(rule)
        for kind, rule in self.p.order:
            if kind == 'rule':
                self.rule(rule)

    def tree(self, node):
        for child in node.children:
            if self.units.join(self.of_chain(node.unit), self.of_chain(child.unit)) is None:
                raise UnitFault(f'column {child.name} does not fit {node.name}')
            self.tree(child)

    def of_chain(self, chain):
        return Type(self.units.chain(chain)[1], chain)

    def rule(self, rule):
        types = [self.type(side, rule.table) for side in rule.sides]
        if rule.literal:
            types.append(self.of_literal(rule.literal[0], rule.literal[2]))
        for a, b in zip(types, types[1:]):
            if self.units.join(a, b) is None:
                raise UnitFault(f'line {rule.line}: {a.dims} with {b.dims}')
        rule.types = types

    def of_literal(self, value, chain):
        out = self.of_chain(chain)
        out.zero = value == 0 and not chain
        return out

    def named(self, name):
        if name in self.cache:
            return self.cache[name]
        if name in self.busy:
            raise Fault(f'{name} depends on itself')
        self.busy.add(name)
        if name in self.p.params:
            out = self.type(self.p.params[name], None, constant=True)
        else:
            unit, expr = self.p.lines[name]
            out = self.type(expr, None)
            if unit is not None:
                want = self.of_chain(unit)
                if self.units.join(want, out) is None:
                    raise UnitFault(f'line {name}: {out.dims} is not {want.dims}')
                out = want
        out = Type(out.dims, out.chain)
        self.busy.discard(name)
        self.cache[name] = out
        return out

    def type(self, expr, table, constant=False, inside=None):
        kind = expr[0]
        if kind == 'lit':
            return self.of_literal(expr[1], expr[2])
        if kind in ('ref', 'cell'):
            return self.reference(expr, table, constant, inside)
        args = [e for e in expr[1:] if isinstance(e, tuple)]
        if kind == 'sum':
            if inside or constant:
                raise Fault('sum cannot stand here')
            inside = []
            out = self.type(args[0], table, constant, inside)
            if len(set(inside)) != 1:
                raise Fault('sum takes columns of one table')
            return Type(out.dims, out.chain)
        types = [self.type(a, table, constant, inside) for a in args]
        return self.operation(expr, types)

    def reference(self, expr, table, constant, inside):
        if expr[0] == 'ref':
            name = expr[1]
            if table and name in table.nodes and inside is None:
                return self.of_chain(table.nodes[name].unit)
            if name in self.p.params:
                return self.named(name)
            if constant or inside is not None or name not in self.p.lines:
                raise Fault(f'no {name} here')
            return self.named(name)
        if constant or expr[1] not in self.p.tables:
            raise Fault(f'no table {expr[1]} here')
        other = self.p.tables[expr[1]]
        if inside is not None:
            inside.append(other.name)
        elif other.total is None:
            raise Fault(f'table {other.name} has no rows')
        node = other.nodes.get(expr[2])
        return self.of_chain(node.unit if node else other.unit)

    def operation(self, expr, types):
        kind = expr[0]
        if kind == 'neg':
            return Type(types[0].dims, types[0].chain)
        if kind in ('+', '-'):
            return self.joined(types, expr)
        if kind == '*':
            return self.product(types[0], types[1], 1)
        if kind == '/':
            return self.product(types[0], types[1], -1)
        if kind == '^':
            return self.raised(types[0], expr[2])
        if kind == 'round':
            if expr[2][0] != 'lit' or expr[2][1] <= 0:
                raise Fault('round takes a literal')
            return self.joined(types, expr)
        self.joined(types, expr)
        return Type({})

    def joined(self, types, expr):
        dims = self.units.join(types[0], types[1])
        if dims is None:
            raise UnitFault(f'{expr[0]}: {types[0].dims} with {types[1].dims}')
        chain = types[0].chain or types[1].chain
        if self.units.chain(chain)[1] != dims:
            chain = drop_chain(self.units, chain)
        return Type(dims, chain)

    def product(self, a, b, sign):
        dims = dict(a.dims)
        for key, power in b.dims.items():
            dims[key] = dims.get(key, 0) + sign * power
        dims = {k: v for k, v in dims.items() if v}
        chain = a.chain + tuple((n, sign * p) for n, p in b.chain)
        return Type(dims, cancel_chain(self.units, chain))

    def raised(self, a, power):
        dims = {k: v * power for k, v in a.dims.items() if power}
        return Type(dims, cancel_chain(self.units, a.chain * power) if power else ())


# ---------------------------------------------------------------- intervals

class Interval:
    """Ends and whether each is open."""

    __slots__ = ('lo', 'hi', 'lo_open', 'hi_open')

    def __init__(self, lo, hi, lo_open=False, hi_open=False):
        self.lo, self.hi, self.lo_open, self.hi_open = lo, hi, lo_open, hi_open

    def scaled(self, c):
        if c >= 0:
            return Interval(self.lo * c, self.hi * c, self.lo_open, self.hi_open)
        return Interval(self.hi * c, self.lo * c, self.hi_open, self.lo_open)

    def plus(self, other):
        return Interval(self.lo + other.lo, self.hi + other.hi,
                        self.lo_open or other.lo_open, self.hi_open or other.hi_open)

    def holds_zero_or_end(self):
        return self.lo <= 0 <= self.hi


def point(value):
    return Interval(value, value)


def round_to(value, place):
    """The nearest multiple of place, half away from zero."""
    q = abs(value) / place
    n = (2 * q.numerator + q.denominator) // (2 * q.denominator)
    return (n if value >= 0 else -n) * place


def quotient_interval(n, d):
    if d.hi < 0:
        n, d = n.scaled(-1), d.scaled(-1)
    if n.lo >= 0:
        lo, used = n.lo / d.hi, d.hi_open
    else:
        lo, used = n.lo / d.lo, d.lo_open
    lo_open = n.lo_open or (used and n.lo != 0)
    if n.hi >= 0:
        hi, used = n.hi / d.lo, d.lo_open
    else:
        hi, used = n.hi / d.hi, d.hi_open
    return Interval(lo, hi, lo_open, n.hi_open or (used and n.hi != 0))


class Unknown(Exception):
    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Atom:
    """One interval that is not a cell: a product, power, round or quotient."""

    __slots__ = ('value', 'span', 'cells', 'loose')

    def __init__(self, value, lo, hi, cells, loose):
        self.value, self.span, self.cells, self.loose = value, Interval(lo, hi), cells, loose


class Figure:
    """A cell, or the sum of a column: its identity, value and interval."""

    __slots__ = ('key', 'value', 'span')

    def __init__(self, key, value, span):
        self.key, self.value, self.span = key, value, span


class Affine:
    """constant + sum of coefficient x figure + sum of coefficient x atom."""

    def __init__(self, constant=F0, cells=None, atoms=None, static=True):
        self.constant = constant
        self.cells = cells or {}
        self.atoms = atoms or []
        self.static = static

    def linear(self):
        return not self.atoms

    def scaled(self, c):
        cells = {k: (f, w * c) for k, (f, w) in self.cells.items() if w * c}
        atoms = [(a, w * c) for a, w in self.atoms if w * c]
        return Affine(self.constant * c, cells, atoms, self.static)

    def plus(self, other):
        cells = dict(self.cells)
        for key, (fig, w) in other.cells.items():
            total = w + (cells[key][1] if key in cells else 0)
            if total:
                cells[key] = (fig, total)
            else:
                del cells[key]
        return Affine(self.constant + other.constant, cells, self.atoms + other.atoms,
                      self.static and other.static)

    def value(self):
        out = self.constant
        for fig, w in self.cells.values():
            out += fig.value * w
        for atom, w in self.atoms:
            out += atom.value * w
        return out

    def span(self):
        out = point(self.constant)
        for fig, w in self.cells.values():
            out = out.plus(fig.span.scaled(w))
        for atom, w in self.atoms:
            out = out.plus(atom.span.scaled(w))
        return out

    def terms(self):
        """The cells of each term, and whether a term is loose in itself."""
        out = [frozenset([k]) for k in self.cells]
        out.extend(a.cells for a, _w in self.atoms)
        return out, any(a.loose for a, _w in self.atoms)

    def cell_set(self):
        return frozenset().union(*self.terms()[0]) if self.cells or self.atoms else frozenset()


class Quotient:
    """k1 * N/D + k0, kept exactly."""

    def __init__(self, n, d, k1, k0):
        self.n, self.d, self.k1, self.k0 = n, d, k1, k0
        self.static = False

    def value(self):
        return self.k1 * self.n.value() / self.d.value() + self.k0

    def span(self):
        inner = quotient_interval(self.n.span(), self.d.span())
        return inner.scaled(self.k1).plus(point(self.k0))

    def scaled(self, c):
        return Quotient(self.n, self.d, self.k1 * c, self.k0 * c)

    def shifted(self, c):
        return Quotient(self.n, self.d, self.k1, self.k0 + c)

    def cell_set(self):
        return self.n.cell_set() | self.d.cell_set()

    def terms(self):
        return [self.cell_set()], overlaps([self.n.cell_set(), self.d.cell_set()])


def overlaps(sets):
    seen = set()
    for one in sets:
        if seen & one:
            return True
        seen |= one
    return False


def is_loose(*parts):
    sets, loose = [], False
    for part in parts:
        some, inner = part.terms()
        sets.extend(some)
        loose = loose or inner
    return loose or overlaps(sets)


def quotient_atom(n, d):
    span = quotient_interval(n.span(), d.span())
    lo = round_to(span.lo, ULP) - ULP / 2
    hi = round_to(span.hi, ULP) + ULP / 2
    return Atom(round_to(n.value() / d.value(), ULP), lo, hi, n.cell_set() | d.cell_set(),
                is_loose(n, d))


def flattened(x):
    """A kept fraction inside a larger expression: its quotient becomes one rounded interval."""
    if isinstance(x, Quotient):
        atom = quotient_atom(x.n, x.d)
        return Affine(x.k0, {}, [(atom, x.k1)], False)
    return x


# ---------------------------------------------------------------- data

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
        p = power_of_ten(factor)
        grid_at = grid_places(grid.place) if grid.place else 0
        scale = max(grid_at + 1, 4 + p)
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
        for want in list(texts) + [name]:
            at = self.lookup(want, group)
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
        self.named = {self.heads[n.index] for n in table.nodes.values()}
        self.declared = [n.index for n in table.nodes.values()]
        self.numeric = {i for i in range(len(self.heads)) if self.has_number(i)}
        self.texts = [i for i in range(len(self.heads)) if i not in self.numeric
                      and i not in self.all_keys and i not in self.declared]
        for node in table.nodes.values():
            node.rest = self.unlisted(node.group) if node.braces else []

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

    def unlisted(self, group):
        """The columns of a group that no node names."""
        size, out, seen = len(group), [], set()
        for head in self.heads:
            part = head[:size + 1]
            if head[:size] != group or len(head) <= size or part in seen:
                continue
            seen.add(part)
            if any(n[:size + 1] == part for n in self.named):
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
        key = (row, index)
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
            if ident in seen:
                self.repeated.append(row)
            seen.setdefault(ident, row)
        self.children = {}
        self.find_parents()
        self.leaves = [r for r in range(len(self.rows)) if r != self.total
                       and r not in self.repeated and r not in self.children]

    def is_total(self, row):
        return any(self.text(row, i) == self.table.total
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
            for other, at in self.level.items():
                if at == j and other not in self.repeated and self.begins(other, row, j):
                    return other
        return self.total

    def begins(self, other, row, j):
        for i in range(j):
            size = self.table.levels[i][1]
            mine, code = (self.text(r, self.level_columns[i]) for r in (row, other))
            if size is not None and i == j - 1:
                mine = mine[:size]
            elif size is not None:
                mine, code = mine[:size], code[:size]
            if i == j - 1 and not code:
                return False
            if mine != code:
                return False
        return True

    def key(self, row):
        if row == self.total or (row in self.repeated and row not in self.level):
            return self.table.total
        codes = []
        for at in self.level_columns:
            code = self.text(row, at)
            if code and (not codes or codes[-1] != code):
                codes.append(code)
        out = '/'.join(codes)
        label = self.text(row, self.texts[0]) if self.texts else ''
        return (out + ' ' + label).strip() if label else out


# ---------------------------------------------------------------- evaluation

class Evaluator:
    def __init__(self, program, folder):
        self.p = program
        self.units = program.units
        self.checker = Checker(program)
        self.checker.run()
        self.sheets = {t.name: Sheet(program, t, folder) for t in program.tables.values()}
        self.memo = {}
        self.results = []
        self.used = {name: set() for name in program.tables}

    # -- expressions
    def eval(self, expr, row, exactly):
        kind = expr[0]
        if kind == 'lit':
            return Affine(expr[1] * self.units.chain(expr[2])[0])
        if kind == 'ref':
            return self.ref(expr[1], row, exactly)
        if kind == 'cell':
            return self.total_cell(expr[1], expr[2], row, exactly)
        if kind == 'sum':
            return self.sum(expr[1], exactly)
        if kind == 'neg':
            return self.eval(expr[1], row, exactly).scaled(-1)
        if kind == '^':
            return self.power(self.eval(expr[1], row, exactly), expr[2])
        a = self.eval(expr[1], row, exactly)
        b = self.eval(expr[2], row, exactly)
        return self.binary(kind, a, b, exactly)

    def binary(self, kind, a, b, exactly):
        if kind == '+':
            return self.add(a, b)
        if kind == '-':
            return self.add(a, b.scaled(-1))
        if kind == '*':
            return self.times(a, b)
        if kind == '/':
            return self.divide(a, b, 'zero-division', exactly)
        if kind == 'share':
            return self.divide(a, b, 'zero-base', exactly)
        if kind == 'growth':
            return self.add(self.divide(a, b, 'zero-base', exactly), Affine(Fraction(-1)))
        return self.round(a, b)

    def ref(self, name, row, exactly):
        if row is not None and row[0] and name in row[0].table.nodes:
            return self.figure(row[0], row[1], name, exactly)
        if (name, exactly) not in self.memo:
            expr = self.p.params[name] if name in self.p.params else self.p.lines[name][1]
            try:
                self.memo[name, exactly] = self.eval(expr, None, exactly)
            except Unknown as unknown:
                self.memo[name, exactly] = unknown
        out = self.memo[name, exactly]
        if isinstance(out, Unknown):
            raise Unknown(out.reason)
        return out

    def figure(self, sheet, row, name, exactly):
        index, unit, grid = sheet.column_of(name)
        return self.figure_at(sheet, row, index, unit, grid, exactly)

    def figure_at(self, sheet, row, index, unit, grid, exactly):
        cell = sheet.cell(row, index, unit, grid)
        if cell.reason:
            raise Unknown(cell.reason)
        key = (sheet.table.name, row, index)
        span = point(cell.value) if exactly else cell.span
        return Affine(F0, {key: (Figure(key, cell.value, span), Fraction(1))}, [], False)

    def total_cell(self, table, name, row, exactly):
        sheet = self.sheets[table]
        if row is not None and row[2] == 'sum':
            return self.figure(sheet, row[1], name, exactly)
        if sheet.missing or sheet.total is None:
            raise Unknown('missing')
        return self.figure(sheet, sheet.total, name, exactly)

    def add(self, a, b):
        if isinstance(a, Quotient) and b.static:
            return a.shifted(b.constant)
        if isinstance(b, Quotient) and a.static:
            return b.shifted(a.constant)
        return flattened(a).plus(flattened(b))

    def times(self, a, b):
        if a.static:
            return b.scaled(a.constant)
        if b.static:
            return a.scaled(b.constant)
        a, b = flattened(a), flattened(b)
        x, y = a.span(), b.span()
        ends = [p * q for p in (x.lo, x.hi) for q in (y.lo, y.hi)]
        atom = Atom(a.value() * b.value(), min(ends), max(ends), a.cell_set() | b.cell_set(),
                    is_loose(a, b))
        return Affine(F0, {}, [(atom, Fraction(1))], False)

    def divide(self, a, b, reason, exactly):
        if b.static:
            if b.constant == 0:
                raise Unknown(reason)
            return a.scaled(1 / b.constant)
        kept = isinstance(a, Affine) and isinstance(b, Affine) and a.linear() and b.linear()
        a, b = flattened(a), flattened(b)
        if b.value() == 0 or b.span().holds_zero_or_end():
            raise Unknown(reason)
        if kept:
            return Quotient(a, b, Fraction(1), F0)
        atom = quotient_atom(a, b)
        if exactly:
            atom.span = point(atom.value)
        return Affine(F0, {}, [(atom, Fraction(1))], False)

    def power(self, a, n):
        if a.static:
            return Affine(a.constant ** n)
        a = flattened(a)
        x = a.span()
        lo, hi = sorted((x.lo ** n, x.hi ** n))
        if n % 2 == 0 and n and x.lo <= 0 <= x.hi:
            lo = F0
        atom = Atom(a.value() ** n, lo, hi, a.cell_set(), is_loose(a))
        return Affine(F0, {}, [(atom, Fraction(1))], False)

    def round(self, a, q):
        q = q.constant
        if a.static:
            return Affine(round_to(a.constant, q))
        x = a.span()
        atom = Atom(round_to(a.value(), q), round_to(x.lo, q), round_to(x.hi, q), a.cell_set(),
                    is_loose(a))
        return Affine(F0, {}, [(atom, Fraction(1))], False)

    # -- sums
    def sum(self, expr, exactly):
        table = self.sum_table(expr)
        sheet = self.sheets[table]
        if sheet.missing:
            raise Unknown('missing')
        weights = self.sum_weights(expr)
        if weights is not None:
            return self.linear_sum(sheet, weights, exactly)
        value = lo = hi = F0
        cells, loose = frozenset(), False
        for row in sheet.leaves:
            part = flattened(self.eval(expr, (None, row, 'sum'), exactly))
            span = part.span()
            value, lo, hi = value + part.value(), lo + span.lo, hi + span.hi
            cells |= {(t, 'sum', i) for t, _r, i in part.cell_set()}
            loose = loose or is_loose(part)
        return Affine(F0, {}, [(Atom(value, lo, hi, cells, loose), Fraction(1))], False)

    def sum_table(self, expr):
        if expr[0] == 'cell':
            return expr[1]
        for part in expr[1:]:
            if isinstance(part, tuple) and part and isinstance(part[0], str):
                found = self.sum_table(part)
                if found:
                    return found
        return None

    def sum_weights(self, expr):
        """[constant, {column: weight}] of a linear expression over columns; None if it is not."""
        kind = expr[0]
        if kind == 'cell':
            return [F0, {expr[2]: Fraction(1)}]
        if kind == 'lit' or kind == 'ref':
            return [self.eval(expr, None, True).constant, {}]
        if kind == 'neg':
            return self.weigh(self.sum_weights(expr[1]), Fraction(-1))
        if kind == 'round' or kind == '^':
            inner = self.sum_weights(expr[1])
            if inner is None or inner[1]:
                return None
            return [self.eval(expr, None, True).constant, {}]
        return self.binary_weights(kind, self.sum_weights(expr[1]), self.sum_weights(expr[2]))

    def weigh(self, w, c):
        return None if w is None else [w[0] * c, {k: v * c for k, v in w[1].items()}]

    def binary_weights(self, kind, a, b):
        if a is None or b is None:
            return None
        if kind in ('+', '-'):
            b = self.weigh(b, Fraction(1 if kind == '+' else -1))
            cells = dict(a[1])
            for k, v in b[1].items():
                cells[k] = cells.get(k, F0) + v
            return [a[0] + b[0], cells]
        if kind == '*':
            if b[1] and a[1]:
                return None
            return self.weigh(b, a[0]) if not a[1] else self.weigh(a, b[0])
        if b[1]:
            return None
        if b[0] == 0:
            raise Unknown('zero-division' if kind == '/' else 'zero-base')
        out = self.weigh(a, 1 / b[0])
        if kind == 'growth':
            out[0] -= 1
        return out

    def linear_sum(self, sheet, weights, exactly):
        cells = {}
        for name, w in weights[1].items():
            index, unit, grid = sheet.column_of(name)
            value, span = F0, point(F0)
            for row in sheet.leaves:
                cell = sheet.cell(row, index, unit, grid)
                if cell.reason:
                    raise Unknown(cell.reason)
                value += cell.value
                span = span.plus(point(cell.value) if exactly else cell.span)
            if w:
                key = (sheet.table.name, 'sum', index)
                old = cells[key][1] if key in cells else F0
                cells[key] = (Figure(key, value, span), w + old)
        return Affine(weights[0] * len(sheet.leaves), {k: v for k, v in cells.items() if v[1]},
                      [], False)

    # -- results
    def run(self):
        for name in self.p.tables:
            self.mark_used(name)
        for kind, thing in self.p.order:
            if kind == 'rule':
                self.rule(thing, None, '')
            elif kind == 'table':
                self.table(thing)
        return {'lines': self.lines(), 'results': self.results}

    def lines(self):
        out = []
        for kind, name in self.p.order:
            if kind != 'line':
                continue
            shown = drop_chain(self.units, self.checker.named(name).chain)
            one = {'name': name, 'value': None, 'unit': chain_text(shown), 'reason': None}
            try:
                x = self.ref(name, None, False)
                one['value'] = self.show(x.value(), shown, isinstance(x, Quotient))
            except Unknown as unknown:
                one['reason'] = unknown.reason
            out.append(one)
        return out

    def show(self, value, chain, always=False):
        """A base value in a shown unit, as a decimal; 16 places of the base unit if endless."""
        if always or not terminates(value):
            value = round_to(value, ULP)
        value /= self.units.chain(chain)[0]
        if not terminates(value):
            value = round_to(value, ULP)
        return decimal_text(value)

    def shown_unit(self, types):
        for one in types:
            if one.chain:
                return drop_chain(self.units, one.chain)
        return ()

    def rule(self, rule, row, key):
        for part, relation in enumerate(rule.relations, 1):
            base = {'rule': rule.title(part), 'key': key, 'severity': rule.severity, 'kind': 'rule'}
            unit = self.shown_unit(rule.types[part - 1:part + 1])
            try:
                left = self.eval(rule.sides[part - 1], row, rule.exactly)
                if relation == 'is':
                    out = self.judge_is(left, rule.literal)
                else:
                    right = self.eval(rule.sides[part], row, rule.exactly)
                    out = self.judge(left, relation, right)
                if rule.exactly and out['status'] == 'rounding':
                    out['status'] = 'violated'
                self.add_result(base, out, unit)
            except Unknown as unknown:
                self.add_unknown(base, unknown.reason, unit)

    def judge(self, left, relation, right):
        fraction = isinstance(left, Quotient) or isinstance(right, Quotient)
        if fraction:
            span = left.span().plus(right.span().scaled(-1))
            difference = left.value() - right.value()
            loose = is_loose(left, right)
        else:
            net = left.plus(right.scaled(-1))
            span, difference, loose = net.span(), net.value(), is_loose(net)
        if holds(relation, difference):
            status = 'exact'
        elif can_hold(relation, span):
            status = 'rounding'
        else:
            status = 'violated'
        return {'status': status, 'left': left.value(), 'right': right.value(),
                'difference': difference, 'span': span, 'half': F0, 'fraction': fraction,
                'loose': loose and status == 'rounding'}

    def judge_is(self, x, literal):
        factor = self.units.chain(literal[2])[0]
        v, g = literal[0] * factor, factor / 10 ** literal[1]
        span, value = x.span(), x.value()
        if round_to(value, g) == v:
            status = 'exact'
        elif meets(span, Interval(v - g / 2, v + g / 2, v <= 0, v >= 0)):
            status = 'rounding'
        else:
            status = 'violated'
        return {'status': status, 'left': value, 'right': v, 'difference': value - v,
                'span': span.plus(point(-v)), 'half': g / 2, 'fraction': isinstance(x, Quotient),
                'loose': is_loose(x) and status == 'rounding'}

    def add_result(self, base, out, unit):
        diff, lo, hi = out['difference'], out['span'].lo, out['span'].hi
        if out['fraction']:
            diff, lo, hi = (round_to(x, ULP) for x in (diff, lo, hi))
        if out['difference'] > 0:
            slack = diff - lo
        elif out['difference'] < 0:
            slack = hi - diff
        else:
            slack = max(diff - lo, hi - diff)
        one = dict(base)
        one.update(status=out['status'], reason=None, unit=chain_text(unit),
                   left=self.show(out['left'], unit, out['fraction']),
                   right=self.show(out['right'], unit, out['fraction']),
                   difference=self.show(diff, unit), slack=self.show(slack + out['half'], unit),
                   loose=out['loose'], fraction=out['fraction'])
        self.results.append(one)

    def add_unknown(self, base, reason, unit):
        one = dict(base)
        one.update(status='unknown', reason=reason, unit=chain_text(unit), left=None, right=None,
                   difference=None, slack=None, loose=False)
        self.results.append(one)

    def add_finding(self, table, kind, key):
        self.results.append({'rule': table.name, 'key': key, 'severity': 'must', 'kind': kind,
                             'status': 'violated', 'reason': None, 'left': None, 'right': None,
                             'difference': None, 'slack': None, 'unit': '', 'loose': False})

    # -- tables
    def mark_used(self, name):
        """Every column of the table whose figures the program uses."""
        table, sheet = self.p.tables[name], self.sheets[name]
        if sheet.missing:
            return
        used = self.used[name]
        for node in table.nodes.values():
            used.add((node.index, node.unit, node.grid))
            if node.others:
                used.update((i, table.unit, table.grid) for i in node.rest)
        for expr in self.all_expressions():
            for ref in cells_in(expr):
                if ref[1] == name and ref[2] not in table.nodes:
                    used.add(sheet.column_of(ref[2]))

    def all_expressions(self):
        for _unit, expr in self.p.lines.values():
            yield expr
        for kind, thing in self.p.order:
            if kind == 'rule':
                yield from thing.sides
            elif kind == 'table':
                for rule in thing.rules:
                    yield from rule.sides

    def table(self, table):
        sheet = self.sheets[table.name]
        if sheet.missing:
            return
        for node in table.nodes.values():
            if node.braces:
                for row in range(len(sheet.rows)):
                    self.column_result(sheet, node, row)
                if not node.others:
                    self.unlisted_columns(sheet, node)
        for parent, children in sheet.children.items():
            for node in table.nodes.values():
                self.row_result(sheet, node, parent, children)
        self.findings(sheet)
        for rule in table.rules:
            for row in range(len(sheet.rows)):
                self.rule(rule, (sheet, row, 'row'), sheet.key(row))

    def equation(self, base, unit, left, right):
        try:
            a = left()
            b = Affine()
            for part in right:
                b = b.plus(part())
            self.add_result(base, self.judge(a, '=', b), unit)
        except Unknown as unknown:
            self.add_unknown(base, unknown.reason, unit)

    def column_result(self, sheet, node, row):
        table = sheet.table
        base = {'rule': f'{table.name}.{node.name}', 'key': sheet.key(row), 'severity': 'must',
                'kind': 'columns'}
        parts = [(c.index, c.unit, c.grid) for c in node.children]
        if node.others:
            parts.extend((i, table.unit, table.grid) for i in node.rest)
        self.equation(base, node.unit,
                      lambda: self.figure(sheet, row, node.name, False),
                      [lambda p=p: self.figure_at(sheet, row, *p, False) for p in parts])

    def row_result(self, sheet, node, parent, children):
        base = {'rule': f'{sheet.table.name}.rows', 'key': sheet.key(parent), 'severity': 'must',
                'kind': 'rows'}
        self.equation(base, node.unit,
                      lambda: self.figure(sheet, parent, node.name, False),
                      [lambda r=r: self.figure(sheet, r, node.name, False) for r in children])

    def unlisted_columns(self, sheet, node):
        for index in node.rest:
            for row in range(len(sheet.rows)):
                cell = sheet.cell(row, index, sheet.table.unit, sheet.table.grid)
                if cell.reason is None and cell.value != 0:
                    self.add_finding(sheet.table, 'unlisted-column', '/'.join(sheet.heads[index]))
                    break

    def findings(self, sheet):
        table = sheet.table
        for row, level in sheet.level.items():
            if table.total is not None and level is None and self.has_figure(sheet, row):
                self.add_finding(table, 'unlisted-row', sheet.key(row))
        for row in sheet.repeated:
            self.add_finding(table, 'repeated-row', sheet.key(row))
        for row in range(len(sheet.rows)):
            for index, unit, grid in sorted(self.used[table.name], key=lambda u: u[0]):
                if sheet.cell(row, index, unit, grid).extra:
                    self.add_finding(table, 'extra-digits', sheet.key(row))

    def has_figure(self, sheet, row):
        for node in sheet.table.nodes.values():
            cell = sheet.cell(row, node.index, node.unit, node.grid)
            if cell.reason is None and cell.value != 0:
                return True
        return False


def cells_in(expr):
    if expr[0] == 'cell':
        yield expr
    elif expr[0] not in ('lit', 'ref'):
        for part in expr[1:]:
            if isinstance(part, tuple):
                yield from cells_in(part)


def holds(relation, d):
    return {'=': d == 0, '!=': d != 0, '<': d < 0, '<=': d <= 0, '>': d > 0, '>=': d >= 0}[relation]


def can_hold(relation, span):
    below = span.lo < 0 or (span.lo == 0 and not span.lo_open)
    above = span.hi > 0 or (span.hi == 0 and not span.hi_open)
    return {'=': below and above, '!=': span.lo < 0 or span.hi > 0, '<': span.lo < 0,
            '<=': below, '>': span.hi > 0, '>=': above}[relation]


def meets(a, b):
    """Whether two intervals share a value."""
    lo, lo_open = max((a.lo, a.lo_open), (b.lo, b.lo_open))
    hi, hi_closed = min((a.hi, not a.hi_open), (b.hi, not b.hi_open))
    return lo < hi or (lo == hi and not lo_open and hi_closed)


def terminates(value):
    d = value.denominator
    for prime in (2, 5):
        while d % prime == 0:
            d //= prime
    return d == 1


def decimal_text(value):
    places = 0
    d = value.denominator
    while (10 ** places) % d:
        places += 1
    whole = abs(value.numerator) * (10 ** places) // d
    text = str(whole).rjust(places + 1, '0')
    if places:
        text = text[:-places] + '.' + text[-places:]
    return ('-' if value < 0 else '') + text


def evaluate(path, folder):
    program = Program()
    program.load(path)
    return Evaluator(program, folder).run()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('rules')
    parser.add_argument('--data', required=True)
    args = parser.parse_args()
    sys.setrecursionlimit(10000)
    try:
        out = evaluate(args.rules, args.data)
    except UnitFault as fault:
        print(f'unit error: {fault}', file=sys.stderr)
        return 3
    except Fault as fault:
        print(f'error: {fault}', file=sys.stderr)
        return 4
    json.dump(out, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == '__main__':
    sys.exit(main())
