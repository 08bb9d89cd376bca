/* Which figures of two sheets differ.
 * In: both sides of a table, whose rows have found each other. Out: columns of figures, cells that
 * differ, how many figures there are.
 * Invariant: two figures are the same if they are one number and were printed to as many places as
 * their column says, or to the same ones past it; a blank is no 0. */
#include "compare_part.h"
#include "unitchain.h"
#include <string.h>

/* ---- columns ---- */

/* Of a text, its figures alone; else what a rule reads, or what holds numbers and is compared
 * nowhere else. */
static bool is_figures(const struct compare_pair *p, unsigned side, uint32_t sheet)
{
    const struct data_table *t = compare_side(p, side);
    const struct use *u = &t->use[sheet];
    if (t->schema->text)
        return sheet == t->sheet_of[TEXT_KEY_VALUE];
    if (u->key != IR_NONE || data_told_elsewhere(p->data[side], p->t->table, sheet))
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
    const struct compare_pair *p;
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
            && (is_figures(x->p, COMPARE_OLD, old) || is_figures(x->p, COMPARE_NEW, new)))
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
        bool here = is_figures(x->p, COMPARE_NEW, at);
        if (here || is_figures(x->p, COMPARE_OLD, i))
            take(x, i, at, here ? column_of(new, at) : column_of(old, i));
        x->taken[COMPARE_OLD][i] = x->taken[COMPARE_NEW][at] = true;
    }
}

static void take_alone(struct pairing *x, unsigned side)
{
    const struct data_table *t = x->t[side];
    for (uint32_t i = 0; i < t->header.count; i++) {
        struct compare_lone lone = { .side = (uint8_t)side, .at = x->out->ncolumn };
        if (x->taken[side][i] || !is_figures(x->p, side, i))
            continue;
        ARENA_PUSH(x->arena, x->out->alone, x->out->nalone, x->out->alone_cap, lone);
        take(x, side == COMPARE_OLD ? i : COMPARE_NONE, side == COMPARE_NEW ? i : COMPARE_NONE,
             column_of(t, i));
    }
}

/* by sheet column: the number of its column here */
static uint32_t *column_index(const struct pairing *x, unsigned side)
{
    uint32_t n = x->t[side]->header.count, *of = ARENA_ARRAY(x->arena, uint32_t, (size_t)n + 1);
    memset(of, 0xff, n * sizeof *of);
    for (uint32_t i = 0; i < x->out->ncolumn; i++)
        if (x->out->column[i].sheet[side] != COMPARE_NONE)
            of[x->out->column[i].sheet[side]] = i;
    return of;
}

static void columns_pair(struct arena *a, const struct compare_pair *p)
{
    struct pairing x = { .arena = a, .p = p, .out = p->t };
    for (unsigned side = 0; side < COMPARE_SIDES; side++) {
        x.t[side] = compare_side(p, side);
        x.taken[side] = ARENA_ARRAY(a, bool, (size_t)x.t[side]->header.count + 1);
    }
    pair_declared(&x);
    pair_headers(&x);
    take_alone(&x, COMPARE_OLD);
    take_alone(&x, COMPARE_NEW);
    for (unsigned side = 0; side < COMPARE_SIDES; side++)
        p->t->column_of[side] = column_index(&x, side);
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
    return c->alike && !dec_sub(difference, c->side[COMPARE_NEW].value, c->was);
}

/* Figures of a text may be printed in 万元 and in 元. */
static void units_settle(const struct reader *r, struct compare_cell *c)
{
    const struct compare_figure *old = &c->side[COMPARE_OLD], *new = &c->side[COMPARE_NEW];
    bool figures = old->kind == CELL_FIGURE && new->kind == CELL_FIGURE;
    c->was = old->value;
    c->alike = class_of(old) != CLASS_BAD && class_of(new) != CLASS_BAD;
    if (figures && old->unit && new->unit && strcmp(old->unit, new->unit))
        c->alike = unit_texts_convert(r->p->data[COMPARE_OLD]->unit_texts, &c->was, old->unit,
                                      new->unit);
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
    return c->alike && !dec_cmp(c->was, new->value);
}

static void cell_compare(const struct reader *r, uint32_t old, uint32_t new, uint32_t column)
{
    struct compare_table *t = r->p->t;
    const struct compare_column *at = &t->column[column];
    uint32_t there = at->sheet[COMPARE_OLD], here = at->sheet[COMPARE_NEW];
    struct compare_cell c = { .row = { old, new }, .column = column };
    bool of_text = is_number(compare_side(r->p, COMPARE_OLD), old, there)
        || is_number(compare_side(r->p, COMPARE_NEW), new, here);
    c.side[COMPARE_OLD] = figure_read(r, COMPARE_OLD, old, there, of_text);
    c.side[COMPARE_NEW] = figure_read(r, COMPARE_NEW, new, here, of_text);
    units_settle(r, &c);
    t->compared += class_of(&c.side[COMPARE_NEW]) != CLASS_EMPTY;
    if (!is_same(r, &c, at))
        ARENA_PUSH(r->arena, t->cell, t->ncell, t->cell_cap, c);
}

/* ---- what is on one side only ---- */

static struct compare_cell only_read(const struct reader *r, unsigned side, uint32_t row,
                                     uint32_t column)
{
    struct compare_cell c = { .row = { COMPARE_NONE, COMPARE_NONE }, .column = column,
                              .side = { { .kind = CELL_BLANK }, { .kind = CELL_BLANK } } };
    c.row[side] = row;
    c.side[side] = figure_read(r, side, row, r->p->t->column[column].sheet[side], false);
    units_settle(r, &c);
    return c;
}

static bool is_empty(const struct compare_cell *c)
{
    return class_of(&c->side[COMPARE_OLD]) == CLASS_EMPTY
        && class_of(&c->side[COMPARE_NEW]) == CLASS_EMPTY;
}

/* A row's figures; if it has none, its first cell. */
static void row_alone(const struct reader *r, const struct compare_lone *x)
{
    struct compare_table *t = r->p->t;
    uint64_t before = t->nin_row;
    for (unsigned empty = 0; empty < 2; empty++)
        for (uint32_t i = 0; i < t->ncolumn && (!empty || t->nin_row == before); i++) {
            if (t->column[i].sheet[x->side] == COMPARE_NONE)
                continue;
            struct compare_cell c = only_read(r, x->side, x->at, i);
            if (empty || !is_empty(&c))
                ARENA_PUSH(r->arena, t->in_row, t->nin_row, t->in_row_cap, c);
        }
}

/* Likewise a column's, in the rows that both sides have. */
static void column_alone(const struct reader *r, const struct compare_lone *x)
{
    struct compare_table *t = r->p->t;
    uint64_t before = t->nin_column, rows = compare_side(r->p, x->side)->nrow;
    for (unsigned empty = 0; empty < 2; empty++)
        for (uint64_t row = 0; row < rows && (!empty || t->nin_column == before); row++) {
            if (t->other[x->side][row] == COMPARE_NONE)
                continue;
            struct compare_cell c = only_read(r, x->side, (uint32_t)row, x->at);
            if (empty || !is_empty(&c))
                ARENA_PUSH(r->arena, t->in_column, t->nin_column, t->in_column_cap, c);
        }
}

/* ---- counts ---- */

static bool holds(const struct compare_pair *p, unsigned side, uint64_t row, uint32_t sheet)
{
    if (compare_side(p, side)->schema->text)
        return sheet == compare_side(p, side)->sheet_of[TEXT_KEY_VALUE];
    return is_figures(p, side, sheet)
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

static void count(const struct compare_pair *p)
{
    struct compare_table *t = p->t;
    for (unsigned side = 0; side < COMPARE_SIDES; side++)
        for (uint64_t row = 0; t->usable[side] && row < compare_side(p, side)->nrow; row++)
            t->figures[side] += row_figures(p, side, row);
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
    for (uint64_t i = 0; i < t->nalone; i++)
        column_alone(&r, &t->alone[i]);
    count(p);
}
