/* What the change of a line is made of.
 * In: the lines' formulas, both runs. Out: lines that differ, the figures in each that changed,
 * what each adds.
 * Invariant: figures are replaced one after another, from all old ones to all new ones, so that
 * what they add makes the change, exactly. */
#include "compare_part.h"
#include <stdlib.h>
#include <string.h>

enum { INPUTS_KEPT = 200 };         /* of a line; in a chain each has those of all before it */
#define WORK_MOST UINT64_C(200000000)           /* formulas looked at, for all lines */

struct chain {
    struct comparison *c;
    uint64_t work;                  /* so far */
    const struct formulas *f;
    uint32_t n;
    struct formula_value *side[COMPARE_SIDES];
    struct formula_move at;         /* the figures that were replaced are new ones */
    struct formula_move first, last;            /* all others are old ones; new ones */
    uint8_t *seen, *varies;
    uint32_t *stack, nstack, stack_cap;
    uint32_t *input, ninput;        /* of a line, in the order in which they are written */
    uint32_t *node, nnode;          /* that it is made of, parts first */
    struct rat *weight;             /* of a line's change: for one more of a formula */
    struct compare_input *found;    /* room for twice those that are kept of a line */
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
static void parts_find(struct chain *x, uint32_t root)
{
    memset(x->seen, 0, x->n);
    x->ninput = x->nnode = 0;
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
    for (uint32_t i = 0; i <= root; i++)
        if (x->seen[i] && x->f->p[i].op >= FORMULA_SUM)
            x->node[x->nnode++] = i;
}

/* One input becomes that of a side: what the root changes by; false if that is not known. */
static bool replace(const struct chain *x, struct formula_move *m, unsigned side, uint32_t root,
                    uint32_t input, struct rat *change)
{
    struct formula_value before = m->v[root];
    formulas_move(m, input, x->side[side][input]);
    return !before.reason && !m->v[root].reason && !rat_sub(change, m->v[root].v, before.v);
}

/* ---- weights ---- */

/* Which parts have an input that changed, even if together they come to what they were. */
static void varying_find(struct chain *x)
{
    for (uint32_t k = 0; k < x->ninput; k++)
        x->varies[x->input[k]] = is_changed(x, x->input[k]);
    for (uint32_t k = 0; k < x->nnode; k++) {
        const struct formula *f = &x->f->p[x->node[k]];
        x->varies[x->node[k]] = 0;
        for (uint32_t i = 0; i < f->npart; i++)
            x->varies[x->node[k]] |= x->varies[f->part[i].of];
    }
}

static bool weigh_terms(struct chain *x, const struct formula *f, struct rat weight)
{
    for (uint32_t k = 0; k < f->npart; k++) {
        struct rat *to = &x->weight[f->part[k].of];
        if (x->varies[f->part[k].of]
            && (f->part[k].inverse ? rat_sub(to, *to, weight) : rat_add(to, *to, weight)))
            return false;
    }
    return true;
}

/* What does not vary is the factor of the one part that does. */
static bool weigh_factor(struct chain *x, const struct formula *f, struct rat weight)
{
    uint32_t at = IR_NONE;
    for (uint32_t k = 0; k < f->npart; k++) {
        uint32_t of = f->part[k].of;
        struct rat factor = x->side[COMPARE_OLD][of].v;
        if (x->varies[of] && (f->part[k].inverse || at != IR_NONE))
            return false;
        if (x->varies[of])
            at = of;
        else if (f->part[k].inverse ? rat_div(&weight, weight, factor)
                                    : rat_mul(&weight, weight, factor))
            return false;
    }
    return !rat_add(&x->weight[at], x->weight[at], weight);
}

/* What the root changes by for one more of each input; false: that depends on the others, or it
 * is too wide. */
static bool weigh(struct chain *x, uint32_t root)
{
    varying_find(x);
    for (uint32_t k = 0; k < x->ninput; k++)
        x->weight[x->input[k]] = rat_int(0);
    for (uint32_t k = 0; k < x->nnode; k++)
        x->weight[x->node[k]] = rat_int(0);
    x->weight[root] = rat_int(1);
    for (uint32_t k = x->nnode; k-- > 0;) {
        uint32_t i = x->node[k];
        const struct formula *f = &x->f->p[i];
        if (x->varies[i]
            && (f->op == FORMULA_SUM ? !weigh_terms(x, f, x->weight[i])
                : f->op != FORMULA_PRODUCT || !weigh_factor(x, f, x->weight[i])))
            return false;
    }
    return true;
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

/* Greatest first, and no more than are kept. */
static void inputs_sort(struct compare_line *l)
{
    if (l->ninput)
        qsort(l->input, l->ninput, sizeof *l->input, by_size);
    if (l->ninput > INPUTS_KEPT) {
        l->others += l->ninput - INPUTS_KEPT;
        l->ninput = INPUTS_KEPT;
    }
}

/* Sorted whenever there is no room for another: those that go are less than all that stay. */
static void input_add(struct chain *x, struct compare_line *l, uint32_t i, struct rat change)
{
    struct compare_input in = { .formula = i, .change = change };
    in.side[COMPARE_OLD] = x->side[COMPARE_OLD][i].v;
    in.side[COMPARE_NEW] = x->side[COMPARE_NEW][i].v;
    if (!rat_sign(change))
        return;
    if (l->ninput == 2 * INPUTS_KEPT)
        inputs_sort(l);
    l->input[l->ninput++] = in;
}

static void inputs_keep(struct chain *x, struct compare_line *l)
{
    struct compare_input *kept;
    inputs_sort(l);
    kept = ARENA_ARRAY(x->c->arena, struct compare_input, (size_t)l->ninput + 1);
    memcpy(kept, l->input, l->ninput * sizeof *kept);
    l->input = kept;
}

bool compare_left(const struct compare_line *l, uint32_t told, struct rat *left)
{
    *left = l->change;
    for (uint32_t i = 0; i < told; i++)
        if (rat_sub(left, *left, l->input[i].change))
            return false;
    return true;
}

/* Where what one adds does not depend on the others; false if it is too wide. */
static bool inputs_weigh(struct chain *x, struct compare_line *l)
{
    for (uint32_t k = 0; k < x->ninput; k++) {
        uint32_t i = x->input[k];
        struct rat change;
        if (!x->varies[i])
            continue;
        if (rat_sub(&change, x->side[COMPARE_NEW][i].v, x->side[COMPARE_OLD][i].v)
            || rat_mul(&change, change, x->weight[i]))
            return false;
        input_add(x, l, i, change);
    }
    return true;
}

/* Does it add the same before all others, and behind all others? */
static bool is_steady(struct chain *x, uint32_t root, uint32_t i, struct rat change)
{
    struct rat first, last;
    bool known = replace(x, &x->first, COMPARE_NEW, root, i, &first);
    formulas_settle(&x->first, i, true);
    known = replace(x, &x->last, COMPARE_OLD, root, i, &last) && known;
    formulas_settle(&x->last, i, true);
    return known && rat_equal(first, change) && rat_equal(rat_neg(last), change);
}

/* May so much be done? What is not is told: the time is bounded, whatever the rules are. */
static bool spend(struct chain *x, struct compare_line *l, uint64_t work)
{
    l->long_work = work > WORK_MOST - x->work;
    x->work += l->long_work ? 0 : work;
    return !l->long_work;
}

static void inputs_replace(struct chain *x, struct compare_line *l, uint32_t root)
{
    l->ninput = l->others = 0;
    l->known = spend(x, l, (uint64_t)x->ninput * x->nnode * 4);
    x->at.nnode = x->first.nnode = x->last.nnode = x->nnode;
    for (uint32_t k = 0; k < x->ninput && l->known; k++) {
        uint32_t i = x->input[k];
        struct rat change;
        if (!is_changed(x, i))
            continue;
        l->known = replace(x, &x->at, COMPARE_NEW, root, i, &change);
        formulas_settle(&x->at, i, false);
        l->ordered = l->ordered || (l->known && !is_steady(x, root, i, change));
        if (l->known)
            input_add(x, l, i, change);
    }
    for (uint32_t k = 0; k < x->ninput; k++)
        x->at.v[x->input[k]] = x->side[COMPARE_OLD][x->input[k]];
    for (uint32_t k = 0; k < x->nnode; k++)
        x->at.v[x->node[k]] = x->side[COMPARE_OLD][x->node[k]];
}

static void line_explain(struct chain *x, struct compare_line *l, uint32_t root)
{
    const struct formula_value *old = &x->side[COMPARE_OLD][root];
    const struct formula_value *new = &x->side[COMPARE_NEW][root];
    l->known = !old->reason && !new->reason && !rat_sub(&l->change, new->v, old->v);
    if (!l->known)
        return;
    l->input = x->found;
    parts_find(x, root);
    l->known = spend(x, l, (uint64_t)x->ninput + x->nnode);
    if (l->known && (!weigh(x, root) || !inputs_weigh(x, l)))
        inputs_replace(x, l, root);
    if (!l->known)
        l->ninput = l->others = 0;
    inputs_keep(x, l);
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

static struct formula_move move_open(const struct chain *x, unsigned side,
                                     struct formula_value *was, uint8_t *moved)
{
    struct formula_move m = { .f = x->f, .node = x->node, .was = was, .moved = moved };
    m.v = ARENA_ARRAY(x->c->arena, struct formula_value, (size_t)x->n + 1);
    memcpy(m.v, x->side[side], x->n * sizeof *m.v);
    return m;
}

static void chain_open(struct chain *x)
{
    struct arena *a = x->c->arena;
    size_t n = (size_t)x->n + 1;
    struct formula_value *was = ARENA_ARRAY(a, struct formula_value, n);
    uint8_t *moved = ARENA_ARRAY(a, uint8_t, n);
    for (unsigned side = 0; side < COMPARE_SIDES; side++)
        x->side[side] = values_read(x, side);
    x->seen = ARENA_ARRAY(a, uint8_t, n);
    x->varies = ARENA_ARRAY(a, uint8_t, n);
    x->input = ARENA_ARRAY(a, uint32_t, n);
    x->node = ARENA_ARRAY(a, uint32_t, n);
    x->weight = ARENA_ARRAY(a, struct rat, n);
    x->found = ARENA_ARRAY(a, struct compare_input, 2 * INPUTS_KEPT);
    x->at = move_open(x, COMPARE_OLD, was, moved);
    x->first = move_open(x, COMPARE_OLD, was, moved);
    x->last = move_open(x, COMPARE_NEW, was, moved);
}

void compare_lines(struct comparison *c)
{
    const struct ir_program *p = c->side[COMPARE_OLD].f->prog;
    struct chain x = { .c = c, .f = &c->formulas->f, .n = c->formulas->f.n };
    chain_open(&x);
    for (uint32_t i = 0; i < p->nline; i++) {
        struct compare_line l = { .line = i };
        if (is_alike(c, i))
            continue;
        if (c->formulas->of[i] != IR_NONE)
            line_explain(&x, &l, c->formulas->of[i]);
        ARENA_PUSH(c->arena, c->line, c->nline, c->line_cap, l);
    }
}
