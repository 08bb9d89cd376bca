"""Linear systems decided in exact fractions, to compare with: a two-phase simplex by Bland's rule.

A system is a list of cells [low, high, low_open, high_open] and of relations
(coefficients {cell: c}, constant, sense) that read Σ c·x + constant = 0, <= 0 or < 0."""
from fractions import Fraction as F


def pivot(rows, basis, r, c):
    p = rows[r][c]
    rows[r] = [x / p for x in rows[r]]
    for i, row in enumerate(rows):
        if i != r and row[c]:
            k = row[c]
            rows[i] = [x - k * y for x, y in zip(row, rows[r])]
    basis[r] = c


def maximise(rows, basis, allowed):
    """The last row is the goal, as what is to be made small; its last column the value."""
    while True:
        c = next((c for c in range(allowed) if rows[-1][c] < 0), None)
        if c is None:
            return rows[-1][-1]
        best = None
        for r in range(len(basis)):
            if rows[r][c] > 0:
                ratio = (rows[r][-1] / rows[r][c], basis[r], r)
                if best is None or ratio < best:
                    best = ratio
        pivot(rows, basis, best[2], c)      # every variable is bounded


def solve(equations, n, goal):
    """Greatest goal · x with x >= 0 and the equations (coefficients, constant); None: there is
    no x."""
    rows, basis, m = [], [], len(equations)
    for i, (coef, constant) in enumerate(equations):
        sign = -1 if constant < 0 else 1
        row = [F(0)] * (n + m + 1)
        for j, c in coef.items():
            row[j] += sign * c
        row[n + i] = F(1)
        row[-1] = sign * F(constant)
        rows.append(row)
        basis.append(n + i)
    first = [F(0)] * (n + m + 1)
    for row in rows:
        for j in list(range(n)) + [n + m]:
            first[j] -= row[j]
    rows.append(first)
    if maximise(rows, basis, n) < 0:
        return None
    for r in range(m):
        if basis[r] >= n:
            c = next((c for c in range(n) if rows[r][c]), None)
            if c is not None:
                pivot(rows, basis, r, c)
    second = [-F(goal.get(j, 0)) for j in range(n)] + [F(0)] * (m + 1)
    for r, b in enumerate(basis):
        if b < n and second[b]:
            k = second[b]
            second = [x - k * y for x, y in zip(second, rows[r])]
    rows[-1] = second
    return maximise(rows, basis, n)


def agrees(cells, relations):
    """Is there an x that satisfies all?"""
    names = {}

    def var(key):
        return names.setdefault(key, len(names))

    equations = []
    strict = any(c[2] or c[3] for c in cells) or any(r[2] == '<' for r in relations)
    t = var('t')
    equations.append(({t: 1, var('t-slack'): 1}, 1))
    for j, (low, high, low_open, high_open) in enumerate(cells):
        # x = low + y, y + rest = high - low
        equations.append(({var(('y', j)): 1, var(('rest', j)): 1}, high - low))
        if low_open:
            equations.append(({var(('y', j)): 1, t: -1, var(('low', j)): -1}, 0))
        if high_open:
            equations.append(({var(('rest', j)): 1, t: -1, var(('high', j)): -1}, 0))
    for i, (coef, constant, sense) in enumerate(relations):
        row, at = {}, F(constant)
        for j, c in coef.items():
            row[var(('y', j))] = F(c)
            at += c * cells[j][0]
        if sense != '=':
            row[var(('gap', i))] = F(1)
        if sense == '<':
            row[t] = F(1)
        equations.append((row, -at))
    best = solve(equations, len(names), {t: 1})
    return best is not None and (best > 0 or not strict)
