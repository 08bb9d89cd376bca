/* Binding columns to a printed header, groups and `others`: one fact a test. */
#include "fixture.h"

/* The sheet columns of a colref in row 0, 1-based, as text. */
struct members { char text[200]; };

static void member_seen(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct members *m = ctx;
    size_t n = strlen(m->text);
    (void)row, (void)kind, (void)value;
    snprintf(m->text + n, sizeof m->text - n, n ? " %u" : "%u", (unsigned)sheet + 1);
}

static void stands_for(struct fixture *f, enum ir_colref_kind kind, uint32_t column,
                       const char *want)
{
    struct members m = { "" };
    uint32_t ref = fx_ref(f, kind, column);
    data_members(f->set, ref, 0, member_seen, &m);
    f->prog.ncolref--;
    assert_string_equal(m.text, want);
}

static void others_are(struct fixture *f, uint32_t column, const char *want)
{
    stands_for(f, COL_OTHERS, column, want);
}

static void is_column(struct fixture *f, uint32_t column, const char *want)
{
    stands_for(f, COL_PLAIN, column, want);
}

/* The columns of table 08, one figure in each. */
static const char wages[] =
    "功能科目,单位代码,单位名称(功能科目),总计,工资性支出/合计,工资性支出/基本工资,工资性支出/津贴补贴,工资性支出/奖金,"
    "工资性支出/绩效工资,社会保障缴费/合计,社会保障缴费/机关事业单位基本养老保险缴费,社会保障缴费/职业年金缴费,"
    "社会保障缴费/职工基本医疗保险缴费(含生育保险),社会保障缴费/公务员医疗补助缴费,社会保障缴费/其他社会保障缴费/小计,"
    "社会保障缴费/其他社会保障缴费/工伤保险,社会保障缴费/其他社会保障缴费/失业保险,社会保障缴费/其他社会保障缴费/残疾人保险金,"
    "住房公积金,伙食补助费,医疗费,其他工资福利支出\n"
    ",,合计,462.25,290.52,170.63,41.76,14.22,63.91,70.06,46.48,0,20.67,0,2.91,2.91,0,0,"
    "33.07,0,0,68.60\n";

struct wages_columns { uint32_t total, pay, base, social, pension, fund; };

static void wages_init(struct fixture *f, struct wages_columns *c)
{
    fx_init(f, "合计");
    fx_level(f, fx_column(f, "单位代码", NULL, IR_NONE, KEY), 3);
    fx_level(f, fx_column(f, "功能科目", NULL, IR_NONE, KEY), 7);
    c->total = fx_column(f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    c->pay = fx_column(f, "工资性支出", "工资性支出/合计", c->total, BRACES);
    c->base = fx_column(f, "基本工资", NULL, c->pay, 0);
    fx_column(f, "津贴补贴", NULL, c->pay, 0);
    fx_column(f, "奖金", NULL, c->pay, 0);
    fx_column(f, "绩效工资", NULL, c->pay, 0);
    c->social = fx_column(f, "社会保障缴费", "社会保障缴费/合计", c->total, BRACES | OTHERS);
    c->pension = fx_column(f, "养老保险", "社会保障缴费/机关事业单位基本养老保险缴费", c->social, 0);
    c->fund = fx_column(f, "住房公积金", NULL, c->total, 0);
}

static void names_are_found_in_the_parents_group(void **s)
{
    (void)s;
    struct fixture f;
    struct wages_columns c;
    wages_init(&f, &c);
    fx_load(&f, wages);
    is_column(&f, c.base, "6");
    is_column(&f, c.fund, "19");
    assert_int_equal(f.diags.errors + f.diags.warnings, 0);
    fx_free(&f);
}

static void given_headers_are_whole(void **s)
{
    (void)s;
    struct fixture f;
    struct wages_columns c;
    wages_init(&f, &c);
    fx_load(&f, wages);
    is_column(&f, c.pay, "5");
    is_column(&f, c.pension, "11");
    fx_free(&f);
}

static void others_of_the_sheet_leave_out_listed_parts(void **s)
{
    (void)s;
    struct fixture f;
    struct wages_columns c;
    wages_init(&f, &c);
    fx_load(&f, wages);
    others_are(&f, c.total, "20 21 22");
    fx_free(&f);
}

static void subtotal_stands_for_its_group(void **s)
{
    (void)s;
    struct fixture f;
    struct wages_columns c;
    wages_init(&f, &c);
    fx_load(&f, wages);
    others_are(&f, c.social, "12 13 14 15");
    assert_int_equal(fx_facet(&f, COL_OTHERS, c.social, FACET_MID, 0), WAN(2358));
    fx_free(&f);
}

static void closed_tree_with_all_columns_is_quiet(void **s)
{
    (void)s;
    struct fixture f;
    struct wages_columns c;
    wages_init(&f, &c);
    fx_load(&f, wages);
    assert_null(data_shape_findings(f.set, 0));
    fx_free(&f);
}

static void unlisted_column_of_a_closed_tree_is_found(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t pay = fx_column(&f, "工资", "工资/合计", IR_NONE, BRACES);
    fx_column(&f, "基本", NULL, pay, 0);
    fx_load(&f, "工资/合计,工资/基本,工资/奖金,其他\n3,3,0,9\n3,2,1,9\n");
    assert_int_equal(fx_findings(&f, SHAPE_UNLISTED_COLUMN), 1);
    const struct shape_finding *x = fx_finding(&f, SHAPE_UNLISTED_COLUMN);
    assert_int_equal(x->column, pay);
    assert_int_equal(x->sheet_column, 2);
    assert_int_equal(x->row, 1);
    fx_free(&f);
}

static void unlisted_column_of_zeros_is_quiet(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t pay = fx_column(&f, "工资", "工资/合计", IR_NONE, BRACES);
    fx_column(&f, "基本", NULL, pay, 0);
    fx_load(&f, "工资/合计,工资/基本,工资/奖金\n3,3,0.00\n3,3,\n");
    assert_null(data_shape_findings(f.set, 0));
    fx_free(&f);
}

static void closed_outermost_column_covers_its_level(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES);
    fx_column(&f, "甲", NULL, total, 0);
    fx_load(&f, "名称,总计,甲,乙\nx,3,3,1\n");
    assert_int_equal(fx_finding(&f, SHAPE_UNLISTED_COLUMN)->sheet_column, 3);
    fx_free(&f);
}

static void outermost_column_with_a_group_stays_in_it(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t staff = fx_column(&f, "编制", "编制人数/合计", IR_NONE, BRACES | OTHERS);
    fx_load(&f, "单位,编制人数/合计,编制人数/全额/行政,编制人数/全额/事业,编制人数/差额,实有\nx,9,1,2,3,4\n");
    others_are(&f, staff, "3 4 5");
    fx_free(&f);
}

static void group_without_subtotal_gives_its_columns(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    fx_load(&f, "总计,甲/一,甲/二/合计,甲/二/细,乙\n9,1,2,2,3\n");
    others_are(&f, total, "2 3 5");
    fx_free(&f);
}

static void a_part_that_is_a_column_stands_for_its_parts(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    fx_load(&f, "总计,甲,甲/其中一,乙\n9,1,1,3\n");
    others_are(&f, total, "2 4");
    fx_free(&f);
}

static void parts_named_deep_inside_are_listed(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    fx_column(&f, "细", "甲/二/细", total, 0);
    fx_load(&f, "总计,甲/一,甲/二/细,乙\n9,1,2,3\n");
    others_are(&f, total, "4");
    fx_free(&f);
}

static void groups_do_not_share_prefixes_of_names(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t pay = fx_column(&f, "工资", "工资/合计", IR_NONE, BRACES | OTHERS);
    fx_load(&f, "工资/合计,工资/甲,工资A/乙,工资(外)/丙\n9,1,2,3\n");
    others_are(&f, pay, "2");
    fx_free(&f);
}

static void columns_used_by_header_stay_in_others(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    uint32_t used = fx_column(&f, "印刷费", NULL, IR_NONE, IMPLICIT);
    fx_load(&f, "总计,办公费,印刷费\n3,1,2\n");
    others_are(&f, total, "2 3");
    is_column(&f, used, "3");
    fx_free(&f);
}

static void columns_in_another_unit_are_no_others(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    f.unit = "人";
    f.grid = fx_grid(EXACT, 0, 4);
    fx_column(&f, "人数", NULL, IR_NONE, 0);
    fx_load(&f, "总计,办公费,人数\n3,3,54\n");
    others_are(&f, total, "2");
    fx_free(&f);
}

static void key_columns_are_no_others(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    fx_column(&f, "科目", NULL, IR_NONE, KEY);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    fx_load(&f, "科目,总计,办公费\n2010301,3,3\n");
    others_are(&f, total, "3");
    fx_free(&f);
}

static void width_and_blanks_do_not_count(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t c = fx_column(&f, "维修（护）费", NULL, IR_NONE, 0);
    fx_load(&f, "名称, 维 修(护)　费 \nx,3\n");
    is_column(&f, c, "2");
    fx_free(&f);
}

static void last_level_of_one_header_is_enough(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t c = fx_column(&f, "基本工资", NULL, IR_NONE, 0);
    fx_load(&f, "名称,工资性支出/基本工资\nx,3\n");
    is_column(&f, c, "2");
    fx_free(&f);
}

static void last_level_of_two_headers_is_ambiguous(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t c = fx_column(&f, "小计", NULL, IR_NONE, 0);
    fx_load(&f, "名称,甲/小计,乙/小计\nx,3,4\n");
    const struct diag *g = fx_diag(&f, DIAG_AMBIGUOUS_COLUMN);
    assert_string_equal(g->arg[0], "小计");
    assert_string_equal(g->arg[1], "B");
    assert_string_equal(g->arg[2], "甲/小计");
    assert_string_equal(g->arg[3], "C");
    assert_string_equal(g->arg[4], "乙/小计");
    assert_int_equal(fx_reason(&f, c, 0), RS_MISSING);
    fx_free(&f);
}

static void whole_header_goes_before_last_level(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t c = fx_column(&f, "办公费", NULL, IR_NONE, 0);
    fx_load(&f, "甲/办公费,办公费\n3,4\n");
    is_column(&f, c, "2");
    fx_free(&f);
}

static void group_goes_before_whole_header(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t pay = fx_column(&f, "工资", "工资/合计", IR_NONE, BRACES);
    uint32_t c = fx_column(&f, "奖金", NULL, pay, 0);
    fx_load(&f, "奖金,工资/合计,工资/奖金\n1,2,2\n");
    is_column(&f, c, "3");
    fx_free(&f);
}

static void first_header_that_the_file_has_is_taken(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t c = fx_column(&f, "甲", NULL, IR_NONE, 0);
    sym given[3] = { fx_sym(&f, "本年预算"), fx_sym(&f, "预算数"), fx_sym(&f, "名称") };
    f.column[c].header = given;
    f.column[c].nheader = 3;
    fx_load(&f, "名称,预算数\nx,2\n");
    is_column(&f, c, "2");
    fx_free(&f);
}

static void missing_column_names_the_nearest(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t c = fx_column(&f, "因公出国费用", NULL, IR_NONE, 0);
    fx_load(&f, "名称,公务接待费,因公出国(境)费用\nx,1,2\n");
    const struct diag *g = fx_diag(&f, DIAG_MISSING_COLUMN);
    assert_string_equal(g->arg[0], "t.csv");
    assert_string_equal(g->arg[1], "因公出国费用");
    assert_string_equal(g->arg[2], "因公出国(境)费用");
    assert_int_equal(fx_reason(&f, c, 0), RS_MISSING);
    assert_int_equal(fx_mid(&f, c, 0), 0);
    fx_free(&f);
}

static void nearest_of_a_group_is_its_subtotal(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    fx_column(&f, "其他社会保障缴费", NULL, IR_NONE, 0);
    fx_load(&f, "社会保障缴费/合计,社会保障缴费/其他社会保障缴费/小计\n1,1\n");
    assert_string_equal(fx_diag(&f, DIAG_MISSING_COLUMN)->arg[2], "社会保障缴费/其他社会保障缴费/小计");
    fx_free(&f);
}

static void children_of_a_missing_column_are_found(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t pay = fx_column(&f, "工资", "工资/合计", IR_NONE, BRACES);
    uint32_t c = fx_column(&f, "奖金", NULL, pay, 0);
    fx_load(&f, "奖金,工资/基本,工资/奖金\n1,1,2\n");
    is_column(&f, c, "3");
    assert_null(data_shape_findings(f.set, 0));
    fx_free(&f);
}

static void repeated_header_is_a_warning(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    fx_column(&f, "甲", NULL, IR_NONE, 0);
    fx_load(&f, "甲,乙,乙,乙,,\n1,2,3,4,,\n");
    assert_int_equal(fx_count(&f, DIAG_REPEATED_HEADER), 1);
    assert_int_equal(f.diags.errors, 0);
    fx_free(&f);
}

static void one_column_may_have_two_grids(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t a = fx_column(&f, "甲", NULL, IR_NONE, 0);
    f.grid = fx_grid(EXACT, 0, 4);
    uint32_t b = fx_column(&f, "乙", "甲", IR_NONE, 0);
    fx_load(&f, "甲\n1.5\nx\n");
    assert_int_equal(fx_mid(&f, a, 0), 150000000);
    assert_int_equal(fx_mid(&f, b, 0), 15000);
    assert_int_equal(fx_count(&f, DIAG_BAD_NUMBER), 1);
    fx_free(&f);
}

/* Headers with thousands of levels are read without recursion to match. */
static void deep_headers(void **s)
{
    (void)s;
    struct fixture f;
    enum { LEVELS = 20000 };
    static char csv[2 * LEVELS + 64];
    size_t n = 0;
    for (unsigned i = 0; i < LEVELS; i++, n += 2)
        memcpy(csv + n, "a/", 2);
    snprintf(csv + n, sizeof csv - n, "b,总计\n1,1\n");
    fx_init(&f, NULL);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    fx_load(&f, csv);
    others_are(&f, total, "1");
    fx_free(&f);
}

/* ── columns that nothing reads ── */

static void unread_seen(void *ctx, uint32_t sheet, const char *header)
{
    (void)header;
    member_seen(ctx, 0, sheet, CELL_FIGURE, 0);
}

static void unread_columns_are_told(void **s)
{
    (void)s;
    struct fixture f;
    struct members m = { "" };
    fx_init(&f, NULL);
    fx_column(&f, "编码", NULL, IR_NONE, KEY);
    uint32_t pay = fx_column(&f, "工资", "工资/合计", IR_NONE, BRACES | OTHERS);
    fx_column(&f, "基本", NULL, pay, 0);
    fx_load(&f, "编码,名称,工资/合计,工资/基本,工资/奖金,其他,备注\n1,x,3,2,1,9,\n1,x,3,2,1,x,\n");
    data_unread_columns(f.set, 0, unread_seen, &m);
    assert_string_equal(m.text, "6");
    fx_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found_in_the_parents_group),
        cmocka_unit_test(given_headers_are_whole),
        cmocka_unit_test(others_of_the_sheet_leave_out_listed_parts),
        cmocka_unit_test(subtotal_stands_for_its_group),
        cmocka_unit_test(closed_tree_with_all_columns_is_quiet),
        cmocka_unit_test(unlisted_column_of_a_closed_tree_is_found),
        cmocka_unit_test(unlisted_column_of_zeros_is_quiet),
        cmocka_unit_test(closed_outermost_column_covers_its_level),
        cmocka_unit_test(outermost_column_with_a_group_stays_in_it),
        cmocka_unit_test(group_without_subtotal_gives_its_columns),
        cmocka_unit_test(a_part_that_is_a_column_stands_for_its_parts),
        cmocka_unit_test(parts_named_deep_inside_are_listed),
        cmocka_unit_test(groups_do_not_share_prefixes_of_names),
        cmocka_unit_test(columns_used_by_header_stay_in_others),
        cmocka_unit_test(columns_in_another_unit_are_no_others),
        cmocka_unit_test(key_columns_are_no_others),
        cmocka_unit_test(width_and_blanks_do_not_count),
        cmocka_unit_test(last_level_of_one_header_is_enough),
        cmocka_unit_test(last_level_of_two_headers_is_ambiguous),
        cmocka_unit_test(whole_header_goes_before_last_level),
        cmocka_unit_test(group_goes_before_whole_header),
        cmocka_unit_test(first_header_that_the_file_has_is_taken),
        cmocka_unit_test(missing_column_names_the_nearest),
        cmocka_unit_test(nearest_of_a_group_is_its_subtotal),
        cmocka_unit_test(children_of_a_missing_column_are_found),
        cmocka_unit_test(repeated_header_is_a_warning),
        cmocka_unit_test(one_column_may_have_two_grids), cmocka_unit_test(deep_headers),
        cmocka_unit_test(unread_columns_are_told),
    };
    return cmocka_run_group_tests_name("header", tests, NULL, NULL);
}
