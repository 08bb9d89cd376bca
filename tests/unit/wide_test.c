/* wide.c against GMP: random and edge operands of every operation, fixed seed. */
#include "../../runtime/wide.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>
#include <gmp.h>

enum { CASES = 100000, GCD_CASES = 20000 };

struct gen { uint64_t state; };
struct oracle { mpz_t a, b, q, r, min, max; };

/* ── operands ── */

static uint64_t next_word(struct gen *g)        /* splitmix64 */
{
    uint64_t z = (g->state += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* Words of all ones, all zeros and lone top bits make the quotient estimate go wrong, so they are
 * frequent. */
static uint64_t odd_word(struct gen *g)
{
    uint64_t r = next_word(g);
    switch (r % 6) {
    case 0: return 0;
    case 1: return UINT64_MAX;
    case 2: return UINT64_C(1) << 63;
    case 3: return UINT64_MAX - (r >> 60);
    default: return next_word(g);
    }
}

/* An arithmetic shift by up to 255 bits gives every length with both signs. */
static w256 shorten(w256 v, unsigned bits)
{
    while (bits-- > 0)
        for (unsigned i = 0; i < 4; i++)
            v.w[i] = v.w[i] >> 1 | (i < 3 ? v.w[i + 1] << 63 : v.w[3] & UINT64_C(1) << 63);
    return v;
}

static w256 operand(struct gen *g)
{
    w256 v;
    for (unsigned i = 0; i < 4; i++)
        v.w[i] = odd_word(g);
    uint64_t r = next_word(g);
    return shorten(v, r & 1 ? (unsigned)(r >> 8 & 255) : (unsigned)(r >> 8 & 3) * 64);
}

static w256 edge(unsigned i)
{
    static const uint64_t top = UINT64_C(1) << 63;
    const w256 e[] = {
        {{0, 0, 0, 0}}, {{1, 0, 0, 0}}, {{2, 0, 0, 0}}, {{10, 0, 0, 0}},
        {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}},
        {{UINT64_MAX - 1, UINT64_MAX, UINT64_MAX, UINT64_MAX}},
        {{0, 0, 0, top}}, {{1, 0, 0, top}}, {{UINT64_MAX, UINT64_MAX, UINT64_MAX, top - 1}},
        {{UINT64_MAX - 1, UINT64_MAX, UINT64_MAX, top - 1}},
        {{top, 0, 0, 0}}, {{top - 1, 0, 0, 0}}, {{top, UINT64_MAX, UINT64_MAX, UINT64_MAX}},
        {{top - 1, UINT64_MAX, UINT64_MAX, UINT64_MAX}},
        {{0, top, 0, 0}}, {{UINT64_MAX, top - 1, 0, 0}}, {{0, top, UINT64_MAX, UINT64_MAX}},
        {{UINT64_MAX, 0, 0, 0}}, {{UINT64_MAX, UINT64_MAX, 0, 0}},
        {{UINT64_MAX, UINT64_MAX, UINT64_MAX, 0}},
        {{0, 1, 0, 0}}, {{0, 0, 1, 0}}, {{0, 0, 0, 1}}, {{0, 0, 0, top >> 1}},
    };
    return e[i % (sizeof e / sizeof *e)];
}
enum { EDGES = 24 };

/* ── GMP side ── */

static void oracle_set(mpz_t r, w256 v)
{
    mpz_import(r, 4, -1, 8, 0, 0, v.w);
    if (v.w[3] >> 63) {
        mpz_t m;
        mpz_init_set_ui(m, 1);
        mpz_mul_2exp(m, m, 256);
        mpz_sub(r, r, m);
        mpz_clear(m);
    }
}

static void oracle_init(struct oracle *o)
{
    mpz_inits(o->a, o->b, o->q, o->r, o->min, o->max, NULL);
    oracle_set(o->min, edge(6));
    oracle_set(o->max, edge(8));
}

static void oracle_free(struct oracle *o)
{
    mpz_clears(o->a, o->b, o->q, o->r, o->min, o->max, NULL);
}

static bool oracle_fits(const struct oracle *o, const mpz_t v)
{
    return mpz_cmp(v, o->min) >= 0 && mpz_cmp(v, o->max) <= 0;
}

/* v mod 2^256 equals got; the overflow report is right */
static void check_wrapped(const struct oracle *o, const mpz_t v, w256 got, bool overflow)
{
    mpz_t m;
    w256 want = {{0, 0, 0, 0}};
    mpz_init(m);
    mpz_fdiv_r_2exp(m, v, 256);
    mpz_export(want.w, NULL, -1, 8, 0, 0, m);
    mpz_clear(m);
    assert_memory_equal(&want, &got, sizeof got);
    assert_int_equal(overflow, !oracle_fits(o, v));
}

static void check_value(const struct oracle *o, const mpz_t v, w256 got)
{
    check_wrapped(o, v, got, !oracle_fits(o, v));
}

/* q = a / b, half away from zero */
static void oracle_divround(struct oracle *o)
{
    mpz_tdiv_qr(o->q, o->r, o->a, o->b);
    mpz_mul_2exp(o->r, o->r, 1);
    if (mpz_cmpabs(o->r, o->b) < 0)
        return;
    if (mpz_sgn(o->a) == mpz_sgn(o->b))
        mpz_add_ui(o->q, o->q, 1);
    else
        mpz_sub_ui(o->q, o->q, 1);
}

/* ── one pair ── */

static void check_ring(struct oracle *o, w256 a, w256 b)
{
    w256 r;
    bool wrapped = w256_add(&r, a, b);
    mpz_add(o->q, o->a, o->b);
    check_wrapped(o, o->q, r, wrapped);
    wrapped = w256_sub(&r, a, b);
    mpz_sub(o->q, o->a, o->b);
    check_wrapped(o, o->q, r, wrapped);
    wrapped = w256_mul(&r, a, b);
    mpz_mul(o->q, o->a, o->b);
    check_wrapped(o, o->q, r, wrapped);
    wrapped = w256_neg(&r, a);
    mpz_neg(o->q, o->a);
    check_wrapped(o, o->q, r, wrapped);
    mpz_abs(o->q, o->a);
    check_value(o, o->q, w256_abs(a));
}

static void check_division(struct oracle *o, w256 a, w256 b)
{
    w256 q, r;
    if (w256_sign(b) == 0) {
        assert_int_equal(w256_sign(w256_divround(a, b)), 0);
        return;
    }
    w256_divmod(&q, &r, a, b);
    mpz_tdiv_qr(o->q, o->r, o->a, o->b);
    check_value(o, o->q, q);
    check_value(o, o->r, r);
    oracle_divround(o);
    check_value(o, o->q, w256_divround(a, b));
}

static void check_order(struct oracle *o, w256 a, w256 b)
{
    int want = mpz_cmp(o->a, o->b);
    assert_int_equal(w256_cmp(a, b), (want > 0) - (want < 0));
    assert_int_equal(w256_cmp(a, a), 0);
    assert_int_equal(w256_sign(a), mpz_sgn(o->a));
}

static void check_narrow(struct oracle *o, w256 a)
{
    bool fits = mpz_fits_slong_p(o->a) != 0;
    assert_int_equal(w256_fits_i64(a), fits);
    if (fits)
        assert_int_equal(w256_to_i64(a), mpz_get_si(o->a));
    fits = mpz_sizeinbase(o->a, 2) < 128;
    mpz_set_si(o->q, 1);
    mpz_mul_2exp(o->q, o->q, 127);
    mpz_neg(o->q, o->q);
    assert_int_equal(w256_fits_i128(a), fits || mpz_cmp(o->a, o->q) == 0);
    if (w256_fits_i128(a)) {
        w256 back = w256_from_i128(w256_to_i128(a));
        assert_memory_equal(&back, &a, sizeof a);
    }
}

static void check_pair(struct oracle *o, w256 a, w256 b)
{
    oracle_set(o->a, a);
    oracle_set(o->b, b);
    check_ring(o, a, b);
    check_division(o, a, b);
    check_order(o, a, b);
    check_narrow(o, a);
}

static void check_gcd(struct oracle *o, w256 a, w256 b)
{
    oracle_set(o->a, a);
    oracle_set(o->b, b);
    mpz_gcd(o->q, o->a, o->b);
    check_value(o, o->q, w256_gcd(a, b));
}

static void check_divround64(struct oracle *o, int64_t a, int64_t b)
{
    mpz_set_si(o->a, a);
    mpz_set_si(o->b, b);
    oracle_divround(o);
    if (a == INT64_MIN && b == -1)              /* wraps */
        assert_int_equal(i64_divround(a, b), INT64_MIN);
    else
        assert_int_equal(i64_divround(a, b), mpz_get_si(o->q));
}

static void check_divround128(struct oracle *o, w256 a, w256 b)
{
    i128 least = (i128)((unsigned __int128)1 << 127);
    i128 x = w256_to_i128(a), y = w256_to_i128(b);
    oracle_set(o->a, w256_from_i128(x));
    oracle_set(o->b, w256_from_i128(y));
    oracle_divround(o);
    if (x == least && y == -1)
        assert_true(i128_divround(x, y) == least);
    else
        check_value(o, o->q, w256_from_i128(i128_divround(x, y)));
}

/* ── tests ── */

static void test_random_pairs(void **state)
{
    (void)state;
    struct gen g = {20220101};
    struct oracle o;
    oracle_init(&o);
    for (int i = 0; i < CASES; i++) {
        w256 a = operand(&g);
        check_pair(&o, a, operand(&g));
    }
    oracle_free(&o);
}

static void test_edge_pairs(void **state)
{
    (void)state;
    struct oracle o;
    oracle_init(&o);
    for (unsigned i = 0; i < EDGES; i++)
        for (unsigned j = 0; j < EDGES; j++) {
            check_pair(&o, edge(i), edge(j));
            check_gcd(&o, edge(i), edge(j));
        }
    oracle_free(&o);
}

/* a = q * b + r with r around b / 2: the place where rounding turns */
static void test_divround_at_halves(void **state)
{
    (void)state;
    struct gen g = {50005};
    struct oracle o;
    oracle_init(&o);
    for (int i = 0; i < CASES; i++) {
        w256 b = shorten(operand(&g), 120), half = shorten(b, 1), a;
        w256_mul(&a, b, shorten(operand(&g), 140));
        w256_add(&a, a, half);
        w256_add(&a, a, w256_from_i64((int64_t)(next_word(&g) % 3) - 1));
        oracle_set(o.a, a);
        oracle_set(o.b, b);
        check_division(&o, a, b);
    }
    oracle_free(&o);
}

static void test_gcd(void **state)
{
    (void)state;
    struct gen g = {77};
    struct oracle o;
    oracle_init(&o);
    for (int i = 0; i < GCD_CASES; i++) {
        w256 c = shorten(operand(&g), 150), a, b;
        w256_mul(&a, c, shorten(operand(&g), 160));
        w256_mul(&b, c, shorten(operand(&g), 160));
        check_gcd(&o, a, b);
    }
    oracle_free(&o);
}

static void test_narrow_divround(void **state)
{
    (void)state;
    struct gen g = {99};
    struct oracle o;
    oracle_init(&o);
    for (int i = 0; i < CASES; i++) {
        w256 a = operand(&g), b = operand(&g);
        if (b.w[0] == 0)
            b.w[0] = 1;
        check_divround64(&o, (int64_t)a.w[0], (int64_t)b.w[0]);
        check_divround128(&o, a, b);
    }
    for (unsigned i = 0; i < EDGES; i++)
        for (unsigned j = 1; j < EDGES; j++) {
            if (edge(j).w[0] != 0)
                check_divround64(&o, (int64_t)edge(i).w[0], (int64_t)edge(j).w[0]);
            if (edge(j).w[0] != 0 || edge(j).w[1] != 0)
                check_divround128(&o, edge(i), edge(j));
        }
    oracle_free(&o);
}

static void test_divround_by_zero_is_zero(void **state)
{
    (void)state;
    assert_int_equal(i64_divround(7, 0), 0);
    assert_int_equal(i64_divround(INT64_MIN, 0), 0);
    assert_true(i128_divround(7, 0) == 0);
    assert_int_equal(w256_sign(w256_divround(edge(6), edge(0))), 0);
}

static void test_from_i64_keeps_sign(void **state)
{
    (void)state;
    const int64_t v[] = {0, 1, -1, INT64_MAX, INT64_MIN};
    for (unsigned i = 0; i < sizeof v / sizeof *v; i++) {
        w256 w = w256_from_i64(v[i]), wide = w256_from_i128(v[i]);
        assert_memory_equal(&w, &wide, sizeof w);
        assert_int_equal(w256_to_i64(w), v[i]);
    }
}

static void test_pow10(void **state)
{
    (void)state;
    struct oracle o;
    w256 r;
    oracle_init(&o);
    for (unsigned n = 0; n <= 200; n++) {
        bool wrapped = w256_pow10(&r, n);
        mpz_ui_pow_ui(o.q, 10, n);
        assert_int_equal(wrapped, n > 76);
        if (!wrapped)
            check_value(&o, o.q, r);
    }
    assert_true(w256_pow10(&r, UINT32_MAX));
    oracle_free(&o);
}

/* ── naturals ── */

static void check_nat(struct oracle *o, const uint64_t *a, unsigned na, const uint64_t *b,
                        unsigned nb)
{
    uint64_t q[NAT_WORDS], r[NAT_WORDS];
    for (unsigned i = 0; i < na; i++)
        r[i] = a[i];
    nat_divmod(q, r, na, b, nb);
    mpz_import(o->a, na, -1, 8, 0, 0, a);
    mpz_import(o->b, nb, -1, 8, 0, 0, b);
    mpz_tdiv_qr(o->q, o->r, o->a, o->b);
    mpz_import(o->a, na, -1, 8, 0, 0, q);
    mpz_import(o->b, na, -1, 8, 0, 0, r);
    assert_int_equal(mpz_cmp(o->q, o->a), 0);
    assert_int_equal(mpz_cmp(o->r, o->b), 0);
}

static void test_nat_divmod(void **state)
{
    (void)state;
    struct gen g = {4242};
    struct oracle o;
    oracle_init(&o);
    for (int i = 0; i < CASES; i++) {
        uint64_t a[NAT_WORDS], b[NAT_WORDS];
        unsigned na = 1 + (unsigned)(next_word(&g) % NAT_WORDS);
        unsigned nb = 1 + (unsigned)(next_word(&g) % NAT_WORDS);
        for (unsigned k = 0; k < NAT_WORDS; k++) {
            a[k] = odd_word(&g);
            b[k] = odd_word(&g);
        }
        if (nat_len(b, nb) != 0)
            check_nat(&o, a, na, b, nb);
    }
    oracle_free(&o);
}

static void test_nat_mul_pow10(void **state)
{
    (void)state;
    struct gen g = {31};
    struct oracle o;
    oracle_init(&o);
    for (int i = 0; i < CASES / 10; i++) {
        uint64_t a[8] = {odd_word(&g), odd_word(&g), odd_word(&g)};
        unsigned e = (unsigned)(next_word(&g) % 120);
        mpz_import(o.a, 8, -1, 8, 0, 0, a);
        mpz_ui_pow_ui(o.b, 10, e);
        mpz_mul(o.q, o.a, o.b);
        bool wide = nat_mul_pow10(a, 8, e);
        assert_int_equal(wide, mpz_sizeinbase(o.q, 2) > 512);
        mpz_import(o.a, 8, -1, 8, 0, 0, a);
        if (!wide)
            assert_int_equal(mpz_cmp(o.a, o.q), 0);
    }
    oracle_free(&o);
}

static void test_zero_times_any_power_fits(void **state)
{
    (void)state;
    uint64_t a[2] = {0, 0};
    assert_false(nat_mul_pow10(a, 2, UINT32_MAX));
    assert_int_equal(nat_len(a, 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_pairs),
        cmocka_unit_test(test_edge_pairs),
        cmocka_unit_test(test_divround_at_halves),
        cmocka_unit_test(test_gcd),
        cmocka_unit_test(test_narrow_divround),
        cmocka_unit_test(test_divround_by_zero_is_zero),
        cmocka_unit_test(test_from_i64_keeps_sign),
        cmocka_unit_test(test_pow10),
        cmocka_unit_test(test_nat_divmod),
        cmocka_unit_test(test_nat_mul_pow10),
        cmocka_unit_test(test_zero_times_any_power_fits),
    };
    return cmocka_run_group_tests_name("wide", tests, NULL, NULL);
}
