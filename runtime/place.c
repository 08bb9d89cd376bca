/* Cells, and figures put in their places.
 * In: a loaded set. Out: what stands in a cell, and where it counts.
 * Invariant: what was put in a cell is taken out again before anything else reads the data. */
#include "place.h"
#include "join.h"

static bool row_is_in(const struct data_table *t, struct place at)
{
    return t->state == TABLE_USABLE && !t->units && at.row < t->nrow
        && at.sheet < t->header.count;
}

bool place_read(const struct data_set *s, struct place at, struct standing *out)
{
    const struct data_table *t = &s->table[at.table];
    if (!row_is_in(t, at) || t->schema->text || t->schema->origin != ORIGIN_CURRENT)
        return false;
    uint32_t store = t->use[at.sheet].store;
    if (store == IR_NONE || t->store[store].next != IR_NONE || !store_counts(&t->store[store]))
        return false;
    const struct store *x = &t->store[store];
    const struct ir_column *c = &t->schema->column[x->column];
    *out = (struct standing){ .value = table_value(t, store, at.row),
                              .kind = (uint8_t)cell_tag_kind(table_tag(t, store, at.row)),
                              .scale = x->grid.scale, .places = x->grid.places, .step = x->unit,
                              .column = x->column, .unit = c->unit_from ? 0 : c->unit.text };
    return out->kind <= CELL_NONE;
}

static void put(const struct data_table *t, struct place at, int64_t value, uint8_t tag)
{
    struct block *b = table_block(t, at.row);
    size_t i = (size_t)t->use[at.sheet].store * b->cap + at.row % BLOCK_ROWS;
    b->value[i] = value;
    b->tag[i] = tag;
}

void change_make(const struct data_set *s, struct change *c)
{
    const struct data_table *t = &s->table[c->at.table];
    uint32_t store = t->use[c->at.sheet].store;
    c->was = table_value(t, store, c->at.row);
    c->was_tag = table_tag(t, store, c->at.row);
    put(t, c->at, c->value, cell_tag((struct cell){ .kind = CELL_FIGURE }));
}

void change_undo(const struct data_set *s, const struct change *c)
{
    put(&s->table[c->at.table], c->at, c->was, c->was_tag);
}

uint64_t place_parent(const struct data_set *s, uint32_t table, uint64_t row)
{
    const struct rows *r = &s->table[table].rows;
    return r->parent && r->parent[row] != ROWS_NONE ? r->parent[row] : DATA_NO_ROW;
}

uint64_t place_children(const struct data_set *s, uint32_t table, uint64_t row)
{
    uint64_t n = 0;
    if (s->table[table].rows.parent)
        rows_children(&s->table[table], row, &n);
    return n;
}

bool place_less(const struct data_set *s, uint32_t table, uint64_t row)
{
    const struct rows *r = &s->table[table].rows;
    return r->flag && r->flag[row] & ROW_LESS;
}

uint64_t place_key(const struct data_set *s, uint32_t join, uint32_t table, uint64_t row)
{
    const struct join *j = &s->join[join];
    for (uint32_t i = 0; i < j->n; i++) {
        const struct joined *of = &j->of[i];
        for (uint64_t key = 0; of->t == &s->table[table] && key < j->nkey; key++)
            for (uint32_t k = of->first[key]; k < of->first[key + 1]; k++)
                if (of->row[k] == row)
                    return key;
    }
    return DATA_NO_ROW;
}
