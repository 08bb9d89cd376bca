/* ir_verify accepts the sample and rejects each way of spoiling it; ir_dump's text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "ir_sample.h"

static int set_up(void **state)
{
    static struct arena arena;
    arena_init(&arena, 0, NULL, NULL);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

#define OP(s, i) p->shape[s].op[i]
#define LIN(k) p->kernel[k].lin
#define INST(k) p->kernel[k].inst[0]

/* Two rows, of which the first runs past the end of the second. */
static void disorder_rows(struct arena *a, struct ir_lin *l)
{
    l->nrule = 2;
    l->start = LIST(a, uint32_t, 0, 3, 2);
    l->rel = LIST(a, uint8_t, IR_EQ, IR_EQ);
    l->rule = LIST(a, uint32_t, R_WHOLE, R_IS);
}

/* X(name, how to spoil program p, what verify says) */
#define SPOILED(X) \
    X(no_string, p->nstring = 0, "string 0") \
    X(first_string, p->string[0] = p->string[1], "string 0") \
    X(utf8, p->string[5][1] = 'x', "string 5: no UTF-8") \
    X(file_symbol, p->file[0] = S_COUNT, "file 0: symbol") \
    X(column_name, p->table[T_MAIN].column[1].name = S_COUNT, "column 1: symbol") \
    X(column_header, p->table[T_MAIN].column[2].header[1] = S_COUNT, "column 2: symbol") \
    X(column_parent_later, p->table[T_MAIN].column[1].parent = 1, "column 1: parent 1") \
    X(column_flag, p->table[T_MAIN].column[1].braces = 2, "column 1: flags") \
    X(column_file, p->table[T_MAIN].column[1].file = 2, "column 1: file 2") \
    X(column_unit, p->table[T_MAIN].column[1].unit.factor = 0, "column 1: unit: factor") \
    X(column_divisor, p->table[T_MAIN].column[1].unit.divisor = -1, "column 1: unit: divisor") \
    X(column_power, p->table[T_MAIN].column[1].unit.pow10 = 77, "column 1: unit: power") \
    X(column_no_unit, p->table[T_MAIN].column[1].unit = p->line[1].unit, "column 1: no unit") \
    X(grid_mode, p->table[T_MAIN].column[1].grid.mode = 5, "grid: mode 5") \
    X(grid_zero, p->table[T_MAIN].column[1].grid.zero_exact = 2, "grid: zero exact 2") \
    X(grid_scale, p->table[T_MAIN].column[1].grid.scale = 37, "grid: scale 37") \
    X(grid_half_place, p->table[T_MAIN].column[1].grid.places = 8, "grid: 8 places of scale 8") \
    X(table_symbol, p->table[T_MAIN].from = S_COUNT, "table 1: symbols") \
    X(table_file, p->table[T_MAIN].file = 2, "table 1: file 2") \
    X(levels_without_total, p->table[T_MAIN].total = 0, "levels without a total row") \
    X(level_symbol, p->table[T_MAIN].level[1].name = S_COUNT, "level 1: symbol") \
    X(level_key, p->table[T_MAIN].level[0].key = 3, "level 0: column 3") \
    X(column_same, p->table[T_MAIN].column[0].same = 2, "column 0: names of one thing 2") \
    X(column_same_figure, p->table[T_MAIN].column[1].same = 1, "column 1: names of one thing 1") \
    X(same_key, p->same[0].key = S_COUNT, "same 0: symbol") \
    X(same_alone, p->same[0].of[0].nname = 1, "same 0: class 0: 1 names") \
    X(same_name, p->same[0].of[0].name[1] = S_COUNT, "same 0: class 0: symbol") \
    X(join_of_nothing, p->join[0].n = 0, "join 0: no table") \
    X(join_table, p->join[0].of[0].table = 2, "join 0: table 2 of 2") \
    X(join_no_key, p->join[0].of[0].nkey = 0, "join 0: 0 keys") \
    X(join_column, p->join[0].of[0].key[0] = 3, "join 0: column 3 of 3") \
    X(join_figure, p->join[0].of[0].key[0] = 1, "join 0: column 1 is no key") \
    X(test_table, p->test[0].table = 2, "test 0: table 2 of 2") \
    X(test_figure, p->test[0].column = 1, "test 0: column 1 is no key") \
    X(test_text, p->test[0].text = S_COUNT, "test 0: symbol") \
    X(test_prefix, p->test[0].prefix = 2, "test 0: prefix 2") \
    X(test_join, p->test[0].join = 1, "test 0: join 1") \
    X(colref_kind, p->colref[0].kind = 9, "colref 0: kind 9") \
    X(colref_table, p->colref[0].table = 2, "colref 0: table 2 of 2") \
    X(colref_column, p->colref[0].column = 3, "colref 0: column 3 of 3") \
    X(colref_others, p->colref[2].column = 2, "colref 2: column 2 has no others") \
    X(cell_colref, p->cell[1].colref = 4, "cell 1: colref 4") \
    X(slot_width, p->slot[0].width = 3, "slot 0: width 3") \
    X(slot_overlap, p->slot[1].offset = 1, "slot 1: offset 1") \
    X(frame, p->frame_words = 5, "frame of 5 words") \
    X(op_code, OP(0, 2).op = OP_COUNT, "shape 0: op 2: code") \
    X(op_width, OP(0, 2).width = 0, "op 2: width 0") \
    X(op_mark, OP(0, 2).mark = 2, "op 2: mark 2") \
    X(op_spare_number, OP(0, 2).imm = 1, "op 2: number 1 has no use") \
    X(op_spare_operand, OP(0, 2).arg[1] = 1, "op 2: has no operand 1") \
    X(operand_self, OP(0, 2).arg[0] = 2, "op 2: operand 0 is op 2") \
    X(operand_later, OP(0, 2).arg[0] = 3, "op 2: operand 0 is op 3") \
    X(operand_of_no_result, OP(2, 8).arg[0] = 7, "op 8: operand 0 has no result") \
    X(operand_width, OP(0, 3).arg[0] = 1, "op 3: operand 0 has 1 words") \
    X(in_number, OP(0, 0).imm = 2, "op 0: input 2 of 2") \
    X(in_width, p->shape[0].in_width[0] = IR_W128, "op 0: width of input 0") \
    X(in_no_width, p->shape[0].in_width[1] = 0, "input 1: width 0") \
    X(const_number, OP(1, 1).imm = 1, "op 1: constant 1 of 1") \
    X(const_too_wide, p->shape[2].pool[0].w[1] = 1, "op 5: constant 0 is wider") \
    X(widen_same, OP(0, 2).width = IR_W64, "op 2: operand 0 has 1 words") \
    X(narrow_wider, OP(1, 3).width = IR_W256, "op 3: operand 0 has 2 words") \
    X(sel_wide_flag, OP(3, 2).op = OP_WIDEN; OP(3, 2).width = IR_W128; OP(3, 2).arg[1] = 0, \
      "op 3: operand 0 has 2 words") \
    X(verdict_wide, OP(2, 6).width = IR_W128, "op 6: verdict of 2 words") \
    X(is_wide, OP(3, 5).width = IR_W128, "op 5: is of 2 words") \
    X(reason_wide, OP(0, 4).width = IR_W128, "op 4: accfirst of 2 words") \
    X(verdict_relation, OP(2, 6).imm = 6, "op 6: relation 6") \
    X(is_bits, OP(3, 5).imm = 8, "op 5: bits 8") \
    X(out_number, OP(1, 4).imm = 1, "op 4: output 1 of 1") \
    X(out_twice, OP(2, 8).imm = 0, "op 8: output 0 is written twice") \
    X(out_missing, p->shape[2].nop = 8, "shape 2: output 1 is not written") \
    X(out_width, p->shape[1].out[0].width = IR_W128, "op 4: width of output 0") \
    X(out_no_width, p->shape[1].out[0].width = 5, "output 0: width 5") \
    X(out_kind, p->shape[1].out[0].kind = 4, "output 0: kind 4") \
    X(out_to_sum, p->shape[1].out[0].kind = OUT_SUM, "op 4: kind of output 0") \
    X(acc_to_value, p->shape[0].out[0].kind = OUT_VALUE, "op 3: kind of output 0") \
    X(out_no_verdict, OP(2, 7).arg[0] = 3, "op 7: output 0 is no verdict") \
    X(no_outputs, p->shape[0].nout = 0, "shape 0: no output") \
    X(more_outputs, p->shape[0].nop = 1, "3 outputs of 1 ops") \
    X(too_many_ops, p->shape[0].nop = IR_SHAPE_OPS + 1, "shape 0: 257 ops") \
    X(domain, p->kernel[0].domain = DOMAIN_COUNT, "kernel 0: domain 4") \
    X(kernel_table, p->kernel[0].table = 2, "kernel 0: table 2 of 2") \
    X(kernel_other_table, p->kernel[0].table = T_EMPTY, "colref 1 is not of the table walked") \
    X(verdict_other_table, p->rule[0].table = T_EMPTY, "rule 0 is of another table") \
    X(kernel_shape, p->kernel[0].shape = 4, "kernel 0: shape 4 of 4") \
    X(shape_and_lin, p->kernel[0].lin.nin = 1, "kernel 0: both") \
    X(lin_and_instances, p->kernel[K_WHOLE].ninst = 1, "kernel 4: both") \
    X(bind_kind, INST(0).in[0].kind = 9, "input 0: kind 9") \
    X(bind_test, INST(0).in[0].kind = BIND_TEST, "test 1 of 1") \
    X(bind_facet, INST(0).in[0].facet = FACET_COUNT, "input 0: facet") \
    X(bind_colref, INST(0).in[0].index = 4, "colref 4 of 4") \
    X(slot_facet, INST(K_LINE).in[0].facet = FACET_COUNT, "input 0: facet") \
    X(bind_cell, INST(K_ROW).in[1].index = 2, "cell 2 of 2") \
    X(bind_slot, INST(K_ROW).in[2].index = 3, "slot 3 of 3") \
    X(bind_colref_in_unit, INST(K_LINE).in[0].kind = BIND_COLREF, "not of the table walked") \
    X(bind_cell_width, INST(K_LINE).in[0].kind = BIND_CELL, "a figure of 2 words") \
    X(bind_slot_width, INST(K_IS).in[0].index = SLOT_SUM, "width of slot 0") \
    X(slot_read_first, p->kernel[0] = p->kernel[K_IS], "0: instance 0: input 0: slot 2 is not") \
    X(slot_twice, p->kernel[K_IS] = p->kernel[K_LINE], "3: instance 0: output 0: slot 2 is") \
    X(slot_number, INST(K_LINE).out[0].index = 3, "slot 3 of 3") \
    X(slot_output_width, INST(K_LINE).out[0].index = 0, "width of slot 0") \
    X(value_of_rows, p->kernel[K_LINE].domain = DOMAIN_ROWS, "lanes into slot 2") \
    X(sum_of_unit, p->kernel[0].domain = DOMAIN_UNIT; INST(0).in[0].kind = BIND_CELL; \
      INST(0).in[1].kind = BIND_CELL, "lanes into slot 0") \
    X(spare_role, INST(K_LINE).out[0].role = 1, "role 1 of no evidence") \
    X(verdict_rule, INST(K_ROW).out[0].index = 4, "rule 4 of 4") \
    X(verdict_domain, INST(K_ROW).out[0].index = R_WHOLE, "rule 1 is of another domain") \
    X(verdict_twice, p->kernel[K_WHOLE] = p->kernel[K_IS], "rule 3 is decided twice") \
    X(verdict_never, p->nkernel = K_PARENT, "rule 2 is never decided") \
    X(evidence_rule, INST(K_ROW).out[1].index = 4, "rule 4 of 4") \
    X(evidence_role, INST(K_ROW).out[1].role = ROLE_COUNT, "role 15") \
    X(evidence_role_twice, INST(K_ROW).out[2].role = ROLE_DIFF, "rule 0 has role 4 twice") \
    X(evidence_lanes, INST(K_ROW).out[1].index = R_WHOLE, "evidence of rule 1") \
    X(lin_first, LIN(K_WHOLE).start[0] = 1, "kernel 4: ends of the rows") \
    X(lin_last, LIN(K_WHOLE).start[1] = 3, "kernel 4: ends of the rows") \
    X(lin_order, disorder_rows(*state, &LIN(K_WHOLE)), "row 1 ends before it starts") \
    X(lin_input, LIN(K_WHOLE).input[1] = 2, "term 1: input 2 of 2") \
    X(lin_relation, LIN(K_WHOLE).rel[0] = 6, "row 0: relation 6") \
    X(lin_rule, LIN(K_WHOLE).rule[0] = 4, "rule 4 of 4") \
    X(lin_flag, LIN(K_WHOLE).symmetric = 2, "symmetric 2") \
    X(lin_slot, LIN(K_WHOLE).in[0].kind = BIND_SLOT, "no figure in a lin") \
    X(lin_table, LIN(K_WHOLE).in[0].kind = BIND_TABLE, "no figure in a lin") \
    X(lin_cell, LIN(K_WHOLE).in[0].index = 2, "cell 2 of 2") \
    X(lin_colref_in_unit, LIN(K_WHOLE).in[0].kind = BIND_COLREF, "not of the table walked") \
    X(lin_asymmetric, p->table[T_MAIN].column[C_SUM].grid.mode = 2, "figure 0 is not symmetric") \
    X(rule_name, p->rule[0].name = S_COUNT, "rule 0: symbols") \
    X(rule_symbol, p->rule[0].source = S_COUNT, "rule 0: symbols") \
    X(rule_line, p->rule[R_WHOLE].named[1] = 2, "line 2 of 2") \
    X(rule_lines, p->rule[R_WHOLE].nnamed = 9, "9 lines") \
    X(formula_symbol, p->line[0].formula = S_COUNT, "line 0: symbol") \
    X(operand_kind, p->line[0].operand[0].kind = 3, "line 0: operand 0: kind 3") \
    X(operand_order, p->line[0].operand[1].off = 5, "line 0: operand 1: place 5 + 2") \
    X(operand_end, p->line[0].operand[2].len = 2, "line 0: operand 2: place 10 + 2") \
    X(operand_line, p->line[0].operand[0].line = 2, "line 0: operand 0: line 2") \
    X(operand_den, p->line[0].operand[1].den = w256_from_i64(0), "operand 1: denominator") \
    X(operand_row, p->line[0].operand[2].bind.kind = BIND_COLREF, "figure of kind 1") \
    X(rule_severity, p->rule[0].severity = 3, "rule 0: severity") \
    X(rule_kind, p->rule[0].kind = 99, "rule 0: kind") \
    X(rule_relation, p->rule[0].rel = 7, "rule 0: relation 7") \
    X(rule_flag, p->rule[0].loose = 2, "rule 0: flags") \
    X(rule_denominator, p->rule[0].den = w256_from_i64(0), "rule 0: denominator") \
    X(rule_half, p->rule[R_IS].is_half = w256_from_i64(0), "rule 3: half place") \
    X(rule_half_den, p->rule[R_IS].is_half_den = w256_from_i64(-1), "rule 3: half place") \
    X(rule_file, p->rule[0].file = 2, "rule 0: file 2") \
    X(rule_unit, p->rule[0].unit.text = S_COUNT, "rule 0: unit: symbol") \
    X(rule_member, p->rule[0].nmember = 1; p->rule[0].member = LIST(*state, uint32_t, 4), \
      "rule 0: member 0: rule 4") \
    X(rule_cell, p->rule[0].cell[0].index = 4, "rule 0: figure 0: colref 4 of 4") \
    X(rule_cell_kind, p->rule[1].cell[0].kind = 9, "rule 1: figure 0: kind 9") \
    X(rule_cell_facet, p->rule[1].cell[0].facet = FACET_COUNT, "rule 1: figure 0: facet") \
    X(line_symbol, p->line[0].name = S_COUNT, "line 0: symbols") \
    X(line_slot, p->line[0].slot = 3, "line 0: slot 3") \
    X(line_den_slot, p->line[0].den_slot = 3, "line 0: slot 3") \
    X(line_constant_den_slot, p->line[1].den_slot = 0, "line 1: a constant over slot 0") \
    X(line_reason_slot, p->line[0].reason_slot = 3, "line 0: slot 3") \
    X(line_reason_width, p->line[0].reason_slot = SLOT_SUM, "line 0: width of a reason") \
    X(line_denominator, p->line[0].den = w256_from_i64(0), "line 0: denominator") \
    X(line_file, p->line[0].file = 2, "line 0: file 2") \
    X(line_unit, p->line[0].unit.factor = -1, "line 0: unit: factor") \
    X(line_cell, p->line[0].cell[0].index = 3, "line 0: figure 0: slot 3 of 3") \
    X(sum_slot, p->sum[0].slot = 3, "sum 0: slot 3") \
    X(sum_colref, p->sum[0].colref = 4, "sum 0: colref 4") \
    X(sum_apart, p->sum[0].apart = 2, "sum 0: apart 2") \
    X(sum_choice, p->sum[0].choice = 1, "sum 0: choice 1") \
    X(choice_kind, p->choice[0].what = 4, "choice 0: of 4") \
    X(choice_table, p->choice[0].table = 2, "choice 0 is of another table") \
    X(choice_slot, p->choice[0].slot = 3, "choice 0: slot 3") \
    X(choice_ask, p->choice[0].ask[0].of = 4, "choice 0: ask 0: 4 is not there") \
    X(choice_text, p->choice[0].ask[1].of = 99, "choice 0: ask 1: 99 is not there") \
    X(choice_lanes, p->choice[0].table = T_EMPTY; p->choice[0].ask[1].kind = ASK_VALUE, \
      "is of another table") \
    X(choice_in_kernel, INST(0).in[0].kind = BIND_CHOICE; INST(0).in[0].index = 0, \
      "choice 0 in a kernel") \
    X(rule_choice, p->rule[0].cell[0].kind = BIND_CHOICE; p->rule[0].cell[0].index = 1, \
      "rule 0: figure 0: choice 1 of 1") \
    X(never_told, INST(0).out[2].role = ROLE_REACH, "choice 0 is never told") \
    X(told_choice, INST(K_ROW).out[1].role = ROLE_LEAVES_OUT; INST(K_ROW).out[1].index = 1, \
      "choice 1 of 1")

#define X(name, spoil, says) \
    static void rejects_##name(void **state) \
    { \
        struct ir_program *p = sample_program(*state); \
        spoil; \
        const char *why = ir_verify(*state, p); \
        assert_non_null(why); \
        if (!strstr(why, says)) \
            fail_msg("says: %s", why); \
    }
SPOILED(X)
#undef X

static void accepts_sample(void **state)
{
    const char *why = ir_verify(*state, sample_program(*state));
    if (why)
        fail_msg("%s", why);
}

static void accepts_empty_program(void **state)
{
    char *empty = arena_strndup(*state, "", 0);
    struct ir_program p = { .string = &empty, .nstring = 1 };
    assert_null(ir_verify(*state, &p));
}

static const char *dump_of(struct arena *a)
{
    struct strbuf out;
    strbuf_init(&out, a);
    ir_dump(&out, sample_program(a));
    return out.p;
}

static void assert_dumps(struct arena *a, const char *part)
{
    const char *text = dump_of(a);
    if (!strstr(text, part))
        fail_msg("not in:\n%s", text);
}

static void dumps_table(void **state)
{
    assert_dumps(*state,
        "table 1 表08 titled \"工资福利支出\" from \"t08.csv\" at 1:1:1\n"
        "  column 0 单位代码 key same 0 at 0:2:3\n"
        "  column 1 总计 in 万元 (1e4) closed places 2 scale 8 braces others at 1:3:5\n"
        "  column 2 基本工资 \"基本工资\" | \"工资性支出/合计\" under 总计"
        " in 万元 (1e4) closed places 1 scale 8 zero-exact implicit at 0:3:9\n"
        "  rows \"合计\" > 部门 by 单位代码 3 > 单位代码 by 基本工资\n");
}

static void dumps_names_of_one_thing(void **state)
{
    assert_dumps(*state, "same 0: 单位代码\n  \"表08\" = \"工资福利支出\"\njoin 0: 表08 by 单位代码\n");
}

static void dumps_slots(void **state)
{
    assert_dumps(*state, "slot 0: 128 bit, word 0\nslot 1: 64 bit, word 2\nslot 2: 64 bit, word 3\n"
                         "choice 0: slot 0, the number of rows of 表08 test 0 of 表08.基本工资, "
                         "test 1 of 单位代码\n"
                         "slot 0 is the sum of 表08.基本工资\nslot 2 is the sum of 表08.总计\n");
}

static void dumps_inexact_quotient(void **state)
{
    assert_dumps(*state, "shape 1: in.128 -> value.64\n  %0 = in.128 0\n  %1 = const.128 -1000\n"
                         "  %2 = divr.128 %0 %1  # inexact\n  %3 = narrow.64 %2\n  out.64 0 %3\n");
}

static void dumps_sums(void **state)
{
    assert_dumps(*state, "shape 0: in.64 in.64 -> sum.128 sum.64 evidence.64\n"
                         "  %0 = in.64 0\n  %1 = in.64 1\n"
                         "  %2 = widen.128 %0\n  acc.128 0 %2\n  accfirst.64 1 %1\n");
}

static void dumps_verdict(void **state)
{
    assert_dumps(*state, "  %6 = verdict.64 >= %3 %3 %3 %5 %4\n  out.64 0 %6\n");
}

static void dumps_is(void **state)
{
    assert_dumps(*state, "  %5 = is.64 b-open exactly %4 %4 %4 %4 %2 %2\n");
}

static void dumps_instance(void **state)
{
    assert_dumps(*state, "kernel 2: shape 2 for rows of 表08\n  in 0: 表08.总计 mid\n"
                         "  in 1: total 表08.基本工资 down\n  in 2: slot 1\n  out 0: rule 0 逐行 verdict\n"
                         "  out 1: rule 0 逐行 diff\n  out 2: rule 0 逐行 left\n");
}

static void dumps_lin(void **state)
{
    assert_dumps(*state, "kernel 4: symmetric lin once\n"
                         "  rule 1 总体: -7 (left 0) + 3 total 表08.总计"
                         " - 1 total 表08.基本工资 (left 0) <= 0\n"
                         "kernel 5: symmetric lin for parents of 表08\n"
                         "  rule 2 下级: -7 (left 0) + 3 表08.总计"
                         " - 1 表08.总计 children (left 0) = 0 exactly\n");
}

static void dumps_rule(void **state)
{
    assert_dumps(*state, "rule 1 总体: should <= once over 100 in 万元 (3/7e-2) label \"工资福利支出\"");
    assert_dumps(*state, " source \"总计 >= 0\" at 1:4:3-4:20, byte 77 + 17\n  uses total 表08.总计\n"
                         "  names 人均 人均\n");
}

static void dumps_is_rule(void **state)
{
    assert_dumps(*state, "rule 3 占比: note is once over 100 in 万元 (3/7e-2)"
                         " half 1 over 2000 fraction loose");
}

static void dumps_lines(void **state)
{
    assert_dumps(*state, "line 0 人均: slot 2 over 10000 reason slot 1 in 万元 (1e4)"
                         " because \"预算法\\u{1b}[1m\" source \"总计 >= 0\" at 1:9:1\n"
                         "  uses slot 0\n  operand 0 + 6: line 人均\n"
                         "  operand 7 + 2: 3 over 8 in 万元 (1e4)\n"
                         "  operand 10 + 1: slot 0\nline 1 人均: -42 over 1 at 0:10:1\n");
}

static void dump_escapes_control_characters(void **state)
{
    assert_null(strchr(dump_of(*state), '\x1b'));
}

static void dump_is_stable(void **state)
{
    assert_string_equal(dump_of(*state), dump_of(*state));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(accepts_sample), CASE(accepts_empty_program),
#define X(name, spoil, says) CASE(rejects_##name),
        SPOILED(X)
#undef X
        CASE(dumps_table), CASE(dumps_names_of_one_thing), CASE(dumps_slots),
        CASE(dumps_inexact_quotient), CASE(dumps_sums),
        CASE(dumps_verdict), CASE(dumps_is), CASE(dumps_instance), CASE(dumps_lin),
        CASE(dumps_rule), CASE(dumps_is_rule), CASE(dumps_lines),
        CASE(dump_escapes_control_characters),
        CASE(dump_is_stable),
    };
    return cmocka_run_group_tests_name("ir", tests, NULL, NULL);
}
