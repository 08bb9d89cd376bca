/* Units printed beside figures of long data.
 * In: a figure and the unit of its record. Out: the figure in the unit of its column.
 * Invariant: the conversion is exact, or it is none. */
#include "num.h"
#include "pivot_part.h"
#include "unitchain.h"

struct pivot_unit { const char *text; bool known; struct unitchain chain; };

const char *pivot_unit_text(const struct pivot *p, const struct pivot_cell *c)
{
    return c && c->unit ? p->unit[c->unit - 1].text : NULL;
}

uint32_t pivot_unit_of(struct pivot_reader *p, sym text)
{
    struct arena *a = p->t->arena;
    struct pivot *to = p->out;
    if (!text)
        return 0;
    while (p->nunit_of <= text)
        ARENA_PUSH(a, p->unit_of, p->nunit_of, p->unit_of_cap, 0);
    if (!p->unit_of[text]) {
        struct pivot_unit u = { .text = sym_text(p->texts, text) };
        u.known = unitchain_read(a, p->t->prog, sym_text(p->texts, text), &u.chain) == UNITCHAIN_OK;
        ARENA_PUSH(a, to->unit, to->nunit, p->unit_cap, u);
        p->unit_of[text] = to->nunit;
    }
    return p->unit_of[text];
}

bool pivot_unit_convert(const struct data_table *t, const struct pivot_cell *c,
                        const struct ir_column *column, struct sheet_field *f)
{
    enum { FIGURE_BYTES = 96 };
    int64_t coef, stored;
    int places;
    struct unitchain want;
    if (!c->unit || !cell_number(f->p, f->len, &coef, &places))
        return true;
    const struct pivot_unit *u = &t->pivot->unit[c->unit - 1];
    unitchain_read(t->arena, t->prog, t->prog->string[column->unit.text], &want);
    if (!u->known || !unitchain_agree(t->prog, &u->chain, &want)
        || coef >= CELL_LIMIT || coef <= -CELL_LIMIT)
        return false;
    if (u->chain.unit.factor == column->unit.factor && u->chain.unit.divisor == column->unit.divisor
        && u->chain.unit.pow10 == column->unit.pow10)
        return true;
    struct dec v = { w256_from_i64(coef), places };
    if (!unitchain_convert(&stored, v, &u->chain.unit, &column->unit, column->grid.scale))
        return false;
    char *text = arena_alloc(t->arena, FIGURE_BYTES);
    f->len = dec_format(text, FIGURE_BYTES,
                        dec_strip((struct dec){ w256_from_i64(stored), column->grid.scale }),
                        false);
    f->p = text;
    return true;
}
