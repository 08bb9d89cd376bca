/* Findings built by hand over a small table, for the tests of reports; fresh ones for each. */
#include "../../runtime/columns.h"
#include "../../runtime/json.h"
#include "../../runtime/message.h"
#include "../../runtime/sides.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* Not every test file needs every finding. */
#define UNUSED __attribute__((unused))

enum { STRINGS = 64, FINDS = 8 };
enum { C_KEY, C_SUM, C_A, C_B };
enum { R_COLUMNS, R_BALANCE, R_SUM, R_SHARE, R_ABSENT, RULES };

static const char rules_text[] =
    "use cn.units\n"
    "table 表08 \"工资福利支出\" in 万元 to 0.01 from \"t08.csv\" {\n"
    "  column 总计 { 甲 乙 }\n"
    "}\n"
    "must 平衡: 表08.总计 <= 表08.甲 + 1000 万元 because \"预算法第三十五条\"\n"
    "should 合: sum(表08.甲) = 表08.甲\n"
    "note 占: share(表08.甲, 表08.总计) is 48.0%\n"
    "must 缺: 表99.总计 = 0\n";

static const char sheet_text[] =
    "科目,总计,甲,乙,丙\n"
    "合计,\"1,204\",\"1,180.00\",31,7\n"
    "甲科,602.005,590.00,—,1\n"
    "乙科,602.00,590.00,,1\n";

struct bench {
    struct arena arena;
    struct srcs srcs;
    struct diags diags;
    struct ir_program prog;
    struct findings all;
    struct report_opts opts;
    struct json_opts json;
    struct strbuf text;
    size_t writes_left;             /* then writing fails */
};

/* ---- a program by hand ---- */

static sym str(struct bench *b, const char *s)
{
    struct ir_program *p = &b->prog;
    p->string[p->nstring] = arena_strndup(&b->arena, s, strlen(s));
    return p->nstring++;
}

static struct ir_column column_of(struct bench *b, const char *name, uint32_t parent)
{
    sym s = str(b, name);
    struct ir_column c = { .name = s, .shown = s, .parent = parent, .grid = { 1, 0, 2, 8 },
                           .unit = { str(b, "万元"), 1, 1, 4 }, .line = 3, .col = 10 };
    c.shown = c.name;
    return c;
}

static void tables_make(struct bench *b)
{
    struct ir_program *p = &b->prog;
    p->ntable = 2;
    p->table = ARENA_ARRAY(&b->arena, struct ir_table, 2);
    struct ir_table *t = p->table;
    t[0] = (struct ir_table){ .name = str(b, "表08"), .title = str(b, "工资福利支出"),
                              .from = str(b, "t08.csv"), .total = str(b, "合计"), .ncolumn = 4,
                              .line = 2, .col = 7 };
    t[0].column = ARENA_ARRAY(&b->arena, struct ir_column, 4);
    t[0].column[C_KEY] = (struct ir_column){ .name = str(b, "科目"), .parent = IR_NONE, .key = 1 };
    t[0].column[C_SUM] = column_of(b, "总计", IR_NONE);
    t[0].column[C_SUM].braces = 1;
    t[0].column[C_A] = column_of(b, "甲", C_SUM);
    t[0].column[C_B] = column_of(b, "乙", C_SUM);
    t[0].column[C_A].unit.text = t[0].column[C_B].unit.text = t[0].column[C_SUM].unit.text;
    t[1] = (struct ir_table){ .name = str(b, "表99"), .from = str(b, "none.csv"), .ncolumn = 1 };
    t[1].column = ARENA_ARRAY(&b->arena, struct ir_column, 1);
    t[1].column[0] = column_of(b, "总计", IR_NONE);
    p->ncolref = 4;
    p->colref = ARENA_ARRAY(&b->arena, struct ir_colref, 4);
    for (uint32_t i = C_SUM; i <= C_B; i++)
        p->colref[i] = (struct ir_colref){ .column = i };
    p->colref[0] = (struct ir_colref){ .table = 1 };
    p->ncell = 4;
    p->cell = ARENA_ARRAY(&b->arena, struct ir_cell, 4);
    for (uint32_t i = 0; i < 4; i++)
        p->cell[i].colref = i;
    p->nsum = 1;
    p->sum = ARENA_ARRAY(&b->arena, struct ir_sum, 1);
    p->sum[0] = (struct ir_sum){ 0, C_A, IR_NONE, 0 };
}

static struct ir_bind *binds(struct bench *b, uint32_t n, const struct ir_bind *from)
{
    return memcpy(arena_alloc(&b->arena, n * sizeof *from), from, n * sizeof *from);
}

/* A rule whose span is the text `what` of the rule file. */
static void rule_make(struct bench *b, uint32_t number, const char *name, const char *what,
                      uint8_t rel)
{
    struct ir_rule *r = &b->prog.rule[number];
    struct span sp = { 0, (uint32_t)(strstr(rules_text, what) - rules_text),
                       (uint32_t)strlen(what) };
    r->name = str(b, name);
    r->source = str(b, what);
    r->rel = rel;
    r->domain = DOMAIN_UNIT;
    r->unit = b->prog.table[0].column[C_SUM].unit;
    r->off = sp.off;
    r->len = sp.len;
    srcs_locate(&b->srcs, sp, &r->line, &r->col);
}

static void rules_make(struct bench *b)
{
    enum { LEFT = READ_LEFT | READ_VALUE, RIGHT = READ_RIGHT | READ_VALUE };
    static const struct ir_bind columns[] = { { BIND_COLREF, LEFT, C_SUM },
                                              { BIND_COLREF, RIGHT, C_A },
                                              { BIND_COLREF, RIGHT, C_B } };
    static const struct ir_bind two[] = { { BIND_CELL, LEFT, C_SUM }, { BIND_CELL, RIGHT, C_A } };
    static const struct ir_bind sum[] = { { BIND_SLOT, LEFT, 0 }, { BIND_CELL, RIGHT, C_A } };
    struct ir_rule *r;
    b->prog.nrule = RULES;
    r = b->prog.rule = ARENA_ARRAY(&b->arena, struct ir_rule, RULES);
    rule_make(b, R_COLUMNS, "表08.总计", "总计", IR_EQ);
    r[R_COLUMNS].kind = KIND_COLUMNS;
    r[R_COLUMNS].domain = DOMAIN_ROWS;
    r[R_COLUMNS].source = str(b, "总计 = 甲 + 乙");
    r[R_COLUMNS].label = b->prog.table[0].title;
    r[R_COLUMNS].cell = binds(b, r[R_COLUMNS].ncell = 3, columns);
    rule_make(b, R_BALANCE, "平衡",
              "must 平衡: 表08.总计 <= 表08.甲 + 1000 万元 because \"预算法第三十五条\"", IR_LE);
    r[R_BALANCE].because = str(b, "预算法第三十五条");
    r[R_BALANCE].cell = binds(b, r[R_BALANCE].ncell = 2, two);
    rule_make(b, R_SUM, "合", "should 合: sum(表08.甲) = 表08.甲", IR_EQ);
    r[R_SUM].severity = 1;
    r[R_SUM].cell = binds(b, r[R_SUM].ncell = 2, sum);
    rule_make(b, R_SHARE, "占", "note 占: share(表08.甲, 表08.总计) is 48.0%", IR_REL_IS);
    r[R_SHARE].severity = 2;
    r[R_SHARE].unit = (struct ir_unit){ str(b, "%"), 1, 1, -2 };
    r[R_SHARE].is_half = w256_from_i64(1);
    r[R_SHARE].is_half_den = w256_from_i64(2000);
    r[R_SHARE].cell = binds(b, r[R_SHARE].ncell = 2, two);
    rule_make(b, R_ABSENT, "缺", "must 缺: 表99.总计 = 0", IR_EQ);
}

static void lines_make(struct bench *b)
{
    struct ir_unit yuan = { str(b, "元"), 1, 1, 0 };
    b->prog.nline = 3;
    b->prog.line = ARENA_ARRAY(&b->arena, struct ir_line, 3);
    b->all.line = ARENA_ARRAY(&b->arena, struct line_value, 3);
    b->prog.line[0] = (struct ir_line){
        .name = str(b, "伙食补助"), .unit = yuan, .line = 5, .col = 1,
        .source = str(b, "line 伙食补助 = 298人 × 14元 × 22天 × 12"),
        .formula = str(b, "298人 × 14元 × 22天 × 12") };
    b->all.line[0].value = "1101408";
    b->prog.line[1] = (struct ir_line){
        .name = str(b, "人均"), .unit = yuan, .because = str(b, "湘财预〔2021〕3号"), .line = 6,
        .col = 1, .source = str(b, "line 人均 in 元 = 伙食补助 / 3 because \"湘财预〔2021〕3号\""),
        .formula = str(b, "伙食补助 / 3") };
    b->all.line[1].value = "367.3333333333333333";
    b->prog.line[2] = (struct ir_line){ .name = str(b, "缺"), .unit = yuan, .line = 7, .col = 1,
                                        .source = str(b, "line 缺 = 表99.总计"),
                                        .formula = str(b, "表99.总计") };
    b->all.line[2].reason = RS_MISSING;
}

static void data_make(struct bench *b, const char *sheet)
{
    static const struct data_limits limits;
    struct data_set *s = data_new(&b->arena, &b->prog, &b->diags);
    data_load_text(s, 0, "t08.csv", sheet, strlen(sheet), &limits);
    b->all.data = s;
}

static void finding_add(struct bench *b, struct finding x)
{
    if (x.rule != IR_NONE)
        x.severity = b->prog.rule[x.rule].severity;
    b->all.find[b->all.n++] = x;
    b->all.count[x.severity][x.status]++;
    b->all.total++;
}

/* ---- bench ---- */

static bool keep_bytes(void *ctx, const char *bytes, size_t len)
{
    struct bench *b = ctx;
    if (!b->writes_left)
        return false;
    b->writes_left--;
    strbuf_add(&b->text, bytes, len);
    return true;
}

static int bench_open(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    arena_init(&b->arena, 0, NULL, NULL);
    srcs_init(&b->srcs, &b->arena);
    diags_init(&b->diags, &b->arena);
    srcs_add(&b->srcs, "a.fisc", rules_text, sizeof rules_text - 1);
    b->prog.string = ARENA_ARRAY(&b->arena, char *, STRINGS);
    str(b, "");
    b->prog.nfile = 1;
    b->prog.file = ARENA_ARRAY(&b->arena, sym, 1);
    b->prog.file[0] = str(b, "a.fisc");
    tables_make(b);
    rules_make(b);
    lines_make(b);
    data_make(b, sheet_text);
    b->all.prog = &b->prog;
    b->all.find = ARENA_ARRAY(&b->arena, struct finding, FINDS);
    b->all.set = RESULTS_ALL;
    b->writes_left = SIZE_MAX;
    strbuf_init(&b->text, &b->arena);
    *state = b;
    return 0;
}

static int bench_close(void **state)
{
    struct bench *b = *state;
    arena_free(&b->arena);
    free(b);
    return 0;
}

static void restart(struct bench *b)
{
    strbuf_init(&b->text, &b->arena);
}

static inline const char *text_report(struct bench *b, bool sources)
{
    struct report_out out = { .write = keep_bytes, .ctx = b, .arena = &b->arena };
    restart(b);
    assert_true(report_text(&out, sources ? &b->srcs : NULL, &b->all, &b->opts));
    return b->text.p;
}

static inline const char *json_report(struct bench *b)
{
    struct report_out out = { .write = keep_bytes, .ctx = b, .arena = &b->arena };
    restart(b);
    assert_true(report_json(&out, &b->all, &b->json));
    return b->text.p;
}

/* The report up to its first empty line that is followed by the counts. */
static inline const char *findings_only(struct bench *b, bool sources)
{
    const char *text = text_report(b, sources);
    const char *end = strstr(text, b->opts.render.lang == LANG_ZH ? "注意：" : "notice: ");
    assert_non_null(end);
    return arena_strndup(&b->arena, text, (size_t)(end - text));
}

static inline void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no \"%s\" in:\n%s", part, text);
}

static inline void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" in:\n%s", part, text);
}

/* ---- findings ---- */

static const struct finding columns_violated UNUSED = {
    .rule = R_COLUMNS, .row = 0, .status = ST_VIOLATED, .left = "1204", .right = "1211",
    .difference = "-7", .slack = "0.015" };
static const struct finding balance_violated UNUSED = {
    .rule = R_BALANCE, .row = DATA_NO_ROW, .status = ST_VIOLATED, .left = "1204", .right = "1180",
    .difference = "24", .slack = "0" };
static const struct finding sum_violated UNUSED = {
    .rule = R_SUM, .row = DATA_NO_ROW, .status = ST_VIOLATED, .left = "1180", .right = "1180.01",
    .difference = "-0.01", .slack = "0.005" };
static const struct finding share_violated UNUSED = {
    .rule = R_SHARE, .row = DATA_NO_ROW, .status = ST_VIOLATED, .left = "98.0066445182724252",
    .right = "48", .difference = "50.0066445182724252", .slack = "0.05" };

#define FACT(name) cmocka_unit_test_setup_teardown(name, bench_open, bench_close)
