/* Names that nothing uses.
 * In: a lowered unit. Out: params, lines, columns, keys and names of one thing without a use.
 * Invariant: only what the main file declares: a file that others use too is not at fault for what
 * one of them leaves. */
#include "audit.h"
#include "walk.h"

#define MAIN_FILE 0u

static bool is_here(const struct decl *d) { return d->name.span.file == MAIN_FILE; }

static void unused_figures(struct unit *u)
{
    for (uint32_t i = 0; i < u->scope->nfigure; i++) {
        const struct decl *d = u->scope->figure[i];
        if (!d->used && is_here(d) && !period_follows(u->scope, i))
            diag_add(u->diags, d->kind == DECL_PARAM ? DIAG_UNUSED_PARAM : DIAG_UNUSED_LINE,
                     d->name.span, unit_text(u, d->name.text), NULL);
    }
}

/* ── columns ── */

static bool has_children(const struct ir_table *t, uint32_t column)
{
    for (uint32_t i = column + 1; i < t->ncolumn; i++)
        if (t->column[i].parent == column)
            return true;
    return false;
}

static bool is_unsummed(const struct decl *d)
{
    for (; d; d = d->parent)
        if (d->node && d->node->unsummed)
            return true;
    return false;
}

static bool column_used(const struct ir_table *t, const struct decl *d)
{
    const struct ir_column *c = &t->column[d->column];
    bool summed = t->total && t->layout != LAYOUT_FORM && measure_adds_up(d->measure)
        && !is_unsummed(d);

    return d->used || c->key || c->implicit || c->parent != IR_NONE || c->braces || c->others
        || summed || has_children(t, d->column);
}

static void unused_columns(struct unit *u, const struct decl *table)
{
    const struct ir_table *t = &u->ir->table[table->table];

    if (t->text || t->zero || !is_here(table))
        return;
    for (uint32_t c = 0; c < t->ncolumn; c++) {
        const struct decl *d = table->columns[c];
        if (!column_used(t, d) && is_here(d))
            diag_add(u->diags, DIAG_UNUSED_COLUMN, d->name.span, unit_text(u, table->name.text),
                     unit_text(u, d->name.text), NULL);
    }
}

/* ── keys ── */

static bool in_levels(const struct ir_table *t, uint32_t column)
{
    for (uint32_t i = 0; i < t->nlevel; i++) {
        if (t->level[i].key == column)
            return true;
        for (uint32_t k = 0; k < t->level[i].nbeside; k++)
            if (t->level[i].beside[k].key == column)
                return true;
    }
    return (t->nnode && t->node_key == column) || t->each == column;
}

static bool in_joins(const struct ir_program *p, uint32_t table, uint32_t column)
{
    for (uint32_t i = 0; i < p->njoin; i++)
        for (uint32_t k = 0; k < p->join[i].n; k++)
            for (uint32_t c = 0; p->join[i].of[k].table == table && c < p->join[i].of[k].nkey; c++)
                if (p->join[i].of[k].key[c] == column)
                    return true;
    return false;
}

static bool in_tests(const struct ir_program *p, uint32_t table, uint32_t column)
{
    for (uint32_t i = 0; i < p->ntest; i++)
        if (p->test[i].table == table && p->test[i].column == column)
            return true;
    return false;
}

static bool on_lists(const struct ir_program *p, uint32_t table, uint32_t column)
{
    for (uint32_t i = 0; i < p->nlisted; i++)
        if (p->listed[i].table == table
            && (p->listed[i].column == column || p->listed[i].named == column))
            return true;
    return false;
}

/* Rows are told by all keys of their table. */
static bool rows_named(const struct ir_program *p, uint32_t table)
{
    for (uint32_t i = 0; i < p->nrowref; i++)
        if (p->rowref[i].table == table && !p->rowref[i].node)
            return true;
    for (uint32_t i = 0; i < p->ncolref; i++)
        if (p->colref[i].kind == COL_MATCHED
            && (p->colref[i].table == table || p->table[p->colref[i].table].of == table))
            return true;
    return false;
}

/* Is the text of the key compared with another? */
static bool key_compared(const struct unit *u, uint32_t table, uint32_t column)
{
    return in_joins(u->ir, table, column) || in_tests(u->ir, table, column)
        || on_lists(u->ir, table, column)
        || rows_named(u->ir, table);
}

static uint32_t key_count(const struct ir_table *t)
{
    uint32_t n = 0;

    for (uint32_t c = 0; c < t->ncolumn; c++)
        n += t->column[c].key;
    return n;
}

/* The only key of a table tells its rows apart. */
static void unused_keys(struct unit *u, const struct decl *table)
{
    const struct table_decl *t = table->stmt->u.table;
    const struct ir_table *ir = &u->ir->table[table->table];
    bool asked = !ir->text && !ir->zero && is_here(table) && key_count(ir) > 1;

    for (uint32_t i = 0; asked && i < t->nitem; i++) {
        const struct decl *d = t->item[i].kind == ITEM_KEY
            ? scope_find_column(u, table, t->item[i].u.key.name.text) : NULL;
        if (d && !d->used && !in_levels(ir, d->column) && !key_compared(u, d->table, d->column))
            diag_add(u->diags, DIAG_UNUSED_KEY, d->name.span, unit_text(u, table->name.text),
                     unit_text(u, d->name.text), NULL);
    }
}

/* ── names of one thing ── */

static bool same_used(const struct unit *u, sym key)
{
    for (uint32_t t = 0; t < u->ir->ntable; t++)
        for (uint32_t c = 0; c < u->ir->table[t].ncolumn; c++) {
            const struct ir_column *column = &u->ir->table[t].column[c];
            if (column->key && column->name == key && key_compared(u, t, c))
                return true;
        }
    return false;
}

static void idle_same(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct stmt *s = &u->ast.stmt[i];
        if (s->kind == ST_SAME && s->span.file == MAIN_FILE && !same_used(u, s->u.same->key.text))
            diag_add(u->diags, DIAG_SAME_IDLE, s->u.same->key.span,
                     unit_text(u, s->u.same->key.text), NULL);
    }
}

/* ── lists of codes ── */

static void unused_codes(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct stmt *s = &u->ast.stmt[i];
        const struct decl *d = s->kind == ST_CODES ? scope_find_codes(u, s->name.text) : NULL;
        if (d && d->stmt == s && !d->used && is_here(d))
            diag_add(u->diags, DIAG_UNUSED_CODES, s->name.span, unit_text(u, s->name.text), NULL);
    }
}

void audit_names(struct unit *u)
{
    unused_codes(u);
    unused_figures(u);
    for (uint32_t i = 0; i < u->scope->ntable; i++) {
        unused_columns(u, u->scope->table[i]);
        unused_keys(u, u->scope->table[i]);
    }
    idle_same(u);
}
