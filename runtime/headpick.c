/* Which rows of a sheet are its header.
 * In: the first rows of the sheet, and what the table looks for. Out: the line of the first row of
 * the header.
 * Invariant: rows are compared as headers that are bound (header.h), so that what is chosen is what
 * binding finds most in. */
#include "heading.h"
#include "scratch.h"
#include <string.h>

enum { ROWS_LOOKED_AT = 30 };

struct picker {
    struct data_table *t;
    struct scratch room;
    uint32_t want;                  /* rows of the header */
    uint32_t sought;                /* headers that the table looks for */
    struct sheet_record *row; uint32_t nrow, cap;
    uint32_t first;                 /* the first row that is no title, UINT32_MAX: not yet */
    bool figures;                   /* a row of figures was met: a header below it must be whole */
    bool below;                     /* the best row is below figures that had a header too */
    uint32_t best, best_found;      /* row, headers found there; 0: none yet */
    bool best_is_title;
};

/* A header as it would be bound, and which of its columns were found. */
struct trial { struct picker *p; struct header header; uint8_t *taken; uint32_t found; };

/* ---- what is found in a header ---- */

static void trial_count(struct trial *x, struct header_match m)
{
    x->found += m.count > 0;
    if (m.count)
        x->taken[m.column] = 1;
    if (m.count > 1)
        x->taken[m.second] = 1;
}

static void sheet_trial(struct trial *x)
{
    const struct data_table *t = x->p->t;
    struct binding b = header_bind(&x->p->room.arena, &x->header, t->prog, t->schema, t->mapped);
    for (uint32_t c = 0; c < t->schema->ncolumn; c++)
        trial_count(x, b.match[c]);
}

/* A header of a file that is turned: as a whole or by its last level. */
static void source_trial(struct trial *x, sym wanted)
{
    const char *text = x->p->t->prog->string[wanted];
    if (!wanted)
        return;
    const char *form = str_form(&x->p->room.arena, text, strlen(text));
    struct header_match m = header_find(&x->header, form);
    trial_count(x, m.count ? m : header_find_last(&x->header, form));
}

static void turned_trial(struct trial *x)
{
    const struct ir_table *s = x->p->t->schema;
    const struct ir_column *each = s->each == IR_NONE ? NULL : &s->column[s->each];
    for (uint32_t i = 0; each && i < each->nheader; i++)
        source_trial(x, each->header[i]);
    if (each && !each->nheader)
        source_trial(x, each->name);
    for (uint32_t i = 0; i < s->nrow; i++)
        source_trial(x, s->row[i]);
    for (uint32_t i = 0; i < s->nblock; i++) {
        source_trial(x, s->block[i].label);
        source_trial(x, s->block[i].amount);
        source_trial(x, s->block[i].where);
    }
    source_trial(x, s->unit_header);
}

/* ---- one candidate ---- */

/* A row with a figure that is no header looked for is one of data, save the first: a header may
 * print years. */
static bool holds_figure(const struct trial *x, const struct sheet_record *row)
{
    for (uint32_t i = 0; i < row->nfield; i++)
        if (!x->taken[i] && cell_is_number(row->field[i].p, row->field[i].len))
            return true;
    return false;
}

static void header_try(struct picker *p, uint32_t from)
{
    struct arena *a = &p->room.arena;
    struct heading *h = heading_new(p->t, a);
    const struct sheet_record *joined = NULL;
    bool title = heading_is_above(h, &p->row[from]);
    heading_begin(h, p->row[from].line);
    for (uint32_t i = 0; i < p->want; i++)
        joined = heading_take(h, &p->row[from + i]);
    const char **text = ARENA_ARRAY(a, const char *, joined->nfield);
    struct trial x = { .p = p, .taken = ARENA_ARRAY(a, uint8_t, joined->nfield) };
    for (uint32_t i = 0; i < joined->nfield; i++)
        text[i] = arena_strndup(a, joined->field[i].p, joined->field[i].len);
    header_init(&x.header, a, text, joined->nfield);
    if (p->t->schema->layout == LAYOUT_SHEET)
        sheet_trial(&x);
    else
        turned_trial(&x);
    if (!title && p->first == UINT32_MAX)
        p->first = from;
    bool data = !title && from != p->first && holds_figure(&x, &p->row[from]);
    bool whole = !p->figures || x.found >= p->sought;
    p->figures |= data || (from == p->first && holds_figure(&x, &p->row[from]));
    bool more = x.found > p->best_found || (x.found == p->best_found && p->best_is_title && !title);
    if (!x.found || !more || data || !whole)
        return;
    p->below |= p->figures && p->best_found && !p->best_is_title;
    p->best = from;
    p->best_found = x.found;
    p->best_is_title = title;
}

/* ---- the rows ---- */

/* False: nothing better can come. */
static bool row_look(void *ctx, const struct sheet_record *rec)
{
    struct picker *p = ctx;
    if (record_is_blank(rec))
        return true;
    ARENA_PUSH(&p->room.arena, p->row, p->nrow, p->cap, sheet_record_copy(&p->room.arena, rec));
    if (p->nrow < p->want)
        return true;
    header_try(p, p->nrow - p->want);
    return p->nrow - p->want + 1 < ROWS_LOOKED_AT
        && (p->best_found < p->sought || p->best_is_title);
}

static uint32_t count_sought(const struct ir_table *s)
{
    return s->layout == LAYOUT_SHEET ? s->ncolumn : UINT32_MAX;
}

uint64_t heading_pick(struct data_set *s, struct data_table *t, const struct sheet_input *in)
{
    struct picker p = { .t = t, .want = t->schema->header ? t->schema->header : 1,
                        .sought = count_sought(t->schema), .first = UINT32_MAX };
    struct data_place at = { .file = t->file, .header = "", .text = "" };
    scratch_open(&p.room, t->arena);
    sheet_read(s->reader, in, row_look, &p);
    if (p.best_found)
        at.line = p.row[p.best].line;
    scratch_close(&p.room);
    if (p.below)
        diag_add_data(s->diags, DIAG_HEADER_BELOW, at, t->file, NULL);
    return at.line;
}
