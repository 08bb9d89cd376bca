/* The text report and what it is made of: findings built by hand, golden texts. */
#include "report_bench.h"

/* ---- whole findings ---- */

static void finding_in_chinese(void **state)
{
    struct bench *b = *state;
    finding_add(b, columns_violated);
    assert_string_equal(findings_only(b, true),
        "错误[表08.总计]：合计：1,204.00 万元应等于 1,211.00 万元（1,180.00 + 31.00），相差 7.00 万元，比四舍五入最多能解释的还多 6.98"
        "5 万元\n"
        " --> a.fisc:3:10\n"
        "  |\n"
        "3 |   column 总计 { 甲 乙 }\n"
        "  |          ^^^^ 1,204.00 万元\n"
        "  |\n"
        "  = 总计 = 甲 + 乙\n"
        "\n"
        "  左边        总计     1,204.00 万元\n"
        "  右边        甲 + 乙  1,211.00 万元\n"
        "  相差                    -7.00 万元\n"
        "  舍入可解释               0.015 万元\n"
        "  解释不了                 6.985 万元\n"
        "\n"
        "  表08 工资福利支出（t08.csv）：合计\n"
        "  行  列  表头  印出的数\n"
        "   2  B   总计  1,204     万元\n"
        "   2  C   甲    1,180.00  万元\n"
        "   2  D   乙       31     万元\n"
        "\n");
}

static void finding_in_english(void **state)
{
    struct bench *b = *state;
    b->opts.render.lang = LANG_EN;
    finding_add(b, balance_violated);
    assert_string_equal(findings_only(b, true),
        "error[平衡]: 1,204.00 万元 should be at most 1,180.00 万元: 24.00 万元 too much\n"
        " --> a.fisc:5:1\n"
        "  |\n"
        "5 | must 平衡: 表08.总计 <= 表08.甲 + 1000 万元 because \"预算法第三十五条\"\n"
        "  |            ^^^^^^^^^    ------------------- 1,180.00 万元\n"
        "  |            |\n"
        "  |            1,204.00 万元\n"
        "  |\n"
        "  = because: 预算法第三十五条\n"
        "\n"
        "  left        表08.总计            1,204.00 万元\n"
        "  right       表08.甲 + 1000 万元  1,180.00 万元\n"
        "  difference                          24.00 万元\n"
        "\n"
        "  表08 工资福利支出 (t08.csv)\n"
        "  row  col  header  name of row   printed\n"
        "    2  B    总计    合计         1,204     万元\n"
        "    2  C    甲      合计         1,180.00  万元\n"
        "\n");
}

static void finding_in_40_columns(void **state)
{
    struct bench *b = *state;
    b->opts.render = (struct render_opts){ .lang = LANG_EN, .columns = 40 };
    finding_add(b, share_violated);
    assert_string_equal(findings_only(b, true),
        "note[占]: 48.0% is stated, and it comes to 98.006644…% (which rounds to 98.0%): difference"
        " 50.006644… percentage points, at least 49.956644… percentage points beyond what rounding"
        " explains\n"
        " --> a.fisc:7:1\n"
        "  |\n"
        "7 | … share(表08.甲, 表08.总计) is 48.0%\n"
        "  |   ^^^^^^^^^^^^^^^^^^^^^^^^^    -----\n"
        "  |   |                            |\n"
        "  |   |                            48.0%\n"
        "  |   98.006644…%\n"
        "\n"
        "  left               share(…   98.006644…%\n"
        "  right              48.0%     48.0%\n"
        "  difference                   50.006644…%\n"
        "  rounding explains             0.05%\n"
        "  unexplained                  49.956644…%\n"
        "\n"
        "  表08 工资福利支出 (t08.csv)\n"
        "  row  col  header  name of…   printed\n"
        "    2  B    总计    合计      1,204     万元\n"
        "    2  C    甲      合计      1,180.00  万元\n"
        "\n");
}

static void sum_lists_its_cells_and_total(void **state)
{
    struct bench *b = *state;
    finding_add(b, sum_violated);
    assert_string_equal(findings_only(b, true),
        "警告[合]：1,180.00 万元应等于 1,180.01 万元，相差 0.01 万元，比四舍五入最多能解释的还多 0.005 万元\n"
        " --> a.fisc:6:1\n"
        "  |\n"
        "6 | should 合: sum(表08.甲) = 表08.甲\n"
        "  |            ^^^^^^^^^^^^   ------- 1,180.01 万元\n"
        "  |            |\n"
        "  |            1,180.00 万元\n"
        "\n"
        "  左边        sum(表08.甲)  1,180.00 万元\n"
        "  右边        表08.甲       1,180.01 万元\n"
        "  相差                         -0.01 万元\n"
        "  舍入可解释                    0.005 万元\n"
        "  解释不了                      0.005 万元\n"
        "\n"
        "  表08 工资福利支出（t08.csv）\n"
        "  行  列  表头      行名  印出的数\n"
        "   3  C   甲        甲科    590.00  万元\n"
        "   4  C   甲        乙科    590.00  万元\n"
        "          2 格之和        1,180.00  万元\n"
        "   2  C   甲        合计  1,180.00  万元\n"
        "\n");
}

static void long_sum_is_cut_and_counted(void **state)
{
    struct bench *b = *state;
    b->opts.max_cells = 1;
    b->opts.render.lang = LANG_EN;
    finding_add(b, sum_violated);
    const char *text = text_report(b, true);
    assert_has(text, "\n            … and 1 more\n            sum of 2");
    assert_lacks(text, "乙科");
}

static void rule_is_quoted_without_its_file(void **state)
{
    struct bench *b = *state;
    finding_add(b, sum_violated);
    assert_has(text_report(b, false), " --> a.fisc:6:1\n  |\n6 | should 合: sum(表08.甲) = 表08.甲\n");
}

static void shape_findings_name_their_place(void **state)
{
    struct bench *b = *state;
    b->opts.render.lang = LANG_EN;
    const struct shape_finding *s = data_shape_findings(b->all.data, 0);
    assert_non_null(s);
    for (; s; s = s->next)
        finding_add(b, (struct finding){ .rule = IR_NONE, .shape = s, .row = s->row,
                                         .status = ST_VIOLATED });
    assert_string_equal(findings_only(b, true),
        "error[表08.总计]: 甲科: 602.005 万元 in `总计` has more decimal places than were declared (0.01 万元)"
        "\n"
        " --> a.fisc:3:10\n"
        "  |\n"
        "3 |   column 总计 { 甲 乙 }\n"
        "  |          ^^^^\n"
        "\n"
        "  表08 工资福利支出 (t08.csv): 甲科\n"
        "  row  col  header  printed\n"
        "    3  B    总计    602.005  万元\n"
        "\n"
        "error[表08.总计]: `丙` is not among the parts of `总计`, but has a figure that is not zero: "
        "7 万元 in t08.csv E2 (合计)\n"
        " --> a.fisc:3:10\n"
        "  |\n"
        "3 |   column 总计 { 甲 乙 }\n"
        "  |          ^^^^\n"
        "\n"
        "  表08 工资福利支出 (t08.csv): 合计\n"
        "  row  col  header  printed\n"
        "    2  E    丙            7  万元\n"
        "\n");
}

static void repeated_row_shows_both_rows(void **state)
{
    struct bench *b = *state;
    static const struct shape_finding s = { .kind = SHAPE_REPEATED_ROW, .column = IR_NONE,
                                            .sheet_column = IR_NONE, .row = 2, .other_row = 1,
                                            .rowref = IR_NONE };
    finding_add(b, (struct finding){ .rule = IR_NONE, .shape = &s, .row = 2,
                                     .status = ST_VIOLATED });
    assert_string_equal(findings_only(b, true),
        "错误[表08.rows]：乙科：这一行的编码和第 3 行相同；核对合计时只加第 3 行，不再加这一行\n"
        " --> a.fisc:2:7\n"
        "  |\n"
        "2 | table 表08 \"工资福利支出\" in 万元 to 0.01 from \"t08.csv\" {\n"
        "  |       ^^^^\n"
        "\n"
        "  表08 工资福利支出（t08.csv）\n"
        "  行  行名\n"
        "   3  甲科\n"
        "   4  乙科\n"
        "\n");
}

static void severities_come_in_order(void **state)
{
    struct bench *b = *state;
    b->opts.render.lang = LANG_EN;
    finding_add(b, share_violated);
    finding_add(b, sum_violated);
    finding_add(b, balance_violated);
    finding_add(b, columns_violated);
    const char *text = text_report(b, true), *at = text;
    static const char *const order[] = { "error[平衡]", "error[表08.总计]", "warning[合]",
                                         "note[占]" };
    for (unsigned i = 0; i < 4; i++) {
        at = strstr(at, order[i]);
        assert_non_null(at);
    }
}

/* ---- sentences ---- */

static void sentence_is(struct bench *b, uint8_t rel, const char *difference, const char *slack,
                        enum lang lang, const char *want)
{
    struct finding x = balance_violated;
    b->all.n = 0;
    b->json.lang = lang;
    b->prog.rule[R_BALANCE].rel = rel;
    b->prog.rule[R_BALANCE].unit.text = 0;
    x.difference = difference;
    x.slack = slack;
    finding_add(b, x);
    json_t *o = json_loads(json_report(b), 0, NULL);
    json_t *result = json_array_get(json_object_get(o, "results"), 0);
    assert_string_equal(json_string_value(json_object_get(result, "message")), want);
    json_decref(o);
}

static void sentences_say_what_rounding_explains(void **state)
{
    struct bench *b = *state;
    sentence_is(b, IR_EQ, "24", "0", LANG_EN, "1,204 should equal 1,180: difference 24");
    sentence_is(b, IR_EQ, "-24", "0.5", LANG_EN, "1,204 should equal 1,180: difference 24, "
                "at least 23.5 beyond what rounding explains");
    sentence_is(b, IR_EQ, "24", "24", LANG_EN, "1,204 should equal 1,180: difference 24, "
                "and rounding explains less than 24");
    sentence_is(b, IR_LT, "24", "24", LANG_EN, "1,204 should be less than 1,180: 24 too much, "
                "and rounding explains 24, which makes them equal at best");
    sentence_is(b, IR_GE, "-24", "1.25", LANG_ZH,
                "1,204 不应小于 1,180，却少了 24，比四舍五入最多能解释的还多 22.75");
    sentence_is(b, IR_NE, "0", "0", LANG_ZH, "1,204 不应等于 1,180");
}

static void status_changes_the_sentence(void **state)
{
    struct bench *b = *state;
    struct finding x = balance_violated;
    b->json.lang = LANG_EN;
    x.status = ST_EXACT;
    finding_add(b, x);
    x.status = ST_ROUNDING;
    x.slack = "25";
    finding_add(b, x);
    x = (struct finding){ .rule = R_ABSENT, .row = DATA_NO_ROW, .status = ST_UNKNOWN,
                          .reason = RS_ZERO_BASE };
    finding_add(b, x);
    const char *text = json_report(b);
    assert_has(text, "\"1,204.00 万元 is at most 1,180.00 万元\"");
    assert_has(text, "\"1,204.00 万元 and 1,180.00 万元 differ by 24.00 万元, and rounding explains "
                     "up to 25.00 万元\"");
    assert_has(text, "\"unknown: the base is zero, or may be\"");
}

static void figure_is(struct bench *b, const char *figure, int places, const char *unit,
                      const char *want)
{
    assert_string_equal(message_figure(&b->arena, figure, places, unit), want);
}

static void figures_have_separators_places_and_units(void **state)
{
    struct bench *b = *state;
    figure_is(b, "-1234567.5", 2, "元", "-1,234,567.50 元");
    figure_is(b, "48", 1, "%", "48.0%");
    figure_is(b, "0.3333333333333333", 0, "", "0.333333…");
    figure_is(b, "0.0000000012345", 0, "", "0.00000000123…");
    figure_is(b, "12.12345678", 0, "人", "12.12345678 人");
}

/* ---- the sides of a rule ---- */

static void sides_are(struct bench *b, const char *name, const char *source, const char *left,
                      const char *right)
{
    struct ir_rule r = { .name = str(b, name), .source = str(b, source) };
    struct side_texts s = sides_of(&b->arena, &b->prog, &r);
    assert_string_equal(s.left, left);
    assert_string_equal(s.right, right);
}

static void sides_are_found_in_the_source(void **state)
{
    struct bench *b = *state;
    sides_are(b, "a", "must a = b", "a", "b");
    sides_are(b, "n", "必须 n：甲．乙 ≤ sum(x = y) 严格 依据 “c = d”", "甲．乙", "sum(x = y)");
    sides_are(b, "n[2]", "must n: a<=b < c + 1 because \"x\"", "b", "c + 1");
    sides_are(b, "n", "must \"a = b\": T.\"c < d\" is 48.0%", "T.\"c < d\"", "48.0%");
    sides_are(b, "n", "must", "", "");
    sides_are(b, "n", "must a = b = c", "", "");
    sides_are(b, "n", "must a = (b", "a", "(b");
}

/* ---- the end of a report ---- */

static const char *end_of(struct bench *b)
{
    b->opts.render.lang = LANG_EN;
    return text_report(b, true);
}

static void nothing_checked_is_loud(void **state)
{
    assert_string_equal(end_of(*state),
        "          must  should  note  total\n"
        "exact        0       0     0      0\n"
        "rounding     0       0     0      0\n"
        "violated     0       0     0      0\n"
        "unknown      0       0     0      0\n"
        "total        0       0     0      0\n"
        "\n"
        "no rule gave a result: nothing was checked\n");
}

static void unknown_results_are_grouped(void **state)
{
    struct bench *b = *state;
    struct finding x = { .rule = R_ABSENT, .row = DATA_NO_ROW, .status = ST_UNKNOWN,
                         .reason = RS_MISSING };
    finding_add(b, x);
    finding_add(b, x);
    x.rule = R_BALANCE;
    finding_add(b, x);
    x.reason = RS_UNREADABLE;
    finding_add(b, x);
    const char *text = end_of(b);
    assert_has(text, "unknown results: 4\n"
                     "  missing data        3  缺, 平衡\n"
                     "  unreadable figures  1  平衡\n");
    assert_has(text, "unknown results, which do not count as passed: 4\n");
    assert_has(text, "\nno rule gave a result: nothing was checked\n");
}

static void near_passes_are_listed(void **state)
{
    struct bench *b = *state;
    struct finding x = columns_violated;
    x.status = ST_ROUNDING;
    x.right = "1204.01";
    x.difference = "-0.01";
    x.loose = true;
    finding_add(b, x);
    b->all.near[0] = 0;
    b->all.nnear = 1;
    assert_has(end_of(b), "nearest to the limit of rounding\n"
                          "  表08.总计  合计  0.01 万元  of 0.015 万元  (interval may be too wide)\n");
}

static void surplus_findings_are_counted(void **state)
{
    struct bench *b = *state;
    for (int i = 0; i < 3; i++)
        finding_add(b, columns_violated);
    b->opts.max_findings = 1;
    b->all.count[0][ST_VIOLATED] = 1204;
    const char *text = end_of(b);
    assert_has(text, "notice: violated results that are not shown: 1,203\n");
    assert_null(strstr(strstr(text, "error[") + 1, "error["));
}

static void table_without_rows_is_told(void **state)
{
    struct bench *b = *state;
    data_make(b, "科目,总计,甲,乙,丙\n");
    assert_has(end_of(b), "notice: t08.csv (表08) has no rows; rules that checked nothing: 1\n");
}

static void counts_are_a_table(void **state)
{
    struct bench *b = *state;
    b->all.total = 1204;
    b->all.count[0][ST_EXACT] = 1200;
    b->all.count[2][ST_NOT_APPLICABLE] = 4;
    const char *text = text_report(b, true);
    assert_has(text,
        "         必须  应当  提示   合计\n"
        "精确    1,200     0     0  1,200\n"
        "舍入内      0     0     0      0\n"
        "不成立      0     0     0      0\n"
        "不适用      0     0     4      4\n"
        "未知        0     0     0      0\n"
        "合计    1,200     0     4  1,204\n"
        "\n");
    assert_has(text, "\n没有不成立的结果；注意事项 1 条\n");
}

/* ---- columns ---- */

static const char *columns_text(struct bench *b, enum column_give give, unsigned width)
{
    struct strbuf out;
    struct brush brush;
    struct columns c = { .arena = &b->arena, .count = 3,
                         .align = { COLUMN_LEFT, COLUMN_POINT, COLUMN_RIGHT }, .give = { give } };
    strbuf_init(&out, &b->arena);
    brush_init(&brush, &out, &b->opts.render, SEV_ERROR, 1);
    columns_add(&c, ROW_HEAD, (const char *const[]){ "名称", "数", "空" });
    columns_add(&c, ROW_PLAIN, (const char *const[]){ "一个很长的名称", "1,204", NULL });
    columns_add(&c, ROW_PLAIN, (const char *const[]){ "b", "-0.25", "" });
    columns_add(&c, ROW_PLAIN, (const char *const[]){ "c", "—", "" });
    columns_draw(&brush, &c, 1, width);
    return out.p;
}

static void columns_align_on_the_point(void **state)
{
    assert_string_equal(columns_text(*state, GIVE_NOTHING, 80),
                        " 名称                  数\n"
                        " 一个很长的名称  1,204\n"
                        " b                  -0.25\n"
                        " c                      —\n");
}

static void columns_give_way(void **state)
{
    assert_string_equal(columns_text(*state, GIVE_END, 19),
                        " 名称            数\n"
                        " 一个很…   1,204\n"
                        " b            -0.25\n"
                        " c                —\n");
    assert_has(columns_text(*state, GIVE_START, 19), " …的名称   1,204\n");
    assert_has(columns_text(*state, GIVE_ALL, 12), " 1,204\n    -0.25\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        FACT(finding_in_chinese), FACT(finding_in_english), FACT(finding_in_40_columns),
        FACT(sum_lists_its_cells_and_total), FACT(long_sum_is_cut_and_counted),
        FACT(rule_is_quoted_without_its_file), FACT(shape_findings_name_their_place),
        FACT(repeated_row_shows_both_rows), FACT(severities_come_in_order),
        FACT(sentences_say_what_rounding_explains), FACT(status_changes_the_sentence),
        FACT(figures_have_separators_places_and_units), FACT(sides_are_found_in_the_source),
        FACT(nothing_checked_is_loud), FACT(unknown_results_are_grouped),
        FACT(near_passes_are_listed), FACT(surplus_findings_are_counted),
        FACT(table_without_rows_is_told), FACT(counts_are_a_table),
        FACT(columns_align_on_the_point), FACT(columns_give_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
