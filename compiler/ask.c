/* What `why` is asked for. In: a text, the tree of the rules. Out: the rule that it names, or one
 * more line of the tree, whose value it is. */
#include "front.h"
#include "step.h"
#include <string.h>

static bool is_figure(const struct unit *u, const char *text)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct stmt *s = &u->ast.stmt[i];
        if ((s->kind == ST_PARAM || s->kind == ST_LINE)
            && strcmp(unit_text(u, s->name.text), text) == 0)
            return true;
    }
    return false;
}

/* The pair that "NAME[2]" speaks of; 0 if it does not. */
static uint32_t pair_of(const char *text, const char *name, const struct rule *r)
{
    size_t n = strlen(name);
    uint32_t pair = 0;

    if (r->nside <= 2 || strncmp(text, name, n) != 0 || text[n] != '[')
        return 0;
    for (text += n + 1; *text >= '0' && *text <= '9' && pair < r->nside; text++)
        pair = pair * 10 + (uint32_t)(*text - '0');
    return strcmp(text, "]") == 0 && pair < r->nside ? pair : 0;
}

static void try_rule(struct unit *u, const struct stmt *table, const struct rule *r)
{
    struct why_ask *ask = u->ask;
    const char *name = ask->rule ? "" : lower_written_name(u, table, r);
    uint32_t pair;

    if (ask->rule)
        return;
    pair = pair_of(ask->text, name, r);
    if (!pair && strcmp(ask->text, name) != 0 && strcmp(ask->text, lower_rule_place(u, r)) != 0)
        return;
    ask->rule = r;
    ask->table = table;
    ask->pair = pair;
}

static void try_statement(struct unit *u, const struct stmt *s)
{
    if (s->kind == ST_RULE)
        try_rule(u, NULL, s->u.rule);
    for (uint32_t i = 0; s->kind == ST_MAP && i < s->u.map->nrule; i++)
        try_rule(u, NULL, s->u.map->rule[i]);
    for (uint32_t i = 0; s->kind == ST_TABLE && i < s->u.table->nitem; i++)
        if (s->u.table->item[i].kind == ITEM_RULE)
            try_rule(u, s, s->u.table->item[i].u.rule);
}

bool why_parse(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt && !is_figure(u, u->ask->text); i++)
        try_statement(u, &u->ast.stmt[i]);
    return u->ask->rule || u->ask->in_program
        || front_parse_figure(u->arena, u->syms, u->srcs, u->diags, "FIGURE", u->ask->text,
                              &u->ast);
}
