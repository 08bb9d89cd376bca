/* Two sets of figures under the same rules.
 * In: a run of each. Out: what differs, table by table, and in the results.
 * Invariant: prior data and tables of units are no part of what is compared; a table that cannot be
 * read on one side is not compared, and is counted. */
#include "compare_part.h"

static uint64_t repeated(const struct data_table *t)
{
    return t->state == TABLE_USABLE && t->pivot ? t->pivot->nextra : 0;
}

static void table_compare(struct comparison *c, uint32_t table)
{
    struct compare_table *t = &c->table[c->ntable];
    struct compare_pair p = { .t = t };
    *t = (struct compare_table){ .table = table };
    for (unsigned side = 0; side < COMPARE_SIDES; side++) {
        p.data[side] = c->side[side].f->data;
        t->there[side] = data_present(p.data[side], table);
        t->usable[side] = data_usable(p.data[side], table);
        t->repeated[side] = repeated(compare_side(&p, side));
    }
    if (!t->there[COMPARE_OLD] && !t->there[COMPARE_NEW])
        return;
    c->ntable++;
    if (compare_table_both(t))
        compare_rows(c->arena, &p);
    compare_cells(c->arena, &p);
    compare_sums(c, t);
}

static void table_count(struct compare_count *n, const struct compare_table *t)
{
    n->figures += t->ncell;
    n->rows += t->nrow;
    n->columns += t->nalone;
    n->tables += t->there[COMPARE_OLD] != t->there[COMPARE_NEW];
    n->compared += t->compared;
}

struct comparison *compare_runs(struct arena *a, const struct compare_source side[COMPARE_SIDES],
                                const struct line_formulas *formulas)
{
    const struct ir_program *p = side[COMPARE_OLD].f->prog;
    struct comparison *c = ARENA_NEW(a, struct comparison);
    c->arena = a;
    c->formulas = formulas;
    c->side[COMPARE_OLD] = side[COMPARE_OLD];
    c->side[COMPARE_NEW] = side[COMPARE_NEW];
    c->table = ARENA_ARRAY(a, struct compare_table, (size_t)p->ntable + 1);
    for (uint32_t i = 0; i < p->ntable; i++)
        if (p->table[i].origin == ORIGIN_CURRENT)
            table_compare(c, i);
    compare_lines(c);
    compare_results(c);
    c->count.verdicts = c->nresult;
    c->count.lines = c->nline;
    for (uint32_t i = 0; i < c->ntable; i++)
        table_count(&c->count, &c->table[i]);
    return c;
}

bool compare_alike(const struct comparison *c)
{
    const struct compare_count *n = &c->count;
    return !n->verdicts && !n->figures && !n->lines && !n->rows && !n->columns && !n->tables;
}

/* ---- columns ---- */

static const struct ir_column *schema_column(const struct comparison *c,
                                             const struct compare_table *t, uint32_t column)
{
    uint32_t of = t->column[column].column;
    return of == IR_NONE ? NULL : &c->side[COMPARE_OLD].f->prog->table[t->table].column[of];
}

const char *compare_unit(const struct comparison *c, const struct compare_table *t, uint32_t column)
{
    const struct ir_column *of = schema_column(c, t, column);
    return of && !of->key ? c->side[COMPARE_OLD].f->prog->string[of->unit.text] : "";
}

int compare_places(const struct comparison *c, const struct compare_table *t, uint32_t column)
{
    const struct ir_column *of = schema_column(c, t, column);
    return of && !of->key && of->grid.mode != GRID_EXACT ? of->grid.places : 0;
}

const char *compare_column_name(const struct comparison *c, const struct compare_table *t,
                                uint32_t column)
{
    const struct compare_column *at = &t->column[column];
    unsigned side = at->sheet[COMPARE_NEW] == COMPARE_NONE ? COMPARE_OLD : COMPARE_NEW;
    const struct data_table *of = &c->side[side].f->data->table[t->table];
    if (at->column != IR_NONE && of->sheet_of[at->column] == at->sheet[side])
        return of->prog->string[of->schema->column[at->column].shown];
    return of->header.text[at->sheet[side]];
}
