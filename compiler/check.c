/* Units of every expression. In: resolved expressions, figures in order. Out: expr.measure
 * (NULL where something is wrong: a poison that later checks accept silently, so that one
 * cause gives one message). */
#include "check_part.h"
#include "text.h"
#include <string.h>

static bool is_zero_literal(const struct unit *u, const struct expr *e)
{
    return e->kind == EX_NUM && !e->u.num.unit
        && strspn(unit_text(u, e->u.num.digits), "0.") == strlen(unit_text(u, e->u.num.digits));
}

const struct measure *check_agree(struct unit *u, const struct expr *a, const struct expr *b,
                                   struct span at, const char *op)
{
    const struct measure *m;

    if (!a->measure || !b->measure)
        return NULL;
    if (is_zero_literal(u, b))
        return measure_settle(u, a->measure);
    if (is_zero_literal(u, a))
        return measure_settle(u, b->measure);
    m = measure_agree(u, a->measure, b->measure);
    if (!m)
        check_differ(u, a, b, at, op);
    return m;
}

const char *check_table_label(struct unit *u, const struct decl *table, enum ir_origin origin)
{
    const char *name = unit_text(u, table->name.text);

    switch (origin) {
    case ORIGIN_PRIOR: return arena_printf(u->arena, "prior(%s)", name);
    case ORIGIN_UNITS: return arena_printf(u->arena, "units.%s", name);
    case ORIGIN_CURRENT: case ORIGIN_COUNT: break;
    }
    return name;
}

/* sum( ) around the figure that is pointed at */
static void sum_edit(struct unit *u, struct diag *g)
{
    diag_edit(u->diags, g, g->span,
              arena_printf(u->arena, "sum(%s)", check_source(u, g->span)));
}

/* units.T.c is the figure of each unit's total row: T must have one, and it is summed. */
static bool check_units(struct check *c, const struct expr *e)
{
    struct unit *u = c->u;
    const char *table = unit_text(u, e->decl->owner->name.text);
    bool has_total = u->ir->table[e->decl->table].total != 0;

    if (c->prior)
        diag_add(u->diags, DIAG_UNITS_PRIOR, e->span, NULL);
    else if (!has_total)
        diag_add(u->diags, DIAG_NO_TOTAL_ROW, e->span, table, unit_text(u, e->decl->name.text),
                 NULL);
    else if (!c->in_sum)
        sum_edit(u, diag_add(u->diags, DIAG_UNITS_NO_SUM, e->span, table,
                             unit_text(u, e->decl->name.text), NULL));
    return !c->prior && has_total && c->in_sum;
}

/* The prior row of the row at hand is found by its keys. */
static bool has_key(const struct ir_table *t)
{
    for (uint32_t i = 0; i < t->ncolumn; i++)
        if (t->column[i].key)
            return true;
    return false;
}

/* a line: what it uses is used here */
static bool check_line_ref(struct check *c, const struct expr *e)
{
    struct decl *d = e->decl;

    c->table_met = true;
    d->in_prior = d->in_prior || c->prior;
    if (c->figure)
        c->figure->uses_prior = c->figure->uses_prior || d->uses_prior;
    if (c->prior && d->uses_prior)
        diag_add(c->u->diags, DIAG_NESTED_PRIOR, e->span, NULL);
    return !(c->prior && d->uses_prior);
}

/* a text's figure: typed where it stands; one without a unit was given that of the other side */
static const struct measure *check_printed(struct check *c, const struct expr *e)
{
    c->table_met = true;
    if (e->u.ref.in)
        return measure_of_chain(c->u, e->u.ref.in);
    if (!e->measure)
        diag_add(c->u->diags, DIAG_TEXT_NO_UNIT, e->span,
                 arena_strndup(c->u->arena, c->u->srcs->file[e->span.file].text + e->span.off,
                               e->span.len), NULL);
    return e->measure;
}

static const struct measure *check_ref(struct check *c, struct expr *e)
{
    struct unit *u = c->u;
    struct decl *d = e->decl;

    if (!d)
        return NULL;
    if (c->constant && d->kind != DECL_PARAM) {
        diag_add(u->diags, DIAG_NOT_CONSTANT, e->span, unit_text(u, d->name.text), NULL);
        return NULL;
    }
    if (d->kind == DECL_LINE && !check_line_ref(c, e))
        return NULL;
    if (d->kind == DECL_TEXT)
        return check_printed(c, e);
    if (d->kind != DECL_COLUMN)
        return d->measure;
    c->table_met = true;
    if (e->units && !check_units(c, e))
        return NULL;
    if (e->u.ref.row)
        return d->measure;          /* one figure, wherever it stands */
    if (c->in_sum) {
        enum ir_origin of = e->units ? ORIGIN_UNITS : check_origin(c);
        if (c->sum && (c->sum != d->owner || c->sum_origin != of)) {
            diag_add(u->diags, DIAG_SUM_TWO_TABLES, e->span,
                     check_table_label(u, c->sum, c->sum_origin),
                     check_table_label(u, d->owner, of), NULL);
            return NULL;
        }
        c->sum = d->owner;
        c->sum_origin = of;
    } else if (c->prior && e->here && !has_key(&u->ir->table[d->table])) {
        diag_add(u->diags, DIAG_PRIOR_NO_KEY, e->span, unit_text(u, d->owner->name.text), NULL);
        return NULL;
    } else if (!e->here && !e->keyed && !u->ir->table[d->table].total) {
        sum_edit(u, diag_add(u->diags, DIAG_NO_TOTAL_ROW, e->span,
                             unit_text(u, d->owner->name.text), unit_text(u, d->name.text), NULL));
        return NULL;
    }
    return d->measure;
}

static const struct measure *check_round(struct check *c, struct expr *e)
{
    struct expr *x = e->u.call.arg[0], *step = e->u.call.arg[1];

    if (step->kind != EX_NUM
        || strspn(unit_text(c->u, step->u.num.digits), "0.")
            == strlen(unit_text(c->u, step->u.num.digits))) {
        diag_add(c->u->diags, DIAG_ROUND_STEP, step->span, NULL);
        return NULL;
    }
    return check_agree(c->u, x, step, e->span, "round");
}

static const struct measure *check_prior(struct check *c, struct expr *e)
{
    bool met = c->table_met;
    const struct measure *m;

    if (c->prior) {
        diag_add(c->u->diags, DIAG_NESTED_PRIOR, e->span, NULL);
        return NULL;
    }
    c->prior = true;
    c->table_met = false;
    m = check_expr(c, e->u.call.arg[0]);
    c->prior = false;
    if (c->figure)
        c->figure->uses_prior = true;
    if (m && !c->table_met) {
        diag_add(c->u->diags, DIAG_PRIOR_NEEDS_TABLE, e->span, NULL);
        return NULL;
    }
    c->table_met = c->table_met || met;
    return m;
}

static bool has_unit(struct unit *u, const struct expr *e)
{
    return e->measure && measure_has_unit(e->measure) && !is_zero_literal(u, e);
}

/* min and max of several operands: all of one kind, shown as the first that has a unit */
static const struct measure *check_extreme(struct check *c, struct expr *e, const char *name)
{
    struct expr **arg = e->u.call.arg, *first = arg[0];
    const struct measure *m;

    for (uint32_t i = 1; i < e->u.call.narg && !has_unit(c->u, first); i++)
        if (has_unit(c->u, arg[i]) || is_zero_literal(c->u, first))
            first = arg[i];
    m = first->measure;
    for (uint32_t i = 0; i < e->u.call.narg && m; i++)
        if (arg[i] != first)
            m = check_agree(c->u, first, arg[i], e->u.call.fn.span, name);
    return m;
}

static const struct measure *check_call(struct check *c, struct expr *e)
{
    struct unit *u = c->u;
    const char *name = unit_text(u, e->u.call.fn.text);
    enum function f = function_find(name);

    if (f == FN_UNKNOWN) {
        diag_add(u->diags, DIAG_UNKNOWN_FUNCTION, e->u.call.fn.span, name, NULL);
        return NULL;
    }
    if (!function_takes(f, e->u.call.narg)) {
        diag_add(u->diags, DIAG_ARGUMENT_COUNT, e->span, name,
                 arena_printf(u->arena, "%u", function_least(f)),
                 arena_printf(u->arena, "%u", e->u.call.narg), function_form(f), NULL);
        return NULL;
    }
    if (function_goes_over_rows(f, e->u.call.narg))
        return check_rows(c, e, f);
    if (e->u.call.where) {
        diag_add(u->diags, DIAG_WHERE_NOT_HERE, e->u.call.where->span, name, NULL);
        return NULL;
    }
    if (f == FN_PRIOR)
        return check_prior(c, e);
    for (uint32_t i = 0; i < e->u.call.narg; i++)
        check_expr(c, e->u.call.arg[i]);
    if (f == FN_ROUND)
        return check_round(c, e);
    if (f == FN_MIN || f == FN_MAX)
        return check_extreme(c, e, name);
    return check_agree(u, e->u.call.arg[0], e->u.call.arg[1], e->span, name) ? measure_none(u)
                                                                             : NULL;
}

static const struct measure *check_product(struct check *c, struct expr *e, int sign)
{
    const struct measure *a = check_expr(c, e->u.bin.a), *b = check_expr(c, e->u.bin.b), *m;

    if (!a || !b)
        return NULL;
    m = measure_product(c->u, a, b, sign);
    if (!m)
        diag_add(c->u->diags, DIAG_TOO_MANY_UNITS, e->span, NULL);
    return m;
}

static const struct measure *check_sum_of_two(struct check *c, struct expr *e, const char *op)
{
    check_expr(c, e->u.bin.a);
    check_expr(c, e->u.bin.b);
    return check_agree(c->u, e->u.bin.a, e->u.bin.b, e->u.bin.op, op);
}

static const struct measure *check_power(struct check *c, struct expr *e)
{
    const struct measure *a = check_expr(c, e->u.bin.a), *m;
    const struct expr *n = e->u.bin.b;
    const char *digits = n->kind == EX_NUM && !n->u.num.unit
        ? unit_text(c->u, n->u.num.digits) : "";

    if (strlen(digits) != 1 || digits[0] > '8') {
        diag_add(c->u->diags, DIAG_POWER, n->span, NULL);
        return NULL;
    }
    if (!a)
        return NULL;
    m = measure_power(c->u, a, digits[0] - '0');
    if (!m)
        diag_add(c->u->diags, DIAG_TOO_MANY_UNITS, e->span, NULL);
    return m;
}

static const struct measure *measure_of(struct check *c, struct expr *e)
{
    switch (e->kind) {
    case EX_NUM: return e->u.num.unit ? measure_of_chain(c->u, e->u.num.unit) : measure_none(c->u);
    case EX_REF: return check_ref(c, e);
    case EX_NEG: return check_expr(c, e->u.bin.a);
    case EX_ADD: return check_sum_of_two(c, e, "+");
    case EX_SUB: return check_sum_of_two(c, e, "-");
    case EX_MUL: return check_product(c, e, 1);
    case EX_DIV: return check_product(c, e, -1);
    case EX_POW: return check_power(c, e);
    case EX_CALL: return check_call(c, e);
    case EX_ERROR: return NULL;
    }
    return NULL;
}

const struct measure *check_expr(struct check *c, struct expr *e)
{
    e->measure = measure_of(c, e);
    return e->measure;
}

/* The same param, of that period, without the scenario; NULL: there is none. */
static const struct decl *without(const struct unit *u, const struct decl *d)
{
    const char *name = unit_text(u, d->name.text);
    const struct unit *w = u->without;
    const struct decl *was = w ? scope_find(w, sym_find(w->syms, name, strlen(name))) : NULL;

    for (uint32_t i = 0; was && i < was->nperiod; i++)
        if (was->period[i]->stmt->u.fig.from == d->stmt->u.fig.from)
            return was->period[i];
    return was;
}

/* A scenario that gives 0.4 for 30% changes the figure, not how it and what is made of it are
 * shown. */
static const struct measure *param_measure(const struct unit *u, const struct decl *d,
                                           const struct measure *m)
{
    const struct decl *was = without(u, d);

    return was && was->measure ? was->measure : m;
}

static void check_figure(struct unit *u, struct decl *d)
{
    struct check c = { .u = u, .figure = d, .constant = d->kind == DECL_PARAM };
    struct stmt *s = d->stmt;
    const struct measure *in, *m = check_expr(&c, s->u.fig.value);

    if (!m)
        return;
    d->measure = d->kind == DECL_PARAM ? param_measure(u, d, m) : measure_settle(u, m);
    if (d->kind == DECL_PARAM || !s->u.fig.in)
        return;
    in = measure_of_chain(u, s->u.fig.in);
    d->measure = in ? measure_settle(u, in) : NULL;     /* a line holds no forgiven counts */
    if (in && !is_zero_literal(u, s->u.fig.value) && !measure_agree(u, in, m))
        check_line_differs(u, d, in, s->u.fig.value);
}

static bool is_printed_literal(const struct expr *e)
{
    return e->kind == EX_NUM || (e->kind == EX_NEG && e->u.bin.a->kind == EX_NUM);
}

const char *check_rel_text(enum rel r)
{
    static const char *const text[] = { "=", "!=", "<", "<=", ">", ">=", "is" };

    return text[r];
}

/* Units of a rule's sides. A side that is a text's figure without a unit has that of the first
 * other side that has one. */
static void check_sides(struct check *c, struct rule *r)
{
    const struct measure *given = NULL;
    bool failed = false;

    for (uint32_t i = 0; i < r->nside; i++) {
        const struct measure *m = text_is_open(r->side[i]) ? NULL : check_expr(c, r->side[i]);
        failed = failed || (!m && !text_is_open(r->side[i]));
        if (m && (!given || (!measure_has_unit(given) && measure_has_unit(m))))
            given = measure_settle(c->u, m);
    }
    for (uint32_t i = 0; i < r->nside; i++) {
        if (!text_is_open(r->side[i]) || (failed && !given))
            continue;
        r->side[i]->measure = given;
        check_expr(c, r->side[i]);
    }
}

static void check_claim(struct unit *u, const struct rule *r)
{
    const struct expr *printed = r->claim ? r->side[1] : NULL;

    if (printed && printed->decl && !text_is_figure(printed))
        diag_add(u->diags, DIAG_CLAIM_NOT_TEXT, printed->span, NULL);
}

static void check_rule(struct unit *u, const struct place *p, void *ctx)
{
    struct check c = { .u = u, .table = rule_rows(p) };
    struct rule *r = p->rule;

    (void)ctx;
    if (p->stmt->kind == ST_TABLE && !p->table)
        return;
    if (r->neach && p->table) {
        diag_add(u->diags, DIAG_EACH_IN_TABLE, r->each[0].span, NULL);
        return;
    }
    if (r->neach && !join_rule(u, r))
        return;
    check_sides(&c, r);
    check_claim(u, r);
    for (uint32_t i = 0; i + 1 < r->nside; i++) {
        if (r->rel[i] == REL_IS && !r->claim && !is_printed_literal(r->side[i + 1])
            && !text_is_figure(r->side[i + 1]))
            diag_add(u->diags, DIAG_IS_LITERAL, r->side[i + 1]->span, NULL);
        check_agree(u, r->side[i], r->side[i + 1], r->rel_span[i], check_rel_text(r->rel[i]));
    }
    check_clauses(&c, r);
}

static void check_whole(struct unit *u, struct stmt *s, void *ctx)
{
    struct check c = { .u = u };

    (void)ctx;
    check_condition(&c, s->u.whole.when);
}

/* A parent and its children are one kind of figure: nobody adds 人 to 元. */
static void check_part(struct unit *u, const struct decl *c)
{
    const struct decl *p = c->parent;
    struct diag *g;

    if (!p || !p->measure || !c->measure || measure_agree(u, p->measure, c->measure))
        return;
    g = diag_add(u->diags, DIAG_UNITS_DIFFER, c->name.span, measure_text(u, p->measure),
                 measure_text(u, c->measure), "+", NULL);
    diag_label(u->diags, g, LABEL_DECLARED_UNIT, p->name.span, unit_text(u, p->name.text),
               measure_text(u, p->measure), NULL);
}

static void check_tables(struct unit *u)
{
    for (uint32_t i = 0; i < u->scope->ntable; i++) {
        const struct decl *d = u->scope->table[i];
        for (uint32_t k = 0; k < d->ncolumns; k++)
            check_part(u, d->columns[k]);
    }
}

/* What a param is does not depend on the day. */
static void check_periods(struct unit *u)
{
    for (uint32_t i = 0; i < u->scope->nfigure; i++) {
        const struct decl *d = u->scope->figure[i], *before = i ? u->scope->figure[i - 1] : d;
        if (!period_follows(u->scope, i) || !d->measure || !before->measure
            || measure_agree(u, before->measure, d->measure))
            continue;
        diag_label(u->diags, diag_add(u->diags, DIAG_PERIOD_UNITS, d->stmt->span,
                                      unit_text(u, d->name.text), measure_text(u, before->measure),
                                      measure_text(u, d->measure), NULL),
                   LABEL_FIRST, before->stmt->span, NULL);
    }
}

bool check_measures(struct unit *u)
{
    check_tables(u);
    for (uint32_t i = 0; i < u->scope->nfigure; i++)
        check_figure(u, u->scope->ordered[i]);
    check_periods(u);
    walk_rules(u, check_rule, NULL);
    walk_wholes(u, check_whole, NULL);
    check_tests(u, check_rule);
    check_scenarios(u);
    return u->diags->errors == 0;
}
