"""Dated params: in, periods, and the days that references say; out, a param for each such reference."""
from oracle_lexer import Fault


def first_day(date):
    return date if len(date) > 7 else date + '-01'


def last_day(date):
    return date if len(date) > 7 else date + '-31'


class Dated:
    """periods: by name, of (first day, last day, expression), '' if open; asked: (name, day)"""
    def __init__(self):
        self.periods, self.asked = {}, set()

    def ask(self, name, date):
        """What the param on that day is called."""
        self.asked.add((name, first_day(date)))
        return f'{name} at {first_day(date)}'

    def settle(self, params):
        for name, day in self.asked:
            fits = [expr for first, last, expr in self.periods.get(name, ())
                    if first <= day and (not last or day <= last)]
            if len(fits) != 1:
                raise Fault(f'{name} has {len(fits)} values on {day}')
            params[f'{name} at {day}'] = fits[0]
