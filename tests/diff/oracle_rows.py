"""The rows of a table: their levels, their parents, the total row, repeated rows, rows by name."""
from oracle_match import label_form, norm_header
from oracle_values import Unknown


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
            if level is None or not self.all_keys:
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
        names = {norm_header(name) for name in self.table.total}
        return any(norm_header(self.text(row, i)) in names
                   for i in sorted(self.all_keys + self.texts))

    def level_of(self, row):
        """The level's number from 1; 0 where rows alone stands; None if the row fits no level."""
        if not self.table.levels:
            return 0
        for at in range(len(self.table.levels), 0, -1):
            code = self.code(row, at)
            size = self.table.levels[at - 1].size
            if all(code) and (size is None or all(len(c) == size for c in code)):
                return at
        return None

    def code(self, row, level):
        """What a row prints in the key columns of a level (from 1)."""
        return tuple(self.text(row, column) for column in self.level_columns[level - 1])

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
                     and self.begins(r, row, j)]
            if len(found) > 1:
                found = [r for r in found if all(self.begins(r, row, i) for i in range(1, j))]
            if found:
                return found[0]
        return self.total

    def begins(self, other, row, level):
        """Whether the other row's code of a level is the beginning of this row's."""
        size = self.table.levels[level - 1].size
        return [c[:size] for c in self.code(other, level)] == [c[:size] for c in self.code(row, level)]

    def key(self, row):
        if row == self.total:
            return self.table.total[0]
        codes = []
        for at in [i for level in self.level_columns for i in level] + self.key_columns:
            code = self.text(row, at)
            if code and code not in codes:
                codes.append(code)
        out = '/'.join(codes)
        label = self.text(row, self.texts[0]) if self.texts else ''
        return (out + ' ' + label).strip() if label else out

    # -- rows by name
    def is_total_name(self, choice):
        """Whether T[…] names the total row by its label."""
        return self.table.total is not None and len(choice[0]) == 1 and not choice[1] \
            and norm_header(choice[0][0]) in map(norm_header, self.table.total)

    def key_texts(self, row):
        """What the row prints in the key columns, in the order of their declaration."""
        columns = [i for level in self.level_columns for i in level] + self.key_columns
        return [norm_header(self.text(row, i)) for i in columns]

    def row_like(self, other, row):
        """The row here with the keys of another sheet's row; None if there is none."""
        if row == other.total:
            return self.total
        level, keys = other.level.get(row), other.key_texts(row)
        if level is None or not any(keys):
            return None
        return next((r for r in range(len(self.rows))
                     if self.level.get(r) == level and self.key_texts(r) == keys), None)

    def row_named(self, choice):
        """The row that T[…] names; None if there is none; unknown if there are several."""
        if self.is_ragged():
            raise Unknown('unreadable')
        items = [norm_header(item) for item in choice[0]]
        rows = [r for r in range(len(self.rows)) if r not in self.repeated]
        found = [r for r in rows if self.has_codes(r, items, False)]
        if not found:
            found = [r for r in rows if self.has_label(r, items[-1])
                     and self.has_outer(self.outer_codes(r), items[:-1])]
        if len(found) > 1:
            raise Unknown('ambiguous')
        return found[0] if found else None

    def rows_under(self, choice):
        """The leaf rows whose own code begins with the text before `*`."""
        if self.is_ragged():
            raise Unknown('unreadable')
        items = [norm_header(item) for item in choice[0]]
        return [r for r in self.leaves if self.has_codes(r, items, True)]

    def has_codes(self, row, items, star):
        """Whether the row's own code is the last item, and its outer codes hold the others."""
        def fits(code):
            return code.startswith(items[-1]) if star else code == items[-1]
        if self.table.levels:
            level = self.level.get(row)
            return bool(level) and any(fits(norm_header(c)) for c in self.code(row, level)) \
                and self.has_outer(self.outer_codes(row), items[:-1])
        keys = [norm_header(self.text(row, i)) for i in self.key_columns]
        return any(code and fits(code) and self.has_outer(keys[:at], items[:-1])
                   for at, code in enumerate(keys))

    def has_outer(self, codes, items):
        """Whether the items are among the codes, in their order."""
        rest = iter(codes)
        return all(item in rest for item in items)

    def outer_codes(self, row):
        """The codes of the levels above the row's own, each as long as it was declared."""
        out = []
        for at in range(1, self.level.get(row) or 1):
            size = self.table.levels[at - 1].size
            out.extend(norm_header(code[:size]) for code in self.code(row, at))
        return out

    def has_label(self, row, name):
        return any(label_form(self.text(row, i)) == label_form(name)
                   for i in self.label_columns() if self.text(row, i))

    def label_columns(self):
        """Columns whose texts are labels: no figures, and no codes of a level."""
        codes = {i for level in self.level_columns for i in level}
        return self.texts + [i for i in self.key_columns if i not in codes]
