#ifndef FISC_NATIVE_RANDOM_H
#define FISC_NATIVE_RANDOM_H
/* Random programs for the comparison of engines: shapes with every operation at every width, and
 * linear tables with small and with huge coefficients. A seed gives the same program on every
 * machine. */
#include "../../runtime/abi.h"
#include <string.h>

struct rng { uint64_t s; };

static inline uint64_t rng_next(struct rng *r)
{
    uint64_t z = (r->s += 0x9e3779b97f4a7c15u);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static inline uint32_t rng_below(struct rng *r, uint32_t n) { return (uint32_t)(rng_next(r) % n); }

/* Mostly small, often at a limit, sometimes any bits. */
static inline int64_t rng_i64(struct rng *r)
{
    static const int64_t edge[] = {
        0, 1, -1, 2, -2, 5, INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1,
        INT32_MAX, INT32_MIN, INT64_C(1) << 32, -(INT64_C(1) << 32),
    };
    switch (rng_below(r, 4)) {
    case 0: return edge[rng_below(r, sizeof edge / sizeof *edge)];
    case 1: return (int64_t)rng_below(r, 41) - 20;
    case 2: return (int64_t)rng_next(r) >> rng_below(r, 64);
    }
    return (int64_t)rng_next(r);
}

static inline w256 rng_wide(struct rng *r, unsigned words)
{
    w256 v = w256_from_i64(rng_i64(r));
    unsigned used = 1 + rng_below(r, words);
    for (unsigned i = 0; i < used; i++)
        v.w[i] = (uint64_t)rng_i64(r);
    for (unsigned i = used; i < 4; i++)
        v.w[i] = v.w[used - 1] >> 63 ? UINT64_MAX : 0;
    return v;
}

static inline uint8_t rng_width(struct rng *r)
{
    static const uint8_t width[] = { IR_W64, IR_W64, IR_W64, IR_W128, IR_W128, IR_W256 };
    return width[rng_below(r, sizeof width)];
}

/* ── shapes ── */

enum { RANDOM_OPS = 90, RANDOM_OUTS = RANDOM_OPS };

struct shape_maker {
    struct rng *r;
    struct ir_shape *s;
    bool used[RANDOM_OPS + RANDOM_OUTS + 8];
    bool narrow_only;               /* 64 bits, no division: the body can be vectorised */
};

/* an earlier op whose result has that width; there is one of each width at the beginning */
static inline uint32_t pick_value(struct shape_maker *m, uint8_t width)
{
    uint32_t i = rng_below(m->r, m->s->nop), tries = 0;
    while (ir_op_result(&m->s->op[i]) != width)
        i = tries++ < m->s->nop ? (i + 1) % m->s->nop : 0;
    m->used[i] = true;
    return i;
}

static inline bool has_value(const struct shape_maker *m, uint8_t width)
{
    for (uint32_t i = 0; i < m->s->nop; i++)
        if (ir_op_result(&m->s->op[i]) == width)
            return true;
    return false;
}

static inline void add_input(struct arena *a, struct shape_maker *m, uint8_t width)
{
    struct ir_shape *s = m->s;
    s->in_width = arena_grow(a, s->in_width, s->nin, s->nin + 1, 1);
    s->in_width[s->nin] = width;
    s->op[s->nop++] = (struct ir_op){ .op = OP_IN, .width = width, .imm = s->nin++ };
}

static inline void add_constant(struct arena *a, struct shape_maker *m, uint8_t width)
{
    struct ir_shape *s = m->s;
    s->pool = arena_grow(a, s->pool, s->npool, s->npool + 1, sizeof *s->pool);
    s->pool[s->npool] = rng_wide(m->r, width);
    s->op[s->nop++] = (struct ir_op){ .op = OP_CONST, .width = width, .imm = s->npool++ };
}

static inline uint8_t operand_width(struct shape_maker *m, const struct ir_op *op, unsigned k)
{
    static const uint8_t above[] = { IR_W128, IR_W256 };
    switch ((enum ir_op_code)op->op) {
    case OP_WIDEN: return op->width == IR_W256 && rng_below(m->r, 2) ? IR_W128 : IR_W64;
    case OP_NARROW: return op->width == IR_W128 ? IR_W256 : above[rng_below(m->r, 2)];
    case OP_SEL: return k == 0 ? IR_W64 : op->width;
    case OP_IN: case OP_CONST: case OP_ADD: case OP_SUB: case OP_MUL: case OP_NEG: case OP_MIN:
    case OP_MAX: case OP_DIVR: case OP_SIGN: case OP_LT: case OP_EQ: case OP_AND: case OP_OR:
    case OP_FIRST: case OP_VERDICT: case OP_IS: case OP_OUT: case OP_ACC: case OP_ACCFIRST:
    case OP_ACCMAX: case OP_COUNT:
        break;
    }
    return op->width;
}

static inline bool width_allowed(enum ir_op_code code, uint8_t width)
{
    if (code == OP_WIDEN)
        return width != IR_W64;
    if (code == OP_NARROW || code == OP_ACCMAX)
        return width != IR_W256;
    bool flags =
        code == OP_AND || code == OP_OR || code == OP_FIRST || code == OP_VERDICT || code == OP_IS;
    return !flags || width == IR_W64;
}

static inline void add_random_op(struct shape_maker *m)
{
    struct ir_op op = { .op = (uint8_t)(OP_WIDEN + rng_below(m->r, OP_OUT - OP_WIDEN)) };
    op.width = m->narrow_only ? IR_W64 : rng_width(m->r);
    if (!width_allowed(op.op, op.width) ||
        (m->narrow_only && (op.op == OP_NARROW || op.op == OP_DIVR)))
        return;
    if (op.op == OP_VERDICT || op.op == OP_IS)
        op.imm = rng_below(m->r, op.op == OP_IS ? 8 : IR_GE + 1);
    for (unsigned k = 0; k < ir_op_info[op.op].args; k++) {
        uint8_t width = operand_width(m, &op, k);
        if (!has_value(m, width))
            return;
        op.arg[k] = pick_value(m, width);
    }
    m->s->op[m->s->nop++] = op;
}

static inline void add_output(struct shape_maker *m, enum ir_op_code code, uint8_t kind,
                              uint32_t from, uint8_t width)
{
    struct ir_shape *s = m->s;
    s->out[s->nout] = (struct ir_out){ kind, width };
    s->op[s->nop++] =
        (struct ir_op){ .op = (uint8_t)code, .width = width, .imm = s->nout++, .arg = { from } };
}

/* Every value that no other op uses goes out; some that others use do, too. */
static inline void add_outputs(struct shape_maker *m)
{
    uint32_t body = m->s->nop;
    for (uint32_t i = 0; i < body && m->s->nout < RANDOM_OUTS; i++) {
        const struct ir_op *op = &m->s->op[i];
        uint8_t width = ir_op_result(op);
        if (m->used[i] && rng_below(m->r, 8) != 0)
            continue;
        if (op->op == OP_VERDICT || op->op == OP_IS)
            add_output(m, OP_OUT, OUT_VERDICT, i, IR_W64);
        else if (rng_below(m->r, 4) == 0)
            add_output(m, OP_ACC, OUT_SUM, i, width);
        else if (width != IR_W256 && rng_below(m->r, 6) == 0)
            add_output(m, OP_ACCMAX, OUT_SUM, i, width);
        else if (width == IR_W64 && rng_below(m->r, 6) == 0)
            add_output(m, OP_ACCFIRST, OUT_SUM, i, IR_W64);
        else
            add_output(m, OP_OUT, rng_below(m->r, 2) ? OUT_VALUE : OUT_EVIDENCE, i, width);
    }
    if (m->s->nout == 0)
        add_output(m, OP_OUT, OUT_VALUE, 0, ir_op_result(&m->s->op[0]));
}

/* Sums of widened 64-bit lanes have code of their own. */
static inline void add_widened_sum(struct shape_maker *m, uint8_t width)
{
    struct ir_shape *s = m->s;
    s->op[s->nop] =
        (struct ir_op){ .op = OP_WIDEN, .width = width, .arg = { pick_value(m, IR_W64) } };
    s->nop++;
    add_output(m, OP_ACC, OUT_SUM, s->nop - 1, width);
}

static inline void random_shape(struct arena *a, struct rng *r, struct ir_shape *s)
{
    struct shape_maker m = { .r = r, .s = s, .narrow_only = rng_below(r, 3) == 0 };
    s->op = ARENA_ARRAY(a, struct ir_op, IR_SHAPE_OPS);
    s->out = ARENA_ARRAY(a, struct ir_out, IR_SHAPE_OPS);
    add_input(a, &m, IR_W64);
    for (uint32_t n = 1 + rng_below(r, 5); n > 0; n--)
        add_input(a, &m, m.narrow_only ? IR_W64 : rng_width(r));
    for (uint32_t n = rng_below(r, 4); n > 0; n--)
        add_constant(a, &m, m.narrow_only ? IR_W64 : rng_width(r));
    for (uint32_t n = 1 + rng_below(r, RANDOM_OPS - 12); n > 0; n--)
        add_random_op(&m);
    add_outputs(&m);
    if (rng_below(r, 2))
        add_widened_sum(&m, rng_below(r, 2) ? IR_W128 : IR_W256);
}

/* ── linear tables ── */

static inline int64_t random_net(struct rng *r)
{
    switch (rng_below(r, 8)) {
    case 0: return 0;
    case 1: return (int64_t)rng_below(r, 200001) - 100000;
    case 2: return rng_below(r, 6) ? 10000 : rng_i64(r);
    }
    return rng_below(r, 2) ? 1 : -1;
}

static inline void random_lin(struct arena *a, struct rng *r, struct ir_program *p,
                              struct ir_kernel *k)
{
    struct ir_lin *l = &k->lin;
    l->nin = 1 + rng_below(r, 6);
    l->nrule = 1 + rng_below(r, 9);
    l->start = ARENA_ARRAY(a, uint32_t, l->nrule + 1);
    for (uint32_t i = 0; i < l->nrule; i++)
        l->start[i + 1] = l->start[i] + rng_below(r, 7);
    l->nterm = l->start[l->nrule];
    l->input = ARENA_ARRAY(a, uint32_t, l->nterm);
    l->net = ARENA_ARRAY(a, int64_t, l->nterm);
    l->left = ARENA_ARRAY(a, int64_t, l->nterm);
    l->knet = ARENA_ARRAY(a, int64_t, l->nrule);
    l->kleft = ARENA_ARRAY(a, int64_t, l->nrule);
    l->rel = ARENA_ARRAY(a, uint8_t, l->nrule);
    l->rule = ARENA_ARRAY(a, uint32_t, l->nrule);
    l->in = ARENA_ARRAY(a, struct ir_bind, l->nin);
    for (uint32_t i = 0; i < l->nterm; i++) {
        l->input[i] = rng_below(r, l->nin);
        l->net[i] = random_net(r);
    }
    for (uint32_t i = 0; i < l->nrule; i++) {
        l->knet[i] = rng_below(r, 3) ? 0 : rng_i64(r);
        l->rel[i] = (uint8_t)(rng_below(r, IR_GE + 1) | (rng_below(r, 5) ? 0 : LIN_EXACTLY));
        l->rule[i] = p->nrule;
        p->rule[p->nrule++] =
            (struct ir_rule){ .den = w256_from_i64(1), .domain = DOMAIN_ROWS, .table = k->table };
    }
    for (uint32_t i = 0; i < l->nin; i++)
        l->in[i] = (struct ir_bind){ .kind = BIND_COLREF, .index = k->table };
    l->symmetric = k->table == 0;
}

/* Table 0 has grids with equal, closed ends, table 1 others; each has one column. */
static inline void random_schema(struct arena *a, struct ir_program *p)
{
    p->ntable = p->ncolref = 2;
    p->table = ARENA_ARRAY(a, struct ir_table, 2);
    p->colref = ARENA_ARRAY(a, struct ir_colref, 2);
    for (uint32_t t = 0; t < 2; t++) {
        p->table[t].column = ARENA_ARRAY(a, struct ir_column, 1);
        p->table[t].ncolumn = 1;
        p->table[t].column[0] = (struct ir_column){ .parent = IR_NONE,
                                                     .grid = { (uint8_t)(1 + t), 0, 2, 4 },
                                                     .unit = { 0, 1, 1, 0 } };
        p->colref[t] = (struct ir_colref){ .table = t };
    }
}

static inline struct ir_program *random_program(struct arena *a, uint64_t seed, uint32_t nshape,
                                                uint32_t nlin)
{
    struct rng r = { seed };
    struct ir_program *p = ARENA_NEW(a, struct ir_program);
    char *empty = arena_strndup(a, "", 0);
    p->string = ARENA_ARRAY(a, char *, 1);
    p->string[0] = empty;
    p->nstring = p->nfile = 1;
    p->file = ARENA_ARRAY(a, sym, 1);
    random_schema(a, p);
    p->nshape = nshape;
    p->shape = ARENA_ARRAY(a, struct ir_shape, nshape);
    for (uint32_t i = 0; i < nshape; i++)
        random_shape(a, &r, &p->shape[i]);
    p->rule = ARENA_ARRAY(a, struct ir_rule, (size_t)nlin * 16 + 1);
    p->kernel = ARENA_ARRAY(a, struct ir_kernel, nlin + 1);
    for (uint32_t i = 0; i < nlin; i++) {
        struct ir_kernel *k = &p->kernel[p->nkernel++];
        *k = (struct ir_kernel){ .domain = DOMAIN_ROWS, .table = i % 2, .shape = IR_NONE };
        random_lin(a, &r, p, k);
    }
    return p;
}
#endif
