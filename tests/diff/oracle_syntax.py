"""Tokens taken one by one, quantities and expressions: what every statement is made of."""
import os
from fractions import Fraction

from oracle_lexer import CLAUSES, FUNCTIONS, WORDS, Fault
from oracle_units import PERCENTS


class Syntax:
    def __init__(self, program, path, tokens):
        self.program, self.path, self.tokens = program, path, tokens
        self.units = program.units
        self.at = 0

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
            value, _places, chain = self.quantity()
            return ('lit', value, chain)
        if self.tok.kind == 'name' and self.tok.text in FUNCTIONS \
                and self.tokens[self.at + 1].kind == 'op' and self.tokens[self.at + 1].text == '(':
            return self.call()
        name = self.name()
        if self.accept('.'):
            return ('cell', name, self.name())
        return ('ref', name)

    def call(self):
        function = FUNCTIONS[self.take().text]
        self.expect('(')
        args = [self.expr()]
        while self.accept(','):
            args.append(self.expr())
        self.expect(')')
        if len(args) != (1 if function == 'sum' else 2):
            raise Fault(f'{function}: wrong number of arguments')
        return (function, *args)
