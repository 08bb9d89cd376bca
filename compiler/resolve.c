/* References to declarations. In: the tree and the declared names. Out: expr.decl of
 * every EX_REF, or a diagnostic. */
#include "path.h"
#include "rowref.h"
#include "walk.h"
#include <string.h>

struct here { struct unit *u; struct decl *table; };

/* row: the table in whose body the name stands, or NULL */
static void unknown(struct unit *u, const struct decl *row, const struct name *n)
{
    const char *near = row ? scope_suggest(u, row, n->text) : NULL, *text = unit_text(u, n->text);

    if (!near)
        near = scope_suggest(u, NULL, n->text);
    if (near)
        diag_add(u->diags, DIAG_UNKNOWN_NAME, n->span, text, near, NULL);
    else
        diag_add(u->diags, DIAG_UNKNOWN_NAME_PLAIN, n->span, text, NULL);
}

/* e is the column that a path names in a table; `fits` are all that it names */
static struct decl *one_column(struct unit *u, const struct expr *e, struct path_match fits)
{
    if (fits.count > 1)
        diag_add(u->diags, DIAG_AMBIGUOUS_PATH, e->span, unit_text(u, fits.column->name.text),
                 arena_printf(u->arena, "%u", fits.count), path_text(u, fits.column),
                 path_text(u, fits.second), unit_text(u, fits.column->owner->name.text), NULL);
    return fits.count == 1 ? fits.column : NULL;
}

static void unknown_column(struct unit *u, const struct expr *e, const struct decl *table)
{
    const struct name *last = &e->u.ref.path[e->u.ref.npath - 1];
    const struct decl *same = scope_find_column(u, table, last->text);
    const char *path = unit_text(u, last->text);
    const char *near = same ? path_text(u, same) : scope_suggest(u, table, last->text);

    for (uint32_t i = e->u.ref.npath - 1; i-- > 0;)
        path = arena_printf(u->arena, "%s.%s", unit_text(u, e->u.ref.path[i].text), path);
    diag_add(u->diags, near ? DIAG_UNKNOWN_COLUMN : DIAG_UNKNOWN_COLUMN_PLAIN, last->span,
             unit_text(u, table->name.text), path, unit_text(u, last->text), near, NULL);
}

/* TABLE.path */
static struct decl *resolve_path(struct unit *u, struct expr *e)
{
    const struct name *t = &e->u.ref.name;
    struct path p = { e->u.ref.path, e->u.ref.npath };
    struct decl *table = scope_find(u, t->text);
    struct path_match m;

    if (!table) {
        unknown(u, NULL, t);
        return NULL;
    }
    if (table->kind != DECL_TABLE) {
        diag_add(u->diags, DIAG_NOT_A_TABLE, e->span, unit_text(u, t->text),
                 unit_text(u, p.name[0].text), NULL);
        return NULL;
    }
    table->used = true;
    if (e->u.ref.row && !row_select_fits(u, table, e->u.ref.row))
        return NULL;
    m = path_find(u, table, p);
    if (m.count)
        return one_column(u, e, m);
    if (p.n == 1 && p.name[0].quoted)
        return scope_add_implicit(u, table, p.name[0]);
    unknown_column(u, e, table);
    return NULL;
}

/* a column of the table in whose body e stands: NAME or NAME.path; none: count 0 */
static struct path_match match_here(const struct here *h, const struct expr *e)
{
    uint32_t n = e->u.ref.npath + 1;
    struct name *name;

    if (!h->table)
        return (struct path_match){ 0, NULL, NULL };
    if (n == 1)
        return path_find(h->u, h->table, (struct path){ &e->u.ref.name, 1 });
    name = ARENA_ARRAY(h->u->arena, struct name, n);
    name[0] = e->u.ref.name;
    memcpy(name + 1, e->u.ref.path, e->u.ref.npath * sizeof *name);
    return path_find(h->u, h->table, (struct path){ name, n });
}

/* T[x] without a column is no figure. */
static void resolve_row(struct unit *u, const struct expr *e)
{
    const struct decl *table = scope_find(u, e->u.ref.name.text);

    if (!table)
        unknown(u, NULL, &e->u.ref.name);
    else if (table->kind != DECL_TABLE)
        diag_add(u->diags, DIAG_ROW_OF_NO_TABLE, e->u.ref.row->span,
                 unit_text(u, table->name.text), NULL);
    else
        diag_add(u->diags, DIAG_ROW_AS_FIGURE, e->span, unit_text(u, table->name.text), NULL);
}

static struct decl *resolve_ref(const struct here *h, struct expr *e)
{
    struct unit *u = h->u;
    const struct name *n = &e->u.ref.name;
    struct path_match m;
    struct decl *d;

    if (e->u.ref.row && !e->u.ref.npath) {
        resolve_row(u, e);
        return NULL;
    }
    if (e->u.ref.row)
        return resolve_path(u, e);
    m = match_here(h, e);
    e->here = m.count > 0;
    if (m.count)
        return one_column(u, e, m);
    if (e->u.ref.npath)
        return resolve_path(u, e);
    e->here = h->table && n->quoted;
    if (e->here)
        return scope_add_implicit(u, h->table, *n);
    d = scope_find(u, n->text);
    if (!d)
        unknown(u, h->table, n);
    else if (d->kind == DECL_TABLE) {
        diag_add(u->diags, DIAG_TABLE_AS_FIGURE, n->span, unit_text(u, n->text), NULL);
        return NULL;
    }
    return d;
}

static void resolve_expr(struct expr *e, void *ctx)
{
    const struct here *h = ctx;

    if (e->kind != EX_REF)
        return;
    e->decl = resolve_ref(h, e);
    if (e->decl && e->decl->is_key) {
        diag_add(h->u->diags, DIAG_KEY_AS_FIGURE, e->span, unit_text(h->u, e->decl->name.text),
                 NULL);
        e->decl = NULL;
    }
    if (e->decl)
        e->decl->used = true;
}

static void resolve_rule(struct unit *u, const struct place *p, void *ctx)
{
    struct here h = { u, p->table };

    (void)ctx;
    if (p->stmt->kind == ST_TABLE && !p->table)
        return;                     /* a second table of that name: reported */
    for (uint32_t i = 0; i < p->rule->nside; i++)
        walk_expr(p->rule->side[i], resolve_expr, &h);
}

bool resolve_names(struct unit *u)
{
    struct here h = { u, NULL };

    for (uint32_t i = 0; i < u->scope->nfigure; i++)
        walk_expr(u->scope->figure[i]->stmt->u.fig.value, resolve_expr, &h);
    walk_rules(u, resolve_rule, NULL);
    return u->diags->errors == 0;
}
