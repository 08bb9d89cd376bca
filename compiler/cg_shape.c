/* A shape as a function: one loop over lanes around the code of its operations. In: a well-formed
 * shape; out: a function of the type fisc_shape_fn.
 *
 * libgccjit has no `restrict`, so a store through an output pointer might change what a later lane
 * loads. Where a body can be vectorised its lanes are therefore collected in local arrays, which
 * nothing else can point to, and copied out behind the loop. */
#include "cg.h"

#define SCRATCH_BYTES 32768u /* stack that local arrays of lanes may take; more go out directly */

struct shape_out {
    lv pointer; /* typed output; evidence that is not asked for goes to `unwanted` */
    lv scratch;                     /* lanes on the stack, or NULL */
    lv total;                       /* of ACC, ACCMAX */
    lv high; /* of ACC of widened 64-bit lanes: total counts low halves, high the high ones */
    lv any;                         /* of ACCFIRST: not 0 if a lane was */
};

struct shape_gen {
    struct cg_body b;
    bool *live;
    struct shape_out *out;
    bool plain;
    lv unwanted;
    rv params[4];
};

/* ── which operations count ── */

static bool is_store(const struct ir_op *op)
{
    return op->op == OP_OUT || op->op == OP_ACC || op->op == OP_ACCFIRST ||
           op->op == OP_ACCMAX;
}

static bool is_emitted(const struct shape_gen *g, const struct ir_op *op)
{
    return g->b.f.c->opts->debug || g->b.shape->out[op->imm].kind != OUT_EVIDENCE;
}

static void mark_live(struct shape_gen *g)
{
    const struct ir_shape *s = g->b.shape;
    g->live = ARENA_ARRAY(g->b.f.c->arena, bool, s->nop + 1);
    for (uint32_t i = s->nop; i-- > 0;) {
        if (is_store(&s->op[i]))
            g->live[i] = is_emitted(g, &s->op[i]);
        for (unsigned k = 0; g->live[i] && k < ir_op_info[s->op[i].op].args; k++)
            g->live[s->op[i].arg[k]] = true;
    }
}

/* The 64-bit operation whose widened lanes a sum adds, or IR_NONE. Such a sum is kept in two 64-bit
 * halves. */
static uint32_t narrow_source(const struct ir_shape *s, const struct ir_op *acc)
{
    const struct ir_op *from = &s->op[acc->arg[0]];
    if (acc->op != OP_ACC || from->op != OP_WIDEN || ir_op_result(&s->op[from->arg[0]]) != IR_W64)
        return IR_NONE;
    return from->arg[0];
}

static bool is_plain_op(const struct shape_gen *g, uint32_t i)
{
    const struct ir_op *op = &g->b.shape->op[i];
    if (op->op == OP_ACC)
        return op->width == IR_W64 || narrow_source(g->b.shape, op) != IR_NONE;
    return op->op != OP_DIVR && (op->op == OP_WIDEN || op->width == IR_W64);
}

/* Can the loop be vectorised: 64-bit lanes only, save widened ones that are only summed? */
static bool is_plain(const struct shape_gen *g)
{
    const struct ir_shape *s = g->b.shape;
    for (uint32_t i = 0; i < s->nop; i++) {
        if (g->live[i] && !is_plain_op(g, i))
            return false;
        for (unsigned k = 0;
             g->live[i] && s->op[i].op != OP_ACC && k < ir_op_info[s->op[i].op].args; k++)
            if (s->op[s->op[i].arg[k]].op == OP_WIDEN)
                return false;
    }
    return true;
}

/* ── before the loop ── */

static gcc_jit_type *out_type(const struct shape_gen *g, uint32_t k)
{
    return g->b.shape->out[k].kind == OUT_VERDICT ? g->b.f.c->t_u8p : g->b.f.c->t_i64p;
}

static void begin_inputs(struct shape_gen *g)
{
    struct cg_fn *f = &g->b.f;
    const struct ir_shape *s = g->b.shape;
    g->b.in = ARENA_ARRAY(f->c->arena, lv, s->nin + 1);
    for (uint32_t i = 0; i < s->nop; i++) {
        const struct ir_op *op = &s->op[i];
        if (!g->live[i] || op->op != OP_IN || g->b.in[op->imm])
            continue;
        rv p = cg_load(f->c, g->params[0], cg_i64(f->c, op->imm));
        g->b.in[op->imm] = cg_let(f, f->c->t_i64p, cg_cast(f->c, p, f->c->t_i64p));
    }
}

static void begin_pointer(struct shape_gen *g, uint32_t k)
{
    struct cg_fn *f = &g->b.f;
    struct cg *c = f->c;
    gcc_jit_type *t = out_type(g, k);
    rv p = cg_cast(c, cg_load(c, g->params[1], cg_i64(c, k)), t);
    lv to = g->out[k].pointer = cg_let(f, t, p);
    if (g->b.shape->out[k].kind != OUT_EVIDENCE)
        return;
    if (!g->unwanted)
        g->unwanted = cg_local_array(f, c->t_i64, LANE_BLOCK * IR_W256, "unwanted");
    rv null = gcc_jit_context_new_comparison(c->ctx, NULL, GCC_JIT_COMPARISON_EQ, cg_r(to),
                                             gcc_jit_context_null(c->ctx, t));
    gcc_jit_block *behind = cg_if(f, null);
    cg_set(f, to, cg_array_ptr(f, g->unwanted));
    cg_jump(f, behind);
}

static void zero_words(struct shape_gen *g, lv array)
{
    struct cg *c = g->b.f.c;
    for (int i = 0; i < IR_W256; i++)
        cg_set(&g->b.f, cg_elem(c, cg_r(array), cg_i64(c, i)), cg_cast(c, cg_i64(c, 0), c->t_u64));
}

static lv zero_local(struct shape_gen *g)
{
    return cg_let(&g->b.f, g->b.f.c->t_i64, cg_i64(g->b.f.c, 0));
}

/* What an earlier block left in the output of ACCMAX. */
static rv top_so_far(struct shape_gen *g, const struct ir_op *op)
{
    struct cg *c = g->b.f.c;
    rv p = cg_r(g->out[op->imm].pointer), low = cg_load(c, p, cg_i64(c, 0));
    return op->width == IR_W64 ? low : cg_join128(c, low, cg_load(c, p, cg_i64(c, 1)));
}

static void begin_total(struct shape_gen *g, const struct ir_op *op)
{
    struct cg_fn *f = &g->b.f;
    struct shape_out *o = &g->out[op->imm];
    if (op->op == OP_ACCFIRST) {
        o->any = zero_local(g);
        o->scratch = cg_local_array(f, f->c->t_i64, LANE_BLOCK, "reasons");
    } else if (op->op == OP_ACCMAX) {
        rv top = top_so_far(g, op);
        o->total = cg_let(f, gcc_jit_rvalue_get_type(top), top);
    } else if (narrow_source(g->b.shape, op) != IR_NONE) {
        o->total = zero_local(g);
        o->high = zero_local(g);
    } else if (op->width == IR_W256) {
        o->total = cg_local(f, f->c->t_w256, "total");
        zero_words(g, o->total);
    } else {
        o->total =
            op->width == IR_W64 ? zero_local(g) : cg_let(f, f->c->t_i128, cg_i128(f->c, 0, 0));
    }
}

/* Verdicts, too, as 64-bit lanes: a byte in the loop would have it vectorised for as many lanes as
 * a vector has bytes, eight times the code. */
static void begin_scratch(struct shape_gen *g, uint32_t k, unsigned *left)
{
    const unsigned size = LANE_BLOCK * 8;
    if (!g->plain || size > *left)
        return;
    *left -= size;
    g->out[k].scratch = cg_local_array(&g->b.f, g->b.f.c->t_i64, LANE_BLOCK, "lanes");
}

static void begin_outputs(struct shape_gen *g)
{
    const struct ir_shape *s = g->b.shape;
    unsigned left = SCRATCH_BYTES;
    g->out = ARENA_ARRAY(g->b.f.c->arena, struct shape_out, s->nout + 1);
    for (uint32_t i = 0; i < s->nop; i++) {
        if (!g->live[i] || !is_store(&s->op[i]))
            continue;
        begin_pointer(g, s->op[i].imm);
        if (s->op[i].op == OP_OUT)
            begin_scratch(g, s->op[i].imm, &left);
        else
            begin_total(g, &s->op[i]);
    }
}

/* ── in the loop ── */

static void store_words(struct shape_gen *g, rv pointer, rv first, lv value, uint8_t width)
{
    struct cg *c = g->b.f.c;
    for (int i = 0; i < width; i++) {
        rv w = width == IR_W256 ? cg_load(c, cg_r(value), cg_i64(c, i))
                                : i == 0 ? cg_low64(c, cg_r(value)) : cg_high64(c, cg_r(value));
        cg_set(&g->b.f, cg_elem(c, pointer, cg_add(c, first, cg_i64(c, i))), cg_to_i64(c, w));
    }
}

static void store_lane(struct shape_gen *g, const struct ir_op *op)
{
    struct cg *c = g->b.f.c;
    struct shape_out *o = &g->out[op->imm];
    lv v = g->b.value[op->arg[0]];
    rv to = cg_r(o->pointer);
    if (o->scratch)
        cg_set(&g->b.f, cg_elem(c, cg_r(o->scratch), g->b.lane), cg_r(v));
    else if (g->b.shape->out[op->imm].kind == OUT_VERDICT)
        cg_set(&g->b.f, cg_elem(c, to, g->b.lane), cg_cast(c, cg_r(v), c->t_u8));
    else if (op->width == IR_W64)
        cg_set(&g->b.f, cg_elem(c, to, g->b.lane), cg_r(v));
    else
        store_words(g, to, cg_shl(c, g->b.lane, op->width == IR_W128 ? 1 : 2), v, op->width);
}

static void add_wide(struct shape_gen *g, rv to, rv value)
{
    struct cg *c = g->b.f.c;
    rv args[3] = { to, to, value };
    rv fn = cg_r(gcc_jit_rvalue_dereference_field(g->b.helpers, NULL, c->help[HELP_ADD256]));
    gcc_jit_block_add_eval(g->b.f.at, NULL,
                           gcc_jit_context_new_call_through_ptr(c->ctx, NULL, fn, 3, args));
}

/* The lane plus 2^63, a natural, in halves: sums of LANE_BLOCK halves fit 64 bits, and both halves
 * vectorise. */
static void add_halves(struct shape_gen *g, struct shape_out *o, rv lane)
{
    struct cg *c = g->b.f.c;
    rv bias = cg_to_u64(c, cg_xor(c, lane, cg_i64(c, INT64_MIN)));
    rv low = cg_to_i64(c, cg_and(c, bias, cg_cast(c, cg_i64(c, 0xffffffff), c->t_u64)));
    cg_set(&g->b.f, o->total, cg_add(c, cg_r(o->total), low));
    cg_set(&g->b.f, o->high, cg_add(c, cg_r(o->high), cg_to_i64(c, cg_shr(c, bias, 32))));
}

static void add_lane(struct shape_gen *g, const struct ir_op *op)
{
    struct shape_out *o = &g->out[op->imm];
    uint32_t narrow = narrow_source(g->b.shape, op);
    lv v = g->b.value[op->arg[0]];
    if (narrow != IR_NONE)
        add_halves(g, o, cg_r(g->b.value[narrow]));
    else if (op->width == IR_W256)
        add_wide(g, cg_array_ptr(&g->b.f, o->total), cg_array_ptr(&g->b.f, v));
    else
        cg_set(&g->b.f, o->total, cg_add(g->b.f.c, cg_r(o->total), cg_r(v)));
}

static void keep_reason(struct shape_gen *g, const struct ir_op *op)
{
    struct cg *c = g->b.f.c;
    struct shape_out *o = &g->out[op->imm];
    rv v = cg_r(g->b.value[op->arg[0]]);
    cg_set(&g->b.f, cg_elem(c, cg_r(o->scratch), g->b.lane), v);
    cg_set(&g->b.f, o->any, cg_or(c, cg_r(o->any), v));
}

static void keep_largest(struct shape_gen *g, const struct ir_op *op)
{
    struct cg *c = g->b.f.c;
    struct shape_out *o = &g->out[op->imm];
    rv v = cg_r(g->b.value[op->arg[0]]), top = cg_r(o->total);
    rv more = cg_flag(c, GCC_JIT_COMPARISON_GT, v, top);
    rv mask = cg_mask(c, cg_cast(c, more, gcc_jit_rvalue_get_type(v)));
    cg_set(&g->b.f, o->total, cg_choose(c, mask, v, top));
}

static bool is_wide_op(const struct ir_shape *s, const struct ir_op *op)
{
    return op->width == IR_W256 ||
           (op->op == OP_NARROW && ir_op_result(&s->op[op->arg[0]]) == IR_W256);
}

static void break_store(struct shape_gen *g, struct ir_op *op)
{
    struct cg *c = g->b.f.c;
    lv v = g->b.value[op->arg[0]];
    bool wide = ir_op_result(&g->b.shape->op[op->arg[0]]) == IR_W256;
    lv at = wide ? cg_elem(c, cg_r(v), cg_i64(c, 0)) : v;
    gcc_jit_type *t = gcc_jit_rvalue_get_type(cg_r(at));
    cg_set(&g->b.f, at, cg_xor(c, cg_r(at), cg_cast(c, cg_i64(c, 1), t)));
}

static void emit_op(struct shape_gen *g, uint32_t i)
{
    struct ir_op *op = &g->b.shape->op[i];
    if (is_store(op) && cg_is_broken(op->op))
        break_store(g, op);
    if (op->op == OP_OUT)
        store_lane(g, op);
    else if (op->op == OP_ACC)
        add_lane(g, op);
    else if (op->op == OP_ACCFIRST)
        keep_reason(g, op);
    else if (op->op == OP_ACCMAX)
        keep_largest(g, op);
    else if (is_wide_op(g->b.shape, op))
        cg_op_wide(&g->b, i);
    else
        cg_op(&g->b, i);
}

static void emit_loop(struct shape_gen *g)
{
    struct cg_fn *f = &g->b.f;
    const struct ir_shape *s = g->b.shape;
    struct cg_loop l = cg_loop_begin(f, cg_i64(f->c, 0), g->params[2]);
    g->b.lane = cg_r(l.i);
    g->b.value = ARENA_ARRAY(f->c->arena, lv, s->nop + 1);
    for (uint32_t i = 0; i < s->nop; i++)
        if (g->live[i])
            emit_op(g, i);
    cg_loop_end(f, l);
}

/* ── behind the loop ── */

static void copy_lanes(struct shape_gen *g, uint32_t k)
{
    struct cg_fn *f = &g->b.f;
    struct shape_out *o = &g->out[k];
    gcc_jit_type *t = g->b.shape->out[k].kind == OUT_VERDICT ? f->c->t_u8 : f->c->t_i64;
    struct cg_loop l = cg_loop_begin(f, cg_i64(f->c, 0), g->params[2]);
    rv v = cg_load(f->c, cg_r(o->scratch), cg_r(l.i));
    cg_set(f, cg_elem(f->c, cg_r(o->pointer), cg_r(l.i)), cg_cast(f->c, v, t));
    cg_loop_end(f, l);
}

/* the two halves, less 2^63 for each lane */
static rv join_halves(struct shape_gen *g, struct shape_out *o)
{
    struct cg *c = g->b.f.c;
    rv high = cg_shl(c, cg_cast(c, cg_r(o->high), c->t_i128), 32);
    rv bias = cg_shl(c, cg_cast(c, g->params[2], c->t_i128), 63);
    return cg_sub(c, cg_add(c, high, cg_cast(c, cg_r(o->total), c->t_i128)), bias);
}

static void end_wide_total(struct shape_gen *g, struct shape_out *o)
{
    struct cg *c = g->b.f.c;
    struct cg_fn *f = &g->b.f;
    lv sum = o->total;
    if (o->high) {
        rv v = cg_r(cg_let(f, c->t_i128, join_halves(g, o)));
        rv sign = cg_shr(c, cg_high64(c, v), 63);
        rv w[IR_W256] = { cg_low64(c, v), cg_high64(c, v), sign, sign };
        sum = cg_local(f, c->t_w256, "total");
        for (int i = 0; i < IR_W256; i++)
            cg_set(f, cg_elem(c, cg_r(sum), cg_i64(c, i)), cg_to_u64(c, w[i]));
    }
    rv to = cg_cast(c, cg_r(o->pointer), gcc_jit_type_get_pointer(c->t_u64));
    add_wide(g, to, cg_array_ptr(f, sum));
}

static void end_total(struct shape_gen *g, const struct ir_op *op)
{
    struct cg *c = g->b.f.c;
    struct shape_out *o = &g->out[op->imm];
    rv p = cg_r(o->pointer), zero = cg_i64(c, 0);
    if (op->width == IR_W256) {
        end_wide_total(g, o);
    } else if (op->width == IR_W64) {
        cg_set(&g->b.f, cg_elem(c, p, zero), cg_add(c, cg_load(c, p, zero), cg_r(o->total)));
    } else {
        rv old = cg_join128(c, cg_load(c, p, zero), cg_load(c, p, cg_i64(c, 1)));
        rv more = o->high ? join_halves(g, o) : cg_r(o->total);
        store_words(g, p, zero, cg_let(&g->b.f, c->t_i128, cg_add(c, old, more)), IR_W128);
    }
}

static void end_largest(struct shape_gen *g, const struct ir_op *op)
{
    struct cg *c = g->b.f.c;
    const struct shape_out *o = &g->out[op->imm];
    rv p = cg_r(o->pointer), zero = cg_i64(c, 0);
    if (op->width == IR_W64)
        cg_set(&g->b.f, cg_elem(c, p, zero), cg_r(o->total));
    else
        store_words(g, p, zero, o->total, IR_W128);
}

/* Only when a lane had a reason: the first of them, unless the output has one from an earlier
 * block. */
static void end_reason(struct shape_gen *g, struct shape_out *o)
{
    struct cg_fn *f = &g->b.f;
    struct cg *c = f->c;
    rv zero = cg_i64(c, 0);
    rv some =
        gcc_jit_context_new_comparison(c->ctx, NULL, GCC_JIT_COMPARISON_NE, cg_r(o->any), zero);
    gcc_jit_block *behind = cg_if(f, some);
    lv first = cg_let(f, c->t_i64, cg_load(c, cg_r(o->pointer), zero));
    struct cg_loop l = cg_loop_begin(f, zero, g->params[2]);
    rv mask = cg_mask(c, cg_flag0(c, GCC_JIT_COMPARISON_NE, cg_r(first)));
    cg_set(f, first, cg_choose(c, mask, cg_r(first), cg_load(c, cg_r(o->scratch), cg_r(l.i))));
    cg_loop_end(f, l);
    cg_set(f, cg_elem(c, cg_r(o->pointer), zero), cg_r(first));
    cg_jump(f, behind);
}

static void emit_end(struct shape_gen *g)
{
    const struct ir_shape *s = g->b.shape;
    for (uint32_t i = 0; i < s->nop; i++) {
        const struct ir_op *op = &s->op[i];
        if (!g->live[i] || !is_store(op))
            continue;
        if (op->op == OP_ACC)
            end_total(g, op);
        else if (op->op == OP_ACCFIRST)
            end_reason(g, &g->out[op->imm]);
        else if (op->op == OP_ACCMAX)
            end_largest(g, op);
        else if (g->out[op->imm].scratch)
            copy_lanes(g, op->imm);
    }
    gcc_jit_block_end_with_void_return(g->b.f.at, NULL);
}

static void begin_function(struct shape_gen *g, uint32_t number)
{
    struct cg *c = g->b.f.c;
    gcc_jit_type *table = gcc_jit_type_get_pointer(gcc_jit_struct_as_type(c->helpers));
    gcc_jit_type *type[4] = { c->t_ptrs, c->t_ptrs, c->t_i64, table };
    static const char *const name[4] = { "in", "out", "n", "h" };
    gcc_jit_param *param[4];
    for (int i = 0; i < 4; i++) {
        param[i] = gcc_jit_context_new_param(c->ctx, NULL, type[i], name[i]);
        g->params[i] = gcc_jit_param_as_rvalue(param[i]);
    }
    g->b.helpers = g->params[3];
    const char *fn = arena_printf(c->arena, "shape_%u", (unsigned)number);
    g->b.f.fn = gcc_jit_context_new_function(c->ctx, NULL, GCC_JIT_FUNCTION_INTERNAL, c->t_void, fn,
                                             4, param, 0);
    g->b.f.at = cg_block(&g->b.f);
}

gcc_jit_function *cg_shape(struct cg *c, const struct ir_shape *s, uint32_t number)
{
    struct shape_gen g = { .b = { .f = { .c = c }, .shape = s } };
    mark_live(&g);
    g.plain = is_plain(&g);
    begin_function(&g, number);
    begin_inputs(&g);
    begin_outputs(&g);
    emit_loop(&g);
    emit_end(&g);
    return g.b.f.fn;
}
