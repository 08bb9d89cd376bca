/* Binding figures to the tables of a context.
 * In: CSV texts, columns of integers and texts. Out: what stands in the place of tables' files.
 * Columns become a sheet of printed texts: they are read as every other sheet is, so that a value
 * that fits no column is told as a cell of print would be. */
#include "api.h"
#include "grid.h"
#include "num.h"
#include <string.h>

enum { VALUE_TEXT = 128 };          /* a 128-bit integer with its sign, point and zeros */

struct binding {
    fisc_context *c;
    uint32_t table;
    const char *name;
    const char *text; size_t len;
    const fisc_input *column; size_t ncolumn;
    uint64_t rows;
};

/* ---- faults ---- */

static const char *number(struct arena *a, long long n)
{
    return arena_printf(a, "%lld", n);
}

static fisc_status fault(fisc_context *c, fisc_status s, enum say what, const char *x,
                         const char *y, const char *z)
{
    for (int lang = 0; lang < 2; lang++)
        c->fault[lang] = say_with(&c->room.arena, lang ? LANG_EN : LANG_ZH, what, 3, x, y, z);
    return s;
}

static const char *table_name(const struct binding *b)
{
    const struct ir_program *p = b->c->rules->prog;
    return p->string[p->table[b->table].name];
}

/* Notes what stands in a table's place. */
static fisc_status take(const struct binding *b, const struct data_given *given)
{
    fisc_context *c = b->c;
    const struct ir_program *p = c->rules->prog;
    struct data_given *g = &c->given[b->table];
    const char *name = b->name ? b->name : p->string[p->table[b->table].from];
    *g = *given;
    g->file = arena_strndup(&c->room.arena, name, strlen(name));
    return FISC_OK;
}

static fisc_status may_bind(const struct binding *b)
{
    fisc_context *c = b->c;
    c->fault[FISC_ZH] = c->fault[FISC_EN] = "";
    api_begin(c);
    if (b->table >= c->rules->prog->ntable)
        return fault(c, FISC_BAD_ARGUMENT, SAY_BOUND_TABLE,
                     number(&c->room.arena, b->table), "", "");
    if (c->given[b->table].file)
        return fault(c, FISC_BAD_ORDER, SAY_BOUND_TWICE, table_name(b), "", "");
    return FISC_OK;
}

/* ---- texts ---- */

static fisc_status bind_csv(void *arg)
{
    const struct binding *b = arg;
    fisc_status s = may_bind(b);
    struct data_given g = { .text = b->text, .len = b->len, .encoded = true };
    return s != FISC_OK ? s : take(b, &g);
}

fisc_status fisc_bind_csv(fisc_context *c, uint32_t table, const char *name, const char *text,
                          size_t len)
{
    struct binding b = { .c = c, .table = table, .name = name, .text = text ? text : "",
                         .len = len };
    if (!c || (!text && len))
        return FISC_BAD_ARGUMENT;
    return c->found ? FISC_BAD_ORDER : api_run(&c->room, bind_csv, &b);
}

/* ---- columns ---- */

static bool is_valid(const fisc_input *in, uint64_t i)
{
    uint64_t at = (uint64_t)in->offset + i;
    return !in->valid || in->valid[at / 8] >> (at % 8) & 1;
}

static w256 value_at(const fisc_input *in, uint64_t i)
{
    const uint64_t *word;
    uint64_t at = (uint64_t)in->offset + i;
    if (in->type == FISC_INT64)
        return w256_from_i64(((const int64_t *)in->values)[at]);
    word = (const uint64_t *)in->values + 2 * at;
    return w256_from_i128((__int128)((unsigned __int128)word[1] << 64 | word[0]));
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

/* A cell as it would be printed: "" for one that is not valid. Its room is `text`, or its own. */
static const char *cell_text(const fisc_input *in, uint64_t i, int places, char text[VALUE_TEXT])
{
    if (!is_valid(in, i))
        return "";
    if (in->type == FISC_TEXT) {
        const char *s = ((const char *const *)in->values)[(uint64_t)in->offset + i];
        return s ? s : "";
    }
    dec_format(text, VALUE_TEXT, (struct dec){ value_at(in, i), in->scale }, false);
    trim_places(text, places);
    return text;
}

/* The declared column that an input's header names; NULL: none does, its figures are `others`, or
 * read by label or path only. */
static const struct ir_column *declared(const struct binding *b, const fisc_input *in)
{
    const struct ir_program *p = b->c->rules->prog;
    const struct ir_table *t = &p->table[b->table];
    for (uint32_t i = 0; i < t->ncolumn; i++) {
        const struct ir_column *c = &t->column[i];
        if (!c->nheader && !strcmp(p->string[c->name], in->header))
            return c;
        for (uint32_t h = 0; h < c->nheader; h++)
            if (!strcmp(p->string[c->header[h]], in->header))
                return c;
    }
    return NULL;
}

static fisc_status check_scale(const struct binding *b, const fisc_input *in)
{
    const struct ir_column *c = in->type == FISC_TEXT ? NULL : declared(b, in);
    struct arena *a = &b->c->room.arena;
    if (!c || c->key || in->flags & FISC_CONVERT || in->scale == api_column_places(c))
        return FISC_OK;
    return fault(b->c, FISC_BAD_DATA, SAY_BOUND_SCALE, in->header, number(a, api_column_places(c)),
                 number(a, in->scale));
}

static fisc_status check_column(const struct binding *b, size_t i)
{
    const fisc_input *in = &b->column[i];
    bool known = in->type == FISC_TEXT || in->type == FISC_INT64 || in->type == FISC_DECIMAL128;
    if (in->size == sizeof *in && in->header && *in->header && known && in->scale >= -18
        && in->scale <= 38 && in->offset >= 0 && (in->values || !b->rows))
        return check_scale(b, in);
    return fault(b->c, FISC_BAD_ARGUMENT, SAY_BOUND_PLAIN,
                 number(&b->c->room.arena, (long long)i + 1), "", "");
}

static fisc_status check_columns(const struct binding *b)
{
    fisc_status s = FISC_OK;
    struct arena *a = &b->c->room.arena;
    struct data_limits given = { .max_rows = b->c->room.limits.rows,
                                 .max_columns = b->c->room.limits.columns };
    struct data_limits lim = data_limits_whole(&given);
    if (b->rows > lim.max_rows || b->rows >= UINT32_MAX - 1 || b->ncolumn > lim.max_columns)
        return fault(b->c, FISC_LIMIT, SAY_BOUND_ROWS, table_name(b),
                     number(a, (long long)b->rows), number(a, (long long)b->ncolumn));
    for (size_t i = 0; i < b->ncolumn && s == FISC_OK; i++)
        s = check_column(b, i);
    return s;
}

/* One row of the sheet: fields, each with a NUL behind it. */
struct row_text { struct strbuf text; uint32_t count; };

static void add_field(struct row_text *r, uint32_t column, const char *s)
{
    strbuf_add(&r->text, s, strlen(s) + 1);
    if (*s)
        r->count = column + 1;
}

static void end_row(const struct binding *b, struct grid *g, struct row_text *r, uint64_t line)
{
    struct arena *a = &b->c->room.arena;
    if (r->count)
        g->row[g->nrow++] = (struct grid_row){ (uint32_t)line, r->count,
                                               arena_strndup(a, r->text.p, r->text.len) };
    r->text.len = 0;
    r->count = 0;
}

static const struct grid *make_grid(const struct binding *b)
{
    struct arena *a = &b->c->room.arena;
    struct grid *g = ARENA_NEW(a, struct grid);
    int *places = ARENA_ARRAY(a, int, b->ncolumn + 1);
    char text[VALUE_TEXT];
    struct row_text r = { .count = 0 };
    strbuf_init(&r.text, a);
    g->row = ARENA_ARRAY(a, struct grid_row, b->rows + 1);
    g->width = (uint32_t)b->ncolumn;
    for (uint32_t i = 0; i < b->ncolumn; i++) {
        const struct ir_column *c = declared(b, &b->column[i]);
        places[i] = c ? api_column_places(c) : 0;
        add_field(&r, i, b->column[i].header);
    }
    end_row(b, g, &r, 1);
    for (uint64_t row = 0; row < b->rows; row++) {
        pulse_beat(&b->c->pulse);
        for (uint32_t i = 0; i < b->ncolumn; i++)
            add_field(&r, i, cell_text(&b->column[i], row, places[i], text));
        end_row(b, g, &r, row + 2);
    }
    return g;
}

static fisc_status bind_columns(void *arg)
{
    const struct binding *b = arg;
    fisc_status s = may_bind(b);
    struct data_given g = { .text = NULL };
    if (s == FISC_OK)
        s = check_columns(b);
    if (s != FISC_OK)
        return s;
    g.grid = make_grid(b);
    return take(b, &g);
}

fisc_status fisc_bind_columns(fisc_context *c, uint32_t table, const char *name,
                              const fisc_input *column, size_t columns, uint64_t rows)
{
    struct binding b = { .c = c, .table = table, .name = name, .column = column,
                         .ncolumn = columns, .rows = rows };
    if (!c || !column || !columns)
        return FISC_BAD_ARGUMENT;
    return c->found ? FISC_BAD_ORDER : api_run(&c->room, bind_columns, &b);
}
