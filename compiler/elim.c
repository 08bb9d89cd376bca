/* Elimination.
 * In: relations one after the other. Out: each as a combination of those kept before, and what is
 * left of it.
 * Invariant: a kept row has coefficient 1 at its own variable, and none of the variables of rows
 * kept before it, so going through them in order takes each out once. Combinations are kept as
 * steps and multiplied out only when they are asked for. */
#include "elim.h"
#include <string.h>

struct kept { uint32_t of, var; struct rat by; struct elim_rest rest; };
struct elim {
    struct arena *arena;
    uint32_t nvar; const uint32_t *uses;
    uint64_t work;
    struct kept *kept; uint32_t n, cap;
    uint32_t *kept_at;              /* by variable: 1 + the row kept for it */
    struct rat *value; uint8_t *seen;               /* by variable, of the row at work */
    uint32_t *touched; uint32_t ntouched;
    uint32_t *heap; uint32_t nheap, cap_heap;       /* kept rows to be taken out, first on top */
    struct rat *times; uint32_t cap_times;          /* by kept row, while steps are made out */
};

struct elim *elim_new(struct arena *a, uint32_t nvar, const uint32_t *uses, uint64_t work)
{
    struct elim *e = ARENA_NEW(a, struct elim);

    *e = (struct elim){ .arena = a, .nvar = nvar, .uses = uses, .work = work };
    e->kept_at = ARENA_ARRAY(a, uint32_t, (size_t)nvar + 1);
    e->value = ARENA_ARRAY(a, struct rat, (size_t)nvar + 1);
    e->seen = ARENA_ARRAY(a, uint8_t, (size_t)nvar + 1);
    e->touched = ARENA_ARRAY(a, uint32_t, (size_t)nvar + 1);
    return e;
}

/* ── a heap of numbers ── */

static void heap_push(struct elim *e, uint32_t x)
{
    uint32_t i = e->nheap;

    ARENA_PUSH(e->arena, e->heap, e->nheap, e->cap_heap, x);
    for (; i && e->heap[(i - 1) / 2] > x; i = (i - 1) / 2)
        e->heap[i] = e->heap[(i - 1) / 2];
    e->heap[i] = x;
}

static uint32_t heap_pop(struct elim *e)
{
    uint32_t top = e->heap[0], x = e->heap[--e->nheap], i = 0, c;

    while ((c = 2 * i + 1) < e->nheap) {
        c += c + 1 < e->nheap && e->heap[c + 1] < e->heap[c];
        if (e->heap[c] >= x)
            break;
        e->heap[i] = e->heap[c];
        i = c;
    }
    e->heap[i] = x;
    return top;
}

/* ── one row ── */

static bool add(struct elim *e, uint32_t var, struct rat coef)
{
    if (!e->seen[var]) {
        e->seen[var] = 1;
        e->value[var] = rat_int(0);
        e->touched[e->ntouched++] = var;
        if (e->kept_at[var])
            heap_push(e, e->kept_at[var] - 1);
    }
    return !rat_add(&e->value[var], e->value[var], coef);
}

/* A product of wide numbers takes that much longer. */
#define WIDE_WORK 100u

static bool spend(struct elim *e, struct rat c)
{
    uint64_t cost = w256_fits_i64(c.num) && w256_fits_i64(c.den) ? 1 : WIDE_WORK;
    bool left = e->work >= cost;

    e->work = left ? e->work - cost : 0;
    return left;
}

static bool add_row(struct elim *e, const struct elim_row *row, struct rat by, struct rat *k)
{
    struct rat c;

    for (uint32_t i = 0; i < row->n; i++)
        if (rat_mul(&c, row->term[i].coef, by) || !spend(e, c) || !add(e, row->term[i].var, c))
            return false;
    return !rat_mul(&c, row->k, by) && !rat_add(k, *k, c);
}

static bool take_out(struct elim *e, struct elim_rest *rest, uint32_t *cap)
{
    while (e->nheap) {
        uint32_t i = heap_pop(e);
        const struct kept *p = &e->kept[i];
        struct rat f = e->value[p->var];
        if (!rat_sign(f))
            continue;
        if (!add_row(e, &p->rest.row, rat_neg(f), &rest->row.k))
            return false;
        ARENA_PUSH(e->arena, rest->step, rest->nstep, *cap, ((struct elim_step){ i, f }));
    }
    return true;
}

static void read_rest(struct elim *e, struct elim_row *row)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < e->ntouched; i++)
        n += rat_sign(e->value[e->touched[i]]) != 0;
    row->n = 0;
    row->term = ARENA_ARRAY(e->arena, struct elim_term, (size_t)n + 1);
    for (uint32_t i = 0; i < e->ntouched; i++) {
        uint32_t v = e->touched[i];
        if (rat_sign(e->value[v]))
            row->term[row->n++] = (struct elim_term){ v, e->value[v] };
    }
}

bool elim_reduce(struct elim *e, const struct elim_row *row, struct elim_rest *rest)
{
    uint32_t cap = 0;
    bool ok;

    *rest = (struct elim_rest){ .row.k = rat_int(0) };
    ok = add_row(e, row, rat_int(1), &rest->row.k) && take_out(e, rest, &cap);
    if (ok)
        read_rest(e, &rest->row);
    for (uint32_t i = 0; i < e->ntouched; i++)
        e->seen[e->touched[i]] = 0;
    e->ntouched = e->nheap = 0;
    return ok;
}

static uint32_t rarest(const struct elim *e, const struct elim_row *row)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < row->n; i++) {
        uint32_t x = row->term[i].var, y = row->term[best].var;
        if (e->uses[x] < e->uses[y] || (e->uses[x] == e->uses[y] && x < y))
            best = i;
    }
    return best;
}

bool elim_keep(struct elim *e, uint32_t of, const struct elim_rest *rest)
{
    struct kept p = { .of = of, .rest = *rest };
    uint32_t at = rarest(e, &rest->row);

    p.var = rest->row.term[at].var;
    p.by = rest->row.term[at].coef;
    p.rest.row.term = ARENA_ARRAY(e->arena, struct elim_term, rest->row.n);
    for (uint32_t i = 0; i < rest->row.n; i++) {
        p.rest.row.term[i].var = rest->row.term[i].var;
        if (rat_div(&p.rest.row.term[i].coef, rest->row.term[i].coef, p.by))
            return false;
    }
    if (rat_div(&p.rest.row.k, rest->row.k, p.by))
        return false;
    ARENA_PUSH(e->arena, e->kept, e->n, e->cap, p);
    e->kept_at[p.var] = e->n;
    return true;
}

uint32_t elim_mark(const struct elim *e) { return e->n; }

void elim_forget(struct elim *e, uint32_t mark)
{
    while (e->n > mark)
        e->kept_at[e->kept[--e->n].var] = 0;
}

/* ── combinations ── */

/* g[i] times kept row i is g[i]/by times its relation, less the same times its own steps. */
static bool multiply_out(const struct elim *e, struct rat *g, uint32_t from)
{
    struct rat t;

    for (uint32_t i = from + 1; i-- > 0;) {
        const struct kept *p = &e->kept[i];
        if (!rat_sign(g[i]))
            continue;
        if (rat_div(&g[i], g[i], p->by))
            return false;
        for (uint32_t k = 0; k < p->rest.nstep; k++) {
            const struct elim_step *s = &p->rest.step[k];
            if (rat_mul(&t, rat_neg(g[i]), s->factor) || rat_add(&g[s->kept], g[s->kept], t))
                return false;
        }
    }
    return true;
}

static struct rat *times_zero(struct elim *e)
{
    if (e->cap_times < e->n) {
        e->cap_times = e->cap;
        e->times = ARENA_ARRAY(e->arena, struct rat, e->cap_times);
    }
    for (uint32_t i = 0; i < e->n; i++)
        e->times[i] = rat_int(0);
    return e->times;
}

struct elim_part *elim_parts(struct elim *e, const struct elim_rest *rest, uint32_t *n)
{
    struct rat *g = times_zero(e);
    struct elim_part *part;
    uint32_t last = 0;

    *n = 0;
    for (uint32_t i = 0; i < rest->nstep; i++) {
        g[rest->step[i].kept] = rest->step[i].factor;
        last = rest->step[i].kept > last ? rest->step[i].kept : last;
    }
    if (rest->nstep && !multiply_out(e, g, last))
        return NULL;
    part = ARENA_NEW(e->arena, struct elim_part);
    for (uint32_t i = 0, cap = 1; rest->nstep && i <= last; i++)
        if (rat_sign(g[i]))
            ARENA_PUSH(e->arena, part, *n, cap, ((struct elim_part){ e->kept[i].of, g[i] }));
    return part;
}
