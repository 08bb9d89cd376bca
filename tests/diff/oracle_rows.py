"""The rows of a table: their levels, their parents, the total row, repeated rows."""
from oracle_match import norm_header


class Rows:
    """What a Sheet knows of its rows."""

    def place_rows(self):
        table = self.table
        self.total, self.repeated, self.level = None, [], {}
        for row in range(len(self.rows)):
            if table.total is not None and self.is_total(row):
                if self.total is None:
                    self.total = row
                else:
                    self.repeated.append(row)
            else:
                self.level[row] = self.level_of(row)
        seen = {}
        for row, level in self.level.items():
            if level is None or not self.all_keys or table.total is None:
                continue
            ident = (level, tuple(self.text(row, k) for k in self.all_keys))
            if not any(ident[1]):
                continue
            if ident in seen:
                self.repeated.append(row)
            seen.setdefault(ident, row)
        self.children = {}
        self.find_parents()
        self.leaves = [r for r in range(len(self.rows)) if r != self.total
                       and r not in self.repeated and r not in self.children]

    def is_ragged(self):
        """Whether a row with too many or too few fields fits no level: it could belong anywhere."""
        return any(level is None and len(self.rows[row]) != len(self.heads)
                   for row, level in self.level.items())

    def is_total(self, row):
        return any(norm_header(self.text(row, i)) == norm_header(self.table.total)
                   for i in sorted(self.all_keys + self.texts))

    def level_of(self, row):
        """The level's number from 1; 0 where rows alone stands; None if the row fits no level."""
        if not self.table.levels:
            return 0
        for at in range(len(self.table.levels), 0, -1):
            code = self.text(row, self.level_columns[at - 1])
            size = self.table.levels[at - 1][1]
            if code and (size is None or len(code) == size):
                return at
        return None

    def find_parents(self):
        if self.table.total is None:
            return
        for row, level in self.level.items():
            if level is None or row in self.repeated:
                continue
            parent = self.parent_of(row, level)
            if parent is not None:
                self.children.setdefault(parent, []).append(row)

    def parent_of(self, row, level):
        for j in range(level - 1, 0, -1):
            found = [r for r, at in self.level.items() if at == j and r not in self.repeated
                     and self.begins(r, row, j - 1)]
            if len(found) > 1:
                found = [r for r in found if all(self.begins(r, row, i) for i in range(j - 1))]
            if found:
                return found[0]
        return self.total

    def begins(self, other, row, at):
        """Whether the other row's code of a level is the beginning of this row's."""
        size, column = self.table.levels[at][1], self.level_columns[at]
        return self.text(other, column)[:size] == self.text(row, column)[:size]

    def key(self, row):
        if row == self.total:
            return self.table.total
        codes = []
        for at in self.level_columns + self.key_columns:
            code = self.text(row, at)
            if code and code not in codes:
                codes.append(code)
        out = '/'.join(codes)
        label = self.text(row, self.texts[0]) if self.texts else ''
        return (out + ' ' + label).strip() if label else out
