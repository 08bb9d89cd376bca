"""Names of one thing: which texts of a key column are equal, as `same` says."""
import csv
import io
import os

from oracle_lexer import Fault
from oracle_match import norm_header

ENCODINGS = ('utf-8-sig', 'gb18030')
MANY = 1000


def decoded(data):
    if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
        return data.decode('utf-16')
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Fault('a file of names that cannot be read')


def separator(text):
    """The comma, tab or semicolon that the first line with one of them has outside quotes."""
    for line in text.splitlines():
        bare = ''.join(line.split('"')[::2])
        found = [one for one in ',\t;' if one in bare]
        if found:
            return found[0]
    return ','


def records(path):
    """The rows of a CSV file beside the rules, the header first."""
    if not os.path.exists(path):
        raise Fault(f'no file {path}')
    with open(path, 'rb') as handle:
        text = decoded(handle.read())
    rows = [row for row in csv.reader(io.StringIO(text, newline=''), delimiter=separator(text)) if row]
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise Fault(f'{path}: a row has not as many fields as the header')
    return rows


def header_at(rows, name):
    heads = [norm_header(text) for text in rows[0]]
    if heads.count(norm_header(name)) != 1:
        raise Fault(f'no header {name}')
    return heads.index(norm_header(name))


def names_in_file(path, headers):
    """The names of one thing in each row of the file."""
    rows = records(path)
    if not headers and len(rows[0]) != 2:
        raise Fault(f'{path}: say which columns hold the names')
    columns = [header_at(rows, name) for name in headers] or [0, 1]
    for row in rows[1:]:
        yield [row[at] for at in columns if norm_header(row[at])]


class Things:
    """Of each key name the texts that mean one thing, in match form."""

    def __init__(self, program):
        self.of_key = {}
        for same in program.same:
            lines = same.lines
            if same.file is not None:
                lines = names_in_file(os.path.join(program.root, same.file), same.headers)
            for names in lines:
                self.add(self.of_key.setdefault(same.key, {}), names)

    def add(self, known, names):
        thing = {norm_header(name) for name in names}
        for name in list(thing):
            thing |= known.get(name, set())
        if len(thing) > MANY:
            raise Fault(f'more than {MANY} names of one thing')
        for name in thing:
            known[name] = frozenset(thing)

    def alike(self, keys, text):
        """All names that a text of key columns of these names stands for, its own among them."""
        out = frozenset([norm_header(text)])
        for key in keys:
            for name in list(out):
                out |= self.of_key.get(key, {}).get(name, frozenset())
        return out
