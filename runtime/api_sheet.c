/* Sheets of columns that stay where they are.
 * In: columns, by a function that prints a row. Out: what stands in the place of a table's file.
 * A row is printed when it is read, as every other sheet's rows are, so that a value that fits no
 * column is told as a cell of print would be; and again when the origin of a figure is told. */
#include "api.h"
#include "grid.h"
#include "num.h"
#include <string.h>

enum { VALUE_TEXT = 128 };          /* a 128-bit integer with its sign, point and zeros */

const struct ir_column *api_declared(const fisc_context *c, uint32_t table, const char *header)
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

struct api_sheet {
    struct grid grid;
    const char **header; uint32_t n;        /* copies */
    int *places;                    /* by column, as declared */
    api_row_fn *row; const void *columns;
};

/* ---- a row ---- */

void api_line_text(struct api_line *l, const char *text, size_t len)
{
    strbuf_add(l->to, text, len);
    strbuf_addc(l->to, 0);
    l->column++;
    if (len)
        l->count = l->column;
}

/* Places past the declared ones that are only zeros are not printed. */
static size_t trim_places(char *text, size_t n, int places)
{
    char *point = memchr(text, '.', n);
    while (point && text[n - 1] == '0' && (int)(text + n - 1 - point) > places)
        n--;
    return point && text + n - 1 == point ? n - 1 : n;
}

void api_line_number(struct api_line *l, w256 value, int scale)
{
    char text[VALUE_TEXT];
    size_t n = dec_format(text, sizeof text, (struct dec){ value, scale }, false);
    api_line_text(l, text, trim_places(text, n, l->sheet->places[l->column]));
}

static uint32_t print(const void *ctx, uint32_t i, struct strbuf *to)
{
    const struct api_sheet *s = ctx;
    struct api_line l = { s, to, 0, 0 };
    if (i)
        s->row(s->columns, i - 1, &l);
    else
        for (uint32_t c = 0; c < s->n; c++)
            api_line_text(&l, s->header[c], strlen(s->header[c]));
    return l.count;
}

/* ---- a sheet ---- */

struct api_sheet *api_sheet_new(fisc_context *c, uint32_t table, const char *const *header,
                                uint32_t n, api_row_fn *row, const void *columns)
{
    struct arena *a = &c->room.arena;
    struct api_sheet *s = ARENA_NEW(a, struct api_sheet);
    *s = (struct api_sheet){ .grid = { .print = print, .ctx = s, .width = n }, .n = n, .row = row,
                             .header = ARENA_ARRAY(a, const char *, (size_t)n + 1),
                             .places = ARENA_ARRAY(a, int, (size_t)n + 1), .columns = columns };
    for (uint32_t i = 0; i < n; i++) {
        const struct ir_column *x = api_declared(c, table, header[i]);
        s->places[i] = x ? ir_column_places(x) : 0;
        s->header[i] = arena_strndup(a, header[i], strlen(header[i]));
    }
    return s;
}

fisc_status api_sheet_take(fisc_context *c, struct api_sheet *s, uint64_t rows, uint32_t table,
                           const char *name)
{
    struct data_given g = { .grid = &s->grid };
    s->grid.nrow = (uint32_t)rows + 1;
    return api_take_given(c, table, name, &g);
}
