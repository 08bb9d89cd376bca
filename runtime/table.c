/* A table's columns and blocks.
 * In: the header, then one row after the other. Out: what every sheet column is for, and room for
 * its cells.
 * Invariant: a block's arrays never move once it has BLOCK_ROWS rows of room; a sheet column has
 * at most one store for each grid. */
#include "convert.h"
#include "table.h"
#include "excerpt.h"
#include "form_bind.h"
#include <string.h>

/* ---- stores ---- */

static bool grid_equal(struct ir_grid a, struct ir_grid b)
{
    return a.mode == b.mode && a.zero_exact == b.zero_exact && a.places == b.places
        && a.scale == b.scale;
}

static uint32_t store_new(struct data_table *t, uint32_t sheet, uint32_t column, bool declared)
{
    struct ir_grid g = t->schema->column[column].grid;
    struct store s = { .sheet = sheet, .column = column, .declared = declared, .grid = g,
                       .form = cell_form_of(g), .unit = cell_pow10(g.scale - g.places),
                       .nonzero_row = DATA_NO_ROW, .next = IR_NONE };
    if (!t->schema->column[column].unit_from)
        s.form.unit_text = t->prog->string[t->schema->column[column].unit.text];
    ARENA_PUSH(t->arena, t->store, t->nstore, t->store_cap, s);
    return t->nstore - 1;
}

/* The store of a sheet column with a schema column's grid. */
static uint32_t store_for(struct data_table *t, uint32_t sheet, uint32_t column, bool declared)
{
    uint32_t last = IR_NONE;
    for (uint32_t i = t->use[sheet].store; i != IR_NONE; i = t->store[i].next) {
        if (grid_equal(t->store[i].grid, t->schema->column[column].grid))
            return i;
        last = i;
    }
    uint32_t made = store_new(t, sheet, column, declared);
    if (last == IR_NONE)
        t->use[sheet].store = made;
    else
        t->store[last].next = made;
    return made;
}

/* ---- faults of binding ---- */

static struct data_place header_place(const struct data_table *t, uint32_t sheet)
{
    struct data_place p = { .file = t->file, .line = t->header_line, .header = "", .text = "" };
    if (sheet != IR_NONE) {
        p.column = sheet + 1;
        p.header = t->header.text[sheet];
    }
    return p;
}

static bool column_mapped(const struct data_table *t, uint32_t column)
{
    return t->mapped && t->mapped[column].line;
}

/* Where it is said that the column has such a header: the sheet, or the folder's map. */
static struct data_place wanting_place(const struct data_table *t, uint32_t column)
{
    struct data_place p = header_place(t, IR_NONE);
    if (column_mapped(t, column)) {
        p.file = t->map_file;
        p.line = t->mapped[column].line;
    }
    return p;
}

static const char *wanted_text(const struct data_table *t, uint32_t column, const struct binding *b)
{
    const struct ir_column *c = &t->schema->column[column];
    bool given = c->nheader && !c->grouped;
    if (column_mapped(t, column))
        return t->mapped[column].text;
    return given ? t->prog->string[c->header[0]] : b->wanted[column];
}

static void label_fault(const struct data_table *t, uint32_t column, const struct binding *b,
                        struct diags *d)
{
    const struct header_match *m = &b->match[column];
    const char *wanted = wanted_text(t, column, b);
    struct data_place at = { .file = t->file, .header = "", .text = "" };
    if (m->count)
        diag_add_data(d, DIAG_AMBIGUOUS_LABEL, at, t->file, wanted, t->header.text[m->column],
                      t->header.text[m->second], NULL);
    else if (!t->header.count)
        diag_add_data(d, DIAG_NO_LABELS, at, t->file, wanted, NULL);
    else
        diag_add_data(d, DIAG_MISSING_LABEL, at, t->file, wanted,
                      t->header.text[form_nearest(t, column, b)], NULL);
}

void table_tell_missing(const struct data_table *t, struct data_place at, const char *wanted,
                        const char *form, struct diags *d)
{
    diag_add_data(d, DIAG_MISSING_COLUMN, at, t->file, wanted,
                  t->header.text[header_nearest(&t->header, form)],
                  arena_printf(t->arena, "%llu", (unsigned long long)t->header_line),
                  header_shown(t->arena, &t->header), NULL);
}

static void bind_fault(const struct data_table *t, uint32_t column, const struct binding *b,
                       struct diags *d)
{
    const struct header_match *m = &b->match[column];
    const char *wanted = wanted_text(t, column, b);
    if (t->schema->layout == LAYOUT_FORM) {
        label_fault(t, column, b, d);
        return;
    }
    if (m->count) {
        char letters[2][8];
        diag_add_data(d, DIAG_AMBIGUOUS_COLUMN, header_place(t, m->column), wanted,
                      brush_letters(letters[0], m->column + 1), t->header.text[m->column],
                      brush_letters(letters[1], m->second + 1), t->header.text[m->second], NULL);
        return;
    }
    table_tell_missing(t, wanting_place(t, column), wanted, b->wanted[column], d);
}

static void repeat_faults(const struct data_table *t, struct diags *d)
{
    for (uint32_t i = 0; i < t->header.count; i++)
        if (header_repeat(&t->header, i) == i)
            diag_add_data(d, DIAG_REPEATED_HEADER, header_place(t, i), t->header.text[i], NULL);
}

/* ---- keys ---- */

static bool is_level_key(const struct ir_table *s, uint32_t column)
{
    if (s->nnode && s->node_key == column)
        return true;
    for (uint32_t i = 0; i < s->nlevel; i++) {
        if (s->level[i].key == column)
            return true;
        for (uint32_t k = 0; k < s->level[i].nbeside; k++)
            if (s->level[i].beside[k].key == column)
                return true;
    }
    return false;
}

static void key_bind(struct data_table *t, uint32_t column)
{
    uint32_t sheet = t->sheet_of[column];
    if (sheet == IR_NONE) {
        t->key_missing |= is_level_key(t->schema, column);
        return;
    }
    struct use *u = &t->use[sheet];
    u->named = true;
    if (u->key == IR_NONE) {
        u->key = t->nkey;
        t->key_sheet[t->nkey++] = sheet;
    }
    if (!t->key_same[u->key])
        t->key_same[u->key] = t->schema->column[column].same;
    t->key_of[column] = u->key;
}

/* Levels' keys first, outermost first: the order in which codes name a row. */
static void keys_bind(struct data_table *t)
{
    const struct ir_table *s = t->schema;
    t->key_sheet = ARENA_ARRAY(t->arena, uint32_t, t->header.count);
    t->key_same = ARENA_ARRAY(t->arena, uint32_t, t->header.count);
    for (uint32_t i = 0; i < s->nlevel; i++) {
        for (uint32_t k = 0; k < s->level[i].nbeside; k++)
            key_bind(t, s->level[i].beside[k].key);
        key_bind(t, s->level[i].key);
    }
    for (uint32_t c = 0; c < s->ncolumn; c++)
        if (s->column[c].key)
            key_bind(t, c);
}

/* ---- unlisted columns ---- */

/* A column is listed if a key or a node of any of the table's trees names it: a column declared
 * beside a tree stands beside it, and is no part of it. */
static void mark_listed(const struct data_table *t, uint8_t *listed)
{
    for (uint32_t c = 0; c < t->schema->ncolumn; c++)
        if (t->sheet_of[c] != IR_NONE && !t->schema->column[c].implicit)
            listed[t->sheet_of[c]] = 1;
}

struct unlisted_sink { struct data_table *t; uint32_t column; };

/* Keeps the set in sheet order: reasons and members are given in that order. */
static void unlisted_add(void *ctx, uint32_t sheet)
{
    struct unlisted_sink *k = ctx;
    struct data_table *t = k->t;
    struct unlisted_set *set = &t->unlisted[k->column];
    /* what a total of a form covers is a figure, whatever it prints */
    bool figure = t->schema->layout == LAYOUT_FORM;
    uint32_t store = store_for(t, sheet, k->column, figure), i = set->count;
    ARENA_PUSH(t->arena, set->store, set->count, set->cap, store);
    for (; i && t->store[set->store[i - 1]].sheet > sheet; i--)
        set->store[i] = set->store[i - 1];
    set->store[i] = store;
}

static void unlisted_of(void *ctx, uint32_t column, uint32_t sheet)
{
    struct unlisted_sink sink = { ctx, column };
    unlisted_add(&sink, sheet);
}

static void unlisted_bind(struct data_table *t, const struct binding *b)
{
    const struct ir_table *s = t->schema;
    if (s->layout == LAYOUT_FORM) {
        form_unlisted(t, unlisted_of, t);
        return;
    }
    uint8_t *listed = ARENA_ARRAY(t->arena, uint8_t, t->header.count);
    mark_listed(t, listed);
    for (uint32_t c = 0; c < s->ncolumn; c++) {
        const struct ir_column *col = &s->column[c];
        if (!col->braces || t->sheet_of[c] == IR_NONE)
            continue;
        const char *group = col->parent == IR_NONE
            ? header_group_outermost(t->arena, &t->header, b->wanted[c])
            : header_group(t->arena, b->wanted[c]);
        struct unlisted_sink sink = { t, c };
        header_unlisted(&t->header, group, listed, unlisted_add, &sink);
    }
}

/* ---- the whole binding ---- */

static uint32_t *column_array(const struct data_table *t)
{
    uint32_t *p = ARENA_ARRAY(t->arena, uint32_t, t->schema->ncolumn);
    memset(p, 0xff, t->schema->ncolumn * sizeof *p);
    return p;
}

static void figures_bind(struct data_table *t)
{
    for (uint32_t c = 0; c < t->schema->ncolumn; c++) {
        uint32_t sheet = t->sheet_of[c];
        if (sheet == IR_NONE || t->schema->column[c].key)
            continue;
        t->store_of[c] = store_for(t, sheet, c, true);
        t->use[sheet].named = true;
    }
}

void table_arrays(struct data_table *t)
{
    t->sheet_of = column_array(t);
    t->store_of = column_array(t);
    t->key_of = column_array(t);
    t->unit_sheet = column_array(t);
    t->unlisted = ARENA_ARRAY(t->arena, struct unlisted_set, t->schema->ncolumn);
    t->use = ARENA_ARRAY(t->arena, struct use, t->header.count);
    for (uint32_t i = 0; i < t->header.count; i++)
        t->use[i] = (struct use){ .store = IR_NONE, .key = IR_NONE };
    t->codes = symtab_new(t->arena);
}

uint32_t table_store(struct data_table *t, uint32_t sheet, uint32_t column)
{
    return store_for(t, sheet, column, true);
}

void table_bind(struct data_table *t, struct diags *d)
{
    const struct ir_table *s = t->schema;
    bool form = s->layout == LAYOUT_FORM;
    uint32_t columns = t->header.count, faults = 0;
    table_arrays(t);
    if (t->pivot)                   /* nothing is bound to what stands beside the blocks */
        t->header.count = t->pivot->nbound;
    struct binding b = form ? form_bind(t)
        : header_bind(t->arena, &t->header, t->prog, s, t->mapped);
    for (uint32_t c = 0; c < s->ncolumn; c++)
        if (b.match[c].count == 1)
            t->sheet_of[c] = b.match[c].column;
        else if (t->asked && !t->asked[c])
            continue;
        else if (faults++ < SAME_FAULT_MAX)
            bind_fault(t, c, &b, d);
        else
            faults_hide(d, 1);
    if (!form)
        repeat_faults(t, d);
    keys_bind(t);
    figures_bind(t);
    convert_bind(t, d);
    unlisted_bind(t, &b);
    t->header.count = columns;
}

/* ---- blocks ---- */

static struct block *block_new(const struct data_table *t, uint32_t cap)
{
    size_t cells = (size_t)t->nstore * cap;
    struct block *b = ARENA_NEW(t->arena, struct block);
    b->cap = cap;
    b->value = ARENA_ARRAY(t->arena, int64_t, cells);
    b->tag = ARENA_ARRAY(t->arena, uint8_t, cells);
    b->code = ARENA_ARRAY(t->arena, uint32_t, (size_t)t->nkey * cap);
    if (t->every_number)
        b->number = ARENA_ARRAY(t->arena, uint8_t, (size_t)t->header.count * cap);
    b->offset = ARENA_ARRAY(t->arena, uint64_t, cap);
    b->line = ARENA_ARRAY(t->arena, uint32_t, cap);
    return b;
}

/* A block with room for BLOCK_ROWS and the rows of a full small one. */
static struct block *block_widen(const struct data_table *t, const struct block *old)
{
    struct block *b = block_new(t, BLOCK_ROWS);
    size_t n = old->cap;
    for (uint32_t s = 0; s < t->nstore; s++) {
        memcpy(b->value + (size_t)s * b->cap, old->value + s * n, n * sizeof *b->value);
        memcpy(b->tag + (size_t)s * b->cap, old->tag + s * n, n);
    }
    for (uint32_t k = 0; k < t->nkey; k++)
        memcpy(b->code + (size_t)k * b->cap, old->code + k * n, n * sizeof *b->code);
    for (uint32_t c = 0; b->number && c < t->header.count; c++)
        memcpy(b->number + (size_t)c * b->cap, old->number + c * n, n);
    memcpy(b->offset, old->offset, n * sizeof *b->offset);
    memcpy(b->line, old->line, n * sizeof *b->line);
    b->first_line = old->first_line;
    return b;
}

static bool is_patched(const struct data_given *g, uint64_t line)
{
    for (uint32_t i = 0; g && i < g->npatch; i++)
        if (g->patch[i].line == line)
            return true;
    return false;
}

const struct sheet_record *table_patched(const struct data_table *t, const struct sheet_record *rec,
                                         struct sheet_record *room)
{
    if (!is_patched(t->given, rec->line))
        return rec;
    struct sheet_field *field = ARENA_ARRAY(t->arena, struct sheet_field, rec->nfield);
    memcpy(field, rec->field, rec->nfield * sizeof *field);
    for (uint32_t i = 0; i < t->given->npatch; i++) {
        const struct data_patch *p = &t->given->patch[i];
        if (p->line == rec->line && p->field < rec->nfield)
            field[p->field] = (struct sheet_field){ p->text, strlen(p->text) };
    }
    *room = *rec;
    room->field = field;
    return room;
}

struct block *table_room(struct data_table *t, uint64_t line, uint64_t offset)
{
    size_t at = t->nrow % BLOCK_ROWS;
    if (!at) {
        struct block *made = block_new(t, t->nrow ? BLOCK_ROWS : BLOCK_FIRST);
        made->first_line = line;
        ARENA_PUSH(t->arena, t->block, t->nblock, t->block_cap, made);
    } else if (at == t->block[t->nblock - 1]->cap) {
        t->block[t->nblock - 1] = block_widen(t, t->block[t->nblock - 1]);
    }
    struct block *b = t->block[t->nblock - 1];
    uint64_t past = line - b->first_line;
    b->offset[at] = offset;
    b->line[at] = past < UINT32_MAX ? (uint32_t)past : UINT32_MAX;
    return b;
}

uint64_t table_line(const struct data_table *t, uint64_t row)
{
    const struct block *b = table_block(t, row);
    return b->first_line + b->line[row % BLOCK_ROWS];
}

uint32_t table_field(const struct data_table *t, uint64_t row, uint32_t sheet, uint64_t *line)
{
    *line = table_line(t, row);
    if (!t->pivot)
        return sheet;
    if (sheet < t->pivot->nkey)
        return t->pivot->field[sheet];
    const struct pivot_cell *c = pivot_find(t->pivot, row, sheet);
    if (!c)
        return IR_NONE;
    *line = c->line;
    return c->field;
}

/* ---- codes and labels ---- */

static uint32_t text_length(const char *s, size_t len)
{
    uint32_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)s[i] & 0xc0) != 0x80;
    return n;
}

/* Is `form` the text with its plain blanks left out? *odd is set if it holds a codepoint that
 * NFKC could change. */
static bool label_plain_equal(const char *s, size_t len, const char *form, bool *odd)
{
    size_t n = 0, want = strlen(form);
    bool equal = true;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == ' ' || c == '\t')
            continue;
        if (i + 2 < len && !memcmp(s + i, "\u3000", 3)) {
            i += 2;
            continue;
        }
        *odd |= (c >= 0xc2 && c <= 0xe3) || c >= 0xea;
        equal = equal && n < want && (unsigned char)form[n] == c;
        n++;
    }
    return equal && n == want;
}

/* Labels are short; a long text is no label whatever NFKC makes of it. */
static bool text_reads(const struct data_table *t, const char *s, size_t len, const char *form)
{
    bool odd = false;
    if (!len)
        return false;
    if (label_plain_equal(s, len, form, &odd))
        return true;
    if (!odd || len > 4 * strlen(form) + 16)
        return false;
    const char *match = str_match_form(t->arena, s, len);
    return match && !strcmp(match, form);
}

bool table_is_total(const struct data_table *t, const char *s, size_t len)
{
    for (uint32_t i = 0; i < t->ntotal_form; i++)
        if (text_reads(t, s, len, t->total_form[i]))
            return true;
    return false;
}

static struct code_info code_info_of(const struct data_table *t, const char *s, size_t len)
{
    static const char *const word[] = { "小计", "合计", "总计" };
    struct code_info info = { text_length(s, len), table_is_total(t, s, len), false };
    for (size_t i = 0; i < sizeof word / sizeof *word && !info.total; i++)
        info.subtotal |= text_reads(t, s, len, word[i]);
    return info;
}

uint32_t table_intern(struct data_table *t, const char *s, size_t len)
{
    cell_trim(&s, &len);
    sym code = sym_intern(t->codes, s, len);
    while (t->ncode <= code) {
        struct code_info info = { 0 };
        if (t->ncode == code && code)
            info = code_info_of(t, s, len);
        ARENA_PUSH(t->arena, t->code_info, t->ncode, t->code_cap, info);
    }
    return code;
}

struct data_place table_key_place(const struct data_table *t, uint32_t key, uint64_t row)
{
    uint32_t sheet = t->key_sheet[key];
    struct data_place p = { .file = t->file, .header = t->header.text[sheet],
                            .text = sym_text(t->codes, table_code(t, key, row)) };
    uint32_t field = table_field(t, row, sheet, &p.line);
    p.column = field == IR_NONE ? 0 : field + 1;
    return p;
}

struct shape_finding *table_find(struct data_table *t, enum shape_kind kind, uint32_t column,
                                 uint32_t sheet, uint64_t row, uint64_t other_row)
{
    struct shape_finding *p = ARENA_NEW(t->arena, struct shape_finding);
    *p = (struct shape_finding){ .kind = kind, .table = (uint32_t)(t->schema - t->prog->table),
                                 .column = column, .sheet_column = sheet, .row = row,
                                 .other_row = other_row, .rowref = IR_NONE,
                                 .other_column = IR_NONE };
    *t->finding_end = p;
    t->finding_end = &p->next;
    return p;
}

void table_find_missing(struct data_table *t, uint32_t rowref)
{
    struct shape_finding *p = ARENA_NEW(t->arena, struct shape_finding);
    *p = (struct shape_finding){ .kind = SHAPE_MISSING_ROW, .column = IR_NONE,
                                 .table = (uint32_t)(t->schema - t->prog->table),
                                 .sheet_column = IR_NONE, .row = DATA_NO_ROW,
                                 .other_row = DATA_NO_ROW, .rowref = rowref,
                                 .other_column = IR_NONE };
    *t->finding_end = p;
    t->finding_end = &p->next;
}

void table_find_repeat(struct data_table *t, uint64_t row, uint32_t first, uint32_t second)
{
    struct shape_finding *p = ARENA_NEW(t->arena, struct shape_finding);
    *p = (struct shape_finding){ .kind = SHAPE_REPEATED_LABEL, .column = IR_NONE,
                                 .table = (uint32_t)(t->schema - t->prog->table),
                                 .sheet_column = second, .row = row, .other_row = DATA_NO_ROW,
                                 .rowref = IR_NONE, .other_column = first };
    *t->finding_end = p;
    t->finding_end = &p->next;
}
