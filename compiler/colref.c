/* Numbers of the figures that kernels read.
 * In: a column of a table and what is read of it. Out: its number in the program.
 * Invariant: equal figures have one number. */
#include "scope.h"

#define COLREF_KINDS 4u

uint32_t *number_at(struct unit *u, struct numbers *x, uint32_t i, uint32_t likely)
{
    uint32_t n = x->n ? x->n : likely;

    while (n <= i)
        n *= 2;
    if (n > x->n) {
        x->number = arena_grow(u->arena, x->number, x->n, n, sizeof *x->number);
        x->n = n;
    }
    return &x->number[i];
}

uint32_t scope_colref(struct unit *u, enum ir_colref_kind kind, uint32_t table, uint32_t column)
{
    struct scope *s = u->scope;
    uint32_t *n;

    if (!s->colref)
        s->colref = ARENA_ARRAY(u->arena, struct numbers, (size_t)s->ntable * ORIGIN_COUNT);
    n = number_at(u, &s->colref[table], column * COLREF_KINDS + kind,
                  (u->ir->table[table].ncolumn + 1) * COLREF_KINDS);
    if (!*n) {
        UNIT_PUSH(u, u->ir->colref, u->ir->ncolref,
                  ((struct ir_colref){ .kind = (uint8_t)kind, .table = table, .column = column }));
        *n = u->ir->ncolref;
    }
    return *n - 1;
}

bool scope_has_colref(const struct unit *u, enum ir_colref_kind kind, uint32_t table,
                      uint32_t column)
{
    const struct numbers *x = u->scope->colref ? &u->scope->colref[table] : NULL;
    uint32_t i = column * COLREF_KINDS + kind;

    return x && i < x->n && x->number[i];
}

uint32_t scope_lanes(const struct unit *u, uint32_t colref)
{
    const struct ir_colref *c = &u->ir->colref[colref];

    return c->kind == COL_MATCHED ? u->ir->table[c->table].of : c->table;
}

const struct ir_column *scope_column(const struct unit *u, uint32_t colref)
{
    const struct ir_colref *c = &u->ir->colref[colref];

    return &u->ir->table[c->table].column[c->column];
}
