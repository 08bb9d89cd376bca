/* Images: what is written reads back to the same bytes; bytes that were changed or cut are rejected
 * or are a program that can be dumped and run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "ir_sample.h"

enum { LANES = 3 };

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

static void assert_same_bytes(struct ir_image a, struct ir_image b)
{
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.bytes, b.bytes, a.len);
}

/* ── what a reader does with a program it got ── */

static void run_shapes(struct arena *a, struct engine *e)
{
    w256 zero[LANES] = { { { 0 } } };
    for (uint32_t i = 0; i < e->prog->nshape; i++) {
        const struct ir_shape *s = &e->prog->shape[i];
        const void **in = ARENA_ARRAY(a, const void *, s->nin);
        void **out = ARENA_ARRAY(a, void *, s->nout);
        for (uint32_t k = 0; k < s->nin; k++)
            in[k] = zero;
        for (uint32_t k = 0; k < s->nout; k++)
            out[k] = ARENA_ARRAY(a, w256, LANES);
        e->shape(e, i, in, out, LANES);
    }
}

static void run_lins(struct arena *a, struct engine *e)
{
    static const int64_t zero[LANES] = { 0 };
    for (uint32_t i = 0; i < e->prog->nkernel; i++) {
        const struct ir_lin *l = &e->prog->kernel[i].lin;
        if (e->prog->kernel[i].shape != IR_NONE)
            continue;
        struct fisc_lin_in *in = ARENA_ARRAY(a, struct fisc_lin_in, l->nin);
        uint8_t **verdict = ARENA_ARRAY(a, uint8_t *, l->nrule);
        for (uint32_t k = 0; k < l->nin; k++)
            in[k] = (struct fisc_lin_in){ zero, zero, NULL, zero, zero };
        for (uint32_t k = 0; k < l->nrule; k++)
            verdict[k] = ARENA_ARRAY(a, uint8_t, LANES);
        e->lin(e, i, in, verdict, NULL, LANES);
    }
}

/* Reads bytes; what is accepted is dumped, run and written again. Returns whether it was. */
static bool try_bytes(const unsigned char *bytes, size_t len)
{
    struct arena a;
    arena_init(&a, 0, NULL, NULL);
    struct ir_program *p = ir_image_read(&a, bytes, len);
    if (p) {
        struct strbuf text;
        strbuf_init(&text, &a);
        ir_dump(&text, p);
        struct engine *e = interp_engine(&a, p);
        run_shapes(&a, e);
        run_lins(&a, e);
        struct ir_image again = ir_image_write(&a, p);
        assert_int_equal(again.len, len);
        assert_memory_equal(again.bytes, bytes, len);
    }
    bool accepted = p != NULL;
    arena_free(&a);
    return accepted;
}

/* ── facts ── */

static void reads_what_was_written(void **state)
{
    struct ir_image image = ir_image_write(*state, sample_program(*state));
    struct ir_program *p = ir_image_read(*state, image.bytes, image.len);
    assert_non_null(p);
    assert_same_bytes(ir_image_write(*state, p), image);
}

static void read_program_dumps_alike(void **state)
{
    struct strbuf before, after;
    strbuf_init(&before, *state);
    strbuf_init(&after, *state);
    struct ir_program *p = sample_program(*state);
    struct ir_image image = ir_image_write(*state, p);
    ir_dump(&before, p);
    ir_dump(&after, ir_image_read(*state, image.bytes, image.len));
    assert_string_equal(before.p, after.p);
}

static void same_program_same_bytes(void **state)
{
    assert_same_bytes(ir_image_write(*state, sample_program(*state)),
                      ir_image_write(*state, sample_program(*state)));
}

static void starts_with_magic_and_version(void **state)
{
    struct ir_image image = ir_image_write(*state, sample_program(*state));
    assert_memory_equal(image.bytes, "fiscIR\13\0", 8);
}

/* nstring follows the magic; 1 file, and so on: all little endian */
static void counts_are_little_endian(void **state)
{
    const unsigned char nstring[] = { S_COUNT, 0, 0, 0 };
    struct ir_image image = ir_image_write(*state, sample_program(*state));
    assert_memory_equal(image.bytes + 8, nstring, 4);
}

static void rejects_other_version(void **state)
{
    struct ir_image image = ir_image_write(*state, sample_program(*state));
    image.bytes[6]++;
    assert_null(ir_image_read(*state, image.bytes, image.len));
}

static void rejects_empty(void **state)
{
    assert_null(ir_image_read(*state, (const unsigned char *)"", 0));
}

static void rejects_bytes_after_the_end(void **state)
{
    struct ir_image image = ir_image_write(*state, sample_program(*state));
    unsigned char *longer = ARENA_ARRAY(*state, unsigned char, image.len + 1);
    memcpy(longer, image.bytes, image.len);
    assert_null(ir_image_read(*state, longer, image.len + 1));
}

static void rejects_every_truncation(void **state)
{
    struct ir_image image = ir_image_write(*state, sample_program(*state));
    for (size_t len = 0; len < image.len; len++) {
        unsigned char *cut = test_malloc(len ? len : 1);    /* a read past its end is seen */
        memcpy(cut, image.bytes, len);
        assert_false(try_bytes(cut, len));
        test_free(cut);
    }
}

static void survives_every_changed_byte(void **state)
{
    struct ir_image image = ir_image_write(*state, sample_program(*state));
    unsigned accepted = 0, rejected = 0;
    for (size_t i = 0; i < image.len; i++) {
        unsigned char old = image.bytes[i];
        const unsigned char with[] = { 0, 0xff, 0x7f, 0x80, (unsigned char)(old + 1),
                                       (unsigned char)(old - 1), old ^ 2, old ^ 0x10 };
        for (size_t k = 0; k < sizeof with; k++) {
            image.bytes[i] = with[k];
            *(try_bytes(image.bytes, image.len) ? &accepted : &rejected) += 1;
        }
        image.bytes[i] = old;
    }
    assert_true(accepted > 0 && rejected > accepted);
}

/* Four bytes at once: counts and indices of every size. */
static void survives_every_changed_word(void **state)
{
    static const uint32_t with[] = { 0, 1, 1000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff };
    struct ir_image image = ir_image_write(*state, sample_program(*state));
    for (size_t i = 0; i + 4 <= image.len; i++) {
        unsigned char old[4];
        memcpy(old, image.bytes + i, 4);
        for (size_t k = 0; k < sizeof with / sizeof with[0]; k++) {
            memcpy(image.bytes + i, &with[k], 4);
            try_bytes(image.bytes, image.len);
        }
        memcpy(image.bytes + i, old, 4);
    }
    assert_true(try_bytes(image.bytes, image.len));
}

static void out_of_memory(void *ctx)
{
    longjmp(*(jmp_buf *)ctx, 1);
}

/* A count of 4 billion rules in an image of some kilobytes must not be believed. */
static void memory_stays_a_small_multiple_of_the_image(void **state)
{
    struct ir_image image = ir_image_write(*state, sample_program(*state));
    volatile bool within = true;
    for (size_t i = 0; i + 4 <= image.len; i++) {
        jmp_buf full;
        struct arena a;
        unsigned char old[4];
        arena_init(&a, image.len * 8 + 65536, out_of_memory, &full);
        memcpy(old, image.bytes + i, 4);
        memset(image.bytes + i, 0xff, 4);
        if (setjmp(full) == 0)
            ir_image_read(&a, image.bytes, image.len);
        else
            within = false;
        arena_free(&a);
        memcpy(image.bytes + i, old, 4);
    }
    assert_true(within);
}

/* ── the code image ── */

static void code_image_is_smaller(void **state)
{
    struct ir_program *p = sample_program(*state);
    struct ir_image code = ir_image_code(*state, p);
    assert_true(code.len > 100 && code.len < ir_image_write(*state, p).len);
}

static void code_image_ignores_names_and_bindings(void **state)
{
    struct ir_program *p = sample_program(*state), *q = sample_program(*state);
    q->string[S_TABLE][0]++;
    q->rule[0].line = 99;
    q->kernel[K_ROW].inst[0].in[0].index = 1;
    q->kernel[K_WHOLE].lin.left[1] = 5;
    q->kernel[K_WHOLE].lin.kleft[0] = 5;
    assert_same_bytes(ir_image_code(*state, p), ir_image_code(*state, q));
}

static bool same_code(struct arena *a, const struct ir_program *p)
{
    struct ir_image mine = ir_image_code(a, p), its = ir_image_code(a, sample_program(a));
    return mine.len == its.len && memcmp(mine.bytes, its.bytes, its.len) == 0;
}

#define CODE_CHANGES(X) \
    X(op, p->shape[2].op[2].op = OP_MIN) \
    X(operand, p->shape[2].op[2].arg[1] = 0) \
    X(constant, p->shape[1].pool[0].w[3] = 7) \
    X(output, p->shape[2].out[1].kind = OUT_VALUE) \
    X(net, p->kernel[K_WHOLE].lin.net[1] = -2) \
    X(constant_term, p->kernel[K_WHOLE].lin.knet[0] = -8) \
    X(lin_input, p->kernel[K_WHOLE].lin.input[1] = 0) \
    X(relation, p->kernel[K_WHOLE].lin.rel[0] = IR_GE) \
    X(exactly, p->kernel[K_PARENT].lin.rel[0] = IR_EQ) \
    X(symmetric, p->kernel[K_WHOLE].lin.symmetric = 0)
#define X(name, change) \
    static void code_image_tells_##name(void **state) \
    { \
        struct ir_program *p = sample_program(*state); \
        change; \
        assert_false(same_code(*state, p)); \
    }
CODE_CHANGES(X)
#undef X

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(reads_what_was_written), CASE(read_program_dumps_alike), CASE(same_program_same_bytes),
        CASE(starts_with_magic_and_version), CASE(counts_are_little_endian),
        CASE(rejects_other_version), CASE(rejects_empty), CASE(rejects_bytes_after_the_end),
        CASE(rejects_every_truncation), CASE(survives_every_changed_byte),
        CASE(survives_every_changed_word), CASE(memory_stays_a_small_multiple_of_the_image),
        CASE(code_image_is_smaller), CASE(code_image_ignores_names_and_bindings),
#define X(name, change) CASE(code_image_tells_##name),
        CODE_CHANGES(X)
#undef X
    };
    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
