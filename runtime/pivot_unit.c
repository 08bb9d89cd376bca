/* Units printed beside figures of long data.
 * In: a figure and the unit of its record. Out: the figure in the unit of its column.
 * Invariant: the conversion is exact, or it is none. */
#include "pivot.h"
#include "table.h"
#include "unitchain.h"
#include <string.h>

bool pivot_unit_convert(const struct data_table *t, const struct pivot_cell *c,
                        const struct ir_column *column, struct sheet_field *f)
{
    enum { FIGURE_BYTES = 96 };
    int64_t coef, stored;
    int places;
    if (!c->unit || !cell_coefficient(f->p, f->len, &coef, &places))
        return true;
    const char *unit = sym_text(t->pivot->texts, c->unit);
    const struct unitchain *u = unit_texts_alike(t->unit_texts, unit, strlen(unit), &column->unit);
    if (!u || coef >= CELL_LIMIT || coef <= -CELL_LIMIT)
        return false;
    if (u->unit.factor == column->unit.factor && u->unit.divisor == column->unit.divisor
        && u->unit.pow10 == column->unit.pow10)
        return true;
    struct dec v = { w256_from_i64(coef), places };
    if (unitchain_convert(&stored, v, &u->unit, &column->unit, column->grid.scale) != CONVERTED)
        return false;
    char *text = arena_alloc(t->arena, FIGURE_BYTES);
    f->len = dec_format(text, FIGURE_BYTES,
                        dec_strip((struct dec){ w256_from_i64(stored), column->grid.scale }),
                        false);
    f->p = text;
    return true;
}
