/* The figures of rules and lines: for evidence, and to tell where one figure meets itself. In:
 * normal forms. Out: their figures in order; may an interval be wider than the truth? */
#include "atom.h"
#include "choice.h"
#include "condition.h"
#include "lower.h"

/* A figure of the list: an atom, in the conditional aggregate over whose rows it is taken. */
struct listed { const struct atom *of, *rows; };

struct figures {
    struct unit *u;
    uint32_t mark;
    struct ir_bind *cell; uint32_t n, cap;
    struct listed *listed; uint32_t nlisted, cap_listed;    /* of each of those */
    uint32_t list;                  /* its number, not that of any walk */
    uint32_t met;                   /* expressions so far */
    bool collects;                  /* the cells are wanted; else they are only counted */
    bool repeated, strict, nested, in_sum;
    bool divides;                   /* an expression within the side is a quotient */
    const struct atom *rows;        /* the aggregate, of told rows, whose figures these are */
    bool chooses;                   /* its condition is at hand, which only chooses the rows */
    uint8_t reads;                  /* enum ir_read, of what is at hand */
    bool spreads;                   /* a figure of the expression at hand is no point */
};

/* Lines can be chained as long as the file: past this many expressions a walk stops, and a pass is
 * called loose. */
#define FIGURES_MET 1024u

static void visit_form(struct figures *f, const struct form *form);
static void visit_atom(struct figures *f, struct atom *a);

static void visit_side(struct figures *f, const struct side *s)
{
    if (s->quot) {
        f->nested = true;
        visit_form(f, s->quot->num);
        visit_form(f, s->quot->den);
    } else {
        visit_form(f, s->lin);
    }
}

static struct ir_bind figure_bind(struct figures *f, const struct atom *a)
{
    struct ir_sum taken;

    if (a->kind == ATOM_COL && f->rows) {
        taken = (struct ir_sum){ f->u->ir->choice[f->rows->choice].slot, a->ref, f->rows->choice,
                                 f->rows->rows != ROWS_SUM };
        return (struct ir_bind){ BIND_SUM, 0, lower_add_sum(f->u, taken) };
    }
    switch (a->kind) {
    case ATOM_ROWS: return (struct ir_bind){ BIND_CHOICE, 0, a->choice };
    case ATOM_CELL: return (struct ir_bind){ BIND_CELL, 0, a->cell };
    case ATOM_SUM: return (struct ir_bind){ BIND_SLOT, 0, a->slot.mid };
    case ATOM_COL: case ATOM_MUL: case ATOM_POW: case ATOM_ROUND: case ATOM_QUOT:
    case ATOM_LEAST: case ATOM_GREATEST: case ATOM_PART:
        break;
    }
    return (struct ir_bind){ BIND_COLREF, 0, a->ref };
}

/* The cell of the row at hand in the column of a cell; NULL: no rule asks for it. In the prior data
 * that row is matched, by a colref of its own. */
static struct atom *at_hand(struct unit *u, uint32_t ref)
{
    struct ir_colref c = u->ir->colref[ref];

    if (u->ir->table[c.table].origin == ORIGIN_CURRENT)
        return atom_find(u, ATOM_COL, ref);
    if (!scope_has_colref(u, COL_MATCHED, c.table, c.column))
        return NULL;
    return atom_find(u, ATOM_COL, scope_colref(u, COL_MATCHED, c.table, c.column));
}

/* A cell meets its column: as the row at hand's cell, and, if its row is named, among the leaf
 * rows. */
static bool cell_twin_seen(const struct figures *f, const struct atom *a)
{
    struct atom *col = atom_find(f->u, ATOM_COL, a->ref);
    struct atom *sum = atom_find(f->u, ATOM_SUM, a->ref);
    struct atom *hand = f->in_sum ? NULL : at_hand(f->u, a->ref);
    bool named = f->u->ir->cell[a->cell].row != 0, twin = false;

    if (hand) {
        hand->celled = f->mark;
        twin = hand->beside == f->mark;
    }
    if (col && named) {
        col->named = f->mark;
        twin = twin || col->summed == f->mark;
    }
    if (sum && named) {
        sum->named = f->mark;
        twin = twin || sum->seen == f->mark;
    }
    return twin;
}

/* Two figures that hold the same cells and are not netted: in a row that is named too, the row's
 * cell and the named row's; a column's sum, and its cells in the sum of an expression or in a
 * named row. */
static bool twin_seen(const struct figures *f, const struct atom *a)
{
    const struct atom *twin;

    if (a->kind == ATOM_CELL)
        return cell_twin_seen(f, a);
    if (a->kind == ATOM_SUM) {
        twin = atom_find(f->u, ATOM_COL, a->ref);
        return a->named == f->mark || (twin && twin->summed == f->mark);
    }
    if (!f->in_sum)
        return a->celled == f->mark;
    twin = atom_find(f->u, ATOM_SUM, a->ref);
    return a->named == f->mark || (twin && twin->seen == f->mark);
}

/* Figures of a key are cells of leaf rows, which a column's sum and a named row may take in too. */
static bool keyed_twin_seen(const struct figures *f, const struct atom *a)
{
    const struct ir_colref *c = &f->u->ir->colref[a->ref];
    const struct atom *sum;
    struct atom *column;

    if (c->kind != COL_KEYED) {
        if (a->kind == ATOM_CELL && !f->u->ir->cell[a->cell].row)
            return false;           /* the total row is of no key */
        column = atom_figure(f->u, ATOM_COL, a->ref);
        if (a->kind == ATOM_CELL)
            column->named = f->mark;
        return (a->kind != ATOM_COL || f->in_sum) && column->keyed == f->mark;
    }
    column = atom_figure(f->u, ATOM_COL, scope_colref(f->u, COL_PLAIN, c->table, c->column));
    column->keyed = f->mark;
    sum = atom_find(f->u, ATOM_SUM, column->ref);
    return column->summed == f->mark || column->named == f->mark
        || (sum && sum->seen == f->mark);
}

/* Where the figure stands in the list, in which it is put if it is not there. */
static uint32_t figure_entry(struct figures *f, struct atom *a)
{
    const struct atom *rows = a->kind == ATOM_COL ? f->rows : NULL;

    if (a->listed != f->list)
        a->entry = f->n;
    a->listed = f->list;
    for (uint32_t i = a->entry; i < f->n; i++)
        if (f->listed[i].of == a && f->listed[i].rows == rows)
            return i;
    ARENA_PUSH(f->u->arena, f->cell, f->n, f->cap, figure_bind(f, a));
    ARENA_PUSH(f->u->arena, f->listed, f->nlisted, f->cap_listed, ((struct listed){ a, rows }));
    return f->n - 1;
}

static void figure_read(struct figures *f, struct atom *a)
{
    uint32_t i = figure_entry(f, a);

    f->cell[i].facet |= f->reads;
}

static void visit_figure(struct figures *f, struct atom *a)
{
    if (!value_is_point(f->u, a->ref)) {
        f->spreads = true;
        f->repeated = f->repeated || a->seen == f->mark || twin_seen(f, a)
            || keyed_twin_seen(f, a);
        f->strict = f->strict || (f->nested && value_is_strict(f->u, a->ref));
    }
    if (f->in_sum)
        a->summed = f->mark;
    else
        a->beside = f->mark;
    if (f->collects && !(f->chooses && a->kind == ATOM_COL))
        figure_read(f, a);
    else if (!f->collects)
        f->n += a->seen != f->mark;
    a->seen = f->mark;
}

/* An expression that many lines use is walked once: what a second walk would find is known. */
static bool met_before(struct figures *f, struct atom *a)
{
    bool met = a->seen == f->mark && (f->in_sum || a->beside == f->mark);

    a->seen = f->mark;
    if (!f->in_sum)
        a->beside = f->mark;
    f->repeated = f->repeated || f->met == FIGURES_MET || (met && a->spreads);
    f->divides = f->divides || f->met == FIGURES_MET;
    return met || f->met == FIGURES_MET || (f->met++, false);
}

/* A figure that a condition asks as it is printed is evidence; it has no part in the interval. */
static void visit_truth(struct figures *f, const struct truth *t)
{
    uint8_t reads = f->reads;

    if (!f->collects)
        return;
    f->reads = 0;
    if (t->a)
        visit_truth(f, t->a);
    if (t->b)
        visit_truth(f, t->b);
    if (t->left) {
        visit_side(f, t->left);
        visit_side(f, t->right);
    }
    if (t->atom)
        visit_atom(f, t->atom);
    f->reads = reads;
}

/* What the condition of an aggregate reads in its rows stands in the choice of these; a count is
 * made of nothing else. */
static void visit_choice(struct figures *f, struct atom *a)
{
    uint8_t reads = f->reads;

    f->chooses = true;
    if (a->where)
        visit_truth(f, a->where);
    f->chooses = false;
    if (!f->collects || f->rows != a || a->averaged)
        return;
    if (a->rows != ROWS_COUNT)
        f->reads &= (uint8_t)~READ_VALUE;
    figure_read(f, a);
    f->reads = reads;
}

static void visit_parts(struct figures *f, struct atom *a)
{
    f->in_sum = f->in_sum || a->kind == ATOM_ROWS;
    if (choice_is_told(a) && a->lowered && a->choice != IR_NONE)
        f->rows = a;
    if (a->kind == ATOM_ROWS)
        f->chooses = false;         /* its own rows, though they are asked of in a condition */
    if (a->a)
        visit_form(f, a->a);
    if (a->b)
        visit_form(f, a->b);
    for (uint32_t i = 0; i < a->narg; i++)
        visit_form(f, a->arg[i]);
    if (a->kind == ATOM_ROWS)
        visit_choice(f, a);
    if (a->side)
        visit_side(f, a->side);
    f->divides = f->divides || a->quot || (a->side && a->side->quot);
    if (a->quot) {
        visit_form(f, a->quot->num);
        visit_form(f, a->quot->den);
    }
}

static void visit_atom(struct figures *f, struct atom *a)
{
    struct figures outer = *f;

    if (a->kind == ATOM_CELL || a->kind == ATOM_COL || a->kind == ATOM_SUM) {
        visit_figure(f, a);
        return;
    }
    if (!met_before(f, a)) {
        f->nested = true;
        f->spreads = false;
        visit_parts(f, a);
        a->spreads = f->spreads;
    }
    f->nested = outer.nested;
    f->in_sum = outer.in_sum;
    f->rows = outer.rows;
    f->chooses = outer.chooses;
    f->spreads = outer.spreads || a->spreads;
}

static void visit_form(struct figures *f, const struct form *form)
{
    for (uint32_t i = 0; i < form->n && f->n < FORM_MAX_TERMS; i++)
        visit_atom(f, form->term[i].atom);
}

static struct figures list_begin(struct unit *u)
{
    uint32_t list = ++u->marks;

    return (struct figures){ .u = u, .list = list, .mark = ++u->marks, .collects = true };
}

/* Each side is walked as if alone, so that what both read is known to be read by both. */
void lower_rule_figures(struct unit *u, const struct side *const side[2],
                        const struct truth *const clause[2], struct ir_rule *r)
{
    struct figures f = list_begin(u);

    for (int i = 0; i < 2; i++) {
        f.mark = ++u->marks;
        f.met = 0;
        uint8_t this_side = i ? READ_RIGHT : READ_LEFT;
        f.divides = false;
        f.reads = this_side | READ_VALUE;
        if (side[i])
            visit_side(&f, side[i]);
        if (f.divides)
            r->divides |= this_side;
    }
    for (int i = 0; i < 2; i++)
        if (clause[i])
            visit_truth(&f, clause[i]);
    r->cell = f.cell;
    r->ncell = f.n;
}

void lower_whole_figures(struct unit *u, struct ir_bind table, const struct truth *when,
                         struct ir_rule *r)
{
    struct figures f = list_begin(u);

    if (when)
        visit_truth(&f, when);
    ARENA_PUSH(u->arena, f.cell, f.n, f.cap, table);
    r->cell = f.cell;
    r->ncell = f.n;
}

void lower_figures(struct unit *u, const struct side *const *side, uint32_t n,
                   struct ir_bind **cell, uint32_t *ncell)
{
    struct figures f = list_begin(u);

    for (uint32_t i = 0; i < n; i++)
        visit_side(&f, side[i]);
    *cell = f.cell;
    *ncell = f.n;
}

bool lower_loose_form(struct unit *u, const struct form *net)
{
    struct figures f = { .u = u, .mark = ++u->marks };

    for (uint32_t i = 0; i < net->n; i++)
        if (rat_sign(net->term[i].coef))
            visit_atom(&f, net->term[i].atom);
    return f.repeated || f.strict;
}

bool lower_loose_sides(struct unit *u, const struct side *a, const struct side *b)
{
    struct figures f = { .u = u, .mark = ++u->marks, .nested = true };

    visit_side(&f, a);
    if (b)
        visit_side(&f, b);
    return f.repeated || f.strict;
}
