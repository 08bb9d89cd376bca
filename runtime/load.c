/* Fills a table from its CSV text.
 * In: records of the sheet reader. Out: blocks of cells and codes, diagnostics, shape findings.
 * Invariant: a cell that could not be read is marked in its block; it is never taken for a
 * figure or a blank. */
#define _GNU_SOURCE
#include "asides.h"
#include "codes.h"
#include "form_bind.h"
#include "heading.h"
#include "prose.h"
#include "convert.h"
#include "intake.h"
#include "rownames.h"
#include "same.h"
#include "say.h"
#include "whole.h"
#include "zeros.h"
#include <string.h>

enum { PLACE_TEXT = 200 };

static const struct data_limits default_limits = {
    .max_rows = (uint64_t)1 << 40, .max_row_bytes = 1 << 20, .max_columns = 4096,
    .max_file_bytes = (uint64_t)16 << 30,
};

/* A bad cell of a column that may turn out to be text. */
struct held { uint64_t row; uint32_t store; uint8_t fault; const char *text; struct held *next; };

struct loader {
    struct data_set *set;
    struct data_table *t;
    struct data_limits lim;
    struct heading *heading;
    struct asides *asides;
    bool have_header, broken;
    struct pivot_reader *pivot;     /* the sheet is turned: records become cells at its end */
    const struct sheet_record *record;      /* the one being read, if it fits the header */
    const struct pivot_cell *at;    /* such a cell, while it is looked at */
    uint32_t faults[DIAG_COUNT];
    struct held *held, **held_end;
    uint64_t *nheld;                /* by store: bad cells of undeclared columns */
    struct total_mark *mark; uint64_t nmark, mark_cap;
};

/* ---- diagnostics ---- */

/* Counts a fault; false if enough of its kind were told. */
static bool fault_admit(struct loader *l, enum diag_code code)
{
    bool admitted = l->faults[code]++ < SAME_FAULT_MAX;
    if (!admitted)
        faults_hide(l->set->diags, 1);
    return admitted;
}

static struct data_place place_of(const struct loader *l, uint64_t line)
{
    return (struct data_place){ .file = l->t->file, .line = line, .header = "", .text = "" };
}

static const char *number_text(const struct loader *l, uint64_t n)
{
    return arena_printf(l->t->arena, "%llu", (unsigned long long)n);
}

/* The file cannot be used: its figures are unknown. */
static bool load_break(struct loader *l)
{
    l->broken = true;
    return false;
}

static const char *cell_text(const struct loader *l, const struct sheet_field *f)
{
    size_t len = str_cut(f->p, f->len, PLACE_TEXT);
    return arena_strndup(l->t->arena, f->p, len);
}

/* What a spreadsheet leaves where there is no figure. */
static enum diag_code text_fault(const char *text)
{
    static const char *const error[] = { "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!",
                                         "#NULL!" };
    for (size_t i = 0; i < sizeof error / sizeof *error; i++)
        if (!strcmp(text, error[i]))
            return DIAG_CELL_ERROR;
    return *text == '=' ? DIAG_FORMULA_EMPTY : DIAG_BAD_NUMBER;
}

static void cell_diag(struct loader *l, uint64_t line, const struct store *s, enum cell_fault fault,
                      const char *text)
{
    static const enum diag_code codes[] = {
        [FAULT_UNIT] = DIAG_OTHER_UNIT, [FAULT_PLACES] = DIAG_TOO_MANY_PLACES,
        [FAULT_BIG] = DIAG_NUMBER_TOO_BIG };
    const struct ir_column *c = &l->t->schema->column[s->column];
    enum diag_code code = fault == FAULT_SYNTAX ? text_fault(text)
        : fault == FAULT_UNIT && c->unit_from ? DIAG_UNIT_OF_ROW : codes[fault];
    struct data_place p = place_of(l, line);
    if (!fault_admit(l, code))
        return;
    p.column = l->at ? l->at->field + 1 : s->sheet + 1;
    p.line = l->at ? l->at->line : line;
    p.header = l->t->header.text[s->sheet];
    p.text = text;
    const char *more = fault == FAULT_UNIT ? l->t->prog->string[c->unit.text]
        : number_text(l, (uint64_t)s->form.max_places);
    diag_add_data(l->set->diags, code, p, text, more, NULL);
}

/* ---- the header ---- */

static void bind(struct loader *l)
{
    table_bind(l->t, l->set->diags);
    l->nheld = ARENA_ARRAY(l->t->arena, uint64_t, l->t->nstore);
}

static bool load_header(struct loader *l, const struct sheet_record *rec)
{
    struct data_table *t = l->t;
    l->have_header = true;
    if (rec->count > l->lim.max_columns) {
        diag_add_data(l->set->diags, DIAG_TOO_MANY_COLUMNS, place_of(l, rec->line),
                      number_text(l, rec->count), number_text(l, l->lim.max_columns), NULL);
        return load_break(l);
    }
    const char **text = ARENA_ARRAY(t->arena, const char *, rec->nfield);
    for (uint32_t i = 0; i < rec->nfield; i++) {
        const char *s = rec->field[i].p;
        size_t len = rec->field[i].len;
        cell_trim(&s, &len);
        text[i] = arena_strndup(t->arena, s, len);
    }
    t->header_line = rec->line;
    header_init(&t->header, t->arena, text, rec->nfield);
    if (t->schema->layout == LAYOUT_SHEET)
        bind(l);
    else
        l->pivot = pivot_open(t, l->set->diags, rec);
    return true;
}

/* ---- cells ---- */

/* A cell of a column that may be text: the label of a row. */
static void mark_label(struct loader *l, uint32_t sheet, const struct sheet_field *f)
{
    struct total_mark m = { l->t->nrow, sheet };
    row_names_see(l->t, sheet, f->p, f->len);
    if (table_is_total(l->t, f->p, f->len))
        ARENA_PUSH(l->t->arena, l->mark, l->nmark, l->mark_cap, m);
}

static void hold_fault(struct loader *l, uint32_t store, uint8_t fault, const struct sheet_field *f)
{
    if (l->nheld[store]++ >= SAME_FAULT_MAX)
        return;
    struct held *h = ARENA_NEW(l->t->arena, struct held);
    *h = (struct held){ l->t->nrow, store, fault, cell_text(l, f), NULL };
    *l->held_end = h;
    l->held_end = &h->next;
}

/* A cell that is no figure or has more digits than its grid; `first`: not told for another store
 * of its column. */
static void cell_odd(struct loader *l, uint32_t store, struct cell c, const struct sheet_field *f,
                     uint64_t line, bool first)
{
    struct data_table *t = l->t;
    struct store *s = &t->store[store];
    s->bad += c.fault != FAULT_NONE;
    s->extra += c.own != 0;
    if (!s->declared && c.fault && c.fault <= FAULT_SYNTAX && !s->numbers)
        mark_label(l, s->sheet, f);
    if (!first)
        return;
    if (c.own)
        table_find(t, SHAPE_EXTRA_DIGITS, s->column, s->sheet, t->nrow, DATA_NO_ROW);
    else if (c.fault && s->declared)
        cell_diag(l, line, s, c.fault, cell_text(l, f));
    else if (c.fault)
        hold_fault(l, store, c.fault, f);
}

static void cell_store(struct loader *l, struct block *b, uint32_t store,
                       const struct sheet_field *f, uint64_t line, bool first)
{
    struct store *s = &l->t->store[store];
    struct cell c = cell_read(f->p, f->len, &s->form);
    uint32_t unit = l->t->unit_sheet[s->column];
    if (unit != IR_NONE && l->record)
        c = convert_cell(l->t, s->column, c, f->p, f->len, l->record->field[unit].p,
                         l->record->field[unit].len);
    size_t at = (size_t)store * b->cap + l->t->nrow % BLOCK_ROWS;
    b->value[at] = c.value;
    b->tag[at] = cell_tag(c);
    s->numbers += (c.kind == CELL_FIGURE && !c.dressed) || c.fault > FAULT_SYNTAX;
    if (c.value && s->nonzero_row == DATA_NO_ROW)
        s->nonzero_row = l->t->nrow;
    if (c.own || c.fault)
        cell_odd(l, store, c, f, line, first);
    else if (c.kind == CELL_NONE && !s->declared && !s->numbers)
        mark_label(l, s->sheet, f);     /* a table of nothing may call its only row 无 */
}

/* A cell of a column that no rule reads: a number, or perhaps the total row's label. */
static void unread_load(struct loader *l, struct block *b, uint32_t sheet,
                        const struct sheet_field *f)
{
    struct use *u = &l->t->use[sheet];
    bool number = cell_is_number(f->p, f->len);
    u->number |= number;
    if (b->number)
        b->number[(size_t)sheet * b->cap + l->t->nrow % BLOCK_ROWS] = number;
    if (!u->number)
        mark_label(l, sheet, f);
}

/* A code that a spreadsheet has damaged is told, once. */
static void code_look(struct loader *l, uint32_t sheet, const struct sheet_field *f, uint64_t line)
{
    const char *s = f->p;
    size_t len = f->len;
    cell_trim(&s, &len);
    bool lost = codes_lost(s, len);
    if (!lost && !codes_changed(s, len))
        return;
    enum diag_code code = lost ? DIAG_CODE_LOST : DIAG_CODE_CHANGED;
    struct data_place p = place_of(l, line);
    p.column = sheet + 1;
    p.header = l->t->header.text[sheet];
    p.text = cell_text(l, f);
    if (!lost || fault_admit(l, code))
        diag_add_data(l->set->diags, code, p, p.text, NULL);
}

static void field_load(struct loader *l, struct block *b, uint32_t sheet,
                       const struct sheet_field *f, uint64_t line)
{
    struct data_table *t = l->t;
    struct use *u = &t->use[sheet];
    if (t->schema->zero)
        whole_note(t, sheet, f);
    for (uint32_t s = u->store; s != IR_NONE; s = t->store[s].next)
        cell_store(l, b, s, f, line, s == u->store);
    if (u->key != IR_NONE) {
        uint32_t known = t->ncode;
        b->code[(size_t)u->key * b->cap + t->nrow % BLOCK_ROWS] = table_intern(t, f->p, f->len);
        if (t->ncode > known)
            code_look(l, sheet, f, line);
        row_names_see(t, sheet, f->p, f->len);
    }
    if (u->store == IR_NONE && u->key == IR_NONE && f->len && (!u->number || b->number))
        unread_load(l, b, sheet, f);
}

/* ---- rows ---- */

static void ragged_tell(struct loader *l, const struct sheet_record *rec)
{
    if (fault_admit(l, DIAG_RAGGED_ROW))
        diag_add_data(l->set->diags, DIAG_RAGGED_ROW, place_of(l, rec->line),
                      number_text(l, rec->count), number_text(l, l->t->header.count), NULL);
}

/* A row whose fields do not fit the header: every figure is unreadable; its codes are taken as
 * they stand. */
static void ragged_load(struct loader *l, struct block *b, const struct sheet_record *rec)
{
    struct data_table *t = l->t;
    size_t at = t->nrow % BLOCK_ROWS;
    t->nonzero.unread++;
    for (uint32_t s = 0; s < t->nstore; s++) {
        b->tag[(size_t)s * b->cap + at] = CELL_UNREADABLE;
        t->store[s].bad++;
    }
    for (uint32_t i = 0; i < rec->nfield && i < t->header.count; i++) {
        const struct sheet_field *f = &rec->field[i];
        struct use *u = &t->use[i];
        if (u->key != IR_NONE) {
            b->code[(size_t)u->key * b->cap + at] = table_intern(t, f->p, f->len);
            row_names_see(t, i, f->p, f->len);
        } else if (u->store == IR_NONE ? !u->number : !store_counts(&t->store[u->store])) {
            mark_label(l, i, f);
        }
    }
    ragged_tell(l, rec);
}

static bool rows_full(struct loader *l)
{
    uint64_t most = l->lim.max_rows < ROWS_NONE - 1 ? l->lim.max_rows : ROWS_NONE - 1;
    if (l->t->nrow < most)
        return false;
    diag_add_data(l->set->diags, DIAG_TOO_MANY_ROWS, place_of(l, 0), l->t->file,
                  number_text(l, most), NULL);
    return true;
}

/* A row of data. */
static bool row_load(void *ctx, const struct sheet_record *rec)
{
    struct loader *l = ctx;
    bool fits = rec->count == l->t->header.count;
    if (l->pivot && !fits)
        ragged_tell(l, rec);
    if (l->pivot)
        return pivot_take(l->pivot, rec), true;
    if (rows_full(l))
        return load_break(l);
    struct block *b = table_room(l->t, rec->line, rec->offset);
    l->record = rec;
    if (!fits)
        ragged_load(l, b, rec);
    else
        for (uint32_t i = 0; i < rec->nfield; i++)
            field_load(l, b, i, &rec->field[i], rec->line);
    l->t->nrow++;
    return true;
}

static bool record_load(void *ctx, const struct sheet_record *printed)
{
    struct loader *l = ctx;
    struct sheet_record room;
    const struct sheet_record *rec = table_patched(l->t, printed, &room);
    pulse_beat(l->lim.pulse);
    if (record_is_blank(rec))
        return true;
    if (l->have_header)
        return asides_take(l->asides, rec);
    const struct sheet_record *header = heading_take(l->heading, rec);
    return !header || load_header(l, header);
}

/* ---- sheets that are turned ---- */

/* What no record prints is blank. */
static void row_blank(const struct data_table *t, struct block *b)
{
    for (uint32_t s = 0; s < t->nstore; s++)
        b->tag[(size_t)s * b->cap + t->nrow % BLOCK_ROWS] = CELL_BLANK;
}

static void cell_unreadable(struct loader *l, struct block *b, uint32_t sheet)
{
    struct data_table *t = l->t;
    for (uint32_t s = t->use[sheet].store; s != IR_NONE; s = t->store[s].next) {
        b->tag[(size_t)s * b->cap + t->nrow % BLOCK_ROWS] = CELL_UNREADABLE;
        t->store[s].bad++;
    }
}

/* The unit of the record is not one that the column's figures can be in. */
static void unit_tell(struct loader *l, const struct pivot_cell *c, const struct ir_column *column)
{
    struct data_place at = place_of(l, c->line);
    if (!fault_admit(l, DIAG_LONG_UNIT))
        return;
    at.column = c->field + 1;
    at.header = l->t->header.text[c->column];
    at.text = arena_strndup(l->t->arena, c->text, c->len);
    diag_add_data(l->set->diags, DIAG_LONG_UNIT, at, at.text,
                  l->t->prog->string[column->unit.text], NULL);
}

/* The figure in the unit of its column; false: it is none. */
static bool pivot_unit_load(struct loader *l, const struct pivot_cell *c, struct sheet_field *f)
{
    const struct data_table *t = l->t;
    uint32_t store = t->use[c->column].store;
    if (!c->text)
        return false;
    if (store == IR_NONE)
        return true;
    const struct ir_column *column = &t->schema->column[t->store[store].column];
    if (pivot_unit_convert(t, c, column, f))
        return true;
    unit_tell(l, c, column);
    return false;
}

/* Nothing but that there is a number. */
static void beside_load(struct loader *l, struct block *b, const struct pivot_cell *c)
{
    bool number = cell_is_number(c->text, c->len);
    l->t->use[c->column].number |= number;
    if (b->number)
        b->number[(size_t)c->column * b->cap + l->t->nrow % BLOCK_ROWS] = number;
}

static void pivot_cell_load(struct loader *l, struct block *b, const struct pivot_cell *c)
{
    struct data_table *t = l->t;
    struct sheet_field f = { c->text, c->len };
    if (pivot_beside(t->pivot, c->column)) {
        beside_load(l, b, c);
        return;
    }
    bool form = t->schema->layout == LAYOUT_FORM;
    uint32_t first = form ? form_repeat(t, c->column) : IR_NONE;
    l->at = c;
    if (first != IR_NONE)
        table_find_repeat(t, t->nrow, first, c->column);
    if (pivot_unit_load(l, c, &f))
        field_load(l, b, c->column, &f, c->line);
    else
        cell_unreadable(l, b, c->column);
    l->at = NULL;
}

static void pivot_row_load(struct loader *l, uint64_t row)
{
    const struct pivot *p = l->t->pivot;
    const struct pivot_row *r = &p->row[row];
    struct block *b = table_room(l->t, r->line, r->offset);
    row_blank(l->t, b);
    for (uint32_t i = 0; i < p->nkey; i++) {
        struct sheet_field f = { r->key[i], strlen(r->key[i]) };
        field_load(l, b, i, &f, r->line);
    }
    for (uint64_t i = p->first[row]; i < p->first[row + 1]; i++)
        pivot_cell_load(l, b, &p->cell[i]);
    l->t->nrow++;
}

static void pivot_load(struct loader *l)
{
    struct data_table *t = l->t;
    l->broken = !pivot_close(l->pivot);
    if (l->broken)
        return;
    if (t->pivot->nbound > l->lim.max_columns) {
        diag_add_data(l->set->diags, DIAG_TOO_MANY_COLUMNS, place_of(l, 0),
                      number_text(l, t->pivot->nbound), number_text(l, l->lim.max_columns), NULL);
        load_break(l);
        return;
    }
    bind(l);
    for (uint64_t row = 0; row < t->pivot->nrow; row++) {
        if (rows_full(l)) {
            load_break(l);
            return;
        }
        pivot_row_load(l, row);
    }
    for (uint32_t i = 0; i < t->pivot->nextra; i++)
        table_find_repeat(t, t->pivot->extra[i].row, t->pivot->extra[i].column,
                          t->header.count + i);
}

/* ---- the end of the file ---- */

static void read_fault(struct loader *l, const struct sheet_result *r)
{
    if (r->end == SHEET_STOPPED)
        return;
    if (r->end == SHEET_DONE && !l->have_header)
        diag_add_data(l->set->diags, DIAG_NO_HEADER, place_of(l, 0), l->t->file, NULL);
    l->broken = r->end != SHEET_DONE || !l->have_header;
    intake_fault(l->set->diags, l->t->arena, l->t->file, &l->lim, r);
}

/* Bad cells of undeclared columns are faults if the column has numbers; else it is text. */
static void held_tell(struct loader *l)
{
    struct data_table *t = l->t;
    for (struct held *h = l->held; h; h = h->next) {
        const struct store *s = &t->store[h->store];
        l->at = t->pivot ? pivot_find(t->pivot, h->row, s->sheet) : NULL;
        if (store_counts(s))
            cell_diag(l, table_line(t, h->row), s, h->fault, h->text);
    }
    l->at = NULL;
    for (uint32_t s = 0; s < t->nstore; s++)
        if (l->nheld[s] > SAME_FAULT_MAX && store_counts(&t->store[s]))
            faults_hide(l->set->diags, l->nheld[s] - SAME_FAULT_MAX);
}

static void find_unlisted_columns(struct data_table *t)
{
    for (uint32_t c = 0; c < t->schema->ncolumn; c++) {
        const struct unlisted_set *set = &t->unlisted[c];
        for (uint32_t i = 0; i < set->count && !t->schema->column[c].others; i++) {
            const struct store *s = &t->store[set->store[i]];
            if (store_counts(s) && s->nonzero_row != DATA_NO_ROW)
                table_find(t, SHAPE_UNLISTED_COLUMN, c, s->sheet, s->nonzero_row, DATA_NO_ROW);
        }
    }
}

static void strays_tell(const struct loader *l)
{
    const struct data_table *t = l->t;
    for (const struct stray *s = t->rows.stray; s; s = s->next) {
        struct data_place p = place_of(l, table_line(t, s->first));
        p.column = t->key_sheet[s->key] + 1;
        p.header = t->header.text[t->key_sheet[s->key]];
        diag_add_data(l->set->diags, DIAG_BLANK_CODE, p, number_text(l, s->count), p.header, NULL);
    }
}

static void load_finish(struct loader *l)
{
    struct data_table *t = l->t;
    held_tell(l);
    find_unlisted_columns(t);
    rows_build(t, l->mark, l->nmark, l->set->diags);
    strays_tell(l);
    same_tell(t, l->set->diags);
    row_names_resolve(t);
    zeros_tell(t, l->set->diags);
    if (t->schema->text)
        prose_settle(l->set, t);
    if (!t->nrow)
        diag_add_data(l->set->diags, DIAG_NO_ROWS, place_of(l, 0), t->file, NULL);
    else if (t->schema->total && t->rows.total == DATA_NO_ROW)
        diag_add_data(l->set->diags, DIAG_NO_TOTAL, place_of(l, 0), t->file,
                      t->prog->string[t->schema->total], NULL);
    t->state = TABLE_USABLE;
}

struct data_limits data_limits_whole(const struct data_limits *lim)
{
    struct data_limits r = lim ? *lim : default_limits;
    r.max_rows = r.max_rows ? r.max_rows : default_limits.max_rows;
    r.max_row_bytes = r.max_row_bytes ? r.max_row_bytes : default_limits.max_row_bytes;
    r.max_columns = r.max_columns ? r.max_columns : default_limits.max_columns;
    r.max_file_bytes = r.max_file_bytes ? r.max_file_bytes : default_limits.max_file_bytes;
    return r;
}

static void sheet_load(struct loader *l, const struct sheet_input *in)
{
    l->heading = heading_new(l->t, l->t->arena);
    l->asides = asides_new(l->t, l->set->diags, row_load, l);
    heading_begin(l->heading, heading_pick(l->set, l->t, in));
    struct sheet_result r = sheet_read(l->set->reader, in, record_load, l);
    if (r.end == SHEET_DONE && !l->have_header && heading_any_row(l->heading))
        r = sheet_read(l->set->reader, in, record_load, l);
    if (r.end == SHEET_DONE)
        asides_close(l->asides);
    heading_close(l->heading, l->set->diags);
    if (l->t->form.encoding == TEXT_ASCII)
        l->t->form.encoding = l->t->encoding = r.encoding;
    read_fault(l, &r);
}

void table_load(struct data_set *s, struct data_table *t, int fd, const struct data_limits *lim)
{
    struct loader l = { .set = s, .t = t, .lim = data_limits_whole(lim) };
    l.held_end = &l.held;
    t->every_number = l.lim.every_number;
    t->every_field = l.lim.every_field;
    t->state = TABLE_BROKEN;
    t->finding_end = &t->finding;
    uint64_t fields = l.lim.max_columns < UINT32_MAX - 1 ? l.lim.max_columns : UINT32_MAX - 1;
    struct sheet_input in = { .fd = fd, .lines_above = table_lines_above(t),
                              .max_bytes = l.lim.max_file_bytes,
                              .max_row_bytes = l.lim.max_row_bytes,
                              .max_fields = (uint32_t)fields };
    l.broken = !intake_open(s, t, &in);
    if (!l.broken)
        sheet_load(&l, &in);
    if (!l.broken && l.pivot)
        pivot_load(&l);
    if (!l.broken) {
        load_finish(&l);
        return;
    }
    t->nrow = 0;
    t->finding = NULL;
    t->rows = (struct rows){ .total = DATA_NO_ROW };
}
