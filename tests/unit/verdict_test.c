/* Verdicts against a brute-force reading of the language (points are tried in intervals), and
 * linear tables against naive sums of intervals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "lanes.h"

/* ── verdicts ── */

/* Is x (in halves) in the interval from lower to upper? */
static bool member(i128 x, i128 lower, i128 upper, int64_t open)
{
    if (x == 2 * lower && (open & OPEN_LOWER))
        return false;
    if (x == 2 * upper && (open & OPEN_UPPER))
        return false;
    return 2 * lower <= x && x <= 2 * upper;
}

static bool compares(enum ir_rel rel, i128 x)
{
    const bool yes[] = { x == 0, !(x == 0), x < 0, !(x > 0), x > 0, !(x < 0) };
    return yes[rel];
}

/* Tries points that stand for every part of an interval: its ends, just inside them, around 0. */
static bool possible(enum ir_rel rel, i128 lower, i128 upper, int64_t open)
{
    const i128 x[] = { 2 * lower, 2 * lower + 1, -1, 0, 1, 2 * upper - 1, 2 * upper };
    for (unsigned i = 0; i < sizeof x / sizeof x[0]; i++)
        if (member(x[i], lower, upper, open) && compares(rel, x[i]))
            return true;
    return false;
}

static unsigned verdict_expected(enum ir_rel rel, i128 d, i128 lower, i128 upper, int64_t open)
{
    if (compares(rel, d))
        return ST_EXACT;
    return possible(rel, lower, upper, open) ? ST_ROUNDING : ST_VIOLATED;
}

struct decision { int64_t arg[6]; unsigned want; };
struct decisions { struct decision *list; uint32_t n, cap; };

/* Runs one op over all decisions, a block of lanes at a time. */
static void check_decisions(struct test *t, struct ir_op op, const struct decisions *d)
{
    struct body b = { .nop = 0 };
    for (unsigned k = 0; k < ir_op_info[op.op].args; k++)
        op.arg[k] = body_in(&b, IR_W64);
    body_out(&b, OP_OUT, OUT_VERDICT, IR_W64, body_op(&b, op));
    for (uint32_t at = 0; at < d->n; at += LANE_BLOCK) {
        uint32_t n = d->n - at < LANE_BLOCK ? d->n - at : LANE_BLOCK;
        for (uint32_t i = 0; i < n; i++)
            for (unsigned k = 0; k < 6; k++)
                t->block[k][i] = (uint64_t)d->list[at + i].arg[k];
        body_run(t, &b, n);
        for (uint32_t i = 0; i < n; i++)
            assert_int_equal(((const uint8_t *)t->block[6])[i], d->list[at + i].want);
    }
}

typedef void interval_fn(void *ctx, int d, int lower, int upper, int open);

/* Calls `each` for every interval with ends from min to max, every printed value in it, every
 * choice of open ends (which only an interval with a length has). */
static void each_interval(int min, int max, interval_fn *each, void *ctx)
{
    for (int lower = min; lower <= max; lower++)
        for (int upper = lower; upper <= max; upper++)
            for (int d = lower; d <= upper; d++)
                for (int open = 0; open < (lower < upper ? 4 : 1); open++)
                    each(ctx, d, lower, upper, open);
}

struct collect {
    struct test *t;
    struct decisions d;
    enum ir_rel rel;
    uint32_t imm;
    int64_t reason;
};

static void collect(struct collect *c, struct decision x)
{
    if (c->reason)
        x.want = VERDICT(ST_UNKNOWN, c->reason);
    ARENA_PUSH(&c->t->arena, c->d.list, c->d.n, c->d.cap, x);
}

static void collect_relation(void *ctx, int d, int lower, int upper, int open)
{
    struct collect *c = ctx;
    collect(c, (struct decision){
        { sign_of(d), sign_of(lower), sign_of(upper), open, c->reason, 0 },
        verdict_expected(c->rel, d, lower, upper, open) });
}

static void check_relation(struct test *t, enum ir_rel rel, int64_t reason)
{
    struct collect c = { .t = t, .rel = rel, .reason = reason };
    each_interval(-2, 2, collect_relation, &c);
    assert_true(c.d.n > 100);
    check_decisions(t, (struct ir_op){ .op = OP_VERDICT, .width = IR_W64, .imm = rel }, &c.d);
}
static void verdict_eq(void **s) { check_relation(*s, IR_EQ, 0); }
static void verdict_ne(void **s) { check_relation(*s, IR_NE, 0); }
static void verdict_lt(void **s) { check_relation(*s, IR_LT, 0); }
static void verdict_le(void **s) { check_relation(*s, IR_LE, 0); }
static void verdict_gt(void **s) { check_relation(*s, IR_GT, 0); }
static void verdict_ge(void **s) { check_relation(*s, IR_GE, 0); }

static void verdict_of_a_reason_is_unknown(void **state)
{
    for (int64_t reason = RS_MISSING; reason < RS_COUNT; reason++)
        for (int rel = IR_EQ; rel <= IR_GE; rel++)
            check_relation(*state, (enum ir_rel)rel, reason);
}

/* The set that rounds to the literal runs from 0 to 2. Tries all halves around both. */
static unsigned is_expected(uint32_t imm, int d, int lower, int upper, int open)
{
    int64_t set_open = (imm & IS_A_OPEN ? OPEN_LOWER : 0) | (imm & IS_B_OPEN ? OPEN_UPPER : 0);
    if (member(2 * d, 0, 2, set_open))
        return ST_EXACT;
    for (int x = -12; x <= 12 && !(imm & IS_EXACTLY); x++)
        if (member(x, 0, 2, set_open) && member(x, lower, upper, open))
            return ST_ROUNDING;
    return ST_VIOLATED;
}

static void collect_is(void *ctx, int d, int lower, int upper, int open)
{
    struct collect *c = ctx;
    collect(c, (struct decision){
        { sign_of(d), sign_of(d - 2), sign_of(upper), sign_of(lower - 2), open, c->reason },
        is_expected(c->imm, d, lower, upper, open) });
}

static void check_is(struct test *t, uint32_t imm, int64_t reason)
{
    struct collect c = { .t = t, .imm = imm, .reason = reason };
    each_interval(-2, 4, collect_is, &c);
    assert_true(c.d.n > 200);
    check_decisions(t, (struct ir_op){ .op = OP_IS, .width = IR_W64, .imm = imm }, &c.d);
}
static void is_closed(void **s) { check_is(*s, 0, 0); }
static void is_upper_end_open(void **s) { check_is(*s, IS_B_OPEN, 0); }
static void is_lower_end_open(void **s) { check_is(*s, IS_A_OPEN, 0); }
static void is_both_ends_open(void **s) { check_is(*s, IS_A_OPEN | IS_B_OPEN, 0); }
static void is_exactly(void **s) { check_is(*s, IS_EXACTLY, 0); }
static void is_exactly_upper_end_open(void **s) { check_is(*s, IS_EXACTLY | IS_B_OPEN, 0); }
static void is_exactly_lower_end_open(void **s) { check_is(*s, IS_EXACTLY | IS_A_OPEN, 0); }
static void is_of_a_reason_is_unknown(void **s) { check_is(*s, 0, RS_ZERO_BASE); }

/* ── linear tables ── */

enum { LIN_INPUTS = 5, LIN_RULES = 7, LIN_TERMS = 20 };
struct lin_case {
    struct ir_program prog;
    struct ir_kernel kernel;
    struct fisc_lin_in in[LIN_INPUTS];
    uint8_t *verdict[LIN_RULES];
    i128 *debug;
};

/* Open ends belong to intervals that have a length on that side. */
static void random_input(struct test *t, struct fisc_lin_in *in, bool small, bool symmetric)
{
    int64_t *f[5], size = small ? 3 : INT64_C(1000000000000000000);
    for (unsigned k = 0; k < 5; k++)
        f[k] = ARENA_ARRAY(&t->arena, int64_t, LANE_BLOCK);
    for (unsigned i = 0; i < LANE_BLOCK; i++) {
        f[0][i] = random_below(t, 2 * size + 1) - size;
        f[1][i] = random_below(t, 4) == 0 ? 0 : random_below(t, size);
        f[2][i] = symmetric ? f[1][i] : random_below(t, size);
        int64_t may_be_open = (f[1][i] > 0 ? OPEN_LOWER : 0) | (f[2][i] > 0 ? OPEN_UPPER : 0);
        f[3][i] = random_below(t, 4) & may_be_open;
        f[4][i] = random_below(t, 8) == 0 ? random_below(t, RS_COUNT) : 0;
    }
    bool points = !symmetric && random_below(t, 5) == 0;
    *in = (struct fisc_lin_in){ f[0], points ? NULL : f[1], points ? NULL : f[2],
                                points || symmetric ? NULL : f[3],
                                random_below(t, 3) ? f[4] : NULL };
}

static struct ir_lin random_lin(struct test *t, bool small, bool symmetric)
{
    struct arena *a = &t->arena;
    struct ir_lin l = {
        .nrule = LIN_RULES, .nterm = LIN_TERMS, .nin = LIN_INPUTS, .symmetric = symmetric,
        .start = ARENA_ARRAY(a, uint32_t, LIN_RULES + 1),
        .input = ARENA_ARRAY(a, uint32_t, LIN_TERMS),
        .net = ARENA_ARRAY(a, int64_t, LIN_TERMS), .knet = ARENA_ARRAY(a, int64_t, LIN_RULES),
        .rel = ARENA_ARRAY(a, uint8_t, LIN_RULES) };
    for (unsigned i = 0; i < LIN_TERMS; i++) {
        l.input[i] = (uint32_t)random_below(t, LIN_INPUTS);
        l.net[i] = random_coefficient(t, small);
    }
    for (unsigned r = 0; r < LIN_RULES; r++) {
        l.start[r + 1] = r + 1 < LIN_RULES ? l.start[r] + (uint32_t)random_below(t, 5) : LIN_TERMS;
        l.start[r + 1] = l.start[r + 1] < LIN_TERMS ? l.start[r + 1] : LIN_TERMS;
        l.knet[r] = random_coefficient(t, small);
        l.rel[r] = (uint8_t)(random_below(t, IR_GE + 1) | (random_below(t, 4) ? 0 : LIN_EXACTLY));
    }
    return l;
}

static int64_t facet(const int64_t *lanes, int64_t lane) { return lanes ? lanes[lane] : 0; }

/* The sum of one rule, term by term as intervals. */
static void check_lin_lane(const struct lin_case *c, unsigned r, int64_t lane, int64_t n)
{
    const struct ir_lin *l = &c->kernel.lin;
    bool exactly = (l->rel[r] & LIN_EXACTLY) != 0;
    i128 d = l->knet[r], lower = d, upper = d;
    int64_t open = 0, reason = 0;
    for (uint32_t k = l->start[r]; k < l->start[r + 1]; k++) {
        const struct fisc_lin_in *x = &c->in[l->input[k]];
        i128 mid = x->mid[lane], net = l->net[k];
        i128 least = exactly ? mid : mid - facet(x->down, lane);
        i128 most = exactly ? mid : mid + facet(x->up, lane);
        int64_t bits = net == 0 || exactly ? 0 : facet(x->open, lane);
        d += net * mid;
        lower += net * (net < 0 ? most : least);
        upper += net * (net < 0 ? least : most);
        if (net < 0)
            bits = bits == OPEN_LOWER ? OPEN_UPPER : bits == OPEN_UPPER ? OPEN_LOWER : bits;
        open |= bits;
        reason = reason == 0 ? facet(x->reason, lane) : reason;
    }
    unsigned want = verdict_expected(LIN_REL(l->rel[r]), d, lower, upper, open);
    assert_int_equal(c->verdict[r][lane], reason ? VERDICT(ST_UNKNOWN, reason) : want);
    const i128 *debug = c->debug + ((int64_t)r * n + lane) * 3;
    assert_true(debug[0] == d && debug[1] == d - lower && debug[2] == upper - d);
}

static void check_lin(struct test *t, bool small, bool symmetric)
{
    for (unsigned round = 0; round < ROUNDS * 4; round++) {
        int64_t n = lane_counts[round % 4];
        struct lin_case *c = ARENA_NEW(&t->arena, struct lin_case);
        c->kernel = (struct ir_kernel){ .shape = IR_NONE, .lin = random_lin(t, small, symmetric) };
        c->prog = (struct ir_program){ .kernel = &c->kernel, .nkernel = 1 };
        c->debug = ARENA_ARRAY(&t->arena, i128, LIN_RULES * LANE_BLOCK * 3);
        for (unsigned i = 0; i < LIN_INPUTS; i++)
            random_input(t, &c->in[i], small, symmetric);
        for (unsigned r = 0; r < LIN_RULES; r++)
            c->verdict[r] = ARENA_ARRAY(&t->arena, uint8_t, LANE_BLOCK);
        struct engine *e = interp_engine(&t->arena, &c->prog);
        e->lin(e, 0, c->in, c->verdict, c->debug, n);
        for (unsigned r = 0; r < LIN_RULES; r++)
            for (int64_t lane = 0; lane < n; lane++)
                check_lin_lane(c, r, lane, n);
    }
}
static void lin_small_sums(void **s) { check_lin(*s, true, false); }
static void lin_large_sums(void **s) { check_lin(*s, false, false); }
static void lin_symmetric_small_sums(void **s) { check_lin(*s, true, true); }
static void lin_symmetric_large_sums(void **s) { check_lin(*s, false, true); }

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(verdict_eq), CASE(verdict_ne), CASE(verdict_lt), CASE(verdict_le), CASE(verdict_gt),
        CASE(verdict_ge), CASE(verdict_of_a_reason_is_unknown), CASE(is_closed),
        CASE(is_upper_end_open), CASE(is_lower_end_open), CASE(is_both_ends_open), CASE(is_exactly),
        CASE(is_exactly_upper_end_open), CASE(is_exactly_lower_end_open),
        CASE(is_of_a_reason_is_unknown), CASE(lin_small_sums), CASE(lin_large_sums),
        CASE(lin_symmetric_small_sums), CASE(lin_symmetric_large_sums),
    };
    return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
