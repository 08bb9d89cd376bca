"""A sheet of a workbook, its cells as they are shown."""
import os
import datetime
import re
import xml.etree.ElementTree as tree
import zipfile
from fractions import Fraction

from oracle_lexer import Fault
from oracle_values import decimal_text, round_to

BUILT_IN = {0: 'General', 1: '0', 2: '0.00', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%'}
PLAIN = re.compile(r'General|#\s*\?/\?|\[[<>=]|\[DBNum')
SECTION = re.compile(r'"[^"]*"|\\.|[^;]')
PIECE = re.compile(r'"([^"]*)"|[\\!](.)|\[[^\]]*\]|[_*].|([0#?.,]+)|(%)|(.)')


def local(element):
    return element.tag.rpartition('}')[2]


def children(element, name):
    return [one for one in element if local(one) == name]


def inside(element, name):
    return [one for one in element.iter() if local(one) == name]


def attribute(element, name):
    return next((v for k, v in element.attrib.items() if k.rpartition('}')[2] == name), None)


def sections_of(code):
    out = ['']
    at = 0
    while at < len(code):
        piece = SECTION.match(code, at)
        out[-1] += piece.group() if piece else ''
        at = piece.end() if piece else at + 1
        if not piece:
            out.append('')
    return out


def significant(value):
    """A stored number, of which 15 digits count."""
    if not value:
        return value
    place = Fraction(10) ** (len(str(int(abs(value)))) - 15)
    while abs(value) < place * 10 ** 14:
        place /= 10
    return round_to(value, place)


def is_date(code):
    """Whether a number format shows a date or a time."""
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', '', code)
    return 'General' not in code and bool(re.search('[ymdhsYMDHS]', plain))


def shown_date(text):
    days, part = divmod(Fraction(text), 1)
    at = datetime.datetime(1899, 12, 30) + datetime.timedelta(int(days), round(part * 86400))
    return at.strftime('%Y-%m-%d %H:%M:%S' if part else '%Y-%m-%d')


def shown_number(text, code):
    if is_date(code):
        return shown_date(text)
    value = significant(Fraction(text))
    sections = sections_of(code)
    at = 0 if value > 0 or len(sections) < 2 else 2 if not value and len(sections) > 2 else 1 if value < 0 else 0
    if PLAIN.search(code):
        return decimal_text(value)
    out = laid_out(abs(value), sections[at])
    if not out.strip():
        return decimal_text(value)
    digits = any(ch in '123456789' for ch in out)
    if value < 0 and digits and not any(ch in out for ch in '-−(（'):
        out = '-' + out
    return out


def laid_out(value, section):
    before, after, pattern, split = '', '', '', None
    for quoted, escaped, digits, percent, other in PIECE.findall(section):
        if escaped == '.' and pattern:
            split = len(pattern)
        elif digits:
            pattern += digits
        elif percent:
            value, after = value * 100, after + '%'
        else:
            text = quoted or escaped or (other if other not in '¥$￥€' else '')
            before, after = (before, after + text) if pattern else (before + text, after)
    if not pattern:
        return before + after
    while pattern.endswith(','):
        value, pattern = value / 1000, pattern[:-1]
    whole, _dot, part = pattern.partition('.')
    places = len(part)
    if split is not None:
        places = len(pattern) - split
        value, whole = value / 10 ** places, pattern[:split]
    number = decimal_text(round_to(value, Fraction(1, 10 ** places)))
    number, _dot, rest = number.partition('.')
    number = number.rjust(whole.count('0'), '0')
    if ',' in whole:
        number = f'{int(number):,}'
    return before + number + ('.' + rest.ljust(places, '0') if places else '') + after


class Book:
    """A workbook: its sheets' names, texts and formats."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        links = {attribute(one, 'Id'): attribute(one, 'Target')
                 for one in self.part('xl/_rels/workbook.xml.rels')}
        self.sheets = [(attribute(one, 'name'), attribute(one, 'state') or 'visible',
                        links[attribute(one, 'id')]) for one in inside(self.part('xl/workbook.xml'), 'sheet')]
        names = self.zip.namelist()
        self.texts = []
        if 'xl/sharedStrings.xml' in names:
            self.texts = [self.text_of(one) for one in inside(self.part('xl/sharedStrings.xml'), 'si')]
        self.formats = self.read_formats() if 'xl/styles.xml' in names else []

    def part(self, name):
        return tree.fromstring(self.zip.read(name))

    def text_of(self, element):
        runs = [run for one in children(element, 'r') for run in children(one, 't')]
        return ''.join(one.text or '' for one in children(element, 't') + runs)

    def read_formats(self):
        styles = self.part('xl/styles.xml')
        codes = dict(BUILT_IN)
        codes.update({int(attribute(one, 'numFmtId')): attribute(one, 'formatCode')
                      for one in inside(styles, 'numFmt')})
        return [codes.get(int(attribute(xf, 'numFmtId') or 0), 'General')
                for cells in inside(styles, 'cellXfs') for xf in cells]

    def choose(self, wanted):
        found = [s for s in self.sheets if (s[0] == wanted if wanted else s[1] == 'visible')
                 and 'worksheets' in s[2]]
        if len(found) != 1:
            raise Fault('which sheet of the workbook?')
        target = found[0][2]
        return self.part(target[1:] if target.startswith('/') else 'xl/' + target)

    def shown(self, cell):
        kind, value = attribute(cell, 't') or 'n', children(cell, 'v')
        if kind == 'inlineStr':
            return ''.join(self.text_of(one) for one in children(cell, 'is'))
        if not value or value[0].text is None:
            return '=' if children(cell, 'f') else ''
        text = value[0].text
        if kind == 's':
            return self.texts[int(text)]
        if kind == 'b':
            return 'TRUE' if text == '1' else 'FALSE'
        if kind != 'n':
            return text
        style = int(attribute(cell, 's') or 0)
        return shown_number(text, self.formats[style] if style < len(self.formats) else 'General')

    def records(self, wanted):
        """(rows, the same with the text of a merged area everywhere in it, whether there are areas)"""
        sheet = self.choose(wanted)
        cells = {place(attribute(c, 'r')): self.shown(c) for c in inside(sheet, 'c')}
        high = max((r for r, _c in cells), default=-1) + 1
        wide = max((c for _r, c in cells), default=-1) + 1
        rows = [[cells.get((r, c), '') for c in range(wide)] for r in range(high)]
        filled = [list(row) for row in rows]
        areas = [tuple(map(place, attribute(one, 'ref').split(':'))) for one in inside(sheet, 'mergeCell')]
        for (top, left), (bottom, right) in areas:
            for r in range(top, min(bottom + 1, high)):
                for c in range(left, min(right + 1, wide)):
                    filled[r][c] = rows[top][left]
                    rows[r][c] = rows[r][c] if (r, c) == (top, left) else ''
        return rows, filled, areas


def place(ref):
    """The row and column of A1."""
    letters, digits = re.match(r'([A-Z]+)([0-9]+)$', ref).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def is_book(path):
    if not os.path.exists(path):
        return False
    with open(path, 'rb') as handle:
        return handle.read(2) == b'PK'
