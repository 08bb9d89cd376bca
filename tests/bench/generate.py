#!/usr/bin/env python3
"""Inputs of the measurements, from a fixed seed.

    generate.py front  DIR BYTES        rules.fisc of about BYTES, as people write them
    generate.py terms  DIR RULES CELLS  rules of ten terms over the total row of one table
    generate.py wide   DIR ROWS         a table of 50 columns with row rules
    generate.py ledger DIR GROUPS       sums of a table, and the same as journal.ledger

The folders of terms and ledger also get `want`: what must come out, computed here in whole numbers: the counts
of results that are exact, rounding, violated.
"""
import os
import random
import sys

DIGITS = '零一二三四五六七八九'


def numeral(number):
    """A number as a word: names in real rules have no digits."""
    return ''.join(DIGITS[int(d)] for d in str(number))


def write(folder, name, text):
    with open(os.path.join(folder, name), 'w', encoding='utf-8') as handle:
        handle.write(text)


def money(hundredths):
    sign = '-' if hundredths < 0 else ''
    return f'{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}'


def write_want(folder, counts):
    write(folder, 'want', '{} {} {}\n'.format(*counts))


# ── front: what 1 unit's file says, again and again under other names ──

UNIT_RULES = '''
# ── {n}：{title} ──────────────────────────────────────────────────────────
param 工作日{n} = 22 天/月
param 费率{n} = {rate}% because "国办发〔2019〕13号"
line 伙食补助{n} = {persons} 人 × 14 元/人/天 × 工作日{n} × 12 月 because "测算依据：每人每天 14 元、每月 22 个工作日"
line 待遇补助{n} in 万元 = {persons} 人 × 400 元/人/月 × 12 月
line 补助合计{n} in 万元 = 伙食补助{n} + 待遇补助{n}

table 工资{n} "基本支出预算明细表—工资福利支出" in 万元 to 0.01 from "wages-{i}.csv" {{
  rows 合计 {{ 部门 by 单位代码 3 {{ 单位 by 单位代码 6 {{ 科目 by 功能科目 7 }} }} }}
  column 总计 {{
    工资性支出 "工资性支出/合计" {{ 基本工资 津贴补贴 奖金 绩效工资 }}
    社会保障缴费 "社会保障缴费/合计" {{
      养老保险 "社会保障缴费/机关事业单位基本养老保险缴费"
      职业年金缴费
      医疗保险 "社会保障缴费/职工基本医疗保险缴费(含生育保险)"
      其他社会保障缴费 "社会保障缴费/其他社会保障缴费/小计" {{ 工伤保险 失业保险 残疾人保险金 }}
    }}
    住房公积金 伙食补助费 医疗费
    others
  }}
  must 基本工资 >= 0
  should 津贴补贴 + 奖金 <= 基本工资 × 150%
}}

table 商品{n} "基本支出预算明细表—商品和服务支出" in 万元 to 0.01 half-up from "goods-{i}.csv" {{
  rows 合计 {{ 单位 by 单位代码 6 {{ 科目 by 功能科目 7 }} }}
  column 总计 {{
    办公费 印刷费 咨询费 手续费 水费 电费 邮电费 取暖费 物业管理费 差旅费
    出国费 "因公出国(境)费用"
    维修费 "维修(护)费"
    租赁费 会议费 培训费 公务接待费 劳务费 委托业务费 工会经费 福利费
    公务用车运行维护费 其他交通费用 其他商品和服务支出
  }}
}}

must 办公经费{n}: 商品{n}.总计 = 商品{n}.办公费 + 商品{n}.印刷费 + 商品{n}.手续费 + 商品{n}.水费 + 商品{n}.电费 + 商品{n}.邮电费 + 商品{n}.取暖费 + 商品{n}.物业管理费 + 商品{n}.差旅费 because "财预〔2017〕98号"
must 合计一致{n}: 工资{n}.总计 + 商品{n}.总计 = sum(工资{n}.工资性支出) + sum(商品{n}.总计)
should 补助与申请数{n}: 补助合计{n} is {asked} 万元 because "预算15表：进厅人员补助"
should 接待从紧{n}: 商品{n}.公务接待费 <= 商品{n}.总计 × 2% because "党政机关厉行节约反对浪费条例"
note 工会经费{n}: share(商品{n}.工会经费, 工资{n}.工资性支出) <= 2% because "工会法：按工资总额的 2% 拨缴"
note 培训费{n}: share(商品{n}.培训费, 工资{n}.工资性支出) <= 2.5%
note 养老保险{n}: share(工资{n}.养老保险, 工资{n}.工资性支出) is 16% because "国办发〔2019〕13号：单位缴费 16%"
'''


def make_front(folder, size):
    rng = random.Random(1)
    parts = ['use cn.gov\n']
    total, i = 0, 0
    while total < size:
        text = UNIT_RULES.format(i=i, n=numeral(i), title='部门预算编制说明与审核要点', rate=rng.randint(10, 20),
                                 persons=rng.randint(10, 900), asked=money(rng.randint(1000, 99999)))
        total += len(text.encode())
        parts.append(text)
        i += 1
    write(folder, 'rules.fisc', ''.join(parts))


# ── terms: five cells = five cells; column i holds a + b·i, so equal sums of numbers are equal sums of cells ──

def term_sides(rng, cells):
    while True:
        left = [rng.randrange(cells) for _ in range(5)]
        right = [rng.randrange(cells) for _ in range(4)]
        last = sum(left) - sum(right)
        if 0 <= last < cells and len(set(left + right + [last])) == 10:
            return left, right + [last]


def make_terms(folder, rules, cells):
    rng = random.Random(2)
    value = [1234 + 37 * i + (rng.choice((-100, -1, 1, 100)) if rng.random() < 0.01 else 0) for i in range(cells)]
    counts = [0, 0, 0]
    out = ['use cn.gov\ntable 表 in 万元 to 0.01 from "cells.csv" {\n  rows 合计\n']
    out += [f'  column 列{i}\n' for i in range(cells)]
    out.append('}\n')
    for r in range(rules):
        left, right = term_sides(rng, cells)
        off = abs(sum(value[i] for i in left) - sum(value[i] for i in right))
        counts[0 if off == 0 else 1 if off <= 5 else 2] += 1
        out.append(f'must 规则{r}: ' + ' + '.join(f'表.列{i}' for i in left) + ' = '
                   + ' + '.join(f'表.列{i}' for i in right) + '\n')
    write(folder, 'rules.fisc', ''.join(out))
    write(folder, 'cells.csv', '科目,' + ','.join(f'列{i}' for i in range(cells)) + '\n合计,'
          + ','.join(map(money, value)) + '\n')
    write_want(folder, counts)


# ── wide: ten groups of four columns and their sums, the total; and rules of other kinds ──

GROUPS, MEMBERS = 9, 4


def wide_rules():
    out = ['use cn.gov\ntable 表 in 万元 to 0.01 from "wide.csv" {\n  column 总计 {\n']
    for g in range(GROUPS):
        out.append(f'    类{g} {{ ' + ' '.join(f'款{g}{m}' for m in range(MEMBERS)) + ' }\n')
    out.append('  }\n  column 人数 in 人\n  column 标准\n  column 补助\n  column 上限\n')
    out.append('  must 补助标准: 补助 = 人数 × 标准\n')
    out.append('  must 不超上限: 补助 <= 上限\n')
    for g in range(GROUPS - 1):
        out.append(f'  should 比例{g}: 类{g} <= 类{g + 1} × 150%\n')
    out.append('  note 占比: share(款00, 总计) <= 20%\n')
    out.append('}\n')
    return ''.join(out)


def wide_row(rng):
    """Figures in hundredths, in column order; a tenth of the members is blank."""
    parts = [[rng.randint(1, 99999) if rng.random() < 0.9 else 0 for _ in range(MEMBERS)] for _ in range(GROUPS)]
    sums = [sum(p) for p in parts]
    total = sum(sums)
    for g in range(GROUPS):
        if rng.random() < 0.002:
            sums[g] += rng.choice((-2, -1, 1, 2, 90, -9000))
    persons, rate = rng.randint(1, 500), rng.randint(1, 900)
    grant = persons * rate + (rng.choice((-1, 1, 700)) if rng.random() < 0.01 else 0)
    row = [money(total)]
    for p, s in zip(parts, sums):
        row.append(money(s))
        row.extend(money(v) if v else '' for v in p)
    return ','.join(row + [str(persons), money(rate), money(grant), money(grant + rng.randint(-1, 90))])


DISTINCT = 20000    # rows; a longer table repeats them


def make_wide(folder, rows):
    rng = random.Random(3)
    header = ['科目', '总计']
    for g in range(GROUPS):
        header += [f'类{g}'] + [f'款{g}{m}' for m in range(MEMBERS)]
    header += ['人数', '标准', '补助', '上限']
    body = [wide_row(rng) for _ in range(min(rows, DISTINCT))]
    write(folder, 'rules.fisc', wide_rules())
    with open(os.path.join(folder, 'wide.csv'), 'w', encoding='utf-8') as handle:
        handle.write(','.join(header) + '\n')
        for i in range(rows):
            handle.write(f'行{i},{body[i % DISTINCT]}\n')


# ── ledger: units of ten items each; a unit's row is the sum of its items, in each of eight columns ──

ITEMS, COLUMNS = 10, 8


def make_ledger(folder, groups):
    rng = random.Random(4)
    journal, sheet = [], ['单位,科目,' + ','.join(f'列{c}' for c in range(COLUMNS)) + '\n']
    wrong, totals = 0, [0] * COLUMNS
    body = []
    for g in range(groups):
        items = [[rng.randint(-9999, 999999) for _ in range(COLUMNS)] for _ in range(ITEMS)]
        sums = [sum(item[c] for item in items) for c in range(COLUMNS)]
        said = [s + (rng.choice((1, -10, 2700)) if rng.random() < 0.005 else 0) for s in sums]
        wrong += sum(a != b for a, b in zip(sums, said))
        totals = [t + s for t, s in zip(totals, said)]
        body.append(f'{100000 + g},,' + ','.join(map(money, said)) + '\n')
        body += [f'{100000 + g},{1000000 + i},' + ','.join(map(money, item)) + '\n' for i, item in enumerate(items)]
        for i, item in enumerate(items):
            journal.append(f'2022/01/01 item {i}\n')
            journal += [f'  u{g}:c{c}  {money(v)}\n' for c, v in enumerate(item)]
            journal.append('  pool\n\n')
        # one assertion a transaction: ledger leaves a transaction at the first that fails
        journal += [f'2022/12/31 sum\n  u{g}:c{c}  0.00 = {money(v)}\n\n' for c, v in enumerate(said)]
    sheet += ['合计,,' + ','.join(map(money, totals)) + '\n'] + body
    columns = ''.join(f'  column 列{c}\n' for c in range(COLUMNS))
    write(folder, 'rules.fisc', 'use cn.gov\ntable 表 in 元 exact from "sums.csv" {\n'
          '  rows 合计 { 单位 by 单位 6 { 项目 by 科目 7 } }\n' + columns + '}\n')
    write(folder, 'sums.csv', ''.join(sheet))
    write(folder, 'journal.ledger', ''.join(journal))
    write_want(folder, (groups * COLUMNS + COLUMNS - wrong, 0, wrong))


def main():
    kind, folder, *numbers = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    make = {'front': make_front, 'terms': make_terms, 'wide': make_wide, 'ledger': make_ledger}
    make[kind](folder, *map(int, numbers))


main()
