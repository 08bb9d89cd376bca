/* Maps are complete. In: resolved maps. Out: a diagnostic for each column that stands in one twice
 * or not at all.
 * A column that is the sum of others stands for all of them. What must have a place is what is
 * added up: each column without parts, and the others of a column that has others. */
#include "path.h"

/* one of the map's two tables */
struct coverage {
    const struct decl *table;
    struct expr **figure; uint32_t n;
    const struct expr **by;         /* by column: the figure that it stands under, or NULL */
};

static bool is_beneath(const struct decl *d, const struct decl *over)
{
    while (d && d != over)
        d = d->parent;
    return d != NULL;
}

/* An of-which column is in no sum. */
static bool is_added(const struct decl *d)
{
    for (; d; d = d->parent)
        if (d->node && d->node->role == NODE_OF)
            return false;
    return true;
}

/* by column: does it have figures that are the sum of no others? */
static bool *parts_of(struct unit *u, const struct decl *table)
{
    bool *part = ARENA_ARRAY(u->arena, bool, table->ncolumns + 1);

    for (uint32_t i = 0; i < table->ncolumns; i++)
        part[i] = table->columns[i]->node && is_added(table->columns[i]);
    for (uint32_t i = 0; i < table->ncolumns; i++) {
        const struct decl *d = table->columns[i], *p = d->parent;
        if (p && p->kind == DECL_COLUMN && is_added(d) && !p->node->others)
            part[p->column] = false;
    }
    return part;
}

static void cover(struct unit *u, struct coverage *c, const struct expr *e, const bool *part)
{
    const struct expr *first = NULL;

    for (uint32_t i = 0; i < c->table->ncolumns; i++) {
        const struct decl *d = c->table->columns[i];
        if (d != e->decl && (!part[i] || !is_beneath(d, e->decl)))
            continue;
        if (c->by[i] && !first)
            first = c->by[i];
        c->by[i] = e;
    }
    if (first)
        diag_label(u->diags, diag_add(u->diags, DIAG_MAPPED_TWICE, e->span,
                                      unit_text(u, e->decl->name.text), NULL),
                   LABEL_HERE, first->span, unit_text(u, first->decl->name.text), NULL);
}

/* A figure that is at fault is told; what it leaves open is then not told too. */
static bool all_resolved(const struct coverage *c)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (!c->figure[i]->decl)
            return false;
    return true;
}

static void forgotten(struct unit *u, const struct decl *d, const struct name *at,
                      enum diag_code code)
{
    if (d->node->others)
        code = DIAG_MAP_NO_OTHERS;
    diag_label(u->diags, diag_add(u->diags, code, at->span, path_text(u, d),
                                  unit_text(u, d->owner->name.text), NULL),
               LABEL_FIRST, d->name.span, NULL);
}

static void check_side(struct unit *u, struct coverage c, const struct name *at,
                       enum diag_code code)
{
    bool *part = parts_of(u, c.table);

    if (!all_resolved(&c))
        return;
    c.by = ARENA_ARRAY(u->arena, const struct expr *, c.table->ncolumns + 1);
    for (uint32_t i = 0; i < c.n; i++)
        cover(u, &c, c.figure[i], part);
    for (uint32_t i = 0; i < c.table->ncolumns; i++)
        if (part[i] && !c.by[i])
            forgotten(u, c.table->columns[i], at, code);
}

static const struct decl *table_named(struct unit *u, const struct name *n)
{
    struct decl *d = scope_find(u, n->text);

    if (d && d->kind == DECL_TABLE)
        return d;
    diag_add(u->diags, DIAG_MAPPED_NO_TABLE, n->span, unit_text(u, n->text), NULL);
    return NULL;
}

bool check_maps(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct map *m = u->ast.stmt[i].u.map;
        const struct decl *from, *to;
        if (u->ast.stmt[i].kind != ST_MAP)
            continue;
        from = table_named(u, &m->from);
        to = table_named(u, &m->to);
        if (!from || !to)
            continue;
        check_side(u, (struct coverage){ from, m->source, m->nsource, NULL }, &m->from,
                   DIAG_MAP_NO_SOURCE);
        check_side(u, (struct coverage){ to, m->target, m->ntarget, NULL }, &m->to,
                   DIAG_MAP_NO_TARGET);
    }
    return u->diags->errors == 0;
}
