#!/usr/bin/env python3
"""Rule files before and after `fisc fmt`: the same meaning, the same form when formatted again.

In: the fisc command and a copy of the tree, which is written to.  Out: each file of which that
is not so, with the first difference; a last line of totals.  Files are formatted with their
keywords kept, in Chinese, in English, and from each language into the other and back.
"""
import argparse
import concurrent.futures
import os
import random
import re
import subprocess
import sys

FUNCTIONS = {'求和': 'sum', '计数': 'count', '平均': 'avg', '最小': 'min', '最大': 'max', '舍入': 'round',
             '增长率': 'growth', '占比': 'share', '上年': 'prior'}
PLACE = re.compile(r'(?: source ".*?")? at \d+:\d+:\d+(?:-\d+:\d+, byte \d+ \+ \d+)?'
                   r'|(?<=\.fisc):\d+(?::\d+)?|(?<=^  operand) \d+ \+ \d+', re.S | re.M)
CALL = re.compile(r'\(call (\S+)')
NO_STATEMENT = 'E0114'             # no fault to fmt
WAYS = ([], ['zh'], ['en'], ['zh', 'en'], ['en', 'zh'], ['zh', 'en', 'zh'])
BLANKS = (' ', '  ', '\t', '\u3000', '\n', '\n\n', ' # 注\n', '\n# 注\n\n# 注\n', '\r\n')
DAMAGE = (';', ',', '，', '；', '-', '（', '）', '“', '"', '{', '}', '×', '/', '.', '1', 'other', '行', '表',
          '|', ':', '：', ' 其余', '')


class Wrong(Exception):
    pass


class Tool:
    def __init__(self, fisc):
        self.fisc = fisc

    def run(self, words, folder, text=None):
        p = subprocess.run([self.fisc, *words], cwd=folder, input=text, capture_output=True,
                           timeout=120, check=False)
        if p.returncode < 0 or p.returncode >= 70:
            raise Wrong(f'{" ".join(words)}: status {p.returncode}\n{p.stderr.decode()[:2000]}')
        return p.returncode, p.stdout, p.stderr

    def fmt(self, folder, text, keywords=None):
        words = ['fmt', '-'] + (['--keywords', keywords] if keywords else [])
        return self.run(words, folder, text)

    def meaning(self, path, text):
        """The syntax tree and the program, without places and spellings."""
        path = path[:-5] + '-now.fisc'          # another may use the file itself
        with open(path, 'wb') as handle:
            handle.write(text)
        folder, name = os.path.split(path)
        status, tree, err = self.run(['dump', '--ast', name], folder)
        tree = CALL.sub(lambda m: '(call ' + FUNCTIONS.get(m[1], m[1]), tree.decode())
        fault = re.findall(r'^error\[(\w+)\]', err.decode(), re.M)
        program = self.run(['dump', '--ir', name], folder)
        return status, tree, fault, program[0], PLACE.sub('', program[1].decode())


def same(what, a, b):
    if a == b:
        return
    a, b = str(a).replace('\\n', '\n').splitlines(), str(b).replace('\\n', '\n').splitlines()
    i = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    raise Wrong(f'{what}, line {i + 1}:\n  - {a[i:i + 1]}\n  + {b[i:i + 1]}')


def solid(text):
    """What is left of a text without blanks, and the commas that long lines are given."""
    return re.sub(r'[\s,]', '', text.decode())


def shape(text):
    lines = text.decode().split('\n')
    for i, line in enumerate(lines):
        if line != line.rstrip(' ') or (i and line == lines[i - 1] == ''):
            raise Wrong(f'line {i + 1} ends with a blank, or is a second empty one')
    if text and (not text.endswith(b'\n') or text.startswith(b'\n') or b'\r' in text):
        raise Wrong('the ends of the text or of its lines')


def check(tool, path, text):
    """One file, which may be at fault; true if it is not.  Raises Wrong."""
    folder = os.path.dirname(path)
    status, out, err = tool.fmt(folder, text)
    before = tool.meaning(path, text)
    if status:
        if status not in (3, 5) or out or not err or before[0] not in (3, 5):
            raise Wrong(f'fmt: status {status}; dump: status {before[0]}\n{err.decode()[:500]}')
        return False
    if any(f.startswith('E01') and f != NO_STATEMENT for f in before[2]):
        raise Wrong(f'fmt takes it, dump does not: {before[2]}')
    forms = {}
    for way in WAYS:
        made = out if not way else forms[tuple(way[:-1])] if len(way) > 1 else out
        if way:
            status, made, err = tool.fmt(folder, made, way[-1])
            if status:
                raise Wrong(f'{way}: status {status}\n{err.decode()[:500]}')
        forms[tuple(way)] = made
        shape(made)
        again = tool.fmt(folder, made, way[-1] if way else None)[1]
        same(f'{way} formatted again', made.decode(), again.decode())
        for i, (x, y) in enumerate(zip(before, tool.meaning(path, made))):
            same(f'{way} meaning {i}', x, y)
    same('zh and back', solid(forms[('zh',)]), solid(forms[('zh', 'en', 'zh')]))
    same('en and back', solid(forms[('en',)]), solid(forms[('zh', 'en')]))
    return True


# ---- where files come from ----

def tree_files(top):
    for folder, _folders, names in sorted(os.walk(top)):
        for name in sorted(names):
            if name.endswith('.fisc'):
                yield os.path.join(folder, name)


def page_examples(top):
    for folder, _folders, names in sorted(os.walk(top)):
        for name in sorted(names):
            if name.endswith('.md'):
                with open(os.path.join(folder, name), encoding='utf-8') as handle:
                    page = handle.read()
                for i, m in enumerate(re.finditer(r'^( *)```fisc *\n(.*?)^ *```', page,
                                                  re.M | re.S)):
                    text = re.sub('^' + m[1], '', m[2], flags=re.M)
                    yield os.path.join(top, f'{name}-{i}.fisc'), text.encode()


def damaged(rng, text):
    """The text with blanks, line ends and comments put in, and now and then another character."""
    text = text.decode()
    for _ in range(rng.choice([1, 2, 4, 8])):
        places = [m.start() for m in re.finditer(r'\b|(?<=\W)(?=\W)', text)] or [0]
        i = rng.choice(places)
        what = rng.choice(DAMAGE if rng.random() < 0.1 else BLANKS)
        if rng.random() < 0.2 and text[i:i + 1] in (' ', '\n'):
            text = text[:i] + rng.choice(BLANKS) + text[i + 1:]
        else:
            text = text[:i] + what + text[i:]
    return text.encode()


def random_files(top, programs, seed):
    sys.path.insert(0, os.path.join(top, 'tests', 'diff'))
    sys.dont_write_bytecode = True
    import generate
    texts = []
    for i in range(seed, seed + programs):
        case = generate.generate(i, 'plain' if i % 3 else 'units')
        folder = os.path.join(top, 'random', str(i))
        path = case.write(folder)[0]
        for name in sorted(case.files):
            yield os.path.join(folder, name), case.files[name].encode()
        texts.append((path, case.files['rules.fisc'].encode()))
    rng = random.Random(seed)
    for path in tree_files(os.path.join(top, 'tests', 'fmt')):
        with open(path, 'rb') as handle:
            texts.append((path, handle.read()))
    for i in range(programs * 3):
        path, text = rng.choice(texts)
        if 0 < len(text) < 20000:
            yield path[:-5] + f'-damaged{i}.fisc', damaged(rng, text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('what', choices=['tree', 'docs', 'random'])
    parser.add_argument('--fisc', required=True)
    parser.add_argument('--top', required=True)
    parser.add_argument('--programs', type=int, default=100)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--jobs', type=int, default=2)
    o = parser.parse_args()
    tool = Tool(o.fisc)
    if o.what == 'tree':
        files = []
        for path in tree_files(o.top):
            with open(path, 'rb') as handle:
                files.append((path, handle.read()))
    else:
        files = list(page_examples(o.top) if o.what == 'docs'
                     else random_files(o.top, o.programs, o.seed))

    def one(job):
        path, text = job
        try:
            return check(tool, path, text)
        except (Wrong, UnicodeDecodeError, subprocess.TimeoutExpired) as wrong:
            return f'{path}: {wrong}'

    with concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        results = list(pool.map(one, files))
    wrong = [r for r in results if isinstance(r, str)]
    for text in wrong[:20]:
        print(text)
    print(f'{results.count(True)} files the same, {results.count(False)} at fault and left alone, '
          f'{len(wrong)} wrong')
    sys.exit(1 if wrong or True not in results else 0)


main()
