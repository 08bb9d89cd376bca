"""The labels of a form's block: what each stands under, and what a label covers."""
from oracle_match import OF_WHICH, ORDINALS, label_form, norm_header

RANKS = {'小计': 1, '合计': 2, '总计': 3}


class Label:
    """A label of a block: printed once or more (in several keys).

    parent   the label it stands under, or None
    of_which whether it is part of the label it stands under, and never added
    time     0 for the first label of its path, 1 for the second …
    restates whether it is a total of what a parent declares, and in no sum
    """

    def __init__(self, block, printed):
        self.block, self.printed = block, printed
        *above, own = norm_header(printed).split('/')
        self.levels = tuple(above)
        self.form = label_form(own)
        text = own
        self.inner = text.startswith(OF_WHICH)
        text = text[len(OF_WHICH):] if self.inner else text
        self.cls = next((at for at, one in enumerate(ORDINALS, 1) if one.match(text)), 5)
        self.rank = RANKS.get(self.form[-2:], 0)
        self.plain_total = self.rank > 0 and self.cls == 5 and not self.inner
        self.parent, self.of_which, self.time = None, False, 0
        self.node = None
        self.restates = False

    def over(self):
        """The path of what it stands under."""
        return self.parent.path() if self.parent else tuple(map(label_form, self.levels))

    def path(self):
        return self.over() + (self.form,)

    def shown_path(self):
        above = self.parent.shown_path() if self.parent else self.levels
        return above + (norm_header(self.printed.rpartition('/')[2]),)

    def ident(self):
        return (self.block, self.path(), self.time)

    def ends_with(self, parts):
        return self.path()[-len(parts):] == parts

    def is_under(self, other):
        path = other.path()
        return self is not other and self.over()[:len(path)] == path

    def is_repeated(self):
        return self.time > 0 and self.node is None and not self.form.endswith('小计')


class Hierarchy:
    """Places the labels of one block and one key, top to bottom."""

    def __init__(self):
        self.above = []
        self.levels = ()
        self.host, self.inner_class, self.alone = None, None, False

    def place(self, label):
        if label.levels != self.levels:
            self.above, self.levels, self.host = [], label.levels, None
        last = self.above[-1] if self.above else None
        if label.plain_total:
            self.place_total(label, last)
        elif self.continues_inner(label):
            label.parent, label.of_which = self.host, True
        elif label.inner and last:
            label.parent, label.of_which = last, True
            self.host, self.inner_class = last, label.cls
            self.alone = last.cls == label.cls
        elif label.inner:
            label.of_which = True
        else:
            label.parent = next((a for a in reversed(self.above) if a.cls < label.cls), None)
        self.above.append(label)

    def place_total(self, label, last):
        if label.rank > 1:
            self.host, self.above = None, []
        elif self.continues_inner(label):
            label.parent, label.of_which = self.host, True
        else:
            self.host = None
            label.parent = last.parent if last else None

    def continues_inner(self, label):
        """Whether the label is of-which of the same label as one above it."""
        if self.host is None or label.cls > self.inner_class:
            return False
        if label.cls < self.inner_class or (self.alone and not label.inner):
            self.host = None
            return False
        return True


def covered(label, labels, node, asked=()):
    """The labels that a label covers.  node: the node that takes it, or None; asked: labels whose
    cover this is asked for, which take nothing from it."""
    asked += (label,)
    under = [x for x in labels if x.over() == label.path()]
    if under:
        found = under
    elif label.rank or (node and node.sums()):
        found = on_level(label, labels, node)
    else:
        return []
    beneath = {n for n in node.family() if n is not node} if node else set()
    taken = set()
    for other in labels:
        if other not in asked and other.node in beneath and other.node is not None:
            taken |= set(covered(other, labels, other.node, asked))
    for other in found:
        if other.rank and other.node not in beneath and other not in asked:
            inner = covered(other, labels, other.node, asked)
            restates = reaches(inner, beneath, labels, asked)
            other.restates = other.restates or restates
            taken |= {other} if restates else set(inner)
    return [x for x in found if x not in taken and not x.of_which and not x.is_repeated()]


def reaches(found, beneath, labels, asked):
    """Whether one of some nodes is among labels, or among what totals of those cover."""
    return any(x.node in beneath or x.rank and x not in asked and reaches(
        covered(x, labels, x.node, asked), beneath, labels, asked + (x,)) for x in found)


def on_level(label, labels, node):
    """Labels on the level of a total, before it or after it."""
    beneath = {n for n in node.family() if n is not node} if node else set()
    order = [x for x in labels if x.over() == label.over()]
    children = [x for x in order if x.node and node and x.node.parent is node]
    level = [x for x in order if not x.of_which and not x.is_repeated()]
    if label not in level:
        return []
    at = level.index(label)
    before = reach(label, reversed(level[:at]), node, beneath, False)
    after = reach(label, level[at + 1:], node, beneath, True)
    if not before or (children and all(order.index(x) > order.index(label) for x in children)):
        return after
    return before


def reach(label, others, node, beneath, downwards):
    out = []
    for other in others:
        mine = other.node is not None and other.node in beneath
        if node and node.parent and other.node is node.parent:
            break
        if other.rank and other.rank >= label.rank and not mine:
            break
        if downwards and other.node and other.node.sums() and not mine:
            break
        out.append(other)
    return out


def nearest(fits, near, block):
    """Of the labels that fit a node, those nearest to its parent's label."""
    if near is None:
        return [x for x in fits if not x.over()] or fits
    under = [x for x in fits if x.is_under(near)]
    direct = [x for x in under if x.over() == near.path()]
    if any(x.is_under(near) for x in block):
        return direct or under
    return [x for x in fits if x.over() == near.over() and x is not near] or \
        [x for x in fits if x is not near]
