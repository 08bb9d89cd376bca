"""The rows of a data file: encodings and separators."""
import csv
import io

from oracle_lexer import Fault
from oracle_same import decoded, separator


def records_of(path):
    """The rows of a CSV file that are not empty lines."""
    with open(path, 'rb') as handle:
        text = decoded(handle.read())
    records = [r for r in csv.reader(io.StringIO(text, newline=''), delimiter=separator(text)) if r]
    if not records:
        raise Fault(f'{path} is empty')
    return records
