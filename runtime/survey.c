/* Reads a sheet without a schema.
 * In: a file. Out: its header, the rows above and the rows below.
 * Invariant: the header is found as it is for a table (heading.c); only how many rows it has is
 * guessed here. */
#define _GNU_SOURCE
#include "survey.h"
#include "asides.h"
#include "book.h"
#include "heading.h"
#include "say.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

struct reading {
    const struct survey_file *f;
    struct ir_table schema;
    struct ir_program prog;
    char *string[3];
    struct data_set *set;
    struct data_table *t;
    struct data_limits lim;
    struct sheet_input in;
    struct survey_row *row; uint64_t nrow, cap;
};

/* ---- the file ---- */

static void reading_init(struct reading *r, const struct survey_file *f, const char *sheet)
{
    struct arena *a = f->arena;
    *r = (struct reading){ .f = f, .lim = data_limits_whole(&f->lim) };
    r->string[0] = arena_strndup(a, "", 0);
    r->string[1] = arena_strndup(a, f->path, strlen(f->path));
    r->string[2] = sheet ? arena_strndup(a, sheet, strlen(sheet)) : NULL;
    r->schema = (struct ir_table){ .from = 1, .sheet = sheet ? 2 : 0 };
    r->prog = (struct ir_program){ .string = r->string, .nstring = 3, .table = &r->schema,
                                   .ntable = 1 };
    r->set = data_new(a, &r->prog, f->diags);
    r->set->workbook = book_open;
    r->t = r->set->table;
}

static bool open_fault(const struct reading *r, enum file_fault fault, int error)
{
    const char *path = r->f->path;
    struct data_place p = { .file = path, .header = "", .text = "" };
    if (fault == FILE_OUTSIDE) {
        diag_add_data(r->f->diags, DIAG_DATA_OUTSIDE, p, path, NULL);
        return false;
    }
    error = fault == FILE_NOT_REGULAR ? 0 : fault == FILE_ABSENT ? ENOENT : error;
    diag_add_data(r->f->diags, DIAG_DATA_UNREADABLE, p, path, say_os_error(error, LANG_ZH),
                  say_os_error(error, LANG_EN), NULL);
    return false;
}

static bool file_begin(struct reading *r)
{
    int fd;
    enum file_fault fault = file_open_beneath(r->f->dir, r->f->path, &fd, &r->t->stat);
    if (fault != FILE_OK)
        return open_fault(r, fault, errno);
    r->in = (struct sheet_input){ .fd = fd, .max_bytes = r->lim.max_file_bytes,
                                  .max_row_bytes = r->lim.max_row_bytes,
                                  .max_fields = (uint32_t)r->lim.max_columns };
    return true;
}

bool survey_sheets(const struct survey_file *f, const char *const **name, uint32_t *count,
                   uint32_t *hidden)
{
    struct reading r;
    struct book_sheets sheets = { .nvisible = 0 };
    reading_init(&r, f, NULL);
    if (!file_begin(&r))
        return false;
    int fd = r.in.fd;
    struct intake k = { r.set, r.t, &r.in };
    bool ok = !intake_is_workbook(r.set, r.t, &r.in) || book_sheets(&k, &sheets);
    close(fd);
    *name = sheets.visible;
    *count = sheets.nvisible;
    *hidden = sheets.nhidden;
    return ok;
}

/* ---- the rows ---- */

static uint32_t printed_cells(const struct survey_row *row)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->nfield; i++)
        n += !cell_is_blank(row->field[i].p, row->field[i].len);
    return n;
}

static bool row_keep(void *ctx, const struct sheet_record *rec)
{
    struct reading *r = ctx;
    struct survey_row row = { rec->line, rec->count, rec->nfield, NULL };
    struct survey_cell *field = ARENA_ARRAY(r->f->arena, struct survey_cell, rec->nfield);
    for (uint32_t i = 0; i < rec->nfield; i++) {
        field[i] = (struct survey_cell){ rec->field[i].p, rec->field[i].len };
        cell_trim(&field[i].p, &field[i].len);
        field[i].p = arena_strndup(r->f->arena, field[i].p, field[i].len);
    }
    row.field = field;
    if (printed_cells(&row))
        ARENA_PUSH(r->f->arena, r->row, r->nrow, r->cap, row);
    return true;
}

/* ---- the header ---- */

static bool has_number(const struct survey_row *row)
{
    for (uint32_t i = 0; i < row->nfield; i++)
        if (cell_is_number(row->field[i].p, row->field[i].len))
            return true;
    return false;
}

/* Does a cell of `below` stand under an empty one, or under a merged area? */
static bool goes_on(const struct reading *r, const struct survey_row *row,
                    const struct survey_row *below)
{
    const struct grid *g = r->t->grid;
    for (uint32_t i = 0; i < below->nfield; i++)
        if (below->field[i].len && (i >= row->nfield || !row->field[i].len))
            return true;
    for (uint32_t i = 0; g && i < g->nmerge; i++)
        if (g->merge[i].line <= row->line && g->merge[i].last_line >= row->line
            && (g->merge[i].last_column > g->merge[i].column
                || g->merge[i].last_line > row->line))
            return true;
    return false;
}

/* The rows of the header: rows without a number, each of which goes on below, down to the first
 * with one. */
static uint8_t header_rows(const struct reading *r, uint64_t first)
{
    uint64_t n = 1;
    while (first + n < r->nrow && n <= IR_MAX_HEADER_ROWS && !has_number(&r->row[first + n])
           && goes_on(r, &r->row[first + n - 1], &r->row[first + n]))
        n++;
    bool figures = first + n < r->nrow && has_number(&r->row[first + n]);
    return n <= IR_MAX_HEADER_ROWS && figures ? (uint8_t)n : 1;
}

/* A row as the sheet's reader gave it. */
static struct sheet_record record_of(struct arena *a, const struct survey_row *row)
{
    struct sheet_field *field = ARENA_ARRAY(a, struct sheet_field, row->nfield);
    for (uint32_t i = 0; i < row->nfield; i++)
        field[i] = (struct sheet_field){ row->field[i].p, row->field[i].len };
    return (struct sheet_record){ .line = row->line, .count = row->count, .nfield = row->nfield,
                                  .field = field };
}

/* ---- rows that are no data ---- */

struct sifting { struct arena *arena; const struct survey_row *next; struct survey_row *row;
                 uint64_t n, cap; };

/* The survey's row of a record that is data; those passed over stand before it. */
static bool row_sift(void *ctx, const struct sheet_record *rec)
{
    struct sifting *x = ctx;
    while (x->next->line != rec->line)
        x->next++;
    ARENA_PUSH(x->arena, x->row, x->n, x->cap, *x->next);
    x->next++;
    return true;
}

static void rows_sift(struct reading *r, struct survey *out)
{
    struct sifting x = { .arena = r->f->arena, .next = out->row };
    struct asides *asides = asides_new(r->t, r->f->diags, row_sift, &x);
    r->t->header = out->header;
    for (uint64_t i = 0; i < out->nrow; i++) {
        struct sheet_record rec = record_of(r->f->arena, &out->row[i]);
        asides_take(asides, &rec);
    }
    asides_close(asides);
    out->row = x.row;
    out->nrow = x.n;
}

/* The first row that is no title. */
static uint64_t first_row(const struct reading *r)
{
    const struct heading *h = heading_new(r->t, r->f->arena);
    for (uint64_t i = 0; i < r->nrow; i++) {
        struct sheet_record rec = record_of(r->f->arena, &r->row[i]);
        if (!heading_is_above(h, &rec))
            return i;
    }
    return r->nrow;
}

static void header_read(struct reading *r, struct survey *out)
{
    uint64_t first = first_row(r), i = 0;
    const struct sheet_record *joined = NULL;
    if (first == r->nrow)
        return;
    r->schema.header = (uint8_t)(out->header_rows = header_rows(r, first));
    struct heading *h = heading_new(r->t, r->f->arena);
    for (; i < r->nrow && !joined; i++) {
        struct sheet_record rec = record_of(r->f->arena, &r->row[i]);
        joined = heading_take(h, &rec);
    }
    heading_close(h, r->f->diags);
    const char **text = ARENA_ARRAY(r->f->arena, const char *, joined->nfield);
    for (uint32_t c = 0; c < joined->nfield; c++)
        text[c] = arena_strndup(r->f->arena, joined->field[c].p, joined->field[c].len);
    header_init(&out->header, r->f->arena, text, joined->nfield);
    out->above = r->t->above;
    out->nabove = r->t->nabove;
    out->row = r->row + i;
    out->nrow = r->nrow - i;
    rows_sift(r, out);
}

bool survey_read(const struct survey_file *f, const char *sheet, struct survey *out)
{
    struct reading r;
    *out = (struct survey){ .header_rows = 0 };
    reading_init(&r, f, sheet);
    if (!file_begin(&r))
        return false;
    int fd = r.in.fd;
    bool ok = intake_open(r.set, r.t, &r.in);
    if (ok) {
        struct sheet_result end = sheet_read(r.set->reader, &r.in, row_keep, &r);
        intake_fault(f->diags, f->arena, r.t->file, &r.lim, &end);
        ok = end.end == SHEET_DONE;
    }
    close(fd);
    if (ok)
        header_read(&r, out);
    return ok;
}
