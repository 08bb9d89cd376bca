/* Values that nearly satisfy a system: what each relation is off is spread over its cells.
 * In: a system. Out: a whole number of stored units for each cell, within its interval.
 * Each relation that is off is put right by moving all its cells a like part of the way to their
 * ends, one relation after the other, again and again. The last few units are left to
 * feasible_box.c. */
#include "feasible_part.h"

#define SWEEPS_MOST 60u
#define END_MOST ((int64_t)1 << 60)

struct spread { const struct sys *s; int64_t *low, *high, *at; };

/* The whole numbers within an interval. False: its ends are too far, or nothing is between. */
static bool ends_set(struct spread *x, uint32_t c)
{
    const struct sys_end *e = x->s->cell[c].end;

    for (enum side i = LOW; i <= HIGH; i++)
        if (!w256_fits_i64(e[i].at.num) || !w256_fits_i64(e[i].at.den)
            || w256_to_i64(e[i].at.den) != 1 || w256_to_i64(e[i].at.num) > END_MOST
            || w256_to_i64(e[i].at.num) < -END_MOST)
            return false;
    x->low[c] = w256_to_i64(e[LOW].at.num) + e[LOW].open;
    x->high[c] = w256_to_i64(e[HIGH].at.num) - e[HIGH].open;
    return x->low[c] <= x->high[c];
}

/* How far the relation is off; 2^100 at most, else false. */
static bool off_by(const struct spread *x, const struct sys_rel *r, i128 *off)
{
    const i128 most = (i128)1 << 100;
    w256 whole, rem;
    i128 part;

    w256_divmod(&whole, &rem, r->at.num, r->at.den);
    if (!w256_fits_i128(whole))
        return false;
    *off = w256_to_i128(whole);
    for (uint32_t t = r->first; t < r->first + r->n; t++) {
        const struct sys_term *term = &x->s->term[t];
        part = (i128)term->coef * x->at[term->cell];
        if (*off > most || *off < -most || part > most || part < -most)
            return false;
        *off += part;
    }
    *off += r->sense == SENSE_LT;
    return true;
}

/* How far a term can go against what the relation is off, as a positive number. */
static i128 way_of(const struct spread *x, const struct sys_term *t, bool down)
{
    int64_t to = (t->coef > 0) == down ? x->low[t->cell] : x->high[t->cell];
    i128 way = ((i128)to - x->at[t->cell]) * t->coef;

    return way < 0 ? -way : way;
}

/* a · b / c of positive numbers, a <= c, a little off where they are large */
static i128 part_of(i128 a, i128 b, i128 c)
{
    while (c > (i128)1 << 62) {
        a >>= 1;
        c >>= 1;
    }
    return c ? a * b / c : 0;
}

static bool put_right(struct spread *x, const struct sys_rel *r, bool *moved)
{
    i128 off, way = 0;

    if (!off_by(x, r, &off))
        return false;
    if (off == 0 || (r->sense != SENSE_EQ && off < 0))
        return true;
    for (uint32_t t = r->first; t < r->first + r->n; t++)
        way += way_of(x, &x->s->term[t], off > 0);
    bool down = off > 0;
    off = down ? off : -off;
    for (uint32_t t = r->first; t < r->first + r->n; t++) {
        const struct sys_term *term = &x->s->term[t];
        int64_t to = (term->coef > 0) == down ? x->low[term->cell] : x->high[term->cell];
        i128 step = (i128)to - x->at[term->cell];
        bool minus = step < 0;
        step = off >= way ? (minus ? -step : step) : part_of(off, minus ? -step : step, way);
        x->at[term->cell] += (int64_t)(minus ? -step : step);
        *moved = *moved || step;
    }
    return true;
}

bool spread_values(struct arena *a, const struct sys *s, uint64_t work, struct rat *value)
{
    struct spread x = { .s = s };
    bool moved = true;

    x.low = ARENA_ARRAY(a, int64_t, (size_t)s->ncell + 1);
    x.high = ARENA_ARRAY(a, int64_t, (size_t)s->ncell + 1);
    x.at = ARENA_ARRAY(a, int64_t, (size_t)s->ncell + 1);
    for (uint32_t c = 0; c < s->ncell; c++)
        if (!ends_set(&x, c))
            return false;
    for (uint32_t i = 0; moved && i < SWEEPS_MOST && work >= s->nterm; i++) {
        moved = false;
        work -= s->nterm;
        for (uint32_t r = 0; r < s->nrel; r++)
            if (!put_right(&x, &s->rel[r], &moved))
                return false;
    }
    for (uint32_t c = 0; c < s->ncell; c++)
        value[c] = rat_int(x.at[c]);
    return true;
}
