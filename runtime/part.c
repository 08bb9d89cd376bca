/* The interval of one printed cell.
 * In: a cell as a figure's members name it. Out: its printed value and its ends, as kernels see
 * them. */
#include "part.h"
#include "facet.h"
#include "prose.h"

static uint32_t part_store(const struct data_table *t, const struct ir_colref *c, uint32_t sheet)
{
    const struct unlisted_set *set = &t->unlisted[c->column];

    if (c->kind != COL_OTHERS)
        return t->store_of[c->column];
    for (uint32_t i = 0; i < set->count; i++)
        if (t->store[set->store[i]].sheet == sheet)
            return set->store[i];
    return IR_NONE;
}

static void part_set(struct data_part *p, uint32_t store, const struct figure *f)
{
    *p = (struct data_part){ .store = store, .mid = f->mid, .down = f->down, .up = f->up,
                             .open = (uint8_t)f->open, .reason = (uint8_t)f->reason, .sign = 1 };
}

bool data_part(const struct data_set *s, uint32_t colref, const struct ir_cell *cell, uint64_t row,
               uint32_t sheet_column, struct data_part *part)
{
    const struct ir_colref *c = &s->prog->colref[colref];
    const struct data_table *t = &s->table[c->table];
    struct figure f;

    if (c->kind == COL_QUOTED) {
        if (!cell || !t->quoted)
            return false;
        part_set(part, c->quote, &t->quoted[cell - s->prog->cell].figure);
        return true;
    }
    uint32_t store = part_store(t, c, sheet_column);
    if (store == IR_NONE || row >= t->nrow)
        return false;
    f = figure_of_cell(t, store, row);
    part_set(part, store, &f);
    if (c->kind == COL_CHILDREN && t->rows.flag[row] & ROW_LESS)
        part->sign = -1;
    return true;
}

int data_part_scale(const struct data_set *s, uint32_t colref)
{
    const struct ir_colref *c = &s->prog->colref[colref];

    if (c->kind == COL_QUOTED)
        return s->prog->quote[c->quote].scale;
    return s->prog->table[c->table].column[c->column].grid.scale;
}
