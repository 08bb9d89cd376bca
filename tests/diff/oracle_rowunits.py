"""Figures in the unit of their row: a column with `unit from`, long data with `unit`."""
from oracle_cells import BLANKS, Cell, places_of, read_dressed, storage_scale
from oracle_chain import fits, read_chain


class RowUnitCell(Cell):
    """A cell of a column with `unit from`, converted to the column's unit."""

    def __init__(self, program, text, grid, unit, printed):
        super().__init__('', grid, 1)
        units, text = program.units, text.strip()
        if text in BLANKS:
            return
        figure, chain = read_dressed(text, ''), read_chain(program, printed)
        if figure is None:
            self.reason = 'unreadable'
        elif chain is None or not self.is_right(units, chain, unit):
            self.without_unit(figure[0])
        else:
            value = figure[0] * units.chain(chain)[0] / units.chain(unit)[0]
            same = units.chain(chain)[0] == units.chain(unit)[0]
            self.convert(value, grid, units.chain(unit)[0], figure[1] if same else None)

    def is_right(self, units, chain, unit):
        one, two = units.chain(chain)[1], units.chain(unit)[1]
        return one == two or (not chain and units.lone_count(two))

    def without_unit(self, value):
        """A zero is one in any unit."""
        if value:
            self.reason = 'unreadable'
        else:
            self.printed = True

    def convert(self, value, grid, factor, _printed):
        places, scale = places_of(value), storage_scale(grid, factor)
        if places is None or places > scale:
            self.reason = 'unreadable'
        elif abs(value) * 10 ** scale > 10 ** 18:
            self.reason, self.printed = 'overflow', True
        else:
            self.figure(value, 0, grid, factor)


class LongUnitCell(RowUnitCell):
    """A cell of long data, converted and then read as if it had been printed so."""

    def is_right(self, units, chain, unit):
        return fits(units, units.chain(chain)[1], units.chain(unit)[1])

    def without_unit(self, _value):
        self.reason = 'unreadable'

    def convert(self, value, grid, factor, printed):
        places = places_of(value) if printed is None else printed
        if places is None:
            self.reason = 'unreadable'
        else:
            self.figure(value, places, grid, factor)
