/* Collects the total rows of many units as tables of their own.
 * In: the data of one unit after the other. Out: tables with a row for each.
 * Invariant: a figure that a unit does not have is a cell that is missing, never a zero. */
#include "units.h"
#include "units_part.h"
#include <string.h>

struct units {
    struct arena *arena;
    const struct ir_program *prog;
    struct units_table *table; uint32_t n, cap;
};

/* ---- what is asked for ---- */

static struct units_table *table_of(const struct units *u, uint32_t table)
{
    for (uint32_t i = 0; i < u->n; i++)
        if (u->table[i].table == table)
            return &u->table[i];
    return NULL;
}

static void column_ask(struct units *u, const struct ir_colref *c)
{
    struct units_table *t = table_of(u, c->table);
    for (uint32_t i = 0; i < t->ncolumn; i++)
        if (t->column[i] == c->column)
            return;
    t->column[t->ncolumn++] = c->column;
}

struct units *units_new(struct arena *a, const struct ir_program *p)
{
    struct units *u = ARENA_NEW(a, struct units);
    u->arena = a;
    u->prog = p;
    for (uint32_t i = 0; i < p->ntable; i++)
        if (p->table[i].origin == ORIGIN_UNITS)
            ARENA_PUSH(a, u->table, u->n, u->cap,
                       ((struct units_table){
                           .table = i,
                           .column = ARENA_ARRAY(a, uint32_t, p->table[i].ncolumn) }));
    for (uint32_t i = 0; i < p->ncolref; i++)
        if (p->table[p->colref[i].table].origin == ORIGIN_UNITS)
            column_ask(u, &p->colref[i]);
    return u->n ? u : NULL;
}

/* ---- a unit's row ---- */

static struct units_cell cell_take(struct arena *a, const struct data_set *set, uint32_t table,
                                   uint32_t column)
{
    const struct data_table *t = &set->table[table];
    uint64_t row = t->rows.total;
    struct units_cell c = { .tag = t->state == TABLE_BROKEN ? CELL_UNREADABLE : CELL_MISSING,
                            .at = { .file = t->file, .header = "", .text = "" } };
    if (t->state != TABLE_USABLE || row == DATA_NO_ROW || t->store_of[column] == IR_NONE)
        return c;
    c.value = table_value(t, t->store_of[column], row);
    c.tag = table_tag(t, t->store_of[column], row);
    c.at = data_origin(set, a, table, row, t->sheet_of[column]);
    c.at.header = arena_strndup(a, c.at.header, strlen(c.at.header));
    return c;
}

void units_take(struct units *u, const struct data_set *unit, const char *folder)
{
    for (uint32_t i = 0; i < u->n; i++) {
        struct units_table *t = &u->table[i];
        struct units_row row = { arena_strndup(u->arena, folder, strlen(folder)),
                                 ARENA_ARRAY(u->arena, struct units_cell, t->ncolumn) };
        for (uint32_t c = 0; c < t->ncolumn; c++) {
            row.cell[c] = cell_take(u->arena, unit, u->prog->table[t->table].of, t->column[c]);
            row.cell[c].at.file = arena_printf(u->arena, "%s/%s", folder, row.cell[c].at.file);
        }
        ARENA_PUSH(u->arena, t->row, t->n, t->cap, row);
    }
}

/* ---- the tables ---- */

static void bind_columns(struct data_table *t, const struct units_table *from)
{
    const char **text = ARENA_ARRAY(t->arena, const char *, from->ncolumn);
    for (uint32_t i = 0; i < from->ncolumn; i++)
        text[i] = t->prog->string[t->schema->column[from->column[i]].shown];
    header_init(&t->header, t->arena, text, from->ncolumn);
    table_arrays(t);
    for (uint32_t i = 0; i < from->ncolumn; i++) {
        t->sheet_of[from->column[i]] = i;
        t->store_of[from->column[i]] = table_store(t, i, from->column[i]);
        t->use[i].named = true;
    }
}

static void row_put(struct data_table *t, const struct units_row *row, uint64_t n)
{
    struct block *b = table_room(t, n + 1, 0);
    for (uint32_t s = 0; s < t->nstore; s++) {
        size_t at = (size_t)s * b->cap + t->nrow % BLOCK_ROWS;
        enum cell_kind kind = cell_tag_kind(row->cell[s].tag);
        b->value[at] = row->cell[s].value;
        b->tag[at] = row->cell[s].tag;
        t->store[s].bad += kind >= CELL_UNREADABLE;
        t->store[s].extra += cell_tag_own(row->cell[s].tag) != 0;
    }
    t->nrow++;
}

void units_give(const struct units *u, struct data_set *whole)
{
    for (uint32_t i = 0; i < u->n; i++) {
        const struct units_table *from = &u->table[i];
        struct data_table *t = &whole->table[from->table];
        t->units = from;
        t->form.separator = ',';
        bind_columns(t, from);
        for (uint64_t row = 0; row < from->n; row++)
            row_put(t, &from->row[row], row);
        t->finding_end = &t->finding;
        rows_build(t, NULL, 0, whole->diags);
        t->state = TABLE_USABLE;
    }
}
