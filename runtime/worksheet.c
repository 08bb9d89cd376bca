/* The cells of a sheet.
 * In: a sheet's XML part. Out: a grid of shown texts.
 * Invariant: rows and cells come in the sheet's order, each at most once; else the part is at
 * fault. */
#include "workbook.h"
#include <string.h>

struct worksheet {
    const struct workbook *b;
    struct package *p;
    struct grid *g;
    size_t max_row_bytes;
    /* the row */
    uint32_t line, column;          /* 1-based, of the last row and cell */
    struct strbuf text;             /* its fields */
    uint32_t count;                 /* of them, those before the last that is not empty included */
    bool in_row;
    /* the cell */
    char type[12];
    uint32_t style;
    struct strbuf value, formula, shown;
    enum { IN_NOTHING, IN_VALUE, IN_FORMULA, IN_INLINE } in;
    bool in_cell, has_formula, has_value;
    unsigned phonetic;
};

/* ---- places ---- */

/* "AB12": the letters and the digits; 0 if they are not there or too large. */
static void reference_read(const char *s, uint32_t *column, uint32_t *line)
{
    *column = *line = 0;
    for (; *s >= 'A' && *s <= 'Z' && *column <= GRID_MAX_COLUMNS; s++)
        *column = *column * 26 + (uint32_t)(*s - 'A') + 1;
    for (; *s >= '0' && *s <= '9' && *line <= GRID_MAX_ROWS; s++)
        *line = *line * 10 + (uint32_t)(*s - '0');
    if (*s && *s != ':')
        *line = *column = 0;
}

/* UINT32_MAX, which counts no row, text or style: this is no number, or too great a one. */
static uint32_t number_read(const char *s)
{
    uint64_t n = 0;
    const char *from = s;
    for (; *s >= '0' && *s <= '9' && n < UINT32_MAX; s++)
        n = n * 10 + (uint64_t)(*s - '0');
    return s == from || *s || n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}

/* ---- rows ---- */

static bool row_begin(struct worksheet *w, const char *const *attr)
{
    const char *r = xml_attr(attr, "r");
    uint32_t line = r ? number_read(r) : w->line + 1;
    if (w->in_row || line <= w->line || line > GRID_MAX_ROWS)
        return package_fail(w->p, SAY_BOOK_ORDER);
    w->line = line;
    w->column = w->count = 0;
    w->in_row = true;
    w->text.len = 0;
    return true;
}

static bool row_end(struct worksheet *w)
{
    struct grid *g = w->g;
    w->in_row = false;
    if (!w->count)
        return true;
    struct grid_row row = { w->line, w->count,
                            arena_strndup(w->b->arena, w->text.p, w->text.len) };
    ARENA_PUSH(w->b->arena, g->row, g->nrow, g->row_cap, row);
    g->width = g->width < w->count ? w->count : g->width;
    return true;
}

/* Fields between the last one and this are empty. */
static bool row_put(struct worksheet *w, const char *s, size_t len)
{
    if (!len)
        return true;
    if (w->text.len + len + (w->column - w->count) > w->max_row_bytes)
        return package_fail(w->p, SAY_BOOK_ROW_LONG);
    for (; w->count + 1 < w->column; w->count++)
        strbuf_addc(&w->text, 0);
    strbuf_add(&w->text, s, len);
    strbuf_addc(&w->text, 0);
    w->count++;
    return true;
}

/* ---- cells ---- */

static void buffer_clear(struct strbuf *b)
{
    if (b->len)
        b->p[b->len = 0] = 0;
}

static bool cell_begin(struct worksheet *w, const char *const *attr)
{
    const char *r = xml_attr(attr, "r"), *t = xml_attr(attr, "t"), *s = xml_attr(attr, "s");
    uint32_t column = w->column + 1, line = w->line;
    if (r)
        reference_read(r, &column, &line);
    if (!w->in_row || w->in_cell || line != w->line || column <= w->column
        || column > GRID_MAX_COLUMNS)
        return package_fail(w->p, SAY_BOOK_ORDER);
    w->column = column;
    strncpy(w->type, t ? t : "n", sizeof w->type - 1);
    w->style = s ? number_read(s) : 0;
    w->in_cell = true;
    w->has_formula = w->has_value = false;
    buffer_clear(&w->value);
    buffer_clear(&w->formula);
    return true;
}

static bool put_shared(struct worksheet *w)
{
    uint32_t i = number_read(w->value.p);
    if (i >= w->b->nstring)
        return package_fail(w->p, SAY_BOOK_STRING);
    return row_put(w, w->b->string[i], strlen(w->b->string[i]));
}

static bool put_number(struct worksheet *w)
{
    static const struct format general = { .section = { { "", 0, FORMAT_GENERAL } }, .count = 1 };
    const struct format *f = w->style < w->b->nformat ? &w->b->format[w->style] : &general;
    struct shown shown;
    buffer_clear(&w->shown);
    format_number(&w->shown, f, w->value.p, w->value.len, w->b->days_of_1904, &shown);
    w->g->hidden += shown.hidden;
    return row_put(w, w->shown.p, w->shown.len);
}

/* A formula that was never computed shows itself: no figure can be read from it. */
static bool put_formula(struct worksheet *w)
{
    buffer_clear(&w->shown);
    strbuf_addc(&w->shown, '=');
    strbuf_add(&w->shown, w->formula.p, w->formula.len);
    return row_put(w, w->shown.p, w->shown.len);
}

static bool cell_end(struct worksheet *w)
{
    w->in_cell = false;
    if (!w->value.len && w->has_formula && !(w->has_value && !strcmp(w->type, "str")))
        return put_formula(w);
    if (!w->value.len)
        return true;
    if (!strcmp(w->type, "s"))
        return put_shared(w);
    if (!strcmp(w->type, "n"))
        return put_number(w);
    if (!strcmp(w->type, "b"))
        return *w->value.p == '1' ? row_put(w, "TRUE", 4) : row_put(w, "FALSE", 5);
    workbook_unescape(&w->value);
    return row_put(w, w->value.p, w->value.len);
}

/* ---- merged areas ---- */

static bool merge_add(struct worksheet *w, const char *const *attr)
{
    const char *ref = xml_attr(attr, "ref"), *colon = ref ? strchr(ref, ':') : NULL;
    struct grid_merge m;
    if (!colon)
        return true;
    reference_read(ref, &m.column, &m.line);
    reference_read(colon + 1, &m.last_column, &m.last_line);
    if (!m.line || !m.column || m.last_line < m.line || m.last_column < m.column)
        return package_fail(w->p, SAY_BOOK_ORDER);
    if (m.line > GRID_HEADER_LINES)
        return true;
    if (w->g->nmerge >= GRID_MAX_MERGES)
        return package_fail(w->p, SAY_BOOK_ENTRIES);
    ARENA_PUSH(w->b->arena, w->g->merge, w->g->nmerge, w->g->merge_cap, m);
    return true;
}

/* ---- elements ---- */

static bool inside_cell(struct worksheet *w, const char *name)
{
    w->phonetic += !strcmp(name, "rPh");
    w->in = IN_NOTHING;
    if (!strcmp(name, "v"))
        w->in = IN_VALUE;
    else if (!strcmp(name, "f"))
        w->in = IN_FORMULA;
    else if (!strcmp(name, "t") && !w->phonetic)
        w->in = IN_INLINE;
    w->has_formula |= w->in == IN_FORMULA;
    w->has_value |= w->in == IN_VALUE;
    return true;
}

static bool on_start(void *ctx, const char *name, const char *const *attr)
{
    struct worksheet *w = ctx;
    if (w->in_cell && strcmp(name, "c"))
        return inside_cell(w, name);
    if (!strcmp(name, "c"))
        return cell_begin(w, attr);
    if (!strcmp(name, "row"))
        return row_begin(w, attr);
    return strcmp(name, "mergeCell") || merge_add(w, attr);
}

static bool on_end(void *ctx, const char *name)
{
    struct worksheet *w = ctx;
    w->in = IN_NOTHING;
    w->phonetic -= w->in_cell && !strcmp(name, "rPh");
    if (w->in_cell && !strcmp(name, "c"))
        return cell_end(w);
    if (w->in_row && !strcmp(name, "row"))
        return row_end(w);
    return true;
}

static bool on_text(void *ctx, const char *s, size_t len)
{
    struct worksheet *w = ctx;
    struct strbuf *to = w->in == IN_FORMULA ? &w->formula : &w->value;
    if (w->in == IN_NOTHING)
        return true;
    if (to->len + len > w->max_row_bytes)
        return package_fail(w->p, SAY_BOOK_ROW_LONG);
    strbuf_add(to, s, len);
    return true;
}

bool worksheet_read(const struct workbook *b, struct package *p, const char *part,
                    size_t max_row_bytes, struct grid *g)
{
    static const struct xml_events events = { on_start, on_end, on_text };
    struct worksheet w = { .b = b, .p = p, .g = g, .max_row_bytes = max_row_bytes };
    strbuf_init(&w.text, b->arena);
    strbuf_init(&w.value, b->arena);
    strbuf_init(&w.formula, b->arena);
    strbuf_init(&w.shown, b->arena);
    return package_read(p, part, &events, &w);
}
