/* The declared name that is nearest to one that is not. In: a name that nothing bears. Out: one
 * that was perhaps meant. Invariant: the number of look-ups is capped, for each reads all names. */
#include "scope.h"
#include <string.h>
#include <utf8proc.h>

static void nearer(struct unit *u, const struct decl *d, const char *wanted, unsigned *best,
                   const char **name)
{
    const char *text = unit_text(u, d->name.text);
    unsigned dist = str_distance(text, wanted, *best);

    if (dist < *best) {
        *best = dist;
        *name = text;
    }
}

const char *scope_suggest(struct unit *u, const struct decl *table, sym name)
{
    const char *wanted = unit_text(u, name), *best_name = NULL;
    unsigned best = str_near(wanted);

    if (u->scope->suggestions++ >= 50)
        return NULL;
    if (table) {
        const struct ir_table *t = &u->ir->table[table->table];
        for (uint32_t i = 0; i < t->ncolumn; i++)
            nearer(u, table->columns[i], wanted, &best, &best_name);
        return best_name;
    }
    for (uint32_t i = 0; i < u->scope->ntable; i++)
        nearer(u, u->scope->table[i], wanted, &best, &best_name);
    for (uint32_t i = 0; i < u->scope->nfigure; i++)
        nearer(u, u->scope->figure[i], wanted, &best, &best_name);
    return best_name;
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
