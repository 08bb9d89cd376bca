/* Violated equations, and the cells that may be at fault.
 * In: rules that are violated in a lane. Out: the parts that single cells have in them.
 * Invariant: a part's coefficient is exact; where the rule is no linear table it was found by
 * asking what a change of the cell does. */
#include "suspect.h"
#include "evidence.h"
#include "verdict.h"
#include "cell.h"
#include <stdlib.h>
#include <string.h>

enum { PARTS_LIN = 1000, PARTS_ASKED = 100 };

int place_order(const struct place *a, const struct place *b)
{
    if (a->table != b->table)
        return a->table < b->table ? -1 : 1;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->sheet < b->sheet ? -1 : a->sheet > b->sheet;
}

/* ---- the cells of an equation ---- */

struct gathering {
    struct hunt *hunt;
    struct breach *breach;
    uint32_t table;
    bool children;                  /* rows that are subtracted in their parent turn the sign */
    i128 coef;
    bool over;
};

static void part_add(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct gathering *g = ctx;
    struct breach *b = g->breach;
    struct part p = { .at = { g->table, sheet, row }, .coef = g->coef };
    (void)value;
    g->over |= b->npart >= PARTS_LIN || kind > CELL_NONE;
    if (g->children && place_less(g->hunt->run->data, g->table, row))
        p.coef = -p.coef;
    if (!g->over)
        ARENA_PUSH(g->hunt->arena, b->part, b->npart, b->cap_part, p);
}

static bool colref_is_plain(const struct ir_colref *c)
{
    return c->kind != COL_QUOTED && c->kind != COL_MATCHED;
}

static void term_gather(struct gathering *g, const struct ir_bind *b, int64_t net)
{
    const struct ir_program *p = g->hunt->run->p;
    uint32_t colref = b->kind == BIND_CELL ? p->cell[b->index].colref : b->index;
    const struct ir_colref *c = &p->colref[colref];
    if (!colref_is_plain(c))
        return;
    g->table = c->table;
    g->children = c->kind == COL_CHILDREN;
    g->coef = net;
    if (b->kind == BIND_CELL)
        data_cell_members(g->hunt->run->data, &p->cell[b->index], part_add, g);
    else
        data_members(g->hunt->run->data, colref, g->breach->row, part_add, g);
}

static void lin_gather(struct gathering *g, const struct ir_lin *x, uint32_t inst)
{
    for (uint32_t t = x->start[inst]; t < x->start[inst + 1] && !g->over; t++)
        if (x->net[t])
            term_gather(g, &x->in[x->input[t]], x->net[t]);
}

static void rule_gather(struct gathering *g, const struct ir_rule *rule)
{
    const struct findings *f = g->hunt->run->out;
    for (uint32_t i = 0; i < rule->ncell && !g->over; i++) {
        struct figure_place at = evidence_place(f->prog, rule, &rule->cell[i], g->breach->row);
        if (at.colref == IR_NONE || !colref_is_plain(&f->prog->colref[at.colref]))
            continue;
        g->table = f->prog->colref[at.colref].table;
        evidence_members(f, &at, part_add, g);
        g->over |= g->breach->npart > PARTS_ASKED;
    }
}

static int part_order(const void *a, const void *b)
{
    return place_order(&((const struct part *)a)->at, &((const struct part *)b)->at);
}

/* A cell that stands in an equation twice has one part in it. */
static void parts_merge(struct breach *b)
{
    uint32_t n = 0;
    if (b->npart)
        qsort(b->part, b->npart, sizeof *b->part, part_order);
    for (uint32_t i = 0; i < b->npart; i++) {
        if (n && !place_order(&b->part[n - 1].at, &b->part[i].at))
            b->part[n - 1].coef += b->part[i].coef;
        else
            b->part[n++] = b->part[i];
    }
    b->npart = n;
}

/* ---- coefficients that must be asked for ---- */

static bool outcome_read(struct breach *b, const struct ir_rule *rule, const struct outcome *o)
{
    bool plain = o->has[ROLE_DIFF] && !o->has[ROLE_DIFF_DEN] && w256_fits_i128(o->v[ROLE_DIFF]);
    bool ends = o->has[ROLE_LOWER] && o->has[ROLE_UPPER] && !rule->exactly
        && w256_fits_i128(o->v[ROLE_LOWER]) && w256_fits_i128(o->v[ROLE_UPPER]);
    if (!plain || rule->rel != IR_EQ || rule->fraction)
        return false;
    b->s = b->lower = b->upper = w256_to_i128(o->v[ROLE_DIFF]);
    if (ends) {
        b->lower = w256_to_i128(o->v[ROLE_LOWER]);
        b->upper = w256_to_i128(o->v[ROLE_UPPER]);
    }
    return true;
}

/* How far the difference moves with a cell's last place, for each stored unit; 0: not known. */
static i128 coef_ask(struct hunt *h, const struct breach *b, struct place at)
{
    struct standing now;
    struct outcome o;
    struct breach then = { .s = b->s };
    if (!place_read(h->run->data, at, &now))
        return 0;
    struct change c = { .at = at, .value = now.value + now.step };
    probe_make(h->probe, &c, 1);
    probe_outcome(h->probe, b->rule, b->row, &o);
    probe_undo(h->probe, &c, 1);
    if (!outcome_read(&then, &h->run->p->rule[b->rule], &o) || (then.s - b->s) % now.step)
        return 0;
    return (then.s - b->s) / now.step;
}

static void coefs_ask(struct hunt *h, struct breach *b)
{
    for (uint32_t i = 0; i < b->npart; i++)
        b->part[i].coef = coef_ask(h, b, b->part[i].at);
}

static void parts_drop_idle(struct breach *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->npart; i++)
        if (b->part[i].coef)
            b->part[n++] = b->part[i];
    b->npart = n;
}

bool breach_read(struct hunt *h, uint32_t rule, uint64_t row, struct breach *b)
{
    const struct ir_rule *r = &h->run->p->rule[rule];
    struct site at = h->run->site[rule];
    const struct ir_kernel *k = &h->run->p->kernel[at.kernel];
    struct gathering g = { .hunt = h, .breach = b };
    struct outcome o;
    b->rule = rule;
    b->row = row;
    if (r->domain != DOMAIN_UNIT && row == DATA_NO_ROW)
        return false;
    probe_outcome(h->probe, rule, row, &o);
    if (!outcome_read(b, r, &o))
        return false;
    if (k->shape == IR_NONE)
        lin_gather(&g, &k->lin, at.inst);
    else
        rule_gather(&g, r);
    probe_spend(h->probe, b->npart);
    if (g.over)
        return false;
    parts_merge(b);
    if (k->shape != IR_NONE)
        coefs_ask(h, b);
    parts_drop_idle(b);
    return true;
}

/* ---- what would heal it ---- */

static int sign_of(i128 v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }

bool breach_heals(const struct breach *b, i128 by)
{
    i128 s, lower, upper;
    if (__builtin_add_overflow(b->s, by, &s) || __builtin_add_overflow(b->lower, by, &lower)
        || __builtin_add_overflow(b->upper, by, &upper))
        return false;
    unsigned v = verdict_relation(IR_EQ, sign_of(s), sign_of(lower), sign_of(upper), 0, RS_NONE);
    return VERDICT_STATUS(v) != ST_VIOLATED;
}

bool breach_needs(const struct breach *b, const struct part *p, int64_t now, int64_t *value)
{
    i128 v = now - b->s / p->coef;
    *value = (int64_t)v;
    return b->s % p->coef == 0 && v <= CELL_LIMIT && v >= -CELL_LIMIT;
}

const struct part *breach_total(const struct breach *b)
{
    const struct part *last[2] = { NULL, NULL };
    uint32_t n[2] = { 0, 0 };
    for (uint32_t i = 0; i < b->npart; i++) {
        bool negative = b->part[i].coef < 0;
        last[negative] = &b->part[i];
        n[negative]++;
    }
    if (n[0] + n[1] < 3 || (n[0] != 1 && n[1] != 1))
        return NULL;
    return n[0] == 1 ? last[0] : last[1];
}

/* ---- suspects ---- */

static int by_place_order(const void *a, const void *b)
{
    const struct part *x = *(const struct part *const *)a, *y = *(const struct part *const *)b;
    int order = place_order(&x->at, &y->at);
    return order ? order : x->breach < y->breach ? -1 : x->breach > y->breach;
}

static void parts_list(struct hunt *h)
{
    for (uint32_t i = 0; i < h->nbreach; i++)
        for (uint32_t k = 0; k < h->breach[i].npart; k++) {
            h->breach[i].part[k].breach = i;
            ARENA_PUSH(h->arena, h->by_place, h->nby_place, h->cap_by_place,
                       &h->breach[i].part[k]);
        }
    if (h->nby_place)
        qsort(h->by_place, h->nby_place, sizeof *h->by_place, by_place_order);
}

static void printed_read(struct hunt *h, struct suspect *s)
{
    struct origin o = data_origin(h->run->data, h->arena, s->at.table, s->at.row, s->at.sheet);
    struct printed p;
    int64_t value;
    if (s->now.kind == CELL_FIGURE && cell_coefficient(o.text, strlen(o.text), &p.coef, &p.places)
        && printed_at(p, s->now.scale, &value) && value == s->now.value)
        s->printed = p;
}

void suspects_make(struct hunt *h)
{
    parts_list(h);
    h->suspect = ARENA_ARRAY(h->arena, struct suspect, (size_t)h->nby_place + 1);
    for (uint32_t i = 0; i < h->nby_place;) {
        struct suspect s = { .at = h->by_place[i]->at, .part = &h->by_place[i] };
        for (; i < h->nby_place && !place_order(&h->by_place[i]->at, &s.at); i++)
            h->by_place[i]->suspect = h->nsuspect, s.npart++;
        if (!place_read(h->run->data, s.at, &s.now))
            s.npart = 0;            /* it stands in its place, and is not asked */
        else
            printed_read(h, &s);
        h->suspect[h->nsuspect++] = s;
    }
}

static int suspect_order(const void *at, const void *s)
{
    return place_order(at, &((const struct suspect *)s)->at);
}

const struct suspect *suspect_at(const struct hunt *h, struct place at)
{
    return h->nsuspect ? bsearch(&at, h->suspect, h->nsuspect, sizeof *h->suspect, suspect_order)
                       : NULL;
}
