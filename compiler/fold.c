/* Constant folding, with the exact rationals that coefficients are made of. A fold is
 * remembered in its expression. */
#include "fold.h"
#include "form.h"
#include "function.h"
#include <string.h>

static const struct rat *keep(struct unit *u, struct rat r)
{
    struct rat *p = ARENA_NEW(u->arena, struct rat);

    *p = r;
    return p;
}

static const struct rat *fold_number(struct unit *u, const struct expr *e)
{
    const char *s = unit_text(u, e->u.num.digits);
    struct dec d;
    struct rat r;

    if (dec_parse(&d, s, strlen(s), 38) != DEC_OK || rat_dec(&r, d)
        || rat_mul(&r, r, e->measure->factor)) {
        diag_add(u->diags, DIAG_TOO_WIDE, e->span, NULL);
        r = rat_int(0);
    }
    return keep(u, r);
}

static bool apply(enum expr_kind kind, struct rat *r, struct rat a, struct rat b)
{
    switch (kind) {
    case EX_ADD: return rat_add(r, a, b);
    case EX_SUB: return rat_add(r, a, rat_neg(b));
    case EX_MUL: return rat_mul(r, a, b);
    case EX_DIV: return rat_div(r, a, b);
    case EX_NUM: case EX_REF: case EX_NEG: case EX_POW: case EX_CALL: case EX_ERROR: break;
    }
    return true;
}

static const struct rat *fold_binary(struct unit *u, struct expr *e)
{
    const struct rat *a = fold_constant(u, e->u.bin.a), *b = fold_constant(u, e->u.bin.b);
    struct rat r;

    if (b && e->kind == EX_DIV && rat_sign(*b) == 0) {
        diag_add(u->diags, DIAG_DIV_ZERO_LITERAL, e->u.bin.b->span, NULL);
        return a ? a : b;
    }
    if (!a || !b)
        return NULL;
    if (apply(e->kind, &r, *a, *b)) {
        diag_add(u->diags, DIAG_TOO_WIDE, e->span, NULL);
        r = rat_int(0);
    }
    return keep(u, r);
}

unsigned fold_power_of(const struct unit *u, const struct expr *e)
{
    return (unsigned)(unit_text(u, e->u.bin.b->u.num.digits)[0] - '0');
}

static const struct rat *fold_power(struct unit *u, struct expr *e)
{
    const struct rat *a = fold_constant(u, e->u.bin.a);
    struct rat r = rat_int(1);
    unsigned n = fold_power_of(u, e);

    if (!a)
        return NULL;
    for (unsigned i = 0; i < n; i++)
        if (rat_mul(&r, r, *a)) {
            diag_add(u->diags, DIAG_TOO_WIDE, e->span, NULL);
            break;
        }
    return keep(u, r);
}

static const struct rat *fold_round(struct unit *u, struct expr *e)
{
    const struct rat *x = fold_constant(u, e->u.call.arg[0]);
    const struct rat *step = fold_constant(u, e->u.call.arg[1]);
    struct rat q;

    if (!x || !step)
        return NULL;
    if (rat_div(&q, *x, *step) || rat_mul(&q, rat_whole(w256_divround(q.num, q.den)), *step)) {
        diag_add(u->diags, DIAG_TOO_WIDE, e->span, NULL);
        q = rat_int(0);
    }
    return keep(u, q);
}

static const struct rat *fold_ratio(struct unit *u, struct expr *e, enum function f)
{
    const struct rat *a = fold_constant(u, e->u.call.arg[0]);
    const struct rat *b = fold_constant(u, e->u.call.arg[1]);
    struct rat r;

    if (b && rat_sign(*b) == 0) {
        diag_add(u->diags, DIAG_DIV_ZERO_LITERAL, e->u.call.arg[1]->span, NULL);
        return b;
    }
    if (!a || !b)
        return NULL;
    if (rat_div(&r, *a, *b) || (f == FN_GROWTH && rat_add(&r, r, rat_int(-1)))) {
        diag_add(u->diags, DIAG_TOO_WIDE, e->span, NULL);
        r = rat_int(0);
    }
    return keep(u, r);
}

/* the least or greatest of several constants */
static const struct rat *fold_extreme(struct unit *u, struct expr *e, bool greatest)
{
    const struct rat *r = NULL;

    for (uint32_t i = 0; i < e->u.call.narg; i++) {
        const struct rat *x = fold_constant(u, e->u.call.arg[i]);
        struct rat more;
        if (!x)
            return NULL;
        if (r && rat_add(&more, *x, rat_neg(*r))) {
            diag_add(u->diags, DIAG_TOO_WIDE, e->span, NULL);
            return x;
        }
        if (!r || (greatest ? rat_sign(more) > 0 : rat_sign(more) < 0))
            r = x;
    }
    return e->u.call.narg > 1 ? r : NULL;
}

static const struct rat *fold_call(struct unit *u, struct expr *e)
{
    enum function f = function_find(unit_text(u, e->u.call.fn.text));

    switch (f) {
    case FN_ROUND: return fold_round(u, e);
    case FN_GROWTH: case FN_SHARE: return fold_ratio(u, e, f);
    case FN_MIN: case FN_MAX: return fold_extreme(u, e, f == FN_MAX);
    case FN_SUM: case FN_COUNT: case FN_AVG: case FN_PRIOR: case FN_UNKNOWN: break;
    }
    return NULL;
}

static const struct rat *fold_ref(struct unit *u, const struct expr *e)
{
    const struct side *s;

    if (e->decl->kind == DECL_COLUMN || e->decl->kind == DECL_TEXT)
        return NULL;
    if (e->decl->kind == DECL_PARAM)
        return fold_constant(u, e->decl->stmt->u.fig.value);
    s = form_of_line(e->decl);
    return s && !s->quot && s->lin->n == 0 ? &s->lin->k : NULL;
}

static const struct rat *fold(struct unit *u, struct expr *e)
{
    const struct rat *a;

    switch (e->kind) {
    case EX_NUM: return fold_number(u, e);
    case EX_REF: return fold_ref(u, e);
    case EX_NEG:
        a = fold_constant(u, e->u.bin.a);
        return a ? keep(u, rat_neg(*a)) : NULL;
    case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV: return fold_binary(u, e);
    case EX_POW: return fold_power(u, e);
    case EX_CALL: return fold_call(u, e);
    case EX_ERROR: break;
    }
    return NULL;
}

const struct rat *fold_constant(struct unit *u, struct expr *e)
{
    if (!e->folded) {
        e->folded = true;
        e->constant = fold(u, e);
    }
    return e->constant;
}
