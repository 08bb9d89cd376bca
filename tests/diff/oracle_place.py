"""Where an expression stands: what a bare name means there."""
import copy


class Place:
    """The row at hand of a sheet, if any, and how it is seen.

    kind    'row': a rule over rows; 'sum': within an aggregate over rows; 'line': a line that
            such a rule uses, in which the table's columns have no bare names; None: no row
    printed whether the printed figures alone count (`exactly`, conditions)
    own     whether bare names are columns of the sheet's table
    prior   whether it stands in prior( )
    keys    the names of a join's key columns, and key, what they print (kind 'key'); joined: the
            tables of this year that the rule joins; asked: the figures of its conditions
    """

    def __init__(self, sheet=None, row=None, kind=None, printed=False, own=True):
        self.sheet, self.row, self.kind, self.printed = sheet, row, kind, printed
        self.own = own
        self.prior = False
        self.keys = self.key = None
        self.joined, self.asked = [], []

    def but(self, **changes):
        out = copy.copy(self)
        for name, value in changes.items():
            setattr(out, name, value)
        return out

    def inside(self, sheet, row, own):
        """The place of a row within an aggregate."""
        return self.but(sheet=sheet, row=row, kind='sum', own=own)

    def in_line(self):
        """The place of a line that is used here."""
        return self.but(kind='line' if self.sheet else None)

    def in_prior(self):
        return self.but(prior=True)

    def names_columns(self):
        return self.sheet is not None and self.kind in ('row', 'sum') and self.own

    def ident(self):
        """What a line's value depends on."""
        return (self.printed, self.prior)


PRINTED = Place(printed=True)
