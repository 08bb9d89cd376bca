/* The judge of what is said of a system.
 * In: factors of its relations, or values of its cells, from anywhere. Out: what they prove.
 * Invariant: exact; what does not fit 256 bits proves nothing. */
#include "feasible_part.h"

/* Σ factor · relation */
static bool add_up(struct arena *a, const struct sys *s, const struct rat *factor, struct proof *p)
{
    struct rat x;

    *p = (struct proof){ .net = ARENA_ARRAY(a, struct rat, (size_t)s->ncell + 1) };
    p->sum = p->most = rat_int(0);
    for (uint32_t c = 0; c < s->ncell; c++)
        p->net[c] = rat_int(0);
    for (uint32_t r = 0; r < s->nrel; r++) {
        const struct sys_rel *rel = &s->rel[r];
        int sign = rat_sign(factor[r]);
        if (!sign)
            continue;
        if (rel->sense != SENSE_EQ && sign < 0)
            return false;
        p->at_most = p->at_most || rel->sense != SENSE_EQ;
        p->less = p->less || rel->sense == SENSE_LT;
        if (rat_mul(&x, factor[r], rel->at) || rat_add(&p->sum, p->sum, x))
            return false;
        for (uint32_t t = rel->first; t < rel->first + rel->n; t++) {
            struct rat *net = &p->net[s->term[t].cell];
            if (rat_mul(&x, factor[r], rat_int(s->term[t].coef)) || rat_add(net, *net, x))
                return false;
        }
    }
    return true;
}

bool proof_conflict(struct arena *a, const struct sys *s, const struct rat *factor, struct proof *p)
{
    bool open;
    struct rat x;
    int order;

    if (!add_up(a, s, factor, p) || rat_sign(p->sum) < 0)
        return false;
    open = p->less;
    for (uint32_t c = 0; c < s->ncell; c++) {
        int sign = rat_sign(p->net[c]);
        const struct sys_end *e = &s->cell[c].end[sign > 0 ? LOW : HIGH];
        if (!sign)
            continue;
        open = open || e->open;
        if (rat_mul(&x, p->net[c], e->at) || rat_sub(&p->most, p->most, x))
            return false;
    }
    if (rat_cmp(&order, p->sum, p->most))
        return false;
    p->touch = order == 0 && open;
    return order > 0 || p->touch;
}

bool proof_either(struct arena *a, const struct sys *s, struct rat *factor)
{
    struct proof p;

    if (proof_conflict(a, s, factor, &p))
        return true;
    for (uint32_t r = 0; r < s->nrel; r++)
        factor[r] = rat_neg(factor[r]);
    return proof_conflict(a, s, factor, &p);
}

static bool is_within(const struct sys_cell *c, struct rat v)
{
    int low, high;

    if (rat_cmp(&low, v, c->end[LOW].at) || rat_cmp(&high, c->end[HIGH].at, v))
        return false;
    return low >= c->end[LOW].open && high >= c->end[HIGH].open;
}

static bool holds(const struct sys *s, const struct sys_rel *r, const struct rat *value)
{
    struct rat sum = r->at, x;

    for (uint32_t t = r->first; t < r->first + r->n; t++)
        if (rat_mul(&x, value[s->term[t].cell], rat_int(s->term[t].coef)) || rat_add(&sum, sum, x))
            return false;
    switch (r->sense) {
    case SENSE_EQ: return rat_sign(sum) == 0;
    case SENSE_LE: return rat_sign(sum) <= 0;
    case SENSE_LT: return rat_sign(sum) < 0;
    }
    return false;
}

bool proof_agree(const struct sys *s, const struct rat *value)
{
    for (uint32_t c = 0; c < s->ncell; c++)
        if (!is_within(&s->cell[c], value[c]))
            return false;
    for (uint32_t r = 0; r < s->nrel; r++)
        if (!holds(s, &s->rel[r], value))
            return false;
    return true;
}
