/* Waivers. In: statements, and the rules of the program with the names that their results have.
 * Out: waivers of the program. */
#include "lower.h"
#include "walk.h"
#include <string.h>

struct names {
    struct unit *u;
    bool *result;                   /* by symbol: a result may have this name */
    bool *place;                    /* by symbol: a rule that has no name is called so */
    uint32_t n;
};

static void mark(const struct names *k, bool *set, sym name)
{
    if (name < k->n)
        set[name] = true;
}

static void mark_text(const struct names *k, bool *set, const char *text)
{
    mark(k, set, sym_find(k->u->syms, text, strlen(text)));
}

/* Findings of the shape are called after the table's rows or a column of it. */
static void mark_table(const struct names *k, const struct ir_table *t)
{
    struct unit *u = k->u;

    mark_text(k, k->result, arena_printf(u->arena, "%s.rows", unit_text(u, t->name)));
    for (uint32_t i = 0; i < t->ncolumn; i++)
        mark_text(k, k->result, arena_printf(u->arena, "%s.%s", unit_text(u, t->name),
                                             unit_text(u, t->column[i].shown)));
}

static void mark_place(struct unit *u, const struct place *p, void *ctx)
{
    const struct names *k = ctx;

    for (uint32_t i = 0; i + 1 < p->rule->nside && !p->rule->name.text && !p->rule->claim; i++)
        mark_text(k, k->place, lower_rule_name(u, p, i));
}

static struct names names_gather(struct unit *u)
{
    struct names k = { .u = u, .n = sym_count(u->syms) + 1 };

    k.result = ARENA_ARRAY(u->arena, bool, k.n);
    k.place = ARENA_ARRAY(u->arena, bool, k.n);
    for (uint32_t i = 0; i < u->ir->nrule; i++)
        mark(&k, k.result, u->ir->rule[i].name);
    for (uint32_t i = 0; i < u->ir->ntable; i++)
        mark_table(&k, &u->ir->table[i]);
    walk_rules(u, mark_place, &k);
    return k;
}

/* The rule's name that is nearest to one that no rule has, or the first of a chain's. */
static const char *nearest(struct unit *u, const char *wanted)
{
    unsigned best = 4;
    size_t len = strlen(wanted);
    const char *near = NULL;

    if (u->scope->suggestions++ >= 50)
        return NULL;
    for (uint32_t i = 0; i < u->ir->nrule && best; i++) {
        const char *name = unit_text(u, u->ir->rule[i].name);
        bool first = !strncmp(name, wanted, len) && !strcmp(name + len, "[1]");
        unsigned d = first ? 0 : str_distance(name, wanted, best);
        if (d < best) {
            best = d;
            near = name;
        }
    }
    return near;
}

/* Is it the name of a result? */
static bool names_result(const struct names *k, const struct waiver *w)
{
    sym name = w->rule.text;
    const char *text = unit_text(k->u, name);

    if (name < k->n && k->place[name])
        diag_add(k->u->diags, DIAG_WAIVE_BY_PLACE, w->rule.span, text, NULL);
    else if (name >= k->n || !k->result[name])
        diag_add(k->u->diags, DIAG_WAIVE_NO_RULE, w->rule.span, text, nearest(k->u, text), NULL);
    else
        return true;
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
    struct names k;

    if (!has_waiver(u))
        return;
    k = names_gather(u);
    for (uint32_t i = 0; i < u->ast.nstmt; i++)
        if (u->ast.stmt[i].kind == ST_WAIVE && names_result(&k, u->ast.stmt[i].u.waiver))
            lower_waiver(u, &u->ast.stmt[i]);
}
