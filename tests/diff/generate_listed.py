"""Random lists of codes, and rules that look for the codes of a table on one."""
NAMES = ['行政运行', '一般行政管理事务', '机关服务', '其他支出', '一、行政运行', '行 政 运 行', '事业运行']


class ListedMaker:
    """What a Maker does with `codes` and `among`."""

    def listed_rules(self):
        keyed = [table for table in self.tables if table.join_names()]
        if not keyed or not self.chance(0.3):
            return []
        table = self.rng.choice(keyed)
        key = self.rng.choice(sorted(table.join_names()))
        texts = sorted({row.name_in(key) for row in table.rows} - {''})
        known = [text for text in texts if text.isalnum() and self.chance(0.7)]
        by_code = sorted({text[:n] for text in known for n in self.cuts(text)})
        name = self.fresh('编码表')
        self.names_of = {code: self.entry_names(texts) for code in by_code}
        lines = self.entries('', by_code, 1)
        out = [f'{self.say.word("codes")} {name} {{\n' + '\n'.join(lines) + '\n}']
        out += [self.listed_rule(table, key, name, by_code) for _ in range(self.rng.choice([1, 1, 2]))]
        return out

    def cuts(self, text):
        """The lengths of a code and of some that it stands under."""
        return [n for n in range(1, len(text)) if self.chance(0.3)] + [len(text)]

    def entry_names(self, texts):
        return self.rng.sample(NAMES + texts, self.rng.choice([1, 1, 2]))

    def entries(self, above, codes, depth):
        out, gap = [], '  ' * depth
        for code in self.heads(codes):
            text = code if code.isdigit() and self.chance(0.7) else self.say.quote(code)
            names = f' {self.say.op("|")} '.join(self.say.quote(n) for n in self.names_of[code])
            doubtful = f' {self.say.word("doubtful")}' if self.chance(0.3) else ''
            under = [one for one in codes if one.startswith(code) and one != code]
            line = f'{gap}{text} {names}{doubtful}'
            if under or self.chance(0.2):
                inner = self.entries(code, under, depth + 1)
                line += ' {\n' + '\n'.join(inner) + f'\n{gap}}}'
            out.append(line)
        if self.chance(0.3):
            out.append(f'{gap}{self.say.word("others")}')
        return out

    def heads(self, codes):
        """Those that begin with no other of them."""
        return [one for one in codes if not any(one != two and one.startswith(two) for two in codes)]

    def listed_rule(self, table, key, name, codes):
        among, named = self.say.word('among'), self.say.word('named')
        length = ''
        if codes and self.chance(0.4):
            length = f' {len(self.rng.choice(codes))}'
        subject = f'{table.name}.{key}'
        if self.chance(0.3):
            relation = f'{named} {subject} {among} {name}{length}'
        else:
            other = f' {named} {table.name}.{self.rng.choice(sorted(table.join_names()))}'
            relation = f'{subject} {among} {name}{length}{other if self.chance(0.5) else ""}'
        label = f'{self.fresh("规则")}{self.say.op(":")} ' if self.chance(0.5) else ''
        self.row_table = table
        tail = self.clauses(table, True)
        self.row_table = None
        return f'{self.severity()} {label}{relation}{tail}'
