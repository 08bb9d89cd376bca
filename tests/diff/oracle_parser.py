"""A hand-written parser: in, the tokens of a rule file; out, its declarations in a Program."""
from fractions import Fraction

from oracle_dated import first_day, last_day
from oracle_lexer import CLAUSES, HEADS, Fault
from oracle_listed import ListedSyntax
from oracle_mapping import MappingSyntax
from oracle_program import Map, Program, Rule, Same, Text, Waiver, WholeRule
from oracle_table_parser import TableSyntax

VERBS = ('must', 'should', 'note', 'claim')
DIRECTIONS = {'增加': 'up', '增长': 'up', '上升': 'up', 'increase': 'up', '减少': 'down',
              '下降': 'down', 'decrease': 'down', '持平': 'same', '不变': 'same',
              'unchanged': 'same'}


class Parser(TableSyntax, ListedSyntax, MappingSyntax):
    # -- statements
    def file(self):
        self.skip_nl()
        while self.tok.kind != 'end':
            head = self.word()
            if head not in HEADS:
                self.fail('expected a statement')
            line = self.take().line
            if head in VERBS:
                self.program.order.append(('rule', self.rule(head, line, None)))
            else:
                getattr(self, 'do_' + head)(line)
            if self.is_op('}'):
                self.fail('unexpected brace')
            self.end_statement()

    def do_use(self, _line):
        if self.tok.kind == 'text':
            self.take()
            return
        self.name()
        while self.accept('.'):
            self.name()

    def do_unit(self, _line):
        name = self.name()
        if name in self.units.known or name in self.units.pending:
            raise Fault(f'unit {name} is declared twice')
        if self.accept('='):
            value, _places, chain = self.quantity()
            if value <= 0:
                raise Fault('a factor is positive')
            self.units.pending[name] = (value, chain)
        else:
            if self.accept_clause('count'):
                self.units.counts.add(name)
            self.units.known[name] = (Fraction(1), {name: 1})

    def because(self):
        if self.accept_clause('because'):
            self.text()

    def do_param(self, _line):
        name = self.name()
        if self.accept('{'):
            self.program.declare(self.program.dated.periods, name, self.periods())
            return
        self.expect('=')
        expr = self.expr()
        self.because()
        self.program.declare(self.program.params, name, expr)

    def periods(self):
        """What stands in the braces of a dated param."""
        out = []
        self.skip_nl()
        while not self.accept('}'):
            first = first_day(self.take().text) if self.accept_clause('from') else ''
            last = last_day(self.take().text) if self.accept_clause('until') else ''
            if not first and not last:
                self.fail('expected from or until')
            self.expect('=')
            out.append((first, last, self.expr()))
            self.because()
            self.skip_nl()
        return out

    def do_line(self, _line):
        name = self.name()
        unit = self.chain() if self.accept_clause('in') else None
        self.expect('=')
        expr = self.expr()
        self.because()
        self.program.declare(self.program.lines, name, (unit, expr))
        self.program.order.append(('line', name))

    # -- rules
    def rule(self, severity, line, table):
        rule = Rule(severity, line, self.path)
        rule.table = table
        if severity == 'claim':
            rule.severity, rule.claim = 'must', self.reference()
            rule.name = f'{rule.claim[1]}[{rule.claim[2][0][0]}]' if rule.claim[0] == 'text' else None
            self.expect(':')
        elif self.tok.kind in ('name', 'text') and self.tokens[self.at + 1].text == ':' \
                and self.tokens[self.at + 1].kind == 'op':
            rule.name = self.name()
            self.expect(':')
        if rule.claim:
            rule.sides.append(self.expr())
        elif self.listing(rule):
            self.clauses(rule)
            return rule
        if rule.claim:
            rule.relations.append('is')
        elif self.accept_clause('is'):
            rule.relations.append('is')
            self.said(rule)
        else:
            while self.is_relation():
                rule.relations.append(self.take().text)
                rule.sides.append(self.expr())
            if not rule.relations:
                self.fail('expected a relation')
        self.clauses(rule)
        return rule

    def said(self, rule):
        """What stands behind `is`: a literal, a direction, or a figure of a text."""
        if self.tok.kind in ('name', 'text') and self.tokens[self.at + 1].text == '[':
            rule.claim = self.reference()
        else:
            rule.literal = self.printed_literal()

    def printed_literal(self):
        """What stands behind `is`: (value, places, chain), or a word for a direction."""
        if self.tok.kind == 'name' and self.tok.text in DIRECTIONS:
            return DIRECTIONS[self.take().text]
        sign = -1 if self.accept('-') else 1
        value, places, chain = self.quantity()
        return sign * value, places, chain

    def clauses(self, rule):
        rule.exactly = self.accept_clause('exactly')
        if self.accept_clause('each'):
            rule.each = self.key_names()
        if self.accept_clause('where'):
            rule.where = self.condition()
        if self.accept_clause('when'):
            rule.when = self.condition()
        self.because()

    def key_names(self):
        """K or (K1, K2)."""
        if not self.accept('('):
            return [self.name()]
        out = [self.name()]
        while self.accept(','):
            out.append(self.name())
        self.expect(')')
        return out

    # -- other statements
    def do_text(self, line):
        text = Text(self.name(), line)
        if not self.accept_clause('from'):
            self.fail('expected from')
        text.file = self.text()
        self.program.declare(self.program.texts, text.name, text)
        if self.accept('{'):
            self.skip_nl()
            while not self.accept('}'):
                role = self.name()
                if role not in text.headers:
                    self.fail('expected id, value, unit or precision')
                text.headers[role] = [self.text()]
                self.skip_nl()

    def do_same(self, line):
        same = Same(self.name(), line)
        self.program.same.append(same)
        if self.accept_clause('from'):
            same.file = self.text()
            if self.accept('('):
                same.headers = self.names_alike()
                self.expect(')')
            return
        self.expect('{')
        self.skip_nl()
        while not self.accept('}'):
            same.lines.append(self.names_alike())
            if not self.is_op('}') and self.tok.kind != 'nl':
                self.fail('expected the end of the line')
            self.skip_nl()

    def names_alike(self):
        """name = name { = name }"""
        out = [self.name()]
        self.expect('=')
        out.append(self.name())
        while self.accept('='):
            out.append(self.name())
        return out

    def arrow(self, first, second):
        """`->` or `<-`, which the lexer leaves in two tokens."""
        if self.accept(first + second):
            return True
        if self.is_op(first) and self.tokens[self.at + 1].text == second \
                and self.tokens[self.at + 1].start == self.tok.end:
            self.at += 2
            return True
        return False

    def do_map(self, line):
        name, source = None, self.name()
        if self.accept(':'):
            name, source = source, self.name()
        if not self.arrow('-', '>'):
            self.fail('expected ->')
        one = Map(source, self.name(), line)
        one.name = name
        if self.accept_clause('each'):
            one.each = self.key_names()
        self.program.maps.append(one)
        self.program.order.append(('map', one))
        if self.accept_clause('by'):
            one.by = (self.name(), self.take().text and self.name())
        if self.accept_clause('from'):
            self.map_file(one)
        else:
            self.map_lines(one)
        self.because()

    def map_file(self, one):
        """"mapping.csv" ["source" -> "target"] [where "header" = "text"]"""
        one.file = self.text()
        if self.accept('('):
            left = self.name()
            if not self.arrow('-', '>'):
                self.fail('expected ->')
            one.headers = (left, self.name())
            self.expect(')')
        if self.accept_clause('where'):
            one.where = self.header_test()

    def map_lines(self, one):
        self.expect('{')
        self.skip_nl()
        while not self.accept('}'):
            self.map_entry(one)
            if not self.is_op('}') and self.tok.kind != 'nl':
                self.fail('expected the end of the line')
            self.skip_nl()

    def map_entry(self, one):
        target = self.map_name()
        if not self.arrow('<', '-'):
            self.fail('expected <-')
        self.skip_nl()
        sources = [self.map_name()]
        while self.accept(',') or self.tok.kind in ('name', 'text'):
            sources.append(self.map_name())
        one.entries.append((target, sources))

    def map_name(self):
        """A path of names; None for `zero`."""
        if self.accept_clause('zero'):
            return None
        path = [self.name()]
        while self.accept('.'):
            path.append(self.name())
        return tuple(path)

    def do_waive(self, _line):
        """waive RULE [for KEY] because "…" until DATE"""
        one = Waiver(self.joined('for', 'because'))
        if self.word() == 'for':
            self.take()
            one.key = self.joined('because')
        self.because()
        if self.word() != 'until':
            self.fail('expected until')
        self.take()
        one.until = self.take().text
        self.program.waivers.append(one)

    def joined(self, *ends):
        """The texts of the tokens before one of the words, without what is between them."""
        out = ''
        while self.word() not in ends and self.tok.kind not in ('nl', 'end'):
            tok = self.take()
            out += 'zero' if tok.kind == 'name' and tok.text == '零' else tok.text
        return out

    def do_zero(self, line):
        self.presence('zero', line)

    def do_require(self, line):
        self.presence('require', line)

    def do_absent(self, line):
        self.presence('absent', line)

    def presence(self, kind, line):
        """Tables that are to be empty, to be there, or not to be there."""
        rules = []
        while self.tok.kind in ('name', 'text') and self.word() not in CLAUSES:
            rules.append(WholeRule(kind, self.name(), line, self.path))
            self.accept(',')
        when = self.condition() if self.accept_clause('when') else None
        self.because()
        for rule in rules:
            rule.when = when
            self.program.order.append(('whole', rule))


def parse(program, path, tokens):
    Parser(program, path, tokens).file()


Program.parse = staticmethod(parse)
