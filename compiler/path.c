/* Columns by path. In: names with dots between them. Out: the columns they name.
 * Invariant: the whole path of a column names it alone, for no parent has two parts of one name. */
#include "path.h"

/* Do the names stand among the column's parents, the last one being its own? *whole: no parent is
 * left out. */
static bool fits(const struct decl *d, struct path p, bool *whole)
{
    *whole = true;
    for (uint32_t left = p.n; ; d = d->parent) {
        if (left && d && d->name.text == p.name[left - 1].text)
            left--;
        else if (d)
            *whole = false;
        if (!d || !left) {
            *whole = *whole && (!d || !d->parent);
            return !left;
        }
    }
}

struct path_match path_find(const struct unit *u, const struct decl *table, struct path p)
{
    struct path_match m = { 0, NULL, NULL };
    bool whole;

    for (struct decl *d = scope_find_column(u, table, p.name[p.n - 1].text); d; d = d->same) {
        if (!fits(d, p, &whole))
            continue;
        if (whole)
            return (struct path_match){ 1, d, NULL };
        if (!m.count++)
            m.column = d;
        else if (m.count == 2)
            m.second = d;
    }
    return m;
}

const char *path_text(const struct unit *u, const struct decl *column)
{
    const char *text = unit_text(u, column->name.text);

    for (const struct decl *d = column->parent; d; d = d->parent)
        text = arena_printf(u->arena, "%s.%s", unit_text(u, d->name.text), text);
    return text;
}

void path_show(struct unit *u, const struct decl *table, struct ir_table *t)
{
    for (uint32_t c = 0; c < table->ncolumns; c++) {
        const struct decl *d = table->columns[c];
        if (scope_find_column(u, table, d->name.text)->same && d->parent)
            t->column[c].shown = sym_of(u->syms, path_text(u, d));
    }
}
