/* Equalities that others give.
 * In: facts in order. Out: each that is a combination of earlier ones, with its factors, or that
 * cannot be true with them.
 * Invariant: facts that are kept are independent, so the factors are the only ones, and those of a
 * contradiction are a least set. A fact is a combination only of others that are as severe, for
 * they stand before it. */
#include "audit_part.h"
#include <stdlib.h>

#define WORK_MOST UINT64_C(10000000)        /* products of an elimination */

/* ── the order ── */

struct ranked { uint32_t fact, rank; };

static uint32_t rank_of(const struct facts *f, const struct fact *x)
{
    const struct said *s = &f->said[x->said];
    uint32_t kind = s->shape ? 0 : s->domain == DOMAIN_UNIT ? 2 : 1;

    return (uint32_t)s->severity * 3 + kind;
}

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return x->rank != y->rank ? (x->rank < y->rank ? -1 : 1) : x->fact < y->fact ? -1 : 1;
}

uint32_t *facts_order(const struct facts *f)
{
    struct ranked *r = ARENA_ARRAY(f->u->arena, struct ranked, (size_t)f->n + 1);
    uint32_t *order = ARENA_ARRAY(f->u->arena, uint32_t, (size_t)f->n + 1);

    for (uint32_t i = 0; i < f->n; i++)
        r[i] = (struct ranked){ i, rank_of(f, &f->fact[i]) };
    qsort(r, f->n, sizeof *r, by_rank);
    for (uint32_t i = 0; i < f->n; i++)
        order[i] = r[i].fact;
    return order;
}

/* ── facts that can be combined ── */

/* A fact with a variable of its own is in no combination. */
struct peeling { struct facts *f; uint32_t *uses, *first, *next; uint32_t *todo, ntodo; };

static bool combines(const struct facts *f, const struct fact *x)
{
    const struct said *s = &f->said[x->said];

    return !x->left_out && x->row.n && !s->partial && s->rel != REL_IS;
}

static void count_uses(struct peeling *p)
{
    for (uint32_t i = 0; i < p->f->n; i++)
        for (uint32_t k = 0; combines(p->f, &p->f->fact[i]) && k < p->f->fact[i].row.n; k++)
            p->uses[p->f->fact[i].row.term[k].var]++;
}

static bool has_own(const struct peeling *p, const struct fact *x)
{
    for (uint32_t k = 0; k < x->row.n; k++)
        if (p->uses[x->row.term[k].var] == 1)
            return true;
    return false;
}

/* In rounds: each is over all facts, and few are needed, for what one leaves out frees what stands
 * beside it; further ones would only save work. */
#define ROUNDS 12

static uint32_t *peel(struct facts *f)
{
    struct peeling p = { .f = f };
    bool again = true;

    p.uses = ARENA_ARRAY(f->u->arena, uint32_t, (size_t)vars_count(f->vars) + 1);
    count_uses(&p);
    for (int round = 0; again && round < ROUNDS; round++) {
        again = false;
        for (uint32_t i = 0; i < f->n; i++) {
            struct fact *x = &f->fact[i];
            if (!combines(f, x) || !has_own(&p, x))
                continue;
            x->left_out = again = true;
            for (uint32_t k = 0; k < x->row.n; k++)
                p.uses[x->row.term[k].var]--;
        }
    }
    return p.uses;
}

/* ── elimination ── */

struct ranking { struct facts *f; struct elim *e; };

static void say_dependent(struct facts *f, struct elim *e, uint32_t x,
                          const struct elim_rest *rest)
{
    uint32_t n;
    struct elim_part *part = elim_parts(e, rest, &n), *all;

    if (!part) {
        f->missed++;
        return;
    }
    if (!rat_sign(rest->row.k)) {
        audit_say_implied(f, x, part, n);
        return;
    }
    all = ARENA_ARRAY(f->u->arena, struct elim_part, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++)
        all[i] = part[i];
    all[n] = (struct elim_part){ x, rat_int(-1) };
    audit_say_conflict(f, all, n + 1);
}

static void rank_fact(struct facts *f, struct elim *e, uint32_t x)
{
    struct elim_rest rest;

    if (!elim_reduce(e, &f->fact[x].row, &rest))
        f->missed++;
    else if (!rest.row.n)
        say_dependent(f, e, x, &rest);
    else if (!elim_keep(e, x, &rest))
        f->missed++;
}

/* Facts under one condition, in order, over those that always hold. */
struct under { sym context; uint32_t fact; };

static int by_context(const void *a, const void *b)
{
    const struct under *x = a, *y = b;

    return x->context != y->context ? (x->context < y->context ? -1 : 1)
        : x->fact < y->fact ? -1 : x->fact > y->fact;
}

static void rank_conditional(struct facts *f, struct elim *e, const struct under *x, uint32_t n)
{
    uint32_t mark = elim_mark(e);

    for (uint32_t i = 0; i < n; i++) {
        if (i && x[i].context != x[i - 1].context)
            elim_forget(e, mark);
        rank_fact(f, e, x[i].fact);
    }
    elim_forget(e, mark);
}

struct elim *audit_rank(struct facts *f, const uint32_t *order)
{
    uint32_t *uses = peel(f), n = 0;
    struct under *later = ARENA_ARRAY(f->u->arena, struct under, (size_t)f->n + 1);
    struct elim *e = elim_new(f->u->arena, vars_count(f->vars), uses, WORK_MOST);

    for (uint32_t i = 0; i < f->n; i++) {
        const struct fact *x = &f->fact[order[i]];
        const struct said *s = &f->said[x->said];
        if (!combines(f, x) || s->rel != REL_EQ)
            continue;
        if (s->context)
            later[n++] = (struct under){ s->context, order[i] };
        else
            rank_fact(f, e, order[i]);
    }
    qsort(later, n, sizeof *later, by_context);
    rank_conditional(f, e, later, n);
    return e;
}
