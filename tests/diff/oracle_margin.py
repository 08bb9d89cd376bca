"""Rows of a sheet that are passed over: column numbers under the header, notes at the foot."""
import re

from oracle_cells import BLANKS
from oracle_lexer import Fault
from oracle_match import norm_header

STEMS = '甲乙丙丁戊己庚辛壬癸'
NAMES = ('栏次', '行次', '列次', '**')
NUMBER = re.compile(r'([0-9]+)(=.+)?$')
NOTE = re.compile(r'(?:注|备注|附注|说明)[:0-9]')
GOES_ON = re.compile(r'\(?[0-9]+[、.)]')
SIGNED = re.compile(r'制表|填表|审核|复核|编制人|经办人|[^:]*负责人')


def without_margin(sheet, rows):
    """The rows without those that are passed over."""
    if rows and is_numbering(sheet, rows):
        rows = rows[1:]
    return rows[:first_note(rows)] if len(sheet.heads) > 1 else rows


def is_numbering(sheet, rows):
    """Whether the first row is one of column numbers, and could be no figures."""
    cells = [norm_header(cell) for cell in rows[0]]
    printed = [cell for cell in cells if cell and cell not in map(norm_header, BLANKS)]
    stems = [cell for cell in printed if cell in STEMS]
    numbers = [NUMBER.match(cell) for cell in printed if cell not in STEMS and cell not in NAMES]
    if not printed or stems != list(STEMS[:len(stems)]) or None in numbers \
            or [int(n.group(1)) for n in numbers] != list(range(1, len(numbers) + 1)):
        return False
    if any(cell in NAMES for cell in printed) or any(n.group(2) for n in numbers):
        return True
    if sheet.table.levels and not fits_a_level(sheet, rows[0]):
        return True
    following = [norm_header(cell) for cell in rows[1]] if len(rows) > 1 else []
    return len(stems) > 1 and cells[:2] == list(STEMS[:2]) and all(cells) \
        and not any(cell and cell in STEMS for cell in following)


def fits_a_level(sheet, row):
    for level in sheet.table.levels:
        try:
            at = [sheet.header(key, sheet.table.keys.get(key, [])) for key in level.keys]
        except Fault:
            return True
        if level.fits(tuple(row[i].strip() if i is not None and i < len(row) else '' for i in at)):
            return True
    return False


def first_note(rows):
    """The number of the first row of the notes at the foot; of no row if there are none."""
    first = len(rows)
    for at in range(len(rows) - 1, -1, -1):
        kind = kind_of_foot(rows[at])
        if kind is None:
            break
        if kind == 'note':
            first = at
    return first


def kind_of_foot(row):
    """'note' if the row is passed over by itself, 'more' if behind a note, None if it is no such row."""
    cells = [norm_header(cell) for cell in row]
    captions = all(':' in cell for cell in cells if cell)
    if not any(cells):
        return None
    if captions and SIGNED.match(next(cell for cell in cells if cell)):
        return 'note'
    if cells[0] and not any(cells[1:]):
        if NOTE.match(cells[0]):
            return 'note'
        return 'more' if captions or GOES_ON.match(cells[0]) else None
    return 'more' if captions else None
