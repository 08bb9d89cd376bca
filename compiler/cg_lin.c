/* Linear tables as data and the loops that run them. In: tables of terms (struct ir_lin); out: for
 * each a function of the type fisc_lin_fn, which passes its constant tables to loops that exist
 * once in an artifact.
 *
 * A rule's sums are 128 bit. Where its coefficients are small (narrow_limit), they are kept as two
 * 64-bit halves instead, value = high * 2^32 + low, so that the loops over lanes can be vectorised:
 * a natural x is split into its lower and upper 32 bits, each multiplied and added apart. A printed
 * value may be negative, so 2^63 is added to it first, and what that adds over a rule, a constant,
 * is taken off `high` at the start. */
#include "cg.h"

/* Most of the sum of |net| of a rule kept in halves: |low| of a sum stays below 2^61 + 2^32, that
 * of two of them in 64 bits, and so does |high|. */
static const uint64_t narrow_limit = UINT64_C(1) << 29;

/* Bits of a rule's byte in the artifact, beside the relation. */
enum { RULE_NARROW = 0x40, RULE_REL = 0x0f };

/* Parameters of the common function. */
enum param {
    P_START, P_INPUT, P_NET, P_HIGH, P_LOW, P_REL, P_NRULE, P_SYMMETRIC,    /* of the table */
    P_IN, P_VERDICT, P_DEBUG, P_N,                                          /* of the call */
    P_COUNT
};
/* Sums of a rule over the lanes of a block, as arrays on the stack: S and the distances of its two
 * ends. */
enum sum { SUM_S, SUM_LO, SUM_HI, SUM_COUNT };

struct cg_lin {
    struct cg *c;
    gcc_jit_function *run;          /* the common function, made with the first table */
    bool narrow, wide;              /* which rules there are */
    bool both_ends;                 /* a table is not symmetric */
};

struct lin_gen {
    struct cg_fn f;
    bool both_ends; /* else the sums of the upper ends are those of the lower ones */
    rv p[P_COUNT];
    lv high[SUM_COUNT], low[SUM_COUNT];     /* narrow: halves; wide: words of a 128-bit value */
    lv open, reason;
    rv rule;
    rv ends; /* of the rule: 0 points only, 1 one radius for both ends, 2 both ends */
};

/* ── loops over lanes ── */

static rv zero(struct cg_fn *f) { return cg_i64(f->c, 0); }

static struct cg_loop lanes_begin(struct lin_gen *g)
{
    return cg_loop_begin(&g->f, zero(&g->f), g->p[P_N]);
}

static rv at(struct lin_gen *g, lv array, rv lane) { return cg_load(g->f.c, cg_r(array), lane); }

static void put(struct lin_gen *g, lv array, rv lane, rv v)
{
    cg_set(&g->f, cg_elem(g->f.c, cg_r(array), lane), v);
}

static rv let(struct cg_fn *f, rv v) { return cg_r(cg_let(f, gcc_jit_rvalue_get_type(v), v)); }

static rv is_there(struct cg *c, rv column)
{
    return gcc_jit_context_new_comparison(c->ctx, NULL, GCC_JIT_COMPARISON_NE, column,
                                          gcc_jit_context_null(c->ctx, c->t_i64p));
}

static rv has_ends(struct lin_gen *g, int least)
{
    return gcc_jit_context_new_comparison(g->f.c->ctx, NULL, GCC_JIT_COMPARISON_GE, g->ends,
                                          cg_i64(g->f.c, least));
}

static rv is_true(struct cg *c, rv flag)
{
    return gcc_jit_context_new_comparison(c->ctx, NULL, GCC_JIT_COMPARISON_NE, flag, cg_i64(c, 0));
}

/* ── adding a term ── */

/* net, |net|, all ones if net is below 0, is |net| 1 */
struct term { rv net, size, negative, unit; };

/* Adds a natural of 64 bits times net (SUM_S) or |net|. The common |net| = 1 does without a
 * multiplication. */
static void add_halves(struct lin_gen *g, enum sum s, rv lane, const struct term *t, rv x,
                       bool unit)
{
    struct cg *c = g->f.c;
    rv half[2] = { cg_and(c, x, cg_cast(c, cg_i64(c, 0xffffffff), c->t_u64)), cg_shr(c, x, 32) };
    lv sum[2] = { g->low[s], g->high[s] };
    for (int i = 0; i < 2; i++) {
        rv v = cg_to_i64(c, half[i]);
        if (!unit)
            v = cg_mul(c, s == SUM_S ? t->net : t->size, v);
        else if (s == SUM_S)
            v = cg_sub(c, cg_xor(c, v, t->negative), t->negative);
        put(g, sum[i], lane, cg_add(c, at(g, sum[i], lane), v));
    }
}

static rv sum_value(struct lin_gen *g, enum sum s, rv lane, bool narrow)
{
    struct cg *c = g->f.c;
    if (!narrow)
        return cg_join128(c, at(g, g->low[s], lane), at(g, g->high[s], lane));
    rv high = cg_shl(c, cg_cast(c, at(g, g->high[s], lane), c->t_i128), 32);
    return cg_add(c, high, cg_cast(c, at(g, g->low[s], lane), c->t_i128));
}

static void add_product(struct lin_gen *g, enum sum s, rv lane, rv factor, rv x)
{
    struct cg *c = g->f.c;
    rv product = cg_mul(c, cg_cast(c, factor, c->t_i128), cg_cast(c, x, c->t_i128));
    rv v = let(&g->f, cg_add(c, sum_value(g, s, lane, false), product));
    put(g, g->low[s], lane, cg_low64(c, v));
    put(g, g->high[s], lane, cg_high64(c, v));
}

static void add_lanes_narrow(struct lin_gen *g, enum sum s, const struct term *t, rv column,
                             bool unit)
{
    struct cg *c = g->f.c;
    struct cg_loop l = lanes_begin(g);
    rv x = cg_load(c, column, cg_r(l.i));
    if (s == SUM_S)
        x = cg_xor(c, x, cg_i64(c, INT64_MIN));
    add_halves(g, s, cg_r(l.i), t, let(&g->f, cg_to_u64(c, x)), unit);
    cg_loop_end(&g->f, l);
}

static void add_lanes_wide(struct lin_gen *g, enum sum s, const struct term *t, rv column)
{
    struct cg_loop l = lanes_begin(g);
    add_product(g, s, cg_r(l.i), s == SUM_S ? t->net : t->size, cg_load(g->f.c, column, cg_r(l.i)));
    cg_loop_end(&g->f, l);
}

/* Adds a column, which may be absent (zeros), times net to S, or times |net| to the distance of an
 * end. */
static void add_column(struct lin_gen *g, enum sum s, const struct term *t, rv column, bool narrow)
{
    struct cg *c = g->f.c;
    gcc_jit_block *behind = cg_if(&g->f, is_there(c, column));
    if (narrow) {
        gcc_jit_block *unit = cg_block(&g->f), *more = cg_block(&g->f);
        gcc_jit_block_end_with_conditional(g->f.at, NULL, is_true(c, t->unit), unit, more);
        g->f.at = unit;
        add_lanes_narrow(g, s, t, column, true);
        gcc_jit_block_end_with_jump(g->f.at, NULL, behind);
        g->f.at = more;
        add_lanes_narrow(g, s, t, column, false);
    } else {
        add_lanes_wide(g, s, t, column);
    }
    cg_jump(&g->f, behind);
}

static rv facet(struct lin_gen *g, rv input, enum lin_field field)
{
    struct cg *c = g->f.c;
    return let(&g->f, cg_r(gcc_jit_rvalue_dereference_field(input, NULL, c->facet[field])));
}

/* Open bits as they are, or exchanged under a minus; net 0 uses no end. */
static void add_open(struct lin_gen *g, const struct term *t, rv input)
{
    struct cg *c = g->f.c;
    rv column = facet(g, input, LIN_OPEN);
    rv used = cg_mask(c, cg_flag0(c, GCC_JIT_COMPARISON_NE, t->net));
    rv same = let(&g->f, cg_and(c, used, cg_not(c, t->negative)));
    rv swap = let(&g->f, cg_and(c, used, t->negative));
    gcc_jit_block *behind = cg_if(&g->f, is_there(c, column));
    struct cg_loop l = lanes_begin(g);
    rv lane = cg_r(l.i), x = let(&g->f, cg_load(c, column, lane));
    rv lower = cg_shl(c, cg_and(c, x, cg_i64(c, OPEN_LOWER)), 1);
    rv upper = cg_and(c, cg_shr(c, x, 1), cg_i64(c, 1));
    rv bits = cg_or(c, cg_and(c, same, x), cg_and(c, swap, cg_or(c, lower, upper)));
    put(g, g->open, lane, cg_or(c, at(g, g->open, lane), bits));
    cg_loop_end(&g->f, l);
    cg_jump(&g->f, behind);
}

/* The lower end moves by |net| times what its own end moves: by `down` of a cell added, by `up` of
 * one taken away. */
static void add_ends(struct lin_gen *g, const struct term *t, rv input, bool narrow)
{
    struct cg *c = g->f.c;
    rv down = facet(g, input, LIN_DOWN), up = facet(g, input, LIN_UP);
    lv low = cg_let(&g->f, c->t_i64p, down), high = cg_let(&g->f, c->t_i64p, up);
    gcc_jit_block *plus = cg_if(&g->f, is_true(c, t->negative));
    cg_set(&g->f, low, up);
    cg_set(&g->f, high, down);
    cg_jump(&g->f, plus);
    add_column(g, SUM_LO, t, cg_r(low), narrow);
    if (!g->both_ends)
        return;
    gcc_jit_block *behind = cg_if(&g->f, has_ends(g, 2));
    add_column(g, SUM_HI, t, cg_r(high), narrow);
    add_open(g, t, input);
    cg_jump(&g->f, behind);
}

static void add_reason(struct lin_gen *g, rv input)
{
    struct cg *c = g->f.c;
    rv column = facet(g, input, LIN_REASON);
    gcc_jit_block *behind = cg_if(&g->f, is_there(c, column));
    struct cg_loop l = lanes_begin(g);
    rv lane = cg_r(l.i), old = let(&g->f, at(g, g->reason, lane));
    rv mask = cg_mask(c, cg_flag0(c, GCC_JIT_COMPARISON_NE, old));
    put(g, g->reason, lane, cg_choose(c, mask, old, cg_load(c, column, lane)));
    cg_loop_end(&g->f, l);
    cg_jump(&g->f, behind);
}

static void add_term(struct lin_gen *g, rv term, bool narrow)
{
    struct cg *c = g->f.c;
    rv index = cg_load(c, g->p[P_INPUT], term);
    rv input = let(&g->f, gcc_jit_lvalue_get_address(cg_elem(c, g->p[P_IN], index), NULL));
    struct term t = { .net = let(&g->f, cg_load(c, g->p[P_NET], term)) };
    t.negative = let(&g->f, cg_shr(c, t.net, 63));
    t.size = let(&g->f, cg_sub(c, cg_xor(c, t.net, t.negative), t.negative));
    t.unit = let(&g->f, cg_flag(c, GCC_JIT_COMPARISON_EQ, t.size, cg_i64(c, 1)));
    add_column(g, SUM_S, &t, facet(g, input, LIN_MID), narrow);
    add_reason(g, input);
    gcc_jit_block *behind = cg_if(&g->f, has_ends(g, 1));
    add_ends(g, &t, input, narrow);
    cg_jump(&g->f, behind);
}

/* ── a rule ── */

static void start_rule(struct lin_gen *g)
{
    struct cg *c = g->f.c;
    rv high = let(&g->f, cg_load(c, g->p[P_HIGH], g->rule));
    rv low = let(&g->f, cg_load(c, g->p[P_LOW], g->rule));
    struct cg_loop l = lanes_begin(g);
    rv lane = cg_r(l.i);
    for (enum sum s = SUM_S; s < SUM_COUNT; s++) {
        put(g, g->high[s], lane, s == SUM_S ? high : zero(&g->f));
        put(g, g->low[s], lane, s == SUM_S ? low : zero(&g->f));
    }
    put(g, g->open, lane, zero(&g->f));
    put(g, g->reason, lane, zero(&g->f));
    cg_loop_end(&g->f, l);
}

static rv shift_by(struct cg *c, rv a, rv bits)
{
    return cg_bin(c, GCC_JIT_BINARY_OP_RSHIFT, a, bits);
}

/* The relation of a rule is known only when it runs: its flags are looked up in words of bits. */
static struct cg_rel rule_relation(struct lin_gen *g, rv byte)
{
    static const struct { uint8_t lt, eq, gt, any_low, any_high; } is[] = {
        [IR_EQ] = { 0, 1, 0, 0, 0 }, [IR_NE] = { 1, 0, 1, 0, 0 }, [IR_LT] = { 1, 0, 0, 0, 1 },
        [IR_LE] = { 1, 1, 0, 0, 1 }, [IR_GT] = { 0, 0, 1, 1, 0 }, [IR_GE] = { 0, 1, 1, 1, 0 },
    };
    int64_t bits[6] = { 0 };
    for (unsigned r = 0; r < sizeof is / sizeof *is; r++) {
        const int64_t row[6] = {
            is[r].lt, is[r].eq, is[r].gt, is[r].any_low, is[r].any_high, r == IR_NE,
        };
        for (unsigned k = 0; k < 6; k++)
            bits[k] |= row[k] << r;
    }
    struct cg *c = g->f.c;
    rv rel = let(&g->f, cg_and(c, byte, cg_i64(c, RULE_REL))), flag[6];
    for (unsigned k = 0; k < 6; k++)
        flag[k] = let(&g->f, cg_and(c, shift_by(c, cg_i64(c, bits[k]), rel), cg_i64(c, 1)));
    return (struct cg_rel){
        .lt = flag[0], .eq = flag[1], .gt = flag[2], .touch = flag[1],
        .any_low = flag[3], .any_high = flag[4], .either = flag[5],
    };
}

/* Sign of high * 2^32 + low: what of low goes beyond 32 bits is carried into high. */
static rv halves_sign(struct lin_gen *g, rv high, rv low)
{
    struct cg *c = g->f.c;
    rv bias = cg_to_u64(c, cg_xor(c, low, cg_i64(c, INT64_MIN)));
    rv carry = cg_sub(c, cg_to_i64(c, cg_shr(c, bias, 32)), cg_i64(c, INT64_C(1) << 31));
    rv top = let(&g->f, cg_add(c, high, carry));
    rv rest = cg_and(c, low, cg_i64(c, 0xffffffff));
    rv negative = cg_flag0(c, GCC_JIT_COMPARISON_LT, top);
    rv some = cg_flag0(c, GCC_JIT_COMPARISON_NE, cg_or(c, top, rest));
    return let(&g->f, cg_or(c, cg_neg(c, negative), some));
}

/* Sign of the lower end S - lo, of the upper end S + hi, or of S itself. */
static rv end_sign(struct lin_gen *g, enum sum s, rv lane, bool narrow)
{
    struct cg *c = g->f.c;
    if (narrow) {
        rv high = at(g, g->high[SUM_S], lane), low = at(g, g->low[SUM_S], lane);
        if (s == SUM_S)
            return halves_sign(g, high, let(&g->f, low));
        rv more_high = at(g, g->high[s], lane), more_low = at(g, g->low[s], lane);
        bool minus = s == SUM_LO;
        high = minus ? cg_sub(c, high, more_high) : cg_add(c, high, more_high);
        low = minus ? cg_sub(c, low, more_low) : cg_add(c, low, more_low);
        return halves_sign(g, high, let(&g->f, low));
    }
    rv v = sum_value(g, SUM_S, lane, false);
    if (s != SUM_S) {
        rv more = sum_value(g, s, lane, false);
        v = s == SUM_LO ? cg_sub(c, v, more) : cg_add(c, v, more);
    }
    return let(&g->f, cg_sign(c, let(&g->f, v)));
}

static void decide(struct lin_gen *g, const struct cg_rel *rel, bool narrow)
{
    struct cg *c = g->f.c;
    rv to = let(&g->f, cg_cast(c, cg_load(c, g->p[P_VERDICT], g->rule), c->t_u8p));
    struct cg_loop l = lanes_begin(g);
    rv lane = cg_r(l.i);
    rv d = end_sign(g, SUM_S, lane, narrow), low = end_sign(g, SUM_LO, lane, narrow);
    rv high = end_sign(g, SUM_HI, lane, narrow);
    rv v = cg_verdict(&g->f, rel, d, low, high, let(&g->f, at(g, g->open, lane)),
                      let(&g->f, at(g, g->reason, lane)));
    if (cg_is_broken(OP_COUNT))
        v = cg_xor(c, v, cg_i64(c, 1));
    put(g, g->open, lane, v);
    cg_loop_end(&g->f, l);
    l = lanes_begin(g);
    cg_set(&g->f, cg_elem(c, to, cg_r(l.i)), cg_cast(c, at(g, g->open, cg_r(l.i)), c->t_u8));
    cg_loop_end(&g->f, l);
}

/* With one radius for both ends the sums of the upper ends were not made: they are those of the
 * lower ones. */
static void copy_symmetric(struct lin_gen *g)
{
    if (!g->both_ends)
        return;
    gcc_jit_block *behind = cg_if(&g->f, is_true(g->f.c, g->p[P_SYMMETRIC]));
    struct cg_loop l = lanes_begin(g);
    put(g, g->high[SUM_HI], cg_r(l.i), at(g, g->high[SUM_LO], cg_r(l.i)));
    put(g, g->low[SUM_HI], cg_r(l.i), at(g, g->low[SUM_LO], cg_r(l.i)));
    cg_loop_end(&g->f, l);
    cg_jump(&g->f, behind);
}

static void export_sums(struct lin_gen *g, bool narrow)
{
    struct cg *c = g->f.c;
    gcc_jit_block *behind = cg_if(&g->f, is_there(c, g->p[P_DEBUG]));
    struct cg_loop l = lanes_begin(g);
    rv place = cg_add(c, cg_mul(c, g->rule, g->p[P_N]), cg_r(l.i));
    rv first = let(&g->f, cg_mul(c, place, cg_i64(c, SUM_COUNT * 2)));
    for (enum sum s = SUM_S; s < SUM_COUNT; s++) {
        rv v = let(&g->f, sum_value(g, s, cg_r(l.i), narrow));
        rv to = cg_add(c, first, cg_i64(c, 2 * (int64_t)s));
        cg_set(&g->f, cg_elem(c, g->p[P_DEBUG], to), cg_low64(c, v));
        cg_set(&g->f, cg_elem(c, g->p[P_DEBUG], cg_add(c, to, cg_i64(c, 1))), cg_high64(c, v));
    }
    cg_loop_end(&g->f, l);
    cg_jump(&g->f, behind);
}

static void run_rule(struct lin_gen *g, const struct cg_rel *rel, bool narrow)
{
    struct cg *c = g->f.c;
    start_rule(g);
    rv from = cg_to_i64(c, cg_load(c, g->p[P_START], g->rule));
    rv to = let(&g->f, cg_to_i64(c, cg_load(c, g->p[P_START], cg_add(c, g->rule, cg_i64(c, 1)))));
    struct cg_loop l = cg_loop_begin(&g->f, from, to);
    add_term(g, cg_r(l.i), narrow);
    cg_loop_end(&g->f, l);
    copy_symmetric(g);
    if (c->opts->debug)
        export_sums(g, narrow);
    decide(g, rel, narrow);
}

/* ── the common function ── */

static gcc_jit_function *declare(struct cg *c, enum gcc_jit_function_kind kind, const char *name,
                                 int n, gcc_jit_type *const *type, rv *values)
{
    gcc_jit_param *param[P_COUNT];
    for (int i = 0; i < n; i++) {
        param[i] = gcc_jit_context_new_param(c->ctx, NULL, type[i], "p");
        values[i] = gcc_jit_param_as_rvalue(param[i]);
    }
    return gcc_jit_context_new_function(c->ctx, NULL, kind, c->t_void, name, n, param, 0);
}

static gcc_jit_type *input_type(struct cg *c)
{
    return gcc_jit_type_get_pointer(gcc_jit_struct_as_type(c->lin_in));
}

static void begin_run(struct lin_gen *g)
{
    struct cg *c = g->f.c;
    gcc_jit_type *type[P_COUNT] = {
        c->t_u32p, c->t_u32p, c->t_i64p, c->t_i64p, c->t_i64p, c->t_u8p, c->t_i64, c->t_i64,
        input_type(c), c->t_ptrs, c->t_i64p, c->t_i64,
    };
    g->f.fn = declare(c, GCC_JIT_FUNCTION_INTERNAL, "lin_run", P_COUNT, type, g->p);
    g->f.at = cg_block(&g->f);
    for (enum sum s = SUM_S; s < SUM_COUNT; s++) {
        g->high[s] = cg_local_array(&g->f, c->t_i64, LANE_BLOCK, "high");
        g->low[s] = cg_local_array(&g->f, c->t_i64, LANE_BLOCK, "low");
    }
    if (!g->both_ends) {
        g->high[SUM_HI] = g->high[SUM_LO];
        g->low[SUM_HI] = g->low[SUM_LO];
    }
    g->open = cg_local_array(&g->f, c->t_i64, LANE_BLOCK, "open");
    g->reason = cg_local_array(&g->f, c->t_i64, LANE_BLOCK, "reason");
}

/* Both kinds of rule, or the one there is. */
static void run_rule_of_kind(struct lin_gen *g, const struct cg_lin *l, const struct cg_rel *rel,
                             rv byte)
{
    struct cg *c = g->f.c;
    if (!l->narrow || !l->wide) {
        run_rule(g, rel, l->narrow);
        return;
    }
    gcc_jit_block *narrow = cg_block(&g->f), *wide = cg_block(&g->f), *next = cg_block(&g->f);
    rv is_narrow = is_true(c, cg_and(c, byte, cg_i64(c, RULE_NARROW)));
    gcc_jit_block_end_with_conditional(g->f.at, NULL, is_narrow, narrow, wide);
    g->f.at = narrow;
    run_rule(g, rel, true);
    gcc_jit_block_end_with_jump(g->f.at, NULL, next);
    g->f.at = wide;
    run_rule(g, rel, false);
    cg_jump(&g->f, next);
}

static gcc_jit_function *emit_run(const struct cg_lin *lin)
{
    struct cg *c = lin->c;
    struct lin_gen g = { .f = { .c = c }, .both_ends = lin->both_ends };
    begin_run(&g);
    struct cg_loop l = cg_loop_begin(&g.f, zero(&g.f), g.p[P_NRULE]);
    g.rule = cg_r(l.i);
    rv byte = let(&g.f, cg_to_i64(c, cg_load(c, g.p[P_REL], g.rule)));
    rv most = cg_sub(c, cg_i64(c, 2), g.p[P_SYMMETRIC]), points = cg_shr(c, byte, 7);
    g.ends = let(&g.f, cg_and(c, most, cg_sub(c, points, cg_i64(c, 1))));
    struct cg_rel rel = rule_relation(&g, byte);
    run_rule_of_kind(&g, lin, &rel, byte);
    cg_loop_end(&g.f, l);
    gcc_jit_block_end_with_void_return(g.f.at, NULL);
    return g.f.fn;
}

/* ── a table ── */

struct lin_rows { int64_t *high, *low; uint8_t *rel; };

static bool rule_is_narrow(const struct ir_lin *t, uint32_t r)
{
    uint64_t total = 0;
    for (uint32_t k = t->start[r]; k < t->start[r + 1]; k++) {
        uint64_t size = t->net[k] < 0 ? -(uint64_t)t->net[k] : (uint64_t)t->net[k];
        if (size > narrow_limit || (total += size) > narrow_limit)
            return false;
    }
    return true;
}

static void start_values(const struct ir_lin *t, uint32_t r, struct lin_rows *rows)
{
    int64_t net = 0, k = t->knet[r];
    rows->rel[r] = t->rel[r];
    rows->low[r] = k;
    rows->high[r] = k >> 63;
    if (!rule_is_narrow(t, r))
        return;
    for (uint32_t i = t->start[r]; i < t->start[r + 1]; i++)
        net += t->net[i];
    rows->rel[r] |= RULE_NARROW;
    rows->low[r] = k & 0xffffffff;
    rows->high[r] = (k >> 32) - net * (INT64_C(1) << 31);
}

static struct lin_rows make_rows(struct cg *c, const struct ir_lin *t)
{
    struct lin_rows rows = {
        ARENA_ARRAY(c->arena, int64_t, t->nrule + 1), ARENA_ARRAY(c->arena, int64_t, t->nrule + 1),
        ARENA_ARRAY(c->arena, uint8_t, t->nrule + 1),
    };
    for (uint32_t r = 0; r < t->nrule; r++)
        start_values(t, r, &rows);
    return rows;
}

static void note_kinds(struct cg_lin *l, const struct ir_lin *t)
{
    l->both_ends |= !t->symmetric;
    for (uint32_t r = 0; r < t->nrule; r++) {
        bool narrow = rule_is_narrow(t, r);
        l->narrow |= narrow;
        l->wide |= !narrow;
    }
}

struct cg_lin *cg_lin_new(struct cg *c, const struct ir_program *p)
{
    struct cg_lin *l = ARENA_NEW(c->arena, struct cg_lin);
    l->c = c;
    for (uint32_t i = 0; i < p->nkernel; i++)
        if (p->kernel[i].shape == IR_NONE)
            note_kinds(l, &p->kernel[i].lin);
    return l;
}

gcc_jit_function *cg_lin(struct cg_lin *l, const struct ir_lin *t, uint32_t number)
{
    struct cg *c = l->c;
    struct lin_rows rows = make_rows(c, t);
    if (!l->run)
        l->run = emit_run(l);
    gcc_jit_type *type[4] = { input_type(c), c->t_ptrs, c->t_i64p, c->t_i64 };
    rv own[4];
    const char *name = arena_printf(c->arena, "lin_%u", (unsigned)number);
    struct cg_fn f = { .c = c };
    f.fn = declare(c, GCC_JIT_FUNCTION_INTERNAL, name, 4, type, own);
    f.at = cg_block(&f);
    rv args[P_COUNT] = {
        [P_START] = cg_table(c, c->t_u32, sizeof *t->start, t->start, (size_t)t->nrule + 1),
        [P_INPUT] = cg_table(c, c->t_u32, sizeof *t->input, t->input, t->nterm),
        [P_NET] = cg_table(c, c->t_i64, sizeof *t->net, t->net, t->nterm),
        [P_HIGH] = cg_table(c, c->t_i64, sizeof *rows.high, rows.high, t->nrule),
        [P_LOW] = cg_table(c, c->t_i64, sizeof *rows.low, rows.low, t->nrule),
        [P_REL] = cg_table(c, c->t_u8, sizeof *rows.rel, rows.rel, t->nrule),
        [P_NRULE] = cg_i64(c, t->nrule), [P_SYMMETRIC] = cg_i64(c, t->symmetric != 0),
        [P_IN] = own[0], [P_VERDICT] = own[1], [P_DEBUG] = own[2], [P_N] = own[3],
    };
    gcc_jit_block_add_eval(f.at, NULL,
                           gcc_jit_context_new_call(c->ctx, NULL, l->run, P_COUNT, args));
    gcc_jit_block_end_with_void_return(f.at, NULL);
    return f.fn;
}
