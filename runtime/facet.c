/* What a kernel sees of figures.
 * In: stored cells with their tags. Out: lanes of printed values, distances to the interval's
 * ends, open ends and reasons. Invariant: a cell with a reason is the point 0 in all other
 * facets; a sum that leaves 64 bits is too. */
#include "facet.h"
#include "join.h"
#include "prose.h"
#include "rownames.h"
#include <string.h>

/* ---- one cell ---- */

static int64_t kind_reason(enum cell_kind kind)
{
    switch (kind) {
    case CELL_FIGURE: case CELL_BLANK: case CELL_DASH: case CELL_NONE:
        return RS_NONE;
    case CELL_UNREADABLE:
        return RS_UNREADABLE;
    case CELL_OVERFLOW:
        return RS_OVERFLOW;
    case CELL_MISSING:
        return RS_MISSING;
    }
    return RS_UNREADABLE;
}

/* Both ends of zero are open, the outer end of any other figure. */
static int64_t outer_open(int64_t v)
{
    return v > 0 ? OPEN_UPPER : v < 0 ? OPEN_LOWER : OPEN_LOWER | OPEN_UPPER;
}

static bool last_digit_odd(int64_t v, int64_t unit)
{
    return (v / unit) % 2 != 0;
}

/* Sets the ends of a figure printed to the place `unit`. */
static void ends_set(struct figure *f, uint8_t mode, int64_t unit)
{
    f->down = f->up = unit / 2;
    switch (mode) {
    case GRID_EXACT:
        f->down = f->up = 0;
        break;
    case GRID_CLOSED:
        break;
    case GRID_HALF_UP:
        f->open = outer_open(f->mid);
        break;
    case GRID_HALF_EVEN:
        f->open = last_digit_odd(f->mid, unit) ? OPEN_LOWER | OPEN_UPPER : 0;
        break;
    case GRID_TRUNCATE:
        f->down = f->mid > 0 ? 0 : unit;
        f->up = f->mid < 0 ? 0 : unit;
        f->open = outer_open(f->mid);
        break;
    }
}

static struct figure figure_make(const struct store *s, int64_t value, uint8_t tag)
{
    struct figure f = { .mid = value, .reason = kind_reason(cell_tag_kind(tag)) };
    int own = cell_tag_own(tag);
    if (cell_tag_kind(tag) != CELL_FIGURE || (!value && s->grid.zero_exact))
        return f;
    ends_set(&f, s->grid.mode, own ? cell_pow10(s->grid.scale - (own - 1)) : s->unit);
    return f;
}

struct figure figure_of_cell(const struct data_table *t, uint32_t store, uint64_t row)
{
    return figure_make(&t->store[store], table_value(t, store, row), table_tag(t, store, row));
}

/* ---- sums of cells ---- */

struct sum { i128 mid, down, up; int64_t open, reason; };

static void sum_add(struct sum *s, struct figure f)
{
    s->mid += f.mid;
    s->down += f.down;
    s->up += f.up;
    s->open |= f.open;
    if (!s->reason)
        s->reason = f.reason;
}

static bool fits(i128 v)
{
    return v >= -INT64_MAX && v <= INT64_MAX;
}

static struct figure sum_figure(const struct sum *s)
{
    if (s->reason)
        return (struct figure){ .reason = s->reason };
    if (!fits(s->mid) || !fits(s->down) || !fits(s->up))
        return (struct figure){ .reason = RS_OVERFLOW };
    return (struct figure){ (int64_t)s->mid, (int64_t)s->down, (int64_t)s->up, s->open, RS_NONE };
}

static const struct figure missing = { .reason = RS_MISSING };

static struct figure figure_others(const struct data_table *t, uint32_t column, uint64_t row)
{
    const struct unlisted_set *set = &t->unlisted[column];
    struct sum sum = { 0 };
    if (t->sheet_of[column] == IR_NONE)
        return missing;
    for (uint32_t i = 0; i < set->count; i++)
        if (store_counts(&t->store[set->store[i]]))
            sum_add(&sum, figure_of_cell(t, set->store[i], row));
    return sum_figure(&sum);
}

static struct figure figure_negated(struct figure f)
{
    int64_t open = (f.open & OPEN_LOWER ? OPEN_UPPER : 0) | (f.open & OPEN_UPPER ? OPEN_LOWER : 0);
    return (struct figure){ -f.mid, f.up, f.down, open, f.reason };
}

static struct figure figure_child(const struct data_table *t, uint32_t store, uint64_t row)
{
    struct figure f = figure_of_cell(t, store, row);
    return t->rows.flag[row] & ROW_LESS ? figure_negated(f) : f;
}

static struct figure figure_children(const struct data_table *t, uint32_t column, uint64_t row)
{
    uint64_t n;
    const uint32_t *child = rows_children(t, row, &n);
    struct sum sum = { .reason = t->rows.lost ? RS_UNREADABLE : RS_NONE };
    if (t->store_of[column] == IR_NONE || t->key_missing || t->rows.flag[row] & ROW_INCOMPLETE)
        return missing;
    for (uint64_t i = 0; i < n && !sum.reason; i++)
        sum_add(&sum, figure_child(t, t->store_of[column], child[i]));
    return sum_figure(&sum);
}

/* A row that is not there is nothing where the table says so; a column never is. */
static struct figure figure_absent(const struct data_table *t, const struct ir_colref *c)
{
    bool zero = t->schema->missing == IR_MISSING_ZERO && t->store_of[c->column] != IR_NONE;
    return zero ? (struct figure){ .reason = RS_NONE } : missing;
}

struct figure figure_of(const struct data_table *t, const struct ir_colref *c, uint64_t row)
{
    uint32_t store = t->store_of[c->column], matched;
    switch ((enum ir_colref_kind)c->kind) {
    case COL_PLAIN:
        return store == IR_NONE ? missing : figure_of_cell(t, store, row);
    case COL_OTHERS:
        return figure_others(t, c->column, row);
    case COL_CHILDREN:
        return figure_children(t, c->column, row);
    case COL_MATCHED:
        matched = table_matched(t, row);
        if (matched == ROWS_NONE)
            return figure_absent(t, c);
        return store == IR_NONE ? missing : figure_of_cell(t, store, matched);
    case COL_KEYED:
        break;                      /* its rows are keys: figure_of_key */
    case COL_QUOTED:
        break;                      /* cells only */
    }
    return missing;
}

static const struct quoted no_quote = { .figure = { .reason = RS_MISSING } };

static const struct quoted *quoted_of(const struct data_set *s, const struct data_table *t,
                                      const struct ir_cell *cell)
{
    return t->quoted ? &t->quoted[cell - s->prog->cell] : &no_quote;
}

struct figure figure_of_key(const struct data_set *s, const struct ir_colref *c, uint64_t key)
{
    const struct joined *j = join_of(s, c);
    uint32_t store = j->t->store_of[c->column];
    struct sum sum = { 0 };
    uint64_t n;
    const uint32_t *row = join_rows(j, s->join[c->join].nkey, key, &n);
    if (store == IR_NONE)
        return missing;
    if (!n)
        return (struct figure){ .reason = join_absence(j) };
    for (uint64_t i = 0; i < n && !sum.reason; i++)
        sum_add(&sum, figure_of_cell(j->t, store, row[i]));
    return sum_figure(&sum);
}

static int64_t figure_facet(const struct figure *f, enum ir_facet facet)
{
    switch (facet) {
    case FACET_MID: return f->mid;
    case FACET_DOWN: return f->down;
    case FACET_UP: return f->up;
    case FACET_OPEN: return f->open;
    case FACET_REASON: return f->reason;
    case FACET_WORD: case FACET_LEAF: case FACET_ROWS: case FACET_PRESENT: case FACET_COUNT:
        break;
    }
    return 0;
}

/* ---- lanes ---- */

struct lanes { uint64_t row0; const uint64_t *rows; size_t n; int64_t *buf; };

static uint64_t lane_row(const struct lanes *l, size_t i)
{
    return l->rows ? l->rows[i] : l->row0 + i;
}

static const int64_t *lanes_all(const struct lanes *l, int64_t v)
{
    for (size_t i = 0; i < l->n; i++)
        l->buf[i] = v;
    return l->buf;
}

static const int64_t *lanes_leaf(const struct data_table *t, const struct lanes *l)
{
    for (size_t i = 0; i < l->n; i++)
        l->buf[i] = rows_is_leaf(t, lane_row(l, i));
    return l->buf;
}

/* Any colref, cell by cell. NULL if no lane has anything. */
static const int64_t *lanes_figures(const struct data_table *t, const struct ir_colref *c,
                                    enum ir_facet facet, const struct lanes *l)
{
    int64_t any = facet == FACET_MID;
    for (size_t i = 0; i < l->n; i++) {
        struct figure f = figure_of(t, c, lane_row(l, i));
        any |= l->buf[i] = figure_facet(&f, facet);
    }
    return any ? l->buf : NULL;
}

/* The same for the keys of a join. */
static const int64_t *lanes_keyed(const struct data_set *s, const struct ir_colref *c,
                                  enum ir_facet facet, const struct lanes *l)
{
    int64_t any = facet == FACET_MID;
    for (size_t i = 0; i < l->n; i++) {
        struct figure f = figure_of_key(s, c, lane_row(l, i));
        any |= l->buf[i] = figure_facet(&f, facet);
    }
    return any ? l->buf : NULL;
}

/* Rows one after the other that lie in one block: printed values are read where they stand. */
static bool lanes_in_block(const struct lanes *l)
{
    return !l->rows && l->n && l->row0 / BLOCK_ROWS == (l->row0 + l->n - 1) / BLOCK_ROWS;
}

/* Is every figure of the column equally far from both its ends? Then the tags tell its interval. */
static bool store_is_even(const struct store *s)
{
    return s->grid.mode == GRID_CLOSED && !s->grid.zero_exact && !s->extra;
}

static const int64_t *lanes_half(const struct data_table *t, uint32_t store, const struct lanes *l)
{
    const struct block *b = table_block(t, l->row0);
    const uint8_t *tag = b->tag + (size_t)store * b->cap + l->row0 % BLOCK_ROWS;
    int64_t half = t->store[store].unit / 2, any = 0;
    for (size_t i = 0; i < l->n; i++)
        any |= l->buf[i] = tag[i] == CELL_FIGURE ? half : 0;
    return any ? l->buf : NULL;
}

/* A stored column: most facets are empty, or one number for all figures. */
static const int64_t *lanes_stored(const struct data_table *t, const struct ir_colref *c,
                                   enum ir_facet facet, const struct lanes *l)
{
    uint32_t store = t->store_of[c->column];
    const struct store *s = &t->store[store];
    bool width = facet == FACET_DOWN || facet == FACET_UP;
    if (facet == FACET_REASON && !s->bad)
        return NULL;
    if (facet == FACET_OPEN && s->grid.mode <= GRID_CLOSED)
        return NULL;
    if (width && s->grid.mode == GRID_EXACT)
        return NULL;
    if (width && store_is_even(s) && lanes_in_block(l))
        return lanes_half(t, store, l);
    return lanes_figures(t, c, facet, l);
}

/* ---- is a figure printed? ---- */

/* What is not there is not printed; whatever else is not known leaves it open. */
static int64_t present_unknown(enum ir_reason why)
{
    return why == RS_MISSING ? 0 : -(int64_t)why;
}

static int64_t present_in(const struct data_table *t, const struct ir_colref *c, uint64_t row)
{
    uint32_t store = t->store_of[c->column];
    if (c->kind == COL_MATCHED) {
        uint32_t matched = table_matched(t, row);
        if (matched == ROWS_NONE)
            return 0;
        row = matched;
    }
    if (store == IR_NONE)
        return 0;
    switch (cell_tag_kind(table_tag(t, store, row))) {
    case CELL_FIGURE: case CELL_OVERFLOW: return 1;
    case CELL_BLANK: case CELL_DASH: case CELL_NONE: case CELL_MISSING: return 0;
    case CELL_UNREADABLE: break;
    }
    return -RS_UNREADABLE;
}

static const int64_t *lanes_present(const struct data_table *t, const struct ir_colref *c,
                                    const struct lanes *l)
{
    for (size_t i = 0; i < l->n; i++)
        l->buf[i] = present_in(t, c, lane_row(l, i));
    return l->buf;
}

/* Is a figure printed in any of a key's rows? */
static int64_t present_of_key(const struct data_set *s, const struct ir_colref *c, uint64_t key)
{
    const struct ir_colref plain = { .kind = COL_PLAIN, .table = c->table, .column = c->column };
    const struct joined *j = join_of(s, c);
    int64_t any = 0, unknown = 0;
    uint64_t n;
    const uint32_t *row = join_rows(j, s->join[c->join].nkey, key, &n);
    if (!n && join_absence(j) == RS_UNREADABLE)
        return present_unknown(RS_UNREADABLE);
    for (uint64_t i = 0; i < n; i++) {
        int64_t here = present_in(j->t, &plain, row[i]);
        any |= here > 0;
        unknown = unknown ? unknown : here < 0 ? here : 0;
    }
    return any ? 1 : unknown;
}

static const int64_t *lanes_key_present(const struct data_set *s, const struct ir_colref *c,
                                        const struct lanes *l)
{
    for (size_t i = 0; i < l->n; i++)
        l->buf[i] = present_of_key(s, c, lane_row(l, i));
    return l->buf;
}

enum ir_reason table_reason(const struct data_table *t)
{
    switch (t->state) {
    case TABLE_ABSENT: return t->withheld ? RS_NO_PRIOR : RS_MISSING;
    case TABLE_BROKEN: return RS_UNREADABLE;
    case TABLE_USABLE: break;
    }
    return RS_NONE;
}

static const int64_t *lanes_unknown(enum ir_facet facet, enum ir_reason why, const struct lanes *l)
{
    if (facet == FACET_REASON || facet == FACET_LEAF)
        return lanes_all(l, facet == FACET_LEAF ? 1 : (int64_t)why);
    if (facet == FACET_PRESENT || facet == FACET_ROWS)
        return lanes_all(l, facet == FACET_ROWS ? (int64_t)why : present_unknown(why));
    return facet == FACET_MID ? lanes_all(l, 0) : NULL;
}

const int64_t *data_facet(const struct data_set *s, uint32_t colref, enum ir_facet facet,
                          uint64_t row0, const uint64_t *rows, size_t n, int64_t *buf)
{
    const struct ir_colref *c = &s->prog->colref[colref];
    const struct data_table *t = &s->table[c->table];
    struct lanes l = { row0, rows, n, buf };
    if (c->kind == COL_KEYED && !data_join_reason(s, c->join))
        return facet == FACET_PRESENT ? lanes_key_present(s, c, &l)
                                      : lanes_keyed(s, c, facet, &l);
    if (table_reason(t) != RS_NONE)
        return lanes_unknown(facet, table_reason(t), &l);
    if (facet == FACET_LEAF)
        return lanes_leaf(t, &l);
    if (facet == FACET_ROWS)
        return t->key_missing ? lanes_all(&l, RS_MISSING) : NULL;
    if (facet == FACET_PRESENT)
        return lanes_present(t, c, &l);
    if (facet == FACET_REASON && t->key_missing)        /* which rows are leaves is not known */
        return lanes_all(&l, RS_MISSING);
    if (c->kind == COL_KEYED)       /* its join has no keys: an empty lane */
        return lanes_unknown(facet, RS_MISSING, &l);
    if (c->kind != COL_PLAIN || t->store_of[c->column] == IR_NONE)
        return lanes_figures(t, c, facet, &l);
    uint32_t store = t->store_of[c->column];
    if (facet != FACET_MID || !lanes_in_block(&l))
        return lanes_stored(t, c, facet, &l);
    const struct block *b = table_block(t, row0);
    return b->value + (size_t)store * b->cap + row0 % BLOCK_ROWS;
}

/* ---- cells of named rows ---- */

/* The sum of the figure over the rows. */
static struct figure figure_over(const struct data_table *t, const struct ir_colref *c,
                                 const struct named_rows *r)
{
    struct sum sum = { 0 };
    if (t->store_of[c->column] == IR_NONE)
        return missing;
    for (uint64_t i = 0; i < r->count && !sum.reason; i++)
        sum_add(&sum, figure_of(t, c, r->row[i]));
    return sum_figure(&sum);
}

static struct figure figure_named(const struct data_table *t, const struct ir_colref *c,
                                  uint32_t rowref)
{
    const struct named_rows *r = row_named(t, rowref);
    if (t->key_missing)
        return missing;
    switch (r->state) {
    case NAMED_ROWS:
        if (t->prog->rowref[rowref].prefix)
            return figure_over(t, c, r);
        return figure_of(t, c, r->row[0]);
    case NAMED_ABSENT:
        return figure_absent(t, c);
    case NAMED_AMBIGUOUS:
        return (struct figure){ .reason = RS_AMBIGUOUS };
    case NAMED_LOST:
        return (struct figure){ .reason = RS_UNREADABLE };
    }
    return missing;
}

/* A row named that is not there prints nothing, whatever the table's policy takes it for. */
static int64_t present_named(const struct data_table *t, const struct ir_colref *c, uint32_t rowref)
{
    const struct named_rows *r = row_named(t, rowref);
    if (t->key_missing)
        return -RS_MISSING;
    switch (r->state) {
    case NAMED_ROWS: return r->count == 1 ? present_in(t, c, r->row[0]) : 0;
    case NAMED_ABSENT: return 0;
    case NAMED_AMBIGUOUS: return -RS_AMBIGUOUS;
    case NAMED_LOST: break;
    }
    return -RS_UNREADABLE;
}

static int64_t present_cell(const struct data_table *t, const struct ir_colref *c, uint32_t row)
{
    enum ir_reason why = table_reason(t);
    if (why)
        return present_unknown(why);
    if (row)
        return present_named(t, c, row - 1);
    return t->rows.total == DATA_NO_ROW ? 0 : present_in(t, c, t->rows.total);
}

/* A direction is printed too. */
static int64_t present_quoted(const struct data_set *s, const struct data_table *t,
                              const struct ir_cell *cell)
{
    const struct quoted *q = quoted_of(s, t, cell);
    enum ir_reason why = table_reason(t) ? table_reason(t) : (enum ir_reason)q->figure.reason;
    if (!table_reason(t) && q->word != WORD_NUMBER)
        return 1;
    return why ? present_unknown(why) : 1;
}

int64_t data_cell_facet(const struct data_set *s, const struct ir_cell *cell, enum ir_facet facet)
{
    const struct ir_colref *c = &s->prog->colref[cell->colref];
    const struct data_table *t = &s->table[c->table];
    struct figure f = { .reason = table_reason(t) };
    if (facet == FACET_WORD)
        return quoted_of(s, t, cell)->word;
    if (facet == FACET_PRESENT)
        return c->kind == COL_QUOTED ? present_quoted(s, t, cell) : present_cell(t, c, cell->row);
    if (!f.reason && c->kind == COL_QUOTED)
        f = quoted_of(s, t, cell)->figure;
    else if (!f.reason && cell->row)
        f = figure_named(t, c, cell->row - 1);
    else if (!f.reason)
        f = t->rows.total == DATA_NO_ROW ? missing : figure_of(t, c, t->rows.total);
    return figure_facet(&f, facet);
}
