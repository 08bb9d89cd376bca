/* Verdict bytes as code: the same decisions as runtime/verdict.h, made of flags instead of
 * branches, so that a loop over lanes can be vectorised. In: signs and open bits; out: a verdict
 * byte in a 64-bit value. */
#include "cg.h"

struct cg_rel cg_rel_const(struct cg *c, enum ir_rel rel)
{
    bool touch = rel == IR_EQ || rel == IR_LE || rel == IR_GE;
    return (struct cg_rel){
        .lt = cg_i64(c, rel == IR_LT || rel == IR_LE || rel == IR_NE),
        .eq = cg_i64(c, touch),
        .gt = cg_i64(c, rel == IR_GT || rel == IR_GE || rel == IR_NE),
        .touch = cg_i64(c, touch),
        .any_low = cg_i64(c, rel == IR_GT || rel == IR_GE),
        .any_high = cg_i64(c, rel == IR_LT || rel == IR_LE),
        .either = cg_i64(c, rel == IR_NE),
    };
}

static rv let(struct cg_fn *f, rv v) { return cg_r(cg_let(f, f->c->t_i64, v)); }
static rv invert(struct cg *c, rv flag) { return cg_xor(c, flag, cg_i64(c, 1)); }

static rv is_lt(struct cg *c, rv a) { return cg_flag0(c, GCC_JIT_COMPARISON_LT, a); }
static rv is_eq(struct cg *c, rv a) { return cg_flag0(c, GCC_JIT_COMPARISON_EQ, a); }
static rv is_gt(struct cg *c, rv a) { return cg_flag0(c, GCC_JIT_COMPARISON_GT, a); }

/* 1 if the bit of that end is not in `open` */
static rv is_closed(struct cg *c, rv open, bool upper)
{
    return invert(c, cg_and(c, upper ? cg_shr(c, open, 1) : open, cg_i64(c, 1)));
}

static rv status_of(struct cg_fn *f, rv exact, rv possible, rv reason)
{
    struct cg *c = f->c;
    rv known = let(f, cg_and(c, cg_sub(c, cg_i64(c, ST_VIOLATED), possible),
                             cg_sub(c, exact, cg_i64(c, 1))));
    rv unknown = cg_and(c, cg_or(c, cg_shl(c, reason, 3), cg_i64(c, ST_UNKNOWN)), cg_i64(c, 0xff));
    rv mask = cg_mask(c, cg_flag0(c, GCC_JIT_COMPARISON_NE, reason));
    return let(f, cg_choose(c, mask, unknown, known));
}

static rv holds(struct cg_fn *f, const struct cg_rel *r, rv d)
{
    struct cg *c = f->c;
    rv v = cg_or(c, cg_and(c, is_lt(c, d), r->lt), cg_and(c, is_eq(c, d), r->eq));
    return let(f, cg_or(c, v, cg_and(c, is_gt(c, d), r->gt)));
}

/* Each end's condition, or 1 where the relation does not ask for it; both must hold, for != one of
 * them: then both conditions and the result are inverted. */
static rv can_hold(struct cg_fn *f, const struct cg_rel *r, rv lower, rv upper, rv open)
{
    struct cg *c = f->c;
    rv at_low = cg_and(c, cg_and(c, is_eq(c, lower), is_closed(c, open, false)), r->touch);
    rv at_high = cg_and(c, cg_and(c, is_eq(c, upper), is_closed(c, open, true)), r->touch);
    rv low = let(f, cg_or(c, cg_or(c, is_lt(c, lower), at_low), r->any_low));
    rv high = let(f, cg_or(c, cg_or(c, is_gt(c, upper), at_high), r->any_high));
    rv both = cg_and(c, cg_xor(c, low, r->either), cg_xor(c, high, r->either));
    return let(f, cg_xor(c, both, r->either));
}

rv cg_verdict(struct cg_fn *f, const struct cg_rel *r, rv d, rv lower, rv upper, rv open, rv reason)
{
    rv exact = holds(f, r, d);
    return status_of(f, exact, can_hold(f, r, lower, upper, open), reason);
}

rv cg_verdict_is(struct cg_fn *f, uint32_t imm, const rv *arg)
{
    struct cg *c = f->c;
    rv open = arg[4];
    rv a_closed = cg_i64(c, !(imm & IS_A_OPEN)), b_closed = cg_i64(c, !(imm & IS_B_OPEN));
    rv from_a = cg_or(c, is_gt(c, arg[0]), cg_and(c, is_eq(c, arg[0]), a_closed));
    rv to_b = cg_or(c, is_lt(c, arg[1]), cg_and(c, is_eq(c, arg[1]), b_closed));
    rv exact = let(f, cg_and(c, from_a, to_b));
    rv at_a = cg_and(c, cg_and(c, is_eq(c, arg[2]), is_closed(c, open, true)), a_closed);
    rv at_b = cg_and(c, cg_and(c, is_eq(c, arg[3]), is_closed(c, open, false)), b_closed);
    rv meets = cg_and(c, cg_or(c, is_gt(c, arg[2]), at_a), cg_or(c, is_lt(c, arg[3]), at_b));
    rv possible = cg_and(c, meets, cg_i64(c, !(imm & IS_EXACTLY)));
    return status_of(f, exact, let(f, possible), arg[5]);
}
