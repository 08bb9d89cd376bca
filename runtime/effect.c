/* Effects of inputs.
 * In: the formula of a figure, a run. Out: for each input the change of the figure.
 * Invariant: a change is the difference of two exact values, never a slope. */
#include "effect.h"
#include <stdlib.h>
#include <string.h>

enum { EFFECTS_MOST = 2000 };

struct finder {
    struct arena *arena;
    const struct findings *f;
    const struct formulas *of;
    uint32_t root;
    const struct ir_unit *unit;     /* of the figure */
    struct formula_value *now, *then;
    uint8_t *used, *moved;
    struct effects *out;
};

/* ---- steps ---- */

static bool ten_to(struct rat *r, int places)
{
    return rat_dec(r, (struct dec){ w256_from_i64(1), places });
}

/* 1 in the last printed place of a figure of data; of an exact one 1 of its unit */
static bool printed_step(struct finder *w, const struct formula *x, struct rat *step)
{
    const struct ir_program *p = w->f->prog;
    uint32_t ref = evidence_colref(p, &x->bind);
    const struct data_quote *q = x->bind.kind == BIND_CELL ? data_quote(w->f->data, x->bind.index)
                                                           : NULL;
    const struct ir_column *c;
    struct rat factor;
    if (ref == IR_NONE)
        return false;
    c = &p->table[p->colref[ref].table].column[p->colref[ref].column];
    if (q)
        return !ten_to(step, q->places) && !formula_factor(&factor, &q->factor)
            && !rat_mul(step, *step, factor);
    return !ten_to(step, c->grid.mode == GRID_EXACT ? 0 : c->grid.places)
        && !formula_factor(&factor, &c->unit) && !rat_mul(step, *step, factor);
}

static bool step_of(struct finder *w, const struct formula *x, struct rat *step)
{
    if (x->op == FORMULA_LITERAL)
        *step = x->step;
    else if (x->op == FORMULA_FIGURE)
        return printed_step(w, x, step);
    else
        return !formula_factor(step, &x->unit);
    return true;
}

/* ---- bends ---- */

static enum effect_bend product_bend(const struct formula *x, const uint8_t *moved)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->npart; i++) {
        if (moved[x->part[i].of] && x->part[i].inverse)
            return BEND_DIVISOR;
        n += moved[x->part[i].of];
    }
    return n > 1 ? BEND_FACTORS : BEND_NONE;
}

static enum effect_bend bend_at(const struct formula *x, const uint8_t *moved)
{
    switch ((enum formula_op)x->op) {
    case FORMULA_PRODUCT: return product_bend(x, moved);
    case FORMULA_POWER: return x->power > 1 ? BEND_POWER : BEND_NONE;
    case FORMULA_ROUND: return BEND_ROUND;
    case FORMULA_LEAST: case FORMULA_GREATEST: return BEND_CHOICE;
    case FORMULA_LITERAL: case FORMULA_FIGURE: case FORMULA_ROWS: case FORMULA_SUM: break;
    }
    return BEND_NONE;
}

static enum effect_bend bend_of(const struct finder *w)
{
    enum effect_bend bend = BEND_NONE;
    for (uint32_t i = 0; i <= w->root && !bend; i++)
        if (w->used[i] && w->moved[i])
            bend = bend_at(&w->of->p[i], w->moved);
    return bend;
}

/* ---- one input ---- */

static void change_find(struct finder *w, uint32_t i, struct effect *e, struct rat step)
{
    struct rat change;
    memcpy(w->then, w->now, (size_t)w->of->n * sizeof *w->then);
    memset(w->moved, 0, w->of->n);
    w->moved[i] = 1;
    if (rat_add(&w->then[i].v, w->now[i].v, step))
        w->then[i].reason = RS_OVERFLOW;
    formulas_evaluate(w->of, w->then, w->moved);
    e->bend = (uint8_t)bend_of(w);
    e->reason = w->now[w->root].reason ? w->now[w->root].reason : w->then[w->root].reason;
    if (e->reason)
        return;
    if (rat_sub(&change, w->then[w->root].v, w->now[w->root].v)) {
        e->reason = RS_OVERFLOW;
        return;
    }
    e->change = formula_text(w->arena, change, w->unit);
    e->size = rat_sign(change) < 0 ? rat_neg(change) : change;
    e->sized = true;
}

static void cells_find(struct finder *w, struct effect *e)
{
    struct evidence *x = ARENA_NEW(w->arena, struct evidence);
    struct finding at = { .rule = e->of->rule, .row = DATA_NO_ROW };
    if (e->of->op != FORMULA_FIGURE || e->of->rule == IR_NONE)
        return;
    evidence_figure(x, w->arena, w->f, &at, &e->of->bind, 1);
    if (!x->nfigure)
        return;
    e->cells = x->figure->members;
    e->places = x->figure->places;
    e->cell = x->ncell == 1 && e->cells == 1 ? &x->cell[0] : NULL;
}

static void input_add(struct finder *w, uint32_t i)
{
    struct effect e = { .of = &w->of->p[i] };
    struct rat step;
    if (w->out->n == EFFECTS_MOST) {
        w->out->left_out++;
        return;
    }
    e.reason = w->now[i].reason;
    if (!e.reason)
        e.value = formula_text(w->arena, w->now[i].v, &e.of->unit);
    if (step_of(w, e.of, &step)) {
        e.step = formula_text(w->arena, step, &e.of->unit);
        if (!e.reason)
            change_find(w, i, &e, step);
    }
    cells_find(w, &e);
    ARENA_PUSH(w->arena, w->out->p, w->out->n, w->out->cap, e);
}

/* ---- all ---- */

/* the greatest first, what has none last, else as written */
static int by_size(const void *x, const void *y)
{
    const struct effect *a = x, *b = y;
    int order = 0;
    if (a->sized != b->sized)
        return a->sized ? -1 : 1;
    if (a->sized && !rat_cmp(&order, b->size, a->size) && order)
        return order;
    return a->of < b->of ? -1 : a->of > b->of;
}

/* Is the figure as the interpreter has it another than the formula gives? */
static bool differs(const struct finder *w, const struct why_node *root)
{
    struct formula_value v = { .reason = RS_NONE };
    if (root->step == IR_NONE || w->now[w->root].reason)
        return false;
    eval_left(w->f, root->step, DATA_NO_ROW, &v.v, &v.reason);
    return !v.reason && !rat_equal(v.v, w->now[w->root].v);
}

struct effects *effects_find(struct arena *a, const struct why_tree *t,
                             const struct why_plan *plan)
{
    struct effects *out = ARENA_NEW(a, struct effects);
    const struct formulas *f = plan->formulas;
    struct finder w = { .arena = a, .f = t->f, .of = f, .root = plan->formula,
                        .unit = &plan->root->unit, .out = out,
                        .now = ARENA_ARRAY(a, struct formula_value, f->n + 1),
                        .then = ARENA_ARRAY(a, struct formula_value, f->n + 1),
                        .used = ARENA_ARRAY(a, uint8_t, f->n + 1),
                        .moved = ARENA_ARRAY(a, uint8_t, f->n + 1) };
    out->tree = t;
    out->cut = plan->formula == IR_NONE;
    if (out->cut)
        return out;
    formulas_read(f, t->f, DATA_NO_ROW, w.now);
    formulas_evaluate(f, w.now, NULL);
    formulas_reach(f, w.root, w.used);
    out->rounded = differs(&w, plan->root);
    for (uint32_t i = 0; i <= w.root; i++)
        if (w.used[i] && f->p[i].op < FORMULA_SUM && !f->p[i].hidden)
            input_add(&w, i);
    if (out->n)
        qsort(out->p, out->n, sizeof *out->p, by_size);
    return out;
}
