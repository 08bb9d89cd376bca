/* The plan of a derivation. In: the expression or rule that is asked for, resolved, checked, and
 * lowered with the rest. Out: a tree of what it is made of, each part with the step that yields its
 * value. Invariant: a line or param is gone into once; what lies too deep, or is too much, is cut
 * and says so, so that no plan is larger than PLAN_NODES. */
#include "atom.h"
#include "choice.h"
#include "fold.h"
#include "form_part.h"
#include "step.h"
#include "text.h"
#include <string.h>

enum { PLAN_DEPTH = 40, PLAN_NODES = 3000 };

struct planner { struct unit *u; struct why_plan *plan; };
/* where an expression stands: in which lanes, in the arguments of an aggregate, inside prior() */
struct standing { struct step_place at; bool in_sum, prior; unsigned depth; };

static struct why_node *plan_expr(struct planner *p, struct expr *e, struct standing s);
static void add_parts(struct planner *p, struct why_node *n, struct expr *e, struct standing s);

/* ── nodes ── */

static struct why_node *node_new(struct planner *p, enum why_kind kind, struct span span)
{
    struct unit *u = p->u;
    struct why_node *n = ARENA_NEW(u->arena, struct why_node);

    n->kind = (uint8_t)kind;
    n->number = p->plan->nnode++;
    n->name = n->because = "";
    n->text = unit_text(u, lower_source(u, span));
    n->step = n->rows = n->choice = IR_NONE;
    n->file = span.file;
    srcs_locate(u->srcs, span, &n->line, &n->col);
    return n;
}

static void add_part(struct planner *p, struct why_node *n, struct expr *e, struct standing s)
{
    struct why_node *part;

    s.depth++;
    if (s.depth > PLAN_DEPTH) {
        n->cut = true;
        return;
    }
    if (p->plan->nnode >= PLAN_NODES) {
        n->left_out++;
        return;
    }
    part = plan_expr(p, e, s);
    ARENA_PUSH(p->u->arena, n->part, n->npart, n->cap, part);
}

/* ── values ── */

const struct side *step_side(struct unit *u, struct expr *e, bool in_sum, bool prior)
{
    const struct side *side;

    u->prior = prior;
    u->inlined = 0;
    side = form_side_in(u, e, in_sum);
    u->prior = false;
    return side;
}

static const struct side *side_of(struct unit *u, struct expr *e, const struct standing *s)
{
    return step_side(u, e, s->in_sum, s->prior);
}

static void give_step(struct planner *p, struct why_node *n, const struct side *side,
                      const struct measure *m, const struct standing *s, struct span span)
{
    if (!side || p->plan->too_wide)
        return;
    n->step = lower_step(p->u, side, s->at, m, span);
    p->plan->too_wide = n->step == IR_NONE;
}

static void give_value(struct planner *p, struct why_node *n, struct expr *e,
                       const struct measure *m, const struct standing *s)
{
    const struct rat *k = fold_constant(p->u, e);

    m = measure_settle(p->u, m);
    n->unit = measure_ir(p->u, m);
    if (k) {
        n->num = k->num;
        n->den = k->den;
        return;
    }
    give_step(p, n, side_of(p->u, e, s), m, s, e->span);
}

/* ── params and lines ── */

/* Where its formula stands: in the statement, or in the scenario that changes it. */
static struct span place_of(const struct stmt *st)
{
    struct span at = st->u.fig.value->span;

    return at.file == st->span.file && at.off >= st->span.off
        && at.off < st->span.off + st->span.len ? st->span : at;
}

void step_describe(struct unit *u, struct why_node *n, const struct decl *d)
{
    const struct stmt *st = d->stmt;
    const struct rat *k = fold_constant(u, st->u.fig.value);
    struct span at = place_of(st);

    n->name = unit_text(u, d->name.text);
    n->text = unit_text(u, lower_source(u, st->u.fig.value->span));
    n->because = unit_text(u, st->u.fig.because);
    n->file = at.file;
    srcs_locate(u->srcs, at, &n->line, &n->col);
    n->from = st->u.fig.from;
    n->until = st->u.fig.until;
    n->step = n->rows = n->choice = IR_NONE;
    n->unit = measure_ir(u, measure_settle(u, d->measure));
    n->num = k ? k->num : w256_from_i64(0);
    n->den = k ? k->den : w256_from_i64(0);
}

/* The place where it is gone into is the first; inside prior() a line is another figure. */
static struct why_node *plan_named(struct planner *p, struct decl *d, struct standing s)
{
    struct stmt *st = d->stmt;
    bool line = d->kind == DECL_LINE;
    struct why_node *n = node_new(p, line ? WHY_LINE : WHY_PARAM, st->u.fig.value->span);

    step_describe(p->u, n, d);
    s.at = (struct step_place){ DOMAIN_UNIT, 0, NULL, 0 };
    s.in_sum = false;
    n->above = d->planned[s.prior];
    if (n->above && (!n->above->cut || s.depth >= n->above->depth)) {
        n->step = n->above->step;
        n->num = n->above->num;
        n->den = n->above->den;
        n->unit = n->above->unit;
        return n;
    }
    n->above = NULL;
    n->depth = s.depth;
    give_value(p, n, st->u.fig.value, d->measure, &s);
    d->planned[s.prior] = n;
    if (!p->plan->uses && !p->plan->by)
        add_parts(p, n, st->u.fig.value, s);
    return n;
}

/* ── figures of data ── */

/* the one cell or column that a reference to data stands for; NULL after a diagnostic */
static const struct atom *atom_of(struct unit *u, struct expr *e, const struct standing *s)
{
    const struct side *side = side_of(u, e, s);

    return side && !side->quot && side->lin->n == 1 ? side->lin->term[0].atom : NULL;
}

static struct why_node *plan_figure(struct planner *p, struct expr *e, struct standing s)
{
    struct why_node *n = node_new(p, WHY_FIGURE, e->span);
    const struct atom *a = atom_of(p->u, e, &s);

    if (!a) {
        n->kind = WHY_STEP;
        return n;
    }
    if (a->kind == ATOM_CELL && p->u->ir->colref[a->ref].kind == COL_QUOTED)
        s.at.printed = a->cell + 1;
    give_value(p, n, e, e->measure, &s);
    n->bind = a->kind == ATOM_CELL ? (struct ir_bind){ BIND_CELL, FACET_MID, a->cell }
        : (struct ir_bind){ BIND_COLREF, FACET_MID, a->ref };
    return n;
}

static struct why_node *plan_ref(struct planner *p, struct expr *e, struct standing s)
{
    if (e->decl->kind == DECL_PARAM || e->decl->kind == DECL_LINE)
        return plan_named(p, e->decl, s);
    return plan_figure(p, e, s);
}

/* ── aggregates ── */

static struct why_node *plan_clause(struct planner *p, struct cond *c, struct standing s);

static struct side *one_side(struct unit *u)
{
    struct side *s = ARENA_NEW(u->arena, struct side);
    struct form *f = ARENA_NEW(u->arena, struct form);

    *f = (struct form){ NULL, 0, rat_int(1), w256_from_i64(1) };
    s->lin = f;
    return s;
}

/* which rows the aggregate takes; *ok false after a diagnostic */
static const struct truth *rows_taken(struct planner *p, struct expr *e, bool counts, bool *ok)
{
    const struct truth *where = NULL, *present = NULL;
    struct expr *of = e->u.call.arg[0];
    bool printed = counts && of->decl->kind != DECL_TABLE;

    if (e->u.call.where)
        where = condition_form(p->u, e->u.call.where, true);
    if (printed)
        present = condition_present(p->u, of, true);
    *ok = (where || !e->u.call.where) && (present || !printed);
    return condition_both(p->u, present, where);
}

static void plan_members(struct planner *p, struct why_node *n, struct expr *e, bool counts,
                         struct standing s)
{
    struct unit *u = p->u;
    struct expr *of = e->u.call.arg[0];
    struct standing in = { .in_sum = true, .prior = s.prior, .depth = s.depth };
    const struct side *side;
    bool ok;

    u->prior = s.prior;
    in.at.table = form_rows_table(u, e);
    in.at.domain = DOMAIN_ROWS;
    in.at.taken = rows_taken(p, e, counts, &ok);
    u->prior = false;
    side = counts ? one_side(u) : side_of(u, of, &in);
    if (!ok || !side || p->plan->too_wide)
        return;
    n->leaf = scope_colref(u, COL_PLAIN, in.at.table, 0);
    n->rows = lower_step(u, side, in.at, counts ? measure_none(u)
                         : measure_settle(u, of->measure), e->span);
    p->plan->too_wide = n->rows == IR_NONE;
    in.at.taken = NULL;
    if (!counts && !p->plan->too_wide)
        n->member = plan_expr(p, of, in);
    if (e->u.call.where)
        n->where = plan_clause(p, e->u.call.where, in);
}

/* The choice that the aggregate's own kernel tells; IR_NONE: none, or it is made of two. */
static uint32_t choice_of(struct planner *p, struct expr *e, const struct standing *s)
{
    const struct side *side = side_of(p->u, e, s);
    const struct atom *a = side && !side->quot && side->lin->n == 1 ? side->lin->term[0].atom
        : NULL;

    return a && choice_is_told(a) && a->lowered ? a->choice : IR_NONE;
}

static struct why_node *plan_rows(struct planner *p, struct expr *e, enum function f,
                                  struct standing s)
{
    struct why_node *n = node_new(p, WHY_ROWS, e->span);

    give_value(p, n, e, e->measure, &s);
    n->added = f == FN_SUM;
    n->choice = choice_of(p, e, &s);
    plan_members(p, n, e, f == FN_COUNT, s);
    return n;
}

static struct why_node *plan_prior(struct planner *p, struct expr *e, struct standing s)
{
    struct why_node *n;

    s.prior = true;
    n = plan_expr(p, e->u.call.arg[0], s);
    n->text = n->kind == WHY_LINE ? n->text : unit_text(p->u, lower_source(p->u, e->span));
    return n;
}

static struct why_node *plan_step(struct planner *p, struct expr *e, struct standing s)
{
    bool literal = e->kind == EX_NEG && e->u.bin.a->kind == EX_NUM;
    struct why_node *n = node_new(p, literal ? WHY_LITERAL : WHY_STEP, e->span);

    give_value(p, n, e, e->measure, &s);
    if (!literal && !p->plan->by)
        add_parts(p, n, e, s);
    return n;
}

static struct why_node *plan_call(struct planner *p, struct expr *e, struct standing s)
{
    enum function f = function_find(unit_text(p->u, e->u.call.fn.text));

    if (f == FN_PRIOR)
        return plan_prior(p, e, s);
    if (function_goes_over_rows(f, e->u.call.narg))
        return plan_rows(p, e, f, s);
    return plan_step(p, e, s);
}

/* ── arithmetic ── */

static bool is_sum(const struct expr *e) { return e->kind == EX_ADD || e->kind == EX_SUB; }
static bool is_product(const struct expr *e) { return e->kind == EX_MUL || e->kind == EX_DIV; }

/* a + b − c is one step of three parts; the first stands deepest in the tree. */
static void add_operands(struct planner *p, struct why_node *n, struct expr *e, struct standing s)
{
    bool (*goes_on)(const struct expr *e) = is_sum(e) ? is_sum : is_product;
    struct expr **spine = ARENA_ARRAY(p->u->arena, struct expr *, e->depth);
    uint32_t depth = 0;

    for (; goes_on(e); e = e->u.bin.a)
        spine[depth++] = e;
    add_part(p, n, e, s);
    while (depth-- > 0)
        add_part(p, n, spine[depth]->u.bin.b, s);
}

static bool is_itself(const struct unit *u, const struct expr *e)
{
    enum function f;

    if (e->kind != EX_CALL)
        return e->kind == EX_REF;
    f = function_find(unit_text(u, e->u.call.fn.text));
    return f == FN_PRIOR || function_goes_over_rows(f, e->u.call.narg);
}

/* What stands in e one level down; a line that is nothing but a figure has that as its part. */
static void add_parts(struct planner *p, struct why_node *n, struct expr *e, struct standing s)
{
    if (is_itself(p->u, e))
        add_part(p, n, e, s);
    else if (is_sum(e) || is_product(e))
        add_operands(p, n, e, s);
    else if (e->kind == EX_NEG || e->kind == EX_POW)
        add_part(p, n, e->u.bin.a, s);
    for (uint32_t i = 0; e->kind == EX_CALL && !is_itself(p->u, e) && i < e->u.call.narg; i++)
        add_part(p, n, e->u.call.arg[i], s);
}

static struct why_node *plan_expr(struct planner *p, struct expr *e, struct standing s)
{
    struct why_node *n;

    switch (e->kind) {
    case EX_REF: return plan_ref(p, e, s);
    case EX_CALL: return plan_call(p, e, s);
    case EX_NEG: case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV: case EX_POW:
        return plan_step(p, e, s);
    case EX_NUM: case EX_ERROR: break;
    }
    n = node_new(p, WHY_LITERAL, e->span);
    give_value(p, n, e, e->measure, &s);
    return n;
}

/* ── rules ── */

/* what a condition asks of figures; texts are told by the condition itself */
static void add_condition(struct planner *p, struct why_node *n, struct cond *c, struct standing s)
{
    switch (c->kind) {
    case COND_AND: case COND_OR: case COND_NOT:
        add_condition(p, n, c->u.both.a, s);
        if (c->u.both.b)
            add_condition(p, n, c->u.both.b, s);
        break;
    case COND_COMPARE:
        add_part(p, n, c->u.cmp.x, s);
        add_part(p, n, c->u.cmp.y, s);
        break;
    case COND_PRESENT:
        add_part(p, n, c->u.cell, s);
        break;
    case COND_TEXT:
        break;
    }
}

static struct why_node *plan_clause(struct planner *p, struct cond *c, struct standing s)
{
    struct why_node *n = node_new(p, WHY_CONDITION, c->span);

    add_condition(p, n, c, s);
    return n;
}

static void add_clause(struct planner *p, struct why_node *n, struct cond *c, struct standing s)
{
    struct why_node *part = c ? plan_clause(p, c, s) : NULL;

    if (part)
        ARENA_PUSH(p->u->arena, n->part, n->npart, n->cap, part);
}

static struct why_node *plan_pair(struct planner *p, const struct why_ask *ask, uint32_t i)
{
    const struct rule *r = ask->rule;
    struct why_node *n = node_new(p, WHY_RULE, r->span);
    struct standing s = { .at.domain = DOMAIN_UNIT };

    n->step = r->number + i;
    if (ask->table)
        s.at = (struct step_place){ DOMAIN_ROWS, scope_find(p->u, ask->table->name.text)->table,
                                    NULL, 0 };
    else if (r->neach)
        s.at = (struct step_place){ DOMAIN_JOIN, r->join, NULL, 0 };
    if (!r->listing) {
        add_part(p, n, r->side[i], s);
        add_part(p, n, r->side[i + 1], s);
    }
    add_clause(p, n, r->where, s);
    add_clause(p, n, r->when, s);
    return n;
}

static void plan_rule(struct planner *p, const struct why_ask *ask)
{
    struct why_plan *plan = p->plan;
    uint32_t from = ask->pair ? ask->pair - 1 : 0;
    uint32_t to = ask->pair ? ask->pair : rule_pairs(ask->rule);

    plan->first_rule = ask->rule->number + from;
    plan->nrule = to - from;
    plan->rule = ARENA_ARRAY(p->u->arena, struct why_node *, plan->nrule);
    for (uint32_t i = from; i < to; i++)
        plan->rule[i - from] = plan_pair(p, ask, i);
}

/* the value of the line that was added for the figure */
static void plan_asked(struct planner *p)
{
    const struct stmt *s = &p->u->ast.stmt[p->u->ast.nstmt - 1];
    struct standing at = { .at.domain = DOMAIN_UNIT };

    p->plan->root = plan_expr(p, s->u.fig.value, at);
    if (p->plan->uses)
        uses_lower(p->u, p->plan, s->u.fig.value);
    if (p->plan->by) {
        p->plan->formulas = ARENA_NEW(p->u->arena, struct formulas);
        p->plan->formula = formulas_of(p->u, p->plan->formulas, s->u.fig.value);
    }
}

/* Rules of tables' shapes, of tables as a whole, joint ones. */
static void find_rule(struct planner *p, struct why_ask *ask)
{
    unsigned best = str_near(ask->text);

    for (uint32_t i = 0; i < p->u->ir->nrule && !p->plan->nrule; i++) {
        const char *name = unit_text(p->u, p->u->ir->rule[i].name);
        unsigned far = str_distance(name, ask->text, best);
        if (far == 0) {
            p->plan->first_rule = i;
            p->plan->nrule = 1;
        } else if (far < best) {
            best = far;
            ask->near = name;
        }
    }
}

void why_lower(struct unit *u)
{
    struct why_ask *ask = u->ask;
    struct planner p = { .u = u, .plan = ARENA_NEW(u->arena, struct why_plan) };

    ask->plan = p.plan;
    p.plan->uses = ask->uses;
    p.plan->by = ask->by;
    if (ask->rule)
        plan_rule(&p, ask);
    else if (ask->in_program)
        find_rule(&p, ask);
    else
        plan_asked(&p);
}
