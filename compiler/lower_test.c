/* Tests. In: checked statements, and the names that results have. Out: of the tests that are to be
 * run, the cells that they give and rules of the kind KIND_EXPECT for what they expect; of all,
 * diagnostics on names that no result has.
 * Invariant: what a test brings stands behind all else in the program, whose numbers are the same
 * whatever tests are run. */
#include "atom.h"
#include "fold.h"
#include "lower.h"
#include "rowref.h"
#include "walk.h"
#include <string.h>

/* ── names ── */

static void check_name(struct unit *u, const struct result_names *k, struct expectation *e)
{
    const char *text = unit_text(u, e->result.text);

    if (!e->result.text)
        return;                     /* reported */
    switch (result_names_find(k, &e->result.text)) {
    case RESULT_NAMED:
        break;
    case RESULT_BY_PLACE:
        diag_add(u->diags, DIAG_EXPECT_BY_PLACE, e->result.span, text, NULL);
        break;
    case RESULT_UNKNOWN:
        diag_add(u->diags, DIAG_EXPECT_NO_RULE, e->result.span, text,
                 result_names_near(u, text), NULL);
        break;
    }
}

static void check_names(struct unit *u)
{
    const struct result_names *k = NULL;

    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct test *t = u->ast.stmt[i].kind == ST_TEST ? u->ast.stmt[i].u.test : NULL;
        if (t && !k)
            k = result_names(u);
        for (uint32_t e = 0; t && e < t->nexpect; e++)
            if (!t->expect[e].rule)
                check_name(u, k, &t->expect[e]);
    }
}

/* ── what is given ── */

static void lower_cell(struct unit *u, struct given *g)
{
    const struct side *s;

    u->inlined = 0;
    s = form_side(u, g->target);
    if (!s || s->quot || s->lin->n != 1 || s->lin->term[0].atom->kind != ATOM_CELL)
        return;                     /* reported */
    g->number = s->lin->term[0].atom->cell;
    if (g->rule->nside > 1)
        g->amount = fold_constant(u, g->rule->side[1]);
}

static void lower_given(struct unit *u, struct given *g)
{
    switch (g->kind) {
    case GIVEN_CELL:
        lower_cell(u, g);
        break;
    case GIVEN_TABLE:
        g->number = g->prior ? scope_prior(u, g->decl) : g->decl->table;
        break;
    case GIVEN_PARAM: case GIVEN_ERROR:
        break;
    }
}

static void lower_test(struct unit *u, const struct stmt *s)
{
    struct test *t = s->u.test;

    for (uint32_t i = 0; i < t->ngiven; i++)
        lower_given(u, &t->given[i]);
    for (uint32_t i = 0; i < t->nexpect; i++) {
        struct place p = { .stmt = s, .rule = t->expect[i].rule };
        if (p.rule)
            lower_rule(u, &p, NULL);
    }
}

void lower_tests(struct unit *u)
{
    check_names(u);
    for (uint32_t i = 0; i < u->ast.nstmt && u->tests.n; i++)
        if (u->ast.stmt[i].kind == ST_TEST)
            lower_test(u, &u->ast.stmt[i]);
}
