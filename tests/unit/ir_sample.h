/* A small program that uses every part of the IR, for the tests of verify, dump and image: a table
 * with a tree of columns and two levels of rows, names of one thing in its key, a join by it and a
 * test of its text; a waiver; a sum over rows, a line, a rule of each row, one
 * of the whole, one of the parents, and an `is` rule. Each call builds a fresh copy to spoil. */
#include "../../runtime/abi.h"

enum {
    S_FILE = 1, S_TABLE, S_TITLE, S_FROM, S_TOTAL, S_CODE, S_SUM, S_WAGES, S_LEVEL, S_UNIT,
    S_ROW_RULE, S_WHOLE_RULE, S_PARENT_RULE, S_IS_RULE, S_LINE, S_BECAUSE, S_SOURCE, S_HEADER,
    S_COUNT
};
enum { T_EMPTY, T_MAIN, T_COUNT };
enum { C_CODE, C_SUM, C_WAGES, C_COUNT };
enum { R_ROW, R_WHOLE, R_PARENT, R_IS, R_COUNT };
enum { SLOT_SUM, SLOT_REASON, SLOT_LINE, SLOT_COUNT };
enum { SHAPE_SUM, SHAPE_LINE, SHAPE_ROW, SHAPE_IS, SHAPE_NUMBERS };
enum { K_SUM, K_LINE, K_ROW, K_IS, K_WHOLE, K_PARENT, K_COUNT };

#define COPY(a, list) sample_copy((a), (list), sizeof (list))
#define LIST(a, type, ...) COPY((a), ((const type[]){ __VA_ARGS__ }))

static void *sample_copy(struct arena *a, const void *from, size_t size)
{
    return memcpy(arena_alloc(a, size), from, size);
}

static void sample_strings(struct arena *a, struct ir_program *p)
{
    static const char *const text[S_COUNT] = {
        "", "a.fisc", "表08", "工资福利支出", "t08.csv", "合计", "单位代码", "总计", "基本工资", "部门",
        "万元", "逐行", "总体", "下级", "占比", "人均", "预算法\x1b[1m", "总计 >= 0", "工资性支出/合计" };
    p->nstring = S_COUNT;
    p->string = ARENA_ARRAY(a, char *, S_COUNT);
    for (unsigned i = 0; i < S_COUNT; i++)
        p->string[i] = arena_strndup(a, text[i], strlen(text[i]));
    p->nfile = 2;
    p->file = LIST(a, sym, S_FROM, S_FILE);
}

static void sample_schema(struct arena *a, struct ir_program *p)
{
    struct ir_unit unit = { S_UNIT, 1, 1, 4 };
    struct ir_grid closed = { 1, 0, 2, 8 };
    struct ir_column column[C_COUNT] = {
        { .name = S_CODE, .parent = IR_NONE, .key = 1, .same = 1, .line = 2,
          .col = 3 },
        { .name = S_SUM, .parent = IR_NONE, .braces = 1, .others = 1, .grid = closed, .unit = unit,
          .file = 1, .line = 3, .col = 5 },
        { .name = S_WAGES, .parent = C_SUM, .implicit = 1, .grid = { 1, 1, 1, 8 }, .unit = unit,
          .line = 3, .col = 9, .nheader = 2, .header = LIST(a, sym, S_WAGES, S_HEADER) } };
    for (unsigned i = 0; i < C_COUNT; i++)
        column[i].shown = column[i].name;
    struct ir_table empty = { .name = S_LEVEL }, table = {
        .name = S_TABLE, .title = S_TITLE, .from = S_FROM, .column = COPY(a, column),
        .ncolumn = C_COUNT, .total = S_TOTAL, .nlevel = 2, .file = 1, .line = 1, .col = 1,
        .level = LIST(a, struct ir_level, { .name = S_LEVEL, .key = C_CODE, .length = 3 },
                       { .name = S_CODE, .key = C_WAGES }) };
    p->ntable = T_COUNT;
    p->table = LIST(a, struct ir_table, empty, table);
    p->nsame = 1;
    p->same = LIST(a, struct ir_same, { S_CODE, LIST(a, struct ir_same_class,
                                                     { LIST(a, sym, S_TABLE, S_TITLE), 2 }), 1 });
    p->njoin = 1;
    p->join = LIST(a, struct ir_join, { LIST(a, struct ir_joined,
                                             { T_MAIN, LIST(a, uint32_t, C_CODE), 1 }), 1 });
    p->ntest = 1;
    p->test = LIST(a, struct ir_test, { .table = T_MAIN, .column = C_CODE, .text = S_TABLE,
                                        .keyed = 1 });
    p->ncolref = 4;
    p->colref = LIST(a, struct ir_colref, { .kind = COL_PLAIN, .table = 1, .column = C_SUM },
                     { .kind = COL_PLAIN, .table = 1, .column = C_WAGES },
                     { .kind = COL_OTHERS, .table = 1, .column = C_SUM },
                     { .kind = COL_CHILDREN, .table = 1, .column = C_SUM });
    p->ncell = 2;
    p->cell = LIST(a, struct ir_cell, { 0, 0 }, { 1, 0 });
    p->nslot = SLOT_COUNT;
    p->slot = LIST(a, struct ir_slot, { IR_W128, 0 }, { IR_W64, 2 }, { IR_W64, 3 });
    p->frame_words = 4;
}

/* The shapes' text is in tests/unit/ir_test.c, as it is dumped. */
static void sample_shapes(struct arena *a, struct ir_program *p)
{
    struct ir_op sum[] = {
        { OP_IN, IR_W64, 0, 0, { 0 } }, { OP_IN, IR_W64, 0, 1, { 0 } },
        { OP_WIDEN, IR_W128, 0, 0, { 0 } }, { OP_ACC, IR_W128, 0, 0, { 2 } },
        { OP_ACCFIRST, IR_W64, 0, 1, { 1 } }, { OP_OUT, IR_W64, 0, 2, { 0 } } };
    struct ir_op line[] = {
        { OP_IN, IR_W128, 0, 0, { 0 } }, { OP_CONST, IR_W128, 0, 0, { 0 } },
        { OP_DIVR, IR_W128, 1, 0, { 0, 1 } }, { OP_NARROW, IR_W64, 0, 0, { 2 } },
        { OP_OUT, IR_W64, 0, 0, { 3 } } };
    struct ir_op row[] = {
        { OP_IN, IR_W64, 0, 0, { 0 } }, { OP_IN, IR_W64, 0, 1, { 0 } },
        { OP_SUB, IR_W64, 0, 0, { 0, 1 } }, { OP_SIGN, IR_W64, 0, 0, { 2 } },
        { OP_IN, IR_W64, 0, 2, { 0 } }, { OP_CONST, IR_W64, 0, 0, { 0 } },
        { OP_VERDICT, IR_W64, 0, IR_GE, { 3, 3, 3, 5, 4 } }, { OP_OUT, IR_W64, 0, 0, { 6 } },
        { OP_OUT, IR_W64, 0, 1, { 2 } }, { OP_OUT, IR_W64, 0, 2, { 0 } } };
    struct ir_op is[] = {
        { OP_IN, IR_W64, 0, 0, { 0 } }, { OP_CONST, IR_W64, 0, 0, { 0 } },
        { OP_LT, IR_W64, 0, 0, { 0, 1 } }, { OP_SEL, IR_W64, 0, 0, { 2, 0, 1 } },
        { OP_SIGN, IR_W64, 0, 0, { 3 } },
        { OP_IS, IR_W64, 0, IS_B_OPEN | IS_EXACTLY, { 4, 4, 4, 4, 2, 2 } },
        { OP_OUT, IR_W64, 0, 0, { 5 } } };
    w256 thousand = w256_from_i64(-1000);
    struct ir_shape shape[SHAPE_NUMBERS] = {
        { COPY(a, sum), 6, LIST(a, uint8_t, IR_W64, IR_W64), 2,
          LIST(a, struct ir_out, { OUT_SUM, IR_W128 }, { OUT_SUM, IR_W64 },
               { OUT_EVIDENCE, IR_W64 }), 3, NULL, 0 },
        { COPY(a, line), 5, LIST(a, uint8_t, IR_W128), 1,
          LIST(a, struct ir_out, { OUT_VALUE, IR_W64 }), 1, LIST(a, w256, thousand), 1 },
        { COPY(a, row), 10, LIST(a, uint8_t, IR_W64, IR_W64, IR_W64), 3,
          LIST(a, struct ir_out, { OUT_VERDICT, IR_W64 }, { OUT_EVIDENCE, IR_W64 },
               { OUT_EVIDENCE, IR_W64 }), 3,
          LIST(a, w256, w256_from_i64(0)), 1 },
        { COPY(a, is), 7, LIST(a, uint8_t, IR_W64), 1,
          LIST(a, struct ir_out, { OUT_VERDICT, IR_W64 }), 1,
          LIST(a, w256, w256_from_i64(48)), 1 } };
    p->nshape = SHAPE_NUMBERS;
    p->shape = COPY(a, shape);
}

/* rule: x - y (rel) 0, of two inputs */
static struct ir_lin sample_lin(struct arena *a, uint32_t rule, uint8_t rel, struct ir_bind x,
                                struct ir_bind y)
{
    return (struct ir_lin){
        .nrule = 1, .nterm = 2, .nin = 2, .symmetric = 1, .start = LIST(a, uint32_t, 0, 2),
        .input = LIST(a, uint32_t, 0, 1), .net = LIST(a, int64_t, 3, -1),
        .left = LIST(a, int64_t, 3, 0), .knet = LIST(a, int64_t, -7), .kleft = LIST(a, int64_t, 0),
        .rel = LIST(a, uint8_t, rel), .rule = LIST(a, uint32_t, rule),
        .in = LIST(a, struct ir_bind, x, y) };
}

static struct ir_instance sample_instance(struct ir_bind *in, struct ir_dest *out)
{
    return (struct ir_instance){ in, out };
}

static void sample_kernels(struct arena *a, struct ir_program *p)
{
    struct ir_instance sum = sample_instance(
        LIST(a, struct ir_bind, { BIND_COLREF, FACET_MID, 1 }, { BIND_COLREF, FACET_REASON, 1 }),
        LIST(a, struct ir_dest, { SLOT_SUM, 0 }, { SLOT_REASON, 0 }, { 0, ROLE_MEMBER }));
    struct ir_instance line = sample_instance(LIST(a, struct ir_bind, { BIND_SLOT, 0, SLOT_SUM }),
                                              LIST(a, struct ir_dest, { SLOT_LINE, 0 }));
    struct ir_instance row = sample_instance(
        LIST(a, struct ir_bind, { BIND_COLREF, FACET_MID, 0 }, { BIND_CELL, FACET_DOWN, 1 },
             { BIND_SLOT, 0, SLOT_REASON }),
        LIST(a, struct ir_dest, { R_ROW, 0 }, { R_ROW, ROLE_DIFF }, { R_ROW, ROLE_LEFT }));
    struct ir_instance is = sample_instance(LIST(a, struct ir_bind, { BIND_SLOT, 0, SLOT_LINE }),
                                            LIST(a, struct ir_dest, { R_IS, 0 }));
    struct ir_bind cell0 = { BIND_CELL, 0, 0 }, cell1 = { BIND_CELL, 0, 1 };
    struct ir_bind plain = { BIND_COLREF, 0, 0 }, children = { BIND_COLREF, 0, 3 };
    struct ir_kernel kernel[K_COUNT] = {
        { DOMAIN_ROWS, T_MAIN, SHAPE_SUM, LIST(a, struct ir_instance, sum), 1, { 0 } },
        { DOMAIN_UNIT, 0, SHAPE_LINE, LIST(a, struct ir_instance, line), 1, { 0 } },
        { DOMAIN_ROWS, T_MAIN, SHAPE_ROW, LIST(a, struct ir_instance, row), 1, { 0 } },
        { DOMAIN_UNIT, 0, SHAPE_IS, LIST(a, struct ir_instance, is), 1, { 0 } },
        { DOMAIN_UNIT, 0, IR_NONE, NULL, 0, sample_lin(a, R_WHOLE, IR_LE, cell0, cell1) },
        { DOMAIN_PARENTS, T_MAIN, IR_NONE, NULL, 0,
          sample_lin(a, R_PARENT, IR_EQ | LIN_EXACTLY, plain, children) } };
    p->nkernel = K_COUNT;
    p->kernel = COPY(a, kernel);
}

static void sample_report(struct arena *a, struct ir_program *p)
{
    struct ir_rule common = {
        .because = S_BECAUSE, .source = S_SOURCE, .den = w256_from_i64(100),
        .unit = { S_UNIT, 3, 7, -2 }, .file = 1, .line = 4, .col = 3, .end_line = 4, .end_col = 20,
        .off = 77, .len = 17 };
    struct ir_rule rule[R_COUNT] = { common, common, common, common };
    rule[R_ROW].name = S_ROW_RULE;
    rule[R_ROW].rel = IR_GE;
    rule[R_ROW].domain = DOMAIN_ROWS;
    rule[R_ROW].table = T_MAIN;
    rule[R_ROW].ncell = 2;
    rule[R_ROW].cell = LIST(a, struct ir_bind, { BIND_COLREF, READ_LEFT | READ_VALUE, 2 },
                            { BIND_SLOT, READ_RIGHT | READ_VALUE, SLOT_SUM });
    rule[R_WHOLE].name = S_WHOLE_RULE;
    rule[R_WHOLE].rel = IR_LE;
    rule[R_WHOLE].label = S_TITLE;
    rule[R_WHOLE].severity = 1;
    rule[R_WHOLE].ncell = 1;
    rule[R_WHOLE].cell = LIST(a, struct ir_bind, { BIND_CELL, READ_LEFT | READ_VALUE, 0 });
    rule[R_WHOLE].nnamed = 2;
    rule[R_WHOLE].named = LIST(a, uint32_t, 1, 0);
    rule[R_PARENT].name = S_PARENT_RULE;
    rule[R_PARENT].domain = DOMAIN_PARENTS;
    rule[R_PARENT].table = T_MAIN;
    rule[R_PARENT].kind = KIND_ROWS;
    rule[R_PARENT].exactly = 1;
    rule[R_IS].name = S_IS_RULE;
    rule[R_IS].rel = IR_REL_IS;
    rule[R_IS].severity = 2;
    rule[R_IS].is_half = w256_from_i64(1);
    rule[R_IS].is_half_den = w256_from_i64(2000);
    rule[R_IS].fraction = rule[R_IS].loose = 1;
    p->nrule = R_COUNT;
    p->rule = COPY(a, rule);
    struct ir_line line = {
        .name = S_LINE, .because = S_BECAUSE, .source = S_SOURCE, .slot = SLOT_LINE,
        .den_slot = IR_NONE,
        .den = w256_from_i64(10000), .reason_slot = SLOT_REASON, .unit = { S_UNIT, 1, 1, 4 },
        .file = 1, .line = 9, .col = 1, .ncell = 1,
        .cell = LIST(a, struct ir_bind, { BIND_SLOT, 0, SLOT_SUM }),
        .formula = S_SOURCE, .noperand = 3,
        .operand = LIST(a, struct ir_operand,
                        { .kind = OPERAND_LINE, .len = 6, .line = 1 },
                        { .kind = OPERAND_CONSTANT, .off = 7, .len = 2, .num = w256_from_i64(3),
                          .den = w256_from_i64(8), .unit = { S_UNIT, 1, 1, 4 } },
                        { .kind = OPERAND_FIGURE, .off = 10, .len = 1,
                          .bind = { BIND_SLOT, FACET_MID, SLOT_SUM } }) };
    struct ir_line constant = {
        .name = S_LINE, .slot = IR_NONE, .den_slot = IR_NONE, .value = w256_from_i64(-42),
        .den = w256_from_i64(1), .reason_slot = IR_NONE, .line = 10, .col = 1 };
    p->nline = 2;
    p->line = LIST(a, struct ir_line, line, constant);
    p->nchoice = 1;
    p->choice = LIST(a, struct ir_choice, { .what = CHOICE_COUNT, .table = T_MAIN, .slot = SLOT_SUM,
                                            .nask = 2,
                                            .ask = LIST(a, struct ir_ask, { ASK_VALUE, 0, 1, 0 },
                                                        { ASK_TEXT, 0, 0, 1 }) });
    p->nsum = 2;
    p->sum = LIST(a, struct ir_sum, { SLOT_SUM, 1, IR_NONE, 0 }, { SLOT_LINE, 0, IR_NONE, 0 });
    p->nwaiver = 1;
    p->waiver = LIST(a, struct ir_waiver, { .rule = S_WHOLE_RULE, .key = S_LEVEL,
                                            .because = S_BECAUSE, .until = 20241231, .file = 1,
                                            .line = 11, .col = 1, .len = 9 });
}

static struct ir_program *sample_program(struct arena *a)
{
    struct ir_program *p = ARENA_NEW(a, struct ir_program);
    sample_strings(a, p);
    sample_schema(a, p);
    sample_shapes(a, p);
    sample_kernels(a, p);
    sample_report(a, p);
    return p;
}
