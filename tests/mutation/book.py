"""Budgets that hold, made at random: tables with trees of rows and columns, forms, totals that
several tables share. Figures are whole hundredths of 万元; where a book is rounded each figure is
rounded by itself from what it truly is, so that sums are off by what rounding explains."""

PARTS = ("支出", "经济", "收入", "总表")


def shown(figure, commas):
    """A figure as it is printed; None is a blank."""
    if figure is None:
        return ""
    sign, digits = ("-" if figure < 0 else ""), abs(figure)
    whole = f"{digits // 100:,}" if commas else str(digits // 100)
    return f"{sign}{whole}.{digits % 100:02d}"


class Sheet:
    """A file: header, rows of texts and figures. What stands in a cell is an int or a text."""

    def __init__(self, name, header):
        self.name, self.header, self.rows = name, header, []

    def add(self, *cells):
        self.rows.append(list(cells))
        return len(self.rows) - 1

    def text(self, commas):
        def cell(x):
            t = x if isinstance(x, str) else shown(x, commas)
            return f'"{t}"' if "," in t else t
        lines = [",".join(self.header)]
        lines += [",".join(cell(x) for x in row) for row in self.rows]
        return "\n".join(lines) + "\n"


class Book:
    """sheets by file; equations: (total, [addends]) of cells (file, row, column), by which slips
    of adding up are planted; leaf: the cells that are no total of any."""

    def __init__(self, rng, rounded):
        self.rng, self.rounded = rng, rounded
        self.commas = rng.random() < 0.5
        self.sheets, self.rules, self.equations = {}, ["use cn.units"], []
        self.tied = []

    def amount(self):
        """In 元: of the sizes that budgets have; one in eight is nothing."""
        if self.rng.random() < 0.12:
            return 0
        yuan = int(10 ** self.rng.uniform(3.5, 7.2))
        return yuan if self.rounded else yuan // 100 * 100

    def printed(self, yuan):
        """Rounded half up to hundredths of 万元."""
        return (yuan + 50) // 100 if self.rounded else yuan // 100

    def sheet(self, name, header):
        self.sheets[name] = Sheet(name, header)
        return self.sheets[name]

    def figure(self, at):
        return self.sheets[at[0]].rows[at[1]][at[2]]

    def put(self, at, figure):
        self.sheets[at[0]].rows[at[1]][at[2]] = figure

    def figures(self):
        return [(n, r, c) for n, s in self.sheets.items() for r, row in enumerate(s.rows)
                for c, x in enumerate(row) if not isinstance(x, str)]

    def totals(self):
        return [t for t, addends in self.equations if len(addends) > 1]

    def add_detail(self, wide, short, codes, figures, items, classes):
        """A row of items, those that have none blank, and their classes."""
        cells = [self.printed(figures[i]) if i in figures else None for i in range(len(items))]
        total = self.printed(sum(figures.values()))
        by_class = [sum(figures.get(i, 0) for i, x in enumerate(items) if ITEMS[x] == one)
                    for one in classes]
        r = wide.add(*codes, total, *cells)
        short.add(*codes, total, *[self.printed(x) for x in by_class])
        self.equations += [((wide.name, r, 2), [(wide.name, r, 3 + i) for i in range(len(items))]),
                           ((short.name, r, 2),
                            [(short.name, r, 3 + k) for k in range(len(classes))])]
        for k, one in enumerate(classes if codes[0] else ()):       # the map is of departments
            self.equations.append(((short.name, r, 3 + k),
                                   [(wide.name, r, 3 + i) for i, x in enumerate(items)
                                    if ITEMS[x] == one]))
        self.tied.append([(wide.name, r, 2), (short.name, r, 2)])

    def write(self, folder):
        (folder / "data").mkdir(parents=True, exist_ok=True)
        (folder / "rules.fisc").write_text("\n".join(self.rules) + "\n", encoding="utf-8")
        for name, sheet in self.sheets.items():
            (folder / "data" / name).write_text(sheet.text(self.commas), encoding="utf-8")


def spending(book):
    """Departments and their subjects, by kinds of spending: rows and columns are trees. Returns what
    the departments and the columns truly are, in 元."""
    rng = book.rng
    book.rules += ['table 支出 in 万元 to 0.01 from "spending.csv" {',
                   "  rows 合计 { 部门 by 部门编码 3 { 科目 by 科目编码 7 } }",
                   "  column 总计 { 基本支出 { 人员经费 公用经费 } 项目支出 { 一般项目 专项项目 } }", "}"]
    sheet = book.sheet("spending.csv", ["部门编码", "科目编码", "名称", "总计", "基本支出", "人员经费",
                                        "公用经费", "项目支出", "一般项目", "专项项目"])

    def line(codes, leaves):
        a, b, c, d = leaves
        wide = [a + b + c + d, a + b, a, b, c + d, c, d]
        r = sheet.add(*codes, *[book.printed(x) for x in wide])
        n = sheet.name
        book.equations += [((n, r, 3), [(n, r, 4), (n, r, 7)]), ((n, r, 4), [(n, r, 5), (n, r, 6)]),
                           ((n, r, 7), [(n, r, 8), (n, r, 9)])]
        return r

    plan = [(str(101 + i), [[book.amount() for _ in range(4)] for _ in range(rng.randint(2, 5))])
            for i in range(rng.randint(2, 4))]
    add = lambda rows: [sum(x) for x in zip(*rows)]
    top = line(("", "", "合计"), add([add(subjects) for _, subjects in plan]))
    rows = []
    for code, subjects in plan:
        rows.append(line((code, "", f"{code}局"), add(subjects)))
        under = [line((code, str(2010101 + 100 * k), f"科目{k + 1}"), leaves)
                 for k, leaves in enumerate(subjects)]
        for c in range(3, 10):
            book.equations.append(((sheet.name, rows[-1], c), [(sheet.name, r, c) for r in under]))
    for c in range(3, 10):
        book.equations.append(((sheet.name, top, c), [(sheet.name, r, c) for r in rows]))
    return {code: add(subjects) for code, subjects in plan}


def split(rng, total, n):
    """n parts of a total."""
    cuts = sorted(rng.randint(0, total) // 100 * 100 for _ in range(n - 1))
    return [b - a for a, b in zip([0] + cuts, cuts + [total])]


ITEMS = {"办公费": "办公经费", "印刷费": "办公经费", "水费": "水电", "电费": "水电", "差旅费": "差旅费",
         "租赁费": "租赁费", "会议费": "会议费", "培训费": "培训费", "接待费": "接待费", "劳务费": "委托业务费",
         "委托业务费": "委托业务费", "工会经费": "福利", "福利费": "福利", "其他支出": "其他支出"}


def detail(book, departments):
    """What each department spends on running itself, item by item in one wide row, some items blank
    in all of them; and the same by classes of items."""
    rng, items, classes = book.rng, list(ITEMS), list(dict.fromkeys(ITEMS.values()))
    used = sorted(rng.sample(range(len(items)), rng.randint(7, 11)))
    book.rules += ['table 明细 in 万元 to 0.01 from "items.csv" {',
                   "  rows 合计 { 部门 by 部门编码 3 }", f"  column 总计 {{ {' '.join(items)} }}", "}",
                   'table 归类 in 万元 to 0.01 from "classes.csv" {',
                   "  rows 合计 { 部门 by 部门编码 3 }", f"  column 总计 {{ {' '.join(classes)} }}", "}",
                   "must 公用经费一致: 明细.总计 = 支出.公用经费 each 部门编码",
                   "map 明细 -> 归类 each 部门编码 {"]
    book.rules += [f"  {one} <- {' '.join(x for x in items if ITEMS[x] == one)}" for one in classes]
    book.rules += ["}"]
    wide = book.sheet("items.csv", ["部门编码", "名称", "总计"] + items)
    short = book.sheet("classes.csv", ["部门编码", "名称", "总计"] + classes)
    plan = [(code, f"{code}局", dict(zip(used, split(rng, leaves[1], len(used)))))
            for code, leaves in departments.items()]
    top = {i: sum(one[2][i] for one in plan) for i in used}
    for code, name, figures in [("", "合计", top)] + plan:
        book.add_detail(wide, short, (code, name), figures, items, classes)
    for sheet in (wide, short):
        for c in range(2, len(sheet.header)):
            book.equations.append(((sheet.name, 0, c),
                                   [(sheet.name, r, c) for r in range(1, len(plan) + 1)]))


def economy(book, departments):
    """The same money by what it buys: one column of a dozen rows."""
    total = sum(sum(x) for x in departments.values())
    parts = split(book.rng, total, book.rng.randint(5, 12))
    book.rules += ['table 经济 in 万元 to 0.01 from "economy.csv" {',
                   "  rows 合计 { 款 by 编码 5 }", "  column 金额", "}",
                   "must 经济分类一致: 经济.金额 = 支出.总计"]
    sheet = book.sheet("economy.csv", ["编码", "名称", "金额"])
    top = sheet.add("", "合计", book.printed(total))
    rows = [sheet.add(str(30101 + i), f"款{i + 1}", book.printed(x)) for i, x in enumerate(parts)]
    book.equations.append((("economy.csv", top, 2), [("economy.csv", r, 2) for r in rows]))
    book.tied.append([("economy.csv", top, 2), ("spending.csv", 0, 3)])


def income(book, departments):
    """Where each department's money comes from, joined by its code."""
    book.rules += ['table 收入 in 万元 to 0.01 from "income.csv" {',
                   "  rows 合计 { 部门 by 部门编码 3 }", "  column 收入合计 { 财政拨款 其他收入 }", "}",
                   "must 收支相抵: 收入.收入合计 = 支出.总计 each 部门编码"]
    sheet = book.sheet("income.csv", ["部门编码", "名称", "收入合计", "财政拨款", "其他收入"])
    plan = []
    for code, leaves in departments.items():
        grant, rest = split(book.rng, sum(leaves), 2)
        plan.append((code, f"{code}局", [grant + rest, grant, rest]))
    top = [sum(x) for x in zip(*[p[2] for p in plan])]
    for code, name, figures in [("", "合计", top)] + plan:
        r = sheet.add(code, name, *[book.printed(x) for x in figures])
        book.equations.append((("income.csv", r, 2), [("income.csv", r, 3), ("income.csv", r, 4)]))
    for c in range(2, 5):
        book.equations.append((("income.csv", 0, c),
                               [("income.csv", r, c) for r in range(1, len(plan) + 1)]))


def overall(book, departments):
    """A form with income beside spending."""
    basic = sum(x[0] + x[1] for x in departments.values())
    total = sum(sum(x) for x in departments.values())
    grant, other, kept = split(book.rng, total, 3)
    book.rules += ['form 总表 in 万元 to 0.01 from "overall.csv" {',
                   '  block 收 at "收入项目", "收入数" {'
                   " 收入总计 { 本年收入 { 财政拨款 其他收入 } 上年结转 } }",
                   '  block 支 at "支出项目", "支出数" {'
                   " 支出总计 { 本年支出 { 基本支出 项目支出 } 结转下年 } }", "}",
                   "must 收支平衡: 总表.收.收入总计 = 总表.支.支出总计",
                   "must 总表与支出一致: 总表.支.本年支出 = 支出.总计",
                   "must 基本支出一致: 总表.支.基本支出 = 支出.基本支出"]
    sheet = book.sheet("overall.csv", ["收入项目", "收入数", "支出项目", "支出数"])
    left = [("收入总计", total), ("一、本年收入", grant + other), ("1、财政拨款", grant),
            ("2、其他收入", other), ("二、上年结转", kept)]
    right = [("支出总计", total), ("一、本年支出", total), ("1、基本支出", basic),
             ("2、项目支出", total - basic), ("二、结转下年", 0)]
    for (a, x), (b, y) in zip(left, right):
        sheet.add(a, book.printed(x), b, book.printed(y))
    n = "overall.csv"
    for c in (1, 3):
        book.equations += [((n, 0, c), [(n, 1, c), (n, 4, c)]), ((n, 1, c), [(n, 2, c), (n, 3, c)])]


def alone(book):
    """A list with one total, and nothing else that says what its figures are: a slip is known by its
    form alone."""
    parts = [book.amount() for _ in range(book.rng.randint(3, 10))]
    book.rules += ['table 清单 in 万元 to 0.01 from "list.csv" {',
                   "  rows 合计 { 项目 by 编号 3 }", "  column 金额", "}"]
    sheet = book.sheet("list.csv", ["编号", "名称", "金额"])
    top = sheet.add("", "合计", book.printed(sum(parts)))
    rows = [sheet.add(str(101 + i), f"项目{i + 1}", book.printed(x)) for i, x in enumerate(parts)]
    book.equations.append((("list.csv", top, 2), [("list.csv", r, 2) for r in rows]))


def make(rng, dense):
    """A book of one to four parts, in which every figure stands in two equations or more, save the
    last rows of 经济; or a list alone."""
    book = Book(rng, rng.random() < 0.3)
    if not dense:
        alone(book)
        return book
    departments = spending(book)
    for part in (economy, income, overall, detail):
        if rng.random() < 0.6:
            part(book, departments)
    return book
