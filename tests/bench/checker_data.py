"""What all sides of the measurement `checker` are given: the example's figures in one plain form, and its rules in part.

figures(): lines `R sheet line key unit code` for each row and `F sheet line column text` for each figure, fields between
tabs. A sheet that is a form has one row for each form, and its labels are its columns. Only names are settled here: columns are
called as the example's rules call them. What a figure means, which rows belong together, what must hold is each side's own.
"""
import csv
import os
import re
import zlib
from decimal import Decimal

SHEETS = {      # file: sheet, key columns in the order of a key, unit's column, code's column
    't08-wages-dept.csv': ('08', (1, 0, 2), 1, 0),
    't09-wages-gov.csv': ('09', (1, 0, 2), 1, 0),
    't10-goods-dept.csv': ('10', (1, 0, 2), 1, 0),
    't11-goods-gov.csv': ('11', (1, 0, 2), 1, 0),
    't13-persons-gov.csv': ('13', (1, 0, 2), 1, 0),
    't15-projects-fragment.csv': ('15', (0, 1, 2, 3, 4), 2, 3),
    't32-staff.csv': ('32', (0, 1), 0, None),
    't33-three-public.csv': ('33', (0,), 0, None)}
FORMS = {       # file: sheet, columns of labels and of figures
    't01-overall.csv': (('01.收入', 0, 1), ('01.功能', 2, 3), ('01.部门', 4, 5), ('01.政府', 6, 7)),
    't01-1-fiscal.csv': (('01_1.收入', 0, 1), ('01_1.支出', 2, 3)),
    't40-overall-perf-info.csv': (('整体', 0, 1),),
    't40-overall-perf-indicators.csv': (('整体指标', 2, 3),)}
NAMES = {'机关事业单位基本养老保险缴费': '养老保险', '职工基本医疗保险缴费(含生育保险)': '医疗保险', '因公出国(境)费用': '出国费',
         '维修(护)费': '维修费', '公务用车购置': '用车购置'}
NAMES_OF = {
    '09': {'机关工资福利支出': '机关工资福利', '工资福利支出': '事业单位工资福利'},
    '11': {'机关商品和服务支出': '机关商品服务', '商品和服务支出': '事业单位商品服务'},
    '15': {'机关商品和服务支出': '机关商品服务', '公务用车运行维护费': '用车运行'},
    '33': {'公务用车运行维护费': '用车运行'}}
STAFF = {'编制人数/合计': '编制', '编制人数/全额/行政编制': '行政编制', '编制人数/全额/事业编制': '事业编制', '编制人数/差额': '编制差额',
         '编制人数/自收自支': '编制自收自支', '实有人数/总计': '实有', '实有人数/在职人员/小计': '在职',
         '在职/行政人员/小计': '行政', '在职/事业人员/合计': '事业', '在职/事业人员/A全额/小计': '全额',
         '在职/事业人员/B差额/小计': '差额', '在职/事业人员/C自收自支': '自收自支', '离休人员': '离休人员',
         '退休人员/合计': '退休', '退休人员/全额': '退休全额', '退休人员/差额': '退休差额'}
GRADES = {'在职/行政人员/': '实有.在职.行政.', '在职/事业人员/A全额/': '实有.在职.事业.全额.', '在职/事业人员/B差额/': '实有.在职.事业.差额.'}


def column(sheet, header):
    """None: no rule reads it."""
    if sheet == '32':
        grade = next((g for g in GRADES if header.startswith(g)), None)
        return STAFF.get(header) or (grade and GRADES[grade] + header[len(grade):])
    if '未知' in header:
        return None
    path = header.replace('(推定)', '').split('/')
    name = path[-2] if path[-1] in ('合计', '小计') else path[-1]
    return NAMES_OF.get(sheet, {}).get(name) or NAMES.get(name, name)


def plain(text):
    return re.sub(r'[,\s]', '', text)


def rows(data, name):
    with open(os.path.join(data, name), encoding='utf-8', newline='') as handle:
        return list(csv.reader(handle))


def grid(data, name):
    sheet, key, unit, code = SHEETS[name]
    head, *body = rows(data, name)
    at = {i: column(sheet, h) for i, h in enumerate(head) if i not in key}
    for number, row in enumerate(body, 2):
        yield ('R', sheet, number, '/'.join(row[i] for i in key if row[i]), row[unit], '' if code is None else row[code])
        for i, title in at.items():
            if title and not (sheet == '15' and title == '类别代码'):
                yield ('F', sheet, number, title, plain(row[i]))


def label(text, head):
    """A label, behind that of the heading (一、…) it stands under, if any; and the heading of what follows."""
    text = re.sub(r'(?<=[^()（）])\s(?=[^()（）])', '', text)
    if re.match('[一二三四五六七八九十]+、', text):
        return text, text + '/'
    if re.search('(收入|支出)(合计|总计)$', text):
        return text, ''
    return head + text, head


def form(data, name):
    body = rows(data, name)[1:]
    for sheet, of, figure in FORMS[name]:
        yield ('R', sheet, 1, '-', '', '')
        head = ''
        for row in body:
            if not row[of]:
                continue
            whole, head = label(row[of], head) if sheet.startswith('01') else (row[of], '')
            if re.fullmatch(r'-?[0-9.]*', plain(row[figure])):
                yield ('F', sheet, 1, whole, plain(row[figure]))


def projects(data):
    """The eight declarations: a sheet for each block, a row for each declaration."""
    seen = []
    for row in rows(data, 'forms-funding.csv')[1:]:
        block = '资金' if row[1].startswith('项目资金') else '明细'
        if row[0] not in seen:
            seen.append(row[0])
            for sheet in ('资金', '明细', '上年资金', '上年明细'):
                yield ('R', sheet, len(seen), row[0], row[0], '')
        item = re.sub(r'^[0-9]+\.\s*', '', row[2])
        yield ('F', block, len(seen), item, plain(row[4]))
        yield ('F', '上年' + block, len(seen), item, plain(row[3]))
    facts = {}
    for of, field, value in rows(data, 'forms-info.csv')[1:]:
        facts.setdefault(of, {})[field] = value
    for number, (of, known) in enumerate(facts.items(), 1):
        key = (known.get(k) for k in ('项目名称', '主管部门', '项目起止时间', '保障项目实施的制度、措施'))
        yield ('R', '项目表', number, '/'.join([of] + [k for k in key if k]), of, '')
        for field, value in known.items():
            if re.match('项目(属性|类型)/', field):
                yield ('F', '项目表', number, field.split('/')[1], value)


def figures(data, path):
    with open(path, 'w', encoding='utf-8') as out:
        for source in ([grid(data, n) for n in SHEETS] + [form(data, n) for n in FORMS] + [projects(data)]):
            for record in source:
                out.write('\t'.join(map(str, record)) + '\n')


# ── the rules that all sides have: whole declarations of the example, as they stand there ──

KEEP = {
    'tables.fisc': '表01 表01_1 表08 表09 表10 表11 表13 三公 表15',
    'ties.fisc': '''基本支出工资福利 基本支出商品服务 机关工资福利 机关商品服务 基本支出个人家庭 个人家庭两栏 资本性两栏 对企业两栏
        社保基金两栏 债务利息两栏 其他支出两栏 部门没有的类 事业单位补助 一般公共服务科目 社会保障科目 社会保障科目_财政拨款
        住房保障科目 财政拨款收入 财政拨款_基金 财政拨款_专户 财政拨款_上级 财政拨款_经营 财政拨款_其他 财政拨款_结转
        财政拨款_结转下年 功能分类一致_一般公共服务 功能分类一致_社会保障 功能分类一致_社会保险 功能分类一致_住房保障
        功能分类一致_其余各类 整体 整体指标 整体收入 整体支出 整体基本支出 整体项目支出 整体财政拨款 整体基金拨款 整体非税
        整体其他拨款 整体成本''',
    'classification.fisc': '表08->表09 绩效工资归类 表10->表11 养老保险科目 公积金科目 医疗保险科目',
    'projects.fisc': '''勾 项目表 细类_基建 细类_行政事业 项目 资金等于明细 上年资金等于明细 新增项目无上年资金 延续项目有上年资金
        上级资金 自有资金 申报表合计 项目明细不超过总额 伙食补助费 待遇补助 外网租赁 平台维护 视频会议 最多跑一次 政务网络
        会务培训科目 奖励列支科目 伙食列支科目 平台维护科目 政务网络科目 外网租赁科目 视频会议科目 印刷办公科目''',
    'people.fisc': '职级 差额职级 人员 行政不超编 事业不超编 整体编制 整体实有',
    'three-public.fisc': '公务接待费 出国费 公务用车 整体三公 整体公务接待 整体出国 整体公务用车'}
NAME = re.compile(r'(?:table|form|list|unit)\s+(\S+)|(?:must|should|note)\s+([^\s:]+):|map\s+(\S+\s*->\s*\S+)')


def declarations(path):
    found = []
    with open(path, encoding='utf-8') as handle:
        for line in handle:
            if re.match(r'[^\s}#]', line):
                found.append(line)
            elif found and not line.startswith('#'):
                found[-1] += line
    return found


def reduce(example, path):
    """Writes the kept declarations as one rule file. How many declarations are kept, and how many there are."""
    with open(os.path.join(example, 'rules.fisc'), encoding='utf-8') as handle:
        files = re.findall(r'^use "(.*)"', handle.read(), re.M)
    kept, missing, total = ['use cn.gov\nuse cn.economic\n'], [], 0
    for name in files:
        wanted = set(KEEP.get(name, '').split())
        for text in declarations(os.path.join(example, name)):
            match = NAME.match(text)
            called = match and re.sub(r'\s', '', match[1] or match[2] or match[3])
            total += not text.startswith('use ')
            if called in wanted:
                kept.append(text)
                wanted.discard(called)
        missing += wanted
    if missing:
        raise ValueError('the example has no ' + ' '.join(missing))
    with open(path, 'w', encoding='utf-8') as out:
        out.write(''.join(kept))
    return len(kept) - 1, total


# ── the same folder with other figures ──

def disturb(data, folder, fill):
    """Copies the data with the figures of the sheets changed a little, so that rules hold, hold by rounding and fail; with
    fill, blanks become figures and ticks others, so that no figure is left that may stand on the wrong side unseen. A row that is
    printed twice stays so."""
    os.mkdir(folder)
    for name in os.listdir(data):
        head, *body = rows(data, name)
        for row in body:
            for i in changing(name, row):
                told = ' '.join(row[k] for k in SHEETS[name][1]) if name in SHEETS else ' '.join(row[:3])
                pick = zlib.crc32(f'{name} {told} {i}'.encode())
                if name == 'forms-info.csv':
                    row[i] = str(pick % 2) if fill else row[i]
                elif row[i] or fill:
                    row[i] = other(plain(row[i]) or '0', (0, 0, 1, 2, 300)[pick % 5] if row[i] else pick % 90 + 10,
                                   name == 't32-staff.csv' or row[0] in ('人员编制数', '实有人数'))
        with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='') as out:
            csv.writer(out, lineterminator='\n').writerows([head] + body)


def changing(name, row):
    """The fields of a row that hold figures, or may."""
    if name in SHEETS:
        fields = [i for i in range(len(row)) if i not in SHEETS[name][1] and not (name.startswith('t15') and i in (4, 17, 18))]
    elif name in FORMS:
        fields = [figure for _, of, figure in FORMS[name] if row[of]]
    elif name == 'forms-info.csv':
        return [2] if re.match('项目(属性|类型)/', row[1]) else []
    else:
        fields = [3, 4] if name == 'forms-funding.csv' else []
    return [i for i in fields if re.fullmatch(r'[0-9.]*', plain(row[i]))]


def other(text, more, counted):
    if counted:
        return str(int(text) + more % 7)
    cents = int(Decimal(text) * 100) + more
    return f'{cents // 100}.{cents % 100:02d}'
