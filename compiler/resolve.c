/* References to declarations. In: the tree and the declared names. Out: expr.decl of
 * every EX_REF, or a diagnostic. */
#include "walk.h"

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

static struct decl *resolve_field(struct unit *u, struct expr *e)
{
    const struct name *t = &e->u.ref.name, *f = &e->u.ref.field;
    struct decl *table = scope_find(u, t->text), *column;
    const char *near;

    if (!table) {
        unknown(u, NULL, t);
        return NULL;
    }
    if (table->kind != DECL_TABLE) {
        diag_add(u->diags, DIAG_NOT_A_TABLE, e->span, unit_text(u, t->text),
                 unit_text(u, f->text), NULL);
        return NULL;
    }
    table->used = true;
    column = scope_find_column(u, table, f->text);
    if (column)
        return column;
    if (f->quoted)
        return scope_add_implicit(u, table, *f);
    near = scope_suggest(u, table, f->text);
    diag_add(u->diags, near ? DIAG_UNKNOWN_COLUMN : DIAG_UNKNOWN_COLUMN_PLAIN, f->span,
             unit_text(u, t->text), unit_text(u, f->text), near, NULL);
    return NULL;
}

static struct decl *resolve_ref(const struct here *h, struct expr *e)
{
    struct unit *u = h->u;
    const struct name *n = &e->u.ref.name;
    struct decl *d = NULL;

    if (e->u.ref.field.text)
        return resolve_field(u, e);
    if (h->table)
        d = scope_find_column(u, h->table, n->text);
    if (!d && h->table && n->quoted)
        return scope_add_implicit(u, h->table, *n);
    if (!d)
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
