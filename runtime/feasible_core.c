/* Deciding a system, and finding the few relations of it that cannot hold together.
 * In: a system, means (propagation, a solver) that propose. Out: a decision that was proved.
 * Invariant: a relation leaves a conflict only if the others were proved to be one without it. */
#include "feasible_part.h"
#include <string.h>

#define CORE_MOST 200u              /* relations of which each is tried to be left out */
#define FACTOR_MOST 12              /* whole factors that are tried */
/* A larger system is put to the solver only if that is asked for. */
#define ASK_RELATIONS 2000u
#define ASK_TERMS 20000u

static enum decision not_decided(struct decider *d, enum undecided why)
{
    d->why = why;
    return DECIDED_NOT;
}

static bool agree_near(struct decider *d, const struct sys *s, const struct rat *near)
{
    struct arena *a = &d->scratch.arena;
    struct rat *value = ARENA_ARRAY(a, struct rat, (size_t)s->ncell + 1);

    return box_witness(a, s, d->work, near, value) && proof_agree(s, value);
}

/* ── by a solver ── */

static bool has_open_ends(const struct sys *s)
{
    for (uint32_t r = 0; r < s->nrel; r++)
        if (s->rel[r].sense == SENSE_LT)
            return true;
    for (uint32_t c = 0; c < s->ncell; c++)
        if (s->cell[c].end[LOW].open || s->cell[c].end[HIGH].open)
            return true;
    return false;
}

static bool may_ask(const struct decider *d, const struct sys *s)
{
    return d->asks && (d->out->opts->mode == FEASIBLE_FULL
                       || (s->nrel <= ASK_RELATIONS && s->nterm <= ASK_TERMS));
}

static enum decision ask(struct decider *d, const struct sys *s, bool strict, struct rat *factor)
{
    const struct feasible_opts *o = d->out->opts;
    struct solver_answer r;

    d->asks--;
    if (!o->ask)
        return not_decided(d, UNDECIDED_NO_SOLVER);
    o->ask(&d->scratch.arena, o, s, strict, &r);
    if (r.absent)
        return not_decided(d, UNDECIDED_NO_SOLVER);
    if (r.wide)
        return not_decided(d, UNDECIDED_WIDE);
    if (!r.answered) {
        d->out->fault = arena_strndup(d->run->arena, r.fault, strlen(r.fault));
        return not_decided(d, UNDECIDED_FAILED);
    }
    for (uint32_t i = 0; i < s->nrel; i++)
        factor[i] = r.factor[i];
    if (proof_either(&d->scratch.arena, s, factor))
        return DECIDED_CONFLICT;
    if (proof_agree(s, r.value) || agree_near(d, s, r.value))
        return DECIDED_AGREE;
    return not_decided(d, UNDECIDED_UNPROVED);
}

static enum decision decide_by_solver(struct decider *d, const struct sys *s, struct rat *factor)
{
    enum decision e;

    if (!may_ask(d, s))
        return not_decided(d, UNDECIDED_LARGE);
    e = ask(d, s, false, factor);
    if (e == DECIDED_NOT && d->why == UNDECIDED_UNPROVED && has_open_ends(s) && d->asks)
        e = ask(d, s, true, factor);
    return e;
}

enum decision decide(struct decider *d, const struct sys *s, struct rat *factor)
{
    struct arena *a = &d->scratch.arena;
    struct rat *near;
    struct proof p;

    if (d->terms < s->nterm)
        return not_decided(d, UNDECIDED_LARGE);
    d->terms -= s->nterm;
    switch (box_conflict(a, s, d->work, factor)) {
    case BOX_CONFLICT:
        if (proof_conflict(a, s, factor, &p))
            return DECIDED_CONFLICT;
        break;
    case BOX_WIDE: case BOX_OPEN: case BOX_TIRED:
        break;
    }
    near = ARENA_ARRAY(a, struct rat, (size_t)s->ncell + 1);
    if (spread_values(a, s, d->work, near) && agree_near(d, s, near))
        return DECIDED_AGREE;
    return agree_near(d, s, NULL) ? DECIDED_AGREE : decide_by_solver(d, s, factor);
}

/* ── a smallest set ── */

/* The numbers in s of the relations with a factor that is not 0; the factors move along. */
static uint32_t support(const struct sys *s, const uint32_t *of, const struct rat *factor,
                        uint32_t *list, struct rat *kept)
{
    uint32_t n = 0;

    for (uint32_t r = 0; r < s->nrel; r++)
        if (rat_sign(factor[r])) {
            kept[n] = factor[r];
            list[n++] = of ? of[r] : r;
        }
    return n;
}

static uint32_t without(const uint32_t *list, uint32_t n, uint32_t at, uint32_t *rest)
{
    uint32_t k = 0;

    for (uint32_t i = 0; i < n; i++)
        if (i != at)
            rest[k++] = list[i];
    return k;
}

/* 8, 7, 7 prove no more than 1, 1, 1 if these do. */
static bool factors_round(const struct rat *factor, uint32_t n, int64_t most, struct rat *whole)
{
    struct rat top = rat_int(0), x;
    int order;

    for (uint32_t i = 0; i < n; i++) {
        x = (struct rat){ w256_abs(factor[i].num), factor[i].den };
        if (rat_cmp(&order, x, top))
            return false;
        top = order > 0 ? x : top;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (rat_div(&x, factor[i], top) || rat_mul(&x, x, rat_int(most)))
            return false;
        whole[i] = rat_whole(w256_divround(x.num, x.den));
        if (!rat_sign(whole[i]))
            return false;
    }
    return true;
}

static void simplify(struct decider *d, const struct sys *s, struct rat *factor)
{
    struct arena *a = &d->scratch.arena;
    struct rat *whole = ARENA_ARRAY(a, struct rat, (size_t)s->nrel + 1);
    struct proof p;

    for (int64_t most = 1; most <= FACTOR_MOST; most++) {
        if (!factors_round(factor, s->nrel, most, whole) || !proof_conflict(a, s, whole, &p))
            continue;
        for (uint32_t i = 0; i < s->nrel; i++)
            factor[i] = whole[i];
        return;
    }
}

uint32_t core_of(struct decider *d, const struct sys *s, struct rat *factor, uint32_t *list,
                 bool *minimal)
{
    struct arena *a = &d->scratch.arena;
    struct rat *found = ARENA_ARRAY(a, struct rat, (size_t)s->nrel + 1);
    uint32_t *rest = ARENA_ARRAY(a, uint32_t, (size_t)s->nrel + 1);
    uint32_t n = support(s, NULL, factor, list, factor);

    *minimal = n <= CORE_MOST;
    for (uint32_t i = *minimal ? n : 0; i-- > 0;) {
        uint32_t k = without(list, n, i, rest);
        enum decision e = k ? decide(d, sys_sub(a, s, rest, k), found) : DECIDED_AGREE;
        if (e == DECIDED_NOT)
            *minimal = false;
        if (e != DECIDED_CONFLICT)
            continue;
        n = support(&(struct sys){ .nrel = k }, rest, found, list, factor);
        i = i < n ? i : n;
    }
    simplify(d, sys_sub(a, s, list, n), factor);
    return n;
}
