"""Random maps between two tables: complete ones, each column in its place."""


class MapMaker:
    """What a Maker does with `map`."""

    def maps(self):
        if len(self.tables) < 2 or not self.chance(0.4):
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
        if not self.followed:
            return [f'{head} {{ {gap.join(lines)} }}{because}']
        self.case.features.add('map:by')
        lists, by = self.mapping()
        return lists + [f'{head} {by} {{ {gap.join(lines)} }}{because}']

    def mapping(self):
        """The lists and the mapping of the lines that are not written, and how the map says so."""
        one, two, three = self.fresh('部门'), self.fresh('政府'), self.fresh('对应表')
        left, right, lines = [], [], []
        for at, (target, parts) in enumerate(self.followed, 1):
            right.append(f'{500 + at} {self.say.quote(target.name)}')
            codes = [f'{100 * at + n}A' for n in range(len(parts))]
            left += [f'{code} {self.say.quote(part.name)}' for code, part in zip(codes, parts)]
            doubtful = f' {self.say.word("doubtful")}' if self.chance(0.3) else ''
            lines.append(f'{500 + at} <- {", ".join(codes)}{doubtful}')
        codes = self.say.word('codes')
        return ([f'{codes} {one} {{ {"; ".join(left)} }}', f'{codes} {two} {{ {"; ".join(right)} }}',
                 f'{self.say.word("mapping")} {three}: {one} -> {two} {{ 机关 {{\n  ' + '\n  '.join(lines)
                 + '\n} }'], f'{self.say.word("by")} {three}.机关')

    def follows(self, target, parts):
        """Whether a line is left to a mapping; of some that are written a part is."""
        if not self.by_mapping or not parts or self.chance(0.3):
            return False
        keep = parts[:] if self.chance(0.7) else parts[:1]
        names = [t.name for t, _p in self.followed] + [p.name for _t, ps in self.followed for p in ps]
        if target.name in names or any(p.name in names for p in keep) \
                or len({p.name for p in keep}) != len(keep):
            return False
        self.followed.append((target, keep))
        for part in keep:
            parts.remove(part)
        return not parts

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
        self.followed, self.by_mapping = [], self.chance(0.8)
        takes = lambda: f' {self.rng.choice(["<-", "←"])} '
        out = []
        for column in targets:
            parts = left[id(column)]
            if self.follows(column, parts):
                continue
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
