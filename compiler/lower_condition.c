/* Conditions to SSA: Kleene logic over flags. In: truths. Out: a flag that it is known to hold, one
 * that it is known not to, and the reason of the leftmost figure that leaves it open. Figures are
 * compared as they are printed. */
#include "condition.h"
#include "lower.h"

static val not_flag(struct body *b, val x) { return body_op(b, OP_SUB, body_int(b, 1), x); }

/* a flag that counts only where nothing is unknown */
static struct truth_value known(struct body *b, val holds, val reason)
{
    val zero = body_int(b, 0);

    if (reason == IR_NONE)
        return (struct truth_value){ holds, not_flag(b, holds), IR_NONE };
    return (struct truth_value){ body_sel(b, reason, zero, holds),
                                 body_sel(b, reason, zero, not_flag(b, holds)), reason };
}

static val relation_flag(struct body *b, enum rel rel, val sign)
{
    val zero = body_int(b, 0);

    switch (rel) {
    case REL_EQ: return body_op(b, OP_EQ, sign, zero);
    case REL_NE: return not_flag(b, body_op(b, OP_EQ, sign, zero));
    case REL_LT: return body_op(b, OP_LT, sign, zero);
    case REL_GE: return not_flag(b, body_op(b, OP_LT, sign, zero));
    case REL_GT: return body_op(b, OP_LT, zero, sign);
    case REL_LE: return not_flag(b, body_op(b, OP_LT, zero, sign));
    case REL_IS: break;
    }
    return zero;
}

/* the sign of left − right as printed; denominators are positive */
static val difference_sign(struct body *b, const struct truth *t, struct reasons *reason)
{
    struct qval x, y;
    const struct form *net;
    struct ival v;

    if (!t->left->quot && !t->right->quot) {
        net = form_net(b->u, t->left->lin, t->right->lin, t->span);
        if (!net) {
            b->failed = true;
            return 0;
        }
        v = value_form(b, net, net->den, false);
        *reason = v.reason;
        return body_sign(b, v.mid);
    }
    x = value_side(b, t->left, false);
    y = value_side(b, t->right, false);
    *reason = value_reason(b, x.reason, y.reason);
    if (b->failed)
        return 0;
    return body_sign(b, body_op(b, OP_SUB, body_op(b, OP_MUL, x.num, y.den),
                                body_op(b, OP_MUL, y.num, x.den)));
}

static struct truth_value compare_value(struct body *b, const struct truth *t)
{
    struct reasons reason = { IR_NONE, IR_NONE };
    val sign = difference_sign(b, t, &reason);

    return known(b, relation_flag(b, t->rel, sign), reason.printed);
}

static struct truth_value text_value(struct body *b, const struct truth *t)
{
    struct ir_bind bind = { BIND_TEST, FACET_MID, t->test };
    val holds = body_in(b, bind, IR_W64, w256_from_i64(1)), reason;

    bind.facet = FACET_REASON;
    reason = body_in(b, bind, IR_W64, w256_from_i64(31));
    return known(b, t->equal ? holds : not_flag(b, holds), reason);
}

static struct truth_value present_value(struct body *b, const struct truth *t)
{
    const struct atom *a = t->atom;
    struct ir_bind bind = { BIND_COLREF, FACET_PRESENT, a->ref };
    val zero = body_int(b, 0), v, reason;

    if (a->kind == ATOM_CELL)
        bind = (struct ir_bind){ BIND_CELL, FACET_PRESENT, a->cell };
    v = body_in(b, bind, IR_W64, w256_from_i64(31));
    reason = body_sel(b, body_op(b, OP_LT, v, zero), body_neg(b, v), zero);
    return known(b, body_op(b, OP_LT, zero, v), reason);
}

static val either_reason(struct body *b, val x, val y)
{
    struct reasons r = value_reason(b, (struct reasons){ x, x }, (struct reasons){ y, y });

    return r.ends;
}

static struct truth_value compound_value(struct body *b, const struct truth *t)
{
    struct truth_value x = condition_value(b, t->a), y = condition_value(b, t->b), r;
    bool both = t->kind == TRUTH_AND;

    r.yes = body_op(b, both ? OP_AND : OP_OR, x.yes, y.yes);
    r.no = body_op(b, both ? OP_OR : OP_AND, x.no, y.no);
    r.reason = either_reason(b, x.reason, y.reason);
    if (r.reason != IR_NONE)
        r.reason = body_sel(b, body_op(b, OP_OR, r.yes, r.no), body_int(b, 0), r.reason);
    return r;
}

struct truth_value condition_value(struct body *b, const struct truth *t)
{
    struct truth_value x;

    switch (t->kind) {
    case TRUTH_AND: case TRUTH_OR: return compound_value(b, t);
    case TRUTH_NOT:
        x = condition_value(b, t->a);
        return (struct truth_value){ x.no, x.yes, x.reason };
    case TRUTH_COMPARE: return compare_value(b, t);
    case TRUTH_TEXT: return text_value(b, t);
    case TRUTH_PRESENT: return present_value(b, t);
    }
    return (struct truth_value){ 0, 0, IR_NONE };
}

void condition_prepare(struct unit *u, const struct truth *t)
{
    if (t->a)
        condition_prepare(u, t->a);
    if (t->b)
        condition_prepare(u, t->b);
    if (t->left) {
        value_prepare(u, t->left);
        value_prepare(u, t->right);
    }
}

struct truth_slots condition_slots(struct unit *u, const struct truth *t)
{
    struct truth_slots s = { IR_NONE, IR_NONE };
    struct truth_value v;
    struct body b;

    body_init(&b, u, DOMAIN_UNIT, 0, t->span);
    v = condition_value(&b, t);
    if (b.failed)
        return s;
    s.no = body_slot(u, IR_W64);
    body_out(&b, OUT_VALUE, v.no, (struct ir_dest){ s.no, 0 });
    if (v.reason != IR_NONE) {
        s.reason = body_slot(u, IR_W64);
        body_out(&b, OUT_VALUE, v.reason, (struct ir_dest){ s.reason, 0 });
    }
    body_finish(&b);
    return s;
}
