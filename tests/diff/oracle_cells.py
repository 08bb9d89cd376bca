"""How the text of one cell is read: a figure, a blank, or neither; its value and interval."""
from fractions import Fraction

from oracle_lexer import fold_char, is_digit
from oracle_match import norm_header
from oracle_values import F0, Interval, point

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


def undressed(text, unit):
    """The figure's own text and its sign: without the column's unit behind it, or what
    accountants print around a negative one."""
    text = text.strip()
    for size in range(1, len(text)) if unit else ():
        if norm_header(text[-size:]) == norm_header(unit):
            text = text[:-size].strip()
            break
    if text[:1] in ('(', '（') and text[-1:] in (')', '）') and len(text) > 2:
        return text[1:-1].strip(), -1
    if text[:1] in ('△', '▲', '负'):
        return text[1:].strip(), -1
    if len(text) > 1 and text[-1] in '-−':
        return text[:-1].strip(), -1
    return text, 1


def read_dressed(text, unit):
    """read_figure of a cell in a column of a unit."""
    inner, sign = undressed(text, unit)
    figure = read_figure(inner)
    if figure is None or (sign < 0 and inner[:1] in ('-', '−', '+')):
        return None
    return sign * figure[0], figure[1]


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


def storage_scale(grid, factor):
    """How many decimal places of the printed unit a stored figure has."""
    places = grid_places(grid.place) if grid.place else 0
    return max(places + 1, 4 + max(power_of_ten(factor), 0))


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


def places_of(value):
    """How many decimal places a number needs; None if it is no finite decimal."""
    places, rest = 0, value.denominator
    while rest % 10 == 0 or rest % 2 == 0 or rest % 5 == 0:
        rest //= 10 if rest % 10 == 0 else 2 if rest % 2 == 0 else 5
        places += 1
    return places if rest == 1 else None


class Cell:
    """What is read from one cell, in the base unit: value and span, or a reason; extra digits."""

    def __init__(self, text, grid, factor, unit=''):
        self.reason, self.extra, self.printed = None, False, False
        self.value, self.span = F0, point(F0)
        if text is None:
            self.reason = 'unreadable'
            return
        text = text.strip()
        if text in BLANKS:
            return
        figure = read_dressed(text, unit)
        if figure is None:
            self.reason = 'unreadable'
            return
        self.figure(figure[0], figure[1], grid, factor)

    def figure(self, v, places, grid, factor):
        grid_at = grid_places(grid.place) if grid.place else 0
        scale = storage_scale(grid, factor)
        if places > scale - 1:
            self.reason = 'unreadable'
            return
        if abs(v) * 10 ** scale > 10 ** 18:
            self.reason, self.printed = 'overflow', True
            return
        self.value, self.span, self.printed = v * factor, point(v * factor), True
        if grid.place is None:
            return
        u = grid.place
        if places > grid_at or (v / u).denominator != 1:
            self.extra = True
            u = Fraction(1, 10 ** places)
        if v == 0 and grid.zero_exact:
            return
        self.span = interval_of(v, u, grid.mode).scaled(factor)
