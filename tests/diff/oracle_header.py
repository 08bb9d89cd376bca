"""Which rows of a sheet are its header, and what headers they make."""
from oracle_cells import read_figure
from oracle_match import norm_header

TRIED = 30


def looked_for(table, mapped):
    """The headers that a table looks for: for each one its alternatives.  mapped: the FolderMap."""
    if table.long:
        long = table.long
        names = long['row'] + [long[one] for one in ('value', 'column', 'unit') if one in long]
        return [[name] for name in names + list(long.get('where', ())[:1])]
    if table.form:
        out = [[name] for block in table.blocks
               for name in (block.label, block.amount) + ((block.where[0],) if block.where else ())]
        return out + ([table.each[1] or [table.each[0]]] if table.each else [])
    keys = [name for level in table.levels for name in level.keys if name not in table.keys]
    return [mapped.texts(name, texts or [name]) for name, texts in table.keys.items()] + \
        [mapped.texts(name, [name]) for name in keys] + \
        [mapped.texts(table.title(node), node.headers or [node.name]) for node in table.nodes]


def is_found(texts, heads):
    for text in texts:
        parts = tuple(norm_header(text).split('/'))
        if any(head == parts or head[-1:] == parts for head in heads):
            return True
    return False


def is_blank(row):
    return not any(norm_header(cell) for cell in row)


def is_title(row):
    """At most one cell is not blank, or all that are not are captions."""
    cells = [norm_header(cell) for cell in row if norm_header(cell)]
    return len(cells) <= 1 or all(':' in cell for cell in cells)


def joined(rows, fill):
    """The headers of some rows: their levels joined."""
    width = max(map(len, rows))
    rows = [[norm_header(cell) for cell in row] + [''] * (width - len(row)) for row in rows]
    for at, row in enumerate(rows[:-1] if fill else []):
        for c in range(1, width):
            below = any(rows[r][c] for r in range(at + 1, len(rows)))
            if not row[c] and below and all(rows[r][c] == rows[r][c - 1] for r in range(at)):
                row[c] = row[c - 1]
    out = []
    for c in range(width):
        levels = []
        for row in rows:
            for level in row[c].split('/') if row[c] else []:
                if level not in levels[-1:]:
                    levels.append(level)
        out.append(tuple(levels) or ('',))
    return out


def has_other_figure(rows, wanted):
    names = {norm_header(text) for texts in wanted for text in texts}
    return any(read_figure(cell) is not None and norm_header(cell) not in names
               for row in rows for cell in row)


def split_header(sheet, records, filled=None, areas=()):
    """(headers, rows below them): the rows in which most of the headers looked for are found.
    filled: the records with the text of each merged area everywhere in it."""
    table = sheet.table
    wanted, best, most = looked_for(table, sheet.map), None, 0
    size, filled = table.header_rows, filled or records

    def heads_at(at):
        merged = any(top < at + size and bottom >= at for (top, _l), (bottom, _r) in areas)
        return joined(filled[at:at + size], not merged)
    printed = [at for at, row in enumerate(records) if not is_blank(row)]
    first = next((at for at in printed if not is_title(records[at])), None)
    figures = False
    for at in printed[:TRIED]:
        if at + size > len(records):
            break
        figure = has_other_figure(records[at:at + 1], wanted)
        whole, data = not figures, figure and at != first
        figures |= figure and not is_title(records[at])
        if data:
            continue
        heads = heads_at(at)
        found = sum(is_found(texts, heads) for texts in wanted)
        if not whole and found < len(wanted):
            continue
        if found > most or (found and found == most and best is not None
                            and is_title(records[best]) and not is_title(records[at])):
            best, most = at, found
    if best is None:
        best = next((at for at in printed if not is_title(records[at])), printed[0] if printed else 0)
    return heads_at(best), records[best + size:]
