/* Facts about exact decimals. Figures are written as texts; "1.20" has the coefficient 120 and the
 * scale 2. */
#include "../../runtime/num.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include <limits.h>

enum { TEXT = 350 };

/* ── helpers ── */

static struct dec num(const char *s)
{
    struct dec r;
    bool negative = *s == '-';
    assert_int_equal(dec_parse(&r, s + negative, strlen(s + negative), 100), DEC_OK);
    if (negative)
        w256_neg(&r.coef, r.coef);
    return r;
}

static struct dec power_of_ten(int e)
{
    return (struct dec){w256_from_i64(1), -e};
}

/* 2^255 - 1 and -2^255: the ends of the coefficients */
static struct dec greatest(void)
{
    return (struct dec){{{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX >> 1}}, 0};
}

static struct dec least(void)
{
    return (struct dec){{{0, 0, 0, UINT64_C(1) << 63}}, 0};
}
#define GREATEST_TEXT "5789604461865809771178549250434395392663499233282028201972879200395656481996"

static void is(struct dec got, const char *want)
{
    char text[TEXT];
    assert_int_equal(dec_format(text, sizeof text, got, false), strlen(want));
    assert_string_equal(text, want);
}

static enum dec_parse parse(const char *s, unsigned max_digits)
{
    struct dec r;
    return dec_parse(&r, s, strlen(s), max_digits);
}

/* ── reading ── */

static void test_parse_keeps_printed_places(void **state)
{
    (void)state;
    struct dec r = num("48.0");
    assert_int_equal(w256_to_i64(r.coef), 480);
    assert_int_equal(r.scale, 1);
}

static void test_parse_reads_only_the_given_length(void **state)
{
    (void)state;
    struct dec r;
    assert_int_equal(dec_parse(&r, "12.345", 4, 38), DEC_OK);
    is(r, "12.3");
}

static void test_parse_refuses_what_is_no_number(void **state)
{
    (void)state;
    const char *const bad[] = {"", ".", "1.", ".5", "-1", "+1", "1.2.3", "1,000", " 1", "1 ", "1e5",
                               "x", "1x", "1.x", "1.2x", "１", "1.-2"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(parse(bad[i], 38), DEC_SYNTAX);
}

static void test_parse_refuses_a_nul_byte(void **state)
{
    (void)state;
    struct dec r;
    assert_int_equal(dec_parse(&r, "1\0" "2", 3, 38), DEC_SYNTAX);
}

static void test_parse_counts_significant_digits(void **state)
{
    (void)state;
    assert_int_equal(parse("12345", 5), DEC_OK);
    assert_int_equal(parse("123456", 5), DEC_TOO_LONG);
    assert_int_equal(parse("123.456", 5), DEC_TOO_LONG);
    assert_int_equal(parse("100000", 5), DEC_TOO_LONG);
}

static void test_parse_does_not_count_leading_zeros(void **state)
{
    (void)state;
    assert_int_equal(parse("00000000012345", 5), DEC_OK);
    assert_int_equal(parse("0.012", 3), DEC_OK);
}

static void test_parse_bounds_the_places(void **state)
{
    (void)state;
    assert_int_equal(parse("0.00000", 5), DEC_OK);
    assert_int_equal(parse("0.000000", 5), DEC_TOO_LONG);
}

static void test_parse_reaches_the_greatest_coefficient(void **state)
{
    (void)state;
    assert_int_equal(w256_cmp(num(GREATEST_TEXT "7").coef, greatest().coef), 0);
    assert_int_equal(parse(GREATEST_TEXT "8", 100), DEC_TOO_LONG);
}

/* 2^256 + 1: the wrapped coefficient alone would look harmless */
static void test_parse_refuses_beyond_256_bits(void **state)
{
    (void)state;
    assert_int_equal(parse("1157920892373161954235709850086879078532699846656405640394575840079131"
                           "29639937", 100), DEC_TOO_LONG);
}

/* ── sums and products ── */

static void test_add_takes_the_greater_scale(void **state)
{
    (void)state;
    struct dec r;
    assert_false(dec_add(&r, num("1.5"), num("2.25")));
    is(r, "3.75");
    assert_false(dec_add(&r, num("1.50"), num("2.5")));
    is(r, "4.00");
}

static void test_sub_is_exact(void **state)
{
    (void)state;
    struct dec r;
    assert_false(dec_sub(&r, num("0.3"), num("0.1")));
    is(r, "0.2");
    assert_false(dec_sub(&r, num("1"), num("3.25")));
    is(r, "-2.25");
}

static void test_add_overflow_is_told(void **state)
{
    (void)state;
    struct dec r, one = power_of_ten(0);
    assert_true(dec_add(&r, greatest(), one));
    assert_true(dec_sub(&r, least(), one));
    assert_true(dec_add(&r, least(), least()));
    assert_true(dec_add(&r, greatest(), greatest()));
}

static void test_add_reaches_both_ends(void **state)
{
    (void)state;
    struct dec r;
    assert_false(dec_add(&r, greatest(), (struct dec){.scale = 0}));
    is(r, GREATEST_TEXT "7");
    assert_false(dec_sub(&r, (struct dec){w256_from_i64(-1), 0}, greatest()));
    is(r, "-" GREATEST_TEXT "8");
    assert_true(dec_sub(&r, (struct dec){.scale = 0}, least()));
}

/* 10^77 at the scale of the other operand does not fit; less 5 * 10^76 it does */
static void test_add_intermediate_may_be_wider(void **state)
{
    (void)state;
    struct dec r, half = {.scale = 1};
    assert_false(w256_pow10(&half.coef, 76));
    assert_false(w256_mul(&half.coef, half.coef, w256_from_i64(5)));
    assert_false(dec_sub(&r, power_of_ten(76), half));
    assert_int_equal(r.scale, 1);
    assert_int_equal(w256_cmp(r.coef, half.coef), 0);
    assert_true(dec_add(&r, power_of_ten(76), half));
}

static void test_add_of_far_scales_overflows(void **state)
{
    (void)state;
    struct dec r, low = power_of_ten(INT_MIN + 1), high = power_of_ten(INT_MAX);
    assert_true(dec_add(&r, low, high));
    assert_true(dec_sub(&r, high, low));
}

static void test_add_of_far_zero_is_exact(void **state)
{
    (void)state;
    struct dec r;
    assert_false(dec_add(&r, (struct dec){.scale = INT_MIN}, num("1.5")));
    is(r, "1.5");
}

static void test_mul_adds_scales(void **state)
{
    (void)state;
    struct dec r;
    assert_false(dec_mul(&r, num("-1.20"), num("0.5")));
    is(r, "-0.600");
}

static void test_mul_overflow_is_told(void **state)
{
    (void)state;
    struct dec r;
    assert_true(dec_mul(&r, greatest(), num("2")));
    assert_true(dec_mul(&r, least(), num("-1")));
    assert_true(dec_mul(&r, power_of_ten(INT_MAX), power_of_ten(INT_MAX)));
    assert_false(dec_mul(&r, power_of_ten(INT_MIN + 1), power_of_ten(INT_MAX)));
    is(r, "1");
}

/* ── rounding ── */

static void rescales(const char *a, int scale, const char *want)
{
    struct dec r;
    assert_false(dec_rescale(&r, num(a), scale));
    assert_int_equal(r.scale, scale);
    is(r, want);
}

static void test_rescale_rounds_half_away_from_zero(void **state)
{
    (void)state;
    rescales("2.5", 0, "3");
    rescales("-2.5", 0, "-3");
    rescales("0.125", 2, "0.13");
    rescales("2.4999", 0, "2");
    rescales("-0.4", 0, "0");
}

static void test_rescale_up_appends_zeros(void **state)
{
    (void)state;
    rescales("1.2", 4, "1.2000");
}

static void test_rescale_to_tens(void **state)
{
    (void)state;
    rescales("1250", -2, "1300");
    rescales("49", -2, "0");
}

/* 2^255 - 1 is more than half of 10^77 and less than half of 10^78 */
static void test_rescale_by_more_places_than_there_are(void **state)
{
    (void)state;
    struct dec r;
    assert_false(dec_rescale(&r, greatest(), -77));
    assert_int_equal(w256_to_i64(r.coef), 1);
    assert_false(dec_rescale(&r, greatest(), -78));
    assert_int_equal(w256_sign(r.coef), 0);
    assert_false(dec_rescale(&r, least(), INT_MIN));
    assert_int_equal(w256_sign(r.coef), 0);
}

static void test_rescale_overflow_is_told(void **state)
{
    (void)state;
    struct dec r;
    assert_false(dec_rescale(&r, num("5"), 76));
    assert_true(dec_rescale(&r, num("6"), 76));
    assert_true(dec_rescale(&r, num("1"), 77));
    assert_true(dec_rescale(&r, num("12"), 76));    /* past 2^256; the low words look harmless */
    assert_true(dec_rescale(&r, power_of_ten(INT_MAX), INT_MAX));
    assert_false(dec_rescale(&r, (struct dec){.scale = INT_MIN}, INT_MAX));
}

static void quantizes(const char *a, const char *step, const char *want)
{
    struct dec r;
    assert_false(dec_quantize(&r, num(a), num(step)));
    is(r, want);
}

static void test_quantize_takes_the_nearest_multiple(void **state)
{
    (void)state;
    quantizes("7", "5", "5");
    quantizes("7.5", "5", "10");
    quantizes("-7.5", "5", "-10");
    quantizes("1.23", "0.05", "1.25");
    quantizes("12345.678", "0.01", "12345.68");
    quantizes("149", "100", "100");
}

static void test_quantize_overflow_is_told(void **state)
{
    (void)state;
    struct dec r;
    assert_true(dec_quantize(&r, greatest(), num("0.1")));
    assert_true(dec_quantize(&r, greatest(), num("10")));
}

static void divides(const char *a, const char *b, int scale, const char *want)
{
    struct dec r;
    assert_false(dec_div(&r, num(a), num(b), scale));
    is(r, want);
}

static void test_div_rounds_once_at_the_scale(void **state)
{
    (void)state;
    divides("1", "3", 4, "0.3333");
    divides("2", "3", 4, "0.6667");
    divides("1", "8", 2, "0.13");
    divides("-1", "8", 2, "-0.13");
    divides("0.5", "0.01", 0, "50");
    divides("1", "-3", 0, "0");
}

/* at two places 0.4449 is 0.44, at three 0.445, which would go on to 0.45 */
static void test_div_does_not_round_twice(void **state)
{
    (void)state;
    divides("4449", "10000", 2, "0.44");
    divides("1449999999999999999999999", "10000000000000000000000000", 2, "0.14");
}

static void test_div_of_far_scales(void **state)
{
    (void)state;
    struct dec r;
    assert_false(dec_div(&r, num("1"), power_of_ten(INT_MAX), 10));
    assert_int_equal(w256_sign(r.coef), 0);
    assert_true(dec_div(&r, power_of_ten(INT_MAX), num("7"), 10));
    assert_false(dec_div(&r, power_of_ten(INT_MAX), power_of_ten(INT_MAX), 2));
    is(r, "1.00");
}

/* 10^153 / (2^255 - 1) needs 509 bits above and 254 below */
static void test_div_of_a_long_numerator(void **state)
{
    (void)state;
    struct dec r;
    assert_false(dec_div(&r, num("1"), greatest(), 153));
    r.scale = 0;
    is(r, "1727233711018888925077270372560079914223"
       "2000728872562770047406940337183606325");
    assert_true(dec_div(&r, num("6"), greatest(), 153));
}

/* ── order and form ── */

static void test_cmp_ignores_the_scale(void **state)
{
    (void)state;
    assert_int_equal(dec_cmp(num("1.20"), num("1.2")), 0);
    assert_int_equal(dec_cmp(num("1.21"), num("1.2")), 1);
    assert_int_equal(dec_cmp(num("-1.21"), num("-1.2")), -1);
    assert_int_equal(dec_cmp(num("-1"), num("0.01")), -1);
    assert_int_equal(dec_cmp((struct dec){.scale = 7}, (struct dec){.scale = -7}), 0);
}

static void test_cmp_of_far_scales(void **state)
{
    (void)state;
    struct dec huge = power_of_ten(INT_MAX), tiny = power_of_ten(INT_MIN + 1);
    assert_int_equal(dec_cmp(huge, tiny), 1);
    assert_int_equal(dec_cmp(tiny, huge), -1);
    assert_int_equal(dec_cmp(tiny, (struct dec){.scale = INT_MIN}), 1);
    w256_neg(&huge.coef, huge.coef);
    assert_int_equal(dec_cmp(huge, tiny), -1);
}

static void test_cmp_near_the_ends(void **state)
{
    (void)state;
    struct dec a = greatest(), b = greatest();
    b.scale = 1;
    assert_int_equal(dec_cmp(a, b), 1);
    assert_int_equal(dec_cmp(least(), (struct dec){least().coef, 1}), -1);
    assert_int_equal(dec_cmp(least(), least()), 0);
}

static void test_strip_drops_zeros_after_the_point_only(void **state)
{
    (void)state;
    is(dec_strip(num("1.2300")), "1.23");
    is(dec_strip(num("100.00")), "100");
    is(dec_strip(num("-0.50")), "-0.5");
    is(dec_strip(num("0.000")), "0");
    is(dec_strip(num("0.1000000000000000000000000")), "0.1");
    is(dec_strip(num("1000000000000000000000001.10")), "1000000000000000000000001.1");
    assert_int_equal(dec_strip(power_of_ten(3)).scale, -3);
    assert_int_equal(dec_strip((struct dec){.scale = INT_MAX}).scale, 0);
}

static void test_format_pads_small_figures(void **state)
{
    (void)state;
    is((struct dec){w256_from_i64(-5), 3}, "-0.005");
    is((struct dec){w256_from_i64(0), 2}, "0.00");
}

static void test_format_writes_out_negative_scales(void **state)
{
    (void)state;
    is((struct dec){w256_from_i64(12), -3}, "12000");
    is((struct dec){w256_from_i64(0), -3}, "0");
}

static void has_commas(const char *figure, const char *want)
{
    char text[TEXT];
    assert_int_equal(dec_format(text, sizeof text, num(figure), true), strlen(want));
    assert_string_equal(text, want);
}

static void test_format_thousands(void **state)
{
    (void)state;
    has_commas("1101408", "1,101,408");
    has_commas("-123456.7890", "-123,456.7890");
    has_commas("999", "999");
    has_commas("1000", "1,000");
    has_commas("0.123456", "0.123456");
}

static void test_format_of_the_ends(void **state)
{
    (void)state;
    is(greatest(), GREATEST_TEXT "7");
    is(least(), "-" GREATEST_TEXT "8");
}

static void test_format_never_cuts_a_figure(void **state)
{
    (void)state;
    char text[8] = "unused!";
    assert_int_equal(dec_format(text, 6, num("123.45"), false), 0);
    assert_string_equal(text, "");
    assert_int_equal(dec_format(text, 7, num("123.45"), false), 6);
    assert_string_equal(text, "123.45");
    assert_int_equal(dec_format(NULL, 0, num("1"), false), 0);
    assert_int_equal(dec_format(text, sizeof text, power_of_ten(INT_MAX), true), 0);
    assert_int_equal(dec_format(text, sizeof text, power_of_ten(INT_MIN + 1), true), 0);
}

static void test_format_longest_promised_texts(void **state)
{
    (void)state;
    char text[TEXT];
    struct dec a = least();
    a.scale = -150;
    assert_int_equal(dec_format(text, sizeof text, a, true), 1 + 227 + 75);
    a.scale = 300;
    assert_int_equal(dec_format(text, sizeof text, a, true), 1 + 2 + 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_keeps_printed_places),
        cmocka_unit_test(test_parse_reads_only_the_given_length),
        cmocka_unit_test(test_parse_refuses_what_is_no_number),
        cmocka_unit_test(test_parse_refuses_a_nul_byte),
        cmocka_unit_test(test_parse_counts_significant_digits),
        cmocka_unit_test(test_parse_does_not_count_leading_zeros),
        cmocka_unit_test(test_parse_bounds_the_places),
        cmocka_unit_test(test_parse_reaches_the_greatest_coefficient),
        cmocka_unit_test(test_parse_refuses_beyond_256_bits),
        cmocka_unit_test(test_add_takes_the_greater_scale),
        cmocka_unit_test(test_sub_is_exact),
        cmocka_unit_test(test_add_overflow_is_told),
        cmocka_unit_test(test_add_reaches_both_ends),
        cmocka_unit_test(test_add_intermediate_may_be_wider),
        cmocka_unit_test(test_add_of_far_scales_overflows),
        cmocka_unit_test(test_add_of_far_zero_is_exact),
        cmocka_unit_test(test_mul_adds_scales),
        cmocka_unit_test(test_mul_overflow_is_told),
        cmocka_unit_test(test_rescale_rounds_half_away_from_zero),
        cmocka_unit_test(test_rescale_up_appends_zeros),
        cmocka_unit_test(test_rescale_to_tens),
        cmocka_unit_test(test_rescale_by_more_places_than_there_are),
        cmocka_unit_test(test_rescale_overflow_is_told),
        cmocka_unit_test(test_quantize_takes_the_nearest_multiple),
        cmocka_unit_test(test_quantize_overflow_is_told),
        cmocka_unit_test(test_div_rounds_once_at_the_scale),
        cmocka_unit_test(test_div_does_not_round_twice),
        cmocka_unit_test(test_div_of_far_scales),
        cmocka_unit_test(test_div_of_a_long_numerator),
        cmocka_unit_test(test_cmp_ignores_the_scale),
        cmocka_unit_test(test_cmp_of_far_scales),
        cmocka_unit_test(test_cmp_near_the_ends),
        cmocka_unit_test(test_strip_drops_zeros_after_the_point_only),
        cmocka_unit_test(test_format_pads_small_figures),
        cmocka_unit_test(test_format_writes_out_negative_scales),
        cmocka_unit_test(test_format_thousands),
        cmocka_unit_test(test_format_of_the_ends),
        cmocka_unit_test(test_format_never_cuts_a_figure),
        cmocka_unit_test(test_format_longest_promised_texts),
    };
    return cmocka_run_group_tests_name("num", tests, NULL, NULL);
}
