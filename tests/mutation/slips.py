"""Slips planted in a book. Each returns the truth: {cell: what stood there}, or nothing if it came to
nothing; NoPlace if the book has no place for it."""


class NoPlace(Exception):
    pass


def digits_of(figure):
    return len(str(abs(figure)).rstrip("0")) if figure else 0


def pick(book, rng, of=None):
    """A figure of three digits at least."""
    fit = [at for at in (book.figures() if of is None else of)
           if digits_of(book.figure(at) or 0) >= 3]
    if not fit:
        raise NoPlace
    return rng.choice(fit)


def change(book, at, figure):
    was = book.figure(at)
    if figure == was:
        return None
    book.put(at, figure)
    return {at: was}


def digits_swapped(book, rng):
    for _ in range(50):
        at = pick(book, rng)
        text = list(str(book.figure(at)))
        i = rng.randrange(len(text) - 1)
        if text[i] != text[i + 1] and not (i == 0 and text[1] == "0"):
            text[i], text[i + 1] = text[i + 1], text[i]
            return change(book, at, int("".join(text)))
    return None


def one_digit(book, rng):
    at = pick(book, rng)
    text = list(str(book.figure(at)))
    i = rng.randrange(len(text))
    text[i] = rng.choice([d for d in "0123456789" if d != text[i] and (i or d != "0")])
    return change(book, at, int("".join(text)))


def unit_factor(book, rng):
    """Written in 元."""
    at = pick(book, rng)
    return change(book, at, book.figure(at) * 10000 + (rng.randint(-49, 49) * 100))


def unit_factor_up(book, rng):
    """Written in 亿元."""
    of = [at for at in book.figures() if (book.figure(at) or 0) >= 5 * 10 ** 6]
    at = pick(book, rng, of=of)
    return change(book, at, (book.figure(at) + 5000) // 10000)


def sign(book, rng):
    at = pick(book, rng)
    return change(book, at, -book.figure(at))


def decimal_point(book, rng):
    at = pick(book, rng)
    figure, k = book.figure(at), 10 ** rng.randint(1, 3)
    return change(book, at, figure // k if figure % k == 0 and rng.random() < 0.5 else figure * k)


def addend(book, rng, times):
    """A total and those above it that were made from it, or itself alone."""
    sums = [(t, a) for t, a in book.equations
            if len(a) > 2 and any(digits_of(book.figure(x)) >= 3 for x in a)]
    if not sums:
        raise NoPlace
    total, addends = rng.choice(sums)
    x = pick(book, rng, of=addends)
    return change(book, total, book.figure(total) + times * book.figure(x))


def addend_missing(book, rng):
    return addend(book, rng, -1)


def addend_twice(book, rng):
    return addend(book, rng, 1)


def carried(book, truth):
    """Every total above a wrong one is made from it."""
    todo = list(truth)
    while todo:
        at = todo.pop()
        moved = book.figure(at) - truth[at]
        for total, addends in book.equations:
            if at in addends and total not in truth:
                truth[total] = book.figure(total)
                book.put(total, book.figure(total) + moved)
                todo.append(total)
        for cells in book.tied:
            for other in cells if at in cells else ():
                if other not in truth:
                    return None     # another table would be wrong too
    return truth


def addend_missing_carried(book, rng):
    truth = addend(book, rng, -1)
    return truth and carried(book, truth)


def neighbours(book, at):
    n, r, c = at
    rows = book.sheets[n].rows
    for y, x in ((r, c + 1), (r, c - 1), (r + 1, c), (r - 1, c)):
        if 0 <= y < len(rows) and 0 <= x < len(rows[y]) and not isinstance(rows[y][x], str):
            yield n, y, x


def misplaced(book, rng):
    """Two neighbours' figures stand in each other's place, one of them nothing if there is such."""
    for _ in range(50):
        at = pick(book, rng)
        near = [b for b in neighbours(book, at) if book.figure(b) != book.figure(at)]
        none = [b for b in near if not book.figure(b)]
        if near:
            other = rng.choice(none or near)
            truth = {at: book.figure(at), other: book.figure(other)}
            book.put(at, truth[other])
            book.put(other, truth[at])
            return truth
    return None


def copied(book, rng):
    for _ in range(50):
        at = pick(book, rng)
        near = [b for b in neighbours(book, at) if digits_of(book.figure(b) or 0) >= 3]
        if near:
            truth = change(book, at, book.figure(rng.choice(near)))
            if truth:
                return truth
    return None


def row_shifted(book, rng):
    """The rest of a row one cell to the right, a blank where it began; the last one is lost."""
    n = "spending.csv"
    if n not in book.sheets:
        raise NoPlace
    rows = book.sheets[n].rows
    r = rng.randrange(len(rows))
    c = rng.randint(4, 7)
    truth = {(n, r, i): rows[r][i] for i in range(c, 10)}
    rows[r][c + 1:10] = rows[r][c:9]
    rows[r][c] = None
    return {at: x for at, x in truth.items() if (book.figure(at) or 0) != (x or 0)}


def rows_shifted(book, rng):
    """A page read wrongly: a column that is blank in all rows is lost, and all figures behind it
    stand one cell to the left in every row; or a blank too many, and they stand to the right."""
    n = "items.csv"
    if n not in book.sheets:
        raise NoPlace
    rows = book.sheets[n].rows
    last = len(rows[0]) - 1
    blank = [c for c in range(3, last + 1) if all(row[c] is None for row in rows)]
    left = [c for c in blank if any(row[c + 1:].count(None) < last - c for row in rows)]
    if last in blank and rng.random() < 0.5:
        at, to = last, rng.randint(3, last - 1)
    elif left:
        at, to = rng.choice(left), last
    else:
        raise NoPlace
    truth = {(n, r, c): row[c] for r, row in enumerate(rows) for c in range(3, last + 1)}
    for row in rows:
        row.insert(to, row.pop(at))
    return {cell: x for cell, x in truth.items() if (book.figure(cell) or 0) != (x or 0)}


def left_blank(book, rng):
    at = pick(book, rng)
    return change(book, at, None)


def any_figure(book, rng):
    """No slip of the catalogue: another figure of about the same size."""
    at = pick(book, rng)
    figure = book.figure(at)
    return change(book, at, rng.randint(abs(figure) // 3, abs(figure) * 3))


KINDS = {
    "digits-swapped": digits_swapped, "unit-factor": unit_factor, "unit-factor-up": unit_factor_up,
    "sign": sign, "decimal-point": decimal_point, "addend-missing": addend_missing,
    "addend-missing-carried": addend_missing_carried, "addend-twice": addend_twice,
    "misplaced": misplaced, "row-shifted": row_shifted, "rows-shifted": rows_shifted,
    "copied": copied, "one-digit": one_digit,
    "left-blank": left_blank, "any-figure": any_figure,
}
