"""Where an expression stands: what a bare name means there."""


class Place:
    """The row at hand of a sheet, if any, and how it is seen.

    kind    'row': a rule over rows; 'sum': within an aggregate over rows; 'line': a line that
            such a rule uses, in which the table's columns have no bare names; None: no row
    printed whether the printed figures alone count (`exactly`, conditions)
    """

    __slots__ = ('sheet', 'row', 'kind', 'printed', 'own')

    def __init__(self, sheet=None, row=None, kind=None, printed=False, own=True):
        self.sheet, self.row, self.kind, self.printed = sheet, row, kind, printed
        self.own = own

    def inside(self, sheet, row, own):
        """The place of a row within an aggregate; own: bare names are columns of the table."""
        return Place(sheet, row, 'sum', self.printed, own)

    def in_line(self):
        """The place of a line that is used here."""
        return Place(self.sheet, self.row, 'line' if self.sheet else None, self.printed)

    def names_columns(self):
        return self.sheet is not None and self.kind in ('row', 'sum') and self.own

    def ident(self):
        return (self.printed, self.sheet and (self.sheet.table.name, self.row))


PRINTED = Place(printed=True)
