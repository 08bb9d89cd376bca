/* What formulas name: for a report that puts values in the place of names. In: expressions of lines
 * and rules, whose normal forms are there. Out: operands of lines in the order of their text, the
 * lines that rules name. Invariant: an operand has the value that its text has where it stands;
 * what has none that a report could find (sum( … where … ), prior(line)) is left out. */
#include "atom.h"
#include "fold.h"
#include "function.h"
#include "lower.h"
#include "step.h"

struct naming {
    struct unit *u;
    struct span formula;            /* of the whole */
    uint32_t length;                /* of its text, which is cut */
    bool full;                      /* an operand reached the cut: what follows is not shown */
    struct ir_operand *operand; uint32_t n, cap;
};

static bool is_figure(const struct expr *e, enum decl_kind kind)
{
    return e->kind == EX_REF && e->decl && e->decl->kind == kind;
}

static enum function function_of(const struct unit *u, const struct expr *e)
{
    return function_find(unit_text(u, e->u.call.fn.text));
}

/* ── lines ── */

static void operand_add(struct naming *x, struct span at, struct ir_operand o)
{
    struct span before = { x->formula.file, x->formula.off, at.off - x->formula.off };

    if (x->full)
        return;
    o.off = lower_source_length(x->u, before);
    before.len += at.len;
    o.len = lower_source_length(x->u, before) - o.off;
    x->full = o.off + o.len >= x->length
        && at.off + at.len < x->formula.off + x->formula.len;
    if (o.len && !x->full)
        ARENA_PUSH(x->u->arena, x->operand, x->n, x->cap, o);
}

/* The one cell, or the column's sum, that it is. */
static void figure_add(struct naming *x, struct expr *e, struct span at, bool prior)
{
    const struct side *side = step_side(x->u, e, false, prior);
    bool one = side && !side->quot && side->lin->n == 1;
    const struct atom *a = one ? side->lin->term[0].atom : NULL;
    struct ir_operand o = { .kind = OPERAND_FIGURE };

    if (a && a->kind == ATOM_CELL)
        o.bind = (struct ir_bind){ BIND_CELL, FACET_MID, a->cell };
    else if (a && a->kind == ATOM_SUM && a->lowered)
        o.bind = (struct ir_bind){ BIND_SLOT, FACET_MID, a->slot.mid };
    else
        return;
    operand_add(x, at, o);
}

static void constant_add(struct naming *x, struct expr *e, struct span at)
{
    const struct rat *k = fold_constant(x->u, e);

    if (k)
        operand_add(x, at, (struct ir_operand){
            .kind = OPERAND_CONSTANT, .num = k->num, .den = k->den,
            .unit = measure_ir(x->u, measure_settle(x->u, e->measure)) });
}

/* at: the place of the whole, which inside prior() is more than the reference */
static void ref_add(struct naming *x, struct expr *e, struct span at, bool prior)
{
    if (is_figure(e, DECL_PARAM))
        constant_add(x, e, at);
    else if (!is_figure(e, DECL_LINE))
        figure_add(x, e, at, prior);
    else if (!prior)
        operand_add(x, at, (struct ir_operand){ .kind = OPERAND_LINE, .line = e->decl->line });
}

static void expr_operands(struct naming *x, struct expr *e);

static void call_operands(struct naming *x, struct expr *e)
{
    enum function f = function_of(x->u, e);
    struct expr *of = e->u.call.arg[0];

    if (f == FN_SUM && of->kind == EX_REF && !e->u.call.where)
        figure_add(x, e, e->span, false);
    else if (f == FN_PRIOR && of->kind == EX_REF)
        ref_add(x, of, e->span, true);
    else if (f != FN_PRIOR && !function_goes_over_rows(f, e->u.call.narg))
        for (uint32_t i = 0; i < e->u.call.narg; i++)
            expr_operands(x, e->u.call.arg[i]);
}

static void expr_operands(struct naming *x, struct expr *e)
{
    switch (e->kind) {
    case EX_REF:
        ref_add(x, e, e->span, false);
        break;
    case EX_CALL:
        call_operands(x, e);
        break;
    case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV:
        expr_operands(x, e->u.bin.a);
        expr_operands(x, e->u.bin.b);
        break;
    case EX_NEG: case EX_POW:
        expr_operands(x, e->u.bin.a);
        break;
    case EX_NUM: case EX_ERROR:
        break;
    }
}

void lower_formula(struct unit *u, struct expr *value, struct ir_line *l)
{
    struct naming x = { .u = u, .formula = value->span };

    l->formula = lower_source(u, value->span);
    x.length = lower_source_length(u, value->span);
    expr_operands(&x, value);
    l->operand = x.operand;
    l->noperand = x.n;
}

/* ── rules ── */

struct named { struct unit *u; struct ir_rule *r; };

static void named_add(struct named *x, uint32_t line)
{
    struct ir_rule *r = x->r;

    for (uint32_t i = 0; i < r->nnamed; i++)
        if (r->named[i] == line)
            return;
    if (!r->named)
        r->named = ARENA_ARRAY(x->u->arena, uint32_t, IR_NAMED_LINES);
    if (r->nnamed < IR_NAMED_LINES)
        r->named[r->nnamed++] = line;
}

static void expr_named(struct named *x, const struct expr *e)
{
    switch (e->kind) {
    case EX_REF:
        if (is_figure(e, DECL_LINE))
            named_add(x, e->decl->line);
        break;
    case EX_CALL:
        for (uint32_t i = 0; function_of(x->u, e) != FN_PRIOR && i < e->u.call.narg; i++)
            expr_named(x, e->u.call.arg[i]);
        break;
    case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV:
        expr_named(x, e->u.bin.a);
        expr_named(x, e->u.bin.b);
        break;
    case EX_NEG: case EX_POW:
        expr_named(x, e->u.bin.a);
        break;
    case EX_NUM: case EX_ERROR:
        break;
    }
}

static void cond_named(struct named *x, const struct cond *c)
{
    switch (c->kind) {
    case COND_AND: case COND_OR: case COND_NOT:
        cond_named(x, c->u.both.a);
        if (c->u.both.b)
            cond_named(x, c->u.both.b);
        break;
    case COND_COMPARE:
        expr_named(x, c->u.cmp.x);
        expr_named(x, c->u.cmp.y);
        break;
    case COND_PRESENT: case COND_TEXT:
        break;
    }
}

void lower_rule_named(struct unit *u, const struct rule *rule, uint32_t i, struct ir_rule *r)
{
    struct named x = { u, r };

    expr_named(&x, rule->side[i]);
    expr_named(&x, rule->side[i + 1]);
    if (rule->where)
        cond_named(&x, rule->where);
    if (rule->when)
        cond_named(&x, rule->when);
}
