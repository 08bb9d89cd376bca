/* A small CSV text as a whole.
 * In: a text. Out: its cells. Invariant: a row that does not fit the header is a fault, for nothing
 * of such a file can be left out. */
#include "records.h"
#include "intake.h"

enum { ROW_BYTES = 1 << 20, COLUMNS = 4096 };

struct taking {
    struct arena *arena;
    struct diags *diags;
    const char *shown;
    struct records *out;
    uint32_t cap, line_cap, nline;
    bool bad;
};

static void row_ragged(struct taking *g, const struct sheet_record *rec)
{
    struct data_place p = { .file = g->shown, .line = rec->line, .header = "", .text = "" };
    diag_add_data(g->diags, DIAG_RAGGED_ROW, p,
                  arena_printf(g->arena, "%llu", (unsigned long long)rec->count),
                  arena_printf(g->arena, "%u", g->out->ncolumn), NULL);
    g->bad = true;
}

static const char **row_cells(struct taking *g, const struct sheet_record *rec, bool *blank)
{
    const char **cell = ARENA_ARRAY(g->arena, const char *, rec->nfield);
    *blank = true;
    for (uint32_t i = 0; i < rec->nfield; i++) {
        const char *s = rec->field[i].p;
        size_t len = rec->field[i].len;
        cell_trim(&s, &len);
        cell[i] = arena_strndup(g->arena, s, len);
        *blank = *blank && !len;
    }
    return cell;
}

static bool record_take(void *ctx, const struct sheet_record *rec)
{
    struct taking *g = ctx;
    struct records *to = g->out;
    bool blank;
    const char *const *cell = row_cells(g, rec, &blank);
    if (blank)
        return true;
    if (!to->nrow)
        to->ncolumn = rec->nfield;
    if (rec->count != to->ncolumn) {
        row_ragged(g, rec);
        return true;
    }
    ARENA_PUSH(g->arena, to->line, g->nline, g->line_cap, rec->line);
    ARENA_PUSH(g->arena, to->cell, to->nrow, g->cap, cell);
    return true;
}

bool records_read(struct arena *a, struct diags *d, const char *shown, const char *text, size_t len,
                  uint64_t max_bytes, struct records *out)
{
    struct data_limits most = { .max_file_bytes = max_bytes, .max_row_bytes = ROW_BYTES,
                                .fixed_bytes = true };
    struct data_set set = { .arena = a, .diags = d, .reader = sheet_reader_new(a) };
    struct data_table t = { .arena = a, .file = shown, .text = text, .len = len };
    struct sheet_input in = { .fd = -1, .max_bytes = max_bytes, .max_row_bytes = ROW_BYTES,
                              .max_fields = COLUMNS };
    struct taking g = { .arena = a, .diags = d, .shown = shown, .out = out };
    *out = (struct records){ 0 };
    if (!intake_open(&set, &t, &in))
        return false;
    struct sheet_result r = sheet_read(set.reader, &in, record_take, &g);
    intake_fault(d, a, shown, &most, &r);
    if (r.end == SHEET_DONE && !out->nrow && !g.bad)
        diag_add_data(d, DIAG_NO_HEADER, (struct data_place){ .file = shown, .header = "",
                                                               .text = "" }, shown, NULL);
    return r.end == SHEET_DONE && out->nrow && !g.bad;
}
