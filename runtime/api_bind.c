/* Binding figures to the tables of a context.
 * In: CSV texts, columns of integers and texts. Out: what stands in the place of tables' files.
 * Columns become a sheet of printed texts: they are read as every other sheet is, so that a value
 * that fits no column is told as a cell of print would be. */
#include "api.h"
#include "grid.h"
#include "num.h"
#include <string.h>

enum { VALUE_TEXT = 128 };          /* a 128-bit integer with its sign, point and zeros */

/* ---- faults ---- */

static const char *number(struct arena *a, long long n)
{
    return arena_printf(a, "%lld", n);
}

fisc_status api_fault(fisc_context *c, fisc_status s, enum say what, const char *x, const char *y,
                      const char *z)
{
    for (int lang = 0; lang < 2; lang++)
        c->fault[lang] = say_with(&c->room.arena, lang ? LANG_EN : LANG_ZH, what, 3, x, y, z);
    return s;
}

static const char *table_name(const fisc_context *c, uint32_t table)
{
    return c->rules->prog->string[c->rules->prog->table[table].name];
}

/* Notes what stands in a table's place. */
static fisc_status take(fisc_context *c, uint32_t table, const char *name,
                        const struct data_given *given)
{
    const struct ir_program *p = c->rules->prog;
    struct data_given *g = &c->given[table];
    const char *shown = name ? name : p->string[p->table[table].from];
    *g = *given;
    g->file = arena_strndup(&c->room.arena, shown, strlen(shown));
    return FISC_OK;
}

fisc_status api_may_bind(fisc_context *c, uint32_t table)
{
    c->fault[FISC_ZH] = c->fault[FISC_EN] = "";
    api_begin(c);
    if (table >= c->rules->prog->ntable
        || c->rules->prog->table[table].origin == ORIGIN_UNITS)
        return api_fault(c, FISC_BAD_ARGUMENT, SAY_BOUND_TABLE, number(&c->room.arena, table), "",
                         "");
    if (c->given[table].file)
        return api_fault(c, FISC_BAD_ORDER, SAY_BOUND_TWICE, table_name(c, table), "", "");
    return FISC_OK;
}

/* Is it UTF-8? */
static bool is_text(const char *s)
{
    return s && str_utf8_ok(s, strlen(s), NULL);
}

/* ---- texts ---- */

struct sheet_text { fisc_context *c; uint32_t table; const char *name, *text; size_t len; };

static fisc_status bind_csv(void *arg)
{
    const struct sheet_text *b = arg;
    fisc_status s = api_may_bind(b->c, b->table);
    struct data_given g = { .text = b->text, .len = b->len, .encoded = true };
    return s != FISC_OK ? s : take(b->c, b->table, b->name, &g);
}

fisc_status fisc_bind_csv(fisc_context *c, uint32_t table, const char *name, const char *text,
                          size_t len)
{
    struct sheet_text b = { c, table, name, text ? text : "", len };
    if (!c || (!text && len) || (name && !is_text(name)))
        return FISC_BAD_ARGUMENT;
    return c->found ? FISC_BAD_ORDER : api_run(&c->room, bind_csv, &b);
}

/* ---- sheets of columns ---- */

/* The declared column that a header names; NULL: none does, its figures are `others`, or read by
 * label or path only. */
static const struct ir_column *declared(const fisc_context *c, uint32_t table, const char *header)
{
    const struct ir_program *p = c->rules->prog;
    const struct ir_table *t = &p->table[table];
    for (uint32_t i = 0; i < t->ncolumn; i++) {
        const struct ir_column *x = &t->column[i];
        if (!x->nheader && !strcmp(p->string[x->name], header))
            return x;
        for (uint32_t h = 0; h < x->nheader; h++)
            if (!strcmp(p->string[x->header[h]], header))
                return x;
    }
    return NULL;
}

fisc_status api_check_scale(fisc_context *c, uint32_t table, const char *header, int scale,
                            unsigned flags)
{
    const struct ir_column *x = declared(c, table, header);
    struct arena *a = &c->room.arena;
    if (!x || x->key || flags & FISC_CONVERT || scale == ir_column_places(x))
        return FISC_OK;
    return api_fault(c, FISC_BAD_DATA, SAY_BOUND_SCALE, header, number(a, ir_column_places(x)),
                     number(a, scale));
}

static void add_text(struct api_sheet *s, const char *text, size_t len)
{
    strbuf_add(&s->text, text, len);
    strbuf_addc(&s->text, 0);
    s->column++;
    if (len)
        s->count = s->column;
}

void api_sheet_field(struct api_sheet *s, const char *text, size_t len)
{
    bool bad = len && (memchr(text, 0, len) || !str_utf8_ok(text, len, NULL));
    if (bad && !s->bad) {
        s->bad = true;
        s->bad_row = s->line - 1;
        s->bad_column = s->column;
    }
    add_text(s, text, bad ? 0 : len);
}

void api_sheet_end_row(struct api_sheet *s)
{
    struct arena *a = &s->c->room.arena;
    struct grid *g = s->grid;
    if (s->count)
        ARENA_PUSH(a, g->row, g->nrow, g->row_cap,
                   ((struct grid_row){ s->line, s->count,
                                       arena_strndup(a, s->text.p, s->text.len) }));
    s->text.len = 0;
    s->count = s->column = 0;
    s->line++;
    pulse_beat(&s->c->pulse);
}

void api_sheet_begin(struct api_sheet *s, fisc_context *c, uint32_t table,
                     const char *const *header, uint32_t n)
{
    struct arena *a = &c->room.arena;
    *s = (struct api_sheet){ .c = c, .grid = ARENA_NEW(a, struct grid), .line = 1,
                             .places = ARENA_ARRAY(a, int, (size_t)n + 1) };
    strbuf_init(&s->text, a);
    s->grid->width = n;
    for (uint32_t i = 0; i < n; i++) {
        const struct ir_column *x = declared(c, table, header[i]);
        s->places[i] = x ? ir_column_places(x) : 0;
        add_text(s, header[i], strlen(header[i]));
    }
    api_sheet_end_row(s);
}

/* Places past the declared ones that are only zeros are not printed. */
static void trim_places(char *text, int places)
{
    char *point = strchr(text, '.');
    size_t n = strlen(text);
    while (point && n && text[n - 1] == '0' && (int)(text + n - 1 - point) > places)
        text[--n] = 0;
    if (point && text + n - 1 == point)
        *point = 0;
}

void api_sheet_number(struct api_sheet *s, w256 value, int scale)
{
    char text[VALUE_TEXT];
    dec_format(text, sizeof text, (struct dec){ value, scale }, false);
    trim_places(text, s->places[s->column]);
    add_text(s, text, strlen(text));
}

fisc_status api_check_size(fisc_context *c, uint32_t table, uint64_t rows, uint64_t columns)
{
    struct arena *a = &c->room.arena;
    struct data_limits given = { .max_rows = c->room.limits.rows,
                                 .max_columns = c->room.limits.columns };
    struct data_limits lim = data_limits_whole(&given);
    if (rows <= lim.max_rows && rows <= UINT32_MAX - 2 && columns <= lim.max_columns)
        return FISC_OK;
    return api_fault(c, FISC_LIMIT, SAY_BOUND_ROWS, table_name(c, table),
                     number(a, (long long)rows), number(a, (long long)columns));
}

fisc_status api_sheet_take(struct api_sheet *s, uint32_t table, const char *name)
{
    struct data_given g = { .grid = s->grid };
    struct arena *a = &s->c->room.arena;
    if (s->bad)
        return api_fault(s->c, FISC_BAD_DATA, SAY_BOUND_TEXT, number(a, s->bad_column + 1),
                         number(a, (long long)s->bad_row), "");
    return take(s->c, table, name, &g);
}

/* ---- columns in memory ---- */

struct columns {
    fisc_context *c;
    uint32_t table;
    const char *name;
    const fisc_input *column; size_t ncolumn;
    uint64_t rows;
};

static fisc_status check_column(const struct columns *b, size_t i)
{
    const fisc_input *in = &b->column[i];
    bool known = in->type == FISC_TEXT || in->type == FISC_INT64 || in->type == FISC_DECIMAL128;
    if (in->size != sizeof *in || !is_text(in->header) || !*in->header || !known || in->scale < -18
        || in->scale > 38 || in->offset < 0 || (!in->values && b->rows))
        return api_fault(b->c, FISC_BAD_ARGUMENT, SAY_BOUND_PLAIN,
                         number(&b->c->room.arena, (long long)i + 1), "", "");
    if (in->type == FISC_TEXT)
        return FISC_OK;
    return api_check_scale(b->c, b->table, in->header, in->scale, in->flags);
}

static bool is_valid(const fisc_input *in, uint64_t i)
{
    uint64_t at = (uint64_t)in->offset + i;
    return !in->valid || in->valid[at / 8] >> (at % 8) & 1;
}

static void put_cell(struct api_sheet *s, const fisc_input *in, uint64_t i)
{
    uint64_t at = (uint64_t)in->offset + i;
    const char *text = "";
    if (is_valid(in, i) && in->type == FISC_INT64) {
        int64_t v;
        memcpy(&v, (const char *)in->values + at * sizeof v, sizeof v);
        api_sheet_number(s, w256_from_i64(v), in->scale);
        return;
    }
    if (is_valid(in, i) && in->type == FISC_DECIMAL128) {
        uint64_t word[2];
        memcpy(word, (const char *)in->values + at * sizeof word, sizeof word);
        api_sheet_number(s, api_decimal128(word), in->scale);
        return;
    }
    if (is_valid(in, i))
        text = ((const char *const *)in->values)[at];
    api_sheet_field(s, text ? text : "", text ? strlen(text) : 0);
}

static fisc_status bind_columns(void *arg)
{
    const struct columns *b = arg;
    struct api_sheet s;
    fisc_status e = api_may_bind(b->c, b->table);
    if (e == FISC_OK)
        e = api_check_size(b->c, b->table, b->rows, b->ncolumn);
    for (size_t i = 0; i < b->ncolumn && e == FISC_OK; i++)
        e = check_column(b, i);
    if (e != FISC_OK)
        return e;
    const char **header = ARENA_ARRAY(&b->c->room.arena, const char *, b->ncolumn);
    for (size_t i = 0; i < b->ncolumn; i++)
        header[i] = b->column[i].header;
    api_sheet_begin(&s, b->c, b->table, header, (uint32_t)b->ncolumn);
    for (uint64_t row = 0; row < b->rows; row++) {
        for (size_t i = 0; i < b->ncolumn; i++)
            put_cell(&s, &b->column[i], row);
        api_sheet_end_row(&s);
    }
    return api_sheet_take(&s, b->table, b->name);
}

fisc_status fisc_bind_columns(fisc_context *c, uint32_t table, const char *name,
                              const fisc_input *column, size_t columns, uint64_t rows)
{
    struct columns b = { .c = c, .table = table, .name = name, .column = column,
                         .ncolumn = columns, .rows = rows };
    if (!c || !column || !columns || (name && !is_text(name)))
        return FISC_BAD_ARGUMENT;
    return c->found ? FISC_BAD_ORDER : api_run(&c->room, bind_columns, &b);
}
