/* Tests. In: resolved targets and relations. Out: what each `given` puts in the place of data, or a
 * diagnostic; the tests that are to be run. */
#include "build.h"
#include "check_part.h"
#include "text.h"
#include <string.h>

/* ── the rows of a table ── */

static bool is_prior(const struct unit *u, const struct expr *e)
{
    return e->kind == EX_CALL && e->u.call.narg == 1
        && function_find(unit_text(u, e->u.call.fn.text)) == FN_PRIOR;
}

static const struct expr *inside_prior(const struct unit *u, const struct expr *e)
{
    return is_prior(u, e) ? e->u.call.arg[0] : e;
}

static void unknown_table(struct unit *u, const struct name *n)
{
    const char *near = scope_suggest(u, NULL, n->text);

    suggest_edit(u, diag_add(u->diags, near ? DIAG_UNKNOWN_NAME : DIAG_UNKNOWN_NAME_PLAIN, n->span,
                             unit_text(u, n->text), near, NULL), near);
}

static void check_rows_given(struct unit *u, struct given *g)
{
    const struct expr *e = inside_prior(u, g->target);
    bool named = e->kind == EX_REF && !e->u.ref.row && !e->u.ref.npath && !e->u.ref.in;
    struct decl *d = named ? scope_find(u, e->u.ref.name.text) : NULL;

    if (named && !d) {
        unknown_table(u, &e->u.ref.name);
    } else if (!d || (d->kind != DECL_TABLE && d->kind != DECL_TEXT)) {
        diag_add(u->diags, DIAG_GIVEN_ROWS, g->target->span, NULL);
    } else {
        g->kind = GIVEN_TABLE;
        g->decl = d;
        g->prior = e != g->target;
    }
}

/* ── one figure ── */

static bool same_dimension(const struct measure *a, const struct measure *b)
{
    return a->dim.n == b->dim.n && !memcmp(a->dim.p, b->dim.p, a->dim.n * sizeof *a->dim.p);
}

const struct measure *check_given_value(struct unit *u, struct given *g, struct decl *d)
{
    struct check c = { .u = u, .constant = true };

    g->target->measure = d->measure;
    g->kind = GIVEN_PARAM;
    g->decl = d;
    return check_expr(&c, g->rule->side[1]);
}

static void given_unit_wrong(struct unit *u, const struct given *g, const struct decl *d,
                             const struct measure *m)
{
    struct span at = g->rule->side[1]->span;
    const char *name = unit_text(u, d->name.text), *unit = measure_text(u, m);
    const char *declared = measure_text(u, d->measure);
    struct diag *x = diag_add(u->diags, DIAG_GIVEN_UNIT, at, name, NULL);

    diag_label(u->diags, x, *declared ? LABEL_DECLARED_UNIT : LABEL_DECLARED_BARE, d->name.span,
               name, declared, NULL);
    diag_label(u->diags, x, *unit ? LABEL_UNIT_OF : LABEL_NO_UNIT, at, unit, NULL);
}

void check_given_param(struct unit *u, struct given *g, struct decl *d)
{
    const struct measure *m = check_given_value(u, g, d);

    if (m && d->measure && !same_dimension(m, d->measure))
        given_unit_wrong(u, g, d, m);
}

/* A text stands in the cell as it is, in whatever unit. */
static void check_text(struct unit *u, struct given *g)
{
    struct check c = { .u = u };

    if (text_is_open(g->target))
        g->target->measure = measure_none(u);
    check_expr(&c, g->target);
}

static bool is_cell(const struct unit *u, const struct expr *target)
{
    const struct expr *e = inside_prior(u, target);

    return check_is_cell(u, target) || (e->kind == EX_REF && text_is_figure(e));
}

static bool names_figure(const struct unit *u, const struct expr *e)
{
    e = inside_prior(u, e);
    return e->kind != EX_REF || e->decl;
}

static void check_cell(struct unit *u, struct given *g, const struct place *p,
                       check_relation *relation)
{
    struct check c = { .u = u, .constant = true };

    g->kind = GIVEN_CELL;
    if (g->rule->nside < 2)
        check_text(u, g);
    else if (check_expr(&c, g->rule->side[1]))
        relation(u, p, NULL);
}

static void check_figure(struct unit *u, struct given *g, const struct place *p,
                         check_relation *relation)
{
    const struct expr *e = inside_prior(u, g->target);
    struct decl *d = e->kind == EX_REF ? e->decl : NULL;

    if (d && d->kind == DECL_PARAM && e == g->target && g->rule->nside > 1) {
        check_given_param(u, g, d);
    } else if (d && d->kind == DECL_LINE) {
        diag_add(u->diags, DIAG_GIVEN_LINE, g->target->span, unit_text(u, d->name.text), NULL);
    } else if (!names_figure(u, g->target)) {
        return;                     /* reported */
    } else if (!is_cell(u, g->target)) {
        diag_add(u->diags, DIAG_GIVEN_WHAT, g->target->span, NULL);
    } else {
        check_cell(u, g, p, relation);
    }
}

/* ── what is given and expected ── */

void check_given_twice(struct unit *u, const struct given *given, uint32_t i)
{
    const struct given *g = &given[i];
    uint32_t *at = g->decl ? &g->decl->given[g->prior] : NULL;
    const struct given *first = at && *at && *at <= i ? &given[*at - 1] : NULL;

    if (!at)
        return;
    if (!first || first->decl != g->decl || first->prior != g->prior) {
        *at = i + 1;                /* what stood there was of another list */
        return;
    }
    diag_label(u->diags,
               diag_add(u->diags, DIAG_GIVEN_TWICE, g->target->span,
                        unit_text(u, g->decl->name.text), NULL),
               LABEL_FIRST, first->target->span, NULL);
}

static void check_expected(struct unit *u, const struct expectation *e)
{
    struct check c = { .u = u, .constant = true };

    if (!e->result.text)
        diag_add(u->diags, DIAG_EXPECT_NO_NAME, e->result.span, NULL);
    if (!e->difference)
        return;
    check_expr(&c, e->difference);
    if (e->want != WANT_VIOLATED)
        diag_add(u->diags, DIAG_EXPECT_DIFFERENCE, e->difference->span, NULL);
}

static void check_test(struct unit *u, const struct stmt *s, check_relation *relation)
{
    struct test *t = s->u.test;
    struct place p = { .stmt = s };

    if (!t->nexpect)
        diag_add(u->diags, DIAG_TEST_EMPTY, t->title.span, unit_text(u, t->title.text), NULL);
    for (uint32_t i = 0; i < t->ngiven; i++) {
        p.rule = t->given[i].rule;
        if (p.rule)
            check_figure(u, &t->given[i], &p, relation);
        else
            check_rows_given(u, &t->given[i]);
        check_given_twice(u, t->given, i);
    }
    for (uint32_t i = 0; i < t->nexpect; i++) {
        p.rule = t->expect[i].rule;
        if (p.rule)
            relation(u, &p, NULL);
        else
            check_expected(u, &t->expect[i]);
    }
}

void check_tests(struct unit *u, check_relation *relation)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++)
        if (u->ast.stmt[i].kind == ST_TEST)
            check_test(u, &u->ast.stmt[i], relation);
}

/* ── which are run ── */

static struct expr *changed(struct unit *u, const struct given *g, struct expr *was)
{
    static const enum expr_kind kind[] = { [CHANGE_TIMES] = EX_MUL, [CHANGE_MORE] = EX_ADD,
                                           [CHANGE_LESS] = EX_SUB };
    struct build b = { .arena = u->arena, .syms = u->syms, .diags = u->diags, .ast = &u->ast };
    struct expr *value = g->rule->side[1];

    return g->op == CHANGE_TO ? value
        : ast_binary(&b, kind[g->op], g->span, was, *g->rule->rel_span, value);
}

/* Of a dated param the periods that hold on a day, 0: all. */
static void replace_value(struct unit *u, struct stmt *s, uint32_t on, const struct given *g)
{
    if (s->u.fig.value)
        s->u.fig.value = changed(u, g, s->u.fig.value);
    for (uint32_t i = 0; i < s->u.fig.nperiod; i++) {
        struct stmt *p = &s->u.fig.period[i];
        if (!on || (p->u.fig.from <= on && (!p->u.fig.until || on <= p->u.fig.until)))
            p->u.fig.value = changed(u, g, p->u.fig.value);
    }
}

struct param_names param_names(struct unit *u)
{
    struct param_names n = { ARENA_ARRAY(u->arena, uint32_t, (size_t)sym_count(u->syms) + 1),
                             ARENA_ARRAY(u->arena, uint32_t, (size_t)u->ast.nstmt + 1) };

    for (uint32_t i = u->ast.nstmt; i-- > 0;)
        if (u->ast.stmt[i].kind == ST_PARAM) {
            n.next[i] = n.first[u->ast.stmt[i].name.text];
            n.first[u->ast.stmt[i].name.text] = i + 1;
        }
    return n;
}

void replace_param(struct unit *u, const struct param_names *names, const struct given *g)
{
    const struct expr *e = g->target;
    uint32_t on = e->kind == EX_REF && e->u.ref.at ? e->u.ref.at : u->on;

    if (!g->rule || g->rule->nside < 2 || e->kind != EX_REF || e->u.ref.row || e->u.ref.npath)
        return;
    for (uint32_t i = names->first[e->u.ref.name.text]; i; i = names->next[i - 1])
        replace_value(u, &u->ast.stmt[i - 1], on, g);
}

void choose_tests(struct unit *u)
{
    const struct test_choice *c = &u->tests;
    uint32_t seen = 0, taken = 0, kept = 0;

    for (uint32_t i = 0; i < u->ast.nstmt && c->n; i++) {
        struct stmt *s = &u->ast.stmt[i];
        if (s->kind == ST_TEST && (taken == c->n || seen++ != c->number[taken]))
            continue;
        taken += s->kind == ST_TEST;
        u->ast.stmt[kept++] = *s;
    }
    if (!c->n)
        return;
    u->ast.nstmt = kept;
    struct param_names names = param_names(u);
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct test *t = u->ast.stmt[i].kind == ST_TEST ? u->ast.stmt[i].u.test : NULL;
        for (uint32_t k = 0; t && k < t->ngiven; k++)
            replace_param(u, &names, &t->given[k]);
    }
}
