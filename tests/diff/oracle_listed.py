"""Lists of codes, and the rules that look for the text of a row on one."""
from oracle_lexer import Fault
from oracle_match import TOTALS, label_form, norm_header
from oracle_place import Place


class Entry:
    """A code with its names; others: whether some codes under it are not listed."""

    def __init__(self, code, names, doubtful):
        self.code, self.names, self.doubtful = code, names, doubtful
        self.others = False


class CodeList:
    """entries: by code; '' is the list itself."""

    def __init__(self):
        self.entries = {'': Entry('', [], False)}

    def above(self, code):
        """The longest listed code that this one begins with and is not."""
        return next(self.entries[code[:n]] for n in range(len(code) - 1, -1, -1) if code[:n] in self.entries)

    def by_code(self, codes, length, names):
        """(status, reason) of a printed code and of the name beside it; codes, names: all that each stands
        for; names None: none is asked for."""
        rank = [('violated', None), ('unknown', 'unlisted'), ('unknown', 'doubtful'), ('exact', None)]
        return max((self.one_code(code, length, names) for code in codes), key=rank.index)

    def one_code(self, code, length, names):
        entry = self.entries.get(code)
        if length and len(code) != length:
            return 'violated', None
        if entry is None:
            return ('unknown', 'unlisted') if self.above(code).others else ('violated', None)
        if names is None or {label_form(n) for n in names} & {label_form(n) for n in entry.names}:
            return 'exact', None
        return ('unknown', 'doubtful') if entry.doubtful else ('violated', None)

    def by_name(self, names, length):
        meant = [e for e in self.entries.values() if e.code and length in (None, len(e.code))]
        if {label_form(n) for n in names} & {label_form(n) for e in meant for n in e.names}:
            return 'exact', None
        if any(e.doubtful for e in meant):
            return 'unknown', 'doubtful'
        if any(e.others and (length is None or len(e.code) < length) for e in self.entries.values()):
            return 'unknown', 'unlisted'
        return 'violated', None


class Listing:
    """What a rule asks: by_name: the subject is a name, whatever its code."""

    def __init__(self, by_name, subject, name):
        self.by_name, self.subject, self.name = by_name, subject, name
        self.length = self.named = None

    def table(self, program):
        return program.tables[self.subject[1]] if self.subject[0] == 'cell' else None


class ListedSyntax:
    """What a Parser does with lists of codes."""

    def do_codes(self, _line):
        name, codes = self.name(), CodeList()
        if self.tok.kind == 'text':
            self.take()
        self.expect('{')
        self.code_entries(codes, codes.entries[''])
        if name in self.program.codes:
            raise Fault(f'{name} is declared twice')
        self.program.codes[name] = codes

    def code_entries(self, codes, under):
        self.skip_nl()
        while not self.accept('}'):
            if self.accept_clause('others'):
                under.others = True
            else:
                self.code_entry(codes, under)
            if not self.is_op('}') and self.tok.kind != 'nl':
                self.fail('expected the end of the line')
            self.skip_nl()

    def code_entry(self, codes, under):
        code = self.take().text
        while self.tok.kind in ('num', 'name') and self.tight():
            code += self.take().text
        code = norm_header(code)
        names = [self.text()]
        while self.accept('|'):
            names.append(self.text())
        if not code or code in codes.entries or not code.startswith(under.code):
            raise Fault(f'code {code}')
        entry = codes.entries[code] = Entry(code, names, self.word() == 'doubtful')
        if entry.doubtful:
            self.take()
        if self.accept('{'):
            self.code_entries(codes, entry)

    def listing(self, rule):
        """Whether the rule is one on a list; it is read if so."""
        by_name = self.accept_clause('named')
        subject = self.expr()
        if not by_name and not self.is_clause('among'):
            rule.sides.append(subject)
            return False
        if not self.accept_clause('among'):
            self.fail('expected among')
        rule.listing = Listing(by_name, subject, self.name())
        rule.kind = 'listed'
        if self.tok.kind == 'num':
            rule.listing.length = int(self.number())
        if not by_name and self.accept_clause('named'):
            rule.listing.named = self.expr()
        return True


class Listed:
    """What an Evaluator does with rules on lists."""

    def listed_rule(self, rule):
        """One that stands outside of tables."""
        table = rule.listing.table(self.p)
        sheet = self.sheets[table.name]
        if sheet.missing:
            self.add_unknown(self.base_of(rule, 1, ''), 'missing', ())
            return
        for row in range(len(sheet.rows)):
            self.rule(rule, Place(sheet, row, 'row'), sheet.key(row))

    def listed(self, rule, at, key, reason, asked):
        """One row; reason, asked: what its clauses say."""
        base = self.base_of(rule, 1, key)
        text = self.printed(rule.listing.subject, at)
        if norm_header(text) in ('',) + TOTALS or self.is_total(at.sheet, text):
            asked = False
        status = 'not-applicable'
        if asked and reason:
            status = 'unknown'
        elif asked:
            status, reason = self.on_list(rule.listing, at, text)
        self.add_unknown(base, reason if status == 'unknown' else None, ())
        self.results[-1]['status'] = status

    def on_list(self, listing, at, text):
        codes = self.p.codes[listing.name]
        names = self.stands_for(listing.subject, text)
        if listing.by_name:
            return codes.by_name(names, listing.length)
        named = self.printed(listing.named, at) if listing.named else ''
        return codes.by_code(names, listing.length,
                             self.stands_for(listing.named, named) if norm_header(named) else None)

    def stands_for(self, expr, text):
        name = expr[1] if expr[0] == 'ref' else expr[2][0]
        return [norm_header(text)] + sorted(self.p.alike([name], text))

    def printed(self, expr, at):
        name = expr[1] if expr[0] == 'ref' else expr[2][0]
        return at.sheet.text(at.row, at.sheet.key_column(name))

    def is_total(self, sheet, text):
        return norm_header(text) in {norm_header(one) for one in sheet.table.total or []}
