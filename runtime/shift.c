/* Rows whose figures stand one cell to the left or to the right, from some column on.
 * In: suspects in the order of their places. Out: candidates of several cells each, which make at
 * least three breaches hold.
 * Invariant: the cell that no printed figure belongs in gets what a breach asks for, if it lost its
 * own, or nothing. */
#include "suspect.h"

enum { SHIFT_LEAST = 3, WIDTH_MOST = 24, CELLS_LEAST = 2 };

/* ---- several cells at once ---- */

struct tally { uint32_t breach; i128 by; };
struct tallies { struct tally *of; uint32_t n, cap; };

static void tally_add(struct hunt *h, struct tallies *t, uint32_t breach, i128 by)
{
    uint32_t i = 0;
    while (i < t->n && t->of[i].breach != breach)
        i++;
    if (i == t->n)
        ARENA_PUSH(h->arena, t->of, t->n, t->cap, ((struct tally){ breach, 0 }));
    t->of[i].by += by;
}

static struct tallies tallies_of(struct hunt *h, const struct change *c, uint32_t n)
{
    struct tallies t = { .n = 0 };
    for (uint32_t i = 0; i < n; i++) {
        const struct suspect *s = suspect_at(h, c[i].at);
        for (uint32_t k = 0; s && k < s->npart; k++)
            tally_add(h, &t, s->part[k]->breach,
                      s->part[k]->coef * ((i128)c[i].value - s->now.value));
    }
    return t;
}

uint32_t changes_heal(struct hunt *h, const struct change *c, uint32_t n)
{
    struct tallies t = tallies_of(h, c, n);
    uint32_t heals = 0;
    for (uint32_t i = 0; i < t.n; i++) {
        struct breach *b = &h->breach[t.of[i].breach];
        b->tried++;
        heals += t.of[i].by && breach_heals(b, t.of[i].by);
    }
    return heals;
}

/* ---- one row ---- */

struct row {
    struct hunt *hunt;
    const struct suspect *of; uint32_t n;       /* neighbours, all of one grid */
};

static bool goes_on(const struct suspect *a, const struct suspect *b)
{
    return b->npart && a->at.table == b->at.table && a->at.row == b->at.row
        && a->at.sheet + 1 == b->at.sheet && a->now.scale == b->now.scale
        && a->now.step == b->now.step;
}

/* What breaches ask of the free cell, the others being changed; 0 if nothing. */
static bool free_needs(const struct row *r, struct change *c, uint32_t n, const struct suspect *f,
                       uint32_t part, int64_t *value)
{
    const struct part *p = f->part[part];
    struct breach then = r->hunt->breach[p->breach];
    struct tallies t = tallies_of(r->hunt, c, n);
    for (uint32_t i = 0; i < t.n; i++)
        if (t.of[i].breach == p->breach)
            then.s += t.of[i].by;
    return breach_needs(&then, p, f->now.value, value) && *value % f->now.step == 0;
}

static void shift_offer(const struct row *r, const struct change *c, uint32_t n)
{
    struct change *kept = ARENA_ARRAY(r->hunt->arena, struct change, n);
    uint32_t nkept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct suspect *s = suspect_at(r->hunt, c[i].at);
        if (s->now.value != c[i].value)
            kept[nkept++] = c[i];
    }
    if (nkept < CELLS_LEAST || changes_heal(r->hunt, kept, nkept) < SHIFT_LEAST)
        return;
    const struct suspect *first = suspect_at(r->hunt, kept[0].at);
    candidate_push(r->hunt, (struct candidate){
        .suspect = (uint32_t)(first - r->hunt->suspect), .slip = SLIP_SHIFTED,
        .value = kept[0].value, .more = kept + 1, .nmore = nkept - 1 });
}

/* The cells from..to take their right (step 1) or left (-1) neighbours' figures; the last of them
 * has none. */
static void shift_try(const struct row *r, uint32_t from, uint32_t to, int step)
{
    struct change c[WIDTH_MOST];
    uint32_t n = 0, last = step > 0 ? to : from;
    const struct suspect *gap = &r->of[step > 0 ? from : to], *f = &r->of[last];
    if (gap->now.value)             /* a row is not shifted over a figure */
        return;
    for (uint32_t i = from; i <= to; i++)
        if (i != last)
            c[n++] = (struct change){ .at = r->of[i].at,
                                      .value = r->of[(uint32_t)((int)i + step)].now.value };
    c[n] = (struct change){ .at = f->at };
    shift_offer(r, c, n + 1);
    for (uint32_t k = 0; k < f->npart; k++)
        if (free_needs(r, c, n, f, k, &c[n].value) && c[n].value)
            shift_offer(r, c, n + 1);
}

static void row_try(const struct row *r)
{
    for (uint32_t i = 0; i + CELLS_LEAST <= r->n; i++) {
        shift_try(r, i, r->n - 1, 1);
        shift_try(r, i, r->n - 1, -1);
    }
}

void shifts_make(struct hunt *h)
{
    for (uint32_t i = 0; i < h->nsuspect;) {
        struct row r = { h, &h->suspect[i], 1 };
        while (i + r.n < h->nsuspect && r.n < WIDTH_MOST && r.of[0].npart
               && goes_on(&r.of[r.n - 1], &r.of[r.n]))
            r.n++;
        probe_spend(h->probe, (uint64_t)r.n * r.n * r.n);
        if (r.n > CELLS_LEAST)
            row_try(&r);
        i += r.n;
    }
}
