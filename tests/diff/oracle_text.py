"""Figures printed in prose: the rows of a `text`, what they stand for, what is wrong with them."""
import os
from fractions import Fraction

from oracle_cells import BLANKS, read_dressed, read_figure
from oracle_chain import fits, read_chain
from oracle_file import records_of
from oracle_lexer import Fault
from oracle_match import norm_header
from oracle_parser import DIRECTIONS
from oracle_results import rounding_to
from oracle_units import drop_chain
from oracle_values import F0, Affine, Figure, Interval, Unknown, point

RELATION_OF = {'up': '>', 'down': '<', 'same': '='}
LEAST, MOST = -12, 12


def scale_of(units, chain):
    """How many decimal places of base units a figure may have in a wanted unit."""
    factor, dims = units.chain(chain)
    if not dims:
        return 8
    places = 0
    while (factor * 10 ** places).denominator != 1:
        places += 1
    return min(4 + places, 36)


def power_of_ten_in(text):
    """10^n of a precision; None if it is another number."""
    figure = read_figure(text)
    value = figure[0] if figure else F0
    return next((Fraction(10) ** n for n in range(LEAST, MOST + 1) if Fraction(10) ** n == value), None)


class Printed:
    """A figure of a text in base units: its value, its last place or None, its unit; or a direction."""

    def __init__(self, value=F0, place=None, chain=(), direction=None, extra=False):
        self.value, self.place, self.chain = value, place, chain
        self.direction, self.extra = direction, extra

    def span(self):
        """The values it stands for."""
        half = self.place / 2 if self.place else F0
        return Interval(self.value - half, self.value + half)

    def rounding_here(self):
        """The values that round to it."""
        return rounding_to(self.value, self.place) if self.place else point(self.value)


class Narrative:
    """The rows of a text's file."""

    def __init__(self, program, text, folder, ident):
        self.p, self.text, self.ident = program, text, ident
        self.units = program.units
        self.missing, self.rows, self.of_id = True, [], {}
        path = os.path.join(folder, text.file)
        if not os.path.exists(path):
            return
        records = records_of(path)
        heads, self.rows = [norm_header(head) for head in records[0]], records[1:]
        self.column = {role: next((heads.index(norm_header(h)) for h in texts
                                   if norm_header(h) in heads), None)
                       for role, texts in text.headers.items()}
        if None in self.column.values():
            return
        self.missing = False
        for row in range(len(self.rows)):
            self.of_id.setdefault(norm_header(self.cell(row, 'id')), []).append(row)
        taken = set(self.column.values())
        self.label = next((i for i in range(len(heads)) if i not in taken and not any(
            i < len(row) and read_figure(row[i]) for row in self.rows)), None)

    def cell(self, row, role):
        record, at = self.rows[row], self.column[role]
        return record[at].strip() if at < len(record) else ''

    def key(self, row):
        label = self.rows[row][self.label].strip() if self.label is not None else ''
        return (self.cell(row, 'id') + ' ' + label).strip()

    def row_of(self, ident):
        if self.missing:
            raise Unknown('missing')
        rows = self.of_id.get(norm_header(ident), [])
        if len(rows) != 1:
            raise Unknown('ambiguous' if rows else 'missing')
        return rows[0]

    def unit_is_wrong(self, row, chain):
        """Whether the row's unit is none, or none that converts to the unit wanted."""
        value = self.cell(row, 'value')
        if norm_header(value) in DIRECTIONS or value in BLANKS:
            return False
        own = read_chain(self.p, self.cell(row, 'unit'))
        return own is None or not fits(self.units, self.units.chain(own)[1], self.units.chain(chain)[1])

    def printed(self, ident, chain, as_claim=False):
        """What the row says, where a unit is wanted."""
        row = self.row_of(ident)
        value = self.cell(row, 'value')
        direction = DIRECTIONS.get(norm_header(value))
        if direction and as_claim:
            return Printed(direction=direction)
        if direction:
            raise Unknown('unreadable')
        if value in BLANKS:
            raise Unknown('missing')
        if self.unit_is_wrong(row, chain):
            raise Unknown('unreadable')
        return self.figure(row, value, chain)

    def has_extra(self, row):
        """Whether the figure has more decimal places than its precision, kept or not."""
        figure = read_dressed(self.cell(row, 'value'), self.cell(row, 'unit'))
        place = self.cell(row, 'precision') and power_of_ten_in(self.cell(row, 'precision'))
        return bool(figure and place) and (figure[0] / place).denominator != 1

    def is_too_big(self, row, wanted):
        """Whether the figure is too big to be kept in the unit wanted."""
        figure = read_dressed(self.cell(row, 'value'), self.cell(row, 'unit'))
        factor = self.units.chain(read_chain(self.p, self.cell(row, 'unit')))[0]
        return abs(figure[0] * factor) * 10 ** scale_of(self.units, wanted) > 10 ** 18

    def figure(self, row, value, wanted):
        chain = read_chain(self.p, self.cell(row, 'unit'))
        factor = self.units.chain(chain)[0]
        figure, place = read_dressed(value, self.cell(row, 'unit')), self.cell(row, 'precision')
        if figure is None or (place and power_of_ten_in(place) is None):
            raise Unknown('unreadable')
        place = power_of_ten_in(place) if place else None
        extra = self.has_extra(row)
        if extra:
            place = Fraction(1, 10 ** figure[1])
        out = Printed(figure[0] * factor, place and place * factor, chain, None, extra)
        scale = 10 ** scale_of(self.units, wanted)
        for one in (out.value, (out.place or F0) / 2):
            if (one * scale).denominator != 1 or abs(one * scale) > 10 ** 18:
                raise Unknown('unreadable')
        return out


def texts_in(expr, prior=False):
    """The figures of texts that an expression names: (name, id, unit wanted, whether in prior)."""
    prior = prior or expr[0] == 'prior'
    if expr[0] == 'text':
        yield expr[1], expr[2][0][0], expr[3], prior
    for part in expr[1:]:
        if isinstance(part, tuple) and part and isinstance(part[0], str):
            yield from texts_in(part, prior)


class Texts:
    """What an Evaluator does with texts."""

    def narrative(self, name, prior):
        folder = self.prior_folder if prior else self.folder
        if folder is None:
            raise Unknown('no-prior')
        if (name, prior) not in self.narratives:
            ident = f'prior({name})' if prior else name
            self.narratives[name, prior] = Narrative(self.p, self.p.texts[name], folder, ident)
        return self.narratives[name, prior]

    def in_prose(self, expr, at):
        """正文[N056] in 万元"""
        _text, name, choice, chain = expr
        one = self.narrative(name, at.prior)
        ident = norm_header(choice[0][0])
        printed = one.printed(ident, chain)
        key = (one.ident, ('text', ident), 0)
        exact = at.printed or printed.place is None
        figure = Figure(key, printed.value, point(printed.value) if exact else printed.span(),
                        None if exact else 'to')
        return Affine(F0, {key: (figure, Fraction(1))}, [], False)

    def claimed(self, rule):
        """What the figure says that the rule names behind `is`."""
        _text, name, choice, _chain = rule.claim
        return self.narrative(name, False).printed(choice[0][0], rule.wanted, True)

    def judge_said(self, x, rule, unit):
        """`x is …`: what it comes to, and the unit in which it is shown."""
        said = self.claimed(rule) if rule.claim else None
        direction = said.direction if said else rule.literal
        if direction in RELATION_OF:
            return self.judge(x, RELATION_OF[direction], Affine()), unit
        if said is None:
            return self.judge_is(x, rule.literal), unit
        return self.judge_rounded(x, said.value, said.place, said.rounding_here()), said.chain or unit

    def text_uses(self):
        """Each figure of a text that rules and lines name, once for each unit wanted."""
        out = []
        for expr in self.all_expressions():
            out.extend(texts_in(expr))
        for rule in self.all_rules():
            if rule.claim:
                out.append((rule.claim[1], rule.claim[2][0][0], rule.wanted, False))
        return out

    def text_findings(self):
        uses = []
        for name, ident, chain, prior in self.text_uses():
            use = (name, prior, norm_header(ident), chain and self.units.chain(chain))
            if use not in [u for u, _c in uses] and not (prior and self.prior_folder is None):
                uses.append((use, chain))
        extra = set()
        for (name, prior, ident, _factor), chain in uses:
            one = self.narrative(name, prior)
            try:
                row = one.row_of(ident)
                if one.unit_is_wrong(row, chain):
                    self.text_finding(one, 'text-unit', row)
                elif one.has_extra(row) and not one.is_too_big(row, chain) and (one.ident, row) not in extra:
                    extra.add((one.ident, row))
                    self.text_finding(one, 'extra-digits', row)
            except Unknown:
                pass
        for one in [self.narrative(name, prior) for name in self.p.texts for prior in (False, True)
                    if not prior or any(u[0][:2] == (name, True) for u in uses)]:
            for ident, rows in one.of_id.items():
                for row in rows[1:] if ident else []:
                    self.text_finding(one, 'repeated-row', row)

    def text_finding(self, one, kind, row):
        severity = 'must' if one.ident == one.text.name else 'note'
        self.results.append({'rule': one.ident + '.rows', 'key': one.key(row), 'severity': severity,
                             'kind': kind, 'status': 'violated', 'reason': None, 'left': None,
                             'right': None, 'difference': None, 'slack': None, 'unit': '',
                             'loose': False})


class TextTypes:
    """What a Checker does with texts."""

    def text_type(self, expr, constant=False):
        if constant or expr[1] not in self.p.texts:
            raise Fault(f'no text {expr[1]} here')
        if len(expr[2][0]) != 1 or expr[2][1]:
            raise Fault('one id')
        if expr[3] is None:
            raise Fault('in what unit?')
        return self.of_chain(expr[3])

    def unit_claimed(self, rule, one):
        """The unit wanted of a figure behind `is`."""
        if rule.claim[0] != 'text':
            raise Fault('no figure of a text')
        self.text_type(rule.claim[:3] + ((),))
        return drop_chain(self.units, one.chain)

    def with_units(self, sides, scope):
        """The sides of a relation; a figure of a text alone is in the unit of the others."""
        if not any(side[0] == 'text' and side[3] is None for side in sides):
            return sides
        others = [self.type(side, scope) for side in sides if side[0] != 'text' or side[3] is not None]
        if not others:
            raise Fault('in what unit?')
        chain = next((one.chain for one in others if one.chain), ())
        chain = drop_chain(self.units, chain)
        return [side[:3] + (chain,) if side[0] == 'text' and side[3] is None else side for side in sides]
