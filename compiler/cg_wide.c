/* Operations with a 256-bit operand or result. Such a value is an array of four words, least
 * significant first; arithmetic goes through the table of helpers, the rest is done on words. */
#include "cg.h"

static rv word(struct cg_body *b, lv v, int i)
{
    return cg_load(b->f.c, cg_r(v), cg_i64(b->f.c, i));
}

static void set_word(struct cg_body *b, lv v, int i, rv to)
{
    cg_set(&b->f, cg_elem(b->f.c, cg_r(v), cg_i64(b->f.c, i)), cg_to_u64(b->f.c, to));
}

static rv call(struct cg_body *b, enum helper_field field, int n, rv *args)
{
    rv fn = cg_r(gcc_jit_rvalue_dereference_field(b->helpers, NULL, b->f.c->help[field]));
    return gcc_jit_context_new_call_through_ptr(b->f.c->ctx, NULL, fn, n, args);
}

static void arithmetic(struct cg_body *b, enum helper_field field, lv to, lv x, lv y)
{
    rv args[3] = { cg_array_ptr(&b->f, to), cg_array_ptr(&b->f, x), cg_array_ptr(&b->f, y) };
    gcc_jit_block_add_eval(b->f.at, NULL, call(b, field, 3, args));
}

/* -1, 0, 1 */
static rv compare(struct cg_body *b, lv x, lv y)
{
    rv args[2] = { cg_array_ptr(&b->f, x), cg_array_ptr(&b->f, y) };
    return cg_r(cg_let(&b->f, b->f.c->t_i64, call(b, HELP_CMP256, 2, args)));
}

static void load_words(struct cg_body *b, const struct ir_op *op, lv to)
{
    struct cg *c = b->f.c;
    rv p = cg_r(b->in[op->imm]), at = cg_shl(c, b->lane, 2);
    for (int i = 0; i < 4; i++)
        set_word(b, to, i, cg_load(c, p, cg_add(c, at, cg_i64(c, i))));
}

static void set_const(struct cg_body *b, const w256 *v, lv to)
{
    for (int i = 0; i < 4; i++)
        set_word(b, to, i, cg_i64(b->f.c, (int64_t)v->w[i]));
}

static void widen(struct cg_body *b, lv from, uint8_t width, lv to)
{
    struct cg *c = b->f.c;
    rv low = width == IR_W64 ? cg_r(from) : cg_low64(c, cg_r(from));
    rv next = width == IR_W64 ? cg_shr(c, low, 63) : cg_high64(c, cg_r(from));
    set_word(b, to, 0, low);
    set_word(b, to, 1, next);
    rv sign = cg_shr(c, cg_to_i64(c, word(b, to, 1)), 63);
    set_word(b, to, 2, sign);
    set_word(b, to, 3, sign);
}

static void choose_words(struct cg_body *b, rv flag, lv x, lv y, lv to)
{
    struct cg *c = b->f.c;
    rv mask = cg_r(cg_let(&b->f, c->t_u64, cg_to_u64(c, cg_mask(c, flag))));
    for (int i = 0; i < 4; i++)
        set_word(b, to, i, cg_choose(c, mask, word(b, x, i), word(b, y, i)));
}

static rv any_bit(struct cg_body *b, lv x)
{
    struct cg *c = b->f.c;
    rv low = cg_or(c, word(b, x, 0), word(b, x, 1)), high = cg_or(c, word(b, x, 2), word(b, x, 3));
    return cg_flag0(c, GCC_JIT_COMPARISON_NE, cg_or(c, low, high));
}

static lv zero(struct cg_body *b)
{
    lv z = cg_local(&b->f, b->f.c->t_w256, "z");
    set_const(b, &(w256){ { 0, 0, 0, 0 } }, z);
    return z;
}

/* The result of a narrower width; NULL if the op's result is wide. */
static rv emit_narrow(struct cg_body *b, const struct ir_op *op)
{
    struct cg *c = b->f.c;
    lv x = b->value[op->arg[0]];
    if (op->op == OP_SIGN) {
        rv negative = cg_shr(c, cg_to_i64(c, word(b, x, 3)), 63);
        return cg_or(c, negative, any_bit(b, x));
    }
    if (op->op == OP_LT)
        return cg_flag0(c, GCC_JIT_COMPARISON_LT, compare(b, x, b->value[op->arg[1]]));
    if (op->op == OP_EQ)
        return cg_flag0(c, GCC_JIT_COMPARISON_EQ, compare(b, x, b->value[op->arg[1]]));
    if (op->op == OP_NARROW && op->width == IR_W64)
        return cg_to_i64(c, word(b, x, 0));
    if (op->op == OP_NARROW)
        return cg_join128(c, word(b, x, 0), word(b, x, 1));
    return NULL;
}

static void emit_least(struct cg_body *b, const struct ir_op *op, enum gcc_jit_comparison better,
                       lv to)
{
    lv x = b->value[op->arg[0]], y = b->value[op->arg[1]];
    rv flag = cg_flag0(b->f.c, better, compare(b, x, y));
    choose_words(b, flag, x, y, to);
}

static void emit_wide(struct cg_body *b, const struct ir_op *op, lv to)
{
    lv *v = b->value;
    switch ((enum ir_op_code)op->op) {
    case OP_IN: load_words(b, op, to); break;
    case OP_CONST: set_const(b, &b->shape->pool[op->imm], to); break;
    case OP_WIDEN: widen(b, v[op->arg[0]], ir_op_result(&b->shape->op[op->arg[0]]), to); break;
    case OP_ADD: arithmetic(b, HELP_ADD256, to, v[op->arg[0]], v[op->arg[1]]); break;
    case OP_SUB: arithmetic(b, HELP_SUB256, to, v[op->arg[0]], v[op->arg[1]]); break;
    case OP_MUL: arithmetic(b, HELP_MUL256, to, v[op->arg[0]], v[op->arg[1]]); break;
    case OP_DIVR: arithmetic(b, HELP_DIVR256, to, v[op->arg[0]], v[op->arg[1]]); break;
    case OP_NEG: arithmetic(b, HELP_SUB256, to, zero(b), v[op->arg[0]]); break;
    case OP_MIN: emit_least(b, op, GCC_JIT_COMPARISON_LT, to); break;
    case OP_MAX: emit_least(b, op, GCC_JIT_COMPARISON_GT, to); break;
    case OP_SEL:
        choose_words(b, cg_flag0(b->f.c, GCC_JIT_COMPARISON_NE, cg_r(v[op->arg[0]])), v[op->arg[1]],
                     v[op->arg[2]], to);
        break;
    case OP_NARROW: case OP_SIGN: case OP_LT: case OP_EQ: case OP_AND: case OP_OR: case OP_FIRST:
    case OP_VERDICT: case OP_IS: case OP_OUT: case OP_ACC: case OP_ACCFIRST:
    case OP_ACCMAX: case OP_COUNT:
        break;
    }
}

void cg_op_wide(struct cg_body *b, uint32_t number)
{
    const struct ir_op *op = &b->shape->op[number];
    struct cg *c = b->f.c;
    bool broken = cg_is_broken(op->op);
    rv v = op->op == OP_IN || op->op == OP_CONST ? NULL : emit_narrow(b, op);
    if (v) {
        v = broken ? cg_xor(c, v, cg_cast(c, cg_i64(c, 1), gcc_jit_rvalue_get_type(v))) : v;
        b->value[number] = cg_let(&b->f, gcc_jit_rvalue_get_type(v), v);
        return;
    }
    lv to = cg_local(&b->f, c->t_w256, "w");
    emit_wide(b, op, to);
    if (broken)
        set_word(b, to, 0, cg_xor(c, word(b, to, 0), cg_cast(c, cg_i64(c, 1), c->t_u64)));
    b->value[number] = to;
}
