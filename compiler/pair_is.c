/* Rules by which a value is a printed figure. In: a pair whose right side is a literal or a text's
 * figure. Out: a kernel that asks whether the value, or one in its interval, rounds to it. */
#include "joint.h"
#include "pair.h"
#include <string.h>

/* ── x is literal ── */

bool pair_literal(struct unit *u, const struct expr *e, struct literal *r)
{
    const struct expr *n = e->kind == EX_NEG ? e->u.bin.a : e;
    const char *s = unit_text(u, n->u.num.digits);
    struct dec d;

    if (dec_parse(&d, s, strlen(s), 38) != DEC_OK || rat_dec(&r->value, d)
        || rat_dec(&r->half, (struct dec){ w256_from_i64(5), d.scale + 1 })
        || rat_mul(&r->value, r->value, n->measure->factor)
        || rat_mul(&r->half, r->half, n->measure->factor))
        return false;
    if (n != e)
        r->value = rat_neg(r->value);
    r->open = rat_sign(r->value) > 0 ? IS_B_OPEN
        : rat_sign(r->value) < 0 ? IS_A_OPEN
        : IS_A_OPEN | IS_B_OPEN;
    return !rat_add(&r->lower, r->value, rat_neg(r->half))
        && !rat_add(&r->upper, r->value, r->half);
}

/* Notes what is said of the value. A clause may take it back, and `exactly` is about the figure as
 * printed. Before the rule is added. */
static void state(const struct pair *p, struct stated s)
{
    s.x = p->left;
    s.rule = p->u->ir->nrule;
    s.span = p->rel_span;
    if (p->r.domain == DOMAIN_UNIT && !p->r.exactly && !p->when->truth && !p->where->truth)
        joint_note(p->u, s);
}

static val minus_rat(struct body *b, val num, val den, struct rat c)
{
    return pair_cross(b, num, den, body_const(b, c.num), body_const(b, c.den));
}

static void is_evidence(struct body *b, const struct qval *x, const struct literal *lit,
                        uint32_t rule)
{
    val den = body_const(b, lit->value.den);

    pair_evidence(b, x->num, rule, ROLE_LEFT);
    pair_evidence(b, x->den, rule, ROLE_LEFT_DEN);
    pair_evidence(b, body_const(b, lit->value.num), rule, ROLE_RIGHT);
    pair_evidence(b, den, rule, ROLE_RIGHT_DEN);
    pair_evidence(b, minus_rat(b, x->num, x->den, lit->value), rule, ROLE_DIFF);
    pair_evidence(b, body_op(b, OP_MUL, x->den, den), rule, ROLE_DIFF_DEN);
    pair_evidence(b, minus_rat(b, x->lower_num, x->lower_den, lit->value), rule, ROLE_LOWER);
    pair_evidence(b, body_op(b, OP_MUL, x->lower_den, den), rule, ROLE_LOWER_DEN);
    pair_evidence(b, minus_rat(b, x->upper_num, x->upper_den, lit->value), rule, ROLE_UPPER);
    pair_evidence(b, body_op(b, OP_MUL, x->upper_den, den), rule, ROLE_UPPER_DEN);
}

void pair_is(struct pair *p, const struct expr *right)
{
    bool ends = !p->r.exactly;
    struct literal lit;
    struct qval x;
    struct body b;
    val sign[4];
    uint32_t rule;

    if (!pair_literal(p->u, right, &lit)) {
        pair_too_wide(p);
        return;
    }
    pair_body(&b, p);
    x = value_side(&b, p->left, ends);
    b.span = p->rel_span;
    if (b.failed)
        return;
    sign[0] = body_sign(&b, minus_rat(&b, x.num, x.den, lit.lower));
    sign[1] = body_sign(&b, minus_rat(&b, x.num, x.den, lit.upper));
    sign[2] = body_sign(&b, minus_rat(&b, x.upper_num, x.upper_den, lit.lower));
    sign[3] = body_sign(&b, minus_rat(&b, x.lower_num, x.lower_den, lit.upper));
    p->r.fraction = p->left->quot != NULL;
    p->r.den = w256_from_i64(1);
    state(p, (struct stated){ .value = lit.value, .lower = lit.lower, .upper = lit.upper,
                              .open = lit.open });
    p->r.is_half = lit.half.num;
    p->r.is_half_den = lit.half.den;
    p->r.loose = p->left->quot ? lower_loose_sides(p->u, p->left, NULL)
                               : lower_loose_form(p->u, p->left->lin);
    rule = lower_add_rule(p->u, p->r);
    is_evidence(&b, &x, &lit, rule);
    pair_verdict(&b, p, body_is(&b, lit.open | (ends ? 0 : (uint32_t)IS_EXACTLY), sign,
                            ends ? value_or_zero(&b, x.open) : body_int(&b, 0),
                            pair_reason(&b, p, x.reason)), rule);
}

/* ── x is a printed figure ── */

/* A text's figure in a body: value and radius over den, what it is. Values that round to it lie
 * between lower and upper. */
struct printed { val mid, half, word, reason, lower, upper; w256 den; };

static val printed_facet(struct body *b, const struct atom *a, enum ir_facet facet, w256 bound)
{
    return body_in(b, (struct ir_bind){ BIND_CELL, (uint8_t)facet, a->cell }, IR_W64, bound);
}

static struct printed printed_value(struct body *b, const struct atom *a)
{
    struct printed r = {
        .mid = printed_facet(b, a, FACET_MID, value_cell_bound(b->u, a->ref)),
        .half = printed_facet(b, a, FACET_DOWN, value_cell_spread(b->u, a->ref)),
        .word = printed_facet(b, a, FACET_WORD, w256_from_i64(WORD_SAME)),
        .reason = printed_facet(b, a, FACET_REASON, w256_from_i64(31)), .den = a->step.den };

    r.lower = body_op(b, OP_SUB, r.mid, r.half);
    r.upper = body_op(b, OP_ADD, r.mid, r.half);
    return r;
}

static val minus_printed(struct body *b, val num, val den, val v, w256 over)
{
    return pair_cross(b, num, den, v, body_const(b, over));
}

/* Which ends belong to the set that rounds to a figure follows from its sign; a point is itself. */
static val is_printed_verdict(struct body *b, const struct printed *t, const val sign[4], val open,
                              val reason, uint32_t bits)
{
    val zero = body_int(b, 0);
    val around = body_is(b, bits | IS_A_OPEN | IS_B_OPEN, sign, open, reason);
    val above = body_is(b, bits | IS_B_OPEN, sign, open, reason);
    val below = body_is(b, bits | IS_A_OPEN, sign, open, reason);
    val set = body_sel(b, body_op(b, OP_LT, zero, t->mid), above,
                       body_sel(b, body_op(b, OP_LT, t->mid, zero), below, around));

    return body_sel(b, body_op(b, OP_EQ, t->half, zero), body_is(b, bits, sign, open, reason), set);
}

/* Where a direction is printed, the sign of x is asked. */
static val direction_verdict(struct body *b, const struct printed *t, const struct qval *x,
                             val open, val reason, val numeric)
{
    static const struct { enum ir_word word; enum ir_rel rel; } way[] = {
        { WORD_SAME, IR_EQ }, { WORD_DOWN, IR_LT }, { WORD_UP, IR_GT },
    };
    val mid = body_sign(b, x->num), lower = body_sign(b, x->lower_num);
    val upper = body_sign(b, x->upper_num);

    for (size_t i = 0; i < sizeof way / sizeof *way; i++)
        numeric = body_sel(b, body_op(b, OP_EQ, t->word, body_int(b, way[i].word)),
                           body_verdict(b, way[i].rel, mid, lower, upper, open, reason), numeric);
    return numeric;
}

static void printed_evidence(struct body *b, const struct qval *x, const struct printed *t,
                             uint32_t rule)
{
    val den = body_const(b, t->den);

    pair_evidence(b, x->num, rule, ROLE_LEFT);
    pair_evidence(b, x->den, rule, ROLE_LEFT_DEN);
    pair_evidence(b, t->mid, rule, ROLE_RIGHT);
    pair_evidence(b, den, rule, ROLE_RIGHT_DEN);
    pair_evidence(b, minus_printed(b, x->num, x->den, t->mid, t->den), rule, ROLE_DIFF);
    pair_evidence(b, body_op(b, OP_MUL, x->den, den), rule, ROLE_DIFF_DEN);
    pair_evidence(b, minus_printed(b, x->lower_num, x->lower_den, t->mid, t->den), rule,
                  ROLE_LOWER);
    pair_evidence(b, body_op(b, OP_MUL, x->lower_den, den), rule, ROLE_LOWER_DEN);
    pair_evidence(b, minus_printed(b, x->upper_num, x->upper_den, t->mid, t->den), rule,
                  ROLE_UPPER);
    pair_evidence(b, body_op(b, OP_MUL, x->upper_den, den), rule, ROLE_UPPER_DEN);
}

void pair_is_printed(struct pair *p)
{
    const struct atom *a = p->right->lin->term[0].atom;
    bool ends = !p->r.exactly;
    struct printed t;
    struct qval x;
    struct body b;
    val sign[4], open, reason, v;
    uint32_t rule;

    pair_body(&b, p);
    x = value_side(&b, p->left, ends);
    b.span = p->rel_span;
    if (b.failed)
        return;
    t = printed_value(&b, a);
    sign[0] = body_sign(&b, minus_printed(&b, x.num, x.den, t.lower, t.den));
    sign[1] = body_sign(&b, minus_printed(&b, x.num, x.den, t.upper, t.den));
    sign[2] = body_sign(&b, minus_printed(&b, x.upper_num, x.upper_den, t.lower, t.den));
    sign[3] = body_sign(&b, minus_printed(&b, x.lower_num, x.lower_den, t.upper, t.den));
    p->r.fraction = p->left->quot != NULL;
    p->r.den = w256_from_i64(1);
    p->r.printed = a->cell + 1;
    state(p, (struct stated){ .printed = a });
    p->r.loose = p->left->quot ? lower_loose_sides(p->u, p->left, NULL)
                               : lower_loose_form(p->u, p->left->lin);
    rule = lower_add_rule(p->u, p->r);
    printed_evidence(&b, &x, &t, rule);
    open = ends ? value_or_zero(&b, x.open) : body_int(&b, 0);
    reason = pair_reason(&b, p, x.reason);
    v = is_printed_verdict(&b, &t, sign, open, body_op(&b, OP_FIRST, reason, t.reason),
                           ends ? 0 : (uint32_t)IS_EXACTLY);
    pair_verdict(&b, p, direction_verdict(&b, &t, &x, open, reason, v), rule);
}
