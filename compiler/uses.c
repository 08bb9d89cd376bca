/* Who reads what: the other way round of a derivation.
 * In: a lowered unit. Out: for each line, param and pair of a rule's sides the figures that stand
 * in it itself, and the lines and params that it names.
 * Invariant: what a line reads is its own: a rule that names the line does not read it again. */
#include "atom.h"
#include "form_part.h"
#include "step.h"
#include "walk.h"
#include <string.h>

struct reader { struct unit *u; struct why_plan *plan; struct why_user *user; };
/* where an expression stands: among the rows of an aggregate, inside prior() */
struct reading { bool in_sum, prior; };

static void read_expr(struct reader *r, struct expr *e, struct reading at);

static void add_read(struct reader *r, struct ir_bind of, bool leaves)
{
    ARENA_PUSH(r->u->arena, r->user->read, r->user->nread, r->user->cap_read,
               ((struct why_read){ of, leaves }));
}

/* the figures of a form, as evidence has them */
static void read_side(struct reader *r, const struct side *s)
{
    struct ir_bind *cell = NULL;
    uint32_t n = 0;

    if (!s)
        return;
    value_prepare(r->u, s);
    lower_figures(r->u, &s, 1, &cell, &n);
    for (uint32_t i = 0; i < n; i++)
        add_read(r, cell[i], false);
}

static void read_figure(struct reader *r, struct expr *e, struct reading at)
{
    const struct side *s = step_side(r->u, e, at.in_sum, at.prior);
    const struct atom *a = s && !s->quot && s->lin->n == 1 ? s->lin->term[0].atom : NULL;

    if (a && a->kind == ATOM_CELL)
        add_read(r, (struct ir_bind){ BIND_CELL, FACET_MID, a->cell }, false);
    else if (a && (a->kind == ATOM_COL || a->kind == ATOM_SUM))
        add_read(r, (struct ir_bind){ BIND_COLREF, FACET_MID, a->ref }, at.in_sum);
}

static void read_named(struct reader *r, const struct decl *d)
{
    ARENA_PUSH(r->u->arena, r->user->by, r->user->nby, r->user->cap_by, d->figure);
}

static void read_cond(struct reader *r, struct cond *c, struct reading at)
{
    switch (c->kind) {
    case COND_AND: case COND_OR: case COND_NOT:
        read_cond(r, c->u.both.a, at);
        if (c->u.both.b)
            read_cond(r, c->u.both.b, at);
        break;
    case COND_COMPARE:
        read_expr(r, c->u.cmp.x, at);
        read_expr(r, c->u.cmp.y, at);
        break;
    case COND_PRESENT:
        read_expr(r, c->u.cell, at);
        break;
    case COND_TEXT:
        break;
    }
}

static void read_names(struct expr *e, void *ctx)
{
    if (e->kind == EX_REF && e->decl
        && (e->decl->kind == DECL_PARAM || e->decl->kind == DECL_LINE))
        read_named(ctx, e->decl);
}

/* Of the rows of a table: those that it takes; its condition looks at all. */
static void read_rows(struct reader *r, struct expr *e, struct reading at)
{
    read_side(r, step_side(r->u, e, at.in_sum, at.prior));
    for (uint32_t i = 0; i < e->u.call.narg; i++)
        walk_expr(e->u.call.arg[i], read_names, r);
    if (e->u.call.where)
        read_cond(r, e->u.call.where, (struct reading){ true, at.prior });
}

static void read_call(struct reader *r, struct expr *e, struct reading at)
{
    enum function f = function_find(unit_text(r->u, e->u.call.fn.text));

    if (function_goes_over_rows(f, e->u.call.narg)) {
        read_rows(r, e, at);
        return;
    }
    at.prior = at.prior || f == FN_PRIOR;
    for (uint32_t i = 0; i < e->u.call.narg; i++)
        read_expr(r, e->u.call.arg[i], at);
}

static void read_expr(struct reader *r, struct expr *e, struct reading at)
{
    switch (e->kind) {
    case EX_REF:
        if (e->decl->kind == DECL_PARAM || e->decl->kind == DECL_LINE)
            read_named(r, e->decl);
        else
            read_figure(r, e, at);
        break;
    case EX_CALL:
        read_call(r, e, at);
        break;
    case EX_NEG: case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV: case EX_POW:
        read_expr(r, e->u.bin.a, at);
        if (e->kind != EX_NEG)
            read_expr(r, e->u.bin.b, at);
        break;
    case EX_NUM: case EX_ERROR:
        break;
    }
}

/* ── who reads ── */

static struct why_user *add_user(struct reader *r)
{
    struct why_plan *p = r->plan;

    ARENA_PUSH(r->u->arena, p->user, p->nuser, p->cap_user, ((struct why_user){ .line = IR_NONE }));
    r->user = &p->user[p->nuser - 1];
    r->user->figure = r->user->rule = IR_NONE;
    return r->user;
}

static void add_figure(struct reader *r, const struct decl *d)
{
    struct why_user *w = add_user(r);
    struct why_node *n = ARENA_NEW(r->u->arena, struct why_node);
    const struct stmt *s = d->stmt;

    w->figure = d->figure;
    w->line = d->kind == DECL_LINE ? d->line : IR_NONE;
    w->node = n;
    n->kind = d->kind == DECL_LINE ? WHY_LINE : WHY_PARAM;
    step_describe(r->u, n, d);
    read_expr(r, s->u.fig.value, (struct reading){ false, false });
}

static void add_rule(struct unit *u, const struct place *p, void *ctx)
{
    struct reader *r = ctx;
    struct rule *rule = p->rule;

    (void)u;
    for (uint32_t i = 0; i < rule_pairs(rule); i++) {
        struct why_user *w = add_user(r);
        w->rule = rule->number + i;
        for (uint32_t k = i; k < i + 2 && k < rule->nside; k++)
            read_expr(r, rule->side[k], (struct reading){ false, false });
        if (rule->where)
            read_cond(r, rule->where, (struct reading){ false, false });
        if (rule->when)
            read_cond(r, rule->when, (struct reading){ false, false });
    }
}

static void add_whole(struct unit *u, struct stmt *s, void *ctx)
{
    struct reader *r = ctx;

    (void)u;
    for (uint32_t i = 0; i < s->u.whole.ntable; i++) {
        add_user(r)->rule = s->u.whole.number + i;
        read_cond(r, s->u.whole.when, (struct reading){ false, false });
    }
}

void uses_lower(struct unit *u, struct why_plan *plan, const struct expr *root)
{
    struct reader r = { .u = u, .plan = plan };
    const struct stmt *asked = &u->ast.stmt[u->ast.nstmt - 1];
    const struct decl *d = root->kind == EX_REF ? root->decl : NULL;

    for (uint32_t i = 0; i < u->scope->nfigure; i++)
        u->scope->figure[i]->figure = i;
    plan->nfigure = u->scope->nfigure;
    for (uint32_t i = 0; i < u->scope->nfigure; i++)
        if (u->scope->figure[i]->stmt != asked)
            add_figure(&r, u->scope->figure[i]);
    walk_rules(u, add_rule, &r);
    walk_wholes(u, add_whole, &r);
    plan->of = d && (d->kind == DECL_PARAM || d->kind == DECL_LINE) ? d->figure : IR_NONE;
}
