/* Aggregates in normal form. In: checked calls of sum, count, min, max and avg. Out: atoms whose
 * values are made over the leaf rows of one table, or of several operands. */
#include "atom.h"
#include "condition.h"
#include "form_part.h"

uint32_t form_rows_table(struct unit *u, const struct expr *e)
{
    if (e->units)
        return scope_units(u, e->decl);
    return u->prior ? scope_prior(u, e->decl) : e->decl->table;
}

static struct atom *rows_atom(struct gather *g, struct expr *e, enum rows_kind kind)
{
    struct atom *a = atom_new(g->u, ATOM_ROWS, e->span);

    a->rows = kind;
    a->table = form_rows_table(g->u, e);
    if (e->u.call.where) {
        a->where = condition_form(g->u, e->u.call.where, true);
        g->failed = g->failed || !a->where;
    }
    return a;
}

static bool all_columns(const struct form *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->term[i].atom->kind != ATOM_COL)
            return false;
    return rat_sign(f->k) == 0;
}

/* A sum of columns is the sum of their sums, so that a column that stands twice is one figure. */
static void add_sum(struct gather *g, struct expr *e, struct rat scale)
{
    const struct form *f = form_of_part(g, e->u.call.arg[0], true);
    struct atom *a;

    if (!f)
        return;
    if (all_columns(f) && !e->u.call.where) {
        for (uint32_t i = 0; i < f->n; i++) {
            struct atom *sum = atom_figure(g->u, ATOM_SUM, f->term[i].atom->ref);
            sum->step = f->term[i].atom->step;
            form_add_term(g, sum, form_scaled(g, scale, f->term[i].coef));
        }
        return;
    }
    a = rows_atom(g, e, ROWS_SUM);
    a->a = f;
    form_add_term(g, a, form_scaled(g, scale, form_inverse(f->den)));
}

static void add_count(struct gather *g, struct expr *e, struct rat scale)
{
    struct expr *of = e->u.call.arg[0];
    struct atom *a = rows_atom(g, e, ROWS_COUNT);

    if (of->decl->kind != DECL_TABLE && !g->failed) {
        const struct truth *printed = condition_present(g->u, of, true);
        a->where = condition_both(g->u, printed, a->where);
    }
    form_add_term(g, a, scale);
}

static void add_extreme_row(struct gather *g, struct expr *e, bool greatest, struct rat scale)
{
    const struct form *f = form_of_part(g, e->u.call.arg[0], true);
    struct atom *a;

    if (!f)
        return;
    a = rows_atom(g, e, greatest ? ROWS_GREATEST : ROWS_LEAST);
    a->a = f;
    form_add_term(g, a, form_scaled(g, scale, form_inverse(f->den)));
}

static void add_extreme(struct gather *g, struct expr *e, bool greatest, struct rat scale)
{
    struct atom *a = atom_new(g->u, greatest ? ATOM_GREATEST : ATOM_LEAST, e->span);

    a->narg = e->u.call.narg;
    a->arg = ARENA_ARRAY(g->u->arena, const struct form *, a->narg);
    a->den = w256_from_i64(1);
    for (uint32_t i = 0; i < a->narg && !g->failed; i++) {
        a->arg[i] = form_of_part(g, e->u.call.arg[i], g->in_sum);
        if (!a->arg[i])
            return;
        a->row = a->row || atom_varies(a->arg[i]);
        if (rat_lcm(&a->den, a->den, a->arg[i]->den)) {
            diag_add(g->u->diags, DIAG_TOO_WIDE, e->span, NULL);
            g->failed = true;
        }
    }
    form_add_term(g, a, form_scaled(g, scale, form_inverse(a->den)));
}

void form_add_rows(struct gather *g, struct expr *e, enum function f, struct rat scale)
{
    if (f == FN_SUM)
        add_sum(g, e, scale);
    else if (f == FN_COUNT)
        add_count(g, e, scale);
    else if (e->u.call.narg == 1)
        add_extreme_row(g, e, f == FN_MAX, scale);
    else
        add_extreme(g, e, f == FN_MAX, scale);
}

static const struct form *average_form(struct unit *u, struct expr *e, bool count)
{
    struct gather g = form_gather(u, false, e->span);

    if (count) {
        struct atom *a = rows_atom(&g, e, ROWS_COUNT);
        a->averaged = true;
        form_add_term(&g, a, rat_int(1));
    } else {
        add_sum(&g, e, rat_int(1));
    }
    return form_gathered(&g);
}

struct side *form_average(struct unit *u, struct expr *e)
{
    struct side *s = ARENA_NEW(u->arena, struct side);

    s->quot = ARENA_NEW(u->arena, struct quotient);
    *s->quot = (struct quotient){ .num = average_form(u, e, false),
                                  .den = average_form(u, e, true),
                                  .zero = RS_NO_ROWS, .span = e->span };
    s->k1 = rat_int(1);
    s->k0 = rat_int(0);
    return s;
}
