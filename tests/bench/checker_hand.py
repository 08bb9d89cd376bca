#!/usr/bin/env python3
"""The rules of the measurement `checker` as Python over decimal figures: checker_hand.py FIGURES [TIMES]

FIGURES is what checker_data.py writes. Prints a line for each result: rule, key, verdict, difference, slack. With TIMES: the
nanoseconds of that many evaluations.
"""
import sys
import time
from decimal import Decimal

ZERO, HALF, ONE = Decimal(0), Decimal('0.005'), Decimal(1)
BLANK = (ZERO, ZERO)
COUNTED = {'32', '项目表'}           # persons and ticks are counted: there is no rounding in them
COUNTED_FIELDS = {'人员编制数', '实有人数'}

TREE = {        # sheet: table of the rules, whole: parts
    '08': ('表08', {'总计': '工资性支出 社会保障缴费 住房公积金 伙食补助费 医疗费 其他工资福利支出',
                   '工资性支出': '基本工资 津贴补贴 奖金 绩效工资',
                   '社会保障缴费': '养老保险 职业年金缴费 医疗保险 公务员医疗补助缴费 其他社会保障缴费',
                   '其他社会保障缴费': '工伤保险 失业保险 残疾人保险金'}),
    '09': ('表09', {'总计': '机关工资福利 事业单位工资福利',
                   '机关工资福利': '工资奖金津补贴 社会保障缴费 住房公积金 其他工资福利支出'}),
    '10': ('表10', {'总计': '''办公费 印刷费 咨询费 手续费 水费 电费 邮电费 取暖费 物业管理费 差旅费 出国费 维修费 租赁费 会议费 培训费
                   公务接待费 专用材料费 被装购置费 专用燃料费 劳务费 委托业务费 工会经费 福利费 公务用车运行维护费 其他交通费用
                   税金及附加费用 公务交通补贴 其他商品和服务支出'''}),
    '11': ('表11', {'总计': '机关商品服务 事业单位商品服务',
                   '机关商品服务': '''办公经费 会议费 培训费 专用材料购置费 委托业务费 公务接待费 公务用车运行维护费 维修费
                   其他商品和服务支出'''}),
    '13': ('表13', {'总计': '社会福利和救济 助学金 个人农业生产补贴 离退休费 其他对个人和家庭的补助'}),
    '15': ('表15', {'总计': '机关商品服务',
                   '机关商品服务': '''办公经费 会议费 培训费 专用材料购置费 委托业务费 公务接待费 出国费 用车运行 维修费
                   其他商品和服务支出'''}),
    '33': ('三公', {'总计': '出国费 公务接待费 用车运行 用车购置'}),
    '32': ('人员', {'编制': '行政编制 事业编制 编制差额 编制自收自支', '实有': '在职 离休人员 退休', '在职': '行政 事业',
                  '行政': '''实有.在职.行政.正处级 实有.在职.行政.副处级 实有.在职.行政.正科级 实有.在职.行政.副科级
                  实有.在职.行政.科员 实有.在职.行政.其他人员''',
                  '事业': '全额 差额 自收自支',
                  '全额': '''实有.在职.事业.全额.正处级 实有.在职.事业.全额.副处级 实有.在职.事业.全额.正科级
                  实有.在职.事业.全额.副科级 实有.在职.事业.全额.科员 实有.在职.事业.全额.其他人员''',
                  '差额': '''实有.在职.事业.差额.正科级 实有.在职.事业.差额.副科级 实有.在职.事业.差额.科员
                  实有.在职.事业.差额.其他人员''',
                  '退休': '退休全额 退休差额'})}
TREE = {sheet: (table, {whole: parts.split() for whole, parts in tree.items()}) for sheet, (table, tree) in TREE.items()}


class Sheet:
    """Rows in order; their keys, codes, parents; figures by column: a value and half its last place."""

    def __init__(self):
        self.keys, self.units, self.codes, self.column, self.parent, self.twice = [], [], [], {}, [], []

    def at(self, column, row=0):
        figures = self.column.get(column)
        return figures[row] if figures else BLANK

    def rows(self, starts):
        return [i for i, code in enumerate(self.codes) if code.startswith(starts)]

    def settle(self):
        """Which row adds up to which: 7-digit codes to their unit, units of six digits to those of three, these to the total."""
        for i, (unit, code) in enumerate(zip(self.units, self.codes)):
            over = None
            if code:
                over = next((j for j, u in enumerate(self.units) if u == unit and not self.codes[j]), None)
            elif unit and self.keys[i] != '合计':
                over = 0 if len(unit) <= 3 else next((j for j, u in enumerate(self.units) if u == unit[:3]), 0)
            repeated = self.keys[i] in self.keys[:i]
            self.twice.append(repeated)
            self.parent.append(None if repeated or over == i else over)


def load(path):
    sheets = {}
    with open(path, encoding='utf-8') as handle:
        records = [line.rstrip('\n').split('\t') for line in handle]
    for kind, name, row, *rest in records:
        sheet = sheets.setdefault(name, Sheet())
        if kind == 'R':
            sheet.keys.append(rest[0])
            sheet.units.append(rest[0] if name == '33' else rest[1])
            sheet.codes.append(rest[2])
    for kind, name, row, *rest in records:
        if kind == 'F':
            sheet, (column, text) = sheets[name], rest
            first = 1 if name in FORMS else 2
            half = ZERO if name in COUNTED or column in COUNTED_FIELDS else HALF
            figures = sheet.column.setdefault(column, [BLANK] * len(sheet.keys))
            figures[int(row) - first] = (Decimal(text), half) if text else BLANK
    for name in ('08', '09', '10', '11', '32', '33'):
        sheets[name].settle()
    return sheets


FORMS = {'01.收入', '01.功能', '01.部门', '01.政府', '01_1.收入', '01_1.支出', '整体', '整体指标', '资金', '明细', '上年资金',
         '上年明细', '项目表'}


class Check:
    def __init__(self):
        self.found = []

    def rule(self, name, key, left, right, relation='=', exactly=False):
        """left and right: figures to be added up."""
        d = s = ZERO
        for value, half in left:
            d += value
            s += half
        for value, half in right:
            d -= value
            s += half
        if exactly:
            s = ZERO
        if relation == '=':
            exact, possible = not d, abs(d) <= s
        elif relation == '<=':
            exact, possible = d <= 0, d <= s
        elif relation == '>=':
            exact, possible = d >= 0, -d <= s
        else:
            exact, possible = d > 0, d > -s and s > 0
        self.found.append((name, key, 'exact' if exact else 'rounding' if possible else 'violated', d, s))

    def when(self, condition, name, key, *rest, **more):
        if condition:
            self.rule(name, key, *rest, **more)
        else:
            self.found.append((name, key, 'not-applicable', None, None))


def tables(c, s):
    for sheet, (table, tree) in TREE.items():
        t = s[sheet]
        for whole, parts in tree.items():
            columns = [t.column[p] for p in parts]
            for i, figure in enumerate(t.column[whole]):
                c.rule(f'{table}.{whole}', t.keys[i], [figure], [column[i] for column in columns])
        if not t.parent:
            continue
        children = {}
        for i, over in enumerate(t.parent):
            if over is not None:
                children.setdefault(over, []).append(i)
        for name, column in t.column.items():
            for over, rows in children.items():
                c.rule(f'{table}.rows.{name}', t.keys[over], [column[over]], [column[i] for i in rows])
    for i, figure in enumerate(s['08'].column['基本工资']):
        c.rule('基本工资 >= 0', s['08'].keys[i], [figure], [], '>=')
    t = s['32']
    for i, key in enumerate(t.keys):
        c.rule('人员.不超编', key, [t.at('在职', i)], [t.at('编制', i)], '<=')
        if t.twice[i]:
            c.found.append(('人员.rows', key, 'violated', None, None))


def overall(c, s):
    """预算01表, 01-1表"""
    income, use, econ, gov = (s['01.' + n].at for n in ('收入', '功能', '部门', '政府'))

    def every(block, head=''):
        return [v[0] for k, v in s[block].column.items() if k.startswith(head) and ('、' in k.split('/')[0])
                and ('/' in k) == bool(head)]
    c.rule('表01.收入总计', '-', [income('收入总计')], [income('本年收入合计'), income('七、用事业基金弥补收支差额'), income('八、上年结转')])
    c.rule('表01.本年收入合计', '-', [income('本年收入合计')],
           [income(k) for k in ('一、一般公共预算拨款', '二、政府性基金拨款', '三、纳入专户管理的非税收入拨款', '四、上级补助收入',
                                '五、事业单位经营服务收入', '六、其他收入')])
    c.rule('表01.一般公共预算拨款', '-', [income('一、一般公共预算拨款')], every('01.收入', '一、'))
    c.rule('表01.上级补助收入', '-', [income('四、上级补助收入')], every('01.收入', '四、'))
    c.rule('表01.功能.支出总计', '-', [use('支出总计')], [use('本年支出合计')])
    c.rule('表01.功能.支出总计.本年支出合计', '-', [use('本年支出合计')], every('01.功能'))
    c.rule('表01.部门经济.支出总计', '-', [econ('支出总计')], [econ('本年支出合计'), econ('六、结转下年')])
    c.rule('表01.部门经济.支出总计.本年支出合计', '-', [econ('本年支出合计')],
           [econ(k) for k in ('一、基本支出', '二、项目支出', '三、事业单位经营服务支出', '四、对附属单位补助支出', '五、上缴上级支出')])
    c.rule('表01.基本支出', '-', [econ('一、基本支出')], every('01.部门', '一、'))
    c.rule('表01.项目支出', '-', [econ('二、项目支出')], every('01.部门', '二、'))
    c.rule('表01.政府经济.支出总计', '-', [gov('支出总计')], [gov('本年支出合计')])
    c.rule('表01.政府经济.支出总计.本年支出合计', '-', [gov('本年支出合计')], every('01.政府'))
    totals = [income('收入总计'), use('支出总计'), econ('支出总计'), gov('支出总计')]
    for i in range(3):
        c.rule(f'表01.收支平衡[{i + 1}]', '-', [totals[i]], [totals[i + 1]])
    income, use = s['01_1.收入'].at, s['01_1.支出'].at
    c.rule('表01_1.收入总计', '-', [income('收入总计')], [income('一、本年收入'), income('二、上年结转')])
    c.rule('表01_1.本年收入', '-', [income('一、本年收入')], every('01_1.收入', '一、'))
    c.rule('表01_1.上年结转', '-', [income('二、上年结转')], every('01_1.收入', '二、'))
    c.rule('表01_1.支出总计', '-', [use('支出总计')], [use('一、本年支出'), use('二、结转下年')])
    c.rule('表01_1.本年支出', '-', [use('一、本年支出')], every('01_1.支出', '一、'))
    c.rule('表01_1.收支平衡', '-', [income('收入总计')], [use('支出总计')])


def ties(c, s):
    """One amount in several tables."""
    income, use, econ, gov = (s['01.' + n].at for n in ('收入', '功能', '部门', '政府'))
    income1, use1 = s['01_1.收入'].at, s['01_1.支出'].at
    t08, t09, t10, t11, t13 = (s[n].at for n in ('08', '09', '10', '11', '13'))
    basic, project = '一、基本支出/', '二、项目支出/'

    def same(name, left, right, relation='='):
        c.rule(name, '-', left if isinstance(left, list) else [left], right if isinstance(right, list) else [right], relation)

    def codes(sheet, starts, column):
        return [s[sheet].at(column, i) for i in s[sheet].rows(starts)]
    same('基本支出工资福利', econ(basic + '工资福利支出'), t08('总计'))
    same('基本支出商品服务', econ(basic + '商品和服务支出'), t10('总计'))
    same('机关工资福利', gov('一、机关工资福利支出'), t09('机关工资福利'))
    same('机关商品服务', gov('二、机关商品和服务支出'), [t11('机关商品服务'), econ(project + '商品和服务支出')])
    same('基本支出个人家庭', econ(basic + '对个人和家庭的补助'), t13('总计'))
    same('个人家庭两栏', gov('九、对个人和家庭的补助'), [t13('总计'), econ(project + '对个人和家庭的补助')])
    same('资本性两栏', [gov('三、机关资本性支出(一)'), gov('四、机关资本性支出(二)'), gov('六、对事业单位资本性补助')],
         [econ(project + '资本性支出'), econ(project + '资本性支出(基本建设)')])
    same('对企业两栏', [gov('七、对企业补助'), gov('八、对企业资本性支出')],
         [econ(project + '对企业补助'), econ(project + '对企业补助(基本建设)')])
    same('社保基金两栏', gov('十、对社会保障基金补助'), econ(project + '对社会保障基金补助'))
    same('债务利息两栏', gov('十一、债务利息及费用支出'), econ(project + '债务利息及费用支出'))
    same('其他支出两栏', gov('十五、其他支出'), econ(project + '其他支出'))
    same('部门没有的类', [gov('十二、债务还本支出'), gov('十三、转移性支出'), gov('十四、预留费及预留')], [])
    same('事业单位补助', gov('五、对事业单位经常性补助'), [t09('事业单位工资福利'), t11('事业单位商品服务')])
    same('一般公共服务科目', use('一、一般公共服务支出'),
         codes('08', '201', '总计') + codes('10', '201', '总计') + [econ(project + '商品和服务支出')])
    same('社会保障科目', codes('08', '208', '总计'), use('八、社会保障和就业支出'))
    same('社会保障科目_财政拨款', codes('08', '208', '总计'), use1('一、本年支出/（八）社会保障和就业支出'))
    same('住房保障科目', codes('08', '221', '总计'), use('二十、住房保障支出'))
    ours, theirs = '一、本年收入/', '一、本年支出/'
    same('财政拨款收入', income('一、一般公共预算拨款'), income1(ours + '（一）一般公共预算拨款'))
    same('财政拨款_基金', income('二、政府性基金拨款'), income1(ours + '（二）政府性基金拨款'))
    same('财政拨款_专户', income('三、纳入专户管理的非税收入拨款'), income1(ours + '（三）纳入专户管理的非税收入拨款'))
    same('财政拨款_上级', income('四、上级补助收入'), income1(ours + '（四）上级补助收入'))
    same('财政拨款_经营', income('五、事业单位经营服务收入'), income1(ours + '（五）事业单位经营服务收入'))
    same('财政拨款_其他', income('六、其他收入'), income1(ours + '（六）其他收入'))
    same('财政拨款_结转', income1('二、上年结转'), income('八、上年结转'), '<=')
    same('财政拨款_结转下年', use1('二、结转下年'), econ('六、结转下年'), '<=')
    all_fiscal = income('本年收入合计')[0] == income('一、一般公共预算拨款')[0]
    here = [use(k) for k in ('一、一般公共服务支出', '八、社会保障和就业支出', '九、社会保险支出', '二十、住房保障支出')]
    there = [use1(theirs + k) for k in ('（一）一般公共服务支出', '（八）社会保障和就业支出', '（九）社会保险支出', '(二十) 住房保障支出')]
    for name, left, right in zip(('一般公共服务', '社会保障', '社会保险', '住房保障'), here, there):
        c.when(all_fiscal, '功能分类一致_' + name, '-', [left], [right])
    c.when(all_fiscal, '功能分类一致_其余各类', '-', [use('本年支出合计')] + there, [use1('一、本年支出')] + here)


def whole(c, s):
    """整体支出绩效目标申报表, “三公”经费, 人员"""
    income, use, econ = (s['01.' + n].at for n in ('收入', '功能', '部门'))
    form, t10, t11, three, staff = s['整体'].at, s['10'].at, s['11'].at, s['33'].at, s['32'].at
    got, spent, of = '单位年度收入预算(万元)/', '单位年度支出预算(万元)/', '其中:三公经费预算(万元)/'

    def same(name, left, right, relation='='):
        c.rule(name, '-', left, right, relation)
    c.rule('整体.收入合计', '-', [form(got + '收入合计')],
           [form(got + k) for k in ('公共财政拨款', '政府性基金拨款', '非税收入拨款', '其他拨款')])
    c.rule('整体.支出合计', '-', [form(spent + '支出合计')], [form(spent + '基本支出'), form(spent + '项目支出')])
    c.rule('整体.三公经费', '-', [form(of + '合计')],
           [form(of + k) for k in ('公务用车运行和购置费', '因公出国（境）费', '公务接待费')])
    same('整体.收支平衡', [form(got + '收入合计')], [form(spent + '支出合计')])
    same('整体收入', [form(got + '收入合计')], [income('收入总计')])
    same('整体支出', [form(spent + '支出合计')], [use('支出总计')])
    same('整体基本支出', [form(spent + '基本支出')], [econ('一、基本支出')])
    same('整体项目支出', [form(spent + '项目支出')], [econ('二、项目支出')])
    same('整体财政拨款', [form(got + '公共财政拨款')], [income('一、一般公共预算拨款')])
    same('整体基金拨款', [form(got + '政府性基金拨款')], [income('二、政府性基金拨款')])
    same('整体非税', [form(got + '非税收入拨款')],
         [income('一、一般公共预算拨款/纳入一般公共预算管理的非税收入拨款'), income('三、纳入专户管理的非税收入拨款')])
    same('整体其他拨款', [form(got + '其他拨款')],
         [income('四、上级补助收入'), income('五、事业单位经营服务收入'), income('六、其他收入')])
    same('整体成本', [s['整体指标'].at('年预算总成本')], [form(spent + '支出合计')])
    same('公务接待费[1]', [three('公务接待费')], [t10('公务接待费')])
    same('公务接待费[2]', [t10('公务接待费')], [t11('公务接待费')])
    same('出国费', [three('出国费')], [t10('出国费')])
    same('公务用车[1]', [three('用车运行')], [t10('公务用车运行维护费')])
    same('公务用车[2]', [t10('公务用车运行维护费')], [t11('公务用车运行维护费')])
    same('整体三公', [form(of + '合计')], [three('总计')])
    same('整体公务接待', [form(of + '公务接待费')], [three('公务接待费')])
    same('整体出国', [form(of + '因公出国（境）费')], [three('出国费')])
    same('整体公务用车', [form(of + '公务用车运行和购置费')], [three('用车运行'), three('用车购置')])
    same('行政不超编', [staff('行政')], [staff('行政编制')], '<=')
    same('事业不超编', [staff('事业')], [staff('事业编制'), staff('编制差额'), staff('编制自收自支')], '<=')
    same('整体编制', [form('人员编制数')], [staff('编制')])
    same('整体实有', [form('实有人数')], [staff('实有')])


MAPS = (('08', '09', {'工资奖金津补贴': '基本工资 津贴补贴 奖金 绩效工资', '其他工资福利支出': '伙食补助费 医疗费 其他工资福利支出',
                      '社会保障缴费': '养老保险 职业年金缴费 医疗保险 公务员医疗补助缴费 其他社会保障缴费',
                      '住房公积金': '住房公积金', '事业单位工资福利': ''}),
        ('10', '11', {'办公经费': '''办公费 印刷费 手续费 水费 电费 邮电费 取暖费 物业管理费 差旅费 租赁费 工会经费 福利费 其他交通费用
                      税金及附加费用 公务交通补贴''',
                      '会议费': '会议费', '培训费': '培训费', '专用材料购置费': '专用材料费 被装购置费 专用燃料费',
                      '委托业务费': '咨询费 劳务费 委托业务费', '公务接待费': '公务接待费', '公务用车运行维护费': '公务用车运行维护费',
                      '维修费': '维修费', '其他商品和服务支出': '其他商品和服务支出', '事业单位商品服务': ''}))
MAPS = tuple((a, b, {to: of.split() for to, of in tree.items()}) for a, b, tree in MAPS)


def classes(c, s):
    """Economic classes of departments and of government, code by code."""
    for a, b, tree in MAPS:
        for j, code in enumerate(s[b].codes):
            if not code:
                continue
            i = s[a].codes.index(code)
            for to, of in tree.items():
                c.rule(f'表{a}->表{b}.{to}', code, [s[b].at(to, j)], [s[a].at(k, i) for k in of])
    for i, code in enumerate(s['10'].codes):
        if code:
            c.rule('表10->表11.zero.出国费', code, [s['10'].at('出国费', i)], [])
    t08 = s['08']
    c.rule('绩效工资归类', '-', [s['09'].at('事业单位工资福利')], [t08.at('绩效工资')], '>=')
    for name, code, right in (('养老保险科目', '2080505', ['养老保险']), ('公积金科目', '2210201', ['住房公积金']),
                              ('医疗保险科目', '21011', ['医疗保险', '公务员医疗补助缴费'])):
        c.rule(name, '-', [t08.at('总计', i) for i in t08.rows(code)], [t08.at(k) for k in right])


def ticks(c, s):
    """Boxes of the eight declarations."""
    t = s['项目表']
    one = (ONE, ZERO)
    for i, key in enumerate(t.keys):
        def box(*names):
            return [t.at(n, i) for n in names]
        built, served = box('1.基本建设类'), box('2.行政事业类')
        building = box('其中:新建', '其中:扩建', '其中:改建')
        serving = box('其中:采购类', '其中:修缮类', '其中:奖励类')
        for name, figure in zip(('新建', '扩建', '改建'), building):
            c.rule('项目表.of.' + name, key, [figure], built, '<=')
        for name, figure in zip(('采购类', '修缮类', '奖励类'), serving):
            c.rule('项目表.of.' + name, key, [figure], served, '<=')
        c.rule('项目表.新增或延续', key, box('新增项目', '延续项目'), [one])
        c.rule('项目表.类型选一', key, built + served + box('3.其他专项类'), [one])
        c.when(built[0][0] == 1, '细类_基建', t.units[i], building, [one])
        c.when(served[0][0] == 1, '细类_行政事业', t.units[i], serving, [one])


def projects(c, s):
    """The money of the eight declarations, and the table of projects."""
    t = s['项目表']
    for block, last in (('资金', False), ('明细', False), ('上年资金', True), ('上年明细', True)):
        columns = [v for k, v in s[block].column.items() if k != '合计']
        for i, key in enumerate(s[block].keys):
            c.rule(f'项目.{block}.合计', key, [s[block].at('合计', i)], [v[i] for v in columns])
    for i, key in enumerate(s['资金'].keys):
        last = [s['上年资金'].at('合计', i)]
        c.rule('资金等于明细', key, [s['资金'].at('合计', i)], [s['明细'].at('合计', i)])
        c.rule('上年资金等于明细', key, last, [s['上年明细'].at('合计', i)])
        c.when(t.at('新增项目', i)[0] == 1, '新增项目无上年资金', key, last, [], exactly=True)
        c.when(t.at('延续项目', i)[0] == 1, '延续项目有上年资金', key, last, [], '>', exactly=True)
    income, item = s['01.收入'].at, s['资金'].column
    c.rule('上级资金', '-', item['市级资金'] + item['省级资金'] + item['中央资金'], [income('四、上级补助收入')], '<=')
    c.rule('自有资金', '-', item.get('自有资金', []),
           [income('五、事业单位经营服务收入'), income('六、其他收入'), income('七、用事业基金弥补收支差额')], '<=')
    spent = [s['01.部门'].at('二、项目支出')]
    c.rule('申报表合计', '-', item['合计'], spent)
    c.rule('项目明细不超过总额', '-', s['15'].column['总计'], spent, '<=')
    listed = {name: i for i, name in enumerate(s['15'].codes)}

    def row(name, *columns):
        return [s['15'].at(k, listed[name]) for k in columns]

    def asked(number, block='资金', *items):
        return [s[block].at(k, number - 1) for k in items or ('合计',)]
    for name, number, project in (('伙食补助费', 2, MEALS), ('待遇补助', 3, REWARDS), ('外网租赁', 4, VILLAGES), ('平台维护', 5, PLATFORM),
                                  ('视频会议', 6, MEETINGS), ('最多跑一次', 7, ONCE), ('政务网络', 8, NETWORK)):
        c.rule(name, '-', asked(number), row(project, '总计'))
    c.rule('会务培训科目', '-', row(ONCE, '会议费', '培训费'), asked(7, '明细', '会务培训'), '>=')
    c.rule('奖励列支科目', '-', row(REWARDS, '机关商品服务'), [])
    c.rule('伙食列支科目', '-', row(MEALS, '机关商品服务'), [])
    c.rule('平台维护科目', '-', row(PLATFORM, '维修费'), asked(5, '明细', '一体化平台软件维护'), '>=')
    c.rule('政务网络科目', '-', row(NETWORK, '维修费'), asked(8, '明细', '政务网络运行及维护'), '>=')
    c.rule('外网租赁科目', '-', row(VILLAGES, '办公经费'), asked(4, '明细', '线路租赁费'), '>=')
    c.rule('视频会议科目', '-', row(MEETINGS, '办公经费'), asked(6), '>=')
    c.rule('印刷办公科目', '-', row(ONCE, '办公经费'), asked(7, '明细', '宣传资料印刷', '办公经费'), '>=')


MEALS, REWARDS, VILLAGES = '进厅人员伙食补助费', '进厅人员待遇补助', '村级电子政务外网租赁费'
PLATFORM, MEETINGS = '全市政务服务一体化平台运维经费', '基层政务服务（一门式）云视频会议系统租赁服务费'
ONCE, NETWORK = '“最多跑一次”改革专项经费', '政务网络运行及维护'


def check(sheets):
    c = Check()
    for part in (tables, overall, ties, whole, classes, ticks, projects):
        part(c, sheets)
    return c.found


def text(value):
    if value is None:
        return '-'
    shown = format(value, 'f')
    return (shown.rstrip('0').rstrip('.') if '.' in shown else shown) if value else '0'


def main():
    sheets = load(sys.argv[1])
    if len(sys.argv) < 3:
        for name, key, verdict, difference, slack in check(sheets):
            print(name, key, verdict, text(difference), text(slack), sep='\t')
        return
    times = int(sys.argv[2])
    start = time.perf_counter_ns()
    for _ in range(times):
        check(sheets)
    print(time.perf_counter_ns() - start)


if __name__ == '__main__':
    main()
