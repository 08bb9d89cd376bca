"""The spellings of the language, and a choice among them."""
KEYWORDS = {'use': '引用', 'unit': '单位', 'param': '参数', 'line': '算', 'table': '表',
            'must': '必须', 'should': '应当', 'note': '提示', 'rows': '行', 'column': '列',
            'key': '键', 'in': '单位为', 'to': '精确到', 'from': '取自', 'exact': '精确',
            'half-up': '四舍五入', 'half-even': '四舍六入', 'truncate': '截尾', 'zero': '零',
            'count': '计数', 'by': '按', 'others': '其余', 'unsummed': '不汇总', 'is': '为', 'exactly': '严格',
            'because': '依据', 'sum': '求和', 'round': '舍入', 'growth': '增长率', 'share': '占比',
            'list': '列表', 'less': '减', 'of': '其中', 'prior': '上年', 'missing': '缺失',
            'unknown': '未知', 'error': '报错', 'each': '逐', 'when': '当', 'and': '且', 'or': '或', 'not': '非', 'present': '有数',
            'avg': '平均', 'prefix': '前缀', 'min': '最小', 'max': '最大', 'partial': '部分',
            'map': '对应', 'same': '同名', 'require': '必备', 'absent': '不公开',
            'form': '表单', 'block': '栏', 'at': '位于', 'where': '满足',
            'until': '截至', 'text': '文字', 'claim': '引述', 'long': '长表', 'row': '行键', 'value': '值',
            'codes': '编码表', 'among': '属于', 'named': '名为', 'doubtful': '待核', 'mapping': '对应表'}
FORMS = {'+': '+＋', '-': '-－−', '*': '×*＊', '/': '÷/／', '=': '=＝', '<': '<＜', '>': '>＞',
         '<=': ['<=', '≤'], '>=': ['>=', '≥'], '!=': ['!=', '≠'], '(': '(（', ')': ')）',
         ',': ',，', '%': '%％', ':': ':：', '|': '|｜'}


class Speech:
    """Chooses among the spellings of the language."""

    def __init__(self, rng):
        self.rng = rng
        self.chinese = rng.choice([0, 0.2, 0.5, 1])
        self.wide = rng.choice([0, 0, 0.1, 0.4])

    def word(self, word):
        return KEYWORDS[word] if self.rng.random() < self.chinese else word

    def op(self, op):
        forms = FORMS[op]
        return self.rng.choice(forms[1:]) if self.rng.random() < self.wide else forms[0]

    def quote(self, text):
        return f'“{text}”' if self.rng.random() < self.wide / 2 else f'"{text}"'

    def digits(self, text):
        if self.rng.random() < self.wide / 4:
            return ''.join(chr(ord(c) + 0xFEE0) if c.isdigit() or c == '.' else c for c in text)
        return text
