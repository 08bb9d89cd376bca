/* Systems of inequalities.
 * In: a few relations. Out: whether some figures satisfy all of them, else a least set that none
 * do.
 * Invariant: a variable is taken out by adding every upper bound of it to every lower one; the
 * answer is exact, or there is none. */
#include "bounds.h"
#include "../runtime/scratch.h"
#include <string.h>

#define ROWS_MOST 3000u             /* inequalities made of one system */

/* Dense: coefficients by local variable, behind them the constant. */
struct ineq { struct rat *c; bool strict; uint64_t from; };
struct system {
    struct arena *arena;
    uint32_t var[BOUNDS_MOST], nvar;
    struct ineq *row; uint32_t n, cap;
    uint64_t *work;
};

static struct rat *coefs_new(const struct system *s)
{
    struct rat *c = ARENA_ARRAY(s->arena, struct rat, s->nvar + 1);

    for (uint32_t i = 0; i <= s->nvar; i++)
        c[i] = rat_int(0);
    return c;
}

/* ── from sparse relations ── */

static bool add_vars(struct system *s, const struct elim_row *row)
{
    for (uint32_t i = 0; i < row->n; i++) {
        uint32_t k = 0;
        while (k < s->nvar && s->var[k] != row->term[i].var)
            k++;
        if (k == BOUNDS_MOST)
            return false;
        s->var[k] = row->term[i].var;
        s->nvar += k == s->nvar;
    }
    return true;
}

static uint32_t local(const struct system *s, uint32_t var)
{
    uint32_t k = 0;

    while (s->var[k] != var)
        k++;
    return k;
}

static void add_ineq(struct system *s, const struct bound *b, uint32_t i, bool negated)
{
    struct ineq r = { coefs_new(s), b->rel == BOUND_LT, UINT64_C(1) << i };

    for (uint32_t k = 0; k < b->row.n; k++)
        r.c[local(s, b->row.term[k].var)] = b->row.term[k].coef;
    r.c[s->nvar] = b->row.k;
    for (uint32_t k = 0; negated && k <= s->nvar; k++)
        r.c[k] = rat_neg(r.c[k]);
    ARENA_PUSH(s->arena, s->row, s->n, s->cap, r);
}

static bool build(struct system *s, const struct bound *b, uint32_t n, uint64_t of)
{
    for (uint32_t i = 0; i < n; i++)
        if ((of >> i & 1) && !add_vars(s, &b[i].row))
            return false;
    for (uint32_t i = 0; i < n; i++)
        if (of >> i & 1) {
            add_ineq(s, &b[i], i, false);
            if (b[i].rel == BOUND_EQ)
                add_ineq(s, &b[i], i, true);
        }
    return true;
}

/* ── taking variables out ── */

/* Is a row without variables false? */
static bool is_false(const struct system *s, const struct ineq *r)
{
    for (uint32_t i = 0; i < s->nvar; i++)
        if (rat_sign(r->c[i]))
            return false;
    return rat_sign(r->c[s->nvar]) > 0 || (r->strict && rat_sign(r->c[s->nvar]) == 0);
}

static const struct ineq *find_false(const struct system *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (is_false(s, &s->row[i]))
            return &s->row[i];
    return NULL;
}

/* How many rows taking a variable out makes; UINT64_MAX: it stands nowhere. */
static uint64_t price(const struct system *s, uint32_t var)
{
    uint64_t up = 0, down = 0;

    for (uint32_t i = 0; i < s->n; i++) {
        up += rat_sign(s->row[i].c[var]) > 0;
        down += rat_sign(s->row[i].c[var]) < 0;
    }
    return up + down ? up * down : UINT64_MAX;
}

static uint32_t cheapest(const struct system *s)
{
    uint32_t best = s->nvar;
    uint64_t least = UINT64_MAX;

    for (uint32_t v = 0; v < s->nvar; v++) {
        uint64_t p = price(s, v);
        if (p < least) {
            least = p;
            best = v;
        }
    }
    return best;
}

/* up.c[var] > 0 > down.c[var]; false: too wide, or the work is spent */
static bool combine(struct system *to, const struct ineq *up, const struct ineq *down,
                    uint32_t var)
{
    struct ineq r = { coefs_new(to), up->strict || down->strict, up->from | down->from };
    struct rat x, y, by = rat_neg(down->c[var]);

    if (*to->work <= to->nvar)
        return false;
    *to->work -= to->nvar + 1;
    for (uint32_t i = 0; i <= to->nvar; i++)
        if (rat_mul(&x, up->c[i], by) || rat_mul(&y, down->c[i], up->c[var])
            || rat_add(&r.c[i], x, y))
            return false;
    ARENA_PUSH(to->arena, to->row, to->n, to->cap, r);
    return true;
}

static bool take_out(struct system *s, uint32_t var)
{
    struct system to = *s;

    to.row = NULL;
    to.n = to.cap = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (!rat_sign(s->row[i].c[var]))
            ARENA_PUSH(to.arena, to.row, to.n, to.cap, s->row[i]);
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t k = 0; rat_sign(s->row[i].c[var]) > 0 && k < s->n; k++)
            if (rat_sign(s->row[k].c[var]) < 0
                && (to.n == ROWS_MOST || !combine(&to, &s->row[i], &s->row[k], var)))
                return false;
    *s = to;
    return true;
}

static enum bounds_answer solve(struct system *s, uint64_t *from)
{
    const struct ineq *wrong;
    uint32_t var;

    while (!(wrong = find_false(s))) {
        var = cheapest(s);
        if (var == s->nvar)
            return BOUNDS_MEET;
        if (!take_out(s, var))
            return BOUNDS_UNDECIDED;
    }
    *from = wrong->from;
    return BOUNDS_APART;
}

static enum bounds_answer decide(struct arena *a, const struct bound *b, uint32_t n, uint64_t of,
                                 uint64_t *work, uint64_t *from)
{
    enum bounds_answer r = BOUNDS_UNDECIDED;
    struct scratch room;

    scratch_open(&room, a);
    struct system s = { .arena = &room.arena, .work = work };
    if (build(&s, b, n, of))
        r = solve(&s, from);
    scratch_close(&room);
    return r;
}

enum bounds_answer bounds_decide(struct arena *a, const struct bound *b, uint32_t n,
                                 uint64_t *work, uint64_t *taken)
{
    enum bounds_answer r = n > BOUNDS_MOST ? BOUNDS_UNDECIDED
        : decide(a, b, n, (UINT64_C(1) << n) - 1, work, taken);
    uint64_t less, ignored;

    if (r != BOUNDS_APART)
        return r;
    for (uint32_t i = 0; i < n; i++) {
        less = *taken & ~(UINT64_C(1) << i);
        if (less != *taken && decide(a, b, n, less, work, &ignored) == BOUNDS_APART)
            *taken = less;
    }
    return r;
}
