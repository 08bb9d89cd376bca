/* str.c and src.c: symbols, Unicode forms, distances, lines and columns. */
#include "../../runtime/src.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static int arena_open(void **state)
{
    static struct arena a;
    arena_init(&a, 0, NULL, NULL);
    *state = &a;
    return 0;
}

static int arena_close(void **state)
{
    arena_free(*state);
    return 0;
}

/* ---- symbols ---- */

static void equal_text_is_equal_symbol(void **state)
{
    struct symtab *t = symtab_new(*state);
    sym a = sym_of(t, "基本工资"), b = sym_of(t, "津贴补贴");
    assert_int_not_equal(a, b);
    assert_int_equal(sym_intern(t, "基本工资xyz", strlen("基本工资")), a);
    assert_string_equal(sym_text(t, b), "津贴补贴");
}

static void symbols_count_from_one_in_order(void **state)
{
    struct symtab *t = symtab_new(*state);
    assert_int_equal(sym_of(t, "a"), 1);
    assert_int_equal(sym_of(t, "b"), 2);
    assert_int_equal(sym_of(t, "a"), 1);
    assert_int_equal(sym_count(t), 2);
}

static void symbol_zero_is_empty(void **state)
{
    struct symtab *t = symtab_new(*state);
    assert_int_equal(sym_of(t, ""), 0);
    assert_string_equal(sym_text(t, 0), "");
    assert_string_equal(sym_text(t, 99), "");
}

static void symbols_may_hold_nul(void **state)
{
    struct symtab *t = symtab_new(*state);
    assert_int_not_equal(sym_intern(t, "a\0b", 3), sym_intern(t, "a\0c", 3));
}

static void many_symbols_stay_distinct(void **state)
{
    struct symtab *t = symtab_new(*state);
    char name[32];
    for (unsigned round = 0; round < 2; round++)
        for (unsigned i = 0; i < 200000; i++) {
            int n = snprintf(name, sizeof name, "名称%u", i);
            assert_int_equal(sym_intern(t, name, (size_t)n), i + 1);
        }
    assert_string_equal(sym_text(t, 123457), "名称123456");
}

static void a_symbol_alone_is_never_found(void **state)
{
    struct symtab *t = symtab_new(*state);
    sym alone = sym_alone(t, "甲 = 乙", strlen("甲 = 乙")), listed = sym_of(t, "甲 = 乙");
    assert_int_not_equal(alone, listed);
    for (unsigned i = 0; i < 1000; i++)
        sym_alone(t, "x", 1);
    assert_int_equal(sym_of(t, "甲 = 乙"), listed);
    assert_string_equal(sym_text(t, alone), "甲 = 乙");
}

/* ---- strings ---- */

static void strbuf_starts_empty(void **state)
{
    struct strbuf b;
    strbuf_init(&b, *state);
    assert_string_equal(b.p, "");
}

static void strbuf_appends(void **state)
{
    struct strbuf b;
    strbuf_init(&b, *state);
    for (unsigned i = 0; i < 1000; i++)
        strbuf_addf(&b, "%03u", i);
    strbuf_addc(&b, '|');
    strbuf_adds(&b, "尾");
    assert_int_equal(b.len, 3004);
    assert_int_equal(strlen(b.p), 3004);
    assert_string_equal(b.p + 2997, "999|尾");
}

/* ---- Unicode ---- */

static void nfc_composes(void **state)
{
    assert_string_equal(str_nfc(*state, "e\xcc\x81", 3), "\xc3\xa9");
}

static void nfc_keeps_full_width(void **state)
{
    assert_string_equal(str_nfc(*state, "（Ａ）", strlen("（Ａ）")), "（Ａ）");
}

static void nfc_maps_compatibility_ideograph(void **state)
{
    assert_string_equal(str_nfc(*state, "\xef\xa4\x80", 3), "豈");      /* U+F900 → U+8C48 */
}

static void nfc_of_long_text(void **state)
{
    struct strbuf in;
    strbuf_init(&in, *state);
    for (unsigned i = 0; i < 5000; i++)
        strbuf_adds(&in, "e\xcc\x81");
    char *out = str_nfc(*state, in.p, in.len);
    assert_int_equal(strlen(out), 10000);
    assert_memory_equal(out + 9998, "\xc3\xa9", 2);
}

static void nfc_rejects_broken_text(void **state)
{
    assert_null(str_nfc(*state, "ab\xff", 3));
    assert_null(str_nfc(*state, "\xe4\xb8", 2));
    assert_null(str_match_form(*state, "\xed\xa0\x80", 3));     /* a surrogate */
}

static void match_form_folds_full_width(void **state)
{
    const char *printed = "基本工资（万元）：ＡＢ１";
    assert_string_equal(str_match_form(*state, printed, strlen(printed)), "基本工资(万元):AB1");
}

/* What is before a letter that needs a closer look has the same form as without it. */
static void match_form_is_the_same_in_any_company(void **state)
{
    static const char accent[] = "\xc3\xa9";
    for (int32_t cp = 1; cp < 0x10000; cp++) {
        char text[16] = "a", want[64];
        size_t n = 1;
        if (cp >= 0xd800 && cp < 0xe000)
            continue;
        if (cp < 0x80) {
            text[n++] = (char)cp;
        } else if (cp < 0x800) {
            text[n++] = (char)(0xc0 | cp >> 6);
            text[n++] = (char)(0x80 | (cp & 0x3f));
        } else {
            text[n++] = (char)(0xe0 | cp >> 12);
            text[n++] = (char)(0x80 | (cp >> 6 & 0x3f));
            text[n++] = (char)(0x80 | (cp & 0x3f));
        }
        text[n++] = '<';
        strcpy(want, str_match_form(*state, text, n));
        strcat(want, accent);
        memcpy(text + n, accent, 2);
        assert_string_equal(str_match_form(*state, text, n + 2), want);
    }
}

static void match_form_drops_blanks_and_controls(void **state)
{
    const char *printed = "\xef\xbb\xbf 合　计\t\r\n\xc2\xa0\xe2\x80\x8b ";
    assert_string_equal(str_match_form(*state, printed, strlen(printed)), "合计");
}

static void utf8_ok_names_first_bad_byte(void **state)
{
    (void)state;
    size_t bad = 99;
    assert_true(str_utf8_ok("0123456789 表 ok", 17, &bad));
    assert_int_equal(bad, 99);
    assert_false(str_utf8_ok("01234567表\xc0\xaf", 13, &bad));
    assert_int_equal(bad, 11);
    assert_false(str_utf8_ok("\xe8\xa1", 2, &bad));
    assert_int_equal(bad, 0);
    assert_false(str_utf8_ok("\xf4\x90\x80\x80", 4, &bad));     /* beyond U+10FFFF */
}

static void decode_takes_broken_bytes_alone(void **state)
{
    (void)state;
    int32_t cp;
    assert_int_equal(str_decode("表", 3, &cp), 3);
    assert_int_equal(cp, 0x8868);
    assert_int_equal(str_decode("表", 2, &cp), 1);
    assert_int_equal(cp, -1);
}

/* ---- distance ---- */

static void distance_counts_codepoints(void **state)
{
    (void)state;
    assert_int_equal(str_distance("基本工资", "基本公资", 3), 1);
    assert_int_equal(str_distance("kitten", "sitting", 3), 3);
    assert_int_equal(str_distance("", "工资", 3), 2);
    assert_int_equal(str_distance("工资", "工资", 0), 0);
}

static void distance_swap_is_one(void **state)
{
    (void)state;
    assert_int_equal(str_distance("基本工资", "本基工资", 3), 1);
}

static void distance_is_capped(void **state)
{
    (void)state;
    assert_int_equal(str_distance("kitten", "sitting", 2), 3);
    assert_int_equal(str_distance("abcdefgh", "zyxwvuts", 2), 3);
    assert_int_equal(str_distance("a", "abcdefgh", 2), 3);
}

static void distance_of_broken_bytes(void **state)
{
    (void)state;
    assert_int_equal(str_distance("a\xff", "a\xfe", 3), 1);
}

static void distance_of_huge_names_is_beyond(void **state)
{
    (void)state;
    char a[4001], b[4001];
    memset(a, 'a', 4000);
    memset(b, 'a', 4000);
    a[4000] = b[4000] = 0;
    assert_int_equal(str_distance(a, b, 3), 0);
    b[0] = 'b';
    assert_int_equal(str_distance(a, b, 3), 4);
}

/* ---- lines ---- */

static void locate_check(struct srcs *s, uint32_t off, uint32_t line, uint32_t col)
{
    uint32_t l, c;
    srcs_locate(s, (struct span){ 0, off, 1 }, &l, &c);
    assert_int_equal(l, line);
    assert_int_equal(c, col);
}

static void line_check(struct srcs *s, uint32_t line, const char *text)
{
    size_t len;
    const char *p = srcs_line(s, 0, line, &len);
    assert_int_equal(len, strlen(text));
    assert_memory_equal(p, text, len);
}

static void locate_counts_codepoints(void **state)
{
    struct srcs s;
    srcs_init(&s, *state);
    srcs_add(&s, "a", "算 x\r\n中文 y\n", 16);
    locate_check(&s, 0, 1, 1);
    locate_check(&s, 4, 1, 3);
    locate_check(&s, 14, 2, 4);
    locate_check(&s, 16, 3, 1);
    locate_check(&s, 99, 3, 1);
}

static void locate_in_a_long_line(void **state)
{
    struct srcs s;
    struct strbuf text;
    srcs_init(&s, *state);
    strbuf_init(&text, *state);
    for (unsigned i = 0; i < 1000; i++)
        strbuf_adds(&text, "é表𠀀a");
    srcs_add(&s, "a", text.p, text.len);
    locate_check(&s, 10 * 777, 1, 4 * 777 + 1);
    locate_check(&s, 10 * 777 + 5, 1, 4 * 777 + 3);
}

static void lines_have_no_end(void **state)
{
    struct srcs s;
    srcs_init(&s, *state);
    srcs_add(&s, "a", "算 x\r\n中文 y\n", 16);
    line_check(&s, 1, "算 x");
    line_check(&s, 2, "中文 y");
    line_check(&s, 3, "");
    line_check(&s, 4, "");
    line_check(&s, 0, "");
}

static void byte_order_mark_is_no_column(void **state)
{
    struct srcs s;
    srcs_init(&s, *state);
    srcs_add(&s, "a", "\xef\xbb\xbfx", 4);
    locate_check(&s, 3, 1, 1);
    line_check(&s, 1, "x");
}

static void no_span_has_no_place(void **state)
{
    struct srcs s;
    uint32_t line = 9, col = 9;
    srcs_init(&s, *state);
    srcs_locate(&s, NO_SPAN, &line, &col);
    assert_int_equal(line, 0);
    assert_int_equal(col, 0);
}

static void spans_join(void **state)
{
    (void)state;
    struct span j = span_join((struct span){ 0, 4, 2 }, (struct span){ 0, 10, 5 });
    assert_int_equal(j.off, 4);
    assert_int_equal(j.len, 11);
    assert_int_equal(span_join(NO_SPAN, j).len, 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_text_is_equal_symbol),
        cmocka_unit_test(symbols_count_from_one_in_order),
        cmocka_unit_test(symbol_zero_is_empty),
        cmocka_unit_test(symbols_may_hold_nul),
        cmocka_unit_test(many_symbols_stay_distinct),
        cmocka_unit_test(a_symbol_alone_is_never_found),
        cmocka_unit_test(strbuf_starts_empty),
        cmocka_unit_test(strbuf_appends),
        cmocka_unit_test(nfc_composes),
        cmocka_unit_test(nfc_keeps_full_width),
        cmocka_unit_test(nfc_maps_compatibility_ideograph),
        cmocka_unit_test(nfc_of_long_text),
        cmocka_unit_test(nfc_rejects_broken_text),
        cmocka_unit_test(match_form_folds_full_width),
        cmocka_unit_test(match_form_is_the_same_in_any_company),
        cmocka_unit_test(match_form_drops_blanks_and_controls),
        cmocka_unit_test(utf8_ok_names_first_bad_byte),
        cmocka_unit_test(decode_takes_broken_bytes_alone),
        cmocka_unit_test(distance_counts_codepoints),
        cmocka_unit_test(distance_swap_is_one),
        cmocka_unit_test(distance_is_capped),
        cmocka_unit_test(distance_of_broken_bytes),
        cmocka_unit_test(distance_of_huge_names_is_beyond),
        cmocka_unit_test(locate_counts_codepoints),
        cmocka_unit_test(locate_in_a_long_line),
        cmocka_unit_test(lines_have_no_end),
        cmocka_unit_test(byte_order_mark_is_no_column),
        cmocka_unit_test(no_span_has_no_place),
        cmocka_unit_test(spans_join),
    };
    return cmocka_run_group_tests_name("str", tests, arena_open, arena_close);
}
