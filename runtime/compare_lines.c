/* What the change of a line is made of.
 * In: the lines' formulas, both runs. Out: lines that differ, the figures in each that changed,
 * what each adds.
 * Invariant: figures are replaced one after another, from all old ones to all new ones, so that
 * what they add makes the change, exactly. */
#include "compare_part.h"
#include <stdlib.h>
#include <string.h>

struct chain {
    struct comparison *c;
    const struct formulas *f;
    uint32_t n;
    struct formula_value *side[COMPARE_SIDES], *at, *alone;
    uint8_t *seen, *moved;
    uint32_t *stack, nstack, stack_cap;
    uint32_t *input, ninput;        /* of a line, in the order in which they are written */
};

/* ---- values ---- */

static struct formula_value *values_read(struct chain *x, unsigned side)
{
    struct formula_value *v = ARENA_ARRAY(x->c->arena, struct formula_value, (size_t)x->n + 1);
    formulas_read(x->f, x->c->side[side].f, DATA_NO_ROW, v);
    formulas_evaluate(x->f, v, NULL);
    return v;
}

static bool same_value(const struct formula_value *a, const struct formula_value *b)
{
    return a->reason == b->reason && (a->reason || rat_equal(a->v, b->v));
}

static bool is_changed(const struct chain *x, uint32_t i)
{
    return !same_value(&x->side[COMPARE_OLD][i], &x->side[COMPARE_NEW][i]);
}

/* A formula is shared by all lines that use it, so its number says nothing of the order. */
static void inputs_find(struct chain *x, uint32_t root)
{
    memset(x->seen, 0, x->n);
    x->ninput = 0;
    ARENA_PUSH(x->c->arena, x->stack, x->nstack, x->stack_cap, root);
    while (x->nstack) {
        uint32_t i = x->stack[--x->nstack];
        const struct formula *f = &x->f->p[i];
        if (x->seen[i])
            continue;
        x->seen[i] = 1;
        if (f->op < FORMULA_SUM)
            x->input[x->ninput++] = i;
        for (uint32_t k = f->npart; k-- > 0;)
            ARENA_PUSH(x->c->arena, x->stack, x->nstack, x->stack_cap, f->part[k].of);
    }
}

/* One input becomes new: what the root changes by; false if that is not known. */
static bool replace(struct chain *x, struct formula_value *at, uint32_t root, uint32_t input,
                    struct rat *change)
{
    struct formula_value before = at[root];
    memset(x->moved, 0, x->n);
    x->moved[input] = 1;
    at[input] = x->side[COMPARE_NEW][input];
    formulas_evaluate(x->f, at, x->moved);
    return !before.reason && !at[root].reason && !rat_sub(change, at[root].v, before.v);
}

/* ---- a line ---- */

static int by_size(const void *a, const void *b)
{
    const struct compare_input *x = a, *y = b;
    struct rat p = rat_sign(x->change) < 0 ? rat_neg(x->change) : x->change;
    struct rat q = rat_sign(y->change) < 0 ? rat_neg(y->change) : y->change;
    int order = 0;
    if (!rat_cmp(&order, q, p) && order)
        return order;
    return x->formula < y->formula ? -1 : x->formula > y->formula;
}

static void input_add(struct chain *x, struct compare_line *l, uint32_t root, uint32_t i)
{
    struct compare_input in = { .formula = i };
    struct rat alone;
    memcpy(x->alone, x->side[COMPARE_OLD], x->n * sizeof *x->alone);
    l->known = replace(x, x->at, root, i, &in.change) && l->known;
    if (!l->known)
        return;
    l->ordered = l->ordered || !replace(x, x->alone, root, i, &alone)
        || !rat_equal(alone, in.change);
    in.side[COMPARE_OLD] = x->side[COMPARE_OLD][i].v;
    in.side[COMPARE_NEW] = x->side[COMPARE_NEW][i].v;
    if (rat_sign(in.change))
        ARENA_PUSH(x->c->arena, l->input, l->ninput, l->input_cap, in);
}

static void line_explain(struct chain *x, struct compare_line *l, uint32_t root)
{
    const struct formula_value *old = &x->side[COMPARE_OLD][root];
    const struct formula_value *new = &x->side[COMPARE_NEW][root];
    l->known = !old->reason && !new->reason && !rat_sub(&l->change, new->v, old->v);
    inputs_find(x, root);
    memcpy(x->at, x->side[COMPARE_OLD], x->n * sizeof *x->at);
    for (uint32_t i = 0; i < x->ninput && l->known; i++)
        if (is_changed(x, x->input[i]))
            input_add(x, l, root, x->input[i]);
    if (!l->known)
        l->ninput = 0;
    if (l->ninput)
        qsort(l->input, l->ninput, sizeof *l->input, by_size);
}

/* As the interpreter has it: what it cannot tell, the formula is not asked for. */
static bool is_alike(const struct comparison *c, uint32_t line)
{
    const struct line_value *old = &c->side[COMPARE_OLD].f->line[line];
    const struct line_value *new = &c->side[COMPARE_NEW].f->line[line];
    if (!old->value || !new->value)
        return !old->value && !new->value && old->reason == new->reason;
    return !strcmp(old->value, new->value);
}

void compare_lines(struct comparison *c)
{
    const struct ir_program *p = c->side[COMPARE_OLD].f->prog;
    struct chain x = { .c = c, .f = &c->formulas->f, .n = c->formulas->f.n };
    for (unsigned side = 0; side < COMPARE_SIDES; side++)
        x.side[side] = values_read(&x, side);
    x.at = ARENA_ARRAY(c->arena, struct formula_value, (size_t)x.n + 1);
    x.alone = ARENA_ARRAY(c->arena, struct formula_value, (size_t)x.n + 1);
    x.seen = ARENA_ARRAY(c->arena, uint8_t, (size_t)x.n + 1);
    x.input = ARENA_ARRAY(c->arena, uint32_t, (size_t)x.n + 1);
    x.moved = ARENA_ARRAY(c->arena, uint8_t, (size_t)x.n + 1);
    for (uint32_t i = 0; i < p->nline; i++) {
        struct compare_line l = { .line = i };
        if (is_alike(c, i))
            continue;
        if (c->formulas->of[i] != IR_NONE)
            line_explain(&x, &l, c->formulas->of[i]);
        ARENA_PUSH(c->arena, c->line, c->nline, c->line_cap, l);
    }
}
