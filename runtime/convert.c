/* Units that stand in the rows.
 * In: a figure's text and the text of its row's unit. Out: the stored value in the column's unit.
 * Invariant: what cannot be converted exactly, at the column's storage scale, is unreadable. */
#include "convert.h"
#include "table.h"
#include "unitchain.h"
#include <string.h>

static const char *form_of(const struct data_table *t, sym text)
{
    const char *s = t->prog->string[text];
    return str_form(t->arena, s, strlen(s));
}

/* ---- the column that names the units ---- */

static void missing(struct data_table *t, const char *wanted, const char *form, struct diags *d)
{
    struct data_place p = { .file = t->file, .line = t->header_line, .header = "", .text = "" };
    table_tell_missing(t, p, wanted, form, d);
}

void convert_bind(struct data_table *t, struct diags *d)
{
    for (uint32_t c = 0; c < t->schema->ncolumn; c++) {
        sym from = t->schema->column[c].unit_from;
        if (!from || t->store_of[c] == IR_NONE || (t->asked && !t->asked[c]))
            continue;
        const char *form = form_of(t, from);
        struct header_match m = header_find(&t->header, form);
        if (m.count != 1)
            m = header_find_last(&t->header, form);
        if (m.count != 1) {
            missing(t, t->prog->string[from], form, d);
            t->store_of[c] = IR_NONE;
            continue;
        }
        t->use[m.column].named = true;
        t->unit_sheet[c] = m.column;
    }
}

/* ---- conversion ---- */

struct cell convert_cell(const struct data_table *t, uint32_t column, struct cell c,
                         const char *figure, size_t len, const char *unit, size_t unit_len)
{
    const struct ir_column *col = &t->schema->column[column];
    struct cell r = { .kind = CELL_FIGURE, .dressed = c.dressed };
    int64_t coef;
    int places;
    bool number = c.kind == CELL_FIGURE || c.fault > FAULT_SYNTAX;
    if (!number || !cell_coefficient(figure, len, &coef, &places) || !coef)
        return c;
    if (coef == CELL_LIMIT || coef == -CELL_LIMIT)
        return cell_bad(CELL_OVERFLOW, FAULT_BIG);
    cell_trim(&unit, &unit_len);
    const struct unitchain *from = unit_texts_alike(t->unit_texts, unit, unit_len, &col->unit);
    if (!from)
        return cell_bad(CELL_UNREADABLE, FAULT_UNIT);
    switch (unitchain_convert(&r.value, (struct dec){ w256_from_i64(coef), places }, &from->unit,
                              &col->unit, col->grid.scale)) {
    case CONVERTED:
        return r;
    case CONVERSION_INEXACT:
        return cell_bad(CELL_UNREADABLE, FAULT_PLACES);
    case CONVERSION_WIDE:
        break;
    }
    return cell_bad(CELL_OVERFLOW, FAULT_BIG);
}
