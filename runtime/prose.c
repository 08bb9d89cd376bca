/* Reads the printed figures that rules use.
 * In: the codes of a text's rows (id, value, unit, precision). Out: figures in base units, with the
 * radius that their last place gives.
 * Invariant: a figure that cannot be used is unknown, and that is told once a row. */
#include "prose.h"
#include "rownames.h"
#include "unitchain.h"
#include <string.h>

struct settler {
    struct data_set *set;
    struct data_table *t;
    uint8_t *told;                  /* by row: it has had a diagnostic */
    uint64_t row;
    const char *value, *unit, *precision;
};

/* ---- a row's texts, and faults ---- */

static const char *key_text(const struct data_table *t, uint64_t row, enum ir_text_key column)
{
    uint32_t key = t->key_of[column];
    return key == IR_NONE ? "" : sym_text(t->codes, table_code(t, key, row));
}

static void fault(struct settler *x, enum diag_code code, enum ir_text_key column, const char *text)
{
    const struct data_table *t = x->t;
    uint32_t sheet = t->sheet_of[column];
    struct data_place p = { .file = t->file, .line = table_line(t, x->row), .column = sheet + 1,
                            .header = t->header.text[sheet], .text = text };
    if (!x->told[x->row])
        diag_add_data(x->set->diags, code, p, text, "18", NULL);
    x->told[x->row] = 1;
}

static void find(struct settler *x, enum shape_kind kind, enum ir_text_key column,
                 const char *detail)
{
    table_find(x->t, kind, IR_NONE, x->t->sheet_of[column], x->row, DATA_NO_ROW)->detail = detail;
}

/* False: it is no figure, or one that is too big to be kept. */
static bool decimal_read(struct dec *d, const char *text)
{
    int64_t coef;
    if (!cell_number(text, strlen(text), &coef, &d->scale) || coef == CELL_LIMIT
        || coef == -CELL_LIMIT)
        return false;
    d->coef = w256_from_i64(coef);
    return true;
}

/* ---- directions ---- */

static enum ir_word word_of(struct arena *a, const char *value)
{
    static const struct { const char *text; enum ir_word word; } words[] = {
#define X(text, word) { text, WORD_##word },
#include "direction.def"
#undef X
    };
    const char *form = str_match_form(a, value, strlen(value));
    for (size_t i = 0; form && i < sizeof words / sizeof *words; i++)
        if (!strcmp(form, words[i].text))
            return words[i].word;
    return WORD_NUMBER;
}

/* ---- figures ---- */

static struct figure unknown(enum ir_reason reason)
{
    return (struct figure){ .reason = reason };
}

/* The unit of the row; NULL: it cannot be taken for the quote's, which is a finding. */
static const struct unitchain *unit_read(struct settler *x, const struct ir_quote *q)
{
    const struct ir_program *p = x->set->prog;
    size_t len = strlen(x->unit);
    const struct unitchain *unit = unit_texts_alike(x->t->unit_texts, x->unit, len, &q->unit);
    if (unit)
        return unit;
    if (unit_texts_read(x->t->unit_texts, x->unit, len)->fault)
        find(x, SHAPE_TEXT_UNIT_UNKNOWN, TEXT_KEY_UNIT, x->unit);
    else
        find(x, SHAPE_TEXT_UNIT, TEXT_KEY_UNIT, p->string[q->unit.text]);
    return NULL;
}

/* The last printed place, 10^-places; false: it is none. *point: nothing is said. */
static bool precision_read(struct settler *x, int *places, bool *point)
{
    struct dec d, one = { w256_from_i64(1), 0 };
    *places = 0;
    *point = cell_is_blank(x->precision, strlen(x->precision));
    if (*point)
        return true;
    if (decimal_read(&d, x->precision) && w256_sign(d.coef) > 0) {
        for (int p = -12; p <= 12; p++) {
            one.scale = p;
            if (dec_cmp(d, one) == 0) {
                *places = p;
                return true;
            }
        }
    }
    fault(x, DIAG_BAD_PRECISION, TEXT_KEY_PRECISION, x->precision);
    return false;
}

/* Places that a figure has: those of its digits, or `places` if it is a whole number of these. */
static int own_places(struct dec v, int places)
{
    struct dec step = { w256_from_i64(1), places }, near;
    if (!dec_quantize(&near, v, step) && dec_cmp(near, v) == 0)
        return places;
    return dec_strip(v).scale;
}

/* Radius of a figure of v.scale places printed to `places`. */
static bool radius_read(struct settler *x, struct dec v, int places, const struct unitchain *unit,
                        const struct ir_quote *q, int64_t *radius)
{
    const struct ir_unit base = { .factor = 1, .divisor = 1 };
    int own = own_places(v, places);
    if (own > places)
        find(x, SHAPE_TEXT_DIGITS, TEXT_KEY_VALUE, x->precision);
    places = own > places ? own : places;
    return unitchain_convert(radius, (struct dec){ w256_from_i64(5), places + 1 }, &unit->unit,
                             &base, q->scale) == CONVERTED;
}

static struct figure figure_read(struct settler *x, const struct ir_quote *q,
                                 struct data_quote *print)
{
    const struct ir_unit base = { .factor = 1, .divisor = 1 };
    struct figure f = { .reason = RS_NONE };
    const struct unitchain *unit;
    struct dec v;
    if (!decimal_read(&v, x->value)) {
        fault(x, DIAG_BAD_NUMBER, TEXT_KEY_VALUE, x->value);
        return unknown(RS_UNREADABLE);
    }
    if (!precision_read(x, &print->places, &print->point) || !(unit = unit_read(x, q)))
        return unknown(RS_UNREADABLE);
    print->factor = unit->unit;
    print->value = v;
    if (unitchain_convert(&f.mid, v, &unit->unit, &base, q->scale) != CONVERTED
        || (!print->point && !radius_read(x, v, print->places, unit, q, &f.down))) {
        fault(x, DIAG_TEXT_TOO_FINE, TEXT_KEY_VALUE, x->value);
        return unknown(RS_UNREADABLE);
    }
    f.up = f.down;
    print->radius = f.down;
    print->known = true;
    return f;
}

static bool value_is_none(const char *value)
{
    return !*value || !strcmp(value, "—") || !strcmp(value, "无");
}

static void row_settle(struct settler *x, const struct ir_quote *q, struct quoted *r)
{
    x->row = r->row;
    x->value = key_text(x->t, x->row, TEXT_KEY_VALUE);
    x->unit = key_text(x->t, x->row, TEXT_KEY_UNIT);
    x->precision = key_text(x->t, x->row, TEXT_KEY_PRECISION);
    r->print.unit = x->unit;
    r->word = word_of(x->t->arena, x->value);
    if (r->word != WORD_NUMBER)
        r->figure = unknown(RS_UNREADABLE);
    else if (value_is_none(x->value))
        r->figure = unknown(RS_MISSING);
    else
        r->figure = figure_read(x, q, &r->print);
}

static void cell_settle(struct settler *x, const struct ir_cell *cell, struct quoted *r)
{
    const struct data_table *t = x->t;
    const struct ir_program *p = x->set->prog;
    const struct named_rows *named = row_named(t, cell->row - 1);
    *r = (struct quoted){ .row = DATA_NO_ROW, .figure = unknown(RS_MISSING) };
    for (uint32_t c = 0; c < TEXT_KEYS; c++)
        if (t->sheet_of[c] == IR_NONE)
            return;
    switch (named->state) {
    case NAMED_ABSENT:
        return;
    case NAMED_AMBIGUOUS:
        r->figure = unknown(RS_AMBIGUOUS);
        return;
    case NAMED_LOST:
        r->figure = unknown(RS_UNREADABLE);
        return;
    case NAMED_ROWS:
        break;
    }
    r->row = named->row[0];
    row_settle(x, &p->quote[p->colref[cell->colref].quote], r);
}

/* ---- ids that stand twice ---- */

static void find_repeated(struct data_table *t)
{
    uint32_t key = t->key_of[TEXT_KEY_ID], *first = ARENA_ARRAY(t->arena, uint32_t, t->ncode + 1);
    for (uint64_t row = 0; key != IR_NONE && row < t->nrow; row++) {
        uint32_t id = table_code(t, key, row);
        if (!id)
            continue;
        if (first[id])
            table_find(t, SHAPE_REPEATED_ID, IR_NONE, t->sheet_of[TEXT_KEY_ID], row, first[id] - 1);
        else
            first[id] = (uint32_t)row + 1;
    }
}

void prose_settle(struct data_set *s, struct data_table *t)
{
    const struct ir_program *p = s->prog;
    struct settler x = { .set = s, .t = t };
    x.told = ARENA_ARRAY(t->arena, uint8_t, t->nrow + 1);
    t->quoted = ARENA_ARRAY(t->arena, struct quoted, p->ncell);
    find_repeated(t);
    for (uint32_t i = 0; i < p->ncell; i++)
        if (&s->table[p->colref[p->cell[i].colref].table] == t)
            cell_settle(&x, &p->cell[i], &t->quoted[i]);
}

const struct data_quote *data_quote(const struct data_set *s, uint32_t cell)
{
    const struct ir_program *p = s->prog;
    const struct data_table *t = &s->table[p->colref[p->cell[cell].colref].table];
    return t->quoted && t->quoted[cell].print.known ? &t->quoted[cell].print : NULL;
}

enum ir_word data_word(const struct data_set *s, uint32_t cell)
{
    const struct ir_program *p = s->prog;
    const struct data_table *t = &s->table[p->colref[p->cell[cell].colref].table];
    return t->quoted ? t->quoted[cell].word : WORD_NUMBER;
}
