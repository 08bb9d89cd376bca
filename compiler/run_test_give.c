/* What a test gives, in the place of data.
 * In: a lowered test and the data of its batch. Out: data in which rows and cells are as it says.
 * Invariant: what is given is read as if it were printed in the file: its precision, its faults and
 * all. */
#include "run_test.h"
#include "../runtime/figure.h"
#include <string.h>

struct giving {
    struct test_at_work *t;
    struct data_given *given;       /* by table */
    uint32_t *cap;                  /* of patches, by table */
    const struct data_set *from;    /* in which cells are looked for */
    bool rows, cells;
};

/* ── rows ── */

/* The text between the braces; lines that are comments are blank. */
static char *rows_text(struct giving *g, struct span at)
{
    struct arena *a = &g->t->one.arena;
    char *text = arena_strndup(a, g->t->batch->unit.srcs->file[at.file].text + at.off, at.len);

    for (char *p = text; *p; p += *p == '\n') {
        size_t len = strcspn(p, "\n");
        if (p[strspn(p, " \t")] == '#')
            memset(p, ' ', len);
        p += len;
    }
    return text;
}

static void give_rows(struct giving *g, const struct given *x)
{
    struct srcs *srcs = g->t->batch->unit.srcs;
    struct data_given *to = &g->given[x->number];
    uint32_t line, column;

    srcs_locate(srcs, x->rows, &line, &column);
    to->text = rows_text(g, x->rows);
    to->len = x->rows.len;
    to->file = srcs->file[x->rows.file].name;
    to->lines_above = line - 1;
    g->rows = true;
}

/* ── cells ── */

struct found { uint64_t row; uint32_t sheet, n; };

static void note_cell(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct found *f = ctx;

    (void)kind;
    (void)value;
    if (!f->n++) {
        f->row = row;
        f->sheet = sheet;
    }
}

static bool refuse(struct giving *g, const struct given *x, enum diag_code code, uint32_t table)
{
    const struct ir_program *p = g->t->batch->unit.ir;
    const char *name = p->string[p->table[table].name];

    diag_add(g->t->one.unit.diags, code, x->target->span, name, NULL);
    g->t->given_fault = true;
    return false;
}

/* The cell as the file has it; false: there is none, or there are several. */
static bool find_cell(struct giving *g, const struct given *x, uint32_t table, struct origin *at)
{
    const struct ir_program *p = g->t->batch->unit.ir;
    struct found f = { .n = 0 };

    if (!data_usable(g->from, table))
        return refuse(g, x, DIAG_GIVEN_NO_TABLE, table);
    data_cell_members(g->from, &p->cell[x->number], note_cell, &f);
    if (f.n > 1)
        return refuse(g, x, DIAG_GIVEN_SEVERAL, table);
    if (f.n)
        *at = data_origin(g->from, &g->t->one.arena, table, f.row, f.sheet);
    return (f.n && at->field) || refuse(g, x, DIAG_GIVEN_NO_CELL, table);
}

/* The unit in which the cell is printed; NULL: its row names it, or it is not known. */
static const struct ir_unit *printed_unit(const struct giving *g, const struct given *x,
                                          const struct origin *at)
{
    const struct ir_program *p = g->t->batch->unit.ir;
    const struct ir_colref *ref = &p->colref[p->cell[x->number].colref];
    const struct ir_column *c = &p->table[ref->table].column[ref->column];
    const struct data_quote *q;

    if (ref->kind != COL_QUOTED)
        return c->unit_from || at->unit ? NULL : &c->unit;
    q = data_quote(g->from, x->number);
    return q ? &q->factor : NULL;
}

static int printed_places(const struct giving *g, const struct given *x)
{
    const struct ir_program *p = g->t->batch->unit.ir;
    const struct ir_colref *ref = &p->colref[p->cell[x->number].colref];
    const struct ir_grid *grid = &p->table[ref->table].column[ref->column].grid;

    return ref->kind == COL_QUOTED || grid->mode == GRID_EXACT ? 0 : grid->places;
}

enum { FIGURE_TEXT = 350 };

/* The figure as a cell prints it; NULL: it cannot. */
static const char *figure_printed(struct arena *a, struct rat v, const struct ir_unit *unit,
                                  int places)
{
    char text[FIGURE_TEXT];
    struct rat one, back, scale = rat_int(1);
    struct dec d;
    int e = unit->pow10;

    if (e < -76 || e > 76)
        return NULL;
    w256_pow10(e < 0 ? &scale.den : &scale.num, (unsigned)(e < 0 ? -e : e));
    if (rat_make(&one, w256_from_i64(unit->factor), w256_from_i64(unit->divisor))
        || rat_mul(&one, one, scale) || rat_div(&v, v, one))
        return NULL;
    d = dec_strip(figure_dec(v.num, v.den, false));
    if (rat_dec(&back, d) || !rat_equal(back, v))
        return NULL;
    if (d.scale < places && dec_rescale(&d, d, places))
        return NULL;
    return dec_format(text, sizeof text, d, false) ? arena_strndup(a, text, strlen(text)) : NULL;
}

static const char *given_text(struct giving *g, const struct given *x, const struct origin *at)
{
    const struct ir_unit *unit;

    if (!x->amount)
        return unit_text(&g->t->batch->unit, x->text.text);
    unit = printed_unit(g, x, at);
    return unit ? figure_printed(&g->t->one.arena, *x->amount, unit, printed_places(g, x)) : NULL;
}

static bool is_patched(const struct data_given *to, const struct data_patch *p)
{
    for (uint32_t i = 0; i < to->npatch; i++)
        if (to->patch[i].line == p->line && to->patch[i].field == p->field)
            return true;
    return false;
}

static void give_cell(struct giving *g, const struct given *x)
{
    const struct ir_program *p = g->t->batch->unit.ir;
    uint32_t table = p->colref[p->cell[x->number].colref].table;
    struct data_given *to = &g->given[table];
    struct data_patch patch, *all = (struct data_patch *)(uintptr_t)to->patch;
    struct origin at = { .file = NULL };

    if (!find_cell(g, x, table, &at))
        return;
    patch = (struct data_patch){ at.line, at.field - 1, given_text(g, x, &at) };
    if (!patch.text) {
        refuse(g, x, DIAG_GIVEN_UNPRINTED, table);
    } else if (is_patched(to, &patch)) {
        refuse(g, x, DIAG_GIVEN_AGAIN, table);
    } else {
        ARENA_PUSH(&g->t->one.arena, all, to->npatch, g->cap[table], patch);
        to->patch = all;
    }
}

/* ── the test's data ── */

static void give_all(struct giving *g, enum given_kind kind,
                     void (*give)(struct giving *g, const struct given *x))
{
    for (uint32_t i = 0; i < g->t->test->ngiven; i++)
        if (g->t->test->given[i].kind == kind)
            give(g, &g->t->test->given[i]);
}

static bool load(struct giving *g)
{
    struct session *one = &g->t->one;

    if (one->data != g->t->batch->data)
        data_close(one->data);
    one->data = NULL;
    return session_load_given(one, g->given) == EXIT_HOLDS;
}

static bool gives_cells(const struct test *t)
{
    for (uint32_t i = 0; i < t->ngiven; i++)
        if (t->given[i].kind == GIVEN_CELL)
            return true;
    return false;
}

/* Cells are looked for in the rows that are given, where there are such: these are then read once
 * more, with the cells in their place. */
bool test_give(struct test_at_work *t)
{
    struct arena *a = &t->one.arena;
    uint32_t n = t->batch->unit.ir->ntable;
    struct giving g = { .t = t, .given = ARENA_ARRAY(a, struct data_given, n),
                        .cap = ARENA_ARRAY(a, uint32_t, n) };
    bool cells = gives_cells(t->test);

    t->one.data = t->batch->data;
    give_all(&g, GIVEN_TABLE, give_rows);
    if (g.rows && !load(&g))
        return false;
    g.from = t->one.data;
    give_all(&g, GIVEN_CELL, give_cell);
    if (t->given_fault)
        return false;
    if (cells && g.rows)
        diags_init(t->one.unit.diags, a);       /* they will be told again */
    return !cells || load(&g);
}
