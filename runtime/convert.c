/* Units that stand in the rows.
 * In: a figure's text and the text of its row's unit. Out: the stored value in the column's unit.
 * Invariant: what cannot be converted exactly, at the column's storage scale, is unreadable. */
#include "convert.h"
#include "table.h"
#include <string.h>

typedef __int128 i128;
typedef unsigned __int128 u128;

static const char *form_of(const struct data_table *t, sym text)
{
    const char *s = t->prog->string[text], *form = str_match_form(t->arena, s, strlen(s));
    return form ? form : s;
}

/* ---- the column that names the units ---- */

static void missing(struct data_table *t, const char *wanted, const char *form, struct diags *d)
{
    struct data_place p = { .file = t->file, .line = 1, .header = "", .text = "" };
    uint32_t near = header_nearest(&t->header, form);
    diag_add_data(d, DIAG_MISSING_COLUMN, p, t->file, wanted, t->header.text[near], NULL);
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

static const struct ir_unit *unit_named(const struct data_table *t, const struct ir_column *c,
                                        const char *s, size_t len)
{
    cell_trim(&s, &len);
    for (uint32_t i = 0; i < c->nmay; i++) {
        const char *name = t->prog->string[c->may[i].text];
        if (strlen(name) == len && !memcmp(name, s, len))
            return &c->may[i];
    }
    const char *form = len && len < 64 ? str_match_form(t->arena, s, len) : NULL;
    for (uint32_t i = 0; form && i < c->nmay; i++)
        if (!strcmp(form_of(t, c->may[i].text), form))
            return &c->may[i];
    return NULL;
}

static u128 gcd(u128 a, u128 b)
{
    while (b) {
        u128 r = a % b;
        a = b;
        b = r;
    }
    return a;
}

/* n/d of two products, without what they share */
static void reduce(u128 *n, u128 *d)
{
    u128 g = gcd(*n, *d);
    *n /= g;
    *d /= g;
}

static bool times_pow10(u128 *n, int e)
{
    for (; e > 0; e--)
        if (__builtin_mul_overflow(*n, (u128)10, n))
            return false;
    return true;
}

static struct cell bad(enum cell_kind kind, enum cell_fault fault)
{
    return (struct cell){ .kind = (uint8_t)kind, .fault = (uint8_t)fault };
}

/* coef * 10^-places of `from`, as stored units of a column in `to` at a scale */
static struct cell converted(int64_t coef, int places, const struct ir_unit *from,
                             const struct ir_unit *to, int scale)
{
    int e = from->pow10 - to->pow10 + scale - places;
    u128 n = (u128)from->factor * (u128)to->divisor, d = (u128)from->divisor * (u128)to->factor;
    u128 size = coef < 0 ? -(u128)coef : (u128)coef;
    reduce(&n, &d);
    reduce(&size, &d);
    if (__builtin_mul_overflow(n, size, &n) || !times_pow10(e > 0 ? &n : &d, e > 0 ? e : -e))
        return bad(CELL_OVERFLOW, FAULT_BIG);
    if (n % d)
        return bad(CELL_UNREADABLE, FAULT_PLACES);
    if (n / d > (u128)CELL_LIMIT)
        return bad(CELL_OVERFLOW, FAULT_BIG);
    int64_t value = (int64_t)(n / d);
    return (struct cell){ .value = coef < 0 ? -value : value, .kind = CELL_FIGURE };
}

struct cell convert_cell(const struct data_table *t, uint32_t column, struct cell c,
                         const char *figure, size_t len, const char *unit, size_t unit_len)
{
    const struct ir_column *col = &t->schema->column[column];
    int64_t coef;
    int places;
    bool number = c.kind == CELL_FIGURE || c.fault > FAULT_SYNTAX;
    if (!number || !cell_coefficient(figure, len, &coef, &places) || !coef)
        return c;
    if (coef == CELL_LIMIT || coef == -CELL_LIMIT)
        return bad(CELL_OVERFLOW, FAULT_BIG);
    const struct ir_unit *from = unit_named(t, col, unit, unit_len);
    if (!from)
        return bad(CELL_UNREADABLE, FAULT_UNIT);
    struct cell r = converted(coef, places, from, &col->unit, col->grid.scale);
    r.dressed = c.dressed;
    return r;
}
