#!/usr/bin/env python3
"""An evaluator of the fisc language, written from docs/language.md alone.

In: a rule file and a data folder.  Out: JSON with the lines' values and every result.
It shares nothing with the compiler, so that a disagreement of the two is a fact worth
looking at.  Arithmetic is exact: ints and fractions only; no binary floating point.

Exit 0: evaluated.  3: a unit error in the program.  4: any other error in the program.
"""
import argparse
import json
import sys

sys.dont_write_bytecode = True
from oracle_cond import Conditions
from oracle_each import UnitsSheet, is_of_whole, name_units
from oracle_eval import Expressions
from oracle_extremes import Extremes
from oracle_form import open_sheet
from oracle_join import Joins
from oracle_joint import Joints
from oracle_lexer import Fault, UnitFault
from oracle_listed import Listed
from oracle_map import expand_maps
from oracle_parser import Program
from oracle_place import Place
from oracle_results import Results
from oracle_rowtree import LabelResults
from oracle_sums import Sums
from oracle_tables import Tables
from oracle_text import Texts
from oracle_types import Checker
from oracle_units import chain_text, drop_chain
from oracle_values import Quotient, Unknown
from oracle_waive import waive
from oracle_whole import Whole


class Evaluator(Expressions, Conditions, Sums, Extremes, Joins, Results, Tables, Texts, Joints,
                LabelResults, Whole, Listed):
    def __init__(self, program, folder, prior=None, part='all', over=None, today=None):
        """part: 'unit': only what is no rule of the whole; 'whole': only those; over: the sheets
        of each table of units; today: YYYY-MM-DD, None: no waiver ends."""
        self.today = today
        if not program.over_units:
            name_units(program)
        self.part = part
        self.p, self.prior_folder, self.prior_sheets = program, prior, {}
        self.folder, self.narratives = folder, {}
        self.units = program.units
        program.alike((), '')
        expand_maps(program)
        self.checker = Checker(program)
        self.checker.run()
        self.sheets = {t.name: open_sheet(program, t, folder) for t in program.tables.values()
                       if t.name not in program.over_units}
        for name, (_of, table) in program.over_units.items():
            self.sheets[name] = UnitsSheet(table, over and over[name])
        self.memo, self.literals = {}, {}
        self.joins = {}
        self.results = []

    def run(self):
        for expr in list(self.all_expressions()) + list(self.p.params.values()):
            self.literal(expr)
        for kind, thing in self.p.order:
            if kind in ('rule', 'whole') and self.part == ('unit' if is_of_whole(thing, self.p) else 'whole'):
                continue
            if kind == 'rule':
                self.whole_rule(thing)
            elif kind == 'whole':
                self.whole(thing)
            elif self.part == 'whole':
                continue
            elif kind == 'map':
                for rule in thing.rules:
                    self.whole_rule(rule)
            elif kind == 'table':
                self.table(thing)
        self.prior_findings()
        self.blank_keys()
        self.text_findings()
        self.joint_values()
        waive(self.results, self.p.waivers, self.today)
        return {'lines': self.lines(), 'results': self.results}

    def whole_rule(self, rule):
        if rule.listing:
            self.listed_rule(rule)
        elif rule.each:
            self.each(rule)
        else:
            self.rule(rule, Place(printed=rule.exactly), '')

    def lines(self):
        out = []
        for kind, name in self.p.order:
            if kind != 'line':
                continue
            shown = drop_chain(self.units, self.checker.named(name).chain)
            one = {'name': name, 'value': None, 'unit': chain_text(shown), 'reason': None}
            try:
                x = self.ref(name, Place())
                one['value'] = self.show(x.value(), shown, isinstance(x, Quotient))
            except Unknown as unknown:
                one['reason'] = unknown.reason
            out.append(one)
        return out


def evaluate(path, folder, prior=None, today=None):
    program = Program()
    program.load(path)
    return Evaluator(program, folder, prior, today=today).run()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('rules')
    parser.add_argument('--data', required=True)
    parser.add_argument('--prior')
    parser.add_argument('--today')
    args = parser.parse_args()
    sys.setrecursionlimit(10000)
    try:
        out = evaluate(args.rules, args.data, args.prior, args.today)
    except UnitFault as fault:
        print(f'unit error: {fault}', file=sys.stderr)
        return 3
    except Fault as fault:
        print(f'error: {fault}', file=sys.stderr)
        return 4
    json.dump(out, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == '__main__':
    sys.exit(main())
