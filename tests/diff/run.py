#!/usr/bin/env python3
"""Differential tests: the compiler's two engines against the oracle, on generated programs.

In: the fisc command and a number of seeds.  Out: what disagreed (each case kept in a folder,
with a command that repeats it), the coverage reached, and a last line `N passed, N failed`.
Fails on any disagreement, and where something the language has is in fewer than 1 % of the
programs.  `--expect-failure` turns the first around: it passes only if something disagreed.
"""
import argparse
import collections
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from fractions import Fraction

sys.dont_write_bytecode = True
import generate
import oracle
from generate_case import prior_of
from oracle_match import norm_header
from oracle_program import expressions_of
from oracle_values import decimal_text, terminates

FIELDS = ('severity', 'status', 'reason', 'left', 'right', 'difference', 'slack', 'loose', 'unit')
FIGURES = ('left', 'right', 'difference', 'slack')
SILENT = ('unknown', 'not-applicable')
FINDINGS = ('unlisted-column', 'unlisted-row', 'repeated-row', 'extra-digits', 'missing-row',
            'blank-key', 'repeated-label', 'text-unit')
NAMELESS = ('unlisted-column', 'missing-row')
TIMEOUT = 60
WIDTH_MESSAGE = re.compile(r'too-wide|E-WIDTH|256')
JOINT_TOO_WIDE = 'W0719'
UNIT_FAULT = re.compile(r'E02\d\d')
PLACE = re.compile(r'([\w./-]*\.fisc):(\d+)')

REQUIRED = (
    ['op:' + o for o in ('+', '-', '*', '/', 'neg', '^')]
    + ['fn:' + f for f in ('sum', 'round', 'growth', 'share')]
    + ['rel:' + r for r in ('=', '!=', '<', '<=', '>', '>=', 'is')]
    + ['where', 'when', 'fn:where', 'fn:count', 'fn:avg', 'status:not-applicable',
       'reason:no-rows']
    + ['cond:' + c for c in ('and', 'or', 'not', 'figure', 'present', 'text', 'begins')]
    + ['chain', 'exactly', 'row-rule', 'line-in', 'param', 'others', 'closed', 'fraction',
       'column-unit', 'ref:header', 'use-file', 'slip']
    + ['status:' + s for s in ('exact', 'rounding', 'violated', 'unknown')]
    + ['reason:' + r for r in ('missing', 'unreadable', 'overflow', 'zero-base', 'zero-division')]
    + ['kind:' + k for k in ('rule', 'columns', 'rows') + FINDINGS]
    + ['grid:' + g for g in ('exact', 'to', 'half-up', 'half-even', 'truncate', 'zero-exact')]
    + ['blank:' + b for b in ('', 'spaces', '—', '－', '-', '–', '--', '——', '/', '无', '0', '0.00')]
    + ['rows:' + r for r in ('none', 'only', 'one', 'two', 'three', 'text', 'free', 'nested',
                             'prefix', 'pair', 'pairs', 'labels', 'subtotal')]
    + ['cell:' + c for c in ('extra-digits', 'fewer-digits', 'comma', 'comma-wide', 'full-width',
                             'blanks', 'unreadable', 'overflow', 'edge', 'fine')]
    + ['csv:bom', 'csv:crlf', 'missing-table', 'missing-total', 'loose', 'sum:bare', 'huge',
       'layout:continued', 'layout:semicolon', 'column-aside', 'column-path', 'list', 'list:again', 'part:less',
       'part:of', 'kind:of-which', 'fn:prior', 'reason:no-prior', 'prior:data', 'prior:row', 'row:code', 'row:label',
       'row:list', 'row:prefix', 'row:absent', 'missing:zero', 'missing:error', 'missing:unknown',
       'reason:ambiguous', 'listed', 'listed:named', 'listed:name', 'kind:listed', 'map:by', 'reason:unlisted',
       'reason:doubtful', 'each', 'each:several', 'each:tables', 'reason:one-sided',
       'kind:blank-key', 'form', 'form:each',
       'each:where', 'each:when', 'each:text', 'partial', 'reason:partial', 'fn:min', 'fn:max',
       'several:min', 'several:max', 'kind:zero', 'kind:require', 'kind:absent', 'same',
       'same:file', 'zero:when', 'require:when', 'param:dated', 'map', 'map:each', 'map:zero', 'kind:map',
       'form:where', 'form:blocks', 'form:of-which', 'form:part', 'form:repeated',
       'kind:repeated-label', 'text', 'text:prior', 'text:is', 'text:expression', 'text:rows',
       'claim', 'is:direction', 'joint:exact', 'joint:rounding', 'joint:violated',
       'rowtree', 'rowtree:less', 'rowtree:of', 'rowtree:of-which',
       'rowtree:again', 'rowtree:blank', 'rowtree:outside', 'rowtree:subtotal', 'unit-from',
       'long:unit', 'unit:wrong'])


class Disagreement(Exception):
    pass


# ---------------------------------------------------------------- running

def run_fisc(options, words):
    """(exit code, stdout, stderr) of one run of the command; a crash is a disagreement."""
    command = [options.fisc] + words
    try:
        done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired as late:
        raise Disagreement(f'{" ".join(command)}: still running after {TIMEOUT} s') from late
    if done.returncode < 0:
        raise Disagreement(f'{" ".join(command)}: killed by signal {-done.returncode}')
    return done.returncode, done.stdout, done.stderr.decode('utf-8', 'replace')


def prior_words(data):
    prior = prior_of(data)
    return ['--prior', prior] if prior else []


def check_words(rules, data, engine):
    return ['check', rules, '--data', data, '--format', 'json', '--results', 'all', '--joint', 'off',
            '--engine', engine] + prior_words(data)


def parse_json(out):
    """The figures told; None if there are none: rules that do not compile tell diagnostics alone."""
    try:
        told = json.loads(out.decode('utf-8'))
    except (ValueError, UnicodeDecodeError):
        return None
    return told if any(of in told for of in ('results', 'lines', 'units')) else None


def drop_wide(rules, err):
    """Removes the rules that need more than 256 bits; whether there was one."""
    if not WIDTH_MESSAGE.search(err):
        return False
    wanted = collections.defaultdict(set)
    for name, line in PLACE.findall(err):
        wanted[os.path.basename(name)].add(int(line))
    lines = wanted[os.path.basename(rules)]
    with open(rules, encoding='utf-8', newline='') as handle:
        text = handle.read().split('\n')
    heads = ('must', 'should', 'note', 'claim', '必须', '应当', '提示', '引述')
    found = False
    for line in lines:
        while line > 1 and text[line - 1].startswith('    '):
            line -= 1
        if text[line - 1].lstrip().startswith(heads):
            found = True
            text[line - 1] = '#'
            while line < len(text) and text[line].startswith('    '):
                text[line] = '    #'
                line += 1
    with open(rules, 'w', encoding='utf-8', newline='') as handle:
        handle.write('\n'.join(text))
    return found


# ---------------------------------------------------------------- comparing

def normal(result):
    """A result as a comparable tuple."""
    out = []
    for field in FIELDS:
        value = result.get(field)
        if field in FIGURES and value is not None:
            value = Fraction(value)
        if result['status'] in SILENT and field in FIGURES + ('loose', 'unit'):
            value = None
        if field == 'loose':
            value = bool(value)
        if field == 'reason':
            value = value or ''
        if field == 'unit':
            value = unit_of(value)
        out.append(value)
    return tuple(out)


def unit_of(text):
    """A unit's text, whatever the order of its factors."""
    ups, _slash, downs = norm_header(text or '').partition('/')
    downs = downs.replace('·', '/').split('/')
    return '/'.join(['·'.join(sorted(ups.split('·')))] + sorted(downs))


def key_of(result):
    """What a row is called, blanks aside; a row without codes and label is called by its number."""
    return re.sub(r'^#\d+$', '', ' '.join((result['key'] or '').split()))


def grouped(results):
    out = collections.defaultdict(list)
    for result in results:
        if result['kind'] in FINDINGS:
            key = '' if result['kind'] in NAMELESS else key_of(result)
            out[result['kind'], '', key].append((result['status'], result['severity']))
        else:
            out[result['kind'], result['rule'], key_of(result)].append(normal(result))
    return out


def drop_joint(want, got):
    """Leaves out joint values that were too wide to be tested."""
    known = {result['rule'] for result in got if result['kind'] == 'joint'}
    want[:] = [one for one in want if one['kind'] != 'joint' or one['rule'] in known]


def text_of(values):
    names = FIELDS if values and len(values[0]) == len(FIELDS) else ('status', 'severity')
    return ' | '.join(' '.join(f'{n}={shown(v)}' for n, v in zip(names, value))
                      for value in values) or 'nothing'


def shown(value):
    if isinstance(value, Fraction):
        return decimal_text(value) if terminates(value) else str(value)
    return repr(value) if value in ('', None) else str(value)


def order(values):
    return sorted(values, key=repr)


def compare_results(want, got):
    a, b = grouped(want), grouped(got)
    for key in sorted(set(a) | set(b)):
        left, right = list(a.get(key, [])), list(b.get(key, []))
        for one in list(left):
            if one in right:
                left.remove(one)
                right.remove(one)
        if left or right:
            yield f'{"/".join(key)}: oracle {text_of(order(left))}; fisc {text_of(order(right))}'


def compare_lines(want, got):
    theirs = {line['name']: line for line in got}
    for mine in want:
        other = theirs.pop(mine['name'], None)
        if other is None:
            yield f'line {mine["name"]}: not in the calculation'
            continue
        a = (mine['value'] and Fraction(mine['value']), unit_of(mine['unit']), mine['reason'] or '')
        b = (other['value'] and Fraction(other['value']), unit_of(other['unit']),
             other['reason'] or '')
        if a != b:
            yield f'line {mine["name"]}: oracle {mine}; fisc {other}'
    for name in theirs:
        yield f'line {name}: not known to the oracle'


# ---------------------------------------------------------------- coverage

def expression_features(expr, out):
    kind = expr[0]
    if kind == 'rows':
        out.add('fn:' + expr[1])
    elif kind in ('min', 'max'):
        out.add('several:' + kind)
    elif kind in ('round', 'growth', 'share', 'prior'):
        out.add('fn:' + kind)
    elif kind not in ('lit', 'ref', 'cell', 'text'):
        out.add('op:' + kind)
    for part in expressions_of(expr):
        expression_features(part, out)


def rule_features(rule, out):
    for side in rule.sides:
        expression_features(side, out)
    out.update('rel:' + r for r in rule.relations)
    if len(rule.relations) > 1:
        out.add('chain')
    if rule.listing:
        out.add('listed:name' if rule.listing.by_name else 'listed:named' if rule.listing.named else 'listed')
    if rule.exactly:
        out.add('exactly')
    if rule.table:
        out.add('row-rule')


def program_features(program):
    out = set()
    for unit, expr in program.lines.values():
        expression_features(expr, out)
        if unit is not None:
            out.add('line-in')
    if program.params:
        out.add('param')
    if program.dated.asked:
        out.add('param:dated')
    for kind, thing in program.order:
        if kind == 'rule':
            rule_features(thing, out)
        elif kind == 'table':
            for rule in thing.rules:
                rule_features(rule, out)
            for node in thing.nodes:
                if node.braces:
                    out.add('others' if node.others else 'closed')
    return out


def result_features(results):
    out = set()
    for one in results:
        out.add('status:' + one['status'])
        out.add('kind:' + one['kind'])
        if one['kind'] == 'joint':
            out.add('joint:' + one['status'])
        if one['reason']:
            out.add('reason:' + one['reason'])
        if one['loose']:
            out.add('loose')
        if one.get('fraction'):
            out.add('fraction')
    return out


def dump_features(text):
    """Widths and op names of `fisc dump --ir`, taken as words: `add.128`."""
    out = set()
    for name, width in re.findall(r'(?<![\w.])([a-z][a-z0-9_-]*)\.(64|128|256)(?![\w.])', text):
        out.add('width:' + width)
        out.add('ir:' + name)
    return out


# ---------------------------------------------------------------- one case

class Options:
    """What every worker needs to know."""

    def __init__(self, args):
        self.fisc = args.fisc and os.path.abspath(args.fisc)
        self.native_every = args.native_every
        self.mode = args.mode
        self.keep = os.path.abspath(args.keep)
        self.first = args.seed
        self.cut = args.cut


def oracle_says(rules, data):
    """(program, outcome): the outcome is a dictionary, 'unit' or 'error: …'."""
    program = oracle.Program()
    try:
        program.load(rules)
        return program, oracle.Evaluator(program, data, prior_of(data)).run()
    except oracle.UnitFault:
        return program, 'unit'
    except oracle.Fault as fault:
        return program, f'error: {fault}'


def compare_case(options, seed, rules, data, info):
    program, want = oracle_says(rules, data)
    info['features'] |= program_features(program)
    if isinstance(want, dict):
        info['features'] |= result_features(want['results'])
    if options.fisc is None:
        return [want] if isinstance(want, str) and (options.mode, want) != ('units', 'unit') else []
    words = check_words(rules, data, 'interp')
    _code, out, err = run_fisc(options, words)
    got = parse_json(out)
    for _again in range(12):
        if got is not None or not drop_wide(rules, err):
            break
        info['features'].add('dropped-too-wide')
        _code, out, err = run_fisc(options, words)
        got = parse_json(out)
        program, want = oracle_says(rules, data)
    if isinstance(want, str) or got is None:
        return compare_faults(want, got, err, info)
    if JOINT_TOO_WIDE in err:
        drop_joint(want['results'], got['results'])
        info['features'].add('joint:too-wide')
    problems = list(compare_results(want['results'], got['results']))
    problems += compare_calc(options, rules, data, want)
    if options.native_every and (seed - options.first) % options.native_every == 0:
        problems += compare_native(options, rules, data, out, info)
    code, out, _err = run_fisc(options, ['dump', '--ir', rules])
    if code == 0:
        info['features'] |= dump_features(out.decode('utf-8', 'replace'))
    return problems


def compare_faults(want, got, err, info):
    first = err.strip().splitlines()[:1]
    if want == 'error: division by a literal zero' and 'E0302' in err:
        info['features'].add('literal-zero')
        return []
    if isinstance(want, str) and want.endswith('fits several labels') and 'D0541' in err:
        info['features'].add('label-fault')
        return []
    if want == 'unit' and got is None and UNIT_FAULT.search(err):
        info['features'].add('unit-fault')
        return []
    if isinstance(want, str) and want != 'unit' and got is None:
        info['features'].add('program-fault')
        return []
    if got is None:
        what = want if isinstance(want, str) else 'a program without faults'
        return [f'oracle: {what}; fisc does not compile it: {first}']
    return [f'oracle: {want}; fisc compiles it']


def compare_calc(options, rules, data, want):
    _code, out, err = run_fisc(options, ['calc', rules, '--data', data, '--format', 'json']
                              + prior_words(data))
    got = parse_json(out)
    if got is None:
        return [f'fisc calc gives no JSON: {err.strip().splitlines()[:1]}']
    return list(compare_lines(want['lines'], got['lines']))


def compare_native(options, rules, data, interp, info):
    info['features'].add('native')
    _code, out, err = run_fisc(options, check_words(rules, data, 'native'))
    if out != interp:
        return [f'the engines differ: {first_difference(interp, out)} {err.strip()[:200]}']
    return []


def first_difference(a, b):
    for at, (x, y) in enumerate(zip(a.splitlines(), b.splitlines()), 1):
        if x != y:
            return f'line {at}: interp {x[:200]!r}, native {y[:200]!r}'
    return f'{len(a)} bytes from interp, {len(b)} from native'


def one_case(job):
    options, seed = job
    info = {'seed': seed, 'features': set(), 'problems': []}
    case = generate.generate(seed, options.mode)
    info['features'] |= case.features
    folder = tempfile.mkdtemp(prefix=f'fisc-diff-{seed}-')
    try:
        rules, data = case.write(folder)
        try:
            info['problems'] = compare_case(options, seed, rules, data, info)
        except Disagreement as problem:
            info['problems'] = [str(problem)]
        if info['problems']:
            info['kept'] = keep_case(options, seed, folder, info['problems'])
    finally:
        shutil.rmtree(folder)
    return info


def keep_case(options, seed, folder, problems):
    target = os.path.join(options.keep, f'{options.mode}-{seed}')
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    with open(os.path.join(target, 'problems.txt'), 'w', encoding='utf-8') as handle:
        handle.write('\n'.join(problems) + '\n')
    return target


# ---------------------------------------------------------------- the whole

def report_case(options, info, limit):
    print(f'seed {info["seed"]}: {len(info["problems"])} disagreements')
    for problem in info['problems'][:limit]:
        print(f'  {problem[:options.cut]}')
    here = os.path.dirname(os.path.abspath(__file__))
    kept = info['kept']
    print(f'  {options.fisc} check {kept}/rules.fisc --data {kept}/data --format json '
          f'--results all --engine interp {" ".join(prior_words(kept + "/data"))}')
    print(f'  python3 {here}/oracle.py {kept}/rules.fisc --data {kept}/data '
          f'{" ".join(prior_words(kept + "/data"))}')


def report_coverage(options, counts, total):
    """Prints how many programs show each feature; returns those in fewer than 1 %."""
    required = list(REQUIRED)
    if options.fisc:
        required += ['width:64', 'width:128', 'width:256']
        required += [f for f in counts if f.startswith('ir:')]
    if options.mode != 'plain':
        required = ['unit-fault'] if options.fisc else []
    for name in sorted(set(required) | set(counts)):
        print(f'  {name or "(empty)":24} {counts[name]:6} {100 * counts[name] // total:3} %')
    return [name for name in sorted(set(required)) if counts[name] * 100 < total]


def run_all(options, seeds, jobs):
    work = [(options, seed) for seed in seeds]
    if jobs <= 1:
        yield from map(one_case, work)
        return
    with multiprocessing.Pool(jobs) as pool:
        yield from pool.imap_unordered(one_case, work, chunksize=4)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--fisc', help='the command; without it the oracle runs alone')
    parser.add_argument('--programs', type=int, default=200)
    parser.add_argument('--seed', type=int, default=1, help='the first seed')
    parser.add_argument('--native-every', type=int, default=0, metavar='K',
                        help='ask the native engine for every Kth program')
    parser.add_argument('--mode', choices=['plain', 'units'], default='plain')
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--keep', default='diff-failures', help='folder for what disagreed')
    parser.add_argument('--show', type=int, default=3, help='disagreements shown for a program')
    parser.add_argument('--cut', type=int, default=600, help='longest line of a disagreement')
    parser.add_argument('--expect-failure', action='store_true')
    parser.add_argument('--no-coverage', action='store_true')
    return parser.parse_args()


def main():
    args = arguments()
    options = Options(args)
    sys.setrecursionlimit(10000)
    counts, failed, shown_cases = collections.Counter(), 0, 0
    start = time.monotonic()
    for info in run_all(options, range(args.seed, args.seed + args.programs), args.jobs):
        counts.update(info['features'])
        if info['problems']:
            failed += 1
            shown_cases += 1
            if shown_cases <= 20:
                report_case(options, info, args.show)
    rare = []
    if not args.no_coverage:
        print(f'coverage of {args.programs} programs:')
        rare = report_coverage(options, counts, args.programs)
    for name in rare:
        print(f'covered by fewer than 1 % of the programs: {name}')
    print(f'{int(time.monotonic() - start)} s')
    bad = failed > 0 or bool(rare)
    if args.expect_failure:
        print('a disagreement was expected and ' + ('found' if failed else 'NOT found'))
        bad = not failed
    print(f'{args.programs - failed} passed, {failed} failed')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
