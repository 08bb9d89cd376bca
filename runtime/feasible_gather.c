/* Relations out of results.
 * In: linear results of a run that hold. Out: the same between printed cells, each with its
 * interval, net: a cell that stands in several figures of a rule stands once.
 * Invariant: what is left − right at the printed values is known exactly, or nothing is added. */
#include "feasible_part.h"
#include "evidence.h"
#include "part.h"
#include <string.h>

struct cell_id { uint32_t table, store; uint64_t row; };

void gather_open(struct gather *g, struct run *r, struct sys *s, bool points)
{
    *g = (struct gather){ .run = r, .sys = s, .points = points, .names = symtab_new(s->arena) };
}

static struct sys_end end_at(int64_t at, bool open)
{
    return (struct sys_end){ rat_int(at), open };
}

static uint32_t cell_number(struct gather *g, const struct cell_id *id, uint32_t sheet,
                            enum cell_kind kind, const struct data_part *p)
{
    struct sys *s = g->sys;
    sym n = sym_intern(g->names, (const char *)id, sizeof *id);
    struct sys_cell c = { .table = id->table, .store = id->store, .row = id->row, .mid = p->mid,
                          .colref = g->place->colref, .sheet_column = sheet,
                          .kind = (uint8_t)kind };

    if (n <= s->ncell)
        return n - 1;
    if (g->run->p->colref[c.colref].kind == COL_QUOTED)
        c.quoted = (uint32_t)(g->place->cell - g->run->p->cell) + 1;
    c.end[LOW] = end_at(-p->down, p->open & OPEN_LOWER);
    c.end[HIGH] = end_at(p->up, p->open & OPEN_UPPER);
    ARENA_PUSH(s->arena, s->cell, s->ncell, s->capcell, c);
    return n - 1;
}

/* Where the cell stands in the relation at work. */
static uint32_t term_of(struct gather *g, uint32_t cell)
{
    struct sys *s = g->sys;
    uint32_t at;

    if (g->capmark < s->capcell) {
        g->mark = arena_grow(s->arena, g->mark, g->capmark, s->capcell, sizeof *g->mark);
        g->capmark = s->capcell;
    }
    at = g->mark[cell];
    if (at >= g->first && at < s->nterm && s->term[at].cell == cell)
        return at - g->first;
    at = g->mark[cell] = s->nterm;
    ARENA_PUSH(s->arena, s->term, s->nterm, s->capterm, ((struct sys_term){ cell, 0 }));
    if (g->cap <= at - g->first) {
        uint32_t cap = g->cap ? g->cap * 2 : 64;
        g->net = arena_grow(s->arena, g->net, g->cap, cap, sizeof *g->net);
        g->cap = cap;
    }
    g->net[at - g->first] = w256_from_i64(0);
    return at - g->first;
}

static void add_member(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct gather *g = ctx;
    const struct figure_place *at = g->place;
    struct cell_id id = { .table = g->run->p->colref[at->colref].table, .row = row };
    struct data_part p;
    w256 coef, mid;

    (void)value;
    if (g->bad || !data_part(g->run->data, at->colref, at->cell, row, sheet, &p) || p.reason) {
        g->bad = true;
        return;
    }
    coef = g->coef;
    if (p.sign < 0)
        g->bad = w256_neg(&coef, coef);
    g->bad = g->bad || w256_mul(&mid, coef, w256_from_i64(p.mid)) || w256_add(&g->k, g->k, mid);
    if (g->bad || (!p.down && !p.up && !g->points))
        return;
    id.store = p.store;
    uint32_t t = term_of(g, cell_number(g, &id, sheet, kind, &p));
    g->bad = w256_add(&g->net[t], g->net[t], coef);
}

static void add_figure(struct gather *g, const struct feasible_note *n, const struct ir_bind *b,
                       w256 coef)
{
    const struct ir_program *p = g->run->p;
    struct figure_place at = evidence_place(p, &p->rule[n->rule], b, n->row);

    g->place = &at;
    g->coef = coef;
    if (at.colref == IR_NONE)
        g->bad = true;
    else
        evidence_members(g->run->out, &at, add_member, g);
}

/* left − right of the result, from where it is kept */
static void add_terms(struct gather *g, const struct feasible_note *n)
{
    const struct ir_program *p = g->run->p;
    const struct ir_rule *rule = &p->rule[n->rule];
    struct site at = g->run->site[n->rule];
    const struct ir_lin *x = &p->kernel[at.kernel].lin;

    if (p->kernel[at.kernel].shape != IR_NONE) {
        g->k = rule->term_k;
        for (uint32_t i = 0; i < rule->nterm && !g->bad; i++)
            add_figure(g, n, &rule->term[i].of, rule->term[i].coef);
        return;
    }
    g->k = w256_from_i64(x->knet[at.inst]);
    for (uint32_t t = x->start[at.inst]; t < x->start[at.inst + 1] && !g->bad; t++)
        if (x->net[t])
            add_figure(g, n, &x->in[x->input[t]], w256_from_i64(x->net[t]));
}

/* Terms that cancelled are dropped. Their greatest common divisor. */
static w256 settle_terms(struct gather *g)
{
    struct sys *s = g->sys;
    uint32_t kept = g->first;
    w256 gcd = w256_from_i64(0);

    for (uint32_t t = g->first; t < s->nterm; t++) {
        w256 net = g->net[t - g->first];
        if (!w256_sign(net))
            continue;
        gcd = w256_gcd(gcd, net);
        g->net[kept - g->first] = net;
        s->term[kept++].cell = s->term[t].cell;
    }
    s->nterm = kept;
    return gcd;
}

/* a > b and a >= b are turned round */
static bool is_turned(enum ir_rel rel) { return rel == IR_GT || rel == IR_GE; }

static enum sense sense_of(enum ir_rel rel)
{
    if (rel == IR_EQ)
        return SENSE_EQ;
    return rel == IR_LT || rel == IR_GT ? SENSE_LT : SENSE_LE;
}

static bool coefficients(struct gather *g, w256 by)
{
    for (uint32_t t = g->first; t < g->sys->nterm; t++) {
        w256 q, rem;
        w256_divmod(&q, &rem, g->net[t - g->first], by);
        if (!w256_fits_i64(q) || w256_to_i64(q) == INT64_MIN)
            return false;
        g->sys->term[t].coef = w256_to_i64(q);
    }
    return true;
}

/* Is the relation at the printed values what its verdict says? If not, it was not read whole. */
static bool is_as_told(const struct feasible_note *n, const struct sys_rel *r)
{
    int sign = rat_sign(r->at);
    bool holds = r->sense == SENSE_EQ ? sign == 0 : r->sense == SENSE_LE ? sign <= 0 : sign < 0;

    return holds == (n->status == ST_EXACT);
}

static bool relation(struct gather *g, const struct feasible_note *n, uint64_t number)
{
    const struct ir_rule *rule = &g->run->p->rule[n->rule];
    struct sys *s = g->sys;
    struct sys_rel r = { .note = number, .first = g->first,
                         .sense = sense_of((enum ir_rel)rule->rel) };
    w256 by = settle_terms(g);

    r.n = s->nterm - g->first;
    if (!w256_sign(by))
        by = w256_from_i64(1);
    if (is_turned((enum ir_rel)rule->rel) && w256_neg(&by, by))
        return false;
    if (!coefficients(g, by) || rat_make(&r.at, g->k, by) || rat_make(&r.times, rule->den, by)
        || !is_as_told(n, &r))
        return false;
    if (r.n || rat_sign(r.at))
        ARENA_PUSH(s->arena, s->rel, s->nrel, s->caprel, r);
    return true;
}

bool gather_result(struct gather *g, const struct feasible_note *n, uint64_t number)
{
    struct sys *s = g->sys;

    g->first = s->nterm;
    g->bad = false;
    add_terms(g, n);
    if (!g->bad && relation(g, n, number))
        return true;
    s->nterm = g->first;
    return false;
}
