"""Random statements on whole tables, and names of one thing."""
from generate_data import BLANK_CELLS


class WholeMaker:
    """What a Maker does with `zero`, `require`, `absent` and `same`."""

    def declare_empty(self):
        """A table of which nothing is said but that it is shown empty, or not there."""
        self.empty = None
        if not self.chance(0.2):
            return {}
        self.empty = '空' + self.rng.choice(['表', 'T'])
        attr = self.rng.choice(['', '', f' {self.say.word("partial")}'])
        items = self.rng.choice([' ', f' {self.say.word("column")} 金额 ',
                                 f' {self.say.word("key")} 号; {self.say.word("column")} 金额 '])
        self.declarations.append(f'{self.say.word("table")} {self.empty} {self.say.word("in")} 万元 '
                                 f'{self.say.word("from")} "empty.csv"{attr} {{{items}}}')
        if self.chance(0.25):
            return {}
        cells = lambda: self.rng.choice(BLANK_CELLS + ['0', '0.00', '0'] + ['1.00', '不详'] * self.chance(0.1))
        rows = [['号', '金额', '另'], *([str(at), cells(), cells()] for at in range(3))]
        return {'empty.csv': '\n'.join(','.join(row) for row in rows).encode() + b'\n'}

    def whole_statements(self):
        out = []
        names = [table.name for table in self.tables] + ([self.empty] * 3 if self.empty else [])
        for word, chance in (('zero', 0.2), ('require', 0.15), ('absent', 0.1)):
            if not self.chance(0.5 if self.empty else chance):
                continue
            some = sorted(set(self.rng.sample(names, self.rng.randrange(1, min(3, len(names)) + 1))))
            gap = self.rng.choice([' ', ', ', '，'])
            when = f' {self.say.word("when")} {self.condition(None, "")}' if self.chance(0.3) else ''
            because = f' {self.say.word("because")} "x"' if self.chance(0.2) else ''
            out.append(f'{self.say.word(word)} {gap.join(some)}{when}{because}')
            if when:
                self.case.features.add(f'{word}:when')
        return out

    # -- names of one thing
    def draw_names(self):
        """Before the data are printed: what names its keys are printed by."""
        names = sorted({name for table in self.tables for name in table.join_names()})
        if not names or not self.chance(0.3):
            return
        for key in self.rng.sample(names, self.rng.choice([1, 1, 2]) if len(names) > 1 else 1):
            codes = sorted({row.name_in(key) for table in self.tables if key in table.join_names()
                            for row in table.rows} - {''})
            if codes:
                self.draw_names_of(key, codes)

    def draw_names_of(self, key, codes):
        lines = []
        for code in self.rng.sample(codes, min(len(codes), self.rng.choice([1, 1, 2]))):
            others = [code + '（一期）', code + '旧', ''.join(reversed(code)), '又' + code]
            others += [one for one in codes if one != code]
            line = [code] + self.rng.sample(others, self.rng.choice([1, 1, 1, 2]))
            if len(line) > 1 and self.chance(0.5):
                line.reverse()
            lines.append(line)
            self.case.other_names.setdefault(key, {})[code] = [n for n in line if n != code]
        self.case.same.append((key, lines))
        self.case.features.add('same')

    def same_statements(self):
        return [self.same_file(key, lines) if self.chance(0.3) else self.same_lines(key, lines)
                for key, lines in self.case.same]

    def same_lines(self, key, lines):
        shown = [f' {self.say.op("=")} '.join(self.key_text(name) for name in line) for line in lines]
        gap = self.rng.choice(['; ', '\n  '])
        return f'{self.say.word("same")} {key} {{ {gap.join(shown)} }}'

    def key_text(self, name):
        plain = name.isalnum() and not name[0].isdigit() and self.chance(0.5)
        return name if plain else self.say.quote(name)

    def same_file(self, key, lines):
        self.case.features.add('same:file')
        file = f'names{len(self.case.files)}.csv'
        width = max(map(len, lines))
        heads = [f'名{at}' for at in range(width)]
        rows = [heads] + [line + [''] * (width - len(line)) for line in lines]
        shown = ''
        if width != 2 or self.chance(0.6):
            rows = [['说明'] + row for row in rows]
            shown = f' {self.say.op("(")}' + f' {self.say.op("=")} '.join(
                self.say.quote(head) for head in heads) + self.say.op(')')
        self.case.files[file] = '\n'.join(','.join(row) for row in rows) + '\n'
        return f'{self.say.word("same")} {key} {self.say.word("from")} {self.say.quote(file)}{shown}'
