"""Tokens taken one by one, quantities and expressions: what every statement is made of."""
import os
from fractions import Fraction

from oracle_lexer import CLAUSES, FUNCTIONS, WORDS, Fault
from oracle_units import PERCENTS

AGGREGATES = ('sum', 'count', 'min', 'max', 'avg')
RELATIONS = ('=', '!=', '<', '<=', '>', '>=')


class Syntax:
    def __init__(self, program, path, tokens):
        self.program, self.path, self.tokens = program, path, tokens
        self.units = program.units
        self.at = 0
        self.in_list = False

    # -- token helpers
    @property
    def tok(self):
        return self.tokens[self.at]

    def fail(self, what):
        raise Fault(f'{os.path.basename(self.path)}:{self.tok.line}: {what}, found {self.tok.text!r}')

    def take(self):
        tok = self.tok
        self.at += 1
        return tok

    def is_op(self, text):
        return self.tok.kind == 'op' and self.tok.text == text

    def accept(self, text):
        if self.is_op(text):
            self.at += 1
            return True
        return False

    def expect(self, text):
        if not self.accept(text):
            self.fail(f'expected {text!r}')

    def word(self, offset=0):
        tok = self.tokens[self.at + offset]
        return WORDS.get(tok.text, tok.text) if tok.kind == 'name' else None

    def is_clause(self, *words):
        return self.word() in words

    def accept_clause(self, word):
        if self.word() == word:
            self.at += 1
            return True
        return False

    def skip_nl(self):
        while self.tok.kind == 'nl':
            self.at += 1

    def end_statement(self):
        if self.tok.kind == 'nl':
            self.skip_nl()
        elif self.tok.kind != 'end' and not self.is_op('}'):
            self.fail('expected the end of the statement')

    def name(self):
        if self.tok.kind == 'text':
            return self.take().text
        if self.tok.kind != 'name' or self.word() in CLAUSES or self.tok.text in PERCENTS:
            self.fail('expected a name')
        return self.take().text

    def text(self):
        if self.tok.kind != 'text':
            self.fail('expected a text')
        return self.take().text

    def number(self):
        if self.tok.kind != 'num':
            self.fail('expected a number')
        return self.take().text

    # -- unit chains
    def quantity(self):
        text = self.number()
        places = len(text.partition('.')[2])
        chain = ()
        if self.tok.kind == 'name' and self.word() not in CLAUSES:
            if self.units.split(self.tok.text) is None:
                self.fail('expected a unit')
            chain = self.chain()
        return Fraction(text), places, chain

    def chain(self):
        """Units joined by · or nothing, then by / ; tight; whole unit names only."""
        first = self.units.split(self.tok.text) if self.tok.kind == 'name' else None
        if first is None:
            self.fail('expected a unit')
        self.at += 1
        out = [(n, 1) for n in first]
        sign = 1
        while True:
            save = self.at
            more = self.chain_more()
            if more is None:
                self.at = save
                return tuple(out)
            op, names = more
            if op == '/':
                sign = -1
            out.extend((n, sign) for n in names)

    def tight(self):
        return self.tokens[self.at].start == self.tokens[self.at - 1].end

    def chain_more(self):
        if not (self.is_op('/') or self.is_op('·')) or not self.tight():
            return None
        op = self.take().text
        if not self.tight():
            return None
        if op == '/' and self.accept('('):
            names = []
            while True:
                part = self.units.split(self.tok.text) if self.tok.kind == 'name' else None
                if part is None or not self.tight():
                    return None
                names.extend(part)
                self.at += 1
                if self.is_op(')') and self.tight():
                    self.at += 1
                    return op, names
                if not (self.is_op('·') and self.tight()):
                    return None
                self.at += 1
        part = self.units.split(self.tok.text) if self.tok.kind == 'name' else None
        if part is None:
            return None
        self.at += 1
        return op, part

    # -- expressions
    def expr(self):
        left = self.term()
        while self.is_op('+') or self.is_op('-'):
            op = self.take().text
            left = (op, left, self.term())
        return left

    def term(self):
        left = self.unary()
        while self.is_op('*') or self.is_op('/'):
            op = self.take().text
            left = (op, left, self.unary())
        return left

    def unary(self):
        if self.accept('-'):
            return ('neg', self.unary())
        return self.power()

    def power(self):
        base = self.primary()
        while self.accept('^'):
            if self.tok.kind != 'num' or self.tok.text not in tuple('012345678'):
                self.fail('expected a whole literal 0 to 8')
            base = ('^', base, int(self.take().text))
        return base

    def primary(self):
        if self.accept('('):
            inner = self.expr()
            self.expect(')')
            return inner
        if self.tok.kind == 'num':
            text = self.tok.text
            value, _places, chain = self.quantity()
            return ('lit', value, chain, text)
        if self.tok.kind == 'name' and self.tok.text in FUNCTIONS \
                and self.tokens[self.at + 1].kind == 'op' and self.tokens[self.at + 1].text == '(':
            return self.call()
        return self.reference()

    def reference(self):
        name = self.name()
        row = self.row_choice() if self.accept('[') else None
        path = []
        while self.accept('.'):
            path.append(self.name())
        if path:
            return ('cell', name, tuple(path), row)
        if row is None and self.accept_clause('at'):
            return ('ref', self.program.dated.ask(name, self.take().text))
        if row is None:
            return ('ref', name)
        return ('text', name, row, self.chain() if self.accept_clause('in') else None)

    def row_choice(self):
        """What stands in [ ]: (texts, whether the last is a prefix)."""
        items, star = [], False
        while True:
            if self.tok.kind not in ('num', 'name', 'text'):
                self.fail('expected a code or a label')
            text = self.take().text
            while self.tok.kind in ('num', 'name') and self.tight():
                text += self.take().text
            items.append(text)
            if self.tokens[self.at - 1].kind == 'text' and text.endswith('*'):
                items[-1], star = text[:-1], True
            elif self.accept('*'):
                star = True
            if not self.accept(','):
                break
        self.expect(']')
        return tuple(items), star

    def call(self):
        """A function's call: (name, arguments …); aggregates end with their condition."""
        function = FUNCTIONS[self.take().text]
        self.expect('(')
        args = [self.expr()]
        while self.accept(','):
            args.append(self.expr())
        cond = self.condition() if self.accept_clause('where') else None
        self.expect(')')
        many = function in ('min', 'max') and len(args) > 1
        if function in AGGREGATES and not many:
            if len(args) != 1:
                raise Fault(f'{function}: one argument')
            return ('rows', function, args[0], cond)
        wanted = {'present': 1, 'prior': 1}.get(function, len(args) if many else 2)
        if len(args) != wanted or cond:
            raise Fault(f'{function}: wrong number of arguments')
        return (function, *args)

    # -- conditions
    def condition(self):
        left = self.conjunction()
        while self.accept_clause('or'):
            left = ('or', left, self.conjunction())
        return left

    def conjunction(self):
        left = self.negation()
        while self.accept_clause('and'):
            left = ('and', left, self.negation())
        return left

    def negation(self):
        if self.accept_clause('not'):
            return ('not', self.negation())
        save = self.at
        if self.accept('('):
            try:
                inner = self.condition()
                self.expect(')')
                if not self.is_relation():
                    return inner
            except Fault:
                pass
            self.at = save
        left = self.expr()
        if left[0] == 'present' and not self.is_relation():
            return left
        if not self.is_relation():
            self.fail('expected a relation')
        return ('rel', self.take().text, left, self.expr())

    def is_relation(self):
        return self.tok.kind == 'op' and self.tok.text in RELATIONS
