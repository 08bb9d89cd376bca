/* diag.c, diag_render.c, excerpt.c: the list, and the text that people read, byte for byte. */
#include "../../runtime/diag.h"
#include "../../runtime/width.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

struct bench { struct arena arena; struct srcs srcs; struct diags diags; struct render_opts opts; };

static int bench_open(void **state)
{
    static struct bench b;
    b = (struct bench){ .opts = { .lang = LANG_EN } };
    arena_init(&b.arena, 0, NULL, NULL);
    srcs_init(&b.srcs, &b.arena);
    diags_init(&b.diags, &b.arena);
    *state = &b;
    return 0;
}

static int bench_close(void **state)
{
    arena_free(&((struct bench *)*state)->arena);
    return 0;
}

/* The span of the nth (from 0) `what` in a file. */
static struct span place_of(struct bench *b, uint32_t file, const char *what, unsigned nth)
{
    const char *text = b->srcs.file[file].text, *p = strstr(text, what);
    while (nth--)
        p = strstr(p + 1, what);
    return (struct span){ file, (uint32_t)(p - text), (uint32_t)strlen(what) };
}

static uint32_t file_add(struct bench *b, const char *name, const char *text)
{
    return srcs_add(&b->srcs, name, text, strlen(text));
}

static const char *rendered(struct bench *b)
{
    struct strbuf out;
    strbuf_init(&out, &b->arena);
    diags_render(&out, &b->srcs, &b->diags, &b->opts);
    return out.p;
}

/* ---- whole diagnostics ---- */

static void units_differ_add(struct bench *b)
{
    uint32_t f = file_add(b, "payroll.fisc",
        "use cn.units\n\nparam 月标准 = 3000 元/月\nparam 年终奖 = 5000 元\n\n\n\n\n\n\n\n"
        "line 基本工资 = 月标准 + 年终奖\n");
    struct diag *g = diag_add(&b->diags, DIAG_UNITS_DIFFER, place_of(b, f, "+", 0), "元/月", "元",
                              "+", NULL);
    diag_label(&b->diags, g, LABEL_UNIT_OF, place_of(b, f, "月标准", 1), "元/月", NULL);
    diag_label(&b->diags, g, LABEL_UNIT_OF, place_of(b, f, "年终奖", 1), "元", NULL);
}

static void unit_mismatch_in_english(void **state)
{
    struct bench *b = *state;
    units_differ_add(b);
    assert_string_equal(rendered(b),
        "error[E0203]: units on the two sides of `+` do not agree: 元/月 and 元\n"
        "  --> payroll.fisc:12:17\n"
        "   |\n"
        "12 | line 基本工资 = 月标准 + 年终奖\n"
        "   |                 ------ ^ ------ this is in 元\n"
        "   |                 |\n"
        "   |                 this is in 元/月\n"
        "   = help: bring both sides to one kind of unit\n");
}

static void unit_mismatch_in_chinese(void **state)
{
    struct bench *b = *state;
    b->opts.lang = LANG_ZH;
    units_differ_add(b);
    assert_string_equal(rendered(b),
        "错误[E0203]：“+”两边的单位不一致：元/月 与 元\n"
        "  --> payroll.fisc:12:17\n"
        "   |\n"
        "12 | line 基本工资 = 月标准 + 年终奖\n"
        "   |                 ------ ^ ------ 单位是 元\n"
        "   |                 |\n"
        "   |                 单位是 元/月\n"
        "   = 帮助：两边换成同一种单位的数\n");
}

static void labels_on_other_lines_and_files(void **state)
{
    struct bench *b = *state;
    units_differ_add(b);
    uint32_t units = file_add(b, "cn.units", "unit 元\n");
    struct diag *g = b->diags.first;
    diag_label(&b->diags, g, LABEL_FIRST, place_of(b, units, "元", 0), NULL);
    diag_label(&b->diags, g, LABEL_DECLARED_UNIT, place_of(b, 0, "月标准", 0), "月标准", "元/月",
               NULL);
    assert_string_equal(rendered(b),
        "error[E0203]: units on the two sides of `+` do not agree: 元/月 and 元\n"
        "  --> payroll.fisc:12:17\n"
        "   |\n"
        " 3 | param 月标准 = 3000 元/月\n"
        "   |       ------ `月标准` is declared here, in 元/月\n"
        "...\n"
        "12 | line 基本工资 = 月标准 + 年终奖\n"
        "   |                 ------ ^ ------ this is in 元\n"
        "   |                 |\n"
        "   |                 this is in 元/月\n"
        "   |\n"
        "  ::: cn.units:1:6\n"
        "   |\n"
        " 1 | unit 元\n"
        "   |      -- first declared here\n"
        "   = help: bring both sides to one kind of unit\n");
}

static void line_between_two_is_shown(void **state)
{
    struct bench *b = *state;
    uint32_t f = file_add(b, "a.fisc", "line x = 1\n# between\nline x = 2\n");
    struct diag *g = diag_add(&b->diags, DIAG_DUPLICATE, place_of(b, f, "x", 1), "x", NULL);
    diag_label(&b->diags, g, LABEL_FIRST, place_of(b, f, "x", 0), NULL);
    assert_string_equal(rendered(b),
        "error[E0205]: `x` is declared twice\n"
        " --> a.fisc:3:6\n"
        "  |\n"
        "1 | line x = 1\n"
        "  |      - first declared here\n"
        "2 | # between\n"
        "3 | line x = 2\n"
        "  |      ^\n"
        "  = help: rename or remove one of them\n");
}

static void label_on_primary_is_its_text(void **state)
{
    struct bench *b = *state;
    uint32_t f = file_add(b, "a.fisc", "must 总计 = 坏\n");
    struct span at = place_of(b, f, "坏", 0);
    struct diag *g = diag_add(&b->diags, DIAG_UNEXPECTED, at, "`坏`", NULL);
    diag_label(&b->diags, g, LABEL_HERE, at, "a name", NULL);
    assert_string_equal(rendered(b),
        "error[E0111]: unexpected `坏`\n"
        " --> a.fisc:1:11\n"
        "  |\n"
        "1 | must 总计 = 坏\n"
        "  |             ^^ a name\n");
}

static void tab_is_four_blanks(void **state)
{
    struct bench *b = *state;
    uint32_t f = file_add(b, "a.fisc", "\tmust\t@\n");
    diag_add(&b->diags, DIAG_UNEXPECTED, place_of(b, f, "@", 0), "`@`", NULL);
    assert_string_equal(rendered(b),
        "error[E0111]: unexpected `@`\n"
        " --> a.fisc:1:7\n"
        "  |\n"
        "1 |     must    @\n"
        "  |             ^\n");
}

static void end_of_file_points_behind_last_character(void **state)
{
    struct bench *b = *state;
    uint32_t f = file_add(b, "a.fisc", "line 合计 = (1 +  \n\n");
    struct span end = { f, (uint32_t)b->srcs.file[f].len, 0 };
    diag_add(&b->diags, DIAG_UNEXPECTED, end, "end of file", NULL);
    assert_string_equal(rendered(b),
        "error[E0111]: unexpected end of file\n"
        " --> a.fisc:1:15\n"
        "  |\n"
        "1 | line 合计 = (1 +\n"
        "  |                 ^\n");
}

static void ambiguous_characters_move_the_caret(void **state)
{
    struct bench *b = *state;
    uint32_t f = file_add(b, "a.fisc", "must a × @\n");
    b->opts.ambiguous_wide = true;
    diag_add(&b->diags, DIAG_UNEXPECTED, place_of(b, f, "@", 0), "`@`", NULL);
    assert_non_null(strstr(rendered(b), "\n  |           ^\n"));
    b->opts.ambiguous_wide = false;
    assert_non_null(strstr(rendered(b), "\n  |          ^\n"));
}

static void long_line_is_cut_around_the_span(void **state)
{
    struct bench *b = *state;
    struct strbuf text;
    strbuf_init(&text, &b->arena);
    strbuf_adds(&text, "line 总 = ");
    for (unsigned i = 0; i < 2000; i++)
        strbuf_adds(&text, i == 1000 ? "坏名 + " : "甲 + ");
    uint32_t f = file_add(b, "a.fisc", text.p);
    b->opts.columns = 40;
    diag_add(&b->diags, DIAG_UNEXPECTED, place_of(b, f, "坏名", 0), "`坏名`", NULL);
    assert_string_equal(rendered(b),
        "error[E0111]: unexpected `坏名`\n"
        " --> a.fisc:1:4010\n"
        "  |\n"
        "1 | …甲 + 甲 + 甲 + 坏名 + 甲 + 甲 + 甲…\n"
        "  |                 ^^^^\n");
}

static void marks_too_far_apart_get_two_excerpts(void **state)
{
    struct bench *b = *state;
    struct strbuf text;
    strbuf_init(&text, &b->arena);
    strbuf_adds(&text, "line x = ");
    for (unsigned i = 0; i < 9000; i++)
        strbuf_adds(&text, "1 + ");
    strbuf_adds(&text, "z");
    uint32_t f = file_add(b, "a.fisc", text.p);
    b->opts.columns = 40;
    struct diag *g = diag_add(&b->diags, DIAG_UNEXPECTED, place_of(b, f, "z", 0), "`z`", NULL);
    diag_label(&b->diags, g, LABEL_OPENED, place_of(b, f, "x", 0), NULL);
    assert_string_equal(rendered(b),
        "error[E0111]: unexpected `z`\n"
        " --> a.fisc:1:36010\n"
        "  |\n"
        "1 | …+ 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + z\n"
        "  |                                    ^\n"
        "1 | line x = 1 + 1 + 1 + 1 + 1 + 1 + 1 …\n"
        "  |      - opened here\n");
}

static void colours_on_demand(void **state)
{
    struct bench *b = *state;
    uint32_t f = file_add(b, "a.fisc", "must @\n");
    b->opts.color = true;
    diag_add(&b->diags, DIAG_UNEXPECTED, place_of(b, f, "@", 0), "`@`", NULL);
    assert_string_equal(rendered(b),
        "\033[1;31merror[E0111]\033[0m\033[1m: unexpected `@`\033[0m\n"
        " \033[1;34m-->\033[0m a.fisc:1:6\n"
        "  \033[1;34m|\033[0m\n"
        "\033[1;34m1 |\033[0m must \033[1;31m@\033[0m\n"
        "  \033[1;34m|\033[0m      \033[1;31m^\033[0m\n");
}

/* ---- data ---- */

static void cell_shows_column_header_and_text(void **state)
{
    struct bench *b = *state;
    struct data_place at = { "t08.csv", 3, 28, "工资性支出/基本工资", "1,2x4.00" };
    diag_add_data(&b->diags, DIAG_BAD_NUMBER, at, "1,2x4.00", NULL);
    b->opts.lang = LANG_ZH;
    assert_string_equal(rendered(b),
        "错误[D0506]：“1,2x4.00”不是数字\n"
        " --> t08.csv:3:28\n"
        "  |\n"
        "3 | AB 列 工资性支出/基本工资：1,2x4.00\n"
        "  |                            ^^^^^^^^\n"
        "  = 帮助：改正这一格：只写数字，后面可以带这一列自己的单位；没有数就留空\n");
}

static void row_without_column_shows_its_line(void **state)
{
    struct bench *b = *state;
    struct data_place at = { .file = "t08.csv", .line = 41 };
    diag_add_data(&b->diags, DIAG_RAGGED_ROW, at, "7", "8", NULL);
    assert_string_equal(rendered(b),
        "error[D0507]: the row has another number of fields (7) than the header (8)\n"
        "  --> t08.csv:41\n"
        "   = help: look for a comma too many or too few; a note below the table must begin with "
        "注：, 备注： or 说明：, and no figures may follow it\n");
}

static void data_and_rule_together(void **state)
{
    struct bench *b = *state;
    uint32_t f = file_add(b, "a.fisc", "column 总计\n");
    struct data_place at = { .file = "t08.csv" };
    struct diag *g = diag_add_data(&b->diags, DIAG_MISSING_COLUMN, at, "t08.csv", "总计", NULL);
    diag_label(&b->diags, g, LABEL_USED_BY, place_of(b, f, "总计", 0), NULL);
    assert_string_equal(rendered(b),
        "error[D0504]: `t08.csv` has no header `总计`\n"
        " --> t08.csv\n"
        "  |\n"
        " ::: a.fisc:1:8\n"
        "  |\n"
        "1 | column 总计\n"
        "  |        ---- used from here\n");
}

/* ---- text from outside ---- */

static void hostile_text_is_escaped(void **state)
{
    struct bench *b = *state;
    uint32_t f = file_add(b, "\033[2J.fisc", "must \xe2\x80\xae\033 \xff @\n");
    diag_add(&b->diags, DIAG_UNEXPECTED, place_of(b, f, "@", 0), "\xe2\x81\xa6\r\n", NULL);
    assert_string_equal(rendered(b),
        "error[E0111]: unexpected \\u{2066}\\u{d}\\u{a}\n"
        " --> \\u{1b}[2J.fisc:1:11\n"
        "  |\n"
        "1 | must \\u{202e}\\u{1b} \\xff @\n"
        "  |                          ^\n");
}

static void escape_keeps_what_can_be_seen(void **state)
{
    struct bench *b = *state;
    struct strbuf out;
    strbuf_init(&out, &b->arena);
    const char *text = "基本 é×\t\x7f\xc2\x80\xe2\x80\x8f\xef\xbb\xbf\xc0z";
    diag_escape(&out, text, strlen(text));
    assert_string_equal(out.p, "基本 é×\\u{9}\\u{7f}\\u{80}\\u{200f}\\u{feff}\\xc0z");
}

static void stacked_marks_are_escaped_after_four(void **state)
{
    struct bench *b = *state;
    uint32_t f = file_add(b, "a.fisc",
        "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81 @\n");
    diag_add(&b->diags, DIAG_UNEXPECTED, place_of(b, f, "@", 0), "`@`", NULL);
    assert_non_null(strstr(rendered(b),
        "1 | a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\\u{301} @\n  |          ^\n"));
}

static void huge_argument_is_cut(void **state)
{
    struct bench *b = *state;
    char huge[100001];
    memset(huge, '\001', 100000);
    huge[100000] = 0;
    diag_add(&b->diags, DIAG_CYCLE, NO_SPAN, huge, huge, NULL);
    const char *text = rendered(b);
    assert_true(strlen(text) < 1024);
    assert_non_null(strstr(text, "\\u{1}…` is defined by itself"));
}

/* ---- sentences ---- */

static void help_with_an_empty_hole_is_not_shown(void **state)
{
    struct bench *b = *state;
    diag_add(&b->diags, DIAG_UNKNOWN_NAME, NO_SPAN, "x", "", NULL);
    assert_string_equal(rendered(b), "error[E0201]: there is nothing named `x`\n");
}

static void format_replaces_holes(void **state)
{
    struct bench *b = *state;
    struct strbuf out;
    const char *arg[] = { "甲", "乙" };
    strbuf_init(&out, &b->arena);
    diag_format(&out, "{1}{0} {x} {2}{", arg, 2);
    assert_string_equal(out.p, "乙甲 {x} {");
}

/* A help may write the braces of a rule file; a hole is a brace before a digit. */
static bool has_a_hole(const char *text)
{
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{'))
        if (at[1] >= '0' && at[1] <= '9')
            return true;
    return false;
}

/* Any sentence whose holes exceed what diag_add takes would be printed with a gap. */
static void every_sentence_is_whole(void **state)
{
    struct bench *b = *state;
    for (unsigned code = 0; code < DIAG_COUNT; code++) {
        struct diag g = { .code = (enum diag_code)code, .arg = { "a", "b", "c", "d", "e", "f" } };
        bool helps[2];
        for (unsigned lang = 0; lang < 2; lang++) {
            struct strbuf out;
            strbuf_init(&out, &b->arena);
            diag_sentence(&out, &g, (enum lang)lang, 100);
            assert_true(out.len > 0);
            helps[lang] = diag_help(&out, &g, (enum lang)lang, 100);
            assert_false(has_a_hole(out.p));
        }
        assert_int_equal(helps[0], helps[1]);
    }
}

static void codes_are_unique(void **state)
{
    (void)state;
    for (unsigned i = 0; i < DIAG_COUNT; i++)
        for (unsigned j = 0; j < i; j++)
            assert_string_not_equal(diag_id((enum diag_code)i), diag_id((enum diag_code)j));
}

/* ---- the list ---- */

static void errors_beyond_the_limit_are_counted(void **state)
{
    struct bench *b = *state;
    b->diags.limit = 2;
    for (unsigned i = 0; i < 5; i++)
        diag_add(&b->diags, DIAG_POWER, NO_SPAN, NULL);
    assert_int_equal(b->diags.errors, 5);
    assert_int_equal(b->diags.hidden, 3);
    assert_string_equal(rendered(b),
        "error[E0222]: a power is a whole number from 0 to 8\n\n"
        "error[E0222]: a power is a whole number from 0 to 8\n\n"
        "3 more are not shown\n");
    b->opts.lang = LANG_ZH;
    assert_non_null(strstr(rendered(b), "\n另有 3 条没有显示\n"));
}

static void hidden_errors_take_no_memory(void **state)
{
    struct bench *b = *state;
    b->diags.limit = 1;
    diag_add(&b->diags, DIAG_POWER, NO_SPAN, NULL);
    size_t used = b->arena.used;
    struct diag *g = diag_add(&b->diags, DIAG_DUPLICATE, NO_SPAN, "x", NULL);
    diag_label(&b->diags, g, LABEL_HERE, NO_SPAN, "y", NULL);
    assert_non_null(g);
    assert_int_equal(b->arena.used, used);
}

static void errors_do_not_hide_warnings(void **state)
{
    struct bench *b = *state;
    b->diags.limit = 1;
    diag_add(&b->diags, DIAG_POWER, NO_SPAN, NULL);
    diag_add(&b->diags, DIAG_UNUSED_TABLE, NO_SPAN, "T", NULL);
    assert_int_equal(b->diags.warnings, 1);
    assert_int_equal(b->diags.hidden, 0);
}

static void labels_are_bounded(void **state)
{
    struct bench *b = *state;
    struct diag *g = diag_add(&b->diags, DIAG_POWER, NO_SPAN, NULL);
    unsigned n = 0;
    for (unsigned i = 0; i < 100; i++)
        diag_label(&b->diags, g, LABEL_FIRST, NO_SPAN, NULL);
    for (const struct diag_label *l = g->labels; l; l = l->next)
        n++;
    assert_int_equal(n, LABELS_MAX);
}

static void severity_words(void **state)
{
    struct bench *b = *state;
    diag_add(&b->diags, DIAG_UNUSED_TABLE, NO_SPAN, "T", NULL);
    assert_non_null(strstr(rendered(b), "warning[W0701]: "));
    b->opts.lang = LANG_ZH;
    assert_non_null(strstr(rendered(b), "警告[W0701]："));
}

/* ---- any bytes ---- */

static uint32_t random_next(uint32_t *x)
{
    *x = *x * 1664525 + 1013904223;
    return *x >> 8;
}

static void text_random(char *text, size_t len, uint32_t *seed)
{
    static const char *const piece[] = { "\n", "\t", "表", "a", "\xcc\x81", "\xff", "\033",
                                         "×", "+" };
    size_t at = 0;
    while (at < len - 4) {
        const char *p = piece[random_next(seed) % (random_next(seed) % 64 ? 9 : 1)];
        p = *p == '\n' && random_next(seed) % 32 ? " " : p;
        memcpy(text + at, p, strlen(p));
        at += strlen(p);
    }
    text[at] = 0;
}

static void rows_check(const struct bench *b, const char *text)
{
    size_t bad;
    assert_true(str_utf8_ok(text, strlen(text), &bad));
    assert_true(strlen(text) < 8192);
    assert_null(strchr(text, '\033'));
    for (const char *end; (end = strchr(text, '\n')); text = end + 1)
        if (strchr(" 0123456789", *text))
            assert_true(width_cells(text, (size_t)(end - text), b->opts.ambiguous_wide)
                        <= b->opts.columns + 1);    /* + 1: a caret behind the line's end */
}

static void any_text_gives_bounded_rows(void **state)
{
    struct bench *b = *state;
    uint32_t seed = 2022;
    for (unsigned round = 0; round < 400; round++) {
        uint32_t len = 8 + random_next(&seed) % 12000;
        char *text = arena_alloc(&b->arena, len + 1);
        text_random(text, len, &seed);
        uint32_t f = file_add(b, "a", text);
        struct span at = { f, random_next(&seed) % (len + 9), random_next(&seed) % 100 };
        diags_init(&b->diags, &b->arena);
        struct diag *g = diag_add(&b->diags, DIAG_POWER, at, NULL);
        for (unsigned i = random_next(&seed) % 10; i; i--) {
            at = (struct span){ f, random_next(&seed) % (len + 9), random_next(&seed) % 200 };
            diag_label(&b->diags, g, LABEL_UNIT_OF, at, text, NULL);
        }
        b->opts.columns = 40 + random_next(&seed) % 100;
        b->opts.ambiguous_wide = random_next(&seed) & 1;
        rows_check(b, rendered(b));
    }
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, bench_open, bench_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(unit_mismatch_in_english),
        CASE(unit_mismatch_in_chinese),
        CASE(labels_on_other_lines_and_files),
        CASE(line_between_two_is_shown),
        CASE(label_on_primary_is_its_text),
        CASE(tab_is_four_blanks),
        CASE(end_of_file_points_behind_last_character),
        CASE(ambiguous_characters_move_the_caret),
        CASE(long_line_is_cut_around_the_span),
        CASE(marks_too_far_apart_get_two_excerpts),
        CASE(colours_on_demand),
        CASE(cell_shows_column_header_and_text),
        CASE(row_without_column_shows_its_line),
        CASE(data_and_rule_together),
        CASE(hostile_text_is_escaped),
        CASE(escape_keeps_what_can_be_seen),
        CASE(stacked_marks_are_escaped_after_four),
        CASE(huge_argument_is_cut),
        CASE(help_with_an_empty_hole_is_not_shown),
        CASE(format_replaces_holes),
        CASE(every_sentence_is_whole),
        CASE(codes_are_unique),
        CASE(errors_beyond_the_limit_are_counted),
        CASE(hidden_errors_take_no_memory),
        CASE(errors_do_not_hide_warnings),
        CASE(labels_are_bounded),
        CASE(severity_words),
        CASE(any_text_gives_bounded_rows),
    };
    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
