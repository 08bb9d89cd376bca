/* Tables as a whole.
 * In: the cells of a table that a rule calls zero. Out: the cells that are not, and what kernels
 * ask of tables. Invariant: every field is looked at, whether a column of the schema reads it or
 * not; only key columns hold codes, which are no figures. */
#include "whole.h"

void whole_note(struct data_table *t, uint32_t sheet, const struct sheet_field *f)
{
    struct nonzero *z = &t->nonzero;
    struct nonzero_cell c = { .row = t->nrow, .sheet = sheet };
    if (t->use[sheet].key != IR_NONE || !cell_number(f->p, f->len, &c.coef, &c.places) || !c.coef)
        return;
    if (z->count++ < NONZERO_KEPT)
        ARENA_PUSH(t->arena, z->cell, z->ncell, z->cap, c);
}

/* ---- what kernels ask ---- */

static bool has_unread(const struct data_table *t)
{
    uint64_t bad = t->nonzero.unread;
    for (uint32_t s = 0; s < t->nstore; s++)
        bad += store_counts(&t->store[s]) ? t->store[s].bad : 0;
    return bad > 0;
}

static enum ir_reason read_reason(const struct data_table *t)
{
    switch (t->state) {
    case TABLE_ABSENT: return RS_MISSING;
    case TABLE_BROKEN: return RS_UNREADABLE;
    case TABLE_USABLE: break;
    }
    return !t->nonzero.count && has_unread(t) ? RS_UNREADABLE : RS_NONE;
}

int64_t data_table_facet(const struct data_set *s, uint32_t table, enum ir_table_facet facet)
{
    const struct data_table *t = &s->table[table];
    switch (facet) {
    case TABLE_NONZERO: return (int64_t)t->nonzero.count;
    case TABLE_READ: return read_reason(t);
    case TABLE_THERE: return t->state != TABLE_ABSENT;
    case TABLE_OPENED: return t->state == TABLE_BROKEN ? RS_UNREADABLE : RS_NONE;
    case TABLE_FACETS: break;
    }
    return 0;
}

void data_nonzero(const struct data_set *s, uint32_t table, data_nonzero_fn *each, void *ctx)
{
    const struct nonzero *z = &s->table[table].nonzero;
    for (uint64_t i = 0; i < z->ncell; i++)
        each(ctx, z->cell[i].row, z->cell[i].sheet, z->cell[i].coef, z->cell[i].places);
}
