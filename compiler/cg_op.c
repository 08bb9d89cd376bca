/* One operation of a shape's body as code, at 64 and 128 bits. In: the values of earlier
 * operations; out: a local that holds this one's. Values wrap like the interpreter's; bounds proved
 * by the compiler say that they never have to. */
#include "cg.h"

static rv arg(struct cg_body *b, const struct ir_op *op, unsigned i)
{
    return cg_r(b->value[op->arg[i]]);
}

static rv load_input(struct cg_body *b, const struct ir_op *op)
{
    struct cg *c = b->f.c;
    rv p = cg_r(b->in[op->imm]);
    if (op->width == IR_W64)
        return cg_load(c, p, b->lane);
    rv at = cg_shl(c, b->lane, 1);
    return cg_join128(c, cg_load(c, p, at), cg_load(c, p, cg_add(c, at, cg_i64(c, 1))));
}

static rv load_const(struct cg_body *b, const struct ir_op *op)
{
    const w256 *v = &b->shape->pool[op->imm];
    return op->width == IR_W64 ? cg_i64(b->f.c, (int64_t)v->w[0])
                               : cg_i128(b->f.c, v->w[0], v->w[1]);
}

static rv least(struct cg_body *b, const struct ir_op *op, enum gcc_jit_comparison better)
{
    struct cg *c = b->f.c;
    rv x = arg(b, op, 0), y = arg(b, op, 1);
    rv mask = cg_mask(c, cg_cast(c, cg_flag(c, better, x, y), gcc_jit_rvalue_get_type(x)));
    return cg_choose(c, mask, x, y);
}

static rv select_value(struct cg_body *b, const struct ir_op *op)
{
    struct cg *c = b->f.c;
    rv x = arg(b, op, 1), flag = cg_flag0(c, GCC_JIT_COMPARISON_NE, arg(b, op, 0));
    rv mask = cg_mask(c, cg_cast(c, flag, gcc_jit_rvalue_get_type(x)));
    return cg_choose(c, mask, x, arg(b, op, 2));
}

static rv let(struct cg_body *b, rv v)
{
    return cg_r(cg_let(&b->f, gcc_jit_rvalue_get_type(v), v));
}

/* |v| as a natural: (v ^ s) - s with s the sign's mask */
static rv magnitude(struct cg_body *b, rv v, rv mask)
{
    return let(b, cg_to_u64(b->f.c, cg_sub(b->f.c, cg_xor(b->f.c, v, mask), mask)));
}

/* On magnitudes, so that no operands can trap; a divisor of 0 is taken as 1 and its quotient masked
 * away. */
static rv divide_round(struct cg_body *b, const struct ir_op *op)
{
    struct cg *c = b->f.c;
    rv x = arg(b, op, 0), y = arg(b, op, 1);
    rv sx = let(b, cg_shr(c, x, 63)), sy = let(b, cg_shr(c, y, 63));
    rv zero = let(b, cg_flag0(c, GCC_JIT_COMPARISON_EQ, y));
    rv ux = magnitude(b, x, sx), uy = let(b, cg_or(c, magnitude(b, y, sy), cg_to_u64(c, zero)));
    rv q = let(b, cg_bin(c, GCC_JIT_BINARY_OP_DIVIDE, ux, uy));
    rv rest = let(b, cg_sub(c, ux, cg_mul(c, q, uy)));
    rv up = cg_flag(c, GCC_JIT_COMPARISON_GE, rest, cg_sub(c, uy, rest));
    rv natural = let(b, cg_add(c, cg_to_i64(c, q), up)), sign = let(b, cg_xor(c, sx, sy));
    rv value = cg_sub(c, cg_xor(c, natural, sign), sign);
    return cg_and(c, value, cg_sub(c, zero, cg_i64(c, 1)));
}

static rv words_of(struct cg_body *b, rv v)
{
    struct cg *c = b->f.c;
    lv w = cg_local_array(&b->f, c->t_u64, 2, "w");
    cg_set(&b->f, cg_elem(c, cg_r(w), cg_i64(c, 0)), cg_to_u64(c, cg_low64(c, v)));
    cg_set(&b->f, cg_elem(c, cg_r(w), cg_i64(c, 1)), cg_to_u64(c, cg_high64(c, v)));
    return cg_array_ptr(&b->f, w);
}

/* Division at 128 bits would call libgcc, which an artifact does not have. */
static rv divide_round_128(struct cg_body *b, const struct ir_op *op)
{
    struct cg *c = b->f.c;
    rv a[3] = { words_of(b, cg_i128(c, 0, 0)), words_of(b, arg(b, op, 0)),
                words_of(b, arg(b, op, 1)) };
    rv fn = cg_r(gcc_jit_rvalue_dereference_field(b->helpers, NULL, c->help[HELP_DIVR128]));
    gcc_jit_block_add_eval(b->f.at, NULL,
                           gcc_jit_context_new_call_through_ptr(c->ctx, NULL, fn, 3, a));
    return cg_join128(c, cg_load(c, a[0], cg_i64(c, 0)), cg_load(c, a[0], cg_i64(c, 1)));
}

static rv decide(struct cg_body *b, const struct ir_op *op)
{
    struct cg_rel r = cg_rel_const(b->f.c, (enum ir_rel)op->imm);
    return cg_verdict(&b->f, &r, arg(b, op, 0), arg(b, op, 1), arg(b, op, 2), arg(b, op, 3),
                      arg(b, op, 4));
}

static rv decide_is(struct cg_body *b, const struct ir_op *op)
{
    rv a[IR_MAX_ARGS];
    for (unsigned i = 0; i < IR_MAX_ARGS; i++)
        a[i] = arg(b, op, i);
    return cg_verdict_is(&b->f, op->imm, a);
}

static rv first_reason(struct cg_body *b, const struct ir_op *op)
{
    struct cg *c = b->f.c;
    rv x = arg(b, op, 0);
    return cg_choose(c, cg_mask(c, cg_flag0(c, GCC_JIT_COMPARISON_NE, x)), x, arg(b, op, 1));
}

static rv emit(struct cg_body *b, const struct ir_op *op)
{
    struct cg *c = b->f.c;
    switch ((enum ir_op_code)op->op) {
    case OP_IN: return load_input(b, op);
    case OP_CONST: return load_const(b, op);
    case OP_WIDEN: return cg_cast(c, arg(b, op, 0), c->t_i128);
    case OP_NARROW: return cg_cast(c, arg(b, op, 0), op->width == IR_W64 ? c->t_i64 : c->t_i128);
    case OP_ADD: return cg_add(c, arg(b, op, 0), arg(b, op, 1));
    case OP_SUB: return cg_sub(c, arg(b, op, 0), arg(b, op, 1));
    case OP_MUL: return cg_mul(c, arg(b, op, 0), arg(b, op, 1));
    case OP_NEG: return cg_neg(c, arg(b, op, 0));
    case OP_MIN: return least(b, op, GCC_JIT_COMPARISON_LT);
    case OP_MAX: return least(b, op, GCC_JIT_COMPARISON_GT);
    case OP_DIVR: return op->width == IR_W64 ? divide_round(b, op) : divide_round_128(b, op);
    case OP_SIGN: return cg_sign(c, arg(b, op, 0));
    case OP_LT: return cg_flag(c, GCC_JIT_COMPARISON_LT, arg(b, op, 0), arg(b, op, 1));
    case OP_EQ: return cg_flag(c, GCC_JIT_COMPARISON_EQ, arg(b, op, 0), arg(b, op, 1));
    case OP_SEL: return select_value(b, op);
    case OP_AND: return cg_and(c, arg(b, op, 0), arg(b, op, 1));
    case OP_OR: return cg_or(c, arg(b, op, 0), arg(b, op, 1));
    case OP_FIRST: return first_reason(b, op);
    case OP_VERDICT: return decide(b, op);
    case OP_IS: return decide_is(b, op);
    case OP_OUT: case OP_ACC: case OP_ACCFIRST: case OP_ACCMAX: case OP_COUNT: break;
    }
    return cg_i64(c, 0);
}

void cg_op(struct cg_body *b, uint32_t number)
{
    const struct ir_op *op = &b->shape->op[number];
    rv v = emit(b, op);
    if (cg_is_broken(op->op))
        v = cg_xor(b->f.c, v, cg_cast(b->f.c, cg_i64(b->f.c, 1), gcc_jit_rvalue_get_type(v)));
    b->value[number] = cg_let(&b->f, gcc_jit_rvalue_get_type(v), v);
}
