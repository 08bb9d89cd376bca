/* Values of fractions. In: a side with a quotient. Out: SSA values of its numerator and denominator
 * as printed, and of those of its least and its greatest true value. Denominators are positive,
 * unless the reason says that they can be zero. */
#include "lower.h"

struct quot_ends { struct ival num, den; val num_lower, num_upper, den_lower, den_upper; };

/* numerator and denominator negated where the denominator is negative */
static void make_positive(struct body *b, struct quot_ends *q)
{
    val zero = body_int(b, 0), neg = body_op(b, OP_LT, q->den_upper, zero);
    val nl = q->num_lower, nu = q->num_upper, dl = q->den_lower, du = q->den_upper;

    q->num.mid = body_sel(b, neg, body_neg(b, q->num.mid), q->num.mid);
    q->den.mid = body_sel(b, neg, body_neg(b, q->den.mid), q->den.mid);
    q->num_lower = body_sel(b, neg, body_neg(b, nu), nl);
    q->num_upper = body_sel(b, neg, body_neg(b, nl), nu);
    q->den_lower = body_sel(b, neg, body_neg(b, du), dl);
    q->den_upper = body_sel(b, neg, body_neg(b, dl), du);
}

static val zero_between(struct body *b, val lower, val upper, enum ir_reason zero)
{
    val z = body_int(b, 0);
    val above = body_op(b, OP_LT, z, lower), below = body_op(b, OP_LT, upper, z);

    return body_sel(b, body_op(b, OP_OR, above, below), z, body_int(b, zero));
}

/* (num_times·N + den_times·D) / (den_over·D) */
struct affine { w256 num_times, den_times, den_over; };

/* k1 · (N / num->den) / (D / den->den) + k0 with whole numbers N, D */
static bool affine_of(struct affine *r, const struct side *s)
{
    struct rat k = s->k1;
    w256 t;

    if (rat_mul(&k, k, rat_whole(s->quot->den->den))
        || rat_div(&k, k, rat_whole(s->quot->num->den)))
        return true;
    return w256_mul(&r->num_times, k.num, s->k0.den) || w256_mul(&t, s->k0.num, k.den)
        || w256_mul(&r->den_over, k.den, s->k0.den) || (r->den_times = t, false);
}

static void affine_end(struct body *b, const struct affine *a, val num, val den, val *out_num,
                       val *out_den)
{
    *out_num = body_op(b, OP_ADD, body_op(b, OP_MUL, body_const(b, a->num_times), num),
                       body_op(b, OP_MUL, body_const(b, a->den_times), den));
    *out_den = body_op(b, OP_MUL, body_const(b, a->den_over), den);
}

struct qval value_fraction(struct body *b, const struct side *s, bool ends)
{
    struct qval r = { .open = IR_NONE };
    struct quot_ends q;
    struct affine k;
    struct reasons zero_reason;
    val low_den, high_den, zero = body_int(b, 0);
    bool falling = rat_sign(s->k1) < 0;

    b->span = s->quot->span;
    q.num = value_form(b, s->quot->num, s->quot->num->den, ends);
    q.den = value_form(b, s->quot->den, s->quot->den->den, ends);
    if (affine_of(&k, s))
        body_too_wide(b);
    if (b->failed)
        return r;
    q.num_lower = value_lower(b, &q.num), q.num_upper = value_upper(b, &q.num);
    q.den_lower = value_lower(b, &q.den), q.den_upper = value_upper(b, &q.den);
    zero_reason = (struct reasons){ zero_between(b, q.den_lower, q.den_upper, s->quot->zero),
                                    zero_between(b, q.den.mid, q.den.mid, s->quot->zero) };
    r.reason = value_reason(b, value_reason(b, q.num.reason, q.den.reason), zero_reason);
    make_positive(b, &q);
    /* the least quotient has the least numerator, over the largest denominator
     * unless it is negative */
    low_den = body_sel(b, body_op(b, OP_LT, q.num_lower, zero), q.den_lower, q.den_upper);
    high_den = body_sel(b, body_op(b, OP_LT, q.num_upper, zero), q.den_upper, q.den_lower);
    affine_end(b, &k, q.num.mid, q.den.mid, &r.num, &r.den);
    affine_end(b, &k, falling ? q.num_upper : q.num_lower, falling ? high_den : low_den,
               &r.lower_num, &r.lower_den);
    affine_end(b, &k, falling ? q.num_lower : q.num_upper, falling ? low_den : high_den,
               &r.upper_num, &r.upper_den);
    return r;
}
