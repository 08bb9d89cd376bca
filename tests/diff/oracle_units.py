"""Units and dimensions: chains, what fits what, and what is cancelled or forgiven."""
from fractions import Fraction

from oracle_lexer import Fault


class Units:
    """Declared units: name -> (factor, {base: power}), and which bases count."""

    def __init__(self):
        self.names = {'%', '‰'}
        self.known = {'%': (Fraction(1, 100), {}), '‰': (Fraction(1, 1000), {})}
        self.pending = {}
        self.counts = set()

    def get(self, name):
        if name not in self.known:
            if name not in self.pending:
                raise Fault(f'no unit {name}')
            value, chain = self.pending.pop(name)
            factor, dims = self.chain(chain)
            self.known[name] = (value * factor, dims)
        return self.known[name]

    def chain(self, chain):
        factor, dims = Fraction(1), {}
        for name, power in chain:
            one, base = self.get(name)
            factor *= one ** power
            for key, value in base.items():
                dims[key] = dims.get(key, 0) + value * power
        return factor, {k: v for k, v in dims.items() if v}

    def split(self, name):
        """The unit names that, joined by nothing, give this name; None if there are none."""
        if name in self.names:
            return [name]
        for size in range(len(name) - 1, 0, -1):
            if name[:size] in self.names:
                rest = self.split(name[size:])
                if rest:
                    return [name[:size]] + rest
        return None

    def dropped(self, dims):
        """The dimension with positive powers of counts left out, if it holds an amount."""
        if any(k not in self.counts for k in dims):
            return {k: v for k, v in dims.items() if v < 0 or k not in self.counts}
        return dims

    def lone_count(self, dims):
        return len(dims) == 1 and all(k in self.counts and v == 1 for k, v in dims.items())

    def join(self, a, b):
        """The common dimension of two types, or None."""
        if a.zero:
            return b.dims
        if b.zero or a.dims == b.dims:
            return a.dims
        if self.dropped(a.dims) == self.dropped(b.dims):
            return self.dropped(a.dims)
        if not a.dims and self.lone_count(b.dims):
            return b.dims
        if not b.dims and self.lone_count(a.dims):
            return a.dims
        return None


class Type:
    """A dimension, the chain of units it is shown in, and whether it is the bare literal 0."""

    def __init__(self, dims, chain=(), zero=False):
        self.dims, self.chain, self.zero = dims, tuple(chain), zero


PERCENTS = ('%', '‰')


def cancel_chain(units, chain):
    """Cancels equal names. Two units of one base that are left above and below: all in base units."""
    ups = [n for n, p in chain for _ in range(p) if p > 0]
    downs = [n for n, p in chain for _ in range(-p) if p < 0]
    for name in list(downs):
        if name in ups:
            ups.remove(name)
            downs.remove(name)
    bases = [units.get(n)[1] for n in ups if units.get(n)[1]]
    if any(units.get(n)[1] in bases for n in downs if units.get(n)[1]):
        dims = {}
        for names, sign in ((ups, 1), (downs, -1)):
            for base, power in (i for n in names for i in units.get(n)[1].items()):
                dims[base] = dims.get(base, 0) + sign * power
        ups = [b for b, p in dims.items() for _ in range(p) if p > 0]
        downs = [b for b, p in dims.items() for _ in range(-p) if p < 0]
    if len(ups) + len(downs) > 1:
        ups = [n for n in ups if n not in PERCENTS]
        downs = [n for n in downs if n not in PERCENTS]
    if not ups and downs and all(n in PERCENTS for n in downs):
        downs = []
    out = []
    for name in ups:
        out.append((name, 1))
    for name in downs:
        out.append((name, -1))
    return tuple(out)


def drop_chain(units, chain):
    """The chain without forgiven counts."""
    dims = units.chain(chain)[1]
    if all(k in units.counts for k in dims):
        return chain
    out = []
    for name, power in chain:
        base = units.get(name)[1]
        if power > 0 and base and all(k in units.counts for k in base):
            continue
        out.append((name, power))
    return tuple(out)


def chain_text(chain):
    ups = [n for n, p in chain if p > 0]
    downs = [n for n, p in chain if p < 0]
    return ('·'.join(ups) or ('1' if downs else '')) + ''.join('/' + n for n in downs)
