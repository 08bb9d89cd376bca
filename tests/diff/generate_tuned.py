"""Rules whose literals lie at the ends of an expression's interval, as the oracle gives it."""
import tempfile
from fractions import Fraction

import oracle
from generate_case import Case, prior_of
from generate_expr import ADD, ATOM, COUNT, LIMIT, MONEY, MONEY_UNITS, NEG, RATE, RATIO, Expr
from oracle_values import Unknown, decimal_text, round_to

F = Fraction


class TunedMaker:
    """What a Maker does to hit the ends of intervals."""

    # -- rules whose literal lies at an end of an interval
    def probes(self, count):
        out = []
        for _ in range(count):
            kind = self.rng.choice([MONEY, MONEY, RATIO, RATIO, RATIO, COUNT, RATE])
            one = self.expr(kind, self.rng.choice([0, 1, 1, 2, 2, 3]), self.chance(0.5))
            two = self.expr(kind, self.rng.choice([0, 1, 2]), True) if self.chance(0.3) else None
            if kind == MONEY and self.chance(0.1):
                one = self.shared(kind) or one
            if two is not None and one.bits + two.bits < LIMIT:
                one = self.add(one, two)
            if not one.const:
                out.append((kind, one))
        return out

    def shared(self, kind):
        """One cell in several terms: what may pass is loose."""
        cell, other = self.cell(kind), self.cell(kind)
        if not cell:
            return None
        return self.pick(
            (1, lambda: self.add(cell, self.rounded(cell, kind))),
            (1, lambda: self.times(cell, self.over(cell, other, True))),
            (1, lambda: self.times(self.call('share', cell, self.add(cell, other)), other)))

    def spans(self, probes, source, data):
        """The value and ends of each probe, in the base unit; None if unknown."""
        text = source + ''.join(f'line 探{i} = {e.text}\n' for i, (_k, e) in enumerate(probes))
        with tempfile.TemporaryDirectory() as folder:
            case = Case(0)
            case.files, case.data = dict(self.case.files), data
            case.prior = self.case.prior
            case.files['rules.fisc'] = text
            rules, where = case.write(folder)
            program = oracle.Program()
            try:
                program.load(rules)
                run = oracle.Evaluator(program, where, prior_of(where))
            except oracle.Fault:
                return [None] * len(probes)
        out = []
        for i in range(len(probes)):
            try:
                x = run.ref(f'探{i}', oracle.Place())
                out.append((x.value(), x.span()))
            except (Unknown, oracle.Fault):
                out.append(None)
        return out

    def scaled_literal(self, value, kind, places=None):
        """A literal near a base value: exact where it ends within reach, else rounded."""
        unit, p = {MONEY: self.rng.choice(MONEY_UNITS),
                   RATIO: self.rng.choice([('', 0), ('%', -2), ('‰', -3)]),
                   COUNT: ('人', 0), RATE: ('元/人', 0)}[kind]
        value = value / F(10) ** p
        if places is None:
            places = 0
            while places < 22 and (value * 10 ** places).denominator != 1:
                places += 1
            if places == 22:
                places = self.rng.choice([4, 8, 12, 16, 18])
        whole = round_to(value, F(1, 10 ** places)) * 10 ** places
        text = str(abs(int(whole))).rjust(places + 1, '0')
        if places:
            text = text[:-places] + '.' + text[-places:]
        if len(text) > 38:
            return None
        return Expr(('-' if whole < 0 else '') + text + unit, NEG if whole < 0 else ATOM, 20, True)

    def tuned_value(self, span):
        value, ends = span
        step = F(1, 10 ** self.rng.choice([0, 1, 2, 4, 6, 9]))
        return self.rng.choice([value, ends.lo, ends.hi, ends.lo, ends.hi, ends.lo - step,
                                ends.hi + step, ends.lo + step, ends.hi - step, value + step,
                                (value + ends.lo) / 2, (value + ends.hi) / 2])

    def tuned_rule(self, probe, span):
        kind, expr = probe
        if span is None:
            literal = self.literal(kind)
        else:
            if self.chance(0.3):
                return self.tuned_is(probe, span)
            literal = self.scaled_literal(self.tuned_value(span), kind)
        if literal is None:
            return None
        relation = self.pick((4, lambda: self.compare(expr, literal)),
                             (1.5, lambda: self.compare(literal, expr)),
                             (1, lambda: self.compare(literal, expr, literal)),
                             (1, lambda: self.compare(self.binary('-', expr, literal, 60, ADD),
                                                      Expr('0'))))
        return self.rule_text(relation)

    def tuned_is(self, probe, span):
        kind, expr = probe
        value, ends = span
        places = self.rng.choice([0, 1, 1, 2, 4])
        base = self.rng.choice([value, value, ends.lo, ends.hi])
        literal = self.scaled_literal(base, kind, places)
        if literal is None:
            return None
        if self.chance(0.4):
            text = literal.text.lstrip('-')
            digits = ''.join(c for c in text if c in '0123456789.')
            step = F(1, 10 ** places) * self.rng.choice([-1, 1, 2])
            moved = F(digits) + step
            if moved >= 0:
                shown = decimal_text(moved)
                whole, _dot, part = shown.partition('.')
                shown = whole + ('.' + part.ljust(places, '0') if places else '')
                literal.text = literal.text.replace(digits, shown)
        return self.rule_text(f'{expr.text} {self.say.word("is")} {literal.text}')
