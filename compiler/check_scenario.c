/* Scenarios. In: what is changed, resolved. Out: a diagnostic of each change that means nothing. Of
 * the scenario that is supposed, before names are resolved: its params, changed. */
#include "check_part.h"
#include "scenario.h"
#include <string.h>

/* ── what may be changed ── */

/* A factor has no unit; what is added, taken away or put in its place is of the param's kind. */
static void check_change_param(struct unit *u, struct given *g, struct decl *d)
{
    const struct expr *value = g->rule->side[1];
    const struct measure *m;

    if (g->op != CHANGE_TIMES) {
        check_given_param(u, g, d);
        return;
    }
    m = check_given_value(u, g, d);
    if (m && !measure_is_bare(m))
        diag_add(u->diags, DIAG_SCENARIO_FACTOR, value->span, unit_text(u, d->name.text),
                 measure_text(u, m), NULL);
}

static void check_change(struct unit *u, struct given *g)
{
    const struct expr *e = g->target;
    struct decl *d = e->kind == EX_REF ? e->decl : NULL;

    if (e->kind == EX_REF && !d)
        return;                     /* reported */
    if (d && d->kind == DECL_LINE)
        diag_add(u->diags, DIAG_SCENARIO_LINE, e->span, unit_text(u, d->name.text), NULL);
    else if (!d || d->kind != DECL_PARAM)
        diag_add(u->diags, DIAG_SCENARIO_WHAT, e->span, NULL);
    else if (g->rule->nside < 2)
        diag_add(u->diags, DIAG_SCENARIO_VALUE, g->text.span, unit_text(u, d->name.text), NULL);
    else
        check_change_param(u, g, d);
}

void check_scenarios(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct stmt *s = &u->ast.stmt[i];
        struct scenario *x = s->kind == ST_SCENARIO ? s->u.scenario : NULL;
        if (x && !x->nchange)
            diag_add(u->diags, DIAG_SCENARIO_EMPTY, s->name.span, unit_text(u, s->name.text),
                     NULL);
        for (uint32_t k = 0; x && k < x->nchange; k++) {
            check_change(u, &x->change[k]);
            check_given_twice(u, x->change, k);
        }
    }
}

/* ── the one that is supposed ── */

const struct stmt *scenario_find(const struct unit *u, const char *name)
{
    const char *nfc = str_nfc(u->arena, name, strlen(name));
    sym s = sym_of(u->syms, nfc ? nfc : name);

    for (uint32_t i = 0; i < u->ast.nstmt; i++)
        if (u->ast.stmt[i].kind == ST_SCENARIO && u->ast.stmt[i].name.text == s)
            return &u->ast.stmt[i];
    return NULL;
}

/* Those that there are, in quotes and with commas. */
static const char *scenario_names(const struct unit *u, bool zh)
{
    struct strbuf names;

    strbuf_init(&names, u->arena);
    for (uint32_t i = 0; i < u->ast.nstmt; i++)
        if (u->ast.stmt[i].kind == ST_SCENARIO)
            strbuf_addf(&names, zh ? "%s“%s”" : "%s`%s`", !names.len ? "" : zh ? "、" : ", ",
                        unit_text(u, u->ast.stmt[i].name.text));
    return names.len ? names.p : zh ? "无" : "none";
}

bool choose_scenario(struct unit *u)
{
    const struct stmt *s = u->scenario ? scenario_find(u, u->scenario) : NULL;

    if (u->scenario && !s)
        diag_add(u->diags, DIAG_NO_SCENARIO, NO_SPAN, u->scenario, scenario_names(u, true),
                 scenario_names(u, false), NULL);
    if (!s)
        return !u->scenario;
    struct param_names names = param_names(u);
    for (uint32_t k = 0; k < s->u.scenario->nchange; k++)
        replace_param(u, &names, &s->u.scenario->change[k]);
    return true;
}
