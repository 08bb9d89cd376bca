"""The tokens of the language: in, source text; out, a list of tokens."""
import re
import unicodedata


class Fault(Exception):
    """The program is wrong: syntax, names, cycles."""


class UnitFault(Fault):
    """The program's units do not fit."""


FOLD = {'−': '-', '×': '*', '÷': '/', '≤': '<=', '≥': '>=', '≠': '!=', '“': '"', '”': '"',
        '＝': '=', '，': ',', '：': ':', '；': ';', '＋': '+', '－': '-', '＊': '*', '／': '/',
        '＜': '<', '＞': '>', '％': '%', '．': '.', '｛': '{', '｝': '}', '｜': '|',
        '（': '(', '）': ')', '［': '[', '］': ']', '【': '[', '】': ']', '→': '->', '←': '<-'}
CONTINUES = set('+ - * / ^ = != < <= > >= , . | :'.split())

WORDS = {'引用': 'use', '单位': 'unit', '参数': 'param', '算': 'line', '表': 'table',
         '必须': 'must', '应当': 'should', '提示': 'note', '行': 'rows', '列': 'column', '键': 'key',
         '单位为': 'in', '精确到': 'to', '取自': 'from', '精确': 'exact', '四舍五入': 'half-up',
         '四舍六入': 'half-even', '截尾': 'truncate', '零': 'zero', '计数': 'count', '按': 'by',
         '其余': 'others', '为': 'is', '严格': 'exactly', '依据': 'because', '逐': 'each',
         '其中': 'of', '减': 'less', '列表': 'list', '部分': 'partial', '缺失': 'missing',
         '未知': 'unknown', '报错': 'error',
         '或': 'or', '且': 'and', '非': 'not', '前缀': 'prefix',
         '对应': 'map', '同名': 'same', '必备': 'require', '表单': 'form',
         '栏': 'block', '文字': 'text', '引述': 'claim', '长表': 'long', '工作表': 'sheet', '表头': 'header', '当': 'when',
         '满足': 'where', '位于': 'at', '行键': 'row',
         '值': 'value', '不公开': 'absent', '不汇总': 'unsummed',
         '豁免': 'waive', '对于': 'for', '截至': 'until',
         '编码表': 'codes', '属于': 'among', '名为': 'named', '待核': 'doubtful', '对应表': 'mapping'}
HEADS = {'use', 'unit', 'param', 'line', 'table', 'must', 'should', 'note', 'claim', 'map', 'same',
         'form', 'text', 'zero', 'require', 'absent', 'list', 'waive', 'codes',
         'mapping'}
ITEM_HEADS = {'rows', 'column', 'key', 'block', 'must', 'should', 'note'}
CLAUSES = {'in', 'to', 'from', 'exact', 'half-up', 'half-even', 'truncate', 'zero', 'count', 'by',
           'others', 'unsummed', 'is', 'exactly', 'until', 'because', 'where', 'when', 'each', 'and', 'or', 'not',
           'among', 'named'}
FUNCTIONS = {'sum': 'sum', '求和': 'sum', 'round': 'round', '舍入': 'round', 'growth': 'growth',
             '增长率': 'growth', 'share': 'share', '占比': 'share', 'count': 'count', '计数': 'count',
             'min': 'min', '最小': 'min', 'max': 'max', '最大': 'max', 'avg': 'avg', '平均': 'avg',
             'present': 'present', '有数': 'present', 'prior': 'prior', '上年': 'prior'}

PASSED_OVER = ('test', '测试', 'scenario', '情景')
REASON = re.compile(r'([ \t　]*(because|依据)[ \t　]*("(?:[^"\\\n]|\\.)*"|“[^”\n]*”))?')
BLOCK_PIECE = re.compile(r'"(?:[^"\\\n]|\\.)*"|“[^”\n]*”|#[^\n]*|.', re.S)


class Token:
    __slots__ = ('kind', 'text', 'start', 'end', 'line')

    def __init__(self, kind, text, start, end, line):
        self.kind, self.text, self.start, self.end, self.line = kind, text, start, end, line

    def __repr__(self):
        return f'{self.kind}:{self.text}@{self.line}'


def fold_char(ch):
    code = ord(ch)
    if 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A \
            or code == 0xFF3F:
        return chr(code - 0xFEE0)
    return FOLD.get(ch, ch)


def is_letter(ch):
    return ch == '_' or unicodedata.category(ch)[0] == 'L'


def is_digit(ch):
    return '0' <= fold_char(ch) <= '9'


def is_name_part(ch):
    return is_letter(ch) or unicodedata.category(ch) in ('Nd', 'Mn', 'Mc')


class Lexer:
    def __init__(self, text):
        self.text = text
        self.pos = 0
        self.line = 1
        self.parens = 0
        self.tokens = []

    def emit(self, kind, text, start):
        self.tokens.append(Token(kind, text, start, self.pos, self.line))

    def run(self):
        while self.pos < len(self.text):
            self.step()
        self.newline(self.pos)
        self.emit('end', '', self.pos)
        return self.tokens

    def newline(self, start):
        if self.parens:
            return
        if not self.tokens or self.tokens[-1].kind == 'nl':
            return
        last = self.tokens[-1]
        if last.kind == 'op' and last.text in CONTINUES:
            return
        if last.kind == 'name' and WORDS.get(last.text, last.text) in ('and', 'or', 'not'):
            return
        self.emit('nl', '\n', start)

    def step(self):
        ch = self.text[self.pos]
        start = self.pos
        if ch == '\n':
            self.pos += 1
            self.newline(start)
            self.line += 1
        elif ch.isspace() or ch == '\ufeff':
            self.pos += 1
        elif ch == '#':
            while self.pos < len(self.text) and self.text[self.pos] != '\n':
                self.pos += 1
        elif fold_char(ch) == '"':
            self.quoted()
        elif is_digit(ch):
            self.number()
        elif is_letter(ch):
            self.name()
        else:
            self.operator()

    def quoted(self):
        start = self.pos
        plain = self.text[self.pos] == '"'
        self.pos += 1
        out = []
        while True:
            if self.pos >= len(self.text) or self.text[self.pos] == '\n':
                raise Fault(f'line {self.line}: text does not end')
            ch = self.text[self.pos]
            if ch == '\\' and self.text[self.pos + 1:self.pos + 2] in ('"', '\\', '“', '”'):
                out.append(self.text[self.pos + 1])
                self.pos += 2
                continue
            self.pos += 1
            if ch == '"' or (not plain and ch in '“”'):
                break
            out.append(ch)
        self.emit('text', unicodedata.normalize('NFC', ''.join(out)), start)

    def digits(self):
        start = self.pos
        while self.pos < len(self.text) and is_digit(self.text[self.pos]):
            self.pos += 1
        return ''.join(fold_char(c) for c in self.text[start:self.pos])

    def number(self):
        start = self.pos
        whole = self.digits()
        if len(whole) == 4 and self.date_tail():
            self.date(start)
            return
        part = ''
        if self.text[self.pos:self.pos + 1] in ('.', '．') and self.pos + 1 < len(self.text) \
                and is_digit(self.text[self.pos + 1]):
            self.pos += 1
            part = self.digits()
        if len(whole) + len(part) > 38:
            raise Fault(f'line {self.line}: more than 38 digits')
        self.emit('num', whole + ('.' + part if part else ''), start)

    def date(self, start):
        """YYYY-MM or YYYY-MM-DD, which stands behind `until`, `at`, and `from` of a param."""
        last = self.tokens[-1] if self.tokens else None
        if not last or last.kind != 'name' or WORDS.get(last.text, last.text) not in ('until', 'at', 'from'):
            raise Fault(f'line {self.line}: a date')
        while self.pos < len(self.text) and (is_digit(self.text[self.pos])
                                             or fold_char(self.text[self.pos]) == '-'):
            self.pos += 1
        self.emit('date', ''.join(fold_char(c) for c in self.text[start:self.pos]), start)

    def date_tail(self):
        tail = ''.join(fold_char(c) for c in self.text[self.pos:self.pos + 4])
        return len(tail) >= 3 and tail[0] == '-' and tail[1:3].isdigit() and \
            not (len(tail) == 4 and tail[3].isdigit())

    def name(self):
        start = self.pos
        while self.pos < len(self.text) and is_name_part(self.text[self.pos]):
            self.pos += 1
        text = ''.join(fold_char(c) for c in self.text[start:self.pos])
        if text == 'half':
            for tail in ('-up', '-even'):
                if self.text.startswith(tail, self.pos):
                    self.pos += len(tail)
                    text += tail
                    break
        if text in PASSED_OVER and self.at_statement():
            self.pass_over_block()
            return
        self.emit('name', unicodedata.normalize('NFC', text), start)

    def at_statement(self):
        ops = [tok.text for tok in self.tokens if tok.kind == 'op']
        return ops.count('{') == ops.count('}') and (not self.tokens or self.tokens[-1].kind == 'nl')

    def pass_over_block(self):
        """Tests and scenarios are no part of what the rules say of the data: to the closing brace, and
        a reason behind it."""
        depth = 0
        for piece in BLOCK_PIECE.finditer(self.text, self.pos):
            self.line += piece[0].count('\n')
            mark = FOLD.get(piece[0], piece[0])
            depth += (mark == '{') - (mark == '}')
            if depth == 0 and mark == '}':
                self.pos = piece.end() + len(REASON.match(self.text, piece.end())[0])
                return
        raise Fault(f'line {self.line}: a block does not end')

    def operator(self):
        start = self.pos
        op = fold_char(self.text[self.pos])
        self.pos += 1
        nxt = fold_char(self.text[self.pos]) if self.pos < len(self.text) else ''
        if op in ('<', '>', '!') and nxt == '=':
            op += '='
            self.pos += 1
        if op in '%‰':
            self.emit('name', op, start)
            return
        if op not in CONTINUES and op not in ('(', ')', '[', ']', '{', '}', ';', '·', '->', '<-'):
            raise Fault(f'line {self.line}: unexpected {op!r}')
        if op in '([':
            self.parens += 1
        elif op in ')]':
            self.parens = max(0, self.parens - 1)
        self.emit('nl' if op == ';' else 'op', op, start)
