/* Aggregates over rows, and conditions. In: resolved calls and conditions. Out: measures; which
 * table's rows an aggregate goes through, in the call's decl; diagnostics. */
#include "check_part.h"

/* ── conditions ── */

/* The row whose text is asked must be at hand: that of an aggregate's rows, or of the table around
 * the rule, or of the key of a rule with `each`. */
static void check_text(struct check *c, const struct cond *x)
{
    const struct decl *key = x->u.cmp.key, *rows = c->in_sum ? c->sum : c->table;
    struct unit *u = c->u;

    if (!c->in_sum && x->u.cmp.keyed)
        return;
    if (rows == key->owner && (!c->in_sum || c->sum_origin == check_origin(c)))
        return;
    if (c->in_sum && c->sum)
        diag_add(u->diags, DIAG_SUM_TWO_TABLES, x->span,
                 check_table_label(u, c->sum, c->sum_origin),
                 check_table_label(u, key->owner, check_origin(c)), NULL);
    else
        diag_add(u->diags, DIAG_TEXT_NO_ROW, x->span, unit_text(u, key->owner->name.text),
                 unit_text(u, key->name.text), NULL);
}

bool check_is_cell(const struct unit *u, const struct expr *e)
{
    const struct row_select *row;

    if (e->kind == EX_CALL && function_find(unit_text(u, e->u.call.fn.text)) == FN_PRIOR)
        e = e->u.call.arg[0];
    if (e->kind != EX_REF || !e->decl || e->decl->kind != DECL_COLUMN)
        return false;
    row = e->u.ref.row;
    return !row || !row->code[row->ncode - 1].prefix;
}

static void check_present(struct check *c, struct cond *x)
{
    if (check_expr(c, x->u.cell) && !check_is_cell(c->u, x->u.cell))
        diag_add(c->u->diags, DIAG_PRESENT_CELL, x->u.cell->span, NULL);
}

void check_condition(struct check *c, struct cond *x)
{
    switch (x->kind) {
    case COND_AND: case COND_OR: case COND_NOT:
        check_condition(c, x->u.both.a);
        if (x->u.both.b)
            check_condition(c, x->u.both.b);
        break;
    case COND_COMPARE:
        check_expr(c, x->u.cmp.x);
        check_expr(c, x->u.cmp.y);
        check_agree(c->u, x->u.cmp.x, x->u.cmp.y, x->u.cmp.rel_span,
                    check_rel_text(x->u.cmp.rel));
        break;
    case COND_TEXT:
        if (x->u.cmp.key)
            check_text(c, x);
        break;
    case COND_PRESENT:
        check_present(c, x);
        break;
    }
}

void check_clauses(struct check *c, const struct rule *r)
{
    if (r->where && !c->table && !r->neach)
        diag_add(c->u->diags, DIAG_WHERE_OF_WHOLE, r->where->span, NULL);
    else if (r->where)
        check_condition(c, r->where);
    if (r->when)
        check_condition(c, r->when);
}

/* ── aggregates ── */

/* count(T) or count(T.c) */
static const struct measure *check_counted(struct check *c, struct expr *of)
{
    if (of->kind == EX_REF && of->decl && of->decl->kind == DECL_TABLE) {
        c->sum = of->decl;
        c->sum_origin = check_origin(c);
        c->table_met = true;
        return measure_none(c->u);
    }
    if (!check_expr(c, of))
        return NULL;
    if (!check_is_cell(c->u, of) || of->kind != EX_REF || of->u.ref.row) {
        diag_add(c->u->diags, DIAG_COUNT_OF, of->span, NULL);
        return NULL;
    }
    return measure_none(c->u);
}

const struct measure *check_rows(struct check *c, struct expr *e, enum function f)
{
    struct check inner = *c;
    const char *name = unit_text(c->u, e->u.call.fn.text);
    struct expr *of = e->u.call.arg[0];
    const struct measure *m;

    if (c->in_sum) {
        diag_add(c->u->diags, DIAG_NESTED_SUM, e->span, NULL);
        return NULL;
    }
    inner.in_sum = true;
    inner.sum = NULL;
    m = f == FN_COUNT ? check_counted(&inner, of) : check_expr(&inner, of);
    c->table_met = c->table_met || inner.table_met;
    if (m && !inner.sum) {
        diag_add(c->u->diags, DIAG_SUM_NEEDS_TABLE, e->span, name, NULL);
        return NULL;
    }
    e->decl = inner.sum;
    e->units = inner.sum_origin == ORIGIN_UNITS;
    if (m && e->u.call.where)
        check_condition(&inner, e->u.call.where);
    return m;
}
