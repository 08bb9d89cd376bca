/* Well-formedness of kernel bodies. In: the shapes of a program. Out: whether each is sound; if
 * not, why. Invariant: operands are earlier and of the right width, outputs are written once. */
#include "ir_verify.h"

const struct ir_op_info ir_op_info[OP_COUNT] = {
#define W 'W'
#define F 'F'
#define N 'N'
#define X(name, text, args, result) { text, args, result },
#include "ir.def"
#undef X
#undef W
#undef F
#undef N
};

uint8_t ir_op_result(const struct ir_op *op)
{
    switch (ir_op_info[op->op].result) {
    case 'W': return op->width;
    case 'F': return IR_W64;
    }
    return 0;
}

static bool constant_fits(w256 c, uint8_t width)
{
    return width == IR_W256 || (width == IR_W128 ? w256_fits_i128(c) : w256_fits_i64(c));
}

static bool verify_op_width(struct verify *v, const struct ir_shape *s, uint32_t i)
{
    const struct ir_op *op = &s->op[i];
    CHECK(width_ok(op->width), "op %u: width %u", i, op->width);
    switch ((enum ir_op_code)op->op) {
    case OP_IN:
        CHECK(op->imm < s->nin, "op %u: input %u of %u", i, op->imm, s->nin);
        CHECK(s->in_width[op->imm] == op->width, "op %u: width of input %u", i, op->imm);
        return true;
    case OP_CONST:
        CHECK(op->imm < s->npool, "op %u: constant %u of %u", i, op->imm, s->npool);
        CHECK(constant_fits(s->pool[op->imm], op->width), "op %u: constant %u is wider", i,
              op->imm);
        return true;
    case OP_VERDICT:
        CHECK(op->imm <= IR_GE, "op %u: relation %u", i, op->imm);
        break;
    case OP_IS:
        CHECK(op->imm <= (IS_A_OPEN | IS_B_OPEN | IS_EXACTLY), "op %u: bits %u", i, op->imm);
        break;
    case OP_AND: case OP_OR: case OP_FIRST: case OP_ACCFIRST:
        break;
    case OP_WIDEN: case OP_NARROW: case OP_ADD: case OP_SUB: case OP_MUL: case OP_NEG: case OP_MIN:
    case OP_MAX: case OP_DIVR: case OP_SIGN: case OP_LT: case OP_EQ: case OP_SEL: case OP_OUT:
    case OP_ACC: case OP_COUNT:
        return true;
    case OP_ACCMAX:
        CHECK(op->width != IR_W256, "op %u: accmax of %u words", i, op->width);
        return true;
    }
    CHECK(op->width == IR_W64, "op %u: %s of %u words", i, ir_op_info[op->op].name, op->width);
    return true;
}

/* Is `width` right for operand k of an op? */
static bool operand_width_ok(const struct ir_op *op, unsigned k, uint8_t width)
{
    if (op->op == OP_WIDEN)
        return width < op->width;
    if (op->op == OP_NARROW)
        return width > op->width;
    return width == (op->op == OP_SEL && k == 0 ? IR_W64 : op->width);
}

static bool verify_operands(struct verify *v, const struct ir_shape *s, uint32_t i)
{
    const struct ir_op *op = &s->op[i];
    for (unsigned k = 0; k < IR_MAX_ARGS; k++) {
        uint32_t a = op->arg[k];
        if (k >= ir_op_info[op->op].args) {
            CHECK(a == 0, "op %u: has no operand %u", i, k);
            continue;
        }
        CHECK(a < i, "op %u: operand %u is op %u", i, k, a);
        uint8_t width = ir_op_result(&s->op[a]);
        CHECK(width != 0, "op %u: operand %u has no result", i, k);
        CHECK(operand_width_ok(op, k, width), "op %u: operand %u has %u words", i, k, width);
    }
    return true;
}

/* Verdicts by op: VERDICT and IS make them, SEL chooses one, or "none" or "not applicable". */
static void mark_verdicts(const struct ir_shape *s, uint8_t verdict[IR_SHAPE_OPS])
{
    for (uint32_t i = 0; i < s->nop; i++) {
        const struct ir_op *op = &s->op[i];
        bool chosen = op->op == OP_SEL && op->arg[1] < i && op->arg[2] < i
            && verdict[op->arg[1]] && verdict[op->arg[2]];
        bool fixed = op->op == OP_CONST && op->imm < s->npool && w256_fits_i64(s->pool[op->imm]);
        int64_t v = fixed ? w256_to_i64(s->pool[op->imm]) : 0;
        fixed = fixed && (v == VERDICT_NONE || v == VERDICT(ST_NOT_APPLICABLE, RS_NONE));
        verdict[i] = op->op == OP_VERDICT || op->op == OP_IS || chosen || fixed;
    }
}

static bool verify_output(struct verify *v, const struct ir_shape *s, uint32_t i, uint8_t *written)
{
    const struct ir_op *op = &s->op[i], *from = &s->op[op->arg[0]];
    CHECK(op->imm < s->nout, "op %u: output %u of %u", i, op->imm, s->nout);
    CHECK(!written[op->imm], "op %u: output %u is written twice", i, op->imm);
    written[op->imm] = 1;
    const struct ir_out *out = &s->out[op->imm];
    CHECK(out->width == op->width, "op %u: width of output %u", i, op->imm);
    CHECK((out->kind == OUT_SUM) == (op->op != OP_OUT), "op %u: kind of output %u", i, op->imm);
    CHECK(out->kind != OUT_VERDICT || (from->op != OP_CONST && v->verdict[op->arg[0]]),
          "op %u: output %u is no verdict", i, op->imm);
    return true;
}

static bool verify_op(struct verify *v, const struct ir_shape *s, uint32_t i, uint8_t *written)
{
    const struct ir_op *op = &s->op[i];
    uint8_t code = op->op;
    bool imm_used = code == OP_IN || code == OP_CONST || code == OP_VERDICT || code == OP_IS;
    CHECK(op->op < OP_COUNT, "op %u: code %u", i, op->op);
    CHECK(op->mark <= 1, "op %u: mark %u", i, op->mark);
    if (!verify_op_width(v, s, i) || !verify_operands(v, s, i))
        return false;
    if (ir_op_result(op) == 0)
        return verify_output(v, s, i, written);
    CHECK(imm_used || op->imm == 0, "op %u: number %u has no use", i, op->imm);
    return true;
}

static bool verify_shape(struct verify *v, const struct ir_shape *s)
{
    CHECK(s->nop <= IR_SHAPE_OPS, "%u ops", s->nop);
    CHECK(s->nout > 0, "no output");
    for (uint32_t i = 0; i < s->nin; i++)
        CHECK(width_ok(s->in_width[i]), "input %u: width %u", i, s->in_width[i]);
    for (uint32_t i = 0; i < s->nout; i++) {
        CHECK(width_ok(s->out[i].width), "output %u: width %u", i, s->out[i].width);
        CHECK(s->out[i].kind <= OUT_EVIDENCE, "output %u: kind %u", i, s->out[i].kind);
    }
    CHECK(s->nout <= s->nop, "%u outputs of %u ops", s->nout, s->nop);
    uint8_t written[IR_SHAPE_OPS] = { 0 };
    mark_verdicts(s, v->verdict);
    EACH(s->nop, verify_op(v, s, i, written));
    for (uint32_t i = 0; i < s->nout; i++)
        CHECK(written[i], "output %u is not written", i);
    return true;
}

bool verify_shapes(struct verify *v)
{
    for (uint32_t i = 0; i < v->p->nshape; i++)
        if (!verify_shape(v, &v->p->shape[i]))
            return fail(v, "shape %u: %s", i, v->why);
    return true;
}
