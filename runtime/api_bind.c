/* Binding figures to the tables of a context.
 * In: CSV texts, columns of integers and texts. Out: what stands in the place of tables' files.
 * Invariant: texts and columns are the host's, and stay where they are. */
#include "api.h"
#include <string.h>

/* ---- faults ---- */

static const char *number(struct arena *a, long long n)
{
    return arena_printf(a, "%lld", n);
}

static const char *count(struct arena *a, uint64_t n)
{
    return arena_printf(a, "%llu", (unsigned long long)n);
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

fisc_status api_take_given(fisc_context *c, uint32_t table, const char *name,
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
    if (c->found)
        return api_fault(c, FISC_BAD_ORDER, SAY_BOUND_LATE, "", "", "");
    api_begin(c);
    if (table < c->rules->prog->ntable && c->rules->prog->table[table].origin == ORIGIN_UNITS)
        return api_fault(c, FISC_BAD_ARGUMENT, SAY_BOUND_UNITS, table_name(c, table), "", "");
    if (table >= c->rules->prog->ntable)
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

static fisc_status bad_argument(void *arg)
{
    return api_fault(arg, FISC_BAD_ARGUMENT, SAY_BOUND_ARGUMENT, "", "", "");
}

fisc_status api_bind_run(fisc_context *c, bool sound, const char *name,
                         fisc_status (*work)(void *arg), void *arg)
{
    if (!c)
        return FISC_BAD_ARGUMENT;
    if (!sound || (name && !is_text(name)))
        return api_run(&c->room, bad_argument, c);
    return api_run(&c->room, work, arg);
}

/* ---- texts ---- */

struct sheet_text { fisc_context *c; uint32_t table; const char *name, *text; size_t len; };

static fisc_status bind_csv(void *arg)
{
    const struct sheet_text *b = arg;
    fisc_status s = api_may_bind(b->c, b->table);
    struct data_given g = { .text = b->text, .len = b->len, .encoded = true };
    return s != FISC_OK ? s : api_take_given(b->c, b->table, b->name, &g);
}

fisc_status fisc_bind_csv(fisc_context *c, uint32_t table, const char *name, const char *text,
                          size_t len)
{
    struct sheet_text b = { c, table, name, text ? text : "", len };
    return api_bind_run(c, text || !len, name, bind_csv, &b);
}

/* ---- what columns must be ---- */

fisc_status api_check_scale(fisc_context *c, uint32_t table, const char *header, int scale,
                            unsigned flags)
{
    const struct ir_column *x = api_declared(c, table, header);
    struct arena *a = &c->room.arena;
    if (!x || x->key || flags & FISC_CONVERT || scale == ir_column_places(x))
        return FISC_OK;
    return api_fault(c, FISC_BAD_DATA, SAY_BOUND_SCALE, header, number(a, ir_column_places(x)),
                     number(a, scale));
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
                     count(a, rows), count(a, columns));
}

fisc_status api_check_text(fisc_context *c, uint32_t column, uint64_t row, const char *text,
                           size_t len)
{
    struct arena *a = &c->room.arena;
    pulse_beat(&c->pulse);
    if (!len || (!memchr(text, 0, len) && str_utf8_ok(text, len, NULL)))
        return FISC_OK;
    return api_fault(c, FISC_BAD_DATA, SAY_BOUND_TEXT, number(a, (long long)column + 1),
                     number(a, (long long)row + 1), "");
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
    known = known && !(in->flags & ~(unsigned)FISC_CONVERT);
    if (in->size != sizeof *in || !is_text(in->header) || !*in->header || !known || in->scale < -18
        || in->scale > 38 || in->offset < 0 || (!in->values && b->rows))
        return api_fault(b->c, FISC_BAD_ARGUMENT, SAY_BOUND_PLAIN,
                         number(&b->c->room.arena, (long long)i + 1), "", "");
    if (in->type == FISC_TEXT)
        return FISC_OK;
    return api_check_scale(b->c, b->table, in->header, in->scale, in->flags);
}

static bool is_valid(const fisc_input *in, uint64_t at)
{
    return !in->valid || in->valid[at / 8] >> (at % 8) & 1;
}

/* NULL: blank */
static const char *text_at(const fisc_input *in, uint64_t at)
{
    return is_valid(in, at) ? ((const char *const *)in->values)[at] : NULL;
}

static fisc_status check_texts(const struct columns *b, uint32_t column)
{
    const fisc_input *in = &b->column[column];
    fisc_status e = FISC_OK;
    for (uint64_t row = 0; row < b->rows && e == FISC_OK; row++) {
        const char *text = text_at(in, (uint64_t)in->offset + row);
        e = api_check_text(b->c, column, row, text, text ? strlen(text) : 0);
    }
    return e;
}

static fisc_status check_columns(const struct columns *b)
{
    fisc_status e = api_check_size(b->c, b->table, b->rows, b->ncolumn);
    for (uint32_t i = 0; e == FISC_OK && i < b->ncolumn; i++)
        e = check_column(b, i);
    for (uint32_t i = 0; e == FISC_OK && i < b->ncolumn; i++)
        if (b->column[i].type == FISC_TEXT)
            e = check_texts(b, i);
    return e;
}

/* ---- rows ---- */

static void print_cell(const fisc_input *in, uint64_t at, struct api_line *l)
{
    int64_t whole;
    uint64_t word[2];
    if (in->type == FISC_TEXT) {
        const char *text = text_at(in, at);
        api_line_text(l, text, text ? strlen(text) : 0);
    } else if (!is_valid(in, at)) {
        api_line_text(l, NULL, 0);
    } else if (in->type == FISC_INT64) {
        memcpy(&whole, (const char *)in->values + at * sizeof whole, sizeof whole);
        api_line_number(l, w256_from_i64(whole), in->scale);
    } else {
        memcpy(word, (const char *)in->values + at * sizeof word, sizeof word);
        api_line_number(l, api_decimal128(word), in->scale);
    }
}

static void print_row(const void *columns, uint64_t row, struct api_line *l)
{
    const struct columns *b = columns;
    for (size_t i = 0; i < b->ncolumn; i++)
        print_cell(&b->column[i], (uint64_t)b->column[i].offset + row, l);
}

static fisc_status bind_columns(void *arg)
{
    const struct columns *b = arg;
    struct arena *a = &b->c->room.arena;
    fisc_status e = api_may_bind(b->c, b->table);
    if (e == FISC_OK)
        e = check_columns(b);
    if (e != FISC_OK)
        return e;
    struct columns *kept = ARENA_NEW(a, struct columns);
    const char **header = ARENA_ARRAY(a, const char *, b->ncolumn);
    fisc_input *column = ARENA_ARRAY(a, fisc_input, b->ncolumn);
    for (size_t i = 0; i < b->ncolumn; i++) {
        column[i] = b->column[i];
        header[i] = column[i].header;
    }
    *kept = *b;
    kept->column = column;
    struct api_sheet *s = api_sheet_new(b->c, b->table, header, (uint32_t)b->ncolumn, print_row,
                                        kept);
    return api_sheet_take(b->c, s, b->rows, b->table, b->name);
}

fisc_status fisc_bind_columns(fisc_context *c, uint32_t table, const char *name,
                              const fisc_input *column, size_t columns, uint64_t rows)
{
    struct columns b = { .c = c, .table = table, .name = name, .column = column,
                         .ncolumn = columns, .rows = rows };
    return api_bind_run(c, column && columns, name, bind_columns, &b);
}
