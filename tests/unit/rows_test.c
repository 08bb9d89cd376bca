/* Total row, levels, parents, leaves: one fact a test. */
#include "fixture.h"

/* rows 合计 { 部门 by 单位 3 { 单位 by 单位 6 { 科目 by 科目 7 } } }, figures in 数 */
static uint32_t levels(struct fixture *f)
{
    fx_init(f, "合计");
    uint32_t unit = fx_column(f, "单位", NULL, IR_NONE, KEY);
    uint32_t item = fx_column(f, "科目", NULL, IR_NONE, KEY);
    fx_level(f, unit, 3);
    fx_level(f, unit, 6);
    fx_level(f, item, 7);
    return fx_column(f, "数", NULL, IR_NONE, 0);
}

/* The children of a row as text: "1 2 5". */
struct children { char text[200]; };

static void child_seen(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct children *c = ctx;
    size_t n = strlen(c->text);
    (void)sheet, (void)kind, (void)value;
    snprintf(c->text + n, sizeof c->text - n, n ? " %u" : "%u", (unsigned)row);
}

static void has_children(struct fixture *f, uint32_t column, uint64_t row, const char *want)
{
    struct children c = { "" };
    uint32_t ref = fx_ref(f, COL_CHILDREN, column);
    data_members(f->set, ref, row, child_seen, &c);
    f->prog.ncolref--;
    assert_string_equal(c.text, want);
}

static void leaves_are(struct fixture *f, uint32_t column, const char *want)
{
    struct children c = { "" };
    uint32_t ref = fx_ref(f, COL_PLAIN, column);
    data_leaves(f->set, ref, child_seen, &c);
    f->prog.ncolref--;
    assert_string_equal(c.text, want);
    int64_t leaves = 0;
    for (uint64_t row = 0; row < data_rows(f->set, 0); row++)
        leaves += fx_facet(f, COL_PLAIN, column, FACET_LEAF, row);
    assert_int_equal(leaves, data_leaf_count(f->set, 0));
}

static int64_t children_sum(struct fixture *f, uint32_t column, uint64_t row)
{
    return fx_facet(f, COL_CHILDREN, column, FACET_MID, row);
}

#define HEAD "名称,单位,科目,数\n"
#define TREE HEAD \
    "合计,,,10\n" \
    "甲局,124,,10\n" \
    "甲局本级,124001,,7\n" \
    "行政运行,124001,2010301,4\n" \
    "住房公积金,124001,2210201,3\n" \
    "乙所,124002,,3\n" \
    "行政运行,124002,2010301,3\n"

static void levels_nest(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, TREE);
    assert_int_equal(data_total_row(f.set, 0), 0);
    has_children(&f, c, 0, "1");
    has_children(&f, c, 1, "2 5");
    has_children(&f, c, 2, "3 4");
    has_children(&f, c, 5, "6");
    has_children(&f, c, 3, "");
    assert_int_equal(f.diags.errors + f.diags.warnings, 0);
    fx_free(&f);
}

static void parents_are_in_sheet_order(void **s)
{
    (void)s;
    struct fixture f;
    levels(&f);
    fx_load(&f, TREE);
    const uint64_t want[] = { 0, 1, 2, 5 };
    assert_int_equal(data_parent_count(f.set, 0), 4);
    assert_memory_equal(data_parents(f.set, 0), want, sizeof want);
    fx_free(&f);
}

static void leaves_have_no_children(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, TREE);
    assert_int_equal(data_leaf_count(f.set, 0), 3);
    leaves_are(&f, c, "3 4 6");
    fx_free(&f);
}

static void children_are_summed(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, TREE);
    assert_int_equal(children_sum(&f, c, 2), WAN(700));
    assert_int_equal(fx_facet(&f, COL_CHILDREN, c, FACET_DOWN, 2), 1000000);
    assert_int_equal(fx_facet(&f, COL_CHILDREN, c, FACET_UP, 5), 500000);
    fx_free(&f);
}

static void a_level_may_be_absent(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, HEAD "合计,,,3\n甲局,124,,3\n行政运行,124001,2010301,3\n");
    has_children(&f, c, 1, "2");
    has_children(&f, c, 0, "1");
    fx_free(&f);
}

static void without_outer_rows_all_are_children_of_the_total(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, HEAD "行政运行,124001,2010301,3\n行政运行,124002,2010301,4\n合计,,,7\n");
    assert_int_equal(data_total_row(f.set, 0), 2);
    has_children(&f, c, 2, "0 1");
    fx_free(&f);
}

static void children_may_stand_above(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, HEAD "行政运行,124001,2010301,3\n甲局,124,,3\n合计,,,3\n");
    has_children(&f, c, 1, "0");
    has_children(&f, c, 2, "1");
    fx_free(&f);
}

static void equal_inner_codes_keep_their_outer_rows(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    uint32_t unit = fx_column(&f, "单位", NULL, IR_NONE, KEY);
    uint32_t item = fx_column(&f, "科目", NULL, IR_NONE, KEY);
    fx_level(&f, unit, 6);
    fx_level(&f, item, 3);
    fx_level(&f, item, 7);
    uint32_t c = fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, HEAD "合计,,,7\n甲,124001,,3\n类,124001,201,3\n项,124001,2010301,3\n"
                     "乙,124002,,4\n类,124002,201,4\n项,124002,2010301,4\n");
    has_children(&f, c, 0, "1 4");
    has_children(&f, c, 2, "3");
    has_children(&f, c, 4, "5");
    has_children(&f, c, 5, "6");
    fx_free(&f);
}

static void inner_rows_find_an_outer_row_that_prints_no_outer_code(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    uint32_t unit = fx_column(&f, "单位", NULL, IR_NONE, KEY);
    uint32_t item = fx_column(&f, "科目", NULL, IR_NONE, KEY);
    fx_level(&f, unit, 6);
    fx_level(&f, item, 3);
    fx_level(&f, item, 7);
    uint32_t c = fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, HEAD "合计,,,3\n类,,201,3\n项,124001,2010301,3\n");
    has_children(&f, c, 1, "2");
    fx_free(&f);
}

static void a_level_without_length_takes_any_code(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    uint32_t unit = fx_column(&f, "单位", NULL, IR_NONE, KEY);
    fx_level(&f, unit, 0);
    uint32_t c = fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, "单位,数\n合计,3\n甲,1\n乙局,2\n");
    has_children(&f, c, 0, "1 2");
    fx_free(&f);
}

static void lengths_are_in_characters(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    uint32_t unit = fx_column(&f, "单位", NULL, IR_NONE, KEY);
    fx_level(&f, unit, 2);
    fx_level(&f, unit, 3);
    uint32_t c = fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, "单位,数\n合计,3\n甲局,3\n甲局办,3\n");
    has_children(&f, c, 1, "2");
    fx_free(&f);
}

static void blanks_around_a_code_do_not_count(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, HEAD "合计,,,3\n甲局,\" 124　\",,3\n行政运行,124001,2010301,3\n");
    has_children(&f, c, 1, "2");
    fx_free(&f);
}

static void total_label_matches_without_blanks_and_width(void **s)
{
    (void)s;
    struct fixture f;
    levels(&f);
    fx_load(&f, HEAD "行政运行,124001,2010301,3\n 合　 计 ,,,3\n");
    assert_int_equal(data_total_row(f.set, 0), 1);
    fx_free(&f);
}

static void full_width_label_is_the_same(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "总计(A)");
    uint32_t c = fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, "名称,数\n甲,1\n总计（Ａ）,1\n");
    assert_int_equal(data_total_row(f.set, 0), 1);
    has_children(&f, c, 1, "0");
    fx_free(&f);
}

static void total_in_a_key_column_goes_before_levels(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    uint32_t unit = fx_column(&f, "单位", NULL, IR_NONE, KEY);
    fx_level(&f, unit, 2);
    fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, "单位,数\n甲局,3\n合计,3\n");
    assert_int_equal(data_total_row(f.set, 0), 1);
    fx_free(&f);
}

static void label_in_a_column_of_figures_is_no_total(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, "编号,数\n合计,1\n7,1\n");
    assert_int_equal(data_total_row(f.set, 0), DATA_NO_ROW);
    assert_int_equal(fx_count(&f, DIAG_NO_TOTAL), 1);
    fx_free(&f);
}

static void total_alone_is_the_parent_of_all(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    uint32_t c = fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, "名称,数\n合计,6\n甲,1\n乙,2\n甲,3\n");
    has_children(&f, c, 0, "1 2 3");
    assert_int_equal(fx_findings(&f, SHAPE_REPEATED_ROW), 0);
    fx_free(&f);
}

static void keys_of_a_total_alone_do_not_repeat(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    fx_column(&f, "名称", NULL, IR_NONE, KEY);
    uint32_t c = fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, "名称,数\n合计,6\n甲,1\n乙,2\n甲,3\n");
    has_children(&f, c, 0, "1 2");
    assert_int_equal(fx_finding(&f, SHAPE_REPEATED_ROW)->row, 3);
    assert_int_equal(fx_finding(&f, SHAPE_REPEATED_ROW)->other_row, 1);
    fx_free(&f);
}

static void without_rows_every_row_is_a_leaf(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t c = fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, "名称,数\n合计,6\n甲,6\n");
    assert_int_equal(data_total_row(f.set, 0), DATA_NO_ROW);
    assert_int_equal(data_parent_count(f.set, 0), 0);
    leaves_are(&f, c, "0 1");
    fx_free(&f);
}

static void repeated_row_is_found_and_not_summed(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, HEAD "合计,,,3\n行政运行,124001,2010301,3\n行政运行,124001,2010301,3\n");
    has_children(&f, c, 0, "1");
    leaves_are(&f, c, "1");
    assert_int_equal(fx_findings(&f, SHAPE_REPEATED_ROW), 1);
    assert_int_equal(fx_finding(&f, SHAPE_REPEATED_ROW)->row, 2);
    assert_int_equal(fx_finding(&f, SHAPE_REPEATED_ROW)->other_row, 1);
    fx_free(&f);
}

static void rows_that_differ_in_a_further_key_are_not_repeated(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_column(&f, "名称", NULL, IR_NONE, KEY);
    fx_load(&f, HEAD "合计,,,6\n甲,124001,2010301,3\n乙,124001,2010301,3\n");
    has_children(&f, c, 0, "1 2");
    assert_int_equal(fx_findings(&f, SHAPE_REPEATED_ROW), 0);
    fx_free(&f);
}

static void second_total_row_is_repeated(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, HEAD "合计,,,3\n行政运行,124001,2010301,3\n合计,,,3\n");
    assert_int_equal(data_total_row(f.set, 0), 0);
    assert_int_equal(fx_finding(&f, SHAPE_REPEATED_ROW)->row, 2);
    leaves_are(&f, c, "1");
    fx_free(&f);
}

static void row_of_no_level_with_a_figure_is_unlisted(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, HEAD "合计,,,3\n行政运行,124001,2010301,3\n其中：车改,12400,,1\n");
    has_children(&f, c, 0, "1");
    assert_int_equal(fx_finding(&f, SHAPE_UNLISTED_ROW)->row, 2);
    fx_free(&f);
}

static void row_of_no_level_without_a_figure_is_quiet(void **s)
{
    (void)s;
    struct fixture f;
    levels(&f);
    fx_load(&f, HEAD "合计,,,0\n无,,,0.00\n注：单位万元,,,\n");
    assert_int_equal(fx_findings(&f, SHAPE_UNLISTED_ROW), 0);
    fx_free(&f);
}

static void ragged_child_makes_its_parent_unknown(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, HEAD "合计,,,3\n甲局,124,,3\n行政运行,124001,2010301,3,9\n");
    assert_int_equal(fx_facet(&f, COL_CHILDREN, c, FACET_REASON, 1), RS_UNREADABLE);
    assert_int_equal(fx_facet(&f, COL_CHILDREN, c, FACET_REASON, 0), RS_NONE);
    fx_free(&f);
}

static void ragged_row_of_no_level_makes_all_sums_unknown(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f);
    fx_load(&f, HEAD "合计,,,3\n甲局,124,,3\n行政运行,124001,2010301,3\n行政运行\n");
    assert_int_equal(fx_facet(&f, COL_CHILDREN, c, FACET_REASON, 1), RS_UNREADABLE);
    assert_int_equal(fx_facet(&f, COL_CHILDREN, c, FACET_REASON, 0), RS_UNREADABLE);
    fx_free(&f);
}

static void missing_key_column_leaves_the_total_row_known(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = levels(&f), ref = fx_ref(&f, COL_PLAIN, c);
    fx_load(&f, "名称,单位,数\n合计,,3\n甲局,124,3\n");
    assert_int_equal(fx_count(&f, DIAG_MISSING_COLUMN), 1);
    assert_int_equal(data_cell_facet(f.set, &(struct ir_cell){ ref, 0 }, FACET_MID), WAN(300));
    assert_int_equal(data_cell_facet(f.set, &(struct ir_cell){ ref, 0 }, FACET_REASON), RS_NONE);
    assert_int_equal(fx_reason(&f, c, 1), RS_MISSING);
    assert_int_equal(fx_facet(&f, COL_CHILDREN, c, FACET_REASON, 0), RS_MISSING);
    fx_free(&f);
}

static void row_keys_join_codes_and_label(void **s)
{
    (void)s;
    struct fixture f;
    levels(&f);
    fx_load(&f, TREE);
    assert_string_equal(data_row_key(f.set, &f.arena, 0, 0), "合计");
    assert_string_equal(data_row_key(f.set, &f.arena, 0, 1), "124 甲局");
    assert_string_equal(data_row_key(f.set, &f.arena, 0, 3), "124001/2010301 行政运行");
    fx_free(&f);
}

static void row_without_texts_is_called_by_its_line(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, "数\n\n1\n");
    assert_string_equal(data_row_key(f.set, &f.arena, 0, 0), "#3");
    fx_free(&f);
}

/* Thousands of units under one total: every row finds its parent. */
static void many_rows(void **s)
{
    (void)s;
    struct fixture f;
    enum { UNITS = 3000 };
    static char csv[UNITS * 64];
    uint32_t c = levels(&f);
    size_t n = (size_t)snprintf(csv, sizeof csv, HEAD "合计,,,1\n");
    for (unsigned i = 0; i < UNITS; i++)
        n += (size_t)snprintf(csv + n, sizeof csv - n, "u,%06u,,1\ni,%06u,2010301,1\n", 100000 + i,
                              100000 + i);
    fx_load(&f, csv);
    assert_int_equal(data_parent_count(f.set, 0), UNITS + 1);
    assert_int_equal(data_leaf_count(f.set, 0), UNITS);
    assert_int_equal(children_sum(&f, c, 0), WAN(100 * UNITS));
    assert_int_equal(children_sum(&f, c, 2 * UNITS - 1), WAN(100));
    fx_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_nest), cmocka_unit_test(parents_are_in_sheet_order),
        cmocka_unit_test(leaves_have_no_children), cmocka_unit_test(children_are_summed),
        cmocka_unit_test(a_level_may_be_absent),
        cmocka_unit_test(without_outer_rows_all_are_children_of_the_total),
        cmocka_unit_test(children_may_stand_above),
        cmocka_unit_test(equal_inner_codes_keep_their_outer_rows),
        cmocka_unit_test(inner_rows_find_an_outer_row_that_prints_no_outer_code),
        cmocka_unit_test(a_level_without_length_takes_any_code),
        cmocka_unit_test(lengths_are_in_characters),
        cmocka_unit_test(blanks_around_a_code_do_not_count),
        cmocka_unit_test(total_label_matches_without_blanks_and_width),
        cmocka_unit_test(full_width_label_is_the_same),
        cmocka_unit_test(total_in_a_key_column_goes_before_levels),
        cmocka_unit_test(label_in_a_column_of_figures_is_no_total),
        cmocka_unit_test(total_alone_is_the_parent_of_all),
        cmocka_unit_test(keys_of_a_total_alone_do_not_repeat),
        cmocka_unit_test(without_rows_every_row_is_a_leaf),
        cmocka_unit_test(repeated_row_is_found_and_not_summed),
        cmocka_unit_test(rows_that_differ_in_a_further_key_are_not_repeated),
        cmocka_unit_test(second_total_row_is_repeated),
        cmocka_unit_test(row_of_no_level_with_a_figure_is_unlisted),
        cmocka_unit_test(row_of_no_level_without_a_figure_is_quiet),
        cmocka_unit_test(ragged_child_makes_its_parent_unknown),
        cmocka_unit_test(ragged_row_of_no_level_makes_all_sums_unknown),
        cmocka_unit_test(missing_key_column_leaves_the_total_row_known),
        cmocka_unit_test(row_keys_join_codes_and_label),
        cmocka_unit_test(row_without_texts_is_called_by_its_line), cmocka_unit_test(many_rows),
    };
    return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
