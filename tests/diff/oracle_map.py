"""Maps between tables: the rules that a map's lines are, and whether it is complete."""
import os

from oracle_lexer import Fault
from oracle_mapping import mapping_lines
from oracle_match import norm_header
from oracle_program import Rule
from oracle_same import header_at, records

ZERO = ('lit', 0, (), '0')


def summed(node):
    """What is added up beneath a column: columns without parts, and others of columns."""
    if not node.sums():
        return [(node, False)]
    out = [(node, True)] if node.others else []
    for child in node.children:
        if child.part != 'of':
            out.extend(summed(child))
    return out


def complete(table, paths):
    """Each column of a table that is added up has one place among the paths."""
    seen = []
    for path in paths:
        node = table.find(path)
        seen.extend(summed(node) if node else [])
    if len(set(seen)) != len(seen):
        raise Fault(f'{table.name}: a column stands twice in a map')
    lacking = [node for tree in table.columns for node, _others in summed(tree)
               if (node, _others) not in seen]
    if lacking:
        raise Fault(f'{table.name}: {lacking[0].name} has no place in a map')


def path_of(table, text):
    """The path of a declared column that a text names; None if the table has none."""
    if not norm_header(text):
        return ()
    for path in ((text.strip(),), tuple(part.strip() for part in text.split('.'))):
        if table.find(path):
            return path
    return None


def lines_of_file(program, one, source, target):
    """(target or None, sources) of the file's rows, those of one target together."""
    rows = records(os.path.join(program.root, one.file))
    if not one.headers and len(rows[0]) != 2:
        raise Fault(f'{one.file}: say which columns are meant')
    left, right = [header_at(rows, name) for name in one.headers or rows[0]]
    lines, zeros = {}, []
    for row in rows[1:]:
        if one.where and norm_header(row[header_at(rows, one.where[0])]) != norm_header(one.where[1]):
            continue
        have, want = path_of(source, row[left]), path_of(target, row[right])
        if have is None or want is None or not (have or want):
            continue
        if not want:
            zeros.append(have)
        else:
            lines.setdefault(target.find(want), (want, []))[1].extend([have] if have else [])
    return list(lines.values()) + [(None, zeros)]


def total_of(table, paths):
    out = ZERO
    for path in paths:
        cell = ('cell', table.name, path, None)
        out = cell if out is ZERO else ('+', out, cell)
    return out


def rule_of(one, name, left, right, severity='must'):
    rule = Rule(severity, one.line, '')
    rule.kind, rule.name, rule.each = 'map', f'{one.name}.{name}', one.each
    rule.sides, rule.relations = [left, right], ['=']
    return rule


def map_rules(program, one):
    """The rules that a map's lines are."""
    if one.source not in program.tables or one.target not in program.tables:
        raise Fault('a map is between tables')
    source, target = program.tables[one.source], program.tables[one.target]
    one.name = one.name or f'{source.name}->{target.name}'
    lines = [(path, paths, False) for path, paths in one.entries]
    if one.by:
        lines = mapping_lines(program, one, source, target)
    if one.file is not None:
        lines = [(path, paths, False) for path, paths in lines_of_file(program, one, source, target)]
    sources = [path for _target, paths, _doubtful in lines for path in paths if path]
    complete(source, sources)
    complete(target, [path for path, _sources, _doubtful in lines if path])
    for path, paths, doubtful in lines:
        if path is not None:
            paths = [p for p in paths if p]
            yield rule_of(one, '.'.join(path), total_of(target, [path]), total_of(source, paths),
                          'should' if doubtful else 'must')
            continue
        for each in paths:
            yield rule_of(one, f'zero.{".".join(each)}', total_of(source, [each]), ZERO)


def expand_maps(program):
    for one in program.maps:
        one.rules = list(map_rules(program, one))
