"""What a rule file declares: columns, tables, rules, and the program that reads the files."""
import os

from oracle_lexer import WORDS, Fault, Lexer
from oracle_units import Units


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
        self.parse(self, path, tokens)
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
        self.parse(self, '<cn.units>', tokens)

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
