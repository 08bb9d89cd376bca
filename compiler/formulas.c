/* Checked expressions to formulas (runtime/formula.h).
 * In: an expression of a lowered unit. Out: what it is made of, down to literals and figures of
 * data; each figure of data has a step, by which the interpreter tells its value.
 * Invariant: a line or param is gone into once, and one figure of data is one input. */
#include "atom.h"
#include "fold.h"
#include "form_part.h"
#include "step.h"
#include <string.h>

#define DEPTH_MOST 1000u            /* lines and params that are gone into, one in another */

struct formula_build { struct unit *u; struct formulas *f; bool prior; struct step_place at; };

static uint32_t make_expr(struct formula_build *b, struct expr *e);

/* ── making ── */

static struct formula *add(struct formula_build *b, enum formula_op op, uint32_t *number)
{
    struct formulas *f = b->f;

    if (f->n == FORMULAS_MOST) {
        f->cut = true;
        *number = IR_NONE;
        return NULL;
    }
    *number = f->n;
    ARENA_PUSH(b->u->arena, f->p, f->n, f->cap, ((struct formula){ .op = (uint8_t)op }));
    f->p[*number].rule = IR_NONE;
    f->p[*number].name = f->p[*number].text = f->p[*number].because = "";
    return &f->p[*number];
}

static void describe(struct formula_build *b, struct formula *x, const struct expr *e)
{
    x->text = unit_text(b->u, lower_source(b->u, e->span));
    if (b->prior && e->kind != EX_NUM)
        x->text = arena_printf(b->u->arena, "prior(%s)", x->text);
    x->unit = measure_ir(b->u, measure_settle(b->u, e->measure));
    x->file = e->span.file;
    srcs_locate(b->u->srcs, e->span, &x->line, &x->col);
}

/* Parts are made before the whole: its number is after theirs. */
struct parts { struct formula_part *p; uint32_t n, cap; bool cut; };

static void add_part(struct formula_build *b, struct parts *to, uint32_t of, bool inverse)
{
    to->cut = to->cut || of == IR_NONE;
    ARENA_PUSH(b->u->arena, to->p, to->n, to->cap, ((struct formula_part){ of, inverse }));
}

static uint32_t make_whole(struct formula_build *b, enum formula_op op, const struct parts *parts)
{
    uint32_t number = IR_NONE;
    struct formula *x = parts->cut ? NULL : add(b, op, &number);

    if (x) {
        x->part = parts->p;
        x->npart = parts->n;
    }
    return number;
}

static uint32_t make_hidden(struct formula_build *b, struct rat value)
{
    uint32_t number;
    struct formula *x = add(b, FORMULA_LITERAL, &number);

    if (x) {
        x->hidden = true;
        x->value = value;
    }
    return number;
}

/* ── inputs ── */

/* 10^-places in the literal's unit */
static struct rat last_place(struct unit *u, const struct expr *e)
{
    const char *point = strchr(unit_text(u, e->u.num.digits), '.');
    struct rat r;

    if (rat_dec(&r, (struct dec){ w256_from_i64(1), point ? (int)strlen(point + 1) : 0 })
        || rat_mul(&r, r, e->measure->factor))
        return rat_int(0);
    return r;
}

static uint32_t make_literal(struct formula_build *b, struct expr *e)
{
    const struct rat *k = fold_constant(b->u, e);
    uint32_t number;
    struct formula *x = k ? add(b, FORMULA_LITERAL, &number) : NULL;

    if (!x)
        return IR_NONE;
    x->value = *k;
    x->step = last_place(b->u, e);
    describe(b, x, e);
    return number;
}

static uint32_t find_figure(const struct formulas *f, const struct ir_bind *bind)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->p[i].op == FORMULA_FIGURE && f->p[i].bind.kind == bind->kind
            && f->p[i].bind.index == bind->index)
            return i;
    return IR_NONE;
}

static struct formula *add_step(struct formula_build *b, enum formula_op op, struct expr *e,
                                const struct side *s, uint32_t *number)
{
    struct formula *x = s ? add(b, op, number) : NULL;

    if (!x)
        return NULL;
    describe(b, x, e);
    x->rule = b->f->cut ? IR_NONE
        : lower_step(b->u, s, b->at, measure_settle(b->u, e->measure), e->span);
    b->f->cut = b->f->cut || x->rule == IR_NONE;
    return x;
}

static uint32_t make_figure(struct formula_build *b, struct expr *e)
{
    const struct side *s = step_side(b->u, e, false, b->prior);
    const struct atom *a = s && !s->quot && s->lin->n == 1 ? s->lin->term[0].atom : NULL;
    struct ir_bind bind = { BIND_COLREF, FACET_MID, 0 };
    struct formula *x;
    uint32_t number = IR_NONE;

    if (!a)
        return IR_NONE;
    bind.index = a->kind == ATOM_CELL ? a->cell : a->ref;
    bind.kind = a->kind == ATOM_CELL ? BIND_CELL : BIND_COLREF;
    number = find_figure(b->f, &bind);
    if (number != IR_NONE)
        return number;
    x = add_step(b, FORMULA_FIGURE, e, s, &number);
    if (x)
        x->bind = bind;
    return number;
}

static bool asks_figures(const struct cond *c)
{
    switch (c->kind) {
    case COND_AND: case COND_OR:
        return asks_figures(c->u.both.a) || asks_figures(c->u.both.b);
    case COND_NOT: return asks_figures(c->u.both.a);
    case COND_COMPARE: case COND_PRESENT: return true;
    case COND_TEXT: break;
    }
    return false;
}

/* A sum of cells is a figure of data; what else is made over rows is not gone into. */
static uint32_t make_rows(struct formula_build *b, struct expr *e, enum function f)
{
    const struct side *s = step_side(b->u, e, false, b->prior);
    bool cells = f == FN_SUM && e->u.call.arg[0]->kind == EX_REF
        && e->u.call.arg[0]->decl->kind == DECL_COLUMN;
    struct ir_bind *bind = NULL;
    uint32_t number = IR_NONE, n = 0;
    struct formula *x = add_step(b, cells ? FORMULA_FIGURE : FORMULA_ROWS, e, s, &number);

    if (!x)
        return IR_NONE;
    if (cells)
        lower_figures(b->u, &s, 1, &bind, &n);
    x->chosen = e->u.call.where && asks_figures(e->u.call.where);
    if (n)
        x->bind = bind[0];
    else
        x->op = FORMULA_ROWS;
    return number;
}

/* ── lines and params ── */

static void name_param(struct formula_build *b, uint32_t number, const struct decl *d)
{
    struct formula *x = number == IR_NONE ? NULL : &b->f->p[number];
    const struct stmt *s = d->stmt;

    if (!x || d->kind != DECL_PARAM || x->op != FORMULA_LITERAL || x->hidden)
        return;
    x->name = unit_text(b->u, d->name.text);
    x->because = unit_text(b->u, s->u.fig.because);
    x->from = s->u.fig.from;
    x->until = s->u.fig.until;
    srcs_locate(b->u->srcs, s->span, &x->line, &x->col);
}

uint32_t formulas_of_figure(struct unit *u, struct formulas *f, struct decl *d, bool prior)
{
    struct formula_build b = { .u = u, .f = f, .prior = prior, .at.domain = DOMAIN_UNIT };

    if (d->formula[prior])
        return d->formula[prior] - 1;
    if (f->depth == DEPTH_MOST) {
        f->cut = true;
        return IR_NONE;
    }
    f->depth++;
    d->formula[prior] = make_expr(&b, d->stmt->u.fig.value) + 1;        /* IR_NONE: 0 */
    f->depth--;
    name_param(&b, d->formula[prior] - 1, d);
    return d->formula[prior] - 1;
}

static uint32_t make_ref(struct formula_build *b, struct expr *e)
{
    if (e->decl->kind == DECL_PARAM || e->decl->kind == DECL_LINE)
        return formulas_of_figure(b->u, b->f, e->decl, b->prior);
    return make_figure(b, e);
}

/* ── arithmetic ── */

static bool is_sum(const struct expr *e) { return e->kind == EX_ADD || e->kind == EX_SUB; }
static bool is_product(const struct expr *e) { return e->kind == EX_MUL || e->kind == EX_DIV; }

/* a + b − c is one sum of three parts; the first stands deepest in the tree. */
static uint32_t make_operands(struct formula_build *b, struct expr *e)
{
    bool (*goes_on)(const struct expr *e) = is_sum(e) ? is_sum : is_product;
    enum formula_op op = is_sum(e) ? FORMULA_SUM : FORMULA_PRODUCT;
    struct expr **spine = ARENA_ARRAY(b->u->arena, struct expr *, e->depth);
    struct parts parts = { NULL, 0, 0, false };
    uint32_t depth = 0;

    for (; goes_on(e); e = e->u.bin.a)
        spine[depth++] = e;
    add_part(b, &parts, make_expr(b, e), false);
    while (depth-- > 0)
        add_part(b, &parts, make_expr(b, spine[depth]->u.bin.b),
                 spine[depth]->kind == EX_SUB || spine[depth]->kind == EX_DIV);
    return make_whole(b, op, &parts);
}

static uint32_t make_negative(struct formula_build *b, struct expr *e)
{
    struct parts parts = { NULL, 0, 0, false };

    add_part(b, &parts, make_expr(b, e->u.bin.a), true);
    return make_whole(b, FORMULA_SUM, &parts);
}

static uint32_t make_power(struct formula_build *b, struct expr *e)
{
    struct parts parts = { NULL, 0, 0, false };
    uint32_t number;

    add_part(b, &parts, make_expr(b, e->u.bin.a), false);
    number = make_whole(b, FORMULA_POWER, &parts);
    if (number != IR_NONE)
        b->f->p[number].power = fold_power_of(b->u, e);
    return number;
}

/* x / p, of growth less 1 */
static uint32_t make_ratio(struct formula_build *b, struct expr *e, bool growth)
{
    struct parts parts = { NULL, 0, 0, false }, less = { NULL, 0, 0, false };

    add_part(b, &parts, make_expr(b, e->u.call.arg[0]), false);
    add_part(b, &parts, make_expr(b, e->u.call.arg[1]), true);
    if (!growth)
        return make_whole(b, FORMULA_PRODUCT, &parts);
    add_part(b, &less, make_whole(b, FORMULA_PRODUCT, &parts), false);
    add_part(b, &less, make_hidden(b, rat_int(1)), true);
    return make_whole(b, FORMULA_SUM, &less);
}

static uint32_t make_round(struct formula_build *b, struct expr *e)
{
    const struct rat *step = fold_constant(b->u, e->u.call.arg[1]);
    struct parts parts = { NULL, 0, 0, false };

    add_part(b, &parts, make_expr(b, e->u.call.arg[0]), false);
    add_part(b, &parts, step ? make_hidden(b, *step) : IR_NONE, false);
    return make_whole(b, FORMULA_ROUND, &parts);
}

static uint32_t make_extreme(struct formula_build *b, struct expr *e, enum formula_op op)
{
    struct parts parts = { NULL, 0, 0, false };

    for (uint32_t i = 0; i < e->u.call.narg; i++)
        add_part(b, &parts, make_expr(b, e->u.call.arg[i]), false);
    return make_whole(b, op, &parts);
}

static uint32_t make_prior(struct formula_build *b, struct expr *e)
{
    struct formula_build in = *b;

    in.prior = true;
    return make_expr(&in, e->u.call.arg[0]);
}

static uint32_t make_call(struct formula_build *b, struct expr *e)
{
    enum function f = function_find(unit_text(b->u, e->u.call.fn.text));

    if (function_goes_over_rows(f, e->u.call.narg))
        return make_rows(b, e, f);
    switch (f) {
    case FN_PRIOR: return make_prior(b, e);
    case FN_ROUND: return make_round(b, e);
    case FN_GROWTH: case FN_SHARE: return make_ratio(b, e, f == FN_GROWTH);
    case FN_MIN: return make_extreme(b, e, FORMULA_LEAST);
    case FN_MAX: return make_extreme(b, e, FORMULA_GREATEST);
    case FN_SUM: case FN_COUNT: case FN_AVG: case FN_UNKNOWN: break;
    }
    return IR_NONE;
}

static uint32_t make_expr(struct formula_build *b, struct expr *e)
{
    switch (e->kind) {
    case EX_NUM: return make_literal(b, e);
    case EX_REF: return make_ref(b, e);
    case EX_NEG: return make_negative(b, e);
    case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV: return make_operands(b, e);
    case EX_POW: return make_power(b, e);
    case EX_CALL: return make_call(b, e);
    case EX_ERROR: break;
    }
    return IR_NONE;
}

uint32_t formulas_of(struct unit *u, struct formulas *f, struct expr *e)
{
    struct formula_build b = { .u = u, .f = f, .at.domain = DOMAIN_UNIT };

    return make_expr(&b, e);
}

/* One that is too much leaves none to those that come after it. */
void formulas_of_lines(struct unit *u)
{
    struct line_formulas *l = u->lines;

    l->of = ARENA_ARRAY(u->arena, uint32_t, (size_t)u->ir->nline + 1);
    for (uint32_t i = 0; i < u->scope->nfigure; i++) {
        struct decl *d = u->scope->figure[i];
        if (d->kind == DECL_LINE)
            l->of[d->line] = l->f.cut ? IR_NONE : formulas_of_figure(u, &l->f, d, false);
    }
}
