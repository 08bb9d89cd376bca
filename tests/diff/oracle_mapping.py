"""Mappings between lists of codes, and the lines that a map takes from one."""
from oracle_lexer import Fault
from oracle_match import label_form, norm_header


class Mapping:
    """groups: by name the lines (target, sources, doubtful), of codes."""

    def __init__(self, source, target):
        self.source, self.target, self.groups = source, target, {}


class MappingSyntax:
    """What a Parser does with mappings."""

    def do_mapping(self, _line):
        name = self.name()
        self.expect(':')
        source = self.name()
        if not self.arrow('-', '>'):
            self.fail('expected ->')
        mapping = self.program.mappings[name] = Mapping(source, self.name())
        self.expect('{')
        self.skip_nl()
        while not self.accept('}'):
            group = mapping.groups[self.name()] = []
            self.expect('{')
            self.mapping_lines(group)
            if not self.is_op('}') and self.tok.kind != 'nl':
                self.fail('expected the end of the line')
            self.skip_nl()
        self.because()

    def mapping_lines(self, group):
        self.skip_nl()
        while not self.accept('}'):
            target = self.one_code()
            if not self.arrow('<', '-'):
                self.fail('expected <-')
            self.skip_nl()
            sources = [self.one_code()]
            while self.accept(','):
                self.skip_nl()
                sources.append(self.one_code())
            doubtful = self.word() == 'doubtful'
            if doubtful:
                self.take()
            group.append((target, sources, doubtful))
            if not self.is_op('}') and self.tok.kind != 'nl':
                self.fail('expected the end of the line')
            self.skip_nl()

    def one_code(self):
        code = self.take().text
        while self.tok.kind in ('num', 'name') and self.tight():
            code += self.take().text
        return norm_header(code)


class Meanings:
    """Which code each column of a table is, among some codes of a list."""

    def __init__(self, table, codes, wanted):
        self.table, self.codes = table, codes
        self.known = {}
        for code in wanted:
            for name in codes.entries[code].names:
                for text in (name, code, code + name):
                    self.known.setdefault(label_form(text), set()).add(code)
        self.code = {node: self.of(node) for node in table.nodes}
        self.own = set()

    def of(self, node):
        found = set()
        for text in [node.name] + node.headers:
            above, _slash, last = text.rpartition('/')
            any_code = self.known.get(label_form(last), set())
            found |= any_code if len(any_code) < 2 else {c for c in any_code if self.is_under(node, above, c)}
        return found.pop() if len(found) == 1 and node.part != 'of' else None

    def is_under(self, node, above, code):
        names = {label_form(n) for n in self.codes.above(code).names}
        return bool(names & {label_form(n) for n in [above] + node.ancestors() if n})

    def near(self, node):
        """The columns above one and beneath it, and itself."""
        return {n for n in self.table.nodes if n in node.family() or node in n.family()}

    def settle(self):
        drop = set()
        for one, code in self.code.items():
            for two, other in self.code.items():
                if one is two or not code or not other:
                    continue
                if one in two.family() or (code == other and two not in one.family()):
                    drop.add(one)
        for node in drop | self.own:
            self.code[node] = None

    def path(self, node):
        return node.path() if self.table.shares_name(node) else (node.name,)


def mapping_lines(program, one, source, target):
    """[target path or None, source paths, doubtful] of the lines that are written and of the mapping's."""
    mapping = program.mappings.get(one.by[0])
    group = mapping and mapping.groups.get(one.by[1])
    if group is None:
        raise Fault('no such mapping')
    left = Meanings(source, program.codes[mapping.source], {c for _t, codes, _d in group for c in codes})
    right = Meanings(target, program.codes[mapping.target], {t for t, _codes, _d in group})
    lines = [[path, list(paths), False] for path, paths in one.entries]
    filled = {}
    for line in lines:
        for path in line[1]:
            left.own |= left.near(source.find(path)) if path and source.find(path) else set()
        node = line[0] and target.find(line[0])
        if node:
            right.own |= right.near(node)
            if line[1] != [None]:
                filled[node] = line
    right.own -= set(filled)
    left.settle()
    right.settle()
    for node, code in right.code.items():
        for wanted, codes, doubtful in group:
            taken = [n for n, c in left.code.items() if c in codes and c is not None]
            if wanted != code or not taken:
                continue
            line = filled.get(node)
            if line is None:
                line = filled[node] = [right.path(node), [], False]
                lines.append(line)
            line[1] += [left.path(n) for n in taken]
            line[2] = doubtful
    return lines
