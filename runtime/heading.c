/* The header of a sheet.
 * In: the first records. Out: the header's levels in one record; the rows above it.
 * Invariant: what is passed over is kept to be told. */
#include "heading.h"
#include <string.h>

enum { ABOVE_KEPT = 64, ABOVE_TEXT = 200 };

struct heading {
    struct data_table *t;
    struct arena *arena;
    bool any;                       /* the first row is the header, whatever it looks like */
    uint64_t begin;                 /* the line on which the header begins; 0: not known */
    uint32_t want, have;            /* rows of the header */
    uint32_t width;
    const char **row[IR_MAX_HEADER_ROWS];
    uint64_t line[IR_MAX_HEADER_ROWS];
    uint32_t count[IR_MAX_HEADER_ROWS];
    const char **above; uint32_t nabove, above_cap;
    uint64_t passed;
    struct sheet_record rec;
};

struct heading *heading_new(struct data_table *t, struct arena *a)
{
    struct heading *h = ARENA_NEW(a, struct heading);
    h->t = t;
    h->arena = a;
    h->want = t->schema->header ? t->schema->header : 1;
    return h;
}

void heading_begin(struct heading *h, uint64_t line)
{
    h->begin = line;
}

/* ---- rows above ---- */

/* Cells that are not blank; *only is the last of them. */
static uint32_t printed_cells(const struct sheet_record *rec, struct sheet_field *only)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < rec->nfield; i++)
        if (!cell_is_blank(rec->field[i].p, rec->field[i].len)) {
            n++;
            *only = rec->field[i];
        }
    return n;
}

static bool same_form(const struct heading *h, sym wanted, const char *form)
{
    const char *text = h->t->prog->string[wanted];
    const char *other = str_match_form(h->arena, text, strlen(text));
    return other && !strcmp(other, form);
}

/* Does the table look for a header that reads so? */
static bool is_wanted(const struct heading *h, struct sheet_field f)
{
    const struct ir_table *s = h->t->schema;
    const char *form = f.len > ABOVE_TEXT ? NULL : str_match_form(h->arena, f.p, f.len);
    for (uint32_t c = 0; form && c < s->ncolumn; c++) {
        if (same_form(h, s->column[c].name, form))
            return true;
        for (uint32_t i = 0; i < s->column[c].nheader; i++)
            if (same_form(h, s->column[c].header[i], form))
                return true;
    }
    return false;
}

/* 部门：某局, 单位：万元 */
static bool is_caption(struct sheet_field f)
{
    for (size_t i = 0; i < f.len; i++)
        if (f.p[i] == ':' || (i + 3 <= f.len && !memcmp(f.p + i, "：", 3)))
            return true;
    return false;
}

/* At most one cell is printed, or all are captions; and none is a header that is looked for. */
bool heading_is_above(const struct heading *h, const struct sheet_record *rec)
{
    struct sheet_field only = { "", 0 };
    uint32_t n = printed_cells(rec, &only);
    for (uint32_t i = 0; i < rec->nfield; i++) {
        struct sheet_field f = rec->field[i];
        bool blank = cell_is_blank(f.p, f.len);
        if (!blank && ((n > 1 && !is_caption(f)) || (h->passed < ABOVE_KEPT && is_wanted(h, f))))
            return false;
    }
    return true;
}

static void above_keep(struct heading *h, struct sheet_field f)
{
    size_t len = str_cut(f.p, f.len, ABOVE_TEXT);
    if (h->passed < ABOVE_KEPT)
        ARENA_PUSH(h->arena, h->above, h->nabove, h->above_cap,
                   arena_strndup(h->arena, f.p, len));
}

static bool passes_over(struct heading *h, const struct sheet_record *rec)
{
    bool above = h->begin ? rec->line < h->begin : heading_is_above(h, rec);
    if (h->any || h->have || !above)
        return false;
    for (uint32_t i = 0; i < rec->nfield; i++)
        if (!cell_is_blank(rec->field[i].p, rec->field[i].len))
            above_keep(h, rec->field[i]);
    h->passed++;
    return true;
}

/* ---- the rows of the header ---- */

static const char *cell(const struct heading *h, uint32_t row, uint32_t column)
{
    return column < h->count[row] ? h->row[row][column] : "";
}

static void row_keep(struct heading *h, const struct sheet_record *rec)
{
    const char **text = ARENA_ARRAY(h->arena, const char *, rec->nfield);
    for (uint32_t i = 0; i < rec->nfield; i++) {
        const char *s = rec->field[i].p;
        size_t len = rec->field[i].len;
        cell_trim(&s, &len);
        text[i] = arena_strndup(h->arena, s, len);
    }
    h->row[h->have] = text;
    h->line[h->have] = rec->line;
    h->count[h->have++] = rec->nfield;
    h->width = h->width < rec->nfield ? rec->nfield : h->width;
    if (h->rec.count < rec->count)
        h->rec.count = rec->count;
}

/* Rows get the width of the widest, so that they can be filled. */
static void rows_widen(struct heading *h)
{
    for (uint32_t r = 0; r < h->have; r++) {
        const char **text = ARENA_ARRAY(h->arena, const char *, h->width);
        for (uint32_t c = 0; c < h->width; c++)
            text[c] = cell(h, r, c);
        h->row[r] = text;
        h->count[r] = h->width;
    }
}

/* ---- merged areas ---- */

static uint32_t row_of_line(const struct heading *h, uint64_t line)
{
    for (uint32_t r = 0; r < h->have; r++)
        if (h->line[r] == line)
            return r;
    return h->have;
}

static void merge_fill(struct heading *h, const struct grid_merge *m)
{
    uint32_t from = row_of_line(h, m->line);
    if (from == h->have || m->column > h->width)
        return;
    const char *text = h->row[from][m->column - 1];
    for (uint32_t r = from; r < h->have && h->line[r] <= m->last_line; r++)
        for (uint32_t c = m->column - 1; c < h->width && c < m->last_column; c++)
            if (!*h->row[r][c])
                h->row[r][c] = text;
}

/* Is some cell below not empty? */
static bool has_below(const struct heading *h, uint32_t row, uint32_t column)
{
    for (uint32_t r = row + 1; r < h->have; r++)
        if (*h->row[r][column])
            return true;
    return false;
}

/* Do all cells above agree with those on the left? */
static bool same_parent(const struct heading *h, uint32_t row, uint32_t column)
{
    for (uint32_t r = 0; r < row; r++)
        if (strcmp(h->row[r][column], h->row[r][column - 1]))
            return false;
    return true;
}

/* A text shows merged areas as a cell with empty ones on its right. */
static void left_fill(struct heading *h)
{
    for (uint32_t r = 0; r + 1 < h->have; r++)
        for (uint32_t c = 1; c < h->width; c++)
            if (!*h->row[r][c] && has_below(h, r, c) && same_parent(h, r, c))
                h->row[r][c] = h->row[r][c - 1];
}

/* ---- one record ---- */

static struct sheet_field path_of(const struct heading *h, uint32_t column)
{
    struct strbuf b;
    const char *last = "";
    strbuf_init(&b, h->arena);
    for (uint32_t r = 0; r < h->have; r++) {
        const char *text = h->row[r][column];
        if (!*text || !strcmp(text, last))
            continue;
        if (b.len)
            strbuf_addc(&b, '/');
        strbuf_adds(&b, text);
        last = text;
    }
    return (struct sheet_field){ b.p, b.len };
}

static const struct sheet_record *heading_join(struct heading *h)
{
    const struct grid *g = h->t->grid;
    rows_widen(h);
    for (uint32_t i = 0; g && i < g->nmerge; i++)
        merge_fill(h, &g->merge[i]);
    if (!g || !g->nmerge)
        left_fill(h);
    struct sheet_field *field = ARENA_ARRAY(h->arena, struct sheet_field, h->width);
    for (uint32_t c = 0; c < h->width; c++)
        field[c] = path_of(h, c);
    h->rec.field = field;
    h->rec.nfield = h->width;
    h->rec.line = h->line[0];
    return &h->rec;
}

const struct sheet_record *heading_take(struct heading *h, const struct sheet_record *rec)
{
    if (passes_over(h, rec))
        return NULL;
    row_keep(h, rec);
    return h->have < h->want ? NULL : heading_join(h);
}

bool heading_any_row(struct heading *h)
{
    bool again = h->passed && !h->have;
    h->any = true;
    h->passed = h->nabove = 0;
    return again;
}

/* ---- the printed unit ---- */

static const char *money_at(const char *s)
{
    static const char *const money[] = { "万元", "千元", "百万元", "亿元", "元" };
    for (size_t i = 0; i < sizeof money / sizeof *money; i++)
        if (!strncmp(s, money[i], strlen(money[i])))
            return money[i];
    return NULL;
}

/* 单位：万元, also 金额单位：元; not 编制单位：某局. */
static const char *printed_unit(const struct heading *h)
{
    for (uint32_t i = 0; i < h->nabove; i++) {
        const char *form = str_match_form(h->arena, h->above[i], strlen(h->above[i]));
        for (const char *s = form; s && (s = strstr(s, "单位:")) != NULL;) {
            s += strlen("单位:");
            const char *unit = money_at(s);
            if (unit)
                return unit;
        }
    }
    return NULL;
}

/* The unit of the first column of figures; NULL if some column is in `unit`, or none in money. */
static const char *other_unit(const struct heading *h, const char *unit)
{
    const struct ir_table *s = h->t->schema;
    const char *first = NULL;
    for (uint32_t c = 0; c < s->ncolumn; c++) {
        const char *text = h->t->prog->string[s->column[c].unit.text];
        if (!strcmp(text, unit))
            return NULL;
        if (!first && !s->column[c].key && money_at(text))
            first = text;
    }
    return first;
}

void heading_close(struct heading *h, struct diags *d)
{
    struct data_place p = { .file = h->t->file, .header = "", .text = "" };
    h->t->above = h->above;
    h->t->nabove = h->nabove;
    h->t->rows_above = h->passed;
    const char *unit = printed_unit(h), *other = unit ? other_unit(h, unit) : NULL;
    if (other)
        diag_add_data(d, DIAG_PRINTED_UNIT, p, unit, other, NULL);
}
