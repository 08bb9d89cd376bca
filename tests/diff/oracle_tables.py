"""The results that a table's shape states: columns, rows, findings."""
from oracle_cells import storage_scale
from oracle_place import Place
from oracle_program import expressions_of, in_condition
from oracle_values import F0, Affine, Unknown


class Tables:
    """What an Evaluator does with tables."""

    def used_columns(self, sheet):
        """Every column of the sheet whose figures the program uses."""
        table, used = sheet.table, set()
        for node in table.nodes:
            used.add((sheet.index[node], node.unit, node.grid))
            used.update((i, node.unit, node.grid) for i in sheet.rest[node] if i not in sheet.declared)
        prior = sheet.ident != table.name
        for expr in self.all_expressions():
            for ref, of_prior in self.cells_in(expr):
                if ref[1] == table.name and of_prior == prior and not table.find(ref[2]) \
                        and not table.has_key(ref[2][0]):
                    used.add(sheet.column_of(ref[2]))
        return {u for u in used if u[0] is not None}

    def node_figure(self, sheet, row, node):
        return self.figure_at(sheet, row, sheet.index[node], node.unit, node.grid, ('hand', row), Place())

    def cells_in(self, expr, prior=False):
        """The cells an expression names, and whether in prior( )."""
        prior = prior or expr[0] == 'prior'
        if expr[0] == 'cell':
            yield expr, prior
        if expr[0] == 'ref' and prior and expr[1] in self.p.lines:
            yield from self.cells_in(self.p.lines[expr[1]][1], prior)
        inner = list(in_condition(expr[3])) if expr[0] == 'rows' else []
        for part in expressions_of(expr) + inner:
            yield from self.cells_in(part, prior)

    def all_rules(self):
        for kind, thing in self.p.order:
            if kind in ('rule', 'whole'):
                yield thing
            elif kind in ('table', 'map'):
                yield from thing.rules

    def all_expressions(self):
        for _unit, expr in self.p.lines.values():
            yield expr
        for rule in self.all_rules():
            yield from rule.sides
            yield from in_condition(rule.where)
            yield from in_condition(rule.when)

    def table(self, table):
        sheet = self.sheets[table.name]
        if sheet.missing:
            self.missing_table(table)
            return
        for node in table.nodes:
            if node.sums():
                for row in range(len(sheet.rows)):
                    self.column_result(sheet, node, row)
                if not node.others:
                    self.unlisted_columns(sheet, node)
            if node.part == 'of':
                for row in range(len(sheet.rows)):
                    self.of_which(sheet, node, row)
        for parent, children in sheet.children.items():
            for node in table.nodes:
                if self.adds_up(node):
                    self.row_result(sheet, node, parent, children)
        if table.labels:
            self.label_sums(sheet)
        self.findings(sheet)
        for rule in table.rules:
            for row in range(len(sheet.rows)):
                self.rule(rule, Place(sheet, row, 'row', rule.exactly), sheet.key(row))

    def adds_up(self, node):
        """Whether figures of the column add up over rows: no ratio and no rate does."""
        if node.unsummed:
            return False
        dims = self.units.chain(node.unit)[1]
        return bool(dims) and all(power > 0 for power in dims.values())

    def missing_table(self, table):
        for node in table.nodes:
            base = {'rule': f'{table.name}.{table.title(node)}', 'key': '', 'severity': 'must',
                    'kind': 'columns'}
            if node.sums():
                self.add_unknown(base, 'missing', node.unit)
            if node.part == 'of':
                self.add_unknown(dict(base, rule=f'{table.name}.of.{table.title(node)}',
                                      kind='of-which'), 'missing', node.unit)
            if table.total is not None and self.adds_up(node):
                self.add_unknown(dict(base, rule=f'{table.name}.rows.{table.title(node)}', kind='rows'),
                                 'missing', node.unit)
        for part in table.labels.nodes[0].family() if table.labels else []:
            for node in table.nodes if part.part == 'of' else []:
                if self.adds_up(node):
                    self.add_unknown({'rule': f'{table.name}.rows.of.{part.name}.{table.title(node)}',
                                      'key': '', 'severity': 'must', 'kind': 'of-which'}, 'missing',
                                     node.unit)
        for rule in table.rules:
            for part in range(1, max(1, len(rule.relations)) + 1):
                self.add_unknown({'rule': rule.title(part), 'key': '', 'severity': rule.severity,
                                  'kind': rule.kind}, 'missing', ())

    def equation(self, base, node, left, right, stored, ragged=False):
        """left = the sum of right; a sum that is stored (the last `stored` parts) may overflow."""
        unit, factor = node.unit, self.units.chain(node.unit)[0]
        try:
            a = left()
            if ragged:
                raise Unknown('unreadable')
            b, kept = Affine(), F0
            for at, part in enumerate(right):
                one = part()
                b = b.plus(one)
                kept += one.value() if at >= len(right) - stored else 0
            if stored and abs(kept / factor) * 10 ** storage_scale(node.grid, factor) >= 2 ** 63:
                raise Unknown('overflow')
            self.add_result(base, self.judge(a, '=', b), unit)
        except Unknown as unknown:
            self.add_unknown(base, unknown.reason, unit)

    def column_result(self, sheet, node, row):
        table = sheet.table
        base = {'rule': f'{table.name}.{table.title(node)}', 'key': sheet.key(row), 'severity': 'must',
                'kind': 'columns'}
        parts = [((sheet.index[c], c.unit, c.grid), -1 if c.part == 'less' else 1)
                 for c in node.children if c.part != 'of']
        if node.others:
            parts.extend(((i, node.unit, node.grid), 1) for i in sheet.rest[node])
        self.equation(base, node,
                      lambda: self.node_figure(sheet, row, node),
                      [lambda p=p, c=c: self.figure_at(sheet, row, *p, ('hand', row), Place()).scaled(c)
                       for p, c in parts],
                      len(sheet.rest[node]) if node.others else 0)

    def of_which(self, sheet, node, row):
        """A column behind `of` is at most its parent."""
        base = {'rule': f'{sheet.table.name}.of.{sheet.table.title(node)}', 'key': sheet.key(row),
                'severity': 'must', 'kind': 'of-which'}
        try:
            left = self.node_figure(sheet, row, node)
            right = self.node_figure(sheet, row, node.parent)
            self.add_result(base, self.judge(left, '<=', right), node.unit)
        except Unknown as unknown:
            self.add_unknown(base, unknown.reason, node.unit)

    def row_result(self, sheet, node, parent, children):
        base = {'rule': f'{sheet.table.name}.rows.{sheet.table.title(node)}', 'key': sheet.key(parent),
                'severity': 'must', 'kind': 'rows'}
        self.equation(base, node,
                      lambda: self.node_figure(sheet, parent, node),
                      [lambda r=r: self.node_figure(sheet, r, node) for r in children],
                      len(children), sheet.is_ragged())

    def unlisted_columns(self, sheet, node):
        for index in sheet.rest[node]:
            for row in range(len(sheet.rows)):
                cell = sheet.cell(row, index, node.unit, node.grid)
                if cell.reason is None and cell.value != 0:
                    self.add_finding(sheet, 'unlisted-column', '/'.join(sheet.heads[index]))
                    break

    def prior_findings(self):
        """What is wrong with the shape of prior sheets is a remark."""
        names = {ref[1] for expr in self.all_expressions() for ref, prior in self.cells_in(expr)
                 if prior and ref[1] in self.p.tables}
        names |= {rule.table.name for rule in self.all_rules() if rule.table and any(
            names_own(side, rule.table) for side in rule.sides)}
        for name in sorted(names):
            sheet = self.sheet(name, True) if self.prior_folder is not None else None
            if sheet is None or sheet.missing:
                continue
            for node in sheet.table.nodes:
                if node.sums() and not node.others:
                    self.unlisted_columns(sheet, node)
            self.findings(sheet)

    def findings(self, sheet):
        table = sheet.table
        for row in sheet.unlisted_rows() if table.total is not None else []:
            if self.has_figure(sheet, row):
                self.add_finding(sheet, 'unlisted-row', sheet.key(row))
        for row in sheet.repeated_labels():
            self.add_finding(sheet, 'repeated-label', sheet.key(row))
        for row in sheet.repeated:
            self.add_finding(sheet, 'repeated-row', sheet.key(row))
        self.missing_rows(sheet)
        for row in range(len(sheet.rows)):
            for index, unit, grid in sorted(self.used_columns(sheet), key=lambda u: u[0]):
                if sheet.cell(row, index, unit, grid).extra:
                    self.add_finding(sheet, 'extra-digits', sheet.key(row))

    def missing_rows(self, sheet):
        """Rows that rules name and that are not there, once for each name."""
        if sheet.table.missing != 'error':
            return
        prior = sheet.ident != sheet.table.name
        names = {ref[3] for expr in self.all_expressions() for ref, of_prior in self.cells_in(expr)
                 if ref[1] == sheet.table.name and ref[3] and of_prior == prior and not ref[3][1]}
        for choice in sorted(names):
            try:
                if not sheet.is_total_name(choice) and sheet.row_named(choice) is None:
                    self.add_finding(sheet, 'missing-row', '')
            except Unknown:
                pass

    def has_figure(self, sheet, row):
        columns = [(sheet.index[n], n) for n in sheet.table.nodes]
        columns += [(i, n) for n in sheet.table.nodes for i in sheet.rest[n]]
        for index, node in columns:
            cell = sheet.cell(row, index, node.unit, node.grid)
            if cell.reason is None and cell.value != 0:
                return True
        return False


def names_own(expr, table, prior=False):
    """Whether a column of the table at hand stands in prior( )."""
    prior = prior or expr[0] == 'prior'
    if prior and expr[0] in ('ref', 'cell'):
        path = (expr[1],) if expr[0] == 'ref' else (expr[1],) + expr[2]
        return table.find(path) is not None
    return any(names_own(part, table, prior) for part in expressions_of(expr))
