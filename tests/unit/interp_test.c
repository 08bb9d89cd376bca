/* The interpreter: each op at each width against GMP, random bodies against an evaluator without
 * lanes; and the helpers of generated code against GMP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include <gmp.h>
#include "lanes.h"

/* ── lanes of words ── */

static w256 lane_get(const uint64_t *block, int64_t lane, uint8_t width)
{
    w256 v;
    const uint64_t *w = block + lane * width;
    uint64_t sign = w[width - 1] >> 63 ? UINT64_MAX : 0;
    for (unsigned i = 0; i < 4; i++)
        v.w[i] = i < width ? w[i] : sign;
    return v;
}

static void lane_set(uint64_t *block, int64_t lane, uint8_t width, w256 v)
{
    memcpy(block + lane * width, v.w, (size_t)width * 8);
}

/* A number of at most `bits` bits and a sign; short ones, 0 and 1 are frequent. */
static w256 random_wide(struct test *t, unsigned bits)
{
    w256 v = { { 0 } };
    unsigned len = (unsigned)random_below(t, bits + 1);
    for (unsigned i = 0; i < len; i++)
        v.w[i / 64] |= (random_word(t) >> 63) << i % 64;
    if (random_word(t) & 1)
        w256_neg(&v, v);
    return v;
}

static void fill(struct test *t, unsigned block, int64_t n, uint8_t width, unsigned bits)
{
    for (int64_t i = 0; i < n; i++)
        lane_set(t->block[block], i, width, random_wide(t, bits));
}

/* ── oracles ── */

static void mpz_from_wide(mpz_t z, w256 v)
{
    bool negative = v.w[3] >> 63 != 0;
    mpz_import(z, 4, -1, 8, 0, 0, v.w);
    if (negative) {
        mpz_t top;
        mpz_init_set_ui(top, 1);
        mpz_mul_2exp(top, top, 256);
        mpz_sub(z, z, top);
        mpz_clear(top);
    }
}

static void mpz_from_lane(mpz_t z, const uint64_t *block, int64_t lane, uint8_t width)
{
    mpz_from_wide(z, lane_get(block, lane, width));
}

typedef void oracle_fn(mpz_t r, const mpz_t a, const mpz_t b);

static void assert_lanes_follow(struct test *t, uint8_t operand, uint8_t result, int64_t n,
                                oracle_fn *oracle)
{
    mpz_t a, b, want, got;
    mpz_inits(a, b, want, got, NULL);
    for (int64_t i = 0; i < n; i++) {
        mpz_from_lane(a, t->block[0], i, operand);
        mpz_from_lane(b, t->block[1], i, operand);
        oracle(want, a, b);
        mpz_from_lane(got, t->block[6], i, result);
        assert_int_equal(mpz_cmp(want, got), 0);
    }
    mpz_clears(a, b, want, got, NULL);
}

/* op over random operands of `bits` bits at a width, in lanes of every count */
static void check_op(struct test *t, uint8_t code, uint8_t operand, uint8_t result, unsigned bits,
                     oracle_fn *oracle)
{
    bool converts = code == OP_WIDEN || code == OP_NARROW;
    for (unsigned round = 0; round < ROUNDS; round++) {
        int64_t n = lane_counts[round % 4];
        struct body b = { .nop = 0 };
        struct ir_op op = { .op = code, .width = converts ? result : operand };
        for (unsigned i = 0; i < ir_op_info[code].args; i++)
            op.arg[i] = body_in(&b, operand);
        body_out(&b, OP_OUT, OUT_VALUE, result, body_op(&b, op));
        fill(t, 0, n, operand, bits);
        fill(t, 1, n, operand, bits);
        for (int64_t i = 0; i < n; i += 7)
            lane_set(t->block[1], i, operand, lane_get(t->block[0], i, operand));
        body_run(t, &b, n);
        assert_lanes_follow(t, operand, result, n, oracle);
    }
}

#define ORACLE(name, call) \
    static void oracle_##name(mpz_t r, const mpz_t a, const mpz_t b) { (void)b; call; }
ORACLE(add, mpz_add(r, a, b))
ORACLE(sub, mpz_sub(r, a, b))
ORACLE(mul, mpz_mul(r, a, b))
ORACLE(neg, mpz_neg(r, a))
ORACLE(min, mpz_set(r, mpz_cmp(a, b) < 0 ? a : b))
ORACLE(max, mpz_set(r, mpz_cmp(a, b) < 0 ? b : a))
ORACLE(sign, mpz_set_si(r, mpz_sgn(a)))
ORACLE(lt, mpz_set_si(r, mpz_cmp(a, b) < 0))
ORACLE(eq, mpz_set_si(r, mpz_cmp(a, b) == 0))
ORACLE(and, mpz_and(r, a, b))
ORACLE(or, mpz_ior(r, a, b))
ORACLE(same, mpz_set(r, a))
ORACLE(first, mpz_set(r, mpz_sgn(a) != 0 ? a : b))

/* floor((2|a| + |b|) / 2|b|) with the sign of a / b */
static void oracle_divr(mpz_t r, const mpz_t a, const mpz_t b)
{
    mpz_t twice;
    mpz_set_ui(r, 0);
    if (mpz_sgn(b) == 0)
        return;
    mpz_init(twice);
    mpz_abs(r, a);
    mpz_mul_2exp(r, r, 1);
    mpz_abs(twice, b);
    mpz_add(r, r, twice);
    mpz_mul_2exp(twice, twice, 1);
    mpz_fdiv_q(r, r, twice);
    if (mpz_sgn(a) * mpz_sgn(b) < 0)
        mpz_neg(r, r);
    mpz_clear(twice);
}

/* X(op, name, bits that operands leave free, 1 if the result is a flag) */
#define WIDTH_OPS(X) \
    X(ADD, add, 2, 0) X(SUB, sub, 2, 0) X(NEG, neg, 1, 0) X(MIN, min, 1, 0) X(MAX, max, 1, 0) \
    X(DIVR, divr, 1, 0) X(SIGN, sign, 1, 1) X(LT, lt, 1, 1) X(EQ, eq, 1, 1)
#define X(code, name, free, flag) \
    static void name##_64(void **s) { check_op(*s, OP_##code, 1, 1, 64 - free, oracle_##name); } \
    static void name##_128(void **s) \
    { \
        check_op(*s, OP_##code, 2, flag ? 1 : 2, 128 - free, oracle_##name); \
    } \
    static void name##_256(void **s) \
    { \
        check_op(*s, OP_##code, 4, flag ? 1 : 4, 256 - free, oracle_##name); \
    }
WIDTH_OPS(X)
#undef X
static void mul_64(void **s) { check_op(*s, OP_MUL, 1, 1, 31, oracle_mul); }
static void mul_128(void **s) { check_op(*s, OP_MUL, 2, 2, 63, oracle_mul); }
static void mul_256(void **s) { check_op(*s, OP_MUL, 4, 4, 127, oracle_mul); }
static void and_64(void **s) { check_op(*s, OP_AND, 1, 1, 63, oracle_and); }
static void or_64(void **s) { check_op(*s, OP_OR, 1, 1, 63, oracle_or); }
static void first_64(void **s) { check_op(*s, OP_FIRST, 1, 1, 3, oracle_first); }
static void widen_64_128(void **s) { check_op(*s, OP_WIDEN, 1, 2, 63, oracle_same); }
static void widen_64_256(void **s) { check_op(*s, OP_WIDEN, 1, 4, 63, oracle_same); }
static void widen_128_256(void **s) { check_op(*s, OP_WIDEN, 2, 4, 127, oracle_same); }
static void narrow_128_64(void **s) { check_op(*s, OP_NARROW, 2, 1, 63, oracle_same); }
static void narrow_256_64(void **s) { check_op(*s, OP_NARROW, 4, 1, 63, oracle_same); }
static void narrow_256_128(void **s) { check_op(*s, OP_NARROW, 4, 2, 127, oracle_same); }

/* ── ops of other forms ── */

static void check_sel(struct test *t, uint8_t width)
{
    int64_t n = LANE_BLOCK;
    struct body b = { .nop = 0 };
    uint32_t flag = body_in(&b, IR_W64), x = body_in(&b, width), y = body_in(&b, width);
    uint32_t r = body_op(&b, (struct ir_op){ .op = OP_SEL, .width = width, .arg = { flag, x, y } });
    body_out(&b, OP_OUT, OUT_VALUE, width, r);
    fill(t, 0, n, IR_W64, 2);
    fill(t, 1, n, width, width * 64u - 1);
    fill(t, 2, n, width, width * 64u - 1);
    body_run(t, &b, n);
    for (int64_t i = 0; i < n; i++) {
        const uint64_t *from = t->block[t->block[0][i] != 0 ? 1 : 2] + i * width;
        assert_memory_equal(t->block[6] + i * width, from, (size_t)width * 8);
    }
}
static void sel_64(void **s) { check_sel(*s, IR_W64); }
static void sel_128(void **s) { check_sel(*s, IR_W128); }
static void sel_256(void **s) { check_sel(*s, IR_W256); }

static void check_const(struct test *t, uint8_t width)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        int64_t n = lane_counts[round % 4];
        struct body b = { .pool = { random_wide(t, width * 64u - 1) } };
        struct ir_op op = { .op = OP_CONST, .width = width };
        body_out(&b, OP_OUT, OUT_VALUE, width, body_op(&b, op));
        body_run(t, &b, n);
        for (int64_t i = 0; i < n; i++)
            assert_memory_equal(t->block[6] + i * width, b.pool[0].w, (size_t)width * 8);
    }
}
static void const_64(void **s) { check_const(*s, IR_W64); }
static void const_128(void **s) { check_const(*s, IR_W128); }
static void const_256(void **s) { check_const(*s, IR_W256); }

/* Two blocks of lanes, into a sum that does not start at 0. */
static void check_acc(struct test *t, uint8_t width)
{
    struct body b = { .nop = 0 };
    mpz_t want, x;
    mpz_inits(want, x, NULL);
    body_out(&b, OP_ACC, OUT_SUM, width, body_in(&b, width));
    lane_set(t->block[6], 0, width, w256_from_i64(-12345));
    mpz_set_si(want, -12345);
    for (unsigned round = 0; round < 2; round++) {
        int64_t n = lane_counts[2 + round];
        fill(t, 0, n, width, width * 64u - 12);
        for (int64_t i = 0; i < n; i++) {
            mpz_from_lane(x, t->block[0], i, width);
            mpz_add(want, want, x);
        }
        body_run(t, &b, n);
    }
    mpz_from_lane(x, t->block[6], 0, width);
    assert_int_equal(mpz_cmp(x, want), 0);
    mpz_clears(want, x, NULL);
}
static void acc_64(void **s) { check_acc(*s, IR_W64); }
static void acc_128(void **s) { check_acc(*s, IR_W128); }
static void acc_256(void **s) { check_acc(*s, IR_W256); }

static uint64_t accfirst_of(struct test *t, uint64_t before, uint64_t lane1, uint64_t lane2)
{
    struct body b = { .nop = 0 };
    body_out(&b, OP_ACCFIRST, OUT_SUM, IR_W64, body_in(&b, IR_W64));
    memset(t->block[0], 0, LANE_BLOCK * 8);
    t->block[0][100] = lane1;
    t->block[0][200] = lane2;
    t->block[6][0] = before;
    body_run(t, &b, LANE_BLOCK);
    return t->block[6][0];
}
static void accfirst_takes_first_lane(void **s) { assert_int_equal(accfirst_of(*s, 0, 3, 2), 3); }
static void accfirst_skips_zero_lanes(void **s) { assert_int_equal(accfirst_of(*s, 0, 0, 2), 2); }
static void accfirst_keeps_earlier(void **s) { assert_int_equal(accfirst_of(*s, 1, 3, 2), 1); }
static void accfirst_of_zeros_is_zero(void **s) { assert_int_equal(accfirst_of(*s, 0, 0, 0), 0); }

/* Two blocks of lanes, into a value that one of them may exceed. */
static void check_accmax(struct test *t, uint8_t width)
{
    struct body b = { .nop = 0 };
    w256 want = w256_from_i64(-12345), v;
    body_out(&b, OP_ACCMAX, OUT_SUM, width, body_in(&b, width));
    lane_set(t->block[6], 0, width, want);
    for (unsigned round = 0; round < 2; round++) {
        int64_t n = lane_counts[2 + round];
        fill(t, 0, n, width, width * 64u - 12);
        for (int64_t i = 0; i < n; i++) {
            v = lane_get(t->block[0], i, width);
            want = w256_cmp(v, want) > 0 ? v : want;
        }
        body_run(t, &b, n);
    }
    assert_int_equal(w256_cmp(lane_get(t->block[6], 0, width), want), 0);
}
static void accmax_64(void **s) { check_accmax(*s, IR_W64); }
static void accmax_128(void **s) { check_accmax(*s, IR_W128); }

/* ── whole bodies ── */

static w256 truncate_to(w256 v, uint8_t width)
{
    return lane_get(v.w, 0, width);
}

static w256 evaluate_op(const struct body *b, const struct ir_op *op, const w256 *v)
{
    w256 r = { { 0 } }, x = v[op->arg[0]], y = v[op->arg[1]], z = v[op->arg[2]];
    switch ((enum ir_op_code)op->op) {
    case OP_CONST: return truncate_to(b->pool[0], op->width);
    case OP_WIDEN: case OP_NARROW: return truncate_to(x, op->width);
    case OP_ADD: w256_add(&r, x, y); return truncate_to(r, op->width);
    case OP_SUB: w256_sub(&r, x, y); return truncate_to(r, op->width);
    case OP_MUL: w256_mul(&r, x, y); return truncate_to(r, op->width);
    case OP_NEG: w256_neg(&r, x); return truncate_to(r, op->width);
    case OP_DIVR: return truncate_to(w256_divround(x, y), op->width);
    case OP_MIN: return w256_cmp(x, y) < 0 ? x : y;
    case OP_MAX: return w256_cmp(x, y) < 0 ? y : x;
    case OP_SIGN: return w256_from_i64(w256_sign(x));
    case OP_LT: return w256_from_i64(w256_cmp(x, y) < 0);
    case OP_EQ: return w256_from_i64(w256_cmp(x, y) == 0);
    case OP_SEL: return w256_sign(x) != 0 ? y : z;
    case OP_AND: return w256_from_i64(w256_to_i64(x) & w256_to_i64(y));
    case OP_OR: return w256_from_i64(w256_to_i64(x) | w256_to_i64(y));
    case OP_FIRST: return w256_sign(x) != 0 ? x : y;
    case OP_IN: case OP_VERDICT: case OP_IS: case OP_OUT: case OP_ACC: case OP_ACCFIRST:
    case OP_ACCMAX: case OP_COUNT:
        break;
    }
    return r;
}

/* An earlier op with a result of a width from `least` to `most`; false if none is found. */
static bool random_operand(struct test *t, const struct body *b, uint8_t least, uint8_t most,
                           uint32_t *arg)
{
    for (unsigned tries = 0; tries < 20; tries++) {
        *arg = (uint32_t)random_below(t, b->nop);
        uint8_t width = ir_op_result(&b->op[*arg]);
        if (width >= least && width <= most)
            return true;
    }
    return false;
}

/* An op from CONST to FIRST, if there are operands for it. */
static void random_op(struct test *t, struct body *b)
{
    static const uint8_t widths[] = { IR_W64, IR_W128, IR_W256 };
    struct ir_op op = { .op = (uint8_t)(OP_CONST + random_below(t, OP_FIRST - OP_CONST + 1)) };
    bool flags = op.op == OP_AND || op.op == OP_OR || op.op == OP_FIRST;
    op.width = flags ? (uint8_t)IR_W64 : widths[random_below(t, 3)];
    for (unsigned k = 0; k < ir_op_info[op.op].args; k++) {
        uint8_t least = op.width, most = op.width;
        if (op.op == OP_WIDEN)
            least = IR_W64, most = op.width >> 1;
        if (op.op == OP_NARROW)
            least = (uint8_t)(op.width * 2), most = IR_W256;
        if (op.op == OP_SEL && k == 0)
            least = most = IR_W64;
        if (!random_operand(t, b, least, most, &op.arg[k]))
            return;
    }
    body_op(b, op);
}

static void random_body(struct test *t, struct body *b)
{
    b->pool[0] = w256_from_i64(random_coefficient(t, random_below(t, 2) == 0));
    for (unsigned i = 0; i < 6; i++)
        body_in(b, i < 2 ? IR_W64 : i < 4 ? IR_W128 : IR_W256);
    while (b->nop < 50)
        random_op(t, b);
    for (unsigned i = 0; i < 12; i++) {
        uint32_t from = (uint32_t)random_below(t, 50);
        uint8_t kind = random_below(t, 2) ? OUT_VALUE : OUT_EVIDENCE;
        body_out(b, OP_OUT, kind, ir_op_result(&b->op[from]), from);
    }
}

static void check_body_lane(struct test *t, const struct body *b, void *const *out, int64_t lane)
{
    w256 v[64] = { { { 0 } } };
    for (uint32_t i = 0; i < b->nop; i++) {
        const struct ir_op *op = &b->op[i];
        if (op->op == OP_IN)
            v[i] = lane_get(t->block[op->imm], lane, op->width);
        else if (op->op != OP_OUT)
            v[i] = evaluate_op(b, op, v);
        else if (out[op->imm])
            assert_memory_equal((const uint64_t *)out[op->imm] + lane * op->width, v[op->arg[0]].w,
                                (size_t)op->width * 8);
    }
}

static void check_bodies(struct test *t, bool evidence)
{
    const void *in[6];
    void *out[16];
    for (unsigned i = 0; i < 16; i++)
        out[i] = arena_alloc(&t->arena, LANE_BLOCK * sizeof(w256));
    for (unsigned round = 0; round < 200; round++) {
        struct body b = { .nop = 0 };
        void *asked[16];
        random_body(t, &b);
        for (unsigned i = 0; i < 6; i++) {
            fill(t, i, LANE_BLOCK, b.in[i], b.in[i] * 64u - 1);
            in[i] = t->block[i];
        }
        for (unsigned i = 0; i < b.nout; i++)
            asked[i] = b.out[i].kind == OUT_EVIDENCE && !evidence ? NULL : out[i];
        struct engine *e = body_engine(t, &b);
        e->shape(e, 0, in, asked, lane_counts[round % 4]);
        for (int64_t lane = 0; lane < lane_counts[round % 4]; lane++)
            check_body_lane(t, &b, asked, lane);
    }
}
static void random_bodies_with_evidence(void **s) { check_bodies(*s, true); }
static void random_bodies_without_evidence(void **s) { check_bodies(*s, false); }

/* ── helpers of generated code ── */

typedef void helper_fn(uint64_t *r, const uint64_t *a, const uint64_t *b);

/* The result goes where the first operand was. */
static void check_helper(struct test *t, helper_fn *helper, uint8_t width, unsigned bits,
                         oracle_fn *oracle)
{
    mpz_t a, b, want, got;
    mpz_inits(a, b, want, got, NULL);
    for (unsigned i = 0; i < 5000; i++) {
        fill(t, 0, 1, width, bits);
        fill(t, 1, 1, width, bits);
        mpz_from_lane(a, t->block[0], 0, width);
        mpz_from_lane(b, t->block[1], 0, width);
        oracle(want, a, b);
        helper(t->block[0], t->block[0], t->block[1]);
        mpz_from_lane(got, t->block[0], 0, width);
        assert_int_equal(mpz_cmp(want, got), 0);
    }
    mpz_clears(a, b, want, got, NULL);
}
#define HELPERS fisc_helpers_table()
static void helper_add256(void **s) { check_helper(*s, HELPERS->add256, 4, 254, oracle_add); }
static void helper_sub256(void **s) { check_helper(*s, HELPERS->sub256, 4, 254, oracle_sub); }
static void helper_mul256(void **s) { check_helper(*s, HELPERS->mul256, 4, 127, oracle_mul); }
static void helper_divr256(void **s) { check_helper(*s, HELPERS->divr256, 4, 254, oracle_divr); }
static void helper_divr128(void **s) { check_helper(*s, HELPERS->divr128, 2, 126, oracle_divr); }

static void helper_cmp256(void **state)
{
    struct test *t = *state;
    for (unsigned i = 0; i < 5000; i++) {
        w256 a = random_wide(t, 255), b = i % 5 ? random_wide(t, 255) : a;
        mpz_t x, y;
        mpz_inits(x, y, NULL);
        mpz_from_wide(x, a);
        mpz_from_wide(y, b);
        assert_int_equal(HELPERS->cmp256(a.w, b.w), sign_of(mpz_cmp(x, y)));
        mpz_clears(x, y, NULL);
    }
}

static void helpers_say_their_version(void **state)
{
    (void)state;
    assert_int_equal(HELPERS->abi, FISC_ABI);
    assert_int_equal(HELPERS->size, sizeof(struct fisc_helpers));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
#define CASES(f) CASE(f##_64), CASE(f##_128), CASE(f##_256)
int main(void)
{
    const struct CMUnitTest tests[] = {
#define X(code, name, free, flag) CASES(name),
        WIDTH_OPS(X)
#undef X
        CASES(mul), CASES(sel), CASES(const), CASES(acc), CASE(accmax_64),
        CASE(accmax_128), CASE(and_64), CASE(or_64), CASE(first_64),
        CASE(widen_64_128), CASE(widen_64_256), CASE(widen_128_256), CASE(narrow_128_64),
        CASE(narrow_256_64), CASE(narrow_256_128), CASE(accfirst_takes_first_lane),
        CASE(accfirst_skips_zero_lanes), CASE(accfirst_keeps_earlier),
        CASE(accfirst_of_zeros_is_zero), CASE(random_bodies_with_evidence),
        CASE(random_bodies_without_evidence), CASE(helper_add256), CASE(helper_sub256),
        CASE(helper_mul256), CASE(helper_divr256), CASE(helper_divr128), CASE(helper_cmp256),
        CASE(helpers_say_their_version),
    };
    return cmocka_run_group_tests_name("interp", tests, NULL, NULL);
}
