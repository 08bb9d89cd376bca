"""Intervals with open and closed ends, affine forms over them, and kept fractions."""
from fractions import Fraction

F0 = Fraction(0)
ULP = Fraction(1, 10 ** 16)


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
        self.value, self.span, self.cells = value, Interval(lo, hi), cells
        self.loose = loose or any(strict for _key, strict in cells)


class Figure:
    """A cell, or the sum of a column: its identity, value and interval; whether it is a point
    whatever is printed; whether its grid is a strict one."""

    __slots__ = ('key', 'value', 'span', 'exact', 'strict')

    def __init__(self, key, value, span, mode):
        self.key, self.value, self.span = key, value, span
        self.exact = mode is None
        self.strict = mode is not None and mode != 'to'


class Affine:
    """constant + sum of coefficient x figure + sum of coefficient x atom.  What it names counts
    for looseness within a larger expression even where it cancels."""

    def __init__(self, constant=F0, cells=None, atoms=None, static=True, named=None):
        self.constant = constant
        self.cells = cells or {}
        self.atoms = atoms or []
        self.static = static
        self.named = self.figures() if named is None else named

    def figures(self):
        return frozenset((k, f.strict) for k, (f, _w) in self.cells.items() if not f.exact)

    def linear(self):
        return not self.atoms

    def scaled(self, c):
        cells = {k: (f, w * c) for k, (f, w) in self.cells.items() if w * c}
        atoms = [(a, w * c) for a, w in self.atoms if w * c]
        return Affine(self.constant * c, cells, atoms, self.static, self.named)

    def plus(self, other):
        cells = dict(self.cells)
        for key, (fig, w) in other.cells.items():
            total = w + (cells[key][1] if key in cells else 0)
            if total:
                cells[key] = (fig, total)
            else:
                del cells[key]
        atoms = {id(a): (a, w) for a, w in self.atoms}
        for atom, w in other.atoms:
            total = w + (atoms[id(atom)][1] if id(atom) in atoms else 0)
            atoms[id(atom)] = (atom, total)
        return Affine(self.constant + other.constant, cells, [a for a in atoms.values() if a[1]],
                      self.static and other.static, self.named | other.named)

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
        out = each_alone(self.figures()) + [a.cells for a, _w in self.atoms]
        return out, any(a.loose for a, _w in self.atoms)

    def named_terms(self):
        """The same of all that is named, whether it cancels or not."""
        out = each_alone(self.named) + [a.cells for a, _w in self.atoms]
        return out, any(a.loose for a, _w in self.atoms)

    def cell_set(self):
        return frozenset().union(*self.named_terms()[0])


def each_alone(figures):
    return [frozenset([one]) for one in figures]


class Quotient:
    """k1 * N/D + k0, kept exactly."""

    def __init__(self, n, d, k1, k0, kept=None):
        self.n, self.d, self.k1, self.k0 = n, d, k1, k0
        self.static = False
        self.kept = kept if kept is not None else []

    def atom(self):
        """N/D as one rounded interval: the same one wherever this quotient stands."""
        if not self.kept:
            self.kept.append(quotient_atom(self.n, self.d))
        return self.kept[0]

    def value(self):
        return self.k1 * self.n.value() / self.d.value() + self.k0

    def span(self):
        inner = quotient_interval(self.n.span(), self.d.span())
        return Interval(inner.lo, inner.hi).scaled(self.k1).plus(point(self.k0))

    def scaled(self, c):
        return Quotient(self.n, self.d, self.k1 * c, self.k0 * c, self.kept)

    def shifted(self, c):
        return Quotient(self.n, self.d, self.k1, self.k0 + c, self.kept)

    def cell_set(self):
        return self.n.cell_set() | self.d.cell_set()

    def terms(self):
        cells = self.cell_set()
        return [cells], meets_itself(self.n, self.d) or any(strict for _key, strict in cells)

    named_terms = terms


# Kinds of rows whose cells of one column may be one cell: figures of a column are told apart by
# (sheet, which row or rows, column), and a row's kind is the first of `which`.
MEETING = ({'hand', 'total'}, {'hand', 'named'}, {'named', 'sum'}, {'keyed', 'sum'},
           {'keyed', 'named'}, {'rows', 'hand'}, {'rows', 'named'},
           {'rows', 'sum'}, {'rows', 'keyed'})


def overlaps(sets):
    """Whether a figure is in two of the sets, or two that may be one cell are."""
    seen, kinds, rows_of = set(), {}, {}
    for one in sets:
        if seen & one:
            return True
        mine = {((k[0], k[2]), k[1][0]) for k, _strict in one}
        for column, kind in mine:
            if any({kind, other} in MEETING for other in kinds.get(column, ())):
                return True
        named = [((k[0], k[2]), k[1][2]) for k, _strict in one if k[1][0] == 'named']
        if any(rows & other for column, rows in named for other in rows_of.get(column, ())):
            return True
        for column, rows in named:
            rows_of.setdefault(column, []).append(rows)
        for column, kind in mine:
            kinds.setdefault(column, set()).add(kind)
        seen |= one
    return False


def is_loose(*parts):
    """Whether a cell is in more than one of the terms of the sides of a relation."""
    found = [part.terms() for part in parts]
    return any(inner for _sets, inner in found) or overlaps([s for sets, _i in found for s in sets])


def meets_itself(*parts):
    """The same for the operands of an expression, of what they name."""
    found = [part.named_terms() for part in parts]
    return any(inner for _sets, inner in found) or overlaps([s for sets, _i in found for s in sets])


def quotient_atom(n, d):
    span = quotient_interval(n.span(), d.span())
    lo = round_to(span.lo, ULP) - ULP / 2
    hi = round_to(span.hi, ULP) + ULP / 2
    return Atom(round_to(n.value() / d.value(), ULP), lo, hi, n.cell_set() | d.cell_set(),
                meets_itself(n, d))


def flattened(x):
    """A kept fraction inside a larger expression: its quotient becomes one rounded interval."""
    if isinstance(x, Quotient):
        return Affine(x.k0, {}, [(x.atom(), x.k1)], False)
    return x


def terminates(value):
    d = value.denominator
    for prime in (2, 5):
        while d % prime == 0:
            d //= prime
    return d == 1


def fits(value):
    """Whether a value has at most 76 decimal places and a coefficient of 255 bits."""
    if not terminates(value):
        return False
    places = next(n for n in range(400) if (10 ** n) % value.denominator == 0)
    return places <= 76 and abs(value) * 10 ** places < 2 ** 255


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
