"""Joint values: whether some one value is all that several claims say of it."""
from fractions import Fraction

from oracle_match import norm_header
from oracle_place import Place
from oracle_program import expressions_of
from oracle_results import rounding_to
from oracle_types import Scope
from oracle_units import chain_text
from oracle_values import F0, Interval, Unknown, flattened, point, round_to

MILDNESS = ('must', 'should', 'note')
LINEAR = ('+', '-')


class Term:
    """A figure of a normal form: what evaluates to it, and whether it is of the prior year alone,
    of this year alone, or of both."""

    def __init__(self, expr, prior, mixed):
        self.expr, self.prior, self.mixed = expr, prior, mixed


class Sum:
    """Σ c·x + k: terms {key: (Term, c)}, in the order of the source."""

    def __init__(self, constant=F0, terms=None):
        self.constant, self.terms = constant, terms or {}

    def scaled(self, c):
        return Sum(self.constant * c, {k: (t, w * c) for k, (t, w) in self.terms.items() if w * c})

    def plus(self, other):
        terms = dict(self.terms)
        for key, (term, c) in other.terms.items():
            total = c + (terms[key][1] if key in terms else 0)
            if total:
                terms[key] = (term, total)
            else:
                terms.pop(key, None)
        return Sum(self.constant + other.constant, terms)

    def is_constant(self):
        return not self.terms

    def ident(self):
        return (self.constant, frozenset((k, c) for k, (_t, c) in self.terms.items()))

    def part(self, prior):
        """Its figures of one year, without the constant."""
        return {k: one for k, one in self.terms.items() if one[0].prior == prior}

    def has_mixed(self):
        return any(term.mixed for term, _c in self.terms.values())


class Ratio:
    """k1·N/D + k0, and its quotient's place."""

    def __init__(self, n, d, k1, k0, quotient):
        self.n, self.d, self.k1, self.k0, self.quotient = n, d, k1, k0, quotient

    def scaled(self, c):
        return Ratio(self.n, self.d, self.k1 * c, self.k0 * c, self.quotient)

    def shifted(self, c):
        return Ratio(self.n, self.d, self.k1, self.k0 + c, self.quotient)

    def is_constant(self):
        return False

    def ident(self):
        return (self.n.ident(), self.d.ident(), self.k1, self.k0)

    def flat(self):
        """Its quotient as one figure."""
        key, term = self.quotient
        return Sum(self.k0, {key: (term, self.k1)} if self.k1 else {})


def flat(form):
    return form.flat() if isinstance(form, Ratio) else form


class Forms:
    """Brings expressions to their normal forms, without looking at any data."""

    def __init__(self, program):
        self.p = program

    def of(self, expr, prior=False):
        kind = expr[0]
        if kind == 'lit':
            return Sum(expr[1] * self.p.units.chain(expr[2])[0])
        if kind == 'ref':
            inner = self.p.params[expr[1]] if expr[1] in self.p.params else self.p.lines[expr[1]][1]
            return self.of(inner, prior)
        if kind == 'cell':
            return self.figure(self.cell_key(expr, prior), expr, prior)
        if kind == 'text':
            return self.figure(('text', expr[1], norm_header(expr[2][0][0]), prior), expr, prior)
        if kind == 'prior':
            return self.of(expr[1], True)
        if kind == 'rows':
            return self.over_rows(expr, prior)
        if kind == 'neg':
            return self.of(expr[1], prior).scaled(Fraction(-1))
        operands = [self.of(part, prior) for part in expressions_of(expr)]
        if kind not in ('/', 'share', 'growth') and kind not in LINEAR \
                and all(one.is_constant() for one in operands):
            return self.constant(expr, operands)
        if kind in LINEAR:
            return self.added(operands[0], operands[1].scaled(Fraction(1 if kind == '+' else -1)))
        if kind == '*' and any(one.is_constant() for one in operands):
            one, two = operands if operands[1].is_constant() else operands[::-1]
            return one.scaled(two.constant)
        if kind in ('/', 'share', 'growth'):
            return self.divided(expr, operands, prior)
        return self.figure((id(expr), prior), expr, prior)

    def constant(self, expr, operands):
        kind, values = expr[0], [one.constant for one in operands]
        if kind == '*':
            return Sum(values[0] * values[1])
        if kind == '^':
            return Sum(values[0] ** expr[2])
        if kind == 'round':
            return Sum(round_to(*values))
        return Sum((min if kind == 'min' else max)(values))

    def divided(self, expr, operands, prior):
        n, d = operands
        if d.is_constant() and not d.constant:
            return self.figure((id(expr), prior), expr, prior)
        if d.is_constant():
            out = n.scaled(1 / d.constant)
        else:
            whole = ('share',) + expr[1:]
            term = Term(whole, prior, self.mixes(whole, prior))
            out = Ratio(flat(n), flat(d), Fraction(1), F0, ((id(expr), prior), term))
        return self.added(out, Sum(Fraction(-1))) if expr[0] == 'growth' else out

    def added(self, one, two):
        for a, b in ((one, two), (two, one)):
            if isinstance(a, Ratio) and b.is_constant():
                return a.shifted(b.constant)
        return flat(one).plus(flat(two))

    def figure(self, key, expr, prior):
        return Sum(F0, {key: (Term(expr, prior, self.mixes(expr, prior)), Fraction(1))})

    def mixes(self, expr, prior):
        """Whether prior figures stand in an expression that is not of the prior year as a whole."""
        if expr[0] == 'prior':
            return not prior
        if expr[0] == 'ref' and expr[1] in self.p.lines:
            return self.mixes(self.p.lines[expr[1]][1], prior)
        return any(self.mixes(part, prior) for part in expressions_of(expr))

    def cell_key(self, expr, prior):
        _cell, name, path, choice = expr
        table = self.p.tables[name]
        node = table.find(path)
        column = id(node) if node else norm_header(path[-1])
        if choice and not choice[1] and len(choice[0]) == 1 and table.total and \
                norm_header(choice[0][0]) in map(norm_header, table.total):
            choice = None
        if choice:
            choice = (tuple(map(norm_header, choice[0])), choice[1])
        return ('cell', name, prior, choice, column)

    def over_rows(self, expr, prior):
        """sum(T.a - T.b) is the difference of two figures; other aggregates are one each."""
        _rows, function, inner, cond = expr
        if function == 'sum' and cond is None:
            out = self.column_sum(inner, prior)
            if out is not None:
                return out
        return self.figure((id(expr), prior), expr, prior)

    def column_sum(self, inner, prior):
        kind = inner[0]
        if kind == 'prior':
            return self.column_sum(inner[1], True)
        if kind == 'cell' and inner[3] is None:
            return self.figure(('sum',) + self.cell_key(inner, prior), ('rows', 'sum', inner, None), prior)
        if kind == 'neg':
            one = self.column_sum(inner[1], prior)
            return one and one.scaled(Fraction(-1))
        if kind in LINEAR:
            one, two = (self.column_sum(part, prior) for part in inner[1:])
            if one is None or two is None:
                return None
            return one.plus(two.scaled(Fraction(1 if kind == '+' else -1)))
        if kind in ('*', '/'):
            one, two = inner[1:]
            if kind == '*' and self.literal(one) is not None:
                one, two = two, one
            c = self.literal(two)
            out = self.column_sum(one, prior) if c is not None else None
            if kind == '/' and not c:
                return None
            return out and out.scaled(c if kind == '*' else 1 / c)
        return None

    def literal(self, expr):
        if expr[0] == 'cell' or expr[0] == 'rows':
            return None
        out = self.of(expr)
        return out.constant if out.is_constant() else None


class Claim:
    """A claim or an `is` rule on the form x."""

    def __init__(self, rule, form, at):
        self.rule, self.form, self.at = rule, form, at

    def base(self):
        """What tells its sum of prior figures, and that sum; None if it is of no such kind."""
        if isinstance(self.form, Ratio):
            form = self.form.d
            if form.constant or form.part(False) or self.form.n.part(True) or self.form.n.has_mixed():
                return None
        else:
            form = self.form
        terms = form.part(True)
        if not terms or form.has_mixed():
            return None
        unit = terms[min(terms, key=repr)][1]
        return frozenset((k, c / unit) for k, (_t, c) in terms.items()), terms


class Joints:
    """What an Evaluator does with joint values."""

    def joint_values(self):
        forms, claims = Forms(self.p), []
        for kind, rule in self.p.order:
            if kind != 'rule' or rule.relations != ['is'] or isinstance(rule.literal, str) \
                    or rule.exactly or rule.where or rule.when or rule.each:
                continue
            claims.append(Claim(rule, forms.of(rule.sides[0]), len(claims)))
        self.of_one_expression(claims)
        self.of_prior_figures(claims)

    def said(self, claim):
        """(the set that x is in, the printed figure, its unit) or None, if nothing is said."""
        rule = claim.rule
        unit = self.shown_unit(rule.types)
        if not rule.claim:
            v, g = self.literal_behind_is(rule.literal)
            return rounding_to(v, g), v, unit
        try:
            printed = self.claimed(rule)
        except Unknown:
            return None
        if printed.direction:
            return None
        return printed.rounding_here(), printed.value, printed.chain or unit

    def of_one_expression(self, claims):
        groups = {}
        for claim in claims:
            if not claim.form.is_constant():
                groups.setdefault(claim.form.ident(), []).append(claim)
        for group in groups.values():
            said = [self.said(claim) for claim in group]
            told = [one for one in said if one]
            if len(told) > 1:
                unit = said[0][2] if said[0] else self.shown_unit(group[0].rule.types)
                self.joint(group, [(s, v) for s, v, _unit in told], unit,
                           isinstance(group[0].form, Ratio))

    def of_prior_figures(self, claims):
        groups = {}
        for claim in claims:
            base = claim.base()
            if base:
                groups.setdefault(base[0], []).append((claim, base[1]))
        for group in groups.values():
            if len({claim.form.ident() for claim, _terms in group}) < 2:
                continue
            first, (term, _c) = next(iter(group[0][1].items()))
            told = [self.of_base(claim, terms[first][1]) for claim, terms in group]
            told = [one for one in told if one]
            if len(told) > 1:
                chain = self.checker.type(term.expr, Scope()).chain
                self.joint([claim for claim, _terms in group], told, chain, True)

    def of_base(self, claim, c):
        """(the set that P is in, P as printed) or None."""
        said = self.said(claim)
        if said is None:
            return None
        form = claim.form
        try:
            if isinstance(form, Ratio):
                return self.of_ratio(form, said, c)
            value, span = self.evaluated(Sum(form.constant, form.part(False)))
        except Unknown:
            return None
        inside = said[0]
        out = inside.plus(span.scaled(Fraction(-1))).scaled(1 / c)
        return out, (said[1] - value) / c

    def of_ratio(self, form, said, c):
        value, span = self.evaluated(form.n)
        value, span = value / c, span.scaled(1 / c)
        r = said[0].plus(point(-form.k0)).scaled(1 / form.k1)
        if r.lo <= 0 or span.lo <= 0:
            return None
        out = Interval(span.lo / r.hi, span.hi / r.lo, r.hi_open, r.lo_open)
        return out, value / ((said[1] - form.k0) / form.k1)

    def evaluated(self, form):
        """The printed value and the closed interval of a sum."""
        value, span = form.constant, point(form.constant)
        for term, c in form.terms.values():
            one = flattened(self.eval(term.expr, Place().but(prior=term.prior))).scaled(c)
            value, span = value + one.value(), span.plus(one.span())
        return value, Interval(span.lo, span.hi)

    def joint(self, group, told, unit, always):
        rule = group[0].rule
        lo, lo_open = max((s.lo, s.lo_open) for s, _v in told)
        hi, closed = min((s.hi, not s.hi_open) for s, _v in told)
        if len({v for _s, v in told}) == 1:
            status = 'exact'
        elif lo < hi or (lo == hi and not lo_open and closed):
            status = 'rounding'
        else:
            status = 'violated'
        severity = max((claim.rule.severity for claim in group), key=MILDNESS.index)
        self.results.append({
            'rule': rule.title(1) + '.joint', 'key': '', 'severity': severity, 'kind': 'joint',
            'status': status, 'reason': None, 'left': self.show(lo, unit),
            'right': self.show(hi, unit), 'difference': self.show(lo - hi, unit), 'slack': '0',
            'unit': chain_text(unit), 'loose': False})
