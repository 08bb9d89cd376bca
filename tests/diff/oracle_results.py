"""From a relation to a result: status, difference, slack; how figures are shown."""
from oracle_units import chain_text, drop_chain
from oracle_values import (F0, ULP, Interval, Quotient, Unknown, decimal_text, fits, is_loose, point,
                           round_to, terminates)


def rounded(value):
    """As it is shown: to 16 places of the base unit, or where that is too wide to a whole number."""
    out = round_to(value, ULP)
    return out if fits(out) else round_to(value, 1)


class Results:
    """What an Evaluator does with relations."""

    def show(self, value, chain, always=False):
        """A base value in a shown unit, as a decimal; 16 places of the base unit if endless."""
        if always or not fits(value):
            value = rounded(value)
        value /= self.units.chain(chain)[0]
        if not terminates(value):
            value = round_to(value, ULP)
        return decimal_text(value)

    def shown_unit(self, types):
        for one in types:
            if one.chain:
                return drop_chain(self.units, one.chain)
        return ()

    def clauses(self, rule, at):
        """Whether the rule is asked here: None if `where` leaves the row out, else `when`."""
        if rule.where and not self.truth(rule.where, at):
            return None
        return rule.when is None or self.truth(rule.when, at)

    def rule(self, rule, at, key):
        reason, asked = None, True
        try:
            asked = self.clauses(rule, at)
        except Unknown as unknown:
            reason = unknown.reason
        if asked is None:
            return
        if rule.listing:
            self.listed(rule, at, key, reason, asked)
            return
        if reason or not asked:
            for part in range(1, len(rule.relations) + 1):
                sides = rule.sides[part - 1:part + 1]
                if reason and at.kind == 'key' and (reason == 'one-sided' or self.one_sided(sides, at)):
                    self.add_one_sided(self.base_of(rule, part, key), self.shown_unit(rule.types))
                    continue
                self.add_unknown(self.base_of(rule, part, key), reason, self.shown_unit(rule.types))
                if not reason:
                    self.results[-1]['status'] = 'not-applicable'
            return
        self.relations(rule, at, key)

    def relations(self, rule, at, key):
        for part, relation in enumerate(rule.relations, 1):
            base = self.base_of(rule, part, key)
            unit = self.shown_unit(rule.types)
            try:
                if at.kind == 'key' and self.one_sided(rule.sides[part - 1:part + 1], at):
                    self.add_one_sided(base, unit)
                    continue
                left = self.eval(rule.sides[part - 1], at)
                if relation == 'is':
                    out, unit = self.judge_said(left, rule, unit)
                else:
                    right = self.eval(rule.sides[part], at)
                    out = self.judge(left, relation, right)
                if rule.exactly and out['status'] == 'rounding':
                    out['status'] = 'violated'
                self.add_result(base, out, unit)
            except Unknown as unknown:
                self.add_unknown(base, unknown.reason, unit)

    def base_of(self, rule, part, key):
        return {'rule': rule.title(part), 'key': key, 'severity': rule.severity, 'kind': rule.kind,
                'exactly': rule.exactly}

    def judge(self, left, relation, right):
        fraction = isinstance(left, Quotient) or isinstance(right, Quotient)
        if fraction:
            span = left.span().plus(right.span().scaled(-1))
            span = Interval(span.lo, span.hi)
            difference = left.value() - right.value()
            loose = is_loose(left, right) or any_strict(left) or any_strict(right)
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
        v, g = self.literal_behind_is(literal)
        return self.judge_rounded(x, v, g, rounding_to(v, g))

    def literal_behind_is(self, literal):
        """The value and its last printed place, in base units."""
        factor = self.units.chain(literal[2])[0]
        return literal[0] * factor, factor / 10 ** literal[1]

    def judge_rounded(self, x, v, g, wanted):
        """Whether x rounds to v at the place g, or is v if g is None; wanted: the values that do."""
        span, value = x.span(), x.value()
        if (round_to(value, g) if g else value) == v:
            status = 'exact'
        elif meets(span, wanted):
            status = 'rounding'
        else:
            status = 'violated'
        return {'status': status, 'left': value, 'right': v, 'difference': value - v,
                'span': span.plus(point(-v)), 'half': g / 2 if g else F0,
                'fraction': isinstance(x, Quotient), 'loose': is_loose(x) and status == 'rounding'}

    def add_result(self, base, out, unit):
        diff, lo, hi = out['difference'], out['span'].lo, out['span'].hi
        if out['fraction']:
            diff, lo, hi = map(rounded, (diff, lo, hi))
        if base.get('exactly'):
            slack = F0
        elif out['difference'] > 0:
            slack = diff - lo
        elif out['difference'] < 0:
            slack = hi - diff
        else:
            slack = max(diff - lo, hi - diff)
        one = {k: v for k, v in base.items() if k != 'exactly'}
        one.update(status=out['status'], reason=None, unit=chain_text(unit),
                   left=self.show(out['left'], unit, out['fraction']),
                   right=self.show(out['right'], unit, out['fraction']),
                   difference=self.show(diff, unit), slack=self.show(slack + out['half'], unit),
                   loose=out['loose'], fraction=out['fraction'])
        self.results.append(one)

    def add_unknown(self, base, reason, unit):
        one = {k: v for k, v in base.items() if k != 'exactly'}
        one.update(status='unknown', reason=reason, unit=chain_text(unit), left=None, right=None,
                   difference=None, slack=None, loose=False)
        self.results.append(one)

    def add_one_sided(self, base, unit):
        self.add_unknown(base, 'one-sided', unit)
        self.results[-1]['status'] = 'violated'

    def add_finding(self, sheet, kind, key):
        severity = 'must' if sheet.ident == sheet.table.name else 'note'
        self.results.append({'rule': sheet.ident, 'key': key, 'severity': severity, 'kind': kind,
                             'status': 'violated', 'reason': None, 'left': None, 'right': None,
                             'difference': None, 'slack': None, 'unit': '', 'loose': False})


def rounding_to(v, g):
    """The values that round to v at the place g."""
    return Interval(v - g / 2, v + g / 2, v <= 0, v >= 0)


def any_strict(side):
    """Whether a cell of a strict grid is in a side."""
    return any(strict for _key, strict in side.cell_set())


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
