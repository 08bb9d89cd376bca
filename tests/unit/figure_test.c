/* figure.c: decimals of evidence. A fraction is the same decimal whether its two numbers are small
 * or both many words long. */
#include "../../runtime/figure.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void same(int64_t num, int64_t den, bool fraction)
{
    w256 k, n, d;
    struct dec small, large;

    assert_false(w256_pow10(&k, 40));
    assert_false(w256_mul(&n, k, w256_from_i64(num)));
    assert_false(w256_mul(&d, k, w256_from_i64(den)));
    small = figure_dec(w256_from_i64(num), w256_from_i64(den), fraction);
    large = figure_dec(n, d, fraction);
    assert_int_equal(w256_cmp(small.coef, large.coef), 0);
    assert_int_equal(small.scale, large.scale);
}

static void short_and_long_numbers_agree(void **state)
{
    static const int64_t num[] = { 1, 2, 3, 5, 7, 10, 46480000, 129669, 999999999999999999,
                                   INT64_C(1) << 58, (INT64_C(1) << 58) + 1, INT64_MAX };
    static const int64_t den[] = { 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 40, 125, 10000, 65536, 131072,
                                   INT64_C(10000000000000000), INT64_C(100000000000000000),
                                   (INT64_C(1) << 59) - 1, INT64_C(1) << 59, INT64_MAX };

    (void)state;
    for (size_t i = 0; i < sizeof num / sizeof *num; i++)
        for (size_t j = 0; j < sizeof den / sizeof *den; j++)
            for (int k = 0; k < 4; k++)
                same(k & 1 ? -num[i] : num[i], den[j], k & 2);
    same(INT64_MIN, 3, false);
    same(INT64_MIN, 1000, true);
}

static void is(int64_t num, int64_t den, int64_t coef, int scale)
{
    struct dec r = figure_dec(w256_from_i64(num), w256_from_i64(den), false);

    assert_int_equal(w256_to_i64(r.coef), coef);
    assert_int_equal(r.scale, scale);
}

static void decimals_are_short(void **state)
{
    (void)state;
    is(0, 7, 0, 0);
    is(464800, 10000, 4648, 2);
    is(-5, 4, -125, 2);
    is(600, 3, 200, 0);
    is(1, 3, INT64_C(3333333333333333), 16);
    is(-2, 3, -INT64_C(6666666666666667), 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_and_long_numbers_agree),
        cmocka_unit_test(decimals_are_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
