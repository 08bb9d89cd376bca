/* Intervals narrowed by relations, and values picked from them.
 * In: a system. Out: a conflict with the factors that prove it, or values near the printed ones.
 * What is found is proposed: feasible_proof.c decides. Each step is remembered with the relation it
 * came from; walked backwards, the steps give the factors. */
#include "feasible_part.h"

struct step { uint32_t cell, rel; uint8_t side; int8_t dir; };
/* Σ coef · d of a relation at its least and its greatest, and how many open ends are in each */
struct reach { struct rat at[2]; uint32_t open[2]; struct rat widest; };
struct box {
    struct arena *arena;
    const struct sys *s;
    struct sys_end (*end)[2];       /* by cell and side */
    struct reach *reach;            /* by relation */
    uint32_t *queue, head, queued;  /* a ring of nrel */
    bool *waits;                    /* by relation: it is in the queue */
    struct step *step; uint32_t nstep, capstep;
    uint64_t work;                  /* that is left */
    bool wide;
    uint32_t conflict; int dir;     /* relation that cannot hold, and as what: <= 0 or >= 0 */
};

#define NO_REL UINT32_MAX

static struct rat add(struct box *b, struct rat x, struct rat y)
{
    b->wide = rat_add(&x, x, y) || b->wide;
    return x;
}

static struct rat sub(struct box *b, struct rat x, struct rat y)
{
    b->wide = rat_sub(&x, x, y) || b->wide;
    return x;
}

static struct rat mul(struct box *b, struct rat x, struct rat y)
{
    b->wide = rat_mul(&x, x, y) || b->wide;
    return x;
}

static struct rat over(struct box *b, struct rat x, struct rat y)
{
    b->wide = rat_div(&x, x, y) || b->wide;
    return x;
}

static int cmp(struct box *b, struct rat x, struct rat y)
{
    int order = 0;

    b->wide = rat_cmp(&order, x, y) || b->wide;
    return order;
}

/* The end of a cell at which coef · d is least (or greatest). */
static enum side end_for(int64_t coef, enum side of_product)
{
    return coef > 0 ? of_product : of_product == LOW ? HIGH : LOW;
}

static void enqueue(struct box *b, uint32_t rel)
{
    if (b->waits[rel])
        return;
    b->waits[rel] = true;
    b->queue[(b->head + b->queued++) % b->s->nrel] = rel;
}

/* ── start ── */

static void reach_set(struct box *b, uint32_t rel)
{
    const struct sys_rel *r = &b->s->rel[rel];
    struct reach *x = &b->reach[rel];

    x->at[LOW] = x->at[HIGH] = x->widest = rat_int(0);
    for (uint32_t t = r->first; t < r->first + r->n; t++) {
        const struct sys_term *term = &b->s->term[t];
        struct rat part[2], width;
        for (enum side i = LOW; i <= HIGH; i++) {
            const struct sys_end *e = &b->end[term->cell][end_for(term->coef, i)];
            part[i] = mul(b, rat_int(term->coef), e->at);
            x->at[i] = add(b, x->at[i], part[i]);
            x->open[i] += e->open;
        }
        width = sub(b, part[HIGH], part[LOW]);
        if (cmp(b, width, x->widest) > 0)
            x->widest = width;
    }
}

static void box_open(struct box *b, struct arena *a, const struct sys *s, uint64_t work)
{
    *b = (struct box){ .arena = a, .s = s, .work = work, .conflict = NO_REL };
    b->end = arena_alloc(a, ((size_t)s->ncell + 1) * sizeof *b->end);
    b->reach = ARENA_ARRAY(a, struct reach, (size_t)s->nrel + 1);
    b->queue = ARENA_ARRAY(a, uint32_t, (size_t)s->nrel + 1);
    b->waits = ARENA_ARRAY(a, bool, (size_t)s->nrel + 1);
    for (uint32_t c = 0; c < s->ncell; c++)
        for (enum side i = LOW; i <= HIGH; i++)
            b->end[c][i] = s->cell[c].end[i];
    for (uint32_t r = 0; r < s->nrel; r++) {
        reach_set(b, r);
        enqueue(b, r);
    }
}

/* ── narrowing ── */

static void reach_move(struct box *b, const struct sys_use *u, enum side side,
                       const struct sys_end *from, const struct sys_end *to)
{
    int64_t coef = b->s->term[u->term].coef;
    enum side i = end_for(coef, side);
    struct reach *x = &b->reach[u->rel];

    x->at[i] = add(b, x->at[i], mul(b, rat_int(coef), sub(b, to->at, from->at)));
    x->open[i] = x->open[i] + to->open - from->open;
}

static void end_move(struct box *b, struct step by, struct sys_end to)
{
    const struct sys *s = b->s;
    struct sys_end from = b->end[by.cell][by.side];

    b->end[by.cell][by.side] = to;
    ARENA_PUSH(b->arena, b->step, b->nstep, b->capstep, by);
    for (uint32_t i = s->of_cell[by.cell]; i < s->of_cell[by.cell + 1]; i++) {
        reach_move(b, &s->use[i], (enum side)by.side, &from, &to);
        if (s->use[i].rel != by.rel)
            enqueue(b, s->use[i].rel);
    }
}

/* How far the relation, as <= 0 (dir 1) or >= 0 (−1), is from what it must not pass. */
static struct rat room(struct box *b, uint32_t rel, int dir)
{
    struct rat at = b->s->rel[rel].at;

    return dir > 0 ? rat_neg(add(b, b->reach[rel].at[LOW], at))
        : add(b, b->reach[rel].at[HIGH], at);
}

static bool is_strict(const struct box *b, uint32_t rel)
{
    return b->s->rel[rel].sense == SENSE_LT;
}

/* Is the new end tighter? */
static bool is_tighter(struct box *b, enum side side, const struct sys_end *new,
                       const struct sys_end *old)
{
    int order = cmp(b, new->at, old->at);

    if (order == 0)
        return new->open && !old->open;
    return side == HIGH ? order < 0 : order > 0;
}

static void narrow_term(struct box *b, uint32_t rel, int dir, const struct sys_term *t,
                        struct rat left)
{
    enum side other = end_for(t->coef, dir > 0 ? LOW : HIGH), side = other == LOW ? HIGH : LOW;
    const struct sys_end *fixed = &b->end[t->cell][other];
    uint32_t opens = b->reach[rel].open[dir > 0 ? LOW : HIGH];
    struct sys_end to = { fixed->at, opens > fixed->open || is_strict(b, rel) };
    struct rat move = over(b, left, rat_int(dir > 0 ? t->coef : -t->coef));

    to.at = add(b, to.at, move);
    if (!b->wide && is_tighter(b, side, &to, &b->end[t->cell][side]))
        end_move(b, (struct step){ t->cell, rel, (uint8_t)side, (int8_t)dir }, to);
}

static void narrow(struct box *b, uint32_t rel, int dir)
{
    const struct sys_rel *r = &b->s->rel[rel];
    struct rat left = room(b, rel, dir);
    bool open = b->reach[rel].open[dir > 0 ? LOW : HIGH] || is_strict(b, rel);

    if (rat_sign(left) < 0 || (rat_sign(left) == 0 && open)) {
        b->conflict = rel;
        b->dir = dir;
        return;
    }
    if (cmp(b, left, b->reach[rel].widest) > 0)
        return;                     /* it says nothing of any single cell */
    b->work -= r->n < b->work ? r->n : b->work;
    for (uint32_t t = r->first; t < r->first + r->n && !b->wide; t++)
        narrow_term(b, rel, dir, &b->s->term[t], left);
}

static enum outcome_of box_run(struct box *b)
{
    while (b->queued && b->work && !b->wide) {
        uint32_t rel = b->queue[b->head];
        b->head = (b->head + 1) % b->s->nrel;
        b->queued--;
        b->waits[rel] = false;
        b->work--;
        narrow(b, rel, 1);
        if (b->conflict == NO_REL && b->s->rel[rel].sense == SENSE_EQ)
            narrow(b, rel, -1);
        if (b->wide)
            return BOX_WIDE;
        if (b->conflict != NO_REL)
            return BOX_CONFLICT;
    }
    return b->wide ? BOX_WIDE : b->queued ? BOX_TIRED : BOX_OPEN;
}

/* ── why ── */

/* A relation is used times `by`: what it takes of its cells' ends has to be explained too. */
static void use_relation(struct box *b, uint32_t rel, int dir, struct rat by, uint32_t but,
                         struct rat (*weight)[2], struct rat *factor)
{
    const struct sys_rel *r = &b->s->rel[rel];

    factor[rel] = add(b, factor[rel], dir > 0 ? by : rat_neg(by));
    for (uint32_t t = r->first; t < r->first + r->n; t++) {
        const struct sys_term *term = &b->s->term[t];
        struct rat *w = &weight[term->cell][end_for(term->coef, dir > 0 ? LOW : HIGH)];
        int64_t size = term->coef < 0 ? -term->coef : term->coef;
        if (term->cell != but)
            *w = add(b, *w, mul(b, by, rat_int(size)));
    }
}

static int64_t coef_in(const struct sys *s, uint32_t rel, uint32_t cell)
{
    for (uint32_t i = s->of_cell[cell]; i < s->of_cell[cell + 1]; i++)
        if (s->use[i].rel == rel)
            return s->term[s->use[i].term].coef;
    return 1;
}

static bool explain(struct box *b, struct rat *factor)
{
    const struct sys *s = b->s;
    struct rat (*weight)[2] = arena_alloc(b->arena, ((size_t)s->ncell + 1) * sizeof *weight);

    for (uint32_t c = 0; c < s->ncell; c++)
        weight[c][LOW] = weight[c][HIGH] = rat_int(0);
    for (uint32_t r = 0; r < s->nrel; r++)
        factor[r] = rat_int(0);
    use_relation(b, b->conflict, b->dir, rat_int(1), UINT32_MAX, weight, factor);
    for (uint32_t i = b->nstep; i-- > 0 && !b->wide;) {
        const struct step *x = &b->step[i];
        struct rat w = weight[x->cell][x->side];
        int64_t coef;
        if (!rat_sign(w))
            continue;
        coef = coef_in(s, x->rel, x->cell);
        weight[x->cell][x->side] = rat_int(0);
        use_relation(b, x->rel, x->dir, over(b, w, rat_int(coef < 0 ? -coef : coef)), x->cell,
                     weight, factor);
    }
    return !b->wide;
}

enum outcome_of box_conflict(struct arena *a, const struct sys *s, uint64_t work,
                             struct rat *factor)
{
    struct box b;
    enum outcome_of o;

    box_open(&b, a, s, work);
    o = box_run(&b);
    return o == BOX_CONFLICT && !explain(&b, factor) ? BOX_WIDE : o;
}

/* ── values ── */

static struct rat half_way(struct box *b, const struct sys_end end[2])
{
    return over(b, add(b, end[LOW].at, end[HIGH].at), rat_int(2));
}

static struct rat nearest(struct box *b, const struct sys_end end[2], struct rat near)
{
    int low = cmp(b, near, end[LOW].at), high = cmp(b, end[HIGH].at, near);

    if (low < 0 || (low == 0 && end[LOW].open))
        return end[LOW].open ? half_way(b, end) : end[LOW].at;
    if (high < 0 || (high == 0 && end[HIGH].open))
        return end[HIGH].open ? half_way(b, end) : end[HIGH].at;
    return near;
}

static void settle(struct box *b, uint32_t cell, struct rat near)
{
    struct sys_end to = { nearest(b, b->end[cell], near), false };

    for (enum side i = LOW; i <= HIGH && !b->wide; i++)
        if (b->end[cell][i].open || cmp(b, b->end[cell][i].at, to.at))
            end_move(b, (struct step){ cell, NO_REL, (uint8_t)i, 1 }, to);
}

bool box_witness(struct arena *a, const struct sys *s, uint64_t work, const struct rat *near,
                 struct rat *value)
{
    struct box b;

    box_open(&b, a, s, work);
    if (box_run(&b) != BOX_OPEN)
        return false;
    for (uint32_t c = 0; c < s->ncell; c++) {
        settle(&b, c, near ? near[c] : rat_int(0));
        if (b.wide || box_run(&b) != BOX_OPEN)
            return false;
        value[c] = b.end[c][LOW].at;
    }
    return true;
}
