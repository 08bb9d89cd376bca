/* width.c: cells of text. */
#include "../../runtime/width.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static unsigned cells(const char *s)
{
    return width_cells(s, strlen(s), false);
}

static unsigned cells_wide(const char *s)
{
    return width_cells(s, strlen(s), true);
}

static void ascii_is_one(void **state)
{
    (void)state;
    assert_int_equal(cells("line x = 1"), 10);
}

static void cjk_is_two(void **state)
{
    (void)state;
    assert_int_equal(cells("基本工资"), 8);
    assert_int_equal(cells("（，：）"), 8);
    assert_int_equal(cells("　"), 2);
    assert_int_equal(cells("한글"), 4);
    assert_int_equal(cells("\xf0\xa0\x80\x80"), 2);      /* U+20000 */
}

static void half_width_katakana_is_one(void **state)
{
    (void)state;
    assert_int_equal(cells("ｱｲ"), 2);
}

static void combining_is_zero(void **state)
{
    (void)state;
    assert_int_equal(cells("e\xcc\x81"), 1);
    assert_int_equal(cells_wide("e\xcc\x81"), 1);
    assert_int_equal(cells("が" "\xe3\x82\x99"), 2);
}

static void invisible_is_zero(void **state)
{
    (void)state;
    assert_int_equal(cells("a\xe2\x80\x8b" "b"), 2);
    assert_int_equal(cells("\t\x1b\x7f"), 0);
}

static void ambiguous_is_one_or_two(void **state)
{
    (void)state;
    assert_int_equal(cells("×…“”①—"), 6);
    assert_int_equal(cells_wide("×…“”①—"), 12);
}

static void ambiguous_choice_leaves_others(void **state)
{
    (void)state;
    assert_int_equal(cells_wide("abc中é"), 7);
    assert_int_equal(cells_wide("abcñ"), 4);
}

static void broken_byte_is_one(void **state)
{
    (void)state;
    assert_int_equal(cells("a\xff" "\xe4\xb8"), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_is_one),
        cmocka_unit_test(cjk_is_two),
        cmocka_unit_test(half_width_katakana_is_one),
        cmocka_unit_test(combining_is_zero),
        cmocka_unit_test(invisible_is_zero),
        cmocka_unit_test(ambiguous_is_one_or_two),
        cmocka_unit_test(ambiguous_choice_leaves_others),
        cmocka_unit_test(broken_byte_is_one),
    };
    return cmocka_run_group_tests_name("width", tests, NULL, NULL);
}
