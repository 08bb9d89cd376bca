/* Maps are complete. In: resolved maps. Out: a diagnostic for each column that stands in one twice
 * or not at all.
 * A column that is the sum of others stands for all of them. What must have a place is what is
 * added up: each column without parts, and the others of a column that has others. */
#include "build.h"
#include "declare.h"
#include "path.h"
#include <string.h>

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

/* ---- lines of a file ---- */

/* Appends a part of a path, written as the column of that name is. */
static struct name_list *part_add(struct unit *u, struct build *b, const struct decl *table,
                                  struct name_list *path, struct name part)
{
    const struct decl *d = scope_find_column(u, table, part.text);

    part.quoted = d && d->name.quoted;
    return ast_names_add(b, path, part);
}

/* What a cell names: a column, else a path with dots. */
static struct name_list *cell_path(struct unit *u, struct build *b, const struct decl *table,
                                   const struct name *cell)
{
    struct name_list *path = NULL;
    struct name part = *cell;
    const char *text = unit_text(u, cell->text), *dot;

    if (scope_find_column(u, table, cell->text))
        return part_add(u, b, table, NULL, part);
    for (; (dot = strchr(text, '.')); text = dot + 1) {
        part.text = sym_intern(u->syms, text, (size_t)(dot - text));
        path = part_add(u, b, table, path, part);
    }
    part.text = sym_of(u->syms, text);
    return part_add(u, b, table, path, part);
}

/* The line of one target, or of the sources that go nowhere. */
struct gathering {
    struct unit *u;
    struct build *b;
    struct map *map;
    const struct decl *from, *to;
    struct map_list *lines;
    uint32_t *line_of;              /* by column of the target: line + 1 */
};

/* NULL: the table has no such column */
static struct expr *cell_figure(struct gathering *g, const struct decl *table,
                                const struct name *cell, struct decl **column)
{
    struct name_list *path;

    *column = NULL;
    if (!cell->text)
        return NULL;
    path = cell_path(g->u, g->b, table, cell);
    *column = path_find(g->u, table, (struct path){ path->p, path->n }).column;
    return *column ? ast_map_figure(g->b, cell->span, path) : NULL;
}

static void line_new(struct gathering *g, struct span at, struct expr *target,
                     struct expr_list *source)
{
    ast_map_lines_add(g->b, g->lines, (struct map_line){ at, at, target, source, 0, false });
}

/* A mapping may speak of columns that these tables have not: a source that is not there adds
 * nothing, and a target that is not there takes nothing of what is. What is there and finds no
 * place is told when the map is checked. */
static void pair_take(struct gathering *g, const struct map_pair *p)
{
    struct decl *column, *target;
    struct expr *source = cell_figure(g, g->from, &p->source, &column);
    struct expr *to = cell_figure(g, g->to, &p->target, &target);
    struct expr_list *list = source ? ast_args_add(g->b, NULL, source) : NULL;

    if (source && !p->target.text) {
        line_new(g, p->source.span, NULL, list);
    } else if (to && !p->source.text) {
        line_new(g, p->target.span, to, NULL);
    } else if (source && to && g->line_of[target->column]) {
        ast_args_add(g->b, g->lines->p[g->line_of[target->column] - 1].source, source);
    } else if (source && to) {
        line_new(g, p->target.span, to, list);
        g->line_of[target->column] = g->lines->n;
    }
}

static void file_gather(struct unit *u, struct build *b, struct map *m, const struct decl *from,
                        const struct decl *to)
{
    struct gathering g = { .u = u, .b = b, .map = m, .from = from, .to = to };

    g.lines = ast_map_lines(b);
    g.line_of = ARENA_ARRAY(u->arena, uint32_t, g.to->ncolumns + 1);
    for (uint32_t i = 0; i < m->npair; i++)
        pair_take(&g, &m->pair[i]);
    ast_map_fill(b, m, g.lines);
}

/* The lines of a map that are written elsewhere. */
static void map_gather(struct unit *u, struct map *m)
{
    struct build b = { .arena = u->arena, .syms = u->syms, .diags = u->diags, .ast = &u->ast,
                       .deep_file = UINT32_MAX };
    const struct decl *from = scope_find(u, m->from.text), *to = scope_find(u, m->to.text);

    if (!from || !to || from->kind != DECL_TABLE || to->kind != DECL_TABLE)
        return;                     /* told by check_maps */
    if (m->file.text)
        file_gather(u, &b, m, from, to);
    else
        mapping_fill(u, &b, m, from, to);
}

/* A target that stands twice in the map is told when it is checked. */
static bool is_of_map(const struct map *m, const struct name *name)
{
    for (uint32_t i = 0; i < m->nrule; i++)
        if (m->rule[i]->name.text == name->text && m->rule[i]->name.span.off == name->span.off
            && m->rule[i]->name.span.file == name->span.file)
            return true;
    return false;
}

static void rules_declare(struct unit *u, const struct map *m)
{
    for (uint32_t i = 0; i < m->nrule; i++) {
        const struct name *first = scope_declare_rule(u, &m->rule[i]->name);
        if (first && !is_of_map(m, first))
            scope_duplicate(u, &m->rule[i]->name, first);
    }
}

void maps_declare(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        struct map *m = u->ast.stmt[i].u.map;
        const struct name *first;
        if (u->ast.stmt[i].kind != ST_MAP)
            continue;
        first = scope_declare_rule(u, &m->name);
        if (first)
            diag_label(u->diags, diag_add(u->diags, DIAG_MAP_AGAIN, m->name.span,
                                          unit_text(u, m->name.text), unit_text(u, m->from.text),
                                          unit_text(u, m->to.text), NULL),
                       LABEL_FIRST, first->span, NULL);
        if (m->file.text || m->by.text)
            map_gather(u, m);
        if (!first)
            rules_declare(u, m);
    }
}

/* ---- what is complete ---- */

bool check_maps(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct map *m = u->ast.stmt[i].u.map;
        const struct decl *from, *to;
        if (u->ast.stmt[i].kind != ST_MAP)
            continue;
        from = table_named(u, &m->from);
        to = table_named(u, &m->to);
        if (!from || !to || m->lost)
            continue;
        check_side(u, (struct coverage){ from, m->source, m->nsource, NULL }, &m->from,
                   DIAG_MAP_NO_SOURCE);
        check_side(u, (struct coverage){ to, m->target, m->ntarget, NULL }, &m->to,
                   DIAG_MAP_NO_TARGET);
    }
    return u->diags->errors == 0;
}
