/* The interpreter, the reference of what a program means: a shape's body op by op, each op over a
 * block of lanes. In: a verified program; per call the lanes of the inputs. Out: lanes, sums and
 * verdicts of the outputs. Invariant: an engine owns one scratch block, large enough for every
 * shape, laid out when the engine is made, so that running allocates nothing. Arithmetic wraps; the
 * bounds of the lowering prove that it need not. */
#include "abi.h"
#include "verdict.h"
#include <string.h>

typedef unsigned __int128 u128;
/* Lanes of 128 bits come as pairs of words: 8-byte aligned, of another type. */
typedef i128 lane128 __attribute__((aligned(8), may_alias));

struct lanes {
    void *r;
    const void *a[IR_MAX_ARGS];
    int64_t n;
    uint32_t imm;
    const struct ir_shape *shape;
};
typedef void lane_fn(const struct lanes *l);

/* ── scalar meaning of the ops at each width ── */

#define NATIVE_WIDTH(W, T, U) \
    static inline T add_##W(T a, T b) { return (T)((U)a + (U)b); } \
    static inline T sub_##W(T a, T b) { return (T)((U)a - (U)b); } \
    static inline T mul_##W(T a, T b) { return (T)((U)a * (U)b); } \
    static inline T neg_##W(T a) { return (T)(0 - (U)a); } \
    static inline int64_t sign_##W(T a) { return (a > 0) - (a < 0); } \
    static inline int64_t lt_##W(T a, T b) { return a < b; } \
    static inline int64_t eq_##W(T a, T b) { return a == b; }
NATIVE_WIDTH(64, int64_t, uint64_t)
NATIVE_WIDTH(128, i128, u128)

static inline w256 add_256(w256 a, w256 b) { w256_add(&a, a, b); return a; }
static inline w256 sub_256(w256 a, w256 b) { w256_sub(&a, a, b); return a; }
static inline w256 mul_256(w256 a, w256 b) { w256_mul(&a, a, b); return a; }
static inline w256 neg_256(w256 a) { w256_neg(&a, a); return a; }
static inline int64_t sign_256(w256 a) { return w256_sign(a); }
static inline int64_t lt_256(w256 a, w256 b) { return w256_cmp(a, b) < 0; }
static inline int64_t eq_256(w256 a, w256 b) { return w256_cmp(a, b) == 0; }

static inline int64_t divr_64(int64_t a, int64_t b) { return i64_divround(a, b); }
static inline i128 divr_128(i128 a, i128 b) { return i128_divround(a, b); }
static inline w256 divr_256(w256 a, w256 b) { return w256_divround(a, b); }

static inline int64_t constant_64(w256 v) { return w256_to_i64(v); }
static inline i128 constant_128(w256 v) { return w256_to_i128(v); }
static inline w256 constant_256(w256 v) { return v; }

/* ── the ops over lanes; results never overlap operands ── */

#define LANES(name, R, A, B, expr) \
    static void name(const struct lanes *l) \
    { \
        R *restrict r = l->r; \
        const A *a = l->a[0]; \
        const B *b = l->a[1]; \
        int64_t n = l->n; \
        (void)b; \
        for (int64_t i = 0; i < n; i++) \
            r[i] = expr; \
    }

#define WIDTH_OPS(W, T) \
    LANES(run_add_##W, T, T, T, add_##W(a[i], b[i])) \
    LANES(run_sub_##W, T, T, T, sub_##W(a[i], b[i])) \
    LANES(run_mul_##W, T, T, T, mul_##W(a[i], b[i])) \
    LANES(run_neg_##W, T, T, T, neg_##W(a[i])) \
    LANES(run_min_##W, T, T, T, lt_##W(b[i], a[i]) ? b[i] : a[i]) \
    LANES(run_max_##W, T, T, T, lt_##W(a[i], b[i]) ? b[i] : a[i]) \
    LANES(run_divr_##W, T, T, T, divr_##W(a[i], b[i])) \
    LANES(run_sign_##W, int64_t, T, T, sign_##W(a[i])) \
    LANES(run_lt_##W, int64_t, T, T, lt_##W(a[i], b[i])) \
    LANES(run_eq_##W, int64_t, T, T, eq_##W(a[i], b[i])) \
    LANES(run_out_##W, T, T, T, a[i]) \
    static void run_sel_##W(const struct lanes *l) \
    { \
        T *restrict r = l->r; \
        const int64_t *flag = l->a[0]; \
        const T *a = l->a[1], *b = l->a[2]; \
        int64_t n = l->n; \
        for (int64_t i = 0; i < n; i++) \
            r[i] = flag[i] != 0 ? a[i] : b[i]; \
    } \
    static void run_const_##W(const struct lanes *l) \
    { \
        T *r = l->r, v = constant_##W(l->shape->pool[l->imm]); \
        int64_t n = l->n; \
        for (int64_t i = 0; i < n; i++) \
            r[i] = v; \
    } \
    static void run_acc_##W(const struct lanes *l) \
    { \
        const T *a = l->a[0]; \
        T *r = l->r, sum = *r; \
        int64_t n = l->n; \
        for (int64_t i = 0; i < n; i++) \
            sum = add_##W(sum, a[i]); \
        *r = sum; \
    }
#define ACCMAX(W, T) \
    static void run_accmax_##W(const struct lanes *l) \
    { \
        const T *a = l->a[0]; \
        T *r = l->r, top = *r; \
        int64_t n = l->n; \
        for (int64_t i = 0; i < n; i++) \
            top = lt_##W(top, a[i]) ? a[i] : top; \
        *r = top; \
    }
WIDTH_OPS(64, int64_t)
WIDTH_OPS(128, lane128)
WIDTH_OPS(256, w256)

ACCMAX(64, int64_t)
ACCMAX(128, lane128)

LANES(run_widen_64_128, lane128, int64_t, int64_t, a[i])
LANES(run_widen_64_256, w256, int64_t, int64_t, w256_from_i64(a[i]))
LANES(run_widen_128_256, w256, lane128, lane128, w256_from_i128(a[i]))
LANES(run_narrow_128_64, int64_t, lane128, lane128, (int64_t)a[i])
LANES(run_narrow_256_64, int64_t, w256, w256, w256_to_i64(a[i]))
LANES(run_narrow_256_128, lane128, w256, w256, w256_to_i128(a[i]))

LANES(run_and, int64_t, int64_t, int64_t, a[i] & b[i])
LANES(run_or, int64_t, int64_t, int64_t, a[i] | b[i])
LANES(run_first, int64_t, int64_t, int64_t, a[i] != 0 ? a[i] : b[i])
LANES(run_out_verdict, uint8_t, int64_t, int64_t, (uint8_t)a[i])

static void run_accfirst(const struct lanes *l)
{
    const int64_t *a = l->a[0];
    int64_t *r = l->r;
    for (int64_t i = 0; i < l->n && *r == 0; i++)
        *r = a[i];
}

static void run_verdict(const struct lanes *l)
{
    int64_t *restrict r = l->r;
    const int64_t *d = l->a[0], *lower = l->a[1], *upper = l->a[2];
    const int64_t *open = l->a[3], *reason = l->a[4];
    enum ir_rel rel = (enum ir_rel)l->imm;
    for (int64_t i = 0; i < l->n; i++)
        r[i] = verdict_relation(rel, d[i], lower[i], upper[i], open[i], reason[i]);
}

static void run_is(const struct lanes *l)
{
    int64_t *restrict r = l->r;
    const int64_t *x_a = l->a[0], *x_b = l->a[1], *upper_a = l->a[2], *lower_b = l->a[3];
    const int64_t *open = l->a[4], *reason = l->a[5];
    for (int64_t i = 0; i < l->n; i++)
        r[i] = verdict_is(l->imm, x_a[i], x_b[i], upper_a[i], lower_b[i], open[i], reason[i]);
}

/* ── which function runs an op ── */

#define BY_WIDTH(name) { run_##name##_64, run_##name##_128, run_##name##_256 }
static lane_fn *const op_run[OP_COUNT][3] = {      /* by op and width of its operands */
    [OP_CONST] = BY_WIDTH(const), [OP_ADD] = BY_WIDTH(add), [OP_SUB] = BY_WIDTH(sub),
    [OP_MUL] = BY_WIDTH(mul), [OP_NEG] = BY_WIDTH(neg), [OP_MIN] = BY_WIDTH(min),
    [OP_MAX] = BY_WIDTH(max), [OP_DIVR] = BY_WIDTH(divr), [OP_SIGN] = BY_WIDTH(sign),
    [OP_LT] = BY_WIDTH(lt), [OP_EQ] = BY_WIDTH(eq), [OP_SEL] = BY_WIDTH(sel),
    [OP_AND] = { run_and }, [OP_OR] = { run_or }, [OP_FIRST] = { run_first },
    [OP_VERDICT] = { run_verdict }, [OP_IS] = { run_is },
    [OP_OUT] = BY_WIDTH(out), [OP_ACC] = BY_WIDTH(acc), [OP_ACCFIRST] = { run_accfirst },
    [OP_ACCMAX] = { run_accmax_64, run_accmax_128 },
};
static lane_fn *const convert_run[3][3] = {         /* by width of the operand and of the result */
    { NULL, run_widen_64_128, run_widen_64_256 },
    { run_narrow_128_64, NULL, run_widen_128_256 },
    { run_narrow_256_64, run_narrow_256_128, NULL },
};

static unsigned width_index(uint8_t width) { return width >> 1; }

static lane_fn *op_function(const struct ir_shape *s, const struct ir_op *op)
{
    if (op->op == OP_WIDEN || op->op == OP_NARROW)
        return convert_run[width_index(ir_op_result(&s->op[op->arg[0]]))][width_index(op->width)];
    if (op->op == OP_OUT && s->out[op->imm].kind == OUT_VERDICT)
        return run_out_verdict;
    return op_run[op->op][width_index(op->width)];
}

/* ── plans: a shape prepared for running ── */

struct step { lane_fn *run; uint16_t op; uint8_t args; bool stores; };
struct plan {
    const struct ir_shape *shape;
    const void **value;             /* where the lanes of op i are; of an IN: set by each call */
    struct step *full; uint32_t nfull;
    struct step *lean; uint32_t nlean;      /* without what only evidence needs */
};

/* Places for lanes in the scratch block, in words of LANE_BLOCK lanes; a place that was given back
 * is used again by a value of the same width. */
struct places {
    uint32_t free[3][IR_SHAPE_OPS];
    uint32_t nfree[3], top;
};

static uint32_t place_take(struct places *p, uint8_t width)
{
    unsigned w = width_index(width);
    if (p->nfree[w] > 0)
        return p->free[w][--p->nfree[w]];
    p->top += width;
    return p->top - width;
}

static void place_give(struct places *p, uint8_t width, uint32_t place)
{
    unsigned w = width_index(width);
    p->free[w][p->nfree[w]++] = place;
}

static bool op_stores(const struct ir_op *op)
{
    return op->op == OP_OUT || op->op == OP_ACC || op->op == OP_ACCFIRST
        || op->op == OP_ACCMAX;
}

/* last[i]: the last op that reads op i, or i */
static void shape_find_last_uses(const struct ir_shape *s, uint32_t *last)
{
    for (uint32_t i = 0; i < s->nop; i++) {
        last[i] = i;
        for (unsigned k = 0; k < ir_op_info[s->op[i].op].args; k++)
            last[s->op[i].arg[k]] = i;
    }
}

/* Gives each op a place; a result's is taken before its operands' are given back, so the two never
 * overlap. Returns the number of words (of LANE_BLOCK lanes) used. */
static uint32_t shape_place(const struct ir_shape *s, uint32_t *place)
{
    uint32_t last[IR_SHAPE_OPS];
    struct places p = { .top = 0 };
    shape_find_last_uses(s, last);
    for (uint32_t i = 0; i < s->nop; i++) {
        const struct ir_op *op = &s->op[i];
        if (op->op != OP_IN && !op_stores(op))
            place[i] = place_take(&p, ir_op_result(op));
        for (unsigned k = 0; k < ir_op_info[op->op].args; k++) {
            uint32_t a = op->arg[k];
            if (last[a] == i && s->op[a].op != OP_IN) {
                place_give(&p, ir_op_result(&s->op[a]), place[a]);
                last[a] = IR_NONE;  /* an operand named twice is given back once */
            }
        }
    }
    return p.top;
}

/* needed[i]: op i is needed by an output that is no evidence */
static void shape_mark_needed(const struct ir_shape *s, bool *needed)
{
    for (uint32_t i = s->nop; i-- > 0;) {
        const struct ir_op *op = &s->op[i];
        if (op_stores(op))
            needed[i] = s->out[op->imm].kind != OUT_EVIDENCE;
        for (unsigned k = 0; needed[i] && k < ir_op_info[op->op].args; k++)
            needed[op->arg[k]] = true;
    }
}

static void plan_list_steps(struct arena *a, struct plan *p)
{
    const struct ir_shape *s = p->shape;
    bool needed[IR_SHAPE_OPS] = { false };
    shape_mark_needed(s, needed);
    p->full = ARENA_ARRAY(a, struct step, s->nop);
    p->lean = ARENA_ARRAY(a, struct step, s->nop);
    for (uint32_t i = 0; i < s->nop; i++) {
        const struct ir_op *op = &s->op[i];
        if (op->op == OP_IN)
            continue;
        uint8_t args = ir_op_info[op->op].args;
        struct step step = { op_function(s, op), (uint16_t)i, args, op_stores(op) };
        p->full[p->nfull++] = step;
        if (needed[i])
            p->lean[p->nlean++] = step;
    }
}

/* ── the engine ── */

struct lin_sums {
    i128 s[LANE_BLOCK], lo[LANE_BLOCK], hi[LANE_BLOCK];
    int64_t open[LANE_BLOCK], reason[LANE_BLOCK];
};
struct interp {
    struct plan *plan;
    struct lin_sums *sums;
};

static bool evidence_asked(const struct ir_shape *s, void *const *out)
{
    for (uint32_t k = 0; k < s->nout; k++)
        if (s->out[k].kind == OUT_EVIDENCE && out[k])
            return true;
    return false;
}

static void step_run(const struct plan *p, const struct step *step, void *const *out, int64_t n)
{
    const struct ir_op *op = &p->shape->op[step->op];
    struct lanes l = { .n = n, .imm = op->imm, .shape = p->shape };
    for (unsigned k = 0; k < step->args; k++)
        l.a[k] = p->value[op->arg[k]];
    l.r = step->stores ? out[op->imm] : (void *)(uintptr_t)p->value[step->op];
    if (l.r)
        step->run(&l);
}

static void interp_run_shape(struct engine *e, uint32_t shape, const void *const *in,
                             void *const *out, int64_t n)
{
    const struct plan *p = &((const struct interp *)e->self)->plan[shape];
    const struct ir_shape *s = p->shape;
    bool full = evidence_asked(s, out);
    const struct step *step = full ? p->full : p->lean;
    uint32_t nstep = full ? p->nfull : p->nlean;
    for (uint32_t i = 0; i < s->nop; i++)
        if (s->op[i].op == OP_IN)
            p->value[i] = in[s->op[i].imm];
    for (uint32_t i = 0; i < nstep; i++)
        step_run(p, &step[i], out, n);
}

/* ── lin ── */

static void lanes_add_product(i128 *restrict sum, int64_t factor, const int64_t *x, int64_t n)
{
    for (int64_t i = 0; x && i < n; i++)
        sum[i] = add_128(sum[i], (i128)factor * x[i]);
}

static void lanes_sub_product(i128 *restrict sum, int64_t factor, const int64_t *x, int64_t n)
{
    for (int64_t i = 0; x && i < n; i++)
        sum[i] = sub_128(sum[i], (i128)factor * x[i]);
}

/* sum += |net| * (net > 0 ? plus : minus) */
static void lanes_add_end(i128 *sum, int64_t net, const int64_t *plus, const int64_t *minus,
                          int64_t n)
{
    if (net > 0)
        lanes_add_product(sum, net, plus, n);
    else
        lanes_sub_product(sum, net, minus, n);
}

static void lanes_add_open(int64_t *restrict open, int64_t net, const int64_t *x, int64_t n)
{
    for (int64_t i = 0; x && net != 0 && i < n; i++)
        open[i] |= net > 0 ? x[i] : (x[i] & OPEN_LOWER) << 1 | (x[i] & OPEN_UPPER) >> 1;
}

static void lin_add_term(struct lin_sums *t, const struct fisc_lin_in *x, int64_t net, bool points,
                         bool symmetric, int64_t n)
{
    lanes_add_product(t->s, net, x->mid, n);
    for (int64_t i = 0; x->reason && i < n; i++)
        t->reason[i] = t->reason[i] != 0 ? t->reason[i] : x->reason[i];
    if (points)
        return;
    lanes_add_end(t->lo, net, x->down, x->up, n);
    if (symmetric)
        return;
    lanes_add_end(t->hi, net, x->up, x->down, n);
    lanes_add_open(t->open, net, x->open, n);
}

static void lin_start(struct lin_sums *t, int64_t knet, int64_t n)
{
    size_t lanes = (size_t)n;
    memset(t->lo, 0, lanes * sizeof *t->lo);
    memset(t->hi, 0, lanes * sizeof *t->hi);
    memset(t->open, 0, lanes * sizeof *t->open);
    memset(t->reason, 0, lanes * sizeof *t->reason);
    for (size_t i = 0; i < lanes; i++)
        t->s[i] = knet;
}

static void lin_decide(const struct lin_sums *t, enum ir_rel rel, uint8_t *verdict, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        i128 s = t->s[i];
        int64_t lower = sign_128(sub_128(s, t->lo[i])), upper = sign_128(add_128(s, t->hi[i]));
        unsigned v = verdict_relation(rel, sign_128(s), lower, upper, t->open[i], t->reason[i]);
        verdict[i] = (uint8_t)v;
    }
}

static void lin_export(const struct lin_sums *t, lane128 *debug, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        debug[i * 3] = t->s[i];
        debug[i * 3 + 1] = t->lo[i];
        debug[i * 3 + 2] = t->hi[i];
    }
}

static void lin_sum_rule(struct lin_sums *t, const struct ir_lin *l, uint32_t r,
                         const struct fisc_lin_in *in, int64_t n)
{
    bool points = (l->rel[r] & LIN_EXACTLY) != 0;
    lin_start(t, l->knet[r], n);
    for (uint32_t k = l->start[r]; k < l->start[r + 1]; k++)
        lin_add_term(t, &in[l->input[k]], l->net[k], points, l->symmetric, n);
    if (l->symmetric)
        memcpy(t->hi, t->lo, (size_t)n * sizeof *t->hi);
}

static void interp_run_lin(struct engine *e, uint32_t kernel, const struct fisc_lin_in *in,
                           uint8_t *const *verdict, __int128 *debug, int64_t n)
{
    struct lin_sums *t = ((const struct interp *)e->self)->sums;
    const struct ir_lin *l = &e->prog->kernel[kernel].lin;
    for (uint32_t r = 0; r < l->nrule; r++) {
        lin_sum_rule(t, l, r, in, n);
        lin_decide(t, LIN_REL(l->rel[r]), verdict[r], n);
        if (debug)
            lin_export(t, (lane128 *)debug + (int64_t)r * n * 3, n);
    }
}

uint8_t interp_lin_rule(struct engine *e, uint32_t kernel, uint32_t rule,
                        const struct fisc_lin_in *in, __int128 sums[3])
{
    struct lin_sums *t = ((const struct interp *)e->self)->sums;
    const struct ir_lin *l = &e->prog->kernel[kernel].lin;
    uint8_t verdict;
    lin_sum_rule(t, l, rule, in, 1);
    lin_decide(t, LIN_REL(l->rel[rule]), &verdict, 1);
    lin_export(t, (lane128 *)sums, 1);
    return verdict;
}

/* Lays out every shape's values over one scratch block. */
static void interp_lay_out(struct arena *a, const struct ir_program *p, struct plan *plan)
{
    uint32_t words = 0, *place = ARENA_ARRAY(a, uint32_t, IR_SHAPE_OPS);
    for (uint32_t i = 0; i < p->nshape; i++) {
        uint32_t need = shape_place(&p->shape[i], place);
        words = need > words ? need : words;
    }
    uint64_t *scratch = arena_alloc(a, (size_t)words * LANE_BLOCK * sizeof *scratch);
    for (uint32_t i = 0; i < p->nshape; i++) {
        shape_place(&p->shape[i], place);
        for (uint32_t k = 0; k < p->shape[i].nop; k++)
            plan[i].value[k] = scratch + (size_t)place[k] * LANE_BLOCK;
    }
}

struct engine *interp_engine(struct arena *a, const struct ir_program *p)
{
    struct engine *e = ARENA_NEW(a, struct engine);
    struct interp *self = ARENA_NEW(a, struct interp);
    self->plan = ARENA_ARRAY(a, struct plan, p->nshape);
    self->sums = ARENA_NEW(a, struct lin_sums);
    for (uint32_t i = 0; i < p->nshape; i++) {
        struct plan *plan = &self->plan[i];
        plan->shape = &p->shape[i];
        plan->value = ARENA_ARRAY(a, const void *, plan->shape->nop);
        plan_list_steps(a, plan);
    }
    interp_lay_out(a, p, self->plan);
    *e = (struct engine){ "interp", p, self, interp_run_shape, interp_run_lin, true };
    return e;
}
