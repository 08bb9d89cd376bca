"""Random maps between two tables: complete ones, each column in its place."""


class MapMaker:
    """What a Maker does with `map`."""

    def maps(self):
        if len(self.tables) < 2 or not self.chance(0.3):
            return []
        source, target = self.rng.sample(self.tables, 2)
        keys = self.map_keys(source, target)
        whole = source.has_rows and target.has_rows
        if not (keys or whole):
            return []
        each = self.each_text(keys) if keys and not (whole and self.chance(0.5)) else ''
        self.case.features.add('map:each' if each else 'map')
        lines = self.map_lines(self.places(source), self.places(target))
        self.rng.shuffle(lines)
        arrow = self.rng.choice(['->', '→'])
        name = f'{self.fresh("对照")}{self.say.op(":")} ' if self.chance(0.3) else ''
        gap = self.rng.choice(['; ', '\n  ', '\n\n  '])
        because = f' {self.say.word("because")} "x"' if self.chance(0.2) else ''
        head = f'{self.say.word("map")} {name}{source.name} {arrow} {target.name}{each}'
        return [f'{head} {{ {gap.join(lines)} }}{because}']

    def map_keys(self, source, target):
        names = [name for name in source.join_names() if name in target.join_names()]
        self.rng.shuffle(names)
        return names[:self.rng.choice([1, 1, 2])]

    def places(self, table):
        """Columns of a table that hold between them all that is added up, once each."""
        out = []
        for column in table.columns:
            if column.name and column.parent is None:
                self.place(column, out)
        return out

    def place(self, column, out):
        parts = [c for c in column.children if c.name and c.part != 'of']
        if not parts or column.has_others or self.chance(0.4):
            out.append(column)
            return
        for part in parts:
            self.place(part, out)

    def map_lines(self, sources, targets):
        left = {id(column): [] for column in targets}
        nowhere = []
        for column in sources:
            able = [t for t in targets if t.kind == column.kind]
            if able and self.chance(0.85):
                left[id(self.rng.choice(able))].append(column)
            else:
                nowhere.append(column)
        takes = lambda: f' {self.rng.choice(["<-", "←"])} '
        out = []
        for column in targets:
            parts = left[id(column)]
            if not parts:
                self.case.features.add('map:zero')
            out.append(column.called() + takes()
                       + (self.listed(parts) if parts else self.say.word('zero')))
        if nowhere:
            self.case.features.add('map:zero')
            out.append(self.say.word('zero') + takes() + self.listed(nowhere))
        return out

    def listed(self, columns):
        gap = self.rng.choice([' ', ', ', '，'])
        return gap.join(column.called() for column in columns)
