/* What the change of a total is made of.
 * In: cells that differ, identities that the table's shape states, both runs. Out: the cells in
 * each that changed, what each adds, what none of them does.
 * Invariant: terms and rest add up to the change, exactly; where some part is not known there are
 * no terms at all. */
#include "compare_part.h"
#include "evidence.h"
#include "identity.h"
#include <stdlib.h>

/* A part as it stands on one side: whose, and what it counts in the total. */
struct part { uint32_t row[COMPARE_SIDES], column; struct rat value; };
struct gatherer {
    const struct compare_table *t;
    struct arena *arena;
    unsigned side;
    int sign, scale;
    struct rat factor;              /* base units to one of the column's */
    struct part *part; uint64_t n, cap;
    bool unknown;
};

/* ---- parts ---- */

static bool value_of(const struct gatherer *g, int64_t value, struct rat *r)
{
    return !rat_dec(r, (struct dec){ w256_from_i64(value), g->scale })
        && !rat_mul(r, *r, g->factor);
}

static void part_take(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct gatherer *g = ctx;
    struct part x = { { COMPARE_NONE, COMPARE_NONE }, g->t->column_of[g->side][sheet],
                      { .num = w256_from_i64(0) } };
    if ((kind >= CELL_UNREADABLE && kind != CELL_MISSING) || x.column == COMPARE_NONE
        || !value_of(g, value, &x.value)) {
        g->unknown = true;
        return;
    }
    /* what the new side has counts for it, what the old one has against it */
    if ((g->sign < 0) != (g->side == COMPARE_OLD))
        x.value = rat_neg(x.value);
    x.row[g->side] = (uint32_t)row;
    x.row[!g->side] = g->t->other[g->side][row];
    ARENA_PUSH(g->arena, g->part, g->n, g->cap, x);
}

/* The figures of an identity but for its first, which is the total. */
static void parts_gather(struct gatherer *g, const struct findings *f, uint32_t rule, uint64_t row)
{
    const struct ir_program *p = f->prog;
    const struct ir_rule *r = &p->rule[rule];
    for (uint32_t k = 1; k < r->ncell; k++) {
        struct figure_place at = evidence_place(p, r, &r->cell[k], row);
        if (at.colref == IR_NONE)
            continue;
        const struct ir_colref *ref = &p->colref[at.colref];
        const struct ir_column *column = &p->table[ref->table].column[ref->column];
        g->scale = column->grid.scale;
        g->sign = r->kind == KIND_COLUMNS && ref->kind == COL_PLAIN && column->less ? -1 : 1;
        g->unknown = formula_factor(&g->factor, &column->unit) || g->unknown;
        evidence_members(f, &at, part_take, g);
    }
}

/* ---- terms ---- */

static int number_order(uint32_t a, uint32_t b) { return a < b ? -1 : a > b; }

/* by place: the two sides of a cell stand side by side */
static int by_place(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    int order = number_order(x->row[COMPARE_NEW], y->row[COMPARE_NEW]);
    if (!order)
        order = number_order(x->row[COMPARE_OLD], y->row[COMPARE_OLD]);
    return order ? order : number_order(x->column, y->column);
}

static struct rat size_of(struct rat v) { return rat_sign(v) < 0 ? rat_neg(v) : v; }

static int by_size(const void *a, const void *b)
{
    const struct compare_term *x = a, *y = b;
    int order = 0;
    if (!rat_cmp(&order, size_of(y->change), size_of(x->change)) && order)
        return order;
    order = number_order(x->row[COMPARE_NEW], y->row[COMPARE_NEW]);
    if (!order)
        order = number_order(x->row[COMPARE_OLD], y->row[COMPARE_OLD]);
    return order ? order : number_order(x->column, y->column);
}

/* Sides of one cell become one term; true if something is too wide. */
static bool terms_make(struct gatherer *g, struct compare_sum *s)
{
    bool wide = false;
    s->rest = s->change;
    for (uint64_t i = 0, next; i < g->n; i = next) {
        struct compare_term x = { { g->part[i].row[0], g->part[i].row[1] }, g->part[i].column,
                                  g->part[i].value };
        for (next = i + 1; next < g->n && !by_place(&g->part[i], &g->part[next]); next++)
            wide = rat_add(&x.change, x.change, g->part[next].value) || wide;
        wide = wide || rat_sub(&s->rest, s->rest, x.change);
        if (!wide && rat_sign(x.change))
            ARENA_PUSH(g->arena, s->term, s->nterm, s->term_cap, x);
    }
    if (s->nterm)
        qsort(s->term, s->nterm, sizeof *s->term, by_size);
    return wide;
}

/* ---- totals ---- */

static void sum_make(const struct comparison *c, const struct compare_table *t,
                     const struct cell_at at[COMPARE_SIDES], struct compare_sum *s)
{
    struct gatherer g = { .t = t, .arena = c->arena };
    for (g.side = 0; g.side < COMPARE_SIDES; g.side++) {
        const struct findings *f = c->side[g.side].f;
        parts_gather(&g, f, s->rule, identity_row(f, s->rule, at[g.side]));
    }
    if (g.n)
        qsort(g.part, g.n, sizeof *g.part, by_place);
    s->known = !g.unknown && !terms_make(&g, s);
    if (!s->known)
        s->nterm = 0;
}

static bool is_sum(const struct ir_rule *r, uint32_t table)
{
    return (r->kind == KIND_COLUMNS || r->kind == KIND_ROWS) && r->table == table;
}

static bool change_of(const struct comparison *c, const struct compare_table *t,
                      const struct compare_cell *x, struct rat *change)
{
    uint32_t column = t->column[x->column].column;
    const struct ir_table *schema = &c->side[COMPARE_OLD].f->prog->table[t->table];
    struct dec d;
    struct rat factor;
    return column != IR_NONE && compare_difference(x, &d) && w256_sign(d.coef)
        && !rat_dec(change, d) && !formula_factor(&factor, &schema->column[column].unit)
        && !rat_mul(change, *change, factor);
}

/* The rules whose whole is a figure of some column, as they are written: by column 1 + the first,
 * after each 1 + the next; 0: none. One pair of lists for a table: a cell is asked of its own. */
struct sum_rules { uint32_t *first, *next; };

/* The column that the whole of a rule is a figure of; IR_NONE: none, or one of several. */
static uint32_t whole_column(const struct ir_program *p, uint32_t rule)
{
    const struct ir_rule *r = &p->rule[rule];
    uint32_t colref = r->ncell ? evidence_place(p, r, &r->cell[0], 0).colref : IR_NONE;
    const struct ir_colref *of = colref == IR_NONE ? NULL : &p->colref[colref];
    return of && of->kind == COL_PLAIN && of->table == r->table ? of->column : IR_NONE;
}

static struct sum_rules sum_rules(const struct comparison *c, uint32_t table)
{
    const struct ir_program *p = c->side[COMPARE_OLD].f->prog;
    struct sum_rules s = {
        ARENA_ARRAY(c->arena, uint32_t, (size_t)p->table[table].ncolumn + 1),
        ARENA_ARRAY(c->arena, uint32_t, (size_t)p->nrule + 1) };
    for (uint32_t k = p->nrule; k-- > 0;) {
        uint32_t column = is_sum(&p->rule[k], table) ? whole_column(p, k) : IR_NONE;
        if (column != IR_NONE) {
            s.next[k] = s.first[column];
            s.first[column] = k + 1;
        }
    }
    return s;
}

static void cell_explain(const struct comparison *c, struct compare_table *t,
                         const struct sum_rules *rules, uint64_t cell)
{
    const struct compare_cell *x = &t->cell[cell];
    struct compare_sum s = { .cell = cell };
    struct cell_at at[COMPARE_SIDES];
    if (!change_of(c, t, x, &s.change))
        return;
    for (unsigned i = 0; i < COMPARE_SIDES; i++)
        at[i] = (struct cell_at){ t->table, x->row[i], t->column[x->column].sheet[i] };
    for (uint32_t k = rules->first[t->column[x->column].column]; k; k = rules->next[k - 1]) {
        struct compare_sum one = s;
        one.rule = k - 1;
        if (!identity_states(c->side[COMPARE_OLD].f, one.rule, at[COMPARE_OLD])
            || !identity_states(c->side[COMPARE_NEW].f, one.rule, at[COMPARE_NEW]))
            continue;
        sum_make(c, t, at, &one);
        ARENA_PUSH(c->arena, t->sum, t->nsum, t->sum_cap, one);
    }
}

void compare_sums(const struct comparison *c, struct compare_table *t)
{
    struct sum_rules rules = sum_rules(c, t->table);
    for (uint64_t i = 0; i < t->ncell; i++)
        cell_explain(c, t, &rules, i);
}
