/* Conditions in normal form. In: resolved and checked conditions. Out: truths over sides, tests of
 * texts and cells, made where the condition stands: in prior() its figures are the prior year's. */
#include "condition.h"
#include "atom.h"
#include "form_part.h"

static struct truth *truth_new(struct unit *u, enum truth_kind kind, struct span span)
{
    struct truth *t = ARENA_NEW(u->arena, struct truth);

    t->kind = kind;
    t->span = span;
    return t;
}

const struct truth *condition_both(struct unit *u, const struct truth *a, const struct truth *b)
{
    struct truth *t;

    if (!a || !b)
        return a ? a : b;
    t = truth_new(u, TRUTH_AND, a->span);
    t->a = a;
    t->b = b;
    t->row = a->row || b->row;
    return t;
}

static const struct truth *compound(struct unit *u, const struct cond *c, bool in_rows)
{
    static const enum truth_kind kind[] = { [COND_AND] = TRUTH_AND, [COND_OR] = TRUTH_OR,
                                            [COND_NOT] = TRUTH_NOT };
    struct truth *t = truth_new(u, kind[c->kind], c->span);

    t->a = condition_form(u, c->u.both.a, in_rows);
    t->b = c->u.both.b ? condition_form(u, c->u.both.b, in_rows) : NULL;
    if (!t->a || (c->u.both.b && !t->b))
        return NULL;
    t->row = t->a->row || (t->b && t->b->row);
    return t;
}

static const struct truth *compare(struct unit *u, const struct cond *c, bool in_rows)
{
    struct truth *t = truth_new(u, TRUTH_COMPARE, c->span);

    t->left = form_side_in(u, c->u.cmp.x, in_rows);
    t->right = form_side_in(u, c->u.cmp.y, in_rows);
    t->rel = c->u.cmp.rel;
    if (!t->left || !t->right)
        return NULL;
    t->row = atom_side_varies(t->left) || atom_side_varies(t->right);
    return t;
}

static const struct truth *text_test(struct unit *u, const struct cond *c)
{
    struct decl *key = c->u.cmp.key;
    struct truth *t = truth_new(u, TRUTH_TEXT, c->span);
    struct ir_test test = { .table = u->prior ? scope_prior(u, key->owner) : key->table,
                            .column = key->column, .text = c->u.cmp.text,
                            .prefix = c->u.cmp.prefix, .keyed = c->u.cmp.keyed,
                            .join = c->u.cmp.join };

    t->test = u->ir->ntest;
    t->equal = c->u.cmp.rel == REL_EQ;
    t->row = true;
    UNIT_PUSH(u, u->ir->test, u->ir->ntest, test);
    return t;
}

const struct truth *condition_present(struct unit *u, struct expr *cell, bool in_rows)
{
    const struct side *s = form_side_in(u, cell, in_rows);
    struct truth *t = truth_new(u, TRUTH_PRESENT, cell->span);

    if (!s)
        return NULL;
    t->atom = s->lin->term[0].atom;         /* one cell: check saw to it */
    t->row = t->atom->row;
    return t;
}

const struct truth *condition_form(struct unit *u, const struct cond *c, bool in_rows)
{
    switch (c->kind) {
    case COND_AND: case COND_OR: case COND_NOT: return compound(u, c, in_rows);
    case COND_COMPARE: return compare(u, c, in_rows);
    case COND_TEXT: return text_test(u, c);
    case COND_PRESENT: return condition_present(u, c->u.cell, in_rows);
    }
    return NULL;
}
