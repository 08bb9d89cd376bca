/* A record of JSON as a budget: what follows what.
 * In: yajl's events. Out: sheets; or what is wrong, and where.
 * Invariant: numbers are texts from the first byte to the last. After a fault only the id is still
 * looked for. Nesting is bounded by the places that there are, and by DEEPEST after a fault. */
#include "budget_part.h"
#include "data.h"
#include "json_number.h"
#include <string.h>

enum { DEEPEST = 64 };

/* ---- the record's members ---- */

/* Which of the members from `first` to before `end` a key names; a fault if none, or once more. */
static int take_member(struct reading *r, enum member first, enum member end, const char *key)
{
    for (enum member m = first; m < end; m++) {
        if (strcmp(key, reading_member(m)))
            continue;
        r->member = m;
        if (r->had & 1u << m)
            return reading_twice(r);
        r->had |= 1u << m;
        r->prior = m == LAST_YEAR || (m >= COLUMNS && r->prior);
        return 1;
    }
    return reading_unknown(r, first, end, key);
}

static void take_id(struct reading *r, enum kind kind, const char *text, size_t len)
{
    r->b->id = kind == TEXT || kind == NUMBER ? budget_keep(r->b, text, len) : NULL;
    r->b->id_number = kind == NUMBER;
}

/* ---- sheets ---- */

static int begin_sheet(struct reading *r, const char *name)
{
    struct budget *b = r->b;
    r->sheet = budget_sheet_new(b, name, r->prior);
    if (!r->sheet)
        return reading_stop(r);
    for (uint32_t i = 0; i + 1 < b->nsheet; i++)
        if (b->sheet[i].name == r->sheet->name && b->sheet[i].prior == r->prior)
            return reading_twice(r);
    r->headers = NULL;
    r->at = 0;
    r->width = r->nheader = 0;
    r->had &= ~(1u << COLUMNS | 1u << LINES);
    return 1;
}

static int end_sheet(struct reading *r)
{
    struct budget_sheet *s = r->sheet;
    if (r->place == SHEET && !(r->had & 1u << COLUMNS))
        return reading_lacks(r, COLUMNS);
    if (r->place == SHEET && !(r->had & 1u << LINES))
        return reading_lacks(r, LINES);
    if (r->place == SHEET && s->rows && r->width != r->nheader)
        return reading_uneven(r, 0, r->width, r->nheader);
    budget_sheet_end(r->b, s);
    r->sheet = NULL;
    return 1;
}

/* The column of a row's header: most rows have their members in one order. */
static uint32_t column_of(struct reading *r, const char *key, size_t len)
{
    const struct budget_sheet *s = r->sheet;
    const char *next = r->at < s->ncolumn ? s->column[r->at].header : "";
    if (!strncmp(next, key, len) && !next[len])
        return r->at;
    if (!r->headers)
        r->headers = symtab_new(&r->b->arena);
    return sym_intern(r->headers, key, len) - 1;
}

/* Is column c one too many? Only a new one is asked about the limit: it comes once, cells often. */
static bool too_many_columns(struct reading *r, uint32_t c)
{
    uint64_t most;
    if (c < r->sheet->ncolumn)
        return false;
    most = data_limits_whole(NULL).max_columns;
    if (c < most)
        return false;
    reading_too_many(r, DIAG_TOO_MANY_COLUMNS, (uint64_t)c + 1, most);
    return true;
}

/* A header of column c, which has none yet. */
static int name_column(struct reading *r, uint32_t c, const char *text, size_t len)
{
    if (too_many_columns(r, c))
        return 1;
    budget_column_at(r->b, r->sheet, c)->header = budget_keep(r->b, text, len);
    r->at = c;
    return len ? 1 : reading_no_header(r);
}

static int take_header(struct reading *r, const char *key, size_t len)
{
    struct budget_sheet *s = r->sheet;
    uint32_t c;
    if (!len)
        return reading_no_header(r);
    c = column_of(r, key, len);
    if (c >= s->ncolumn)
        return name_column(r, c, key, len);
    r->at = c;
    return s->column[c].row == s->rows ? reading_twice(r) : 1;
}

static int begin_row(struct reading *r)
{
    struct budget_sheet *s = r->sheet;
    if (r->b->max_rows && s->rows == r->b->max_rows)
        return reading_too_many(r, DIAG_TOO_MANY_ROWS, 0, r->b->max_rows);
    s->rows++;
    r->at = 0;
    return 1;
}

static int end_list(struct reading *r)
{
    struct budget_sheet *s = r->sheet;
    if (s->rows == 1)
        r->width = r->at;
    return r->at == r->width ? 1 : reading_uneven(r, s->rows - 1, r->at, r->width);
}

/* A cell of the row at hand. Lists that are longer than the first are told when they end. */
static int take_cell(struct reading *r, const char *text)
{
    struct budget_sheet *s = r->sheet;
    uint32_t c = r->at++;
    if (r->place == LIST && s->rows > 1 && c >= r->width)
        return 1;
    if (r->place == LIST && too_many_columns(r, c))
        return 1;
    budget_put(r->b, budget_column_at(r->b, s, c), s->rows - 1, text);
    return 1;
}

static int take_number(struct reading *r, const char *text, size_t len)
{
    const char *e = memchr(text, 'e', len);
    struct strbuf plain;
    e = e ? e : memchr(text, 'E', len);
    if (!e)
        return take_cell(r, budget_keep(r->b, text, len));
    strbuf_init(&plain, &r->b->arena);
    if (!json_number_plain(&plain, text, (size_t)(e - text), len))
        return reading_wide(r, text, len);
    return take_cell(r, plain.p);
}

/* ---- values ---- */

static int take_scalar(struct reading *r, enum kind kind, const char *text, size_t len)
{
    bool plain = kind == TEXT || kind == NUMBER || kind == NOTHING;
    if (r->place == RECORD && r->member == ID && plain) {
        take_id(r, kind, text, len);
        return 1;
    }
    if (r->place == TABLES && kind == TEXT) {
        r->sheet->csv = budget_keep(r->b, text, len);
        r->sheet->len = len;
        return end_sheet(r);
    }
    if (r->place == HEADERS && kind == TEXT) {
        int ok = name_column(r, r->at, text, len);
        r->at++;
        return ok;
    }
    if ((r->place != ROW && r->place != LIST) || !plain)
        return reading_wrong_kind(r, kind);
    if (kind == NUMBER)
        return take_number(r, text, len);
    return take_cell(r, kind == TEXT ? budget_keep(r->b, text, len) : NULL);
}

static int on_scalar(struct reading *r, enum kind kind, const char *text, size_t len)
{
    if (!r->skipping)
        return take_scalar(r, kind, text, len);
    if (r->id_next && r->depth == 1 && !r->b->id)
        take_id(r, kind, text, len);
    r->id_next = false;
    return 1;
}

static int on_null(void *ctx) { return on_scalar(ctx, NOTHING, "", 0); }

static int on_boolean(void *ctx, int value)
{
    (void)value;
    return on_scalar(ctx, BOOLEAN, "", 0);
}

static int on_number(void *ctx, const char *text, size_t len)
{
    return on_scalar(ctx, NUMBER, text, len);
}

static int on_string(void *ctx, const unsigned char *text, size_t len)
{
    return on_scalar(ctx, TEXT, (const char *)text, len);
}

/* ---- objects and arrays ---- */

static int go(struct reading *r, enum place to)
{
    r->place = to;
    return to == ROW || to == LIST ? begin_row(r) : 1;
}

static int on_start_map(void *ctx)
{
    struct reading *r = ctx;
    r->depth++;
    if (r->skipping)
        return r->depth <= DEEPEST;
    switch (r->place) {
    case OUTSIDE: return go(r, RECORD);
    case RECORD: return r->member == ID ? reading_wrong_kind(r, OBJECT) : go(r, TABLES);
    case TABLES: return go(r, SHEET);
    case ROWS: return go(r, ROW);
    case ROW: case SHEET: case HEADERS: case LISTS: case LIST: break;
    }
    return reading_wrong_kind(r, OBJECT);
}

static int on_start_array(void *ctx)
{
    struct reading *r = ctx;
    r->depth++;
    if (r->skipping)
        return r->depth <= DEEPEST;
    switch (r->place) {
    case TABLES: return go(r, ROWS);
    case SHEET: r->at = 0; return go(r, r->member == COLUMNS ? HEADERS : LISTS);
    case LISTS: return go(r, LIST);
    case OUTSIDE: case RECORD: case ROWS: case ROW: case HEADERS: case LIST: break;
    }
    return reading_wrong_kind(r, ARRAY);
}

/* What ends is what the place says: yajl holds the brackets together. */
static int on_end(void *ctx)
{
    struct reading *r = ctx;
    int ok = 1;
    r->depth--;
    if (r->skipping)
        return 1;
    switch (r->place) {
    case OUTSIDE: break;
    case RECORD: r->place = OUTSIDE; break;
    case TABLES: r->place = RECORD; break;
    case ROW: r->place = ROWS; break;
    case ROWS: case SHEET: ok = end_sheet(r); r->place = TABLES; break;
    case LIST: ok = end_list(r); r->place = LISTS; break;
    case HEADERS: r->nheader = r->at; r->place = SHEET; break;
    case LISTS: r->place = SHEET; break;
    }
    return ok;
}

static int take_key(struct reading *r, const char *key, size_t len)
{
    struct budget *b = r->b;
    switch (r->place) {
    case RECORD: return take_member(r, ID, COLUMNS, budget_keep(b, key, len));
    case TABLES: return begin_sheet(r, budget_keep(b, key, len));
    case SHEET: return take_member(r, COLUMNS, MEMBERS, budget_keep(b, key, len));
    case ROW: return take_header(r, key, len);
    case OUTSIDE: case ROWS: case HEADERS: case LISTS: case LIST: break;
    }
    return 0;
}

static int on_key(void *ctx, const unsigned char *text, size_t len)
{
    struct reading *r = ctx;
    const char *key = (const char *)text;
    if (!r->skipping)
        return take_key(r, key, len);
    r->id_next = r->depth == 1 && len == 2 && !memcmp(key, "id", 2);
    return 1;
}

const yajl_callbacks reading_callbacks = {
    .yajl_null = on_null, .yajl_boolean = on_boolean, .yajl_number = on_number,
    .yajl_string = on_string, .yajl_start_map = on_start_map, .yajl_map_key = on_key,
    .yajl_end_map = on_end, .yajl_start_array = on_start_array, .yajl_end_array = on_end };
