"""Gives expressions their dimensions and shown units, and finds unit errors."""
from oracle_lexer import Fault, UnitFault
from oracle_units import Type, cancel_chain, drop_chain


class Checker:
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

    def tree(self, node):
        for child in node.children:
            if self.units.join(self.of_chain(node.unit), self.of_chain(child.unit)) is None:
                raise UnitFault(f'column {child.name} does not fit {node.name}')
            self.tree(child)

    def of_chain(self, chain):
        return Type(self.units.chain(chain)[1], chain)

    def rule(self, rule):
        types = [self.type(side, rule.table) for side in rule.sides]
        if rule.literal:
            types.append(self.of_literal(rule.literal[0], rule.literal[2]))
        for a, b in zip(types, types[1:]):
            if self.units.join(a, b) is None:
                raise UnitFault(f'line {rule.line}: {a.dims} with {b.dims}')
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
            out = self.type(self.p.params[name], None, constant=True)
        else:
            unit, expr = self.p.lines[name]
            out = self.type(expr, None)
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

    def type(self, expr, table, constant=False, inside=None):
        kind = expr[0]
        if kind == 'lit':
            return self.of_literal(expr[1], expr[2])
        if kind in ('ref', 'cell'):
            return self.reference(expr, table, constant, inside)
        args = [e for e in expr[1:] if isinstance(e, tuple)]
        if kind == 'sum':
            if inside or constant:
                raise Fault('sum cannot stand here')
            inside = []
            out = self.type(args[0], table, constant, inside)
            if len(set(inside)) != 1:
                raise Fault('sum takes columns of one table')
            return Type(out.dims, out.chain)
        types = [self.type(a, table, constant, inside) for a in args]
        return self.operation(expr, types)

    def reference(self, expr, table, constant, inside):
        if expr[0] == 'ref':
            name = expr[1]
            if table and name in table.nodes:
                if inside is not None:
                    inside.append(table.name)
                return self.of_chain(table.nodes[name].unit)
            if name in self.p.params:
                return self.named(name)
            if constant or inside is not None or name not in self.p.lines:
                raise Fault(f'no {name} here')
            return self.named(name)
        if constant or expr[1] not in self.p.tables:
            raise Fault(f'no table {expr[1]} here')
        other = self.p.tables[expr[1]]
        if inside is not None:
            inside.append(other.name)
        elif other.total is None:
            raise Fault(f'table {other.name} has no rows')
        node = other.nodes.get(expr[2])
        return self.of_chain(node.unit if node else other.unit)

    def operation(self, expr, types):
        kind = expr[0]
        if kind == 'neg':
            return Type(types[0].dims, types[0].chain)
        if kind in ('+', '-'):
            return self.joined(types, expr)
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
