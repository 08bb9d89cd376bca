/* Normal forms. In: checked expressions (depth <= 256; figures in dependency order).
 * Out: sides. Lines are inlined, so that a cell that stands on both sides of a rule by
 * way of lines cancels exactly. */
#include "atom.h"
#include "fold.h"
#include "form_part.h"
#include "text.h"
#include "rowref.h"
#include <string.h>

static uint32_t next_mark(struct unit *u) { return ++u->marks; }

static void too_wide(struct gather *g, struct span at)
{
    if (!g->failed)
        diag_add(g->u->diags, DIAG_TOO_WIDE, at, NULL);
    g->failed = true;
}

/* ── gathering a linear form ── */

void form_add_term(struct gather *g, struct atom *a, struct rat coef)
{
    struct term_stack *s = &g->u->terms;

    if (a->mark == g->mark) {
        struct term *t = &s->term[g->base + a->at];
        if (rat_add(&t->coef, t->coef, coef))
            too_wide(g, g->span);
        return;
    }
    if (s->n - g->base == FORM_MAX_TERMS) {
        if (!g->failed)
            diag_add(g->u->diags, DIAG_TOO_MANY_TERMS, g->span,
                     arena_printf(g->u->arena, "%u", FORM_MAX_TERMS), NULL);
        g->failed = true;
        return;
    }
    a->mark = g->mark;
    a->at = s->n - g->base;
    ARENA_PUSH(g->u->arena, s->term, s->n, s->cap, ((struct term){ a, coef }));
}

static void add_constant(struct gather *g, struct rat k)
{
    if (rat_add(&g->k, g->k, k))
        too_wide(g, g->span);
}

struct rat form_scaled(struct gather *g, struct rat a, struct rat b)
{
    struct rat r = rat_int(0);

    if (rat_mul(&r, a, b))
        too_wide(g, g->span);
    return r;
}

static void add_form(struct gather *g, const struct form *f, struct rat scale)
{
    for (uint32_t i = 0; i < f->n && !g->failed; i++)
        form_add_term(g, f->term[i].atom, form_scaled(g, f->term[i].coef, scale));
    add_constant(g, form_scaled(g, f->k, scale));
}

struct gather form_gather(struct unit *u, bool in_sum, struct span span)
{
    return (struct gather){ .u = u, .k = rat_int(0), .base = u->terms.n,
                            .mark = next_mark(u), .in_sum = in_sum, .span = span };
}

/* Gathers inside this one left marks of their own on atoms, so one may stand in two terms. */
static void merge_terms(struct gather *g)
{
    struct term_stack *s = &g->u->terms;
    uint32_t n = s->n;

    g->mark = next_mark(g->u);
    s->n = g->base;
    for (uint32_t i = g->base; i < n && !g->failed; i++)
        form_add_term(g, s->term[i].atom, s->term[i].coef);
}

/* Common denominator; NULL if the form could not be made. */
const struct form *form_gathered(struct gather *g)
{
    const struct term *t;
    uint32_t n;
    struct form *f;
    w256 den = g->k.den;

    merge_terms(g);
    t = &g->u->terms.term[g->base];
    n = g->u->terms.n - g->base;
    g->u->terms.n = g->base;
    for (uint32_t i = 0; i < n && !g->failed; i++)
        if (rat_lcm(&den, den, t[i].coef.den))
            too_wide(g, g->span);
    if (g->failed)
        return NULL;
    f = ARENA_NEW(g->u->arena, struct form);
    *f = (struct form){ NULL, n, g->k, den };
    if (n)
        f->term = memcpy(ARENA_ARRAY(g->u->arena, struct term, n), t, n * sizeof *t);
    return f;
}

/* ── what is not linear ── */

struct rat form_inverse(w256 den)
{
    struct rat r = rat_int(1);

    r.den = den;
    return r;
}

static struct rat column_factor(struct gather *g, const struct decl *d, uint32_t colref)
{
    const struct ir_column *c = scope_column(g->u, colref);
    struct rat r = rat_int(0), one = rat_int(1);
    w256 p;

    w256_pow10(&p, (unsigned)c->grid.scale);
    one.den = p;
    if (rat_mul(&r, d->measure->factor, one))
        too_wide(g, g->span);
    return r;
}

static uint32_t column_table(struct unit *u, const struct expr *e)
{
    if (e->units)
        return scope_units(u, e->decl->owner);
    return u->prior ? scope_prior(u, e->decl->owner) : e->decl->table;
}

static uint32_t column_colref(struct unit *u, const struct expr *e, bool at_hand)
{
    const struct decl *d = e->decl;
    uint32_t table = column_table(u, e);

    if (e->keyed)
        return join_colref(u, e->join, table, d->column);
    return scope_colref(u, u->prior && at_hand ? COL_MATCHED : COL_PLAIN, table, d->column);
}

static void add_column_ref(struct gather *g, const struct expr *e, struct rat scale)
{
    const struct decl *d = e->decl;
    const struct row_select *row = e->u.ref.row;
    bool at_hand = !row && !g->in_sum && e->here;
    uint32_t table = column_table(g->u, e), colref = column_colref(g->u, e, at_hand);
    struct atom *a;

    if (row || (!g->in_sum && !e->here && !e->keyed))
        a = atom_cell(g->u, scope_cell(g->u, colref, scope_rowref(g->u, table, row)));
    else
        a = atom_figure(g->u, ATOM_COL, colref);
    if (!w256_sign(a->step.den))
        a->step = column_factor(g, d, colref);
    form_add_term(g, a, form_scaled(g, scale, a->step));
}

static void add_text_ref(struct gather *g, const struct expr *e, struct rat scale)
{
    uint32_t table = g->u->prior ? scope_prior(g->u, e->decl) : e->decl->table;
    uint32_t colref = text_colref(g->u, table, e->measure);
    struct atom *a = atom_cell(g->u, scope_cell(g->u, colref,
                                                scope_rowref(g->u, table, e->u.ref.row)));

    if (!w256_sign(a->step.den))
        a->step = text_step(g->u, colref);
    form_add_term(g, a, form_scaled(g, scale, a->step));
}

static void accumulate(struct gather *g, struct expr *e, struct rat scale);

static const struct form *linear_form(struct unit *u, struct expr *e, bool in_sum)
{
    struct gather g = form_gather(u, in_sum, e->span);

    accumulate(&g, e, rat_int(1));
    return form_gathered(&g);
}

const struct form *form_of_part(struct gather *g, struct expr *e, bool in_sum)
{
    const struct form *f = linear_form(g->u, e, in_sum);

    if (!f)
        g->failed = true;
    return f;
}

static void add_product(struct gather *g, struct expr *e, struct rat scale)
{
    const struct form *a = form_of_part(g, e->u.bin.a, g->in_sum);
    const struct form *b = form_of_part(g, e->u.bin.b, g->in_sum);
    struct atom *m;

    if (!a || !b)
        return;
    m = atom_new(g->u, ATOM_MUL, e->span);
    m->a = a;
    m->b = b;
    m->row = atom_varies(a) || atom_varies(b);
    scale = form_scaled(g, scale, form_inverse(a->den));
    form_add_term(g, m, form_scaled(g, scale, form_inverse(b->den)));
}

static void add_power(struct gather *g, struct expr *e, struct rat scale)
{
    unsigned power = fold_power_of(g->u, e);
    const struct form *a;
    struct atom *m;

    if (power == 0) {                       /* 1, but unknown if its figures are */
        accumulate(g, e->u.bin.a, rat_int(0));
        add_constant(g, scale);
        return;
    }
    a = form_of_part(g, e->u.bin.a, g->in_sum);
    if (!a)
        return;
    m = atom_new(g->u, ATOM_POW, e->span);
    m->a = a;
    m->power = power;
    m->row = atom_varies(a);
    for (unsigned i = 0; i < m->power; i++)
        scale = form_scaled(g, scale, form_inverse(a->den));
    form_add_term(g, m, scale);
}

static void add_round(struct gather *g, struct expr *e, struct rat scale)
{
    const struct side *x = form_side_in(g->u, e->u.call.arg[0], g->in_sum);
    const struct rat *step = fold_constant(g->u, e->u.call.arg[1]);
    struct atom *m;

    if (!x || !step) {
        g->failed = true;
        return;
    }
    m = atom_new(g->u, ATOM_ROUND, e->span);
    m->side = x;
    m->step = *step;
    m->row = atom_side_varies(x);
    form_add_term(g, m, form_scaled(g, scale, *step));
}

/* The quotient rounded: 1 unit of the atom is half of its last place. */
static void add_quotient(struct gather *g, const struct side *s, struct rat scale)
{
    struct quotient *q = s->quot;
    struct rat unit = rat_int(1);

    if (!q->atom) {
        q->atom = atom_new(g->u, ATOM_QUOT, q->span);
        q->atom->quot = q;
        q->atom->row = atom_side_varies(s);
    }
    w256_pow10(&unit.den, QUOT_PLACES);
    w256_mul(&unit.den, unit.den, w256_from_i64(2));
    form_add_term(g, q->atom, form_scaled(g, form_scaled(g, scale, s->k1), unit));
    add_constant(g, form_scaled(g, scale, s->k0));
}

/* Lines are read in their place: a short file of lines that use lines could grow past any
 * memory. */
static bool may_inline(struct unit *u, const struct side *s, struct span at)
{
    bool could = u->inlined <= FORM_MAX_INLINED;

    u->inlined += s->quot ? (uint64_t)s->quot->num->n + s->quot->den->n : s->lin->n;
    if (could && u->inlined > FORM_MAX_INLINED)
        diag_add(u->diags, DIAG_TOO_MANY_INLINED, at,
                 arena_printf(u->arena, "%u", FORM_MAX_INLINED), NULL);
    return u->inlined <= FORM_MAX_INLINED;
}

static void add_side(struct gather *g, const struct side *s, struct rat scale)
{
    if (!s)
        g->failed = true;
    else if (s->quot)
        add_quotient(g, s, scale);
    else if (may_inline(g->u, s, g->span))
        add_form(g, s->lin, scale);
    else
        g->failed = true;
}

static void divide(struct gather *g, struct expr *a, struct rat b, struct rat scale, struct span at)
{
    struct rat r = rat_int(0);

    if (!rat_sign(b))
        return;                     /* reported when it was folded */
    if (rat_div(&r, scale, b))
        too_wide(g, at);
    accumulate(g, a, r);
}

/* growth and share over a literal are linear */
static void add_ratio(struct gather *g, struct expr *e, bool growth, struct rat scale)
{
    const struct rat *base = fold_constant(g->u, e->u.call.arg[1]);

    if (!base) {
        add_side(g, form_side_in(g->u, e, g->in_sum), scale);
        return;
    }
    divide(g, e->u.call.arg[0], *base, scale, e->span);
    if (growth)
        add_constant(g, rat_neg(scale));
}

static void add_prior(struct gather *g, struct expr *e, struct rat scale)
{
    g->u->prior = true;
    accumulate(g, e->u.call.arg[0], scale);
    g->u->prior = false;
}

static void accumulate_call(struct gather *g, struct expr *e, struct rat scale)
{
    enum function f = function_find(unit_text(g->u, e->u.call.fn.text));

    switch (f) {
    case FN_SUM: case FN_COUNT: case FN_MIN: case FN_MAX: form_add_rows(g, e, f, scale); break;
    case FN_AVG: add_side(g, form_side_in(g->u, e, g->in_sum), scale); break;
    case FN_ROUND: add_round(g, e, scale); break;
    case FN_GROWTH: add_ratio(g, e, true, scale); break;
    case FN_SHARE: add_ratio(g, e, false, scale); break;
    case FN_PRIOR: add_prior(g, e, scale); break;
    case FN_UNKNOWN: break;
    }
}

static void accumulate_mul(struct gather *g, struct expr *e, struct rat scale)
{
    const struct rat *a = fold_constant(g->u, e->u.bin.a), *b = fold_constant(g->u, e->u.bin.b);

    if (a)
        accumulate(g, e->u.bin.b, form_scaled(g, scale, *a));
    else if (b)
        accumulate(g, e->u.bin.a, form_scaled(g, scale, *b));
    else
        add_product(g, e, scale);
}

static void accumulate_div(struct gather *g, struct expr *e, struct rat scale)
{
    const struct rat *b = fold_constant(g->u, e->u.bin.b);

    if (b)
        divide(g, e->u.bin.a, *b, scale, e->span);
    else
        add_side(g, form_side_in(g->u, e, g->in_sum), scale);
}

static bool is_sum(const struct expr *e) { return e->kind == EX_ADD || e->kind == EX_SUB; }

/* A sum may be as long as a tree is deep: it is gone through from its left end, without
 * recursion. */
static void accumulate_sum(struct gather *g, struct expr *e, struct rat scale)
{
    struct expr **node = ARENA_ARRAY(g->u->arena, struct expr *, e->depth);
    uint32_t n = 0;

    for (; is_sum(e) && !fold_constant(g->u, e); e = e->u.bin.a)
        node[n++] = e;
    accumulate(g, e, scale);
    while (n-- > 0)
        accumulate(g, node[n]->u.bin.b, node[n]->kind == EX_ADD ? scale : rat_neg(scale));
}

static void accumulate(struct gather *g, struct expr *e, struct rat scale)
{
    const struct rat *k = fold_constant(g->u, e);

    if (g->failed)
        return;
    if (k) {
        add_constant(g, form_scaled(g, scale, *k));
        return;
    }
    switch (e->kind) {
    case EX_REF:
        if (e->decl->kind == DECL_COLUMN)
            add_column_ref(g, e, scale);
        else if (e->decl->kind == DECL_TEXT)
            add_text_ref(g, e, scale);
        else
            add_side(g, form_line_side(g->u, e->decl), scale);
        break;
    case EX_NEG: accumulate(g, e->u.bin.a, rat_neg(scale)); break;
    case EX_ADD: case EX_SUB: accumulate_sum(g, e, scale); break;
    case EX_MUL: accumulate_mul(g, e, scale); break;
    case EX_DIV: accumulate_div(g, e, scale); break;
    case EX_POW: add_power(g, e, scale); break;
    case EX_CALL: accumulate_call(g, e, scale); break;
    case EX_NUM: case EX_ERROR: break;
    }
}

/* ── fractions ── */

struct fractioning { struct unit *u; bool in_sum; };

static struct side *fraction_of(const struct fractioning *c, struct expr *e);

static struct side *ratio(const struct fractioning *c, struct expr *num, struct expr *den,
                          struct span span, enum ir_reason zero)
{
    struct side *s = ARENA_NEW(c->u->arena, struct side);

    s->quot = ARENA_NEW(c->u->arena, struct quotient);
    *s->quot = (struct quotient){ .num = linear_form(c->u, num, c->in_sum),
                                  .den = linear_form(c->u, den, c->in_sum),
                                  .zero = zero, .span = span };
    s->k1 = rat_int(1);
    s->k0 = rat_int(0);
    return s;
}

static struct side *affine(const struct fractioning *c, const struct side *s, struct rat times,
                           struct rat plus)
{
    struct side *r;

    if (!s)
        return NULL;
    r = ARENA_NEW(c->u->arena, struct side);
    *r = *s;
    if (rat_mul(&r->k1, s->k1, times) || rat_mul(&r->k0, s->k0, times)
        || rat_add(&r->k0, r->k0, plus))
        diag_add(c->u->diags, DIAG_TOO_WIDE, s->quot->span, NULL);
    return r;
}

static struct side *fraction_of_sum(const struct fractioning *c, struct expr *e)
{
    const struct rat *a = fold_constant(c->u, e->u.bin.a), *b = fold_constant(c->u, e->u.bin.b);
    bool minus = e->kind == EX_SUB;

    if (b)
        return affine(c, fraction_of(c, e->u.bin.a), rat_int(1), minus ? rat_neg(*b) : *b);
    if (a)
        return affine(c, fraction_of(c, e->u.bin.b), rat_int(minus ? -1 : 1), *a);
    return NULL;
}

static struct side *fraction_of_product(const struct fractioning *c, struct expr *e)
{
    const struct rat *a = fold_constant(c->u, e->u.bin.a), *b = fold_constant(c->u, e->u.bin.b);

    if (b)
        return affine(c, fraction_of(c, e->u.bin.a), *b, rat_int(0));
    if (a)
        return affine(c, fraction_of(c, e->u.bin.b), *a, rat_int(0));
    return NULL;
}

/* a fraction over a literal, which was reported if it is 0 */
static struct side *over_literal(const struct fractioning *c, struct expr *e, struct rat b,
                                 int64_t plus)
{
    struct rat r;

    if (rat_sign(b) == 0 || rat_div(&r, rat_int(1), b))
        return NULL;
    return affine(c, fraction_of(c, e), r, rat_int(plus));
}

static struct side *fraction_of_quotient(const struct fractioning *c, struct expr *e)
{
    const struct rat *b = fold_constant(c->u, e->u.bin.b);

    if (!b)
        return ratio(c, e->u.bin.a, e->u.bin.b, e->span, RS_ZERO_DIVISION);
    return over_literal(c, e->u.bin.a, *b, 0);
}

static struct side *fraction_of_prior(const struct fractioning *c, struct expr *e)
{
    struct side *s;

    c->u->prior = true;
    s = fraction_of(c, e);
    c->u->prior = false;
    return s;
}

static struct side *fraction_of_call(const struct fractioning *c, struct expr *e)
{
    enum function f = function_find(unit_text(c->u, e->u.call.fn.text));
    const struct rat *base;
    struct side *s;

    if (f == FN_PRIOR)
        return fraction_of_prior(c, e->u.call.arg[0]);
    if (f == FN_AVG)
        return form_average(c->u, e);
    if (f != FN_GROWTH && f != FN_SHARE)
        return NULL;
    base = fold_constant(c->u, e->u.call.arg[1]);
    if (base)
        return over_literal(c, e->u.call.arg[0], *base, f == FN_GROWTH ? -1 : 0);
    s = ratio(c, e->u.call.arg[0], e->u.call.arg[1], e->span, RS_ZERO_BASE);
    if (f == FN_GROWTH)
        s->k0 = rat_int(-1);
    return s;
}

static struct side *fraction_of(const struct fractioning *c, struct expr *e)
{
    const struct side *s;

    if (fold_constant(c->u, e))
        return NULL;
    switch (e->kind) {
    case EX_NEG: return affine(c, fraction_of(c, e->u.bin.a), rat_int(-1), rat_int(0));
    case EX_ADD: case EX_SUB: return fraction_of_sum(c, e);
    case EX_MUL: return fraction_of_product(c, e);
    case EX_DIV: return fraction_of_quotient(c, e);
    case EX_CALL: return fraction_of_call(c, e);
    case EX_REF:
        s = e->decl->kind == DECL_LINE ? form_line_side(c->u, e->decl) : NULL;
        if (!s || !s->quot || !may_inline(c->u, s, e->span))
            return NULL;
        return affine(c, s, rat_int(1), rat_int(0));
    case EX_NUM: case EX_POW: case EX_ERROR: break;
    }
    return NULL;
}

const struct side *form_side_in(struct unit *u, struct expr *e, bool in_sum)
{
    struct fractioning c = { u, in_sum };
    struct side *s, **kept = u->prior ? &e->prior_side : &e->side;

    if (*kept)
        return *kept;
    s = fraction_of(&c, e);
    if (s) {
        if (!s->quot->num || !s->quot->den)
            return NULL;
        return *kept = s;
    }
    s = ARENA_NEW(u->arena, struct side);
    s->lin = linear_form(u, e, in_sum);
    return s->lin ? (*kept = s) : NULL;
}

const struct side *form_side(struct unit *u, struct expr *e)
{
    return form_side_in(u, e, false);
}

const struct form *form_net(struct unit *u, const struct form *left, const struct form *right,
                            struct span at)
{
    struct gather g = form_gather(u, false, at);

    add_form(&g, left, rat_int(1));
    add_form(&g, right, rat_int(-1));
    return form_gathered(&g);
}
