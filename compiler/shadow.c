/* Tables that stand for declared ones: the same columns, other data. In: a declared table whose
 * columns are all known. Out: a further table of the program, made when it is first asked for. */
#include "scope.h"

/* Adds a table that stands for a declared one. */
static uint32_t add_shadow(struct unit *u, struct ir_table t, const struct decl *of,
                           enum ir_origin origin, const char *form)
{
    t.origin = (uint8_t)origin;
    t.of = of->table;
    t.name = sym_of(u->syms, arena_printf(u->arena, form, unit_text(u, t.name)));
    UNIT_PUSH(u, u->ir->table, u->ir->ntable, t);
    return u->ir->ntable;
}

uint32_t scope_prior(struct unit *u, struct decl *table)
{
    if (!table->prior)
        table->prior = add_shadow(u, u->ir->table[table->table], table, ORIGIN_PRIOR, "prior(%s)");
    return table->prior - 1;
}

/* It has the columns alone: its rows are units, with no total row among them, and no level. */
uint32_t scope_units(struct unit *u, struct decl *table)
{
    const struct ir_table *of = &u->ir->table[table->table];
    struct ir_table t = { .name = of->name, .title = of->title, .from = of->from,
                          .column = of->column, .ncolumn = of->ncolumn, .each = IR_NONE,
                          .file = of->file, .line = of->line, .col = of->col };

    if (!table->units)
        table->units = add_shadow(u, t, table, ORIGIN_UNITS, "units.%s");
    return table->units - 1;
}
