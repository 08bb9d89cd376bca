/* What single slip would explain a violated result.
 * In: a run that is done, with its findings. Out: hypotheses of the violated equations among them.
 * A candidate is put into the data, and every result that its cell may decide is decided again: so
 * it is known what it heals and what it breaks, whatever the rules are.
 * Invariant: the data and the run are left as they were; the work is bounded by what was counted,
 * never by a clock, so that the same data give the same hypotheses. */
#include "hypothesis.h"
#include "scratch.h"
#include "suspect.h"
#include <stdlib.h>

enum { KEPT_MOST = 10, TOLD_MOST = 3 };
#define WORK_READ UINT64_C(4000000)     /* reading breaches */
#define WORK_ALL UINT64_C(40000000)

/* ---- which results ---- */

static bool is_equation(const struct findings *f, const struct finding *x)
{
    return x->status == ST_VIOLATED && x->rule != IR_NONE && x->difference
        && f->prog->rule[x->rule].rel == IR_EQ;
}

static void breaches_read(struct hunt *h, struct hypotheses *out)
{
    const struct findings *f = h->run->out;
    for (uint64_t i = 0; i < f->n; i++) {
        struct breach b = { .find = i };
        if (!is_equation(f, &f->find[i]))
            continue;
        if (probe_work(h->probe) > WORK_READ)
            out->cut++;
        else if (breach_read(h, f->find[i].rule, f->find[i].row, &b))
            ARENA_PUSH(h->arena, h->breach, h->nbreach, h->cap_breach, b);
    }
}

/* ---- what a candidate does ---- */

struct trial {
    struct change change[CHANGES_MOST]; uint32_t nchange;
    struct probe_lanes lanes;
    uint32_t heals, exact, breaks;
    uint64_t *healed; uint32_t nhealed, cap;
    struct probe_lane *broken; uint32_t nbroken, cap_broken;
};

static void trial_start(const struct hunt *h, struct trial *t, const struct candidate *c)
{
    t->nchange = 0;
    t->change[t->nchange++] = (struct change){ .at = h->suspect[c->suspect].at,
                                               .value = c->value };
    for (uint32_t i = 0; i < c->nmore; i++)
        t->change[t->nchange++] = c->more[i];
}

static int finding_order(const void *lane, const void *finding)
{
    const struct probe_lane *x = lane;
    const struct finding *y = finding;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void heal_note(struct hunt *h, struct trial *t, const struct probe_lane *l, bool exact)
{
    const struct findings *f = h->run->out;
    const struct finding *x = bsearch(l, f->find, f->n, sizeof *f->find, finding_order);
    t->heals++;
    t->exact += exact;
    if (x)
        ARENA_PUSH(h->arena, t->healed, t->nhealed, t->cap, (uint64_t)(x - f->find));
}

static void lane_compare(struct hunt *h, struct trial *t, const struct probe_lane *l)
{
    struct outcome o;
    enum ir_status was = VERDICT_STATUS(l->before);
    if (was != ST_EXACT && was != ST_ROUNDING && was != ST_VIOLATED)
        return;
    enum ir_status is = VERDICT_STATUS(probe_outcome(h->probe, l->rule, l->row, &o));
    if (was == ST_VIOLATED && (is == ST_EXACT || is == ST_ROUNDING))
        heal_note(h, t, l, is == ST_EXACT);
    if (was == ST_VIOLATED || is != ST_VIOLATED || h->run->p->rule[l->rule].severity > 1)
        return;                     /* a note is a remark, and no law */
    t->breaks++;
    ARENA_PUSH(h->arena, t->broken, t->nbroken, t->cap_broken, *l);
}

static bool same_row(const struct place *a, const struct place *b)
{
    return a->table == b->table && a->row == b->row;
}

/* The results that the cells of changes from `from` on may decide. */
static void trial_lanes(struct hunt *h, struct trial *t, uint32_t from)
{
    if (!from)
        t->lanes.n = 0;
    for (uint32_t i = from; i < t->nchange; i++)
        if (!i || !same_row(&t->change[i].at, &t->change[i - 1].at))
            probe_lanes_add(h->probe, t->change[i].at.table, t->change[i].at.row, &t->lanes);
}

static void trial_compare(struct hunt *h, struct trial *t)
{
    t->heals = t->exact = t->breaks = t->nhealed = t->nbroken = 0;
    for (uint64_t i = 0; i < t->lanes.n; i++)
        lane_compare(h, t, &t->lanes.of[i]);
}

/* ---- totals that were made from a wrong one ---- */

static bool is_changed(const struct trial *t, const struct place *at)
{
    for (uint32_t i = 0; i < t->nchange; i++)
        if (!place_order(&t->change[i].at, at))
            return true;
    return false;
}

/* A total above a changed cell takes what it needs, if that is what is broken. */
static void carry_one(struct hunt *h, struct trial *t, const struct probe_lane *l)
{
    struct breach b = { .find = 0 };
    struct standing now;
    struct change c = { .value = 0 };
    if (t->nchange == CHANGES_MOST || !breach_read(h, l->rule, l->row, &b))
        return;
    const struct part *total = breach_total(&b);
    if (!total || is_changed(t, &total->at) || !place_read(h->run->data, total->at, &now)
        || !breach_needs(&b, total, now.value, &c.value) || c.value % now.step)
        return;
    c.at = total->at;
    t->change[t->nchange++] = c;
}

static void trial_run(struct hunt *h, struct trial *t, bool carries)
{
    uint32_t had;
    do {
        had = t->nchange;
        probe_make(h->probe, t->change, had);
        trial_compare(h, t);
        for (uint32_t i = 0; carries && i < t->nbroken; i++)
            carry_one(h, t, &t->broken[i]);
        probe_undo(h->probe, t->change, had);
        trial_lanes(h, t, had);
    } while (t->nchange > had);
}

/* ---- hypotheses ---- */

struct claim { uint64_t find; const struct hypothesis *of; };
struct claims { struct claim *of; uint64_t n, cap; };

static int change_order(const void *a, const void *b)
{
    return place_order(&((const struct change *)a)->at, &((const struct change *)b)->at);
}

static struct hypothesis *hypothesis_new(struct arena *a, const struct candidate *c,
                                         const struct trial *t)
{
    struct hypothesis *y = ARENA_NEW(a, struct hypothesis);
    *y = (struct hypothesis){ .slip = c->slip, .power = c->power, .step = c->step,
                              .nchange = t->nchange, .other = c->other,
                              .has_other = c->has_other, .heals = t->heals, .exact = t->exact,
                              .breaks = t->breaks, .nhealed = t->nhealed };
    y->change = arena_grow(a, t->change, t->nchange, t->nchange, sizeof *t->change);
    if (y->slip == SLIP_SHIFTED)                /* it is told of the cell where it begins */
        qsort(y->change, y->nchange, sizeof *y->change, change_order);
    y->healed = arena_grow(a, t->healed, t->nhealed, t->nhealed, sizeof *t->healed);
    return y;
}

/* What breaks as much as it heals explains nothing; and a figure that nothing but the equation
 * itself asks for is no explanation. */
static bool is_worth(const struct candidate *c, const struct trial *t)
{
    uint32_t least = c->slip == SLIP_FIGURE || c->nmore ? 2 : 1;
    return t->heals >= least && t->breaks < t->heals;
}

static void claim_all(struct hunt *h, struct claims *all, const struct hypothesis *y)
{
    for (uint32_t i = 0; i < y->nhealed; i++)
        ARENA_PUSH(h->arena, all->of, all->n, all->cap, ((struct claim){ y->healed[i], y }));
}

static void cut_of(struct hunt *h, const struct candidate *c)
{
    const struct suspect *s = &h->suspect[c->suspect];
    for (uint32_t k = 0; k < s->npart; k++)
        h->breach[s->part[k]->breach].cut = true;
}

static void candidate_try(struct hunt *h, struct claims *all, const struct candidate *c,
                          struct trial *t, bool same_lanes)
{
    bool carries = c->slip == SLIP_MISSING || c->slip == SLIP_TWICE;
    trial_start(h, t, c);
    if (!same_lanes)
        trial_lanes(h, t, 0);
    trial_run(h, t, carries);
    if (is_worth(c, t))
        claim_all(h, all, hypothesis_new(h->run->arena, c, t));
}

static void candidates_try(struct hunt *h, struct claims *all)
{
    struct trial t = { .nchange = 0 };
    const struct place *last = NULL;            /* whose row's results alone are listed */
    for (uint32_t i = 0; i < h->ncandidate; i++) {
        const struct candidate *c = &h->candidate[i];
        const struct place *at = &h->suspect[c->suspect].at;
        if (probe_work(h->probe) > WORK_ALL) {
            cut_of(h, c);
            continue;
        }
        candidate_try(h, all, c, &t, last && !c->nmore && same_row(last, at));
        last = t.nchange == 1 ? at : NULL;
    }
}

/* ---- ranks ---- */

/* A slip whose figure is exact in none of several equations is no more than a figure near the one
 * that they ask for. */
static unsigned tier_of(const struct hypothesis *y)
{
    return slip_tier(y->heals > 1 && !y->exact ? SLIP_FIGURE : (enum slip)y->slip);
}

/* The same for hypotheses that explain equally well. */
static int worth_order(const struct hypothesis *x, const struct hypothesis *y)
{
    if (x->breaks != y->breaks)
        return x->breaks < y->breaks ? -1 : 1;
    if (x->heals != y->heals)
        return x->heals > y->heals ? -1 : 1;
    return (int)tier_of(x) - (int)tier_of(y);
}

static int claim_order(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    if (x->find != y->find)
        return x->find < y->find ? -1 : 1;
    int order = worth_order(x->of, y->of);
    if (order)
        return order;
    if (x->of->exact != y->of->exact)
        return x->of->exact > y->of->exact ? -1 : 1;
    if (x->of->slip != y->of->slip)
        return x->of->slip < y->of->slip ? -1 : 1;
    order = place_order(&x->of->change[0].at, &y->of->change[0].at);
    if (order)
        return order;
    return x->of->change[0].value < y->of->change[0].value ? -1
        : x->of->change[0].value > y->of->change[0].value;
}

/* Of figures that rounding makes as good as one another in one cell, one is enough. */
static bool cell_is_told(const struct explained *e, const struct hypothesis *y)
{
    for (uint32_t i = 0; i < e->n; i++)
        if (e->of[i]->nchange == y->nchange
            && !place_order(&e->of[i]->change[0].at, &y->change[0].at))
            return true;
    return false;
}

static struct explained explained_make(struct arena *a, const struct claim *c, uint64_t n)
{
    struct explained e = { .find = c->find, .of = ARENA_ARRAY(a, const struct hypothesis *,
                                                              KEPT_MOST) };
    for (uint64_t i = 0; i < n; i++) {
        bool told = cell_is_told(&e, c[i].of);
        e.ties += !told && !worth_order(c[0].of, c[i].of);
        if (!told && e.n < KEPT_MOST)
            e.of[e.n++] = c[i].of;
        else
            e.left_out += !told;
    }
    return e;
}

static const struct claim *claims_of(const struct claims *all, uint64_t *at, uint64_t find,
                                     uint64_t *n)
{
    while (*at < all->n && all->of[*at].find < find)
        ++*at;
    uint64_t end = *at;
    while (end < all->n && all->of[end].find == find)
        end++;
    *n = end - *at;
    return &all->of[*at];
}

/* A result whose candidates were not all tried says nothing. */
static void explained_add(struct hunt *h, struct hypotheses *out, struct claims *all)
{
    uint64_t at = 0, n;
    if (all->n)
        qsort(all->of, all->n, sizeof *all->of, claim_order);
    out->of = ARENA_ARRAY(h->run->arena, struct explained, h->nbreach);
    for (uint32_t i = 0; i < h->nbreach; i++) {
        const struct breach *b = &h->breach[i];
        struct explained e = { .find = b->find };
        const struct claim *c = claims_of(all, &at, b->find, &n);
        if (n && !b->cut)
            e = explained_make(h->run->arena, c, n);
        e.tried = b->tried;
        out->cut += b->cut;
        out->of[out->n++] = e;
    }
}

/* That a digit may be wrong says little if nothing else says so; that any of several cells may be
 * says nothing, as each has a figure that an equation asks for. */
uint32_t hypotheses_shown(const struct explained *e)
{
    const struct hypothesis *y = e && e->n ? e->of[0] : NULL;
    if (!y || y->breaks || (y->heals == 1 && y->slip == SLIP_DIGIT))
        return 0;
    return e->ties <= (y->slip == SLIP_FIGURE ? 1 : TOLD_MOST) ? e->ties : 0;
}

static int explained_order(const void *find, const void *e)
{
    uint64_t x = *(const uint64_t *)find, y = ((const struct explained *)e)->find;
    return x < y ? -1 : x > y;
}

const struct explained *hypotheses_of(const struct hypotheses *h, uint64_t find)
{
    return h && h->n ? bsearch(&find, h->of, h->n, sizeof *h->of, explained_order) : NULL;
}

void eval_add_hypotheses(struct run *r)
{
    struct scratch room;
    struct claims all = { .n = 0 };
    bool some = false;
    for (uint64_t i = 0; i < r->out->n && !some; i++)
        some = is_equation(r->out, &r->out->find[i]);
    if (!some)
        return;
    struct hypotheses *out = ARENA_NEW(r->arena, struct hypotheses);
    scratch_open(&room, r->arena);
    struct hunt h = { .run = r, .arena = &room.arena, .probe = probe_new(r, &room.arena) };
    breaches_read(&h, out);
    suspects_make(&h);
    candidates_make(&h);
    candidates_try(&h, &all);
    explained_add(&h, out, &all);
    r->out->hypotheses = out;
    scratch_close(&room);
}
