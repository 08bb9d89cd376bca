"""Long data: a file with one cell a record, turned into rows and columns."""
from oracle_cells import read_figure
from oracle_lexer import Fault
from oracle_match import norm_header
from oracle_rowunits import LongUnitCell
from oracle_sheet import Sheet


class LongSheet(Sheet):
    """The records of a file as a sheet; again: rows for which a cell was given again."""

    def find_columns(self):
        self.turn(self.table.long)
        super().find_columns()

    def source_column(self, name):
        parts = tuple(norm_header(name).split('/'))
        if parts in self.heads:
            return self.heads.index(parts)
        hits = [i for i, h in enumerate(self.heads) if h[-1:] == parts]
        if len(hits) != 1:
            raise Fault(f'{self.table.name}: no column {name}')
        return hits[0]

    def turn(self, long):
        keys = [self.source_column(name) for name in long['row']]
        value = self.source_column(long['value'])
        column = self.source_column(long['column']) if 'column' in long else None
        unit = self.source_column(long['unit']) if 'unit' in long else None
        where = long.get('where')
        where = where and (self.source_column(where[0]), norm_header(where[1]))
        heads, rows, cells, units = {}, {}, {}, {}
        self.again = []
        if column is None:
            heads[()] = tuple(norm_header(long['value']).split('/'))
        for record in self.rows:
            if where and norm_header(record[where[0]]) != where[1]:
                continue
            head = self.head_of(record, column, value, heads)
            if head is None:
                continue
            texts = tuple(norm_header(record[k]) for k in keys)
            row = rows.setdefault(texts, (len(rows), [record[k] for k in keys]))[0]
            if (row, head) in cells:
                self.again.append(row)
            cells.setdefault((row, head), record[value])
            units.setdefault((row, head), record[unit] if unit is not None else None)
        self.heads = [tuple(norm_header(name).split('/')) for name in long['row']]
        self.heads += list(heads.values())
        self.printed_units = {(row, len(long['row']) + at): units.get((row, head))
                              for at, head in enumerate(heads) for row, _texts in rows.values()}
        self.rows = [texts + [cells.get((row, head), '') for head in heads]
                     for row, texts in rows.values()]

    def head_of(self, record, column, value, heads):
        """What tells the record's column; None where it has none."""
        if column is None:
            return ()
        text = norm_header(record[column])
        if not text:
            figure = read_figure(record[value])
            if figure and figure[0]:
                raise Fault(f'{self.table.name}: a figure without a column')
            return None
        heads.setdefault(text, tuple(text.split('/')))
        return text

    unit_cell = LongUnitCell

    def printed_unit(self, row, index):
        return self.printed_units.get((row, index))

    def repeated_labels(self):
        return self.again
