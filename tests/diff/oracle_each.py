"""Many units: one program over many folders, and the figures of all of them."""
import copy
import os

from oracle_program import expressions_of, in_condition
from oracle_values import Unknown

WORDS = ('units', '各单位')
BEFORE = 'units.'


class LostCell:
    """The cell of a unit that has none."""

    def __init__(self, reason):
        self.reason, self.printed, self.extra = reason, False, False


class UnitsSheet:
    """The rows of `units.T`: the total row of T in every unit.

    sheets  T's sheet in each unit; None: it is not known what units there are
    """

    def __init__(self, table, sheets):
        self.table, self.ident, self.sheets = table, table.name, sheets or []
        self.missing, self.total = sheets is None, None
        self.leaves = list(range(len(self.sheets)))
        self.rows = self.leaves

    def column_of(self, path):
        node = self.table.find(path)
        table = self.table
        return path, node.unit if node else table.unit, node.grid if node else table.grid

    def cell(self, row, path, unit, grid):
        sheet = self.sheets[row]
        if sheet.missing or sheet.total is None:
            return LostCell('missing')
        try:
            index = sheet.column_of(path)[0]
        except Unknown as unknown:
            return LostCell(unknown.reason)
        return LostCell('missing') if index is None else sheet.cell(sheet.total, index, unit, grid)


def renamed(part, program):
    """An expression in which units.T.c is the column c of a table units.T."""
    if not isinstance(part, tuple):
        return part
    if part[:1] == ('cell',) and part[1] in WORDS and part[1] not in program.tables \
            and len(part[2]) > 1 and part[2][0] in program.tables:
        name = BEFORE + part[2][0]
        if name not in program.over_units:
            table = copy.copy(program.tables[part[2][0]])
            table.name, table.total, table.levels, table.keys, table.rules = name, None, [], {}, []
            program.over_units[name] = (part[2][0], table)
        return ('cell', name, part[2][1:], part[3])
    return tuple(renamed(one, program) for one in part)


def name_units(program):
    """Gives the program its tables of units."""
    program.over_units, program.lines_of_units = {}, {}
    for name, (unit, expr) in program.lines.items():
        program.lines[name] = (unit, renamed(expr, program))
    for kind, thing in program.order:
        for rule in [thing] if kind in ('rule', 'whole') else thing.rules if kind == 'table' else []:
            rule.sides = [renamed(side, program) for side in rule.sides]
            rule.where, rule.when = renamed(rule.where, program), renamed(rule.when, program)
    for name, (_of, table) in program.over_units.items():
        program.tables[name] = table


def names_units(expr, program):
    """Whether `units` stands in an expression, also by way of a line."""
    if expr[0] == 'cell' and expr[1] in program.over_units:
        return True
    if expr[0] == 'ref' and expr[1] in program.lines:
        if expr[1] not in program.lines_of_units:
            program.lines_of_units[expr[1]] = names_units(program.lines[expr[1]][1], program)
        return program.lines_of_units[expr[1]]
    inner = list(in_condition(expr[3])) if expr[0] == 'rows' else []
    return any(names_units(part, program) for part in expressions_of(expr) + inner)


def is_of_whole(rule, program):
    parts = list(rule.sides) + list(in_condition(rule.where)) + list(in_condition(rule.when))
    return any(names_units(part, program) for part in parts)


def run_each(evaluator, program, folders, data=None, prior=None, today=None):
    """(results of each unit, results of the whole)"""
    units = []
    for folder in folders:
        own = prior and os.path.join(prior, os.path.basename(folder))
        units.append(evaluator(program, folder, own if own and os.path.isdir(own) else None, part='unit',
                               today=today))
    results = [one.run()['results'] for one in units]
    sheets = {name: [one.sheets[of] for one in units] for name, (of, _t) in program.over_units.items()}
    whole = evaluator(program, data or os.devnull, prior, part='all' if data else 'whole', over=sheets,
                      today=today)
    return results, whole.run()['results']
