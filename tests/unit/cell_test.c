/* Reading one printed figure: one fact a test. */
#include "../../runtime/cell.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

/* 万元 to 0.01: stored at 8 places */
static const struct ir_grid wan = { .mode = 1, .places = 2, .scale = 8 };

static struct cell read_at(const char *s, struct ir_grid g)
{
    struct cell_form f = cell_form_of(g);
    return cell_read(s, strlen(s), &f);
}

static void is_figure(const char *s, int64_t hundredths)
{
    struct cell c = read_at(s, wan);
    assert_int_equal(c.fault, FAULT_NONE);
    assert_int_equal(c.kind, CELL_FIGURE);
    assert_int_equal(c.value, hundredths * 1000000);
}

static void is_kind(const char *s, enum cell_kind kind)
{
    struct cell c = read_at(s, wan);
    assert_int_equal(c.kind, kind);
    assert_int_equal(c.value, 0);
}

static void is_bad(const char *s)
{
    struct cell c = read_at(s, wan);
    assert_int_equal(c.kind, CELL_UNREADABLE);
    assert_int_equal(c.fault, FAULT_SYNTAX);
    assert_false(cell_is_number(s, strlen(s)));
}

static void plain(void **s) { (void)s; is_figure("462.25", 46225); }
static void whole(void **s) { (void)s; is_figure("54", 5400); }
static void one_place(void **s) { (void)s; is_figure("555.3", 55530); }
static void zero(void **s) { (void)s; is_figure("0.00", 0); }
static void leading_zeros(void **s) { (void)s; is_figure("007.50", 750); }
static void minus(void **s) { (void)s; is_figure("-12.34", -1234); }
static void true_minus(void **s) { (void)s; is_figure("−12.34", -1234); }
static void full_minus(void **s) { (void)s; is_figure("－12.34", -1234); }
static void plus(void **s) { (void)s; is_figure("+12.34", 1234); }
static void blanks_around(void **s) { (void)s; is_figure(" \t12.34\xc2\xa0　", 1234); }
static void separators(void **s) { (void)s; is_figure("1,296.69", 129669); }
static void two_separators(void **s) { (void)s; is_figure("1,234,567.89", 123456789); }
static void full_width(void **s) { (void)s; is_figure("１，２９６．６９", 129669); }
static void mixed_width(void **s) { (void)s; is_figure("1，296.６9", 129669); }
static void negative_separators(void **s) { (void)s; is_figure("-1,296", -129600); }

static void group_of_two(void **s) { (void)s; is_bad("12,34"); }
static void group_of_four(void **s) { (void)s; is_bad("1,2345"); }
static void first_group_of_four(void **s) { (void)s; is_bad("1234,567"); }
static void separator_first(void **s) { (void)s; is_bad(",123"); }
static void separator_last(void **s) { (void)s; is_bad("123,"); }
static void separator_after_point(void **s) { (void)s; is_bad("0.123,456"); }
static void point_alone(void **s) { (void)s; is_bad("."); }
static void point_first(void **s) { (void)s; is_bad(".5"); }
static void point_last(void **s) { (void)s; is_bad("5."); }
static void two_points(void **s) { (void)s; is_bad("1.2.3"); }
static void two_signs(void **s) { (void)s; is_bad("--5"); }
static void sign_alone(void **s) { (void)s; is_bad("+"); }
static void sign_behind(void **s) { (void)s; is_figure("5-", -500); }
static void signs_around(void **s) { (void)s; is_bad("-5-"); }
static void triangle(void **s) { (void)s; is_figure("△5.00", -500); }
static void sign_in_words(void **s) { (void)s; is_figure("负1,200.00", -120000); }
static void letters(void **s) { (void)s; is_bad("12a"); }
static void exponent(void **s) { (void)s; is_bad("1e3"); }
static void unit_behind(void **s) { (void)s; is_bad("12万元"); }
static void percent(void **s) { (void)s; is_bad("12%"); }
static void blank_inside(void **s) { (void)s; is_bad("1 296"); }
static void brackets(void **s) { (void)s; is_figure("(12.00)", -1200); }
static void full_width_brackets(void **s) { (void)s; is_figure("（12.00）", -1200); }
static void brackets_twice(void **s) { (void)s; is_bad("((1.00))"); }
static void bracket_alone(void **s) { (void)s; is_bad("(1.00"); }

static struct cell read_unit(const char *s, const char *unit)
{
    struct cell_form f = cell_form_of(wan);
    f.unit_text = unit;
    return cell_read(s, strlen(s), &f);
}

static void own_unit(void **s)
{
    (void)s;
    assert_int_equal(read_unit("12.00 万元", "万元").value, INT64_C(1200000000));
    assert_int_equal(read_unit("12％", "%").kind, CELL_FIGURE);
    assert_true(read_unit("12％", "%").dressed);
}

static void other_unit(void **s)
{
    (void)s;
    assert_int_equal(read_unit("12.00元", "万元").fault, FAULT_UNIT);
    assert_int_equal(read_unit("12.0O", "万元").fault, FAULT_SYNTAX);
    assert_int_equal(read_unit("12.00万元 3", "万元").fault, FAULT_SYNTAX);
}
static void words(void **s) { (void)s; is_bad("合计"); }

static void empty(void **s) { (void)s; is_kind("", CELL_BLANK); }
static void only_blanks(void **s) { (void)s; is_kind(" 　 ", CELL_BLANK); }
static void none(void **s) { (void)s; is_kind("无", CELL_NONE); }
static void none_with_blanks(void **s) { (void)s; is_kind(" 无　", CELL_NONE); }

static void dashes(void **s)
{
    static const char *const dash[] = { "—", "－", "-", "–", "--", "——", "/", " — " };
    (void)s;
    for (size_t i = 0; i < sizeof dash / sizeof *dash; i++)
        is_kind(dash[i], CELL_DASH);
}

static void largest(void **s)
{
    (void)s;
    is_figure("10000000000.00", INT64_C(1000000000000));
    is_figure("-10000000000.00", -INT64_C(1000000000000));
}

static void too_large(void **s)
{
    (void)s;
    struct cell c = read_at("10000000000.01", wan);
    assert_int_equal(c.kind, CELL_OVERFLOW);
    assert_int_equal(c.fault, FAULT_BIG);
    assert_int_equal(c.value, 0);
}

static void much_too_large(void **s)
{
    (void)s;
    char digits[600];
    memset(digits, '9', sizeof digits - 1);
    digits[sizeof digits - 1] = 0;
    assert_int_equal(read_at(digits, wan).kind, CELL_OVERFLOW);
    assert_true(cell_is_number(digits, sizeof digits - 1));
}

static void many_leading_zeros(void **s)
{
    (void)s;
    is_figure("000000000000000000000000000000012.34", 1234);
}

static void most_places(void **s)
{
    (void)s;
    struct cell c = read_at("0.1234567", wan);
    assert_int_equal(c.kind, CELL_FIGURE);
    assert_int_equal(c.value, 12345670);
    assert_int_equal(c.own, 8);
}

static void too_many_places(void **s)
{
    (void)s;
    struct cell c = read_at("0.12345678", wan);
    assert_int_equal(c.kind, CELL_UNREADABLE);
    assert_int_equal(c.fault, FAULT_PLACES);
}

static void three_hundred_places(void **s)
{
    (void)s;
    char digits[320] = "0.";
    memset(digits + 2, '0', 300);
    assert_int_equal(read_at(digits, wan).fault, FAULT_PLACES);
}

static void extra_digits(void **s)
{
    (void)s;
    assert_int_equal(read_at("1.234", wan).own, 4);
    assert_int_equal(read_at("1.230", wan).own, 4);
    assert_int_equal(read_at("1.23", wan).own, 0);
    assert_int_equal(read_at("1.2", wan).own, 0);
}

static void exact_has_no_extra_digits(void **s)
{
    (void)s;
    struct cell c = read_at("1.23", (struct ir_grid){ .mode = 0, .places = 0, .scale = 4 });
    assert_int_equal(c.value, 12300);
    assert_int_equal(c.own, 0);
}

static void grid_of_hundreds(void **s)
{
    (void)s;
    struct ir_grid g = { .mode = 1, .places = -2, .scale = 4 };
    assert_int_equal(read_at("1200", g).own, 0);
    assert_int_equal(read_at("1250", g).own, 1);
    assert_int_equal(read_at("1250", g).value, 12500000);
}

static void negative_scale(void **s)
{
    (void)s;
    struct ir_grid g = { .mode = 1, .places = -3, .scale = -2 };
    assert_int_equal(read_at("1300", g).value, 13);
    assert_int_equal(read_at("1350", g).fault, FAULT_PLACES);
}

static void tag_round_trip(void **s)
{
    (void)s;
    struct cell c = read_at("0.1234567", wan);
    assert_int_equal(cell_tag_kind(cell_tag(c)), CELL_FIGURE);
    assert_int_equal(cell_tag_own(cell_tag(c)), 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain), cmocka_unit_test(whole), cmocka_unit_test(one_place),
        cmocka_unit_test(zero), cmocka_unit_test(leading_zeros), cmocka_unit_test(minus),
        cmocka_unit_test(true_minus), cmocka_unit_test(full_minus), cmocka_unit_test(plus),
        cmocka_unit_test(blanks_around), cmocka_unit_test(separators),
        cmocka_unit_test(two_separators), cmocka_unit_test(full_width),
        cmocka_unit_test(mixed_width), cmocka_unit_test(negative_separators),
        cmocka_unit_test(group_of_two), cmocka_unit_test(group_of_four),
        cmocka_unit_test(first_group_of_four), cmocka_unit_test(separator_first),
        cmocka_unit_test(separator_last), cmocka_unit_test(separator_after_point),
        cmocka_unit_test(point_alone), cmocka_unit_test(point_first), cmocka_unit_test(point_last),
        cmocka_unit_test(two_points), cmocka_unit_test(two_signs), cmocka_unit_test(sign_alone),
        cmocka_unit_test(signs_around), cmocka_unit_test(triangle), cmocka_unit_test(sign_in_words),
        cmocka_unit_test(full_width_brackets), cmocka_unit_test(brackets_twice),
        cmocka_unit_test(bracket_alone), cmocka_unit_test(own_unit), cmocka_unit_test(other_unit),
        cmocka_unit_test(sign_behind), cmocka_unit_test(letters), cmocka_unit_test(exponent),
        cmocka_unit_test(unit_behind), cmocka_unit_test(percent), cmocka_unit_test(blank_inside),
        cmocka_unit_test(brackets), cmocka_unit_test(words), cmocka_unit_test(empty),
        cmocka_unit_test(only_blanks), cmocka_unit_test(none), cmocka_unit_test(none_with_blanks),
        cmocka_unit_test(dashes), cmocka_unit_test(largest), cmocka_unit_test(too_large),
        cmocka_unit_test(much_too_large), cmocka_unit_test(many_leading_zeros),
        cmocka_unit_test(most_places), cmocka_unit_test(too_many_places),
        cmocka_unit_test(three_hundred_places), cmocka_unit_test(extra_digits),
        cmocka_unit_test(exact_has_no_extra_digits), cmocka_unit_test(grid_of_hundreds),
        cmocka_unit_test(negative_scale), cmocka_unit_test(tag_round_trip),
    };
    return cmocka_run_group_tests_name("cell", tests, NULL, NULL);
}
