"""Gives expressions their dimensions and shown units, and finds unit errors."""
from oracle_join import clause_figures, joined_tables, table_of_text
from oracle_lexer import Fault, UnitFault
from oracle_program import expressions_of
from oracle_text import TextTypes
from oracle_units import Type, cancel_chain, drop_chain

RELATING = ('=', '!=')


class Scope:
    """What names mean at a place: the table at hand, the key of a join, what may not stand there."""

    def __init__(self, table=None, keys=(), constant=False, where=False):
        self.table, self.keys, self.constant = table, keys, constant
        self.joined = []        # the tables of this year that a rule with `each` joins
        self.where = where      # whether it is the `where` of an aggregate
        self.inside = None      # within an aggregate: the tables whose rows it is over

    def within(self):
        """The scope of an aggregate's rows."""
        out = Scope(self.table, (), self.constant)
        out.inside = set()
        return out


class Checker(TextTypes):
    """Gives each expression its type; raises UnitFault where units do not fit."""

    def __init__(self, program):
        self.p = program
        self.units = program.units
        self.cache = {}
        self.busy = set()

    def run(self):
        for name in list(self.units.pending):
            self.units.get(name)
        for name in self.p.params:
            self.named(name)
        for name in self.p.lines:
            self.named(name)
        for table in self.p.tables.values():
            for node in table.columns:
                self.tree(node)
            for rule in table.rules:
                self.rule(rule)
        for kind, rule in self.p.order:
            if kind == 'rule':
                self.rule(rule)
            elif kind == 'whole' and rule.when:
                self.condition(rule.when, Scope())
        for one in self.p.maps:
            for rule in one.rules:
                self.rule(rule)

    def tree(self, node):
        for child in node.children:
            if self.units.join(self.of_chain(node.unit), self.of_chain(child.unit)) is None:
                raise UnitFault(f'column {child.name} does not fit {node.name}')
            self.tree(child)

    def of_chain(self, chain):
        return Type(self.units.chain(chain)[1], chain)

    def rule(self, rule):
        rows = rule.table or (rule.listing and rule.listing.table(self.p))
        scope = Scope(rows, tuple(rule.each))
        if rule.each:
            sides = list(rule.sides) + list(clause_figures(rule, self.p.tables))
            tables = joined_tables(sides)
            scope.joined = [name for name, prior in tables if not prior]
            for name, _prior in tables:
                if name not in self.p.tables or \
                        not all(map(self.p.tables[name].has_key, rule.each)):
                    raise Fault(f'{name} has no such key')
        rule.sides = self.with_units(rule.sides, scope)
        types = [self.type(side, scope) for side in rule.sides]
        if rule.claim:
            rule.wanted = self.unit_claimed(rule, types[0])
        if isinstance(rule.literal, tuple):
            types.append(self.of_literal(rule.literal[0], rule.literal[2]))
        for a, b in zip(types, types[1:]):
            if self.units.join(a, b) is None:
                raise UnitFault(f'line {rule.line}: {a.dims} with {b.dims}')
        for cond in (rule.where, rule.when):
            if cond:
                self.condition(cond, scope)
        if rule.where and not (rows or rule.each):
            raise Fault('where without rows or keys')
        rule.types = types

    def of_literal(self, value, chain):
        out = self.of_chain(chain)
        out.zero = value == 0 and not chain
        return out

    def named(self, name):
        if name in self.cache:
            return self.cache[name]
        if name in self.busy:
            raise Fault(f'{name} depends on itself')
        self.busy.add(name)
        if name in self.p.params:
            out = self.type(self.p.params[name], Scope(constant=True))
        else:
            unit, expr = self.p.lines[name]
            out = self.type(expr, Scope())
            if unit is not None:
                want = self.of_chain(unit)
                if self.units.join(want, out) is None:
                    raise UnitFault(f'line {name}: {out.dims} is not {want.dims}')
                out = want
        out = Type(out.dims, out.chain)
        if name in self.p.lines:
            out = self.without_counts(out)
        self.busy.discard(name)
        self.cache[name] = out
        return out

    def type(self, expr, scope):
        kind = expr[0]
        if kind == 'lit':
            return self.of_literal(expr[1], expr[2])
        if kind in ('ref', 'cell'):
            return self.reference(expr, scope)
        if kind == 'rows':
            return self.aggregate(expr, scope)
        if kind == 'text':
            return self.text_type(expr, scope.constant)
        if kind == 'prior':
            return self.type(expr[1], scope)
        types = [self.type(a, scope) for a in expressions_of(expr)]
        return self.operation(expr, types)

    # -- conditions
    def condition(self, cond, scope):
        if cond[0] == 'rel':
            if not self.is_text_test(cond, scope):
                a, b = self.type(cond[2], scope), self.type(cond[3], scope)
                if self.units.join(a, b) is None:
                    raise UnitFault(f'condition: {a.dims} with {b.dims}')
        elif cond[0] == 'present':
            self.type(cond[1], scope)
        else:
            for part in cond[1:]:
                self.condition(part, scope)

    def is_text_test(self, cond, scope):
        return cond[1] in RELATING and any(self.is_key(e, scope) for e in cond[2:])

    def is_key(self, expr, scope):
        if scope.keys:
            return table_of_text(expr, scope.keys, scope.joined, self.p) is not None
        if expr[0] == 'ref':
            return scope.table is not None and scope.table.has_key(expr[1])
        if expr[0] == 'cell' and scope.table is not None and expr[1] == scope.table.name:
            return expr[3] is None and scope.table.has_key(expr[2][0])
        return False

    def aggregate(self, expr, scope):
        if scope.inside is not None or scope.constant:
            raise Fault('an aggregate cannot stand here')
        _rows, function, inner, cond = expr
        rows = scope.within()
        if function == 'count' and inner[0] == 'ref' and inner[1] in self.p.tables:
            rows.inside.add(inner[1])
            out = Type({})
        else:
            out = self.type(inner, rows)
            if function == 'count':
                out = Type({})
        if len(rows.inside) != 1:
            raise Fault(f'{function} takes columns of one table')
        if cond:
            self.condition(cond, Scope(self.p.tables[next(iter(rows.inside))], where=True))
        return Type(out.dims, out.chain)

    # -- references
    def reference(self, expr, scope):
        if expr[0] == 'ref':
            return self.bare(expr[1], scope)
        if scope.table and expr[3] is None and scope.table.find((expr[1],) + expr[2]):
            return self.column(scope.table, (expr[1],) + expr[2], scope)
        if scope.constant or expr[1] not in self.p.tables:
            raise Fault(f'no table {expr[1]} here')
        other = self.p.tables[expr[1]]
        if scope.inside is not None:
            if expr[3] is not None:
                raise Fault('a row by name within an aggregate')
            return self.column(other, expr[2], scope)
        whole = other.total is not None or (other.form and not other.each) or \
            (scope.where and other is scope.table)
        if not whole and expr[3] is None and not scope.keys:
            raise Fault(f'table {other.name} has no rows')
        node = other.find(expr[2])
        return self.of_chain(node.unit if node else other.unit)

    def bare(self, name, scope):
        if scope.table and scope.table.find((name,)):
            return self.column(scope.table, (name,), scope)
        if name in self.p.params:
            return self.named(name)
        if scope.constant or scope.inside is not None or name not in self.p.lines:
            raise Fault(f'no {name} here')
        return self.named(name)

    def column(self, table, path, scope):
        if scope.inside is not None:
            scope.inside.add(table.name)
        node = table.find(path)
        return self.of_chain(node.unit if node else table.unit)

    # -- operators
    def operation(self, expr, types):
        kind = expr[0]
        if kind == 'neg':
            return Type(types[0].dims, types[0].chain)
        if kind in ('+', '-'):
            return self.joined(types, expr)
        if kind in ('min', 'max'):
            out = types[0]
            for one in types[1:]:
                out = self.joined([out, one], expr)
            return out
        if kind == '*':
            return self.product(types[0], types[1], 1)
        if kind == '/':
            return self.product(types[0], types[1], -1)
        if kind == '^':
            return self.raised(types[0], expr[2])
        if kind == 'round':
            if expr[2][0] != 'lit' or expr[2][1] <= 0:
                raise Fault('round takes a literal')
            return self.joined(types, expr)
        if kind not in ('share', 'growth'):
            raise Fault(f'{kind} cannot stand here')
        self.joined(types, expr)
        return Type({})

    def joined(self, types, expr):
        dims = self.units.join(types[0], types[1])
        if dims is None:
            raise UnitFault(f'{expr[0]}: {types[0].dims} with {types[1].dims}')
        return self.without_counts(Type(dims, types[0].chain or types[1].chain))

    def without_counts(self, one):
        """The type with forgiven counts dropped."""
        return Type(self.units.dropped(one.dims), drop_chain(self.units, one.chain))

    def product(self, a, b, sign):
        dims = dict(a.dims)
        for key, power in b.dims.items():
            dims[key] = dims.get(key, 0) + sign * power
        dims = {k: v for k, v in dims.items() if v}
        chain = a.chain + tuple((n, sign * p) for n, p in b.chain)
        return Type(dims, cancel_chain(self.units, chain))

    def raised(self, a, power):
        dims = {k: v * power for k, v in a.dims.items() if power}
        return Type(dims, cancel_chain(self.units, a.chain * power) if power else ())
