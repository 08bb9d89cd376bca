/* Waivers. In: statements, and the rules of the program with the names that their results have.
 * Out: waivers of the program. */
#include "lower.h"

/* Is it the name of a result? */
static bool names_result(struct unit *u, const struct result_names *k, struct waiver *w)
{
    const char *text = unit_text(u, w->rule.text);

    switch (result_names_find(k, &w->rule.text)) {
    case RESULT_NAMED:
        return true;
    case RESULT_BY_PLACE:
        diag_add(u->diags, DIAG_WAIVE_BY_PLACE, w->rule.span, text, NULL);
        break;
    case RESULT_UNKNOWN:
        diag_add(u->diags, DIAG_WAIVE_NO_RULE, w->rule.span, text, result_names_near(u, text),
                 NULL);
        break;
    }
    return false;
}

static void lower_waiver(struct unit *u, const struct stmt *s)
{
    const struct waiver *w = s->u.waiver;
    struct ir_waiver out = { .rule = w->rule.text, .key = w->key.text, .because = w->because,
                             .until = w->until, .file = s->span.file, .off = s->span.off,
                             .len = s->span.len };

    srcs_locate(u->srcs, s->span, &out.line, &out.col);
    UNIT_PUSH(u, u->ir->waiver, u->ir->nwaiver, out);
}

static bool has_waiver(const struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++)
        if (u->ast.stmt[i].kind == ST_WAIVE)
            return true;
    return false;
}

void lower_waivers(struct unit *u)
{
    const struct result_names *k;

    if (!has_waiver(u))
        return;
    k = result_names(u);
    for (uint32_t i = 0; i < u->ast.nstmt; i++)
        if (u->ast.stmt[i].kind == ST_WAIVE && names_result(u, k, u->ast.stmt[i].u.waiver))
            lower_waiver(u, &u->ast.stmt[i]);
}
