"""The rows of a table: their levels, their parents, the total row, repeated rows, rows by name."""
from oracle_cells import BLANKS
from oracle_match import TOTALS, label_form, norm_header
from oracle_rowtree import LabelRows
from oracle_values import Unknown


class Rows(LabelRows):
    """What a Sheet knows of its rows."""

    def place_rows(self):
        table = self.table
        if table.labels:
            self.place_label_rows()
            return
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
            ident = (level, tuple(self.code_text(row, k) for k in self.all_keys))
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
        if self.table.labels:
            return any(len(self.rows[row]) != len(self.heads) for row in self.unlisted_labels)
        return any(level is None and len(self.rows[row]) != len(self.heads)
                   for row, level in self.level.items())

    def unlisted_rows(self):
        """Rows that belong to nothing."""
        if self.table.labels:
            return sorted(self.unlisted_labels)
        return [row for row, level in self.level.items() if level is None]

    def is_total(self, row):
        names = {norm_header(name) for name in self.table.total}
        return any(norm_header(self.text(row, i)) in names
                   for i in sorted(self.all_keys + self.texts))

    def level_of(self, row):
        """The level's number from 1; 0 where rows alone stands; None if the row fits no level."""
        if not self.table.levels:
            return 0
        for at in range(len(self.table.levels), 0, -1):
            if self.table.levels[at - 1].fits(self.code(row, at)):
                return at
        return None

    def code(self, row, level):
        """What a row prints in the key columns of a level (from 1)."""
        return tuple(self.code_text(row, column) for column in self.level_columns[level - 1])

    def code_text(self, row, column):
        """What a key column prints; 小计 and its like are no codes."""
        text = self.text(row, column)
        return '' if norm_header(text) in TOTALS and row != self.total else text

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
        if level and self.table.levels[level - 1].prefix:
            found = self.longest(row, level, level)
            if found is not None:
                return found
        for j in range(level - 1, 0, -1):
            if self.table.levels[j - 1].prefix:
                found = self.longest(row, j, level)
            else:
                found = self.row_of_code(row, j)
            if found is not None:
                return found
        return self.total

    def of_level(self, level):
        return [r for r, at in self.level.items() if at == level and r not in self.repeated]

    def row_of_code(self, row, level):
        """The row of a level whose codes are the beginnings of this row's; None if there is none."""
        found = [r for r in self.of_level(level) if self.begins(r, row, level)]
        if len(found) > 1:
            found = [r for r in found if all(self.begins(r, row, i) for i in range(1, level))]
        found = [r for r in found if not self.differ(r, row, level)]
        return found[0] if found else None

    def longest(self, row, level, own):
        """The row of a prefix level with the longest code that begins this row's."""
        code = self.code(row, level)[0]
        sizes = range(len(code) - (1 if own == level else 0), 0, -1)
        for size in sizes:
            rows = [r for r in self.of_level(level) if self.code(r, level)[0] == code[:size]]
            agree = [r for r in rows if all(self.begins(r, row, i) for i in range(1, level))]
            if agree:
                return agree[0]
            if len(rows) == 1 and not self.differ(rows[0], row, level):
                return rows[0]
        return None

    def differ(self, one, two, level):
        """Whether two rows print different outer codes."""
        return any(a and b and a != b for at in range(1, level)
                   for a, b in zip(self.outer(one, at), self.outer(two, at)))

    def outer(self, row, level):
        """The row's codes of a level, each no longer than it was declared."""
        return self.table.levels[level - 1].cut(self.code(row, level))

    def begins(self, other, row, level):
        """Whether the other row's codes of a level are the beginnings of this row's."""
        cut = self.table.levels[level - 1].cut
        return cut(self.code(other, level)) == cut(self.code(row, level))

    def key(self, row):
        if row == self.total:
            return self.table.total[0]
        columns = [i for level in self.level_columns for i in level] + self.key_columns
        codes = [self.text(row, at) for at in dict.fromkeys(columns)]
        out = '/'.join(code for code in codes if code)
        label = next((text for text in (self.text(row, at) for at in self.texts)
                      if text not in BLANKS), '')
        return (out + ' ' + label).strip() if label else out

    # -- rows by name
    def is_total_name(self, choice):
        """Whether T[…] names the total row by its label."""
        return self.table.total is not None and len(choice[0]) == 1 and not choice[1] \
            and norm_header(choice[0][0]) in map(norm_header, self.table.total)

    def alike(self, column, text):
        """All names that a text of a key column stands for."""
        names = [name for name, at in self.key_index.items() if at == column]
        for level, columns in zip(self.table.levels, self.level_columns):
            names += [name for name, at in zip(level.keys, columns) if at == column]
        return self.p.alike(names, text)

    def key_texts(self, row):
        """What the row prints in the key columns, in the order of their declaration."""
        columns = [i for level in self.level_columns for i in level] + self.key_columns
        return [self.alike(i, self.text(row, i)) for i in columns]

    def row_like(self, other, row):
        """The row here with the keys of another sheet's row; None if there is none."""
        if row == other.total:
            return self.total
        level, keys = other.level.get(row), other.key_texts(row)
        if level is None or all('' in names for names in keys):
            return None
        found = self.rows_like(level, keys)
        if self.has_names() and max(len(found), len(other.rows_like(level, keys))) > 1:
            return None
        return found[0] if found else None

    def rows_like(self, level, keys):
        """The rows of a level that print names of the same things; repetitions aside."""
        found = [r for r in range(len(self.rows))
                 if self.level.get(r) == level and self.key_texts(r) == keys]
        return found[:1] + [r for r in found[1:] if r not in self.repeated]

    def has_names(self):
        keys = list(self.key_index) + [name for level in self.table.levels for name in level.keys]
        return any(one.key in keys for one in self.p.same)

    def row_named(self, choice):
        """The row that T[…] names; None if there is none; unknown if there are several."""
        items = [norm_header(item) for item in choice[0]]
        rows = [r for r in range(len(self.rows)) if r not in self.repeated]
        found = [r for r in rows if self.has_codes(r, items, False)]
        if not found:
            found = [r for r in rows if self.has_label(r, items[-1])
                     and self.has_outer(self.outer_codes(r), items[:-1])]
        if len(found) > 1:
            raise Unknown('ambiguous')
        if not found and self.is_ragged():
            raise Unknown('unreadable')
        return found[0] if found else None

    def rows_under(self, choice):
        """The leaf rows whose own code begins with the text before `*`."""
        if self.is_ragged():
            raise Unknown('unreadable')
        items = [norm_header(item) for item in choice[0]]
        return [r for r in self.leaves if self.has_codes(r, items, True)]

    def has_codes(self, row, items, star):
        """Whether the row's own code is the last item, and its outer codes hold the others."""
        def fits(names):
            return any(n and (n.startswith(items[-1]) if star else n == items[-1]) for n in names)
        if self.table.levels:
            level = self.level.get(row)
            return bool(level) and fits(self.codes_alike(row, level)[-1]) \
                and self.has_outer(self.outer_codes(row), items[:-1])
        keys = [self.alike(i, self.text(row, i)) for i in self.key_columns]
        return any(fits(names) and self.has_outer(keys[:at], items[:-1])
                   for at, names in enumerate(keys) if '' not in names)

    def codes_alike(self, row, level, short=False):
        """All names of what a row prints in the key columns of a level; short: cut as declared."""
        codes = self.code(row, level)
        if short:
            sizes = self.table.levels[level - 1].sizes
            codes = ['' if size and len(code) < size else code[:size]
                     for code, size in zip(codes, sizes)]
        return [self.alike(i, code) for i, code in zip(self.level_columns[level - 1], codes)]

    def has_outer(self, codes, items):
        """Whether the items are among the codes, in their order."""
        rest = iter(codes)
        return all(any(item in names for names in rest) for item in items)

    def outer_codes(self, row):
        """The codes of the levels above the row's own, each as long as it was declared."""
        out = []
        level = self.level.get(row) or 0
        for at in range(1, level + 1):
            codes = self.codes_alike(row, at, True)
            out.extend(codes if at < level else codes[:-1])
        return out

    def has_label(self, row, name):
        wanted = label_form(name)
        return any(wanted in {label_form(one) for one in self.alike(i, self.text(row, i))}
                   for i in self.label_columns() if self.text(row, i))

    def label_columns(self):
        """Columns whose texts are labels: no figures, and no codes of a level."""
        codes = {i for level in self.level_columns for i in level}
        return self.texts + [i for i in self.key_columns if i not in codes]
