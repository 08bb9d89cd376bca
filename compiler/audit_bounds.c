/* Inequalities and what is not equal, over the equalities that always hold.
 * In: facts in order, the elimination. Out: those that the equalities give or contradict; sets of
 * inequalities that cannot be true together, or of which one follows from the others.
 * Invariant: sets that are connected by a variable are looked at together, if they are small
 * enough; larger ones are counted as not examined. */
#include "audit_part.h"
#include "bounds.h"
#include <stdlib.h>

#define WORK_MOST UINT64_C(10000000)        /* coefficients made for all groups */

/* an inequality less what the equalities give: `row` REL 0 */
struct reduced { uint32_t fact, group; struct elim_rest rest; struct bound bound; };
struct bounding {
    struct facts *f; struct elim *e;
    struct reduced *all; uint32_t n, cap;
    uint64_t work;                  /* left, for all groups */
    uint32_t *group_of;             /* by variable: a variable of its group, itself at the top */
};

/* ── one inequality ── */

static struct bound bound_of(struct arena *a, enum rel rel, const struct elim_row *row)
{
    struct bound b = { .row = *row, .rel = rel == REL_LT || rel == REL_GT ? BOUND_LT : BOUND_LE };

    if (rel == REL_LT || rel == REL_LE)
        return b;
    b.row.term = ARENA_ARRAY(a, struct elim_term, (size_t)row->n + 1);
    for (uint32_t i = 0; i < row->n; i++)
        b.row.term[i] = (struct elim_term){ row->term[i].var, rat_neg(row->term[i].coef) };
    b.row.k = rat_neg(row->k);
    return b;
}

static bool is_true(enum rel rel, int sign)
{
    return rel == REL_NE ? sign != 0 : rel == REL_LT ? sign < 0 : rel == REL_LE ? sign <= 0
        : rel == REL_GT ? sign > 0 : sign >= 0;
}

/* Adds the equalities that a rest took, and the fact itself. */
static void add_parts(struct bounding *b, struct elim_part **p, uint32_t *n, uint32_t *cap,
                      const struct reduced *r)
{
    uint32_t more;
    const struct elim_part *part = elim_parts(b->e, &r->rest, &more);
    struct elim_part self = { r->fact, rat_int(1) };

    for (uint32_t i = 0; part && i < more; i++) {
        bool had = false;
        for (uint32_t k = 0; k < *n && !had; k++)
            had = (*p)[k].of == part[i].of;
        if (!had)
            ARENA_PUSH(b->f->u->arena, *p, *n, *cap, part[i]);
    }
    ARENA_PUSH(b->f->u->arena, *p, *n, *cap, self);
}

static void say_constant(struct bounding *b, const struct reduced *r)
{
    const struct said *s = &b->f->said[b->f->fact[r->fact].said];
    struct elim_part *p = NULL;
    uint32_t n = 0, cap = 0;

    add_parts(b, &p, &n, &cap, r);
    if (is_true(s->rel, rat_sign(r->rest.row.k)))
        audit_say_implied(b->f, r->fact, p, n - 1);
    else
        audit_say_conflict(b->f, p, n);
}

static void reduce(struct bounding *b, uint32_t x)
{
    struct facts *f = b->f;
    const struct said *s = &f->said[f->fact[x].said];
    struct reduced r = { .fact = x };

    if (!elim_reduce(b->e, &f->fact[x].row, &r.rest)) {
        f->missed++;
        return;
    }
    if (!r.rest.row.n) {
        say_constant(b, &r);
        return;
    }
    if (!fact_is_bound(s) || s->context)
        return;
    r.bound = bound_of(f->u->arena, s->rel, &r.rest.row);
    ARENA_PUSH(f->u->arena, b->all, b->n, b->cap, r);
}

/* ── groups ── */

static uint32_t top(struct bounding *b, uint32_t v)
{
    while (b->group_of[v] != v)
        v = b->group_of[v] = b->group_of[b->group_of[v]];
    return v;
}

static int by_group(const void *a, const void *b)
{
    const struct reduced *x = a, *y = b;

    return x->group != y->group ? (x->group < y->group ? -1 : 1)
        : x->fact < y->fact ? -1 : x->fact > y->fact;
}

static void group_all(struct bounding *b)
{
    for (uint32_t v = 0; v < vars_count(b->f->vars); v++)
        b->group_of[v] = v;
    for (uint32_t i = 0; i < b->n; i++)
        for (uint32_t k = 1; k < b->all[i].rest.row.n; k++) {
            uint32_t x = top(b, b->all[i].rest.row.term[0].var);
            uint32_t y = top(b, b->all[i].rest.row.term[k].var);
            b->group_of[x < y ? y : x] = x < y ? x : y;
        }
    for (uint32_t i = 0; i < b->n; i++)
        b->all[i].group = top(b, b->all[i].rest.row.term[0].var);
    if (b->n)
        qsort(b->all, b->n, sizeof *b->all, by_group);
}

/* ── one group ── */

static void say_set(struct bounding *b, const struct reduced *r, uint64_t taken, uint32_t implied)
{
    struct elim_part *p = NULL;
    uint32_t n = 0, cap = 0;

    for (uint32_t i = 0; i < BOUNDS_MOST; i++)
        if ((taken >> i & 1) && i != implied)
            add_parts(b, &p, &n, &cap, &r[i]);
    if (implied == BOUNDS_MOST) {
        audit_say_conflict(b->f, p, n);
        return;
    }
    add_parts(b, &p, &n, &cap, &r[implied]);
    audit_say_implied(b->f, r[implied].fact, p, n - 1);
}

static bool is_open(const struct facts *f, uint32_t fact)
{
    const struct said *s = &f->said[f->fact[fact].said];

    return f->fact[fact].written && !s->shape && !s->reported;
}

/* Of a group: those that another may follow from, by what number of the group they have. */
struct premises { struct bound *bound; uint32_t index[BOUNDS_MOST], n; };

static void add_premise(struct premises *p, struct bound bound, uint32_t index)
{
    p->bound[p->n] = bound;
    p->index[p->n++] = index;
}

static bool follows(struct bounding *b, const struct reduced *r, uint32_t i, struct premises *p)
{
    static const enum rel negated[] = { [REL_LT] = REL_GE, [REL_LE] = REL_GT, [REL_GT] = REL_LE,
                                        [REL_GE] = REL_LT };
    enum rel rel = b->f->said[b->f->fact[r[i].fact].said].rel;
    uint64_t taken = 0, real = 0;
    enum bounds_answer answer;

    add_premise(p, bound_of(b->f->u->arena, negated[rel], &r[i].rest.row), i);
    answer = bounds_decide(b->f->u->arena, p->bound, p->n, &b->work, &taken);
    b->f->missed += answer == BOUNDS_UNDECIDED;
    if (answer != BOUNDS_APART)
        return false;
    for (uint32_t k = 0; k < p->n; k++)
        real |= (taken >> k & 1) << p->index[k];
    say_set(b, r, real, i);
    return true;
}

/* One follows from others that are as severe; it is left out for those that are looked at after
 * it. */
static void find_implied(struct bounding *b, const struct reduced *r, uint32_t n)
{
    struct premises p = { .bound = ARENA_ARRAY(b->f->u->arena, struct bound, (size_t)n + 1) };
    bool out[BOUNDS_MOST] = { false };

    for (uint32_t i = n; i-- > 0;) {
        enum severity most = b->f->said[b->f->fact[r[i].fact].said].severity;
        if (!is_open(b->f, r[i].fact))
            continue;
        p.n = 0;
        for (uint32_t k = 0; k < n; k++)
            if (k != i && !out[k] && b->f->said[b->f->fact[r[k].fact].said].severity <= most)
                add_premise(&p, r[k].bound, k);
        out[i] = follows(b, r, i, &p);
    }
}

static void examine(struct bounding *b, const struct reduced *r, uint32_t n)
{
    struct bound *all = ARENA_ARRAY(b->f->u->arena, struct bound, n);
    enum bounds_answer answer = BOUNDS_UNDECIDED;
    uint64_t taken = 0;

    for (uint32_t i = 0; i < n; i++)
        all[i] = r[i].bound;
    answer = bounds_decide(b->f->u->arena, all, n, &b->work, &taken);
    if (answer == BOUNDS_APART)
        say_set(b, r, taken, BOUNDS_MOST);
    else if (answer == BOUNDS_UNDECIDED)
        b->f->missed += n;
    else
        find_implied(b, r, n);
}

void audit_bounds(struct facts *f, const uint32_t *order, struct elim *e)
{
    struct bounding b = { .f = f, .e = e, .work = WORK_MOST };
    uint32_t n = 0;

    b.group_of = ARENA_ARRAY(f->u->arena, uint32_t, (size_t)vars_count(f->vars) + 1);
    for (uint32_t i = 0; i < f->n; i++) {
        const struct fact *x = &f->fact[order[i]];
        const struct said *s = &f->said[x->said];
        if (!x->left_out && x->row.n && !s->partial && (fact_is_bound(s) || s->rel == REL_NE))
            reduce(&b, order[i]);
    }
    group_all(&b);
    for (uint32_t i = 0; i < b.n; i += n) {
        for (n = 1; i + n < b.n && b.all[i + n].group == b.all[i].group; n++)
            continue;
        if (n > 1)
            examine(&b, &b.all[i], n);
    }
}
