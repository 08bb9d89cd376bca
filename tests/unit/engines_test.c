/* The two engines mean the same: random programs on random lanes give the same bits from the
 * interpreter and from machine code, in every output that an artifact has. $FISC_CG names the
 * helper. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "../../runtime/native.h"
#include "native_random.h"
#include <stdio.h>
#include <stdlib.h>

enum { SHAPES = 24, LINS = 6, ROUNDS = 6 };

static void out_of_memory(void *ctx)
{
    (void)ctx;
    abort();
}

struct pair {
    struct arena *a;
    struct ir_program *p;
    struct engine *interp, *native;
    struct rng r;
    bool debug;
};

static const int64_t block_sizes[ROUNDS] = { 1, 2, 7, 64, 511, LANE_BLOCK };

static void random_bytes(struct rng *r, void *to, size_t n)
{
    for (unsigned char *p = to; n > 0; n--)
        *p++ = (unsigned char)rng_next(r);
}

/* n lanes of `width` words, 8-byte aligned and no more */
static void *random_lanes(struct pair *t, uint8_t width, int64_t n)
{
    uint64_t *lane = ARENA_ARRAY(t->a, uint64_t, (size_t)n * width + 1);
    lane += width > 1;
    for (int64_t i = 0; i < n; i++) {
        w256 v = rng_wide(&t->r, width);
        memcpy(lane + i * width, &v, width * sizeof *lane);
    }
    return lane;
}

static size_t output_size(const struct ir_out *o, int64_t n)
{
    size_t lanes = o->kind == OUT_SUM ? 1 : (size_t)n;
    return o->kind == OUT_VERDICT ? lanes : lanes * o->width * 8;
}

static void print_shape(const struct ir_shape *s)
{
    for (uint32_t i = 0; i < s->nop; i++) {
        const struct ir_op *op = &s->op[i];
        print_message("  %u: %s.%u #%u (", i, ir_op_info[op->op].name, op->width * 64u, op->imm);
        for (unsigned k = 0; k < ir_op_info[op->op].args; k++)
            print_message(" %u", op->arg[k]);
        print_message(" )\n");
    }
}

static void compare_output(struct pair *t, uint32_t shape, uint32_t k, const void *x, const void *y,
                           int64_t n)
{
    const struct ir_shape *s = &t->p->shape[shape];
    if (!t->debug && s->out[k].kind == OUT_EVIDENCE)
        return;
    size_t size = output_size(&s->out[k], n), at = 0;
    while (at < size && ((const char *)x)[at] == ((const char *)y)[at])
        at++;
    if (at == size)
        return;
    print_shape(s);
    fail_msg("shape %u, %d lanes: output %u differs at byte %zu", shape, (int)n, k, at);
}

/* `asked`: whether evidence has somewhere to go */
static void compare_shape(struct pair *t, uint32_t shape, int64_t n, bool asked)
{
    const struct ir_shape *s = &t->p->shape[shape];
    const void **in = ARENA_ARRAY(t->a, const void *, s->nin);
    void **x = ARENA_ARRAY(t->a, void *, s->nout), **y = ARENA_ARRAY(t->a, void *, s->nout);
    for (uint32_t i = 0; i < s->nin; i++)
        in[i] = random_lanes(t, s->in_width[i], n);
    for (uint32_t k = 0; k < s->nout; k++) {
        size_t size = output_size(&s->out[k], n);
        if (s->out[k].kind == OUT_EVIDENCE && !asked)
            continue;
        x[k] = (uint64_t *)arena_alloc(t->a, size + 8) + 1;
        y[k] = (uint64_t *)arena_alloc(t->a, size + 8) + 1;
        if (s->out[k].kind == OUT_SUM && rng_below(&t->r, 2))
            random_bytes(&t->r, x[k], size);
        memcpy(y[k], x[k], size);
    }
    t->interp->shape(t->interp, shape, in, x, n);
    t->native->shape(t->native, shape, in, y, n);
    for (uint32_t k = 0; k < s->nout; k++)
        if (x[k])
            compare_output(t, shape, k, x[k], y[k], n);
}

static int64_t *random_facet(struct pair *t, int64_t n, uint64_t mask)
{
    int64_t *lane = ARENA_ARRAY(t->a, int64_t, n);
    for (int64_t i = 0; i < n; i++)
        lane[i] = (int64_t)((uint64_t)rng_i64(&t->r) & mask);
    return lane;
}

/* Tiny figures and distances: their sums and ends are often just 0, where open ends count. */
static int64_t *tiny_facet(struct pair *t, int64_t n, int64_t from)
{
    int64_t *lane = ARENA_ARRAY(t->a, int64_t, n);
    for (int64_t i = 0; i < n; i++)
        lane[i] = from + rng_below(&t->r, 3);
    return lane;
}

static int64_t *random_distance(struct pair *t, int64_t n, bool tiny)
{
    if (rng_below(&t->r, 4) == 0)
        return NULL;
    return tiny ? tiny_facet(t, n, 0) : random_facet(t, n, INT64_MAX);
}

static struct fisc_lin_in random_lin_in(struct pair *t, int64_t n, bool symmetric, bool tiny)
{
    struct fisc_lin_in x = { .mid = tiny ? tiny_facet(t, n, -1) : random_facet(t, n, UINT64_MAX) };
    x.down = random_distance(t, n, tiny);
    x.up = symmetric ? x.down : random_distance(t, n, tiny);
    x.open = !symmetric && rng_below(&t->r, 2) ? random_facet(t, n, OPEN_LOWER | OPEN_UPPER) : NULL;
    x.reason = rng_below(&t->r, 3) ? NULL : random_facet(t, n, 3);
    return x;
}

static void compare_lin(struct pair *t, uint32_t kernel, int64_t n)
{
    const struct ir_lin *l = &t->p->kernel[kernel].lin;
    struct fisc_lin_in *in = ARENA_ARRAY(t->a, struct fisc_lin_in, l->nin);
    uint8_t **x = ARENA_ARRAY(t->a, uint8_t *, l->nrule),
            **y = ARENA_ARRAY(t->a, uint8_t *, l->nrule);
    i128 *sx = ARENA_ARRAY(t->a, i128, (size_t)n * l->nrule * 3),
         *sy = ARENA_ARRAY(t->a, i128, (size_t)n * l->nrule * 3);
    bool tiny = rng_below(&t->r, 2) != 0;
    for (uint32_t i = 0; i < l->nin; i++)
        in[i] = random_lin_in(t, n, l->symmetric, tiny);
    for (uint32_t r = 0; r < l->nrule; r++) {
        x[r] = arena_alloc(t->a, (size_t)n);
        y[r] = arena_alloc(t->a, (size_t)n);
    }
    t->interp->lin(t->interp, kernel, in, x, sx, n);
    t->native->lin(t->native, kernel, in, y, sy, n);
    for (uint32_t r = 0; r < l->nrule; r++)
        assert_memory_equal(x[r], y[r], (size_t)n);
    if (t->debug)
        assert_memory_equal(sx, sy, (size_t)n * l->nrule * 3 * sizeof *sx);
}

static void compare_engines(struct arena *a, struct ir_program *p, uint64_t seed, const char *cpu,
                            bool debug)
{
    const char *why, *fault = ir_verify(a, p);
    enum native_source src;
    if (fault)
        fail_msg("the random program is not well formed: %s", fault);
    struct native_opts o = { .helper = getenv("FISC_CG"), .cpu = cpu, .debug = debug };
    struct pair t = {
        .a = a, .p = p, .interp = interp_engine(a, p), .r = { seed }, .debug = debug
    };
    t.native = native_engine(a, p, &o, &src, &why);
    if (!t.native)
        fail_msg("%s", why);
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < p->nshape; i++)
            compare_shape(&t, i, block_sizes[round], round % 3 != 0);
        for (uint32_t i = 0; i < p->nkernel; i++)
            compare_lin(&t, i, block_sizes[round]);
    }
    native_close(t.native);
}

static void compare_program(uint64_t seed, const char *cpu, bool debug)
{
    struct arena a;
    arena_init(&a, 0, out_of_memory, NULL);
    compare_engines(&a, random_program(&a, seed, SHAPES, LINS), seed, cpu, debug);
    arena_free(&a);
}

enum lin_kind { LIN_NARROW, LIN_WIDE, LIN_SYMMETRIC };

static void compare_lins(uint64_t seed, enum lin_kind kind)
{
    static const int64_t net[] = { 2, INT64_MAX, -1 };
    struct arena a;
    arena_init(&a, 0, out_of_memory, NULL);
    struct ir_program *p = random_program(&a, seed, 0, LINS);
    for (uint32_t i = 0; i < p->nkernel; i++) {
        struct ir_kernel *k = &p->kernel[i];
        for (uint32_t t = 0; t < k->lin.nterm; t++)
            k->lin.net[t] = net[kind] - rng_below(&(struct rng){ t }, 2);
        k->lin.symmetric |= kind == LIN_SYMMETRIC;
    }
    p->table[1].column[0].grid.mode = kind == LIN_SYMMETRIC ? 1 : 2;    /* closed, or half-up */
    compare_engines(&a, p, seed, NULL, true);
    arena_free(&a);
}

static void debug_artifact_agrees_on_every_output(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++)
        compare_program(seed, NULL, true);
}

static void plain_artifact_agrees_on_what_it_has(void **state)
{
    (void)state;
    compare_program(4, NULL, false);
}

static void highest_cpu_level_agrees(void **state)
{
    (void)state;
    compare_program(5, native_cpu_level(), true);
}

static void highest_cpu_level_agrees_without_evidence(void **state)
{
    (void)state;
    compare_program(6, native_cpu_level(), false);
}

/* Where no end is open and all coefficients are small, the loops of linear tables have a shorter
 * form. */
static void tables_of_one_kind_agree(void **state)
{
    (void)state;
    for (enum lin_kind kind = LIN_NARROW; kind <= LIN_SYMMETRIC; kind++)
        compare_lins(7, kind);
}

static void every_operation_occurs(void **state)
{
    struct arena a;
    bool seen[OP_COUNT][IR_W256 + 1] = { { false } };
    (void)state;
    arena_init(&a, 0, out_of_memory, NULL);
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct ir_program *p = random_program(&a, seed, SHAPES, LINS);
        for (uint32_t i = 0; i < p->nshape; i++)
            for (uint32_t k = 0; k < p->shape[i].nop; k++)
                seen[p->shape[i].op[k].op][p->shape[i].op[k].width] = true;
    }
    for (uint8_t op = 0; op < OP_COUNT; op++)
        for (uint8_t width = IR_W64; width <= IR_W256; width = (uint8_t)(width * 2))
            if (width_allowed(op, width) && op != OP_ACCFIRST && !seen[op][width])
                fail_msg("no %s of %u words", ir_op_info[op].name, width);
    assert_true(seen[OP_ACCFIRST][IR_W64]);
    arena_free(&a);
}

int main(int argc, char **argv)         /* argument: run this test only */
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_occurs),
        cmocka_unit_test(debug_artifact_agrees_on_every_output),
        cmocka_unit_test(plain_artifact_agrees_on_what_it_has),
        cmocka_unit_test(highest_cpu_level_agrees),
        cmocka_unit_test(tables_of_one_kind_agree),
        cmocka_unit_test(highest_cpu_level_agrees_without_evidence),
    };
    if (!getenv("FISC_CG")) {
        print_message("1..0 # SKIP no code generator\n");
        return 0;
    }
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests_name("engines", tests, NULL, NULL);
}
