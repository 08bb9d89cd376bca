/* The declared name that is nearest to one that is not. In: a name that nothing bears. Out: one
 * that was perhaps meant. Invariant: the number of look-ups is capped, for each reads all names. */
#include "scope.h"
#include <string.h>
#include <utf8proc.h>

const char *scope_suggest(struct unit *u, const struct decl *table, sym name)
{
    struct str_guess guess = str_guess_of(unit_text(u, name));

    if (u->scope->suggestions++ >= 50)
        return NULL;
    if (table) {
        const struct ir_table *t = &u->ir->table[table->table];
        for (uint32_t i = 0; i < t->ncolumn; i++)
            str_guess_try(&guess, unit_text(u, table->columns[i]->name.text));
        return guess.name;
    }
    for (uint32_t i = 0; i < u->scope->ntable; i++)
        str_guess_try(&guess, unit_text(u, u->scope->table[i]->name.text));
    for (uint32_t i = 0; i < u->scope->nfigure; i++)
        str_guess_try(&guess, unit_text(u, u->scope->figure[i]->name.text));
    return guess.name;
}

/* ── as an edit ── */

static bool is_plain(const char *path)
{
    bool first = true;
    for (size_t n, len = strlen(path); len; path += n, len -= n) {
        int32_t cp;
        n = str_decode(path, len, &cp);
        if (cp < 0 || (first && cp >= '0' && cp <= '9'))
            return false;
        utf8proc_category_t kind = utf8proc_category(cp);
        bool letter = kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
        first = cp == '.';
        if (!letter && kind != UTF8PROC_CATEGORY_ND && cp != '_' && cp != '.')
            return false;
    }
    return true;
}

void suggest_edit(struct unit *u, struct diag *g, const char *near)
{
    if (near && is_plain(near))
        diag_edit(u->diags, g, g->span, near);
}
