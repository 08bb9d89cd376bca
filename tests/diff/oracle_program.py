"""What a rule file declares: columns, tables, rules, and the program that reads the files."""
import os

from oracle_dated import Dated
from oracle_lexer import WORDS, Fault, Lexer
from oracle_same import Things
from oracle_units import Units


class Node:
    """A column of a table's tree, or a label of a form's or of a tree of rows.

    part: how its parent has it: 'child' is added, 'less' subtracted, 'of' neither (of-which)
    """

    def __init__(self, name, parent=None, part='child'):
        self.name, self.parent, self.part = name, parent, part
        self.from_list = False
        self.unsummed = False
        self.block = None
        self.headers = []
        self.unit = self.unit_from = None       # unit_from: the header of the column with each row's unit
        self.grid = None
        self.children = []
        self.braces = False
        self.others = False

    def sums(self):
        """Whether its braces say what it is the sum of."""
        return self.braces and (self.others or not self.children
                                or any(c.part != 'of' for c in self.children))

    def family(self):
        """The node and all nodes beneath it."""
        out = [self]
        for child in self.children:
            out.extend(child.family())
        return out

    def ancestors(self):
        """The names above it, outermost first; a block's name stands first."""
        if self.parent is None:
            return [self.block] if self.block else []
        return self.parent.ancestors() + [self.parent.name]

    def path(self):
        return tuple(self.ancestors() + [self.name])

    def named_by(self, path):
        """Whether a path names it: its last name, and names above it in their order."""
        above = iter(self.ancestors())
        return path[-1] == self.name and all(name in above for name in path[:-1])


class Grid:
    def __init__(self, place=None, mode='to', zero_exact=False):
        self.place, self.mode, self.zero_exact = place, mode, zero_exact

    def mode_or_none(self):
        return None if self.place is None else self.mode


class Level:
    """One level of rows: its key columns and the lengths of their codes.

    prefix   whether one code may be the beginning of another; lengths: those allowed, or none
    """

    def __init__(self, keys, sizes):
        self.keys, self.sizes = keys, sizes
        self.prefix, self.lengths = False, []

    def fits(self, codes):
        """Whether a row's codes are codes of this level."""
        if self.prefix:
            return bool(codes[0]) and (not self.lengths or len(codes[0]) in self.lengths)
        return all(code and (size is None or len(code) == size)
                   for code, size in zip(codes, self.sizes))

    def cut(self, codes):
        """The codes, each no longer than it was declared."""
        return tuple(code[:size] for code, size in zip(codes, self.sizes))


class Block:
    """Labels and amounts side by side in a form."""

    def __init__(self, name, label, amount):
        self.name, self.label, self.amount = name, label, amount
        self.where = None
        self.nodes = []


class Table:
    """A table, or a form: a table whose sheet is turned into one row for each key."""

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
        self.nodes = []
        self.missing = None
        self.partial = False
        self.form = False
        self.blocks = []
        self.each = None
        self.long = None
        self.labels = None
        self.header_rows, self.sheet = 1, None

    def has_key(self, name):
        return name in self.keys or any(name in level.keys for level in self.levels) or \
            (self.each is not None and self.each[0] == name)

    def find(self, path):
        """The node that a path names; None if there is none."""
        found = [node for node in self.nodes if node.named_by(path)]
        if len(found) > 1:
            whole = [node for node in found if node.path() == tuple(path)]
            if len(whole) != 1:
                raise Fault(f'{self.name}: {".".join(path)} names two columns')
            found = whole
        return found[0] if found else None

    def shares_name(self, node):
        return sum(other.name == node.name for other in self.nodes) > 1

    def title(self, node):
        """What reports call a column: its whole path where its name alone is not enough."""
        return '.'.join(node.path()) if self.shares_name(node) else node.name


class Text:
    """Figures printed in a narrative."""

    def __init__(self, name, line):
        self.name, self.line, self.file = name, line, None
        self.headers = {'id': ['id', '编号'], 'value': ['value', '数值'], 'unit': ['unit', '单位'],
                        'precision': ['precision', '精度']}


class Same:
    """Names of one key that mean one thing."""

    def __init__(self, key, line):
        self.key, self.line, self.file, self.headers, self.lines = key, line, None, [], []


class Map:
    """Columns of one table that make up those of another."""

    def __init__(self, source, target, line):
        self.source, self.target, self.line = source, target, line
        self.name = None
        self.each, self.entries, self.rules = [], [], []
        self.file = self.headers = self.where = self.by = None


class Rule:
    def __init__(self, severity, line, file):
        self.severity, self.line, self.file = severity, line, file
        self.name = None
        self.kind = 'rule'
        self.sides = []
        self.relations = []
        self.literal = None
        self.exactly = False
        self.table = None
        self.claim = self.wanted = None     # the figure of a text behind `is`, the unit wanted of it
        self.each = []
        self.where = self.when = None
        self.listing = None

    def title(self, part):
        if self.name is None:
            base = f'{os.path.basename(self.file)}:{self.line}'
        else:
            base = (self.table.name + '.' if self.table else '') + self.name
        return base + (f'[{part}]' if len(self.relations) > 1 else '')


class WholeRule(Rule):
    """`zero`, `require` or `absent`, of one table."""
    def __init__(self, kind, of, line, file):
        super().__init__('must', line, file)
        self.kind, self.of = kind, of


def expressions_of(expr):
    """The operands of an expression."""
    if expr[0] in ('lit', 'ref', 'cell', 'text'):
        return []
    if expr[0] == 'rows':
        return [expr[2]]
    return [e for e in expr[1:] if isinstance(e, tuple)]


def in_condition(cond):
    """The expressions that a condition compares or asks for."""
    if cond is None:
        return
    if cond[0] == 'rel':
        yield from cond[2:]
    elif cond[0] == 'present':
        yield cond[1]
    else:
        for part in cond[1:]:
            yield from in_condition(part)


def has_prior(expr):
    return expr[0] == 'prior' or any(has_prior(e) for e in expressions_of(expr))


def find_stdlib(parts):
    here = os.path.dirname(os.path.abspath(__file__))
    return os.path.join(here, '..', '..', 'stdlib', *parts) + '.fisc'


class Waiver:
    """Violated results of a name, and of a key if there is one, that are accepted until a day."""
    def __init__(self, rule):
        self.rule, self.key, self.until = rule, None, None


class Program:
    def __init__(self):
        self.units = Units()
        self.params = {}
        self.dated = Dated()
        self.lines = {}
        self.tables = {}
        self.texts = {}
        self.same = []
        self.things = None
        self.lists = {}
        self.codes, self.mappings = {}, {}
        self.maps = []
        self.waivers = []
        self.order = []
        self.files = {}
        self.root = None
        self.over_units = {}

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
        scan_units(self.units, tokens)
        self.scan_uses(path, tokens)
        scan_lists(self.lists, tokens)
        self.parse(self, path, tokens)
        self.files[path] = 'done'
        if 'open' not in self.files.values():
            self.dated.settle(self.params)

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

    def alike(self, keys, text):
        """All names that a text of key columns of these names stands for."""
        if self.things is None:
            self.things = Things(self)
        return self.things.alike(keys, text)

    def declare(self, kind, name, thing):
        for space in (self.params, self.dated.periods, self.lines, self.tables, self.texts):
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


def scan_lists(lists, tokens):
    """The tokens within the braces of each list, the closing brace included."""
    for at, tok in statement_starts(tokens):
        if WORDS.get(tok.text, tok.text) != 'list' or tokens[at + 2].text != '{':
            continue
        start, depth, end = at + 3, 1, at + 3
        while depth and tokens[end].kind != 'end':
            if tokens[end].kind == 'op' and tokens[end].text in '{}':
                depth += 1 if tokens[end].text == '{' else -1
            end += 1
        lists[tokens[at + 1].text] = tokens[start:end]


def scan_units(units, tokens):
    for at, tok in statement_starts(tokens):
        if WORDS.get(tok.text, tok.text) == 'unit' and tokens[at + 1].kind == 'name':
            nxt = tokens[at + 2]
            if nxt.kind in ('nl', 'end') or nxt.text in ('=', 'count', '计数'):
                units.names.add(tokens[at + 1].text)
