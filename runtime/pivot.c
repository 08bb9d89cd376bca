/* Turns a form or long data into a sheet.
 * In: the header and records of a file. Out: rows of cells under headers, with their places.
 * Invariant: every amount of a record that a block takes becomes one cell, or is told. */
#include "pivot_part.h"
#include <string.h>

/* ---- finding ---- */

const struct pivot_cell *pivot_find(const struct pivot *p, uint64_t row, uint32_t column)
{
    if (row >= p->nrow)
        return NULL;
    for (uint64_t i = p->first[row]; i < p->first[row + 1]; i++)
        if (p->cell[i].column == column)
            return &p->cell[i];
    return NULL;
}

/* ---- the header of the file ---- */

static void source_missing(const struct pivot_reader *p, const char *wanted, const char *form,
                           struct header_match m)
{
    struct data_place at = { .file = p->t->file, .line = p->header_line, .header = "",
                             .text = "" };
    char letters[2][8];
    const char **text = p->source.text;
    if (m.count)
        diag_add_data(p->diags, DIAG_AMBIGUOUS_COLUMN, at, wanted,
                      brush_letters(letters[0], m.column + 1), text[m.column],
                      brush_letters(letters[1], m.second + 1), text[m.second], NULL);
    else
        table_tell_missing(p->t, at, wanted, form, p->diags);
}

/* The column of the file with a header, as a whole or by its last level; IR_NONE: said. */
static uint32_t source_find(struct pivot_reader *p, const sym *header, uint32_t n)
{
    struct header_match m = { 0, IR_NONE, IR_NONE };
    const char *first = p->t->prog->string[header[0]], *form = first;
    for (uint32_t i = 0; i < n && !m.count; i++) {
        const char *s = p->t->prog->string[header[i]];
        char *f = str_match_form(p->t->arena, s, strlen(s));
        form = i || !f ? form : f;
        m = header_find(&p->source, f ? f : s);
        if (!m.count)
            m = header_find_last(&p->source, f ? f : s);
    }
    if (m.count == 1) {
        p->used[m.column] = true;
        return m.column;
    }
    source_missing(p, first, form, m);
    return IR_NONE;
}

static void source_keys(struct pivot_reader *p)
{
    const struct ir_table *s = p->t->schema;
    const struct ir_column *each = s->each == IR_NONE ? NULL : &s->column[s->each];
    p->nkey = each ? 1 : s->nrow;
    p->key = ARENA_ARRAY(p->t->arena, uint32_t, p->nkey + 1);
    if (each)
        p->key[0] = source_find(p, each->nheader ? each->header : &each->name,
                                each->nheader ? each->nheader : 1);
    for (uint32_t i = 0; i < s->nrow; i++)
        p->key[i] = source_find(p, &s->row[i], 1);
}

static void source_block(struct pivot_reader *p, uint32_t i)
{
    const struct ir_block *b = &p->t->schema->block[i];
    struct pivot_block *to = &p->block[i];
    const char *equals = p->t->prog->string[b->equals];
    to->label = b->label ? source_find(p, &b->label, 1) : IR_NONE;
    to->amount = source_find(p, &b->amount, 1);
    to->where = b->where ? source_find(p, &b->where, 1) : IR_NONE;
    to->unit = p->t->schema->unit_header ? source_find(p, &p->t->schema->unit_header, 1) : IR_NONE;
    to->equals = str_match_form(p->t->arena, equals, strlen(equals));
    to->lost = to->amount == IR_NONE || (b->label && to->label == IR_NONE)
            || (b->where && to->where == IR_NONE);
}

struct pivot_reader *pivot_open(struct data_table *t, struct diags *d,
                                const struct sheet_record *header)
{
    struct pivot_reader *p = ARENA_NEW(t->arena, struct pivot_reader);
    uint32_t errors = d->errors;
    *p = (struct pivot_reader){ .t = t, .diags = d, .source = t->header,
                                .header_line = header->line };
    p->used = ARENA_ARRAY(t->arena, bool, t->header.count);
    p->number = ARENA_ARRAY(t->arena, bool, t->header.count);
    p->rows = symtab_new(t->arena);
    p->texts = symtab_new(t->arena);
    p->nblock = t->schema->nblock;
    p->block = ARENA_ARRAY(t->arena, struct pivot_block, p->nblock + t->header.count);
    strbuf_init(&p->join, t->arena);
    source_keys(p);
    for (uint32_t i = 0; i < p->nblock; i++)
        source_block(p, i);
    beside_open(p);
    p->lost = d->errors > errors;
    return p;
}

/* ---- records ---- */

struct sheet_field pivot_field(const struct sheet_record *rec, uint32_t i)
{
    struct sheet_field none = { "", 0 };
    if (i >= rec->nfield)
        return none;
    struct sheet_field f = rec->field[i];
    cell_trim(&f.p, &f.len);
    return f;
}

static uint64_t row_new(struct pivot_reader *p, const struct sheet_record *rec)
{
    struct data_table *t = p->t;
    struct pivot_row r = { ARENA_ARRAY(t->arena, const char *, p->nkey), rec->line, rec->offset };
    for (uint32_t i = 0; i < p->nkey; i++) {
        struct sheet_field f = pivot_field(rec, p->key[i]);
        r.key[i] = arena_strndup(t->arena, f.p, f.len);
    }
    ARENA_PUSH(t->arena, p->row, p->nrow, p->row_cap, r);
    return p->nrow - 1;
}

/* A record's keys in one text: a symbol of rows, of which there is one for each row. */
static void keys_join(struct pivot_reader *p, const struct sheet_record *rec)
{
    p->join.len = 0;
    for (uint32_t i = 0; i < p->nkey; i++) {
        struct sheet_field f = pivot_field(rec, p->key[i]);
        strbuf_add(&p->join, f.p, f.len);
        strbuf_addc(&p->join, '\x1f');
    }
    strbuf_addc(&p->join, '.');     /* no keys: one row */
}

uint64_t pivot_row_find(struct pivot_reader *p, const struct sheet_record *rec)
{
    keys_join(p, rec);
    sym s = sym_find(p->rows, p->join.p, p->join.len);
    return s ? s - 1 : DATA_NO_ROW;
}

/* The row of a record's keys. */
static uint64_t row_of(struct pivot_reader *p, const struct sheet_record *rec)
{
    keys_join(p, rec);
    sym s = sym_intern(p->rows, p->join.p, p->join.len);
    return s <= p->nrow ? s - 1 : row_new(p, rec);
}

/* Does the record print what the block asks for? Texts are compared once each. */
static bool block_takes(struct pivot_reader *p, struct pivot_block *b,
                        const struct sheet_record *rec)
{
    if (b->where == IR_NONE)
        return true;
    struct sheet_field f = pivot_field(rec, b->where);
    sym s = sym_intern(p->texts, f.p, f.len);
    while (b->nverdict <= s)
        ARENA_PUSH(p->t->arena, b->verdict, b->nverdict, b->verdict_cap, 0);
    if (!b->verdict[s]) {
        const char *form = str_match_form(p->t->arena, f.p, f.len);
        b->verdict[s] = form && !strcmp(form, b->equals) ? 1 : 2;
    }
    return b->verdict[s] == 1;
}

static bool text_has_figure(struct sheet_field f)
{
    bool digit = false;
    for (size_t i = 0; i < f.len; i++)
        digit |= f.p[i] >= '1' && f.p[i] <= '9';
    return (digit || memchr(f.p, '\xef', f.len)) && cell_is_number(f.p, f.len);
}

/* A figure beside no label belongs to nothing: it is said, for it is in no sum. */
static void unlabelled(struct pivot_reader *p, const struct pivot_block *b,
                       const struct sheet_record *rec, struct sheet_field f)
{
    struct data_place at = { .file = p->t->file, .line = rec->line, .column = b->amount + 1 };
    if (p->unlabelled++ >= SAME_FAULT_MAX) {
        faults_hide(p->diags, 1);
        return;
    }
    at.header = p->source.text[b->amount];
    at.text = arena_strndup(p->t->arena, f.p, f.len < 80 ? f.len : 0);
    diag_add_data(p->diags, DIAG_UNLABELLED, at, at.text, NULL);
}

struct pivot_item pivot_item(struct pivot_reader *p, const struct pivot_block *b,
                             const struct sheet_record *rec, struct sheet_field label,
                             struct sheet_field amount)
{
    struct pivot_item item = { .line = rec->line, .len = (uint32_t)amount.len };
    item.label = sym_intern(p->texts, label.p, label.len);
    if (b->unit != IR_NONE) {
        struct sheet_field unit = pivot_field(rec, b->unit);
        item.unit = sym_intern(p->texts, unit.len ? unit.p : " ", unit.len ? unit.len : 1);
    }
    item.text = rec->count != p->source.count ? NULL
        : arena_strndup(p->t->arena, amount.p, amount.len);
    return item;
}

static void item_take(struct pivot_reader *p, struct pivot_block *b,
                      const struct sheet_record *rec)
{
    struct sheet_field label = b->label == IR_NONE ? (struct sheet_field){ "", 0 }
                                                   : pivot_field(rec, b->label);
    struct sheet_field amount = pivot_field(rec, b->amount);
    if (!label.len && b->label != IR_NONE) {
        if (text_has_figure(amount))
            unlabelled(p, b, rec, amount);
        return;
    }
    struct pivot_item item = pivot_item(p, b, rec, label, amount);
    item.row = row_of(p, rec);
    ARENA_PUSH(p->t->arena, b->item, b->nitem, b->item_cap, item);
}

void pivot_take(struct pivot_reader *p, const struct sheet_record *rec)
{
    bool taken = false;
    for (uint32_t i = 0; i < rec->nfield && i < p->source.count; i++)
        if (!p->used[i] && !p->number[i])
            p->number[i] = cell_is_number(rec->field[i].p, rec->field[i].len);
    for (uint32_t i = 0; i < p->nblock && !p->lost; i++) {
        struct pivot_block *b = &p->block[i];
        if (!block_takes(p, b, rec))
            continue;
        taken = true;
        item_take(p, b, rec);
    }
    beside_take(p, rec, taken);
    if (!taken && !p->skipped++)
        p->skipped_line = rec->line;
}

/* ---- the end of the file ---- */

static void tell_skipped(const struct pivot_reader *p)
{
    struct data_place at = { .file = p->t->file, .line = p->skipped_line, .header = "",
                             .text = "" };
    if (!p->skipped || p->t->schema->layout != LAYOUT_FORM)
        return;
    diag_add_data(p->diags, DIAG_RECORDS_SKIPPED, at, p->t->file,
                  arena_printf(p->t->arena, "%llu", (unsigned long long)p->skipped), NULL);
}

static void unread_keep(struct pivot_reader *p, struct pivot *to)
{
    uint32_t n = p->source.count, cap = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!p->used[i] && p->number[i])
            ARENA_PUSH(p->t->arena, to->unread, to->nunread, cap,
                       ((struct header_entry){ p->source.text[i], i }));
}

/* Cells by row, in the order in which they came. */
static void cells_sort(const struct pivot_reader *p, struct pivot *to)
{
    struct arena *a = p->t->arena;
    to->first = ARENA_ARRAY(a, uint64_t, to->nrow + 2);
    to->cell = ARENA_ARRAY(a, struct pivot_cell, p->ncell);
    for (uint64_t i = 0; i < p->ncell; i++)
        to->first[p->cell[i].row + 2]++;
    for (uint64_t r = 2; r <= to->nrow; r++)
        to->first[r] += to->first[r - 1];
    for (uint64_t i = 0; i < p->ncell; i++)
        to->cell[to->first[p->cell[i].row + 1]++] = p->cell[i];
}

static void columns_set(const struct pivot_reader *p)
{
    struct header *h = &p->t->header;
    header_init(h, p->t->arena, p->text, p->ncolumn);
    for (uint32_t i = 0; i < p->ncolumn; i++)
        if (p->form[i])
            h->form[i] = p->form[i];
}

void pivot_column(struct pivot_reader *p, uint32_t field, const char *text, const char *form)
{
    if (p->ncolumn == p->column_cap) {
        uint32_t cap = p->column_cap ? p->column_cap * 2 : 32;
        p->text = arena_grow(p->t->arena, p->text, p->ncolumn, cap, sizeof *p->text);
        p->form = arena_grow(p->t->arena, p->form, p->ncolumn, cap, sizeof *p->form);
        p->field = arena_grow(p->t->arena, p->field, p->ncolumn, cap, sizeof *p->field);
        p->column_cap = cap;
    }
    p->field[p->ncolumn] = field;
    p->text[p->ncolumn] = text;
    p->form[p->ncolumn++] = form;
}

void pivot_add_cell(struct pivot_reader *p, const struct pivot_block *b,
                    const struct pivot_item *item, uint32_t column)
{
    struct pivot_cell c = { item->text, item->len, column, b->amount,
                            item->unit, item->row, item->line };
    ARENA_PUSH(p->t->arena, p->cell, p->ncell, p->cell_cap, c);
}

bool pivot_close(struct pivot_reader *p)
{
    if (p->lost)
        return false;
    struct pivot *to = ARENA_NEW(p->t->arena, struct pivot);
    p->out = to;
    tell_skipped(p);
    for (uint32_t i = 0; i < p->nkey; i++)
        pivot_column(p, p->key[i], p->source.text[p->key[i]], NULL);
    to->texts = p->texts;
    to->nkey = p->nkey;
    to->row = p->row;
    to->nrow = p->nrow;
    to->unit_field = p->nblock ? p->block[0].unit : IR_NONE;
    if (p->t->schema->layout == LAYOUT_FORM)
        pivot_form(p);
    else
        pivot_long(p);
    beside_close(p);
    cells_sort(p, to);
    unread_keep(p, to);
    columns_set(p);
    to->field = p->field;
    p->t->pivot = to;
    return true;
}
