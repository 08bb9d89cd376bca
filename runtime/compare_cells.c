/* Which figures of two sheets differ.
 * In: both sides of a table, whose rows have found each other. Out: columns of figures, cells that
 * differ, how many figures there are.
 * Invariant: two figures are the same if they are one number and were printed to as many places as
 * their column says, or to the same ones past it; a blank is no 0. */
#include "compare_part.h"
#include "unitchain.h"
#include <string.h>

/* ---- columns ---- */

/* Of a text, its figures alone; else what a rule reads, or what holds numbers. */
static bool is_figures(const struct data_table *t, uint32_t sheet)
{
    const struct use *u = &t->use[sheet];
    if (t->schema->text)
        return sheet == t->sheet_of[TEXT_KEY_VALUE];
    if (u->key != IR_NONE)
        return false;
    return u->store == IR_NONE ? u->number : store_counts(&t->store[u->store]);
}

static uint32_t column_of(const struct data_table *t, uint32_t sheet)
{
    uint32_t store = t->use[sheet].store;
    return store == IR_NONE ? IR_NONE : t->store[store].column;
}

struct pairing {
    struct arena *arena;
    struct compare_table *out;
    const struct data_table *t[COMPARE_SIDES];
    bool *taken[COMPARE_SIDES];     /* by sheet column */
};

static void take(struct pairing *x, uint32_t old, uint32_t new, uint32_t column)
{
    struct compare_column c = { { old, new }, column };
    if (old != COMPARE_NONE)
        x->taken[COMPARE_OLD][old] = true;
    if (new != COMPARE_NONE)
        x->taken[COMPARE_NEW][new] = true;
    ARENA_PUSH(x->arena, x->out->column, x->out->ncolumn, x->out->column_cap, c);
}

static bool is_free(const struct pairing *x, unsigned side, uint32_t sheet)
{
    return sheet != IR_NONE && !x->taken[side][sheet];
}

/* What the rules call one column is one, whatever its headers are. */
static void pair_declared(struct pairing *x)
{
    const struct ir_table *schema = x->t[COMPARE_OLD]->schema;
    for (uint32_t c = 0; c < schema->ncolumn; c++) {
        uint32_t old = x->t[COMPARE_OLD]->sheet_of[c], new = x->t[COMPARE_NEW]->sheet_of[c];
        if (is_free(x, COMPARE_OLD, old) && is_free(x, COMPARE_NEW, new)
            && (is_figures(x->t[COMPARE_OLD], old) || is_figures(x->t[COMPARE_NEW], new)))
            take(x, old, new, c);
    }
}

static uint32_t same_header(const struct pairing *x, uint32_t old)
{
    const struct header *from = &x->t[COMPARE_OLD]->header, *to = &x->t[COMPARE_NEW]->header;
    for (uint32_t i = 0; i < to->count; i++)
        if (!x->taken[COMPARE_NEW][i] && !strcmp(from->form[old], to->form[i]))
            return i;
    return COMPARE_NONE;
}

static void pair_headers(struct pairing *x)
{
    const struct data_table *old = x->t[COMPARE_OLD], *new = x->t[COMPARE_NEW];
    for (uint32_t i = 0; i < old->header.count; i++) {
        uint32_t at = x->taken[COMPARE_OLD][i] ? COMPARE_NONE : same_header(x, i);
        if (at == COMPARE_NONE)
            continue;
        if (is_figures(old, i) || is_figures(new, at))
            take(x, i, at, is_figures(new, at) ? column_of(new, at) : column_of(old, i));
        x->taken[COMPARE_OLD][i] = x->taken[COMPARE_NEW][at] = true;
    }
}

static void take_alone(struct pairing *x, unsigned side)
{
    const struct data_table *t = x->t[side];
    for (uint32_t i = 0; i < t->header.count; i++) {
        struct compare_lone lone = { .side = (uint8_t)side, .at = x->out->ncolumn };
        if (x->taken[side][i] || !is_figures(t, i))
            continue;
        ARENA_PUSH(x->arena, x->out->alone, x->out->nalone, x->out->alone_cap, lone);
        take(x, side == COMPARE_OLD ? i : COMPARE_NONE, side == COMPARE_NEW ? i : COMPARE_NONE,
             column_of(t, i));
    }
}

static void columns_pair(struct arena *a, const struct compare_pair *p)
{
    struct pairing x = { .arena = a, .out = p->t };
    for (unsigned side = 0; side < COMPARE_SIDES; side++) {
        x.t[side] = compare_side(p, side);
        x.taken[side] = ARENA_ARRAY(a, bool, (size_t)x.t[side]->header.count + 1);
    }
    pair_declared(&x);
    pair_headers(&x);
    take_alone(&x, COMPARE_OLD);
    take_alone(&x, COMPARE_NEW);
}

/* ---- figures ---- */

struct reader { struct arena *arena; const struct compare_pair *p; };

static const char *printed(const struct reader *r, unsigned side, uint64_t row, uint32_t sheet)
{
    return data_origin(r->p->data[side], r->arena, r->p->t->table, row, sheet).text;
}

static struct compare_figure figure_of_text(const char *text, bool may_be_word)
{
    struct compare_figure f = { .kind = CELL_UNREADABLE };
    int64_t coef;
    int places;
    size_t len = strlen(text);
    if (cell_is_empty(text, len)) {
        f.kind = CELL_BLANK;
    } else if (!cell_number(text, len, &coef, &places)) {
        f.word = may_be_word;
    } else if (coef < CELL_LIMIT && coef > -CELL_LIMIT) {
        f.kind = CELL_FIGURE;
        f.value = (struct dec){ w256_from_i64(coef), places };
    }
    return f;
}

/* A text's figure has the unit of its row. */
static struct compare_figure figure_of_prose(const struct reader *r, unsigned side, uint64_t row)
{
    const struct data_table *t = compare_side(r->p, side);
    uint32_t value = t->sheet_of[TEXT_KEY_VALUE], unit = t->sheet_of[TEXT_KEY_UNIT];
    struct compare_figure f = figure_of_text(printed(r, side, row, value), true);
    f.unit = unit == IR_NONE ? "" : printed(r, side, row, unit);
    return f;
}

static struct compare_figure figure_of_store(const struct data_table *t, uint32_t store,
                                             uint64_t row)
{
    uint8_t tag = table_tag(t, store, row);
    struct compare_figure f = { .kind = (uint8_t)cell_tag_kind(tag),
                                .own = (uint8_t)cell_tag_own(tag) };
    if (f.kind == CELL_FIGURE)
        f.value = dec_strip((struct dec){ w256_from_i64(table_value(t, store, row)),
                                          t->store[store].grid.scale });
    return f;
}

static bool is_number(const struct data_table *t, uint64_t row, uint32_t sheet)
{
    const struct block *b = table_block(t, row);
    return b->number && b->number[(size_t)sheet * b->cap + row % BLOCK_ROWS];
}

/* of_text: the other side has a number there, so that what stands here is to be shown */
static struct compare_figure figure_read(const struct reader *r, unsigned side, uint64_t row,
                                         uint32_t sheet, bool of_text)
{
    const struct data_table *t = compare_side(r->p, side);
    uint32_t store = t->use[sheet].store;
    if (t->schema->text)
        return figure_of_prose(r, side, row);
    if (t->pivot && !pivot_find(t->pivot, row, sheet))
        return (struct compare_figure){ .kind = CELL_BLANK };
    if (store != IR_NONE && store_counts(&t->store[store]))
        return figure_of_store(t, store, row);
    if (of_text || is_number(t, row, sheet))
        return figure_of_text(printed(r, side, row, sheet), false);
    return (struct compare_figure){ .kind = CELL_BLANK };
}

/* ---- differences ---- */

enum { CLASS_EMPTY, CLASS_FIGURE, CLASS_BAD };

static int class_of(const struct compare_figure *f)
{
    return f->kind == CELL_FIGURE ? CLASS_FIGURE
        : f->kind >= CELL_UNREADABLE && f->kind != CELL_MISSING ? CLASS_BAD : CLASS_EMPTY;
}

bool compare_difference(const struct compare_cell *c, struct dec *difference)
{
    const struct compare_figure *old = &c->side[COMPARE_OLD], *new = &c->side[COMPARE_NEW];
    bool units = class_of(old) == CLASS_FIGURE && class_of(new) == CLASS_FIGURE && old->unit
        && new->unit && strcmp(old->unit, new->unit);
    return class_of(old) != CLASS_BAD && class_of(new) != CLASS_BAD && !units
        && !dec_sub(difference, new->value, old->value);
}

/* The same number in another unit: 12 万元 and 120,000 元, where one is the other's power of ten. */
static bool same_quantity(const struct reader *r, const struct compare_figure *old,
                          const struct compare_figure *new)
{
    struct unit_texts *u = r->p->data[COMPARE_OLD]->unit_texts;
    const struct unitchain *to = unit_texts_read(u, new->unit, strlen(new->unit)), *from;
    struct dec in_new = old->value;
    if (to->fault)
        return false;
    from = unit_texts_alike(u, old->unit, strlen(old->unit), &to->unit);
    if (!from || from->unit.factor != to->unit.factor || from->unit.divisor != to->unit.divisor)
        return false;
    in_new.scale -= from->unit.pow10 - to->unit.pow10;
    return !dec_cmp(in_new, new->value);
}

static bool same_text(const struct reader *r, const struct compare_cell *c,
                      const struct compare_column *at)
{
    return !strcmp(printed(r, COMPARE_OLD, c->row[COMPARE_OLD], at->sheet[COMPARE_OLD]),
                   printed(r, COMPARE_NEW, c->row[COMPARE_NEW], at->sheet[COMPARE_NEW]));
}

static bool is_same(const struct reader *r, const struct compare_cell *c,
                    const struct compare_column *at)
{
    const struct compare_figure *old = &c->side[COMPARE_OLD], *new = &c->side[COMPARE_NEW];
    int class = class_of(old);
    if (class != class_of(new) || old->own != new->own)
        return false;
    if (class == CLASS_BAD)
        return same_text(r, c, at);
    if (class == CLASS_FIGURE && old->unit && new->unit && strcmp(old->unit, new->unit))
        return same_quantity(r, old, new);
    return !dec_cmp(old->value, new->value);
}

static void cell_compare(const struct reader *r, uint32_t old, uint32_t new, uint32_t column)
{
    struct compare_table *t = r->p->t;
    const struct compare_column *at = &t->column[column];
    uint32_t there = at->sheet[COMPARE_OLD], here = at->sheet[COMPARE_NEW];
    struct compare_cell c = { { old, new }, column, { { .kind = CELL_BLANK } } };
    bool of_text = is_number(compare_side(r->p, COMPARE_OLD), old, there)
        || is_number(compare_side(r->p, COMPARE_NEW), new, here);
    c.side[COMPARE_OLD] = figure_read(r, COMPARE_OLD, old, there, of_text);
    c.side[COMPARE_NEW] = figure_read(r, COMPARE_NEW, new, here, of_text);
    t->compared += class_of(&c.side[COMPARE_NEW]) != CLASS_EMPTY;
    if (!is_same(r, &c, at))
        ARENA_PUSH(r->arena, t->cell, t->ncell, t->cell_cap, c);
}

/* ---- rows of one side ---- */

static bool only_add(const struct reader *r, const struct compare_lone *x, uint32_t column,
                     bool empty)
{
    struct compare_table *t = r->p->t;
    uint32_t sheet = t->column[column].sheet[x->side];
    struct compare_cell c = { { COMPARE_NONE, COMPARE_NONE }, column,
                              { { .kind = CELL_BLANK }, { .kind = CELL_BLANK } } };
    if (sheet == COMPARE_NONE)
        return false;
    c.row[x->side] = x->at;
    c.side[x->side] = figure_read(r, x->side, x->at, sheet, false);
    if (class_of(&c.side[x->side]) == CLASS_EMPTY && !empty)
        return false;
    ARENA_PUSH(r->arena, t->only, t->nonly, t->only_cap, c);
    return true;
}

/* Its figures; of a row without any its first cell. */
static void row_alone(const struct reader *r, const struct compare_lone *x)
{
    struct compare_table *t = r->p->t;
    bool some = false;
    for (uint32_t i = 0; i < t->ncolumn; i++)
        some = only_add(r, x, i, false) || some;
    for (uint32_t i = 0; i < t->ncolumn && !some; i++)
        some = only_add(r, x, i, true);
}

/* ---- counts ---- */

static bool holds(const struct compare_pair *p, unsigned side, uint64_t row, uint32_t sheet)
{
    if (compare_side(p, side)->schema->text)
        return sheet == compare_side(p, side)->sheet_of[TEXT_KEY_VALUE];
    return is_figures(compare_side(p, side), sheet)
        && data_holds_figure(p->data[side], p->t->table, row, sheet);
}

static uint64_t row_figures(const struct compare_pair *p, unsigned side, uint64_t row)
{
    const struct data_table *t = compare_side(p, side);
    uint64_t n = 0;
    for (uint32_t i = 0; i < t->header.count; i++)
        n += holds(p, side, row, i);
    return n;
}

static uint64_t column_figures(const struct compare_pair *p, unsigned side, uint32_t sheet)
{
    uint64_t n = 0;
    for (uint64_t row = 0; row < compare_side(p, side)->nrow; row++)
        n += holds(p, side, row, sheet);
    return n;
}

static void count(const struct compare_pair *p)
{
    struct compare_table *t = p->t;
    for (unsigned side = 0; side < COMPARE_SIDES; side++)
        for (uint64_t row = 0; t->usable[side] && row < compare_side(p, side)->nrow; row++)
            t->figures[side] += row_figures(p, side, row);
    for (uint64_t i = 0; i < t->nrow; i++)
        t->row[i].figures = row_figures(p, t->row[i].side, t->row[i].at);
    for (uint64_t i = 0; i < t->nalone; i++) {
        unsigned side = t->alone[i].side;
        t->alone[i].figures = column_figures(p, side, t->column[t->alone[i].at].sheet[side]);
    }
}

void compare_cells(struct arena *a, const struct compare_pair *p)
{
    struct reader r = { a, p };
    struct compare_table *t = p->t;
    if (!compare_table_both(t)) {
        count(p);
        return;
    }
    columns_pair(a, p);
    for (uint64_t row = 0; row < compare_side(p, COMPARE_OLD)->nrow; row++)
        for (uint32_t i = 0; t->other[COMPARE_OLD][row] != COMPARE_NONE && i < t->ncolumn; i++)
            if (t->column[i].sheet[COMPARE_OLD] != COMPARE_NONE
                && t->column[i].sheet[COMPARE_NEW] != COMPARE_NONE)
                cell_compare(&r, (uint32_t)row, t->other[COMPARE_OLD][row], i);
    for (uint64_t i = 0; i < t->nrow; i++)
        row_alone(&r, &t->row[i]);
    count(p);
}
