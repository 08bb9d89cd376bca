/* Views of values.
 * In: normal forms. Out: what they say of a value, and a key that is equal for equal values.
 * Invariant: keys are made of atoms and exact coefficients in one order, whatever order they were
 * written in. */
#include "joint_view.h"
#include <stdlib.h>
#include <string.h>

/* ── keys ── */

static int by_atom(const void *a, const void *b)
{
    const struct term *x = a, *y = b;

    return x->atom < y->atom ? -1 : x->atom > y->atom;
}

static void key_rat(struct strbuf *b, struct rat r)
{
    strbuf_add(b, (const char *)&r.num, sizeof r.num);
    strbuf_add(b, (const char *)&r.den, sizeof r.den);
}

/* false: a coefficient over `by` cannot be kept */
static bool key_form(struct unit *u, struct strbuf *b, const struct form *f, struct rat by)
{
    struct term *t = ARENA_ARRAY(u->arena, struct term, (size_t)f->n + 1);
    struct rat c;

    if (f->n)
        memcpy(t, f->term, f->n * sizeof *t);
    qsort(t, f->n, sizeof *t, by_atom);
    for (uint32_t i = 0; i < f->n; i++) {
        if (!rat_sign(t[i].coef))
            continue;
        if (rat_div(&c, t[i].coef, by))
            return false;
        strbuf_add(b, (const char *)&t[i].atom, sizeof t[i].atom);
        key_rat(b, c);
    }
    strbuf_addc(b, '=');
    key_rat(b, f->k);
    return true;
}

static bool all_cancel(const struct form *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (rat_sign(f->term[i].coef))
            return false;
    return true;
}

struct view view_self(struct unit *u, struct symtab *keys, const struct side *x)
{
    struct view v = { .coef = rat_int(1) };
    struct strbuf b;

    if (!x->quot && all_cancel(x->lin))
        return v;                   /* a constant is no figure: it says nothing of one */
    strbuf_init(&b, u->arena);
    strbuf_addc(&b, x->quot ? 'Q' : 'L');
    if (x->quot) {
        key_form(u, &b, x->quot->num, v.coef);
        key_form(u, &b, x->quot->den, v.coef);
        key_rat(&b, x->k1);
        key_rat(&b, x->k0);
    } else {
        key_form(u, &b, x->lin, v.coef);
    }
    v.key = sym_intern(keys, b.p, b.len);
    return v;
}

/* ── prior figures ── */

enum touch { TOUCH_NONE, TOUCH_PRIOR, TOUCH_MIXED };

#define TOUCHES_MOST 1000u          /* atoms looked at; a view of more is not made */

static bool form_has_prior(struct unit *u, const struct form *f, uint32_t *left);

static bool side_has_prior(struct unit *u, const struct side *s, uint32_t *left)
{
    if (!s->quot)
        return form_has_prior(u, s->lin, left);
    return form_has_prior(u, s->quot->num, left) || form_has_prior(u, s->quot->den, left);
}

static bool atom_has_prior(struct unit *u, const struct atom *a, uint32_t *left)
{
    if (*left == 0)
        return true;
    --*left;
    if (a->kind == ATOM_CELL || a->kind == ATOM_COL || a->kind == ATOM_SUM)
        return u->ir->table[u->ir->colref[a->ref].table].origin == ORIGIN_PRIOR;
    return (a->a && form_has_prior(u, a->a, left)) || (a->b && form_has_prior(u, a->b, left))
        || (a->side && side_has_prior(u, a->side, left))
        || (a->quot && (form_has_prior(u, a->quot->num, left)
                        || form_has_prior(u, a->quot->den, left)));
}

static bool form_has_prior(struct unit *u, const struct form *f, uint32_t *left)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (atom_has_prior(u, f->term[i].atom, left))
            return true;
    return false;
}

/* A prior figure that an expression hides is of no use. */
static enum touch touch_of(struct unit *u, const struct atom *a)
{
    uint32_t left = TOUCHES_MOST;

    if (!atom_has_prior(u, a, &left))
        return TOUCH_NONE;
    return a->kind == ATOM_CELL || a->kind == ATOM_SUM ? TOUCH_PRIOR : TOUCH_MIXED;
}

/* The terms of a form: prior figures, and the others with its constant. False: some are neither. */
static bool split(struct unit *u, const struct form *f, struct form *prior, struct form *rest)
{
    *prior = *rest = (struct form){ .k = f->k, .den = f->den };
    prior->k = rat_int(0);
    prior->term = ARENA_ARRAY(u->arena, struct term, (size_t)f->n + 1);
    rest->term = ARENA_ARRAY(u->arena, struct term, (size_t)f->n + 1);
    for (uint32_t i = 0; i < f->n; i++) {
        enum touch t = touch_of(u, f->term[i].atom);
        if (t == TOUCH_MIXED)
            return false;
        if (t == TOUCH_PRIOR && rat_sign(f->term[i].coef))
            prior->term[prior->n++] = f->term[i];
        else
            rest->term[rest->n++] = f->term[i];
    }
    return true;
}

/* P is the prior figures over the coefficient of the first of them. */
static void base_of(struct unit *u, struct symtab *keys, const struct form *prior, struct view *v)
{
    const struct term *first = &prior->term[0];
    struct strbuf b;

    for (uint32_t i = 1; i < prior->n; i++)
        if (prior->term[i].atom < first->atom)
            first = &prior->term[i];
    v->coef = first->coef;
    v->figure = first->atom;
    strbuf_init(&b, u->arena);
    strbuf_addc(&b, 'P');
    if (key_form(u, &b, prior, v->coef))
        v->key = sym_intern(keys, b.p, b.len);
}

struct view view_prior(struct unit *u, struct symtab *keys, const struct side *x)
{
    const struct form *f = x->quot ? x->quot->den : x->lin;
    struct form *rest = ARENA_NEW(u->arena, struct form), prior;
    struct view v = { .rest = rest };
    uint32_t left = TOUCHES_MOST;

    if (!split(u, f, &prior, rest) || !prior.n)
        return v;
    if (x->quot) {
        if (rest->n || rat_sign(rest->k) || form_has_prior(u, x->quot->num, &left))
            return v;
        v.rest = x->quot->num;
        v.ratio = x;
    }
    base_of(u, keys, &prior, &v);
    return v;
}
