/* Where figures were printed.
 * In: rows and colrefs. Out: the file, line, column and text of each cell, read again from the file
 * when asked for.
 * Invariant: a text is given only if the file is still the one that was read; else it is empty. */
#include "facet.h"
#include "join.h"
#include "prose.h"
#include "units_part.h"
#include "rownames.h"
#include <string.h>
#include <unistd.h>

enum { ORIGIN_CHUNK = 8192 };

/* The record read last: cells of one row are asked for together. */
struct origin_cache {
    const struct data_table *table;
    uint64_t row;
    const char **text;              /* nfield of them; all lie in bytes */
    char *bytes;
    uint32_t nfield, cap;
    size_t size;
};

/* ---- reading a record again ---- */

/* A record that is read again does not know its line. */
static bool cache_keep(void *ctx, const struct sheet_record *printed)
{
    struct data_set *s = ctx;
    struct origin_cache *c = s->cache;
    struct sheet_record at = *printed, room;
    at.line = table_line(c->table, c->row);
    const struct sheet_record *rec = table_patched(c->table, &at, &room);
    size_t size = 0;
    for (uint32_t i = 0; i < rec->nfield; i++)
        size += rec->field[i].len + 1;
    if (size > c->size)
        c->bytes = arena_alloc(s->arena, c->size = size * 2);
    if (rec->nfield > c->cap)
        c->text = ARENA_ARRAY(s->arena, const char *, c->cap = rec->nfield * 2);
    char *to = c->bytes;
    for (uint32_t i = 0; i < rec->nfield; i++) {
        size_t len = rec->field[i].len;
        memcpy(to, rec->field[i].p, len);
        to[len] = 0;
        c->text[i] = to;
        to += len + 1;
    }
    c->nfield = rec->nfield;
    return false;
}

/* The table's file again, if it is unchanged; else -1. */
static int file_again(const struct data_set *s, const struct data_table *t)
{
    struct stat st;
    int fd;
    int dir_fd = s->dir_fd[t->schema->origin];
    if (dir_fd < 0 || file_open_beneath(dir_fd, t->path, &fd, &st) != FILE_OK)
        return -1;
    if (file_unchanged(&st, &t->stat))
        return fd;
    close(fd);
    return -1;
}

static void record_again(struct data_set *s, const struct data_table *t, uint64_t row)
{
    const struct block *b = table_block(t, row);
    struct sheet_input in = { .grid = t->grid, .form = t->form, .fd = -1, .text = t->text,
                              .len = t->len, .offset = b->offset[row % BLOCK_ROWS],
                              .max_bytes = UINT64_MAX, .max_row_bytes = UINT64_MAX,
                              .max_fields = t->header.count, .chunk = ORIGIN_CHUNK };
    if (!t->text && !t->grid) {
        in.fd = file_again(s, t);
        if (in.fd < 0)
            return;
    }
    sheet_read(s->reader, &in, cache_keep, s);
    if (in.fd >= 0)
        close(in.fd);
}

/* Sheets that are turned keep their texts. */
static const char *pivot_text(const struct data_table *t, struct arena *a, uint64_t row,
                              uint32_t sheet)
{
    if (sheet < t->pivot->nkey)
        return t->pivot->row[row].key[sheet];
    const struct pivot_cell *c = pivot_find(t->pivot, row, sheet);
    return c && c->text ? arena_strndup(a, c->text, c->len) : "";
}

/* The printed text of a cell, live until the next call. */
static const char *cell_again(const struct data_set *set, const struct data_table *t, uint64_t row,
                              uint32_t sheet)
{
    struct data_set *s = (struct data_set *)(uintptr_t)set;     /* only the cache changes */
    if (t->pivot)
        return pivot_text(t, set->arena, row, sheet);
    if (!s->cache)
        s->cache = ARENA_NEW(s->arena, struct origin_cache);
    struct origin_cache *c = s->cache;
    if (c->table != t || c->row != row) {
        c->table = t;
        c->row = row;
        c->nfield = 0;
        record_again(s, t, row);
    }
    return sheet < c->nfield ? c->text[sheet] : "";
}

/* What a row does not print stands in no column of the file. */
static struct origin pivot_origin(const struct data_table *t, struct arena *a, uint64_t row,
                                  uint32_t sheet)
{
    struct origin o = { .file = t->file, .line = 1, .header = "", .text = "" };
    const struct pivot *p = t->pivot;
    const struct pivot_cell *extra = NULL;
    if (sheet >= t->header.count) {
        if (sheet - t->header.count >= p->nextra)
            return o;
        extra = &p->extra[sheet - t->header.count];
        sheet = extra->column;
    }
    o.header = o.text = t->header.text[sheet];
    o.field = p->field[sheet] + 1;
    if (row >= t->nrow)
        return o;
    o.field = table_field(t, row, sheet, &o.line) + 1;
    const struct pivot_cell *cell = pivot_find(p, row, sheet);
    o.unit = cell && cell->unit ? sym_text(p->texts, cell->unit) : NULL;
    o.text = pivot_text(t, a, row, sheet);
    if (!extra)
        return o;
    o.line = extra->line;
    o.text = extra->text ? arena_strndup(a, extra->text, extra->len) : "";
    return o;
}

/* A unit's cell, in the unit's own file. */
static struct origin units_origin(const struct data_table *t, uint64_t row, uint32_t sheet)
{
    struct origin o = { .file = t->prog->string[t->schema->name], .line = 1, .header = "",
                        .text = "" };
    if (sheet < t->header.count)
        o.header = o.text = t->header.text[sheet];
    return row < t->units->n && sheet < t->header.count ? t->units->row[row].cell[sheet].at : o;
}

struct origin data_origin(const struct data_set *s, struct arena *a, uint32_t table, uint64_t row,
                          uint32_t sheet_column)
{
    const struct data_table *t = &s->table[table];
    if (t->units)
        return units_origin(t, row, sheet_column);
    struct origin o = { .file = t->file, .line = t->header_line ? t->header_line : 1,
                        .field = sheet_column + 1, .header = "", .text = "" };
    if (t->pivot)
        return pivot_origin(t, a, row, sheet_column);
    if (t->state != TABLE_USABLE || sheet_column >= t->header.count)
        return o;
    o.header = o.text = t->header.text[sheet_column];
    if (row >= t->nrow)
        return o;
    o.line = table_line(t, row);
    const char *text = cell_again(s, t, row, sheet_column);
    o.text = arena_strndup(a, text, strlen(text));
    return o;
}

struct data_spot data_spot(const struct data_set *s, uint32_t table, uint64_t row,
                           uint32_t sheet_column)
{
    const struct data_table *t = &s->table[table];
    struct data_spot at = { t->pivot ? t->pivot->field[sheet_column] : sheet_column, 1 };
    if (row < t->nrow)
        at.field = table_field(t, row, sheet_column, &at.line);
    return at;
}

/* ---- members ---- */

struct member_sink {
    const struct data_table *t;
    data_member_fn *each;
    void *ctx;
};

static void member_signed(const struct member_sink *k, uint32_t store, uint64_t row, bool less)
{
    const struct data_table *t = k->t;
    if (store == IR_NONE || !store_counts(&t->store[store]))
        return;
    int64_t value = table_value(t, store, row);
    k->each(k->ctx, row, t->store[store].sheet, cell_tag_kind(table_tag(t, store, row)),
            less ? -value : value);
}

static void member_store(const struct member_sink *k, uint32_t store, uint64_t row)
{
    member_signed(k, store, row, false);
}

/* Does the row print the column at all? */
static bool row_prints(const struct data_table *t, uint64_t row, uint32_t store)
{
    return !t->pivot || pivot_find(t->pivot, row, t->store[store].sheet);
}

static void member_row(const struct member_sink *k, const struct ir_colref *c, uint64_t row)
{
    const struct data_table *t = k->t;
    uint64_t n = 0;
    const uint32_t *child;
    switch ((enum ir_colref_kind)c->kind) {
    case COL_PLAIN:
        member_store(k, t->store_of[c->column], row);
        break;
    case COL_OTHERS:
        for (uint32_t i = 0; i < t->unlisted[c->column].count; i++)
            if (row_prints(t, row, t->unlisted[c->column].store[i]))
                member_store(k, t->unlisted[c->column].store[i], row);
        break;
    case COL_CHILDREN:
        child = rows_children(t, row, &n);
        for (uint64_t i = 0; i < n; i++)
            member_signed(k, t->store_of[c->column], child[i],
                          t->rows.flag[child[i]] & ROW_LESS);
        break;
    case COL_MATCHED:
        row = table_matched(t, row);
        if (row != ROWS_NONE)
            member_store(k, t->store_of[c->column], row);
        break;
    case COL_QUOTED:
        break;                      /* cells only */
    case COL_KEYED:
        break;                      /* member_key */
    }
}

static void member_key(const struct member_sink *k, const struct data_set *s,
                       const struct ir_colref *c, uint64_t key)
{
    const struct join *j = &s->join[c->join];
    uint64_t n = 0;
    const uint32_t *row = j->unusable ? NULL : join_rows(join_of(s, c), j->nkey, key, &n);
    for (uint64_t i = 0; i < n; i++)
        member_store(k, k->t->store_of[c->column], row[i]);
}

void data_members(const struct data_set *s, uint32_t colref, uint64_t row,
                  data_member_fn *each, void *ctx)
{
    const struct ir_colref *c = &s->prog->colref[colref];
    struct member_sink k = { &s->table[c->table], each, ctx };
    if (c->kind == COL_KEYED)
        member_key(&k, s, c, row);
    else if (k.t->state == TABLE_USABLE && (row < k.t->nrow || c->kind == COL_MATCHED))
        member_row(&k, c, row);
}

static void member_quoted(const struct member_sink *k, const struct quoted *q)
{
    bool number = q && q->word == WORD_NUMBER;
    if (!q || q->row == DATA_NO_ROW)
        return;
    k->each(k->ctx, q->row, k->t->sheet_of[TEXT_KEY_VALUE],
            number && !q->print.known ? CELL_UNREADABLE : number ? CELL_FIGURE : CELL_NONE,
            q->print.known ? w256_to_i64(q->print.value.coef) : 0);
}

void data_cell_members(const struct data_set *s, const struct ir_cell *cell, data_member_fn *each,
                       void *ctx)
{
    const struct ir_colref *c = &s->prog->colref[cell->colref];
    struct member_sink k = { &s->table[c->table], each, ctx };
    if (c->kind == COL_QUOTED) {
        member_quoted(&k, k.t->quoted ? &k.t->quoted[cell - s->prog->cell] : NULL);
        return;
    }
    if (!cell->row) {
        data_members(s, cell->colref, k.t->rows.total, each, ctx);
        return;
    }
    if (k.t->state != TABLE_USABLE)
        return;
    const struct named_rows *r = row_named(k.t, cell->row - 1);
    for (uint64_t i = 0; r->state != NAMED_LOST && i < r->count; i++)
        member_row(&k, c, r->row[i]);
}

void data_leaves(const struct data_set *s, uint32_t colref, data_member_fn *each, void *ctx)
{
    const struct ir_colref *c = &s->prog->colref[colref];
    struct member_sink k = { &s->table[c->table], each, ctx };
    for (uint64_t row = 0; k.t->state == TABLE_USABLE && row < k.t->nrow; row++)
        if (rows_is_leaf(k.t, row))
            member_row(&k, c, row);
}

/* ---- names of rows ---- */

static bool sheet_column_is_label(const struct data_table *t, uint32_t sheet)
{
    const struct use *u = &t->use[sheet];
    if (u->named || u->key != IR_NONE || pivot_beside(t->pivot, sheet))
        return false;
    return u->store == IR_NONE ? !u->number : !store_counts(&t->store[u->store]);
}

bool data_names_rows(const struct data_set *s, uint32_t table, uint32_t sheet_column)
{
    return sheet_column_is_label(&s->table[table], sheet_column);
}

/* What is no code, and no mark of a figure that is not there; len 0: there is none. */
static const char *label_at(const struct data_set *s, const struct data_table *t, uint64_t row,
                            uint32_t sheet, size_t *len)
{
    const char *text = sheet_column_is_label(t, sheet) ? cell_again(s, t, row, sheet) : "";
    *len = strlen(text);
    cell_trim(&text, len);
    if (cell_is_empty(text, *len))
        *len = 0;
    return text;
}

const char *data_row_label(const struct data_set *s, struct arena *a, uint32_t table, uint64_t row,
                           uint32_t sheet_column)
{
    size_t len;
    const char *text = label_at(s, &s->table[table], row, sheet_column, &len);
    return len ? arena_strndup(a, text, len) : "";
}

/* the first of the row */
static const char *row_label(const struct data_set *s, const struct data_table *t, uint64_t row,
                             size_t *len)
{
    *len = 0;
    for (uint32_t i = 0; i < t->header.count; i++) {
        const char *text = label_at(s, t, row, i, len);
        if (*len)
            return text;
    }
    return "";
}

const char *data_row_key(const struct data_set *s, struct arena *a, uint32_t table, uint64_t row)
{
    size_t codes;
    return data_row_name(s, a, table, row, &codes);
}

const char *data_row_name(const struct data_set *s, struct arena *a, uint32_t table, uint64_t row,
                          size_t *codes)
{
    const struct data_table *t = &s->table[table];
    struct strbuf b;
    *codes = 0;
    if (row >= t->nrow)
        return "";
    if (row == t->rows.total && t->schema->layout == LAYOUT_FORM)
        return "";
    if (t->units)
        return t->units->row[row].name;
    if (row == t->rows.total)
        return t->prog->string[t->schema->total];
    strbuf_init(&b, a);
    for (uint32_t k = 0; k < (t->schema->text ? 1 : t->nkey); k++) {
        const char *code = sym_text(t->codes, table_code(t, k, row));
        if (*code && b.len)
            strbuf_addc(&b, '/');
        strbuf_adds(&b, code);
    }
    *codes = b.len;
    size_t len;
    const char *label = row_label(s, t, row, &len);
    if (len && b.len)
        strbuf_addc(&b, ' ');
    strbuf_add(&b, label, len);
    if (!b.len)
        strbuf_addf(&b, "#%llu", (unsigned long long)table_line(t, row));
    return b.p;
}
