/* Gathers the rows that an aggregate chooses among: those that it takes, with the cells that its
 * condition reads, and those that it leaves out, with the cells that decide it.
 * In: a choice of the program, and the data. Out: figures of a finding, their cells.
 * Invariant: of either kind no more rows than asked for are kept, and all are counted. */
#include "evidence_part.h"
#include <string.h>

struct choosing {
    struct collector *k;
    const struct ir_choice *choice;
    bool taken;                     /* those that are taken are wanted, else the others */
    bool counted_only;              /* they are too many, and no more than the table's rows */
};

static const struct ir_program *program_of(const struct choosing *g)
{
    return g->k->e->all->prog;
}

/* ---- cells ---- */

static void text_cell(const struct choosing *g, uint32_t column, uint64_t row)
{
    const struct ir_program *p = program_of(g);
    uint32_t sheet = data_sheet_column(g->k->e->all->data, g->choice->table, column);
    if (sheet == IR_NONE)
        return;
    struct evidence_cell *c = evidence_add_cell(g->k, row, sheet);
    c->column = p->string[p->table[g->choice->table].column[column].shown];
    c->is_text = true;
}

/* Was the cell asked for by a test before it, and is it wanted for that one? */
static bool met_before(const struct choosing *g, const struct chosen_row *r, uint32_t ask)
{
    const struct ir_ask *k = g->choice->ask;
    for (uint32_t i = 0; i < ask; i++)
        if (k[i].of == k[ask].of && (k[i].kind == ASK_TEXT) == (k[ask].kind == ASK_TEXT)
            && (g->taken || chosen_leaves_out(r, k[i].test)))
            return true;
    return false;
}

/* Is the cell shown? Of a row that is taken, it tells why it counts; that of a sum is shown among
 * what is added up, and its texts stand in the row's name. */
static bool is_wanted(const struct choosing *g, const struct chosen_row *r, uint32_t ask)
{
    const struct ir_ask *k = &g->choice->ask[ask];
    if (met_before(g, r, ask))
        return false;
    if (!g->taken)
        return chosen_leaves_out(r, k->test);
    return g->choice->what == CHOICE_COUNT || (k->kind != ASK_TEXT && !k->made_of);
}

static void figure_cell(const struct choosing *g, uint32_t colref, uint64_t row)
{
    struct collector *k = g->k;
    const struct ir_program *p = program_of(g);
    const struct ir_colref *c = &p->colref[colref];
    struct evidence_figure rows = *k->figure;
    uint64_t most = k->most;
    k->table = c->table;
    k->column = c->kind == COL_OTHERS ? NULL
        : p->string[p->table[c->table].column[c->column].shown];
    k->most = UINT64_MAX;           /* what is bounded is the rows */
    evidence_begin(k, rows.of, colref);
    data_members(k->e->all->data, colref, row, evidence_member, k);
    *k->figure = rows;
    k->most = most;
    k->table = g->choice->table;
}

static void row_cells(const struct choosing *g, const struct chosen_row *r)
{
    struct collector *k = g->k;
    uint32_t n = k->e->ncell;
    for (uint32_t i = 0; i < g->choice->nask; i++) {
        const struct ir_ask *ask = &g->choice->ask[i];
        if (!is_wanted(g, r, i))
            continue;
        if (ask->kind == ASK_TEXT)
            text_cell(g, ask->of, r->row);
        else
            figure_cell(g, ask->of, r->row);
    }
    if (k->e->ncell == n)
        evidence_add_cell(k, r->row, IR_NONE);
    for (; n < k->e->ncell; n++) {
        k->e->cell[n].part = k->figure->part;
        k->e->cell[n].asked = k->figure->asked;
    }
}

/* ---- rows ---- */

static void row_collect(void *ctx, const struct chosen_row *r)
{
    struct choosing *g = ctx;
    struct collector *k = g->k;
    if (r->taken != g->taken || k->figure->members++ >= k->most || g->counted_only)
        return;
    row_cells(g, r);
    k->figure->rows_shown++;
    k->figure->shown = k->e->ncell - k->figure->first;
}

static void rows_collect(struct choosing *g, const struct ir_bind *b, enum figure_part part)
{
    struct collector *k = g->k;
    g->taken = part == FIGURE_TAKEN;
    k->table = g->choice->table;
    k->figure = &k->e->figure[k->e->nfigure++];
    *k->figure = (struct evidence_figure){
        .of = b, .table = k->table, .first = k->e->ncell, .unit = "", .sum = true, .apart = true,
        .part = (uint8_t)part, .what = g->choice->what,
        .asked = ir_read_by_condition(b) || (g->taken && g->choice->what != CHOICE_COUNT) };
    eval_choice(k->e->all, b->index, row_collect, g);
}

static bool takes_none(const struct evidence_figure *g)
{
    return g->part == FIGURE_TAKEN && !g->members;
}

/* What a choice makes of its rows: their number, or the sum of its one figure in the rule's unit.
 * False: it is not told. */
static bool value_of(const struct evidence *e, const struct evidence_figure *left, struct dec *d)
{
    const struct ir_program *p = e->all->prog;
    for (const struct evidence_figure *g = e->figure; g < left; g++) {
        if (g->of == left->of && left->what == CHOICE_COUNT) {
            *d = (struct dec){ w256_from_i64((int64_t)g->members), 0 };
            return true;
        }
        if (g->of->kind == BIND_SUM && left->what == CHOICE_SUM
            && p->sum[g->of->index].choice == left->of->index) {
            *d = evidence_total(g);
            return !strcmp(g->unit, e->unit);
        }
    }
    return false;
}

/* Is the choice one side of the rule, and that side too much? Then no row is missing from it. */
static bool is_too_much(const struct evidence *e, const struct evidence_figure *left)
{
    uint8_t sides = left->of->facet & (READ_LEFT | READ_RIGHT);
    const char *text = sides == READ_LEFT ? e->find->left : sides == READ_RIGHT ? e->find->right
        : NULL;
    struct dec own, side, difference;
    if (!text || !e->find->difference || !value_of(e, left, &own) || !evidence_parse(&side, text)
        || !evidence_parse(&difference, e->find->difference) || dec_cmp(own, side))
        return false;
    int sign = w256_sign(difference.coef);
    return sides == READ_LEFT ? sign > 0 : sign < 0;
}

/* Is none taken, are those that are left out few enough to be gone through, or does so little
 * differ that some of them may be what is missing? */
static bool left_tells(const struct collector *k, const struct evidence_figure *g)
{
    const struct finding *x = k->e->find;
    struct dec d, most = { w256_from_i64((int64_t)k->most), 0 };
    if (!g->members || finding_verdict(x) != ST_VIOLATED || is_too_much(k->e, g))
        return false;
    if (g->members <= k->most || (g > k->e->figure && takes_none(&g[-1])))
        return true;
    if (g->what != CHOICE_COUNT || !x->difference || !evidence_parse(&d, x->difference))
        return false;
    d.coef = w256_abs(d.coef);
    return dec_cmp(d, most) <= 0;
}

void evidence_choice_prune(struct collector *k)
{
    const struct evidence_figure *g = k->e->nfigure ? &k->e->figure[k->e->nfigure - 1] : NULL;
    if (!g || g->part != FIGURE_LEFT || left_tells(k, g))
        return;
    k->e->ncell = g->first;
    k->e->nfigure--;
}

static bool shows_taken(const struct ir_choice *c)
{
    if (c->what == CHOICE_COUNT)
        return true;
    for (uint32_t i = 0; i < c->nask; i++)
        if (c->ask[i].kind != ASK_TEXT && !c->ask[i].made_of)
            return true;
    return false;
}

void evidence_choice(struct collector *k, const struct ir_bind *b)
{
    const struct findings *f = k->e->all;
    struct choosing g = { .k = k, .choice = &f->prog->choice[b->index] };
    if (!data_usable(f->data, g.choice->table)
        || (ir_read_by_condition(b) && !g.choice->nask))
        return;                     /* that a clause asks how many rows there are tells no row */
    g.counted_only = !g.choice->nask && data_leaf_count(f->data, g.choice->table) > k->most;
    if (shows_taken(g.choice))
        rows_collect(&g, b, FIGURE_TAKEN);
    if (!ir_read_by_condition(b))
        rows_collect(&g, b, FIGURE_LEFT);
}

void evidence_left(struct evidence *e, struct arena *a, const struct findings *f, uint32_t choice,
                   uint64_t most)
{
    struct ir_bind *b = ARENA_NEW(a, struct ir_bind);
    struct collector k = { .e = e, .arena = a, .most = most };
    struct choosing g = { .k = &k, .choice = &f->prog->choice[choice] };
    *b = (struct ir_bind){ BIND_CHOICE, READ_VALUE, choice };
    *e = (struct evidence){ .all = f, .figure = ARENA_NEW(a, struct evidence_figure) };
    rows_collect(&g, b, FIGURE_LEFT);
    if (e->figure->members > most)
        *e->figure = (struct evidence_figure){ .part = FIGURE_LEFT, .what = g.choice->what,
                                               .members = e->figure->members };
    e->ncell = e->figure->shown;
}

/* ---- the least and the greatest ---- */

struct ranking { struct collector *k; uint32_t colref; bool unknown; };

static void ranked_cell(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind,
                        int64_t value)
{
    struct ranking *g = ctx;
    g->unknown = g->unknown || kind >= CELL_UNREADABLE;
    evidence_member(g->k, row, sheet, kind, value);
}

static void row_rank(void *ctx, const struct chosen_row *r)
{
    struct ranking *g = ctx;
    if (!r->taken)
        return;
    g->k->furthest = r->furthest;
    data_members(g->k->e->all->data, g->colref, r->row, ranked_cell, g);
    g->k->waits = g->k->waits && !r->furthest;
}

/* Beside a cell that cannot be read none is known to be it. */
void evidence_furthest(struct collector *k, uint32_t sum)
{
    const struct findings *f = k->e->all;
    const struct ir_sum *s = &f->prog->sum[sum];
    struct ranking g = { k, s->colref, false };
    uint32_t first = k->e->ncell;
    k->waits = true;
    eval_choice(f, s->choice, row_rank, &g);
    k->furthest = k->waits = false;
    for (; g.unknown && first < k->e->ncell; first++)
        k->e->cell[first].furthest = false;
}
