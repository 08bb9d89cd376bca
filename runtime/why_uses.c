/* What a figure feeds: the lines, params and results of rules that read it, and those that read
 * these.
 * In: a plan with readers, a run that can be asked for results one by one. Out: under the figure a
 * part for each reader, under a line or param its readers.
 * Invariant: a line or param is gone into once; of the results of one rule no more than asked for
 * are kept, violated ones first, and all are counted. */
#include "why_part.h"
#include <stdlib.h>

/* the cells that are asked for, all of one table, in the order of rows and columns */
struct spot { uint64_t row; uint32_t sheet; };
struct spots { uint32_t table; struct spot *p; uint32_t n, cap; struct arena *arena; };
struct uses {
    struct resolver *r;
    struct spots cells;
    const struct why_item **of_figure;      /* by figure; NULL: not met yet */
    uint8_t *written;               /* by program rule: it is a reader of the plan */
};
/* who is asked about: a figure of the rules, else the cells */
#define OF_CELLS IR_NONE

static bool has_room(const struct uses *w) { return w->r->tree->nitem < WHY_ITEMS; }

/* ---- cells ---- */

static void spot_add(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct spots *s = ctx;
    (void)kind;
    (void)value;
    ARENA_PUSH(s->arena, s->p, s->n, s->cap, ((struct spot){ row, sheet }));
}

static int spot_order(const void *x, const void *y)
{
    const struct spot *a = x, *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->sheet < b->sheet ? -1 : a->sheet > b->sheet;
}

static const struct ir_rule whole = { .domain = DOMAIN_UNIT };

static void cells_find(struct uses *w, const struct ir_bind *b)
{
    const struct findings *f = w->r->f;
    struct figure_place at = evidence_place(f->prog, &whole, b, DATA_NO_ROW);
    if (at.colref == IR_NONE)
        return;
    w->cells.table = f->prog->colref[at.colref].table;
    evidence_members(f, &at, spot_add, &w->cells);
    qsort(w->cells.p, w->cells.n, sizeof *w->cells.p, spot_order);
}

/* ---- does a reader read them? ---- */

struct search { const struct spots *cells; bool found; };

static void spot_seek(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct search *x = ctx;
    struct spot at = { row, sheet };
    (void)kind;
    (void)value;
    x->found = x->found || bsearch(&at, x->cells->p, x->cells->n, sizeof at, spot_order);
}

static bool place_hits(const struct uses *w, const struct figure_place *at)
{
    struct search x = { &w->cells, false };
    evidence_members(w->r->f, at, spot_seek, &x);
    return x.found;
}

/* The condition of a choice looks at all leaf rows. */
static bool choice_hits(const struct uses *w, const struct ir_choice *c)
{
    const struct ir_program *p = w->r->f->prog;
    struct search x = { &w->cells, false };
    for (uint32_t i = 0; i < c->nask; i++)
        if (c->ask[i].kind != ASK_TEXT && p->colref[c->ask[i].of].table == w->cells.table)
            data_leaves(w->r->f->data, c->ask[i].of, spot_seek, &x);
    return x.found;
}

static bool bind_hits(const struct uses *w, const struct ir_rule *rule, const struct ir_bind *b,
                      bool leaves, uint64_t row)
{
    const struct ir_program *p = w->r->f->prog;
    struct figure_place at;
    if (b->kind == BIND_TABLE)
        return b->facet == TABLE_NONZERO && b->index == w->cells.table;
    if (b->kind == BIND_CHOICE)
        return choice_hits(w, &p->choice[b->index]);
    at = evidence_place(p, rule, b, row);
    if (at.colref == IR_NONE || p->colref[at.colref].table != w->cells.table)
        return false;
    at.leaves = at.leaves || leaves;
    return (at.fixed || leaves || row != DATA_NO_ROW) && place_hits(w, &at);
}

static bool reads_cells(const struct uses *w, const struct why_user *u, uint64_t row)
{
    const struct ir_rule *rule = u->rule == IR_NONE ? &whole : &w->r->f->prog->rule[u->rule];
    for (uint32_t i = 0; i < u->nread; i++)
        if (bind_hits(w, rule, &u->read[i].of, u->read[i].leaves, row))
            return true;
    return false;
}

/* a rule of a table's shape, of a table as a whole, a joint one */
static bool shape_reads(const struct uses *w, uint32_t rule, uint64_t row)
{
    const struct ir_rule *x = &w->r->f->prog->rule[rule];
    for (uint32_t i = 0; i < x->ncell; i++)
        if (bind_hits(w, x, &x->cell[i], false, row))
            return true;
    return false;
}

static bool names(const struct why_user *u, uint32_t figure)
{
    for (uint32_t i = 0; i < u->nby; i++)
        if (u->by[i] == figure)
            return true;
    return false;
}

/* ---- results ---- */

/* u NULL: the rule is of the program alone */
struct asked { const struct why_user *u; uint32_t rule, of; };

static bool result_reads(const struct uses *w, const struct asked *a, uint64_t row)
{
    if (a->of != OF_CELLS)
        return names(a->u, a->of);
    return a->u ? reads_cells(w, a->u, row) : shape_reads(w, a->rule, row);
}

/* Does no figure of the rule lie in the table of the cells? Then no result reads them. */
static bool rule_apart(const struct uses *w, const struct asked *a)
{
    const struct ir_program *p = w->r->f->prog;
    const struct ir_rule *x = &p->rule[a->rule];
    if (a->of != OF_CELLS)
        return !names(a->u, a->of);
    for (uint32_t i = 0; i < x->ncell; i++) {
        if (evidence_table(p, &x->cell[i]) == w->cells.table)
            return false;
    }
    return true;
}

static void list_results(struct uses *w, struct why_item *to, uint32_t rule,
                         uint64_t *const row[WHY_RANKS], const uint64_t met[WHY_RANKS])
{
    uint64_t listed = 0, total = 0;
    for (int rank = 0; rank < WHY_RANKS; rank++) {
        total += met[rank];
        for (uint64_t k = 0; k < met[rank] && listed < w->r->most && has_room(w); k++, listed++)
            why_add(w->r, to, why_result(w->r, rule, row[rank][k]));
    }
    to->members += total;
    to->left_out += total - listed;
}

static void add_results(struct uses *w, struct why_item *to, const struct asked *a)
{
    struct resolver *r = w->r;
    const struct ir_rule *x = &r->f->prog->rule[a->rule];
    uint64_t lanes = data_lanes(r->f->data, (enum ir_domain)x->domain, x->table);
    uint64_t *row[WHY_RANKS], met[WHY_RANKS] = { 0 };
    if (x->kind == KIND_STEP || rule_apart(w, a))
        return;
    for (int rank = 0; rank < WHY_RANKS; rank++)
        row[rank] = ARENA_ARRAY(r->arena, uint64_t, r->most);
    for (uint64_t k = 0; k < (lanes ? lanes : 1); k++) {
        uint64_t at = why_lane_row(r, x, k, lanes);
        uint8_t v = result_reads(w, a, at) ? eval_verdict(r->f, a->rule, at) : VERDICT_NONE;
        if (v == VERDICT_NONE)
            continue;
        if (met[why_rank(v)]++ < r->most)
            row[why_rank(v)][met[why_rank(v)] - 1] = at;
    }
    list_results(w, to, a->rule, row, met);
}

/* ---- lines and params ---- */

static void add_readers(struct uses *w, struct why_item *to, uint32_t of, unsigned depth);

static void line_value(const struct uses *w, struct why_item *i, uint32_t line)
{
    const struct line_value *v = &w->r->f->line[line];
    i->valued = true;
    i->value = v->value;
    i->reason = v->value ? RS_NONE : v->reason;
}

static void add_figure(struct uses *w, struct why_item *to, const struct why_user *u,
                       unsigned depth)
{
    struct why_item *i;
    to->members++;
    if (!has_room(w)) {
        to->left_out++;
        return;
    }
    i = why_named(w->r, u->node);
    if (u->line != IR_NONE)
        line_value(w, i, u->line);
    i->above = w->of_figure[u->figure];
    why_add(w->r, to, i);
    if (i->above)
        return;
    w->of_figure[u->figure] = i;
    i->cut = depth == WHY_DEPTH;
    if (!i->cut)
        add_readers(w, i, u->figure, depth + 1);
}

static void add_readers(struct uses *w, struct why_item *to, uint32_t of, unsigned depth)
{
    const struct why_plan *p = w->r->plan;
    for (uint32_t i = 0; i < p->nuser; i++) {
        const struct why_user *u = &p->user[i];
        if (u->rule != IR_NONE)
            add_results(w, to, &(struct asked){ u, u->rule, of });
        else if (of == OF_CELLS ? reads_cells(w, u, DATA_NO_ROW) : names(u, of))
            add_figure(w, to, u, depth);
    }
}

static void add_shapes(struct uses *w, struct why_item *to)
{
    for (uint32_t i = 0; i < w->r->f->prog->nrule; i++)
        if (!w->written[i])
            add_results(w, to, &(struct asked){ NULL, i, OF_CELLS });
}

void why_uses(struct resolver *r, struct why_item *root)
{
    const struct why_plan *p = r->plan;
    struct uses w = { .r = r, .cells.arena = r->arena,
                      .of_figure = ARENA_ARRAY(r->arena, const struct why_item *, p->nfigure + 1),
                      .written = ARENA_ARRAY(r->arena, uint8_t, r->f->prog->nrule + 1) };
    for (uint32_t i = 0; i < p->nuser; i++)
        if (p->user[i].rule != IR_NONE)
            w.written[p->user[i].rule] = 1;
    root->npart = 0;
    root->members = root->left_out = 0;
    r->tree->nitem = root->id;
    if (p->of != IR_NONE)
        w.of_figure[p->of] = root;
    else
        cells_find(&w, &p->root->bind);
    add_readers(&w, root, p->of, 0);
    if (p->of == IR_NONE)
        add_shapes(&w, root);
}
