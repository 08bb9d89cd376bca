/* The terms of linear rules, for what looks at all of them together.
 * In: left − right of a rule that a shape decides, whose atoms were lowered. Out: the same as
 * coefficients of figures in the program.
 * Invariant: all of the relation, or nothing. */
#include "atom.h"
#include "lower.h"

struct net {
    struct unit *u;
    const struct ir_rule *rule;
    struct ir_term *term; uint32_t n, cap;
    bool failed;                    /* a figure is not linear, or a coefficient too big */
};

static void add_term(struct net *t, struct ir_bind of, w256 coef)
{
    ARENA_PUSH(t->u->arena, t->term, t->n, t->cap, ((struct ir_term){ of, coef }));
}

/* The sum of the program that takes the rows of an aggregate: it is among the rule's figures. */
static bool sum_of_rows(const struct net *t, const struct atom *rows, uint32_t ref,
                        struct ir_bind *of)
{
    const struct ir_program *p = t->u->ir;

    for (uint32_t i = 0; i < t->rule->ncell; i++) {
        *of = t->rule->cell[i];
        if (of->kind == BIND_SUM && p->sum[of->index].choice == rows->choice
            && p->sum[of->index].colref == ref)
            return true;
    }
    return false;
}

/* Σ of columns over rows that a condition chooses */
static void add_rows(struct net *t, const struct atom *rows, w256 coef)
{
    const struct form *f = rows->a;
    struct ir_bind of;
    w256 inner;

    t->failed = t->failed || rows->rows != ROWS_SUM || !rows->where || rat_sign(f->k);
    for (uint32_t i = 0; !t->failed && i < f->n; i++) {
        const struct atom *a = f->term[i].atom;
        t->failed = a->kind != ATOM_COL || !sum_of_rows(t, rows, a->ref, &of)
            || rat_over(&inner, f->term[i].coef, f->den) || w256_mul(&inner, inner, coef);
        if (!t->failed)
            add_term(t, of, inner);
    }
}

static void add_atom(struct net *t, const struct atom *a, w256 coef)
{
    switch (a->kind) {
    case ATOM_CELL: add_term(t, (struct ir_bind){ BIND_CELL, 0, a->cell }, coef); break;
    case ATOM_COL: add_term(t, (struct ir_bind){ BIND_COLREF, 0, a->ref }, coef); break;
    case ATOM_SUM: add_term(t, (struct ir_bind){ BIND_SLOT, 0, a->slot.mid }, coef); break;
    case ATOM_ROWS: add_rows(t, a, coef); break;
    case ATOM_MUL: case ATOM_POW: case ATOM_ROUND: case ATOM_QUOT: case ATOM_LEAST:
    case ATOM_GREATEST: case ATOM_PART:
        t->failed = true;
        break;
    }
}

void lower_net(struct unit *u, const struct form *net, w256 den, struct ir_rule *r)
{
    struct net t = { .u = u, .rule = r };
    w256 coef, k;

    t.failed = rat_over(&k, net->k, den);
    for (uint32_t i = 0; i < net->n && !t.failed; i++) {
        t.failed = rat_over(&coef, net->term[i].coef, den);
        if (!t.failed && w256_sign(coef))
            add_atom(&t, net->term[i].atom, coef);
    }
    if (t.failed)
        return;
    r->term = t.term;
    r->nterm = t.n;
    r->term_k = k;
}
