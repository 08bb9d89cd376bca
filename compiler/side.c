/* Tables that belong to the rules.
 * In: a CSV file beneath the rule folder. Out: its cells as names.
 * Invariant: it is read as data files are, and what is wrong in it is told at its own line. */
#include "side.h"
#include "rulefile.h"
#include "../runtime/records.h"
#include <string.h>

struct reading {
    const struct side_reader *r;
    struct strbuf text;             /* the source: cells between commas, on the lines of the file */
    uint64_t line;                  /* at its end */
};

/* ---- cells as names ---- */

static struct name cell_name(struct reading *g, const char *cell)
{
    struct name n = { .quoted = true, .span = { 0, (uint32_t)g->text.len, 0 } };
    const char *nfc = str_nfc(g->r->arena, cell, strlen(cell));
    nfc = nfc ? nfc : cell;
    n.text = sym_of(g->r->syms, nfc);
    for (; *nfc; nfc++)
        strbuf_addc(&g->text, *nfc == '\n' || *nfc == '\r' ? ' ' : *nfc);
    n.span.len = (uint32_t)g->text.len - n.span.off;
    return n;
}

static void row_names(struct reading *g, const struct records *from, uint32_t row, struct name *to)
{
    for (; g->line < from->line[row]; g->line++)
        strbuf_addc(&g->text, '\n');
    for (uint32_t i = 0; i < from->ncolumn; i++) {
        if (i)
            strbuf_addc(&g->text, ',');
        to[i] = cell_name(g, from->cell[row][i]);
    }
}

/* The source is whole only when all rows are in it: then spans are given its number. */
static void names_make(const struct side_reader *r, const struct records *from,
                       struct side_file *to)
{
    struct reading g = { .r = r, .line = 1 };
    size_t cells = (size_t)from->nrow * from->ncolumn;
    struct name *all = ARENA_ARRAY(r->arena, struct name, cells);
    strbuf_init(&g.text, r->arena);
    for (uint32_t i = 0; i < from->nrow; i++)
        row_names(&g, from, i, all + (size_t)i * from->ncolumn);
    uint32_t file = srcs_add(r->srcs, to->shown, g.text.p, g.text.len);
    for (size_t i = 0; i < cells; i++)
        all[i].span.file = file;
    to->header = all;
    to->ncolumn = from->ncolumn;
    to->cell = all + from->ncolumn;
    to->nrow = from->nrow - 1;
}

bool side_read(const struct side_reader *r, struct span at, const char *path, const char *shown,
               struct side_file *out)
{
    struct records rows;
    const char *text;
    size_t len;
    *out = (struct side_file){ .shown = shown };
    if (!rulefile_read(r->arena, r->diags, r->opts, at, path, shown, &text, &len))
        return false;
    if (len >= 4 && !memcmp(text, "PK\3\4", 4)) {
        diag_add(r->diags, DIAG_SIDE_WORKBOOK, at, shown, NULL);
        return false;
    }
    if (!records_read(r->arena, r->diags, shown, text, len, rulefile_limit(r->opts), &rows))
        return false;
    names_make(r, &rows, out);
    return true;
}

/* ---- columns ---- */

static const char *form_of(const struct side_reader *r, const struct name *n)
{
    const char *text = sym_text(r->syms, n->text);
    return str_form(r->arena, text, strlen(text));
}

static const char *headers_list(const struct side_reader *r, const struct side_file *f)
{
    struct strbuf b;
    strbuf_init(&b, r->arena);
    for (uint32_t i = 0; i < f->ncolumn; i++)
        strbuf_addf(&b, "%s%s", i ? ", " : "", sym_text(r->syms, f->header[i].text));
    return b.p;
}

uint32_t side_column(const struct side_reader *r, const struct side_file *f,
                     const struct name *header)
{
    const char *wanted = form_of(r, header);
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < f->ncolumn; i++) {
        if (strcmp(form_of(r, &f->header[i]), wanted))
            continue;
        if (found != UINT32_MAX) {
            diag_add(r->diags, DIAG_SIDE_TWICE, header->span, sym_text(r->syms, header->text),
                     f->shown, NULL);
            return UINT32_MAX;
        }
        found = i;
    }
    if (found == UINT32_MAX)
        diag_add(r->diags, DIAG_SIDE_NO_HEADER, header->span, sym_text(r->syms, header->text),
                 f->shown, headers_list(r, f), NULL);
    return found;
}

/* ---- names of one thing ---- */

/* The columns that hold names: those that are named, or the file's two. Their number; 0 after a
 * diagnostic. */
static uint32_t same_columns(const struct side_reader *r, const struct side_file *f,
                             const struct same *s, uint32_t *column)
{
    uint32_t n = s->nheader ? s->nheader : f->ncolumn;
    if (!s->nheader && f->ncolumn != 2) {
        diag_add(r->diags, DIAG_SAME_COLUMNS, s->from.span, f->shown, headers_list(r, f), NULL);
        return 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        column[i] = s->nheader ? side_column(r, f, &s->header[i]) : i;
        if (column[i] == UINT32_MAX)
            return 0;
    }
    return n;
}

/* A row with one name says nothing of another. */
static void same_row(const struct side_reader *r, struct same *s, const struct name *row,
                     const uint32_t *column, uint32_t n)
{
    struct same_class c = { ARENA_ARRAY(r->arena, struct name, n), 0 };
    for (uint32_t i = 0; i < n; i++)
        if (row[column[i]].text)
            c.name[c.nname++] = row[column[i]];
    if (c.nname > 1)
        ARENA_PUSH(r->arena, s->of, s->n, s->cap, c);
}

void side_same(const struct side_reader *r, struct same *s, const char *path, const char *shown)
{
    struct side_file f;
    if (!side_read(r, s->from.span, path, shown, &f))
        return;
    uint32_t *column = ARENA_ARRAY(r->arena, uint32_t, s->nheader + f.ncolumn);
    uint32_t n = same_columns(r, &f, s, column);
    for (uint32_t i = 0; n && i < f.nrow; i++)
        same_row(r, s, &f.cell[(size_t)i * f.ncolumn], column, n);
    if (n && !s->n)
        diag_add(r->diags, DIAG_SAME_NO_ROWS, s->from.span, shown, NULL);
}

/* ---- mappings ---- */

struct mapping_columns { uint32_t source, target, where; };

/* False after a diagnostic. */
static bool map_columns(const struct side_reader *r, const struct side_file *f, const struct map *m,
                        struct mapping_columns *c)
{
    c->source = side_column(r, f, &m->header[0]);
    c->target = side_column(r, f, &m->header[1]);
    c->where = m->where.header.text ? side_column(r, f, &m->where.header) : 0;
    return c->source != UINT32_MAX && c->target != UINT32_MAX && c->where != UINT32_MAX;
}

void side_map(const struct side_reader *r, struct map *m, const char *path, const char *shown)
{
    struct side_file f;
    struct mapping_columns c;
    if (!side_read(r, m->file.span, path, shown, &f) || !map_columns(r, &f, m, &c))
        return;
    const char *wanted = m->where.header.text ? form_of(r, &m->where.text) : NULL;
    for (uint32_t i = 0; i < f.nrow; i++) {
        const struct name *row = &f.cell[(size_t)i * f.ncolumn];
        struct map_pair p = { row[c.source], row[c.target] };
        bool counts = !wanted || !strcmp(form_of(r, &row[c.where]), wanted);
        if (counts && (p.source.text || p.target.text))
            ARENA_PUSH(r->arena, m->pair, m->npair, m->pair_cap, p);
    }
    if (!m->npair)
        diag_add(r->diags, DIAG_MAP_NO_ROWS, m->file.span, shown, NULL);
}
