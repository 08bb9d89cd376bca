/* What the tests of engines share: random lanes, and shapes of a few ops that are built and run. */
#include "../../runtime/abi.h"

enum { ROUNDS = 20 };
static const int64_t lane_counts[] = { 1, 2, 511, LANE_BLOCK };

struct test {
    struct arena arena;
    uint64_t random;
    uint64_t *block[8];             /* lanes of inputs, then of results; 8-byte aligned */
};

static int set_up(void **state)
{
    struct test *t = test_calloc(1, sizeof *t);
    arena_init(&t->arena, 0, NULL, NULL);
    for (unsigned i = 0; i < 8; i++)
        t->block[i] = (uint64_t *)arena_alloc(&t->arena, (LANE_BLOCK * 4 + 1) * 8) + 1;
    *state = t;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(&((struct test *)*state)->arena);
    test_free(*state);
    return 0;
}

static uint64_t random_word(struct test *t)     /* splitmix64 */
{
    uint64_t z = (t->random += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static int64_t random_below(struct test *t, int64_t n)
{
    return (int64_t)(random_word(t) % (uint64_t)n);
}

static int64_t sign_of(i128 v) { return v < 0 ? -1 : v > 0; }

/* small: so that sums around 0 are frequent */
static int64_t random_coefficient(struct test *t, bool small)
{
    return small ? random_below(t, 7) - 3 : random_below(t, INT64_C(1) << 41) - (INT64_C(1) << 40);
}

/* ── running a body ── */

struct body {
    struct ir_op op[64];
    uint8_t in[6];
    struct ir_out out[16];
    w256 pool[1];
    uint32_t nop, nin, nout;
};

static uint32_t body_op(struct body *b, struct ir_op op)
{
    b->op[b->nop] = op;
    return b->nop++;
}

static uint32_t body_in(struct body *b, uint8_t width)
{
    b->in[b->nin] = width;
    return body_op(b, (struct ir_op){ .op = OP_IN, .width = width, .imm = b->nin++ });
}

static void body_out(struct body *b, uint8_t op, uint8_t kind, uint8_t width, uint32_t from)
{
    b->out[b->nout] = (struct ir_out){ kind, width };
    body_op(b, (struct ir_op){ .op = op, .width = width, .imm = b->nout++, .arg = { from } });
}

static struct engine *body_engine(struct test *t, struct body *b)
{
    struct ir_shape *s = ARENA_NEW(&t->arena, struct ir_shape);
    struct ir_program *p = ARENA_NEW(&t->arena, struct ir_program);
    *s = (struct ir_shape){ b->op, b->nop, b->in, b->nin, b->out, b->nout, b->pool, 1 };
    *p = (struct ir_program){ .shape = s, .nshape = 1 };
    return interp_engine(&t->arena, p);
}

/* Inputs are the first blocks, the one output is block 6. */
static void body_run(struct test *t, struct body *b, int64_t n)
{
    const void *in[6];
    void *out[1] = { t->block[6] };
    for (unsigned i = 0; i < 6; i++)
        in[i] = t->block[i];
    struct engine *e = body_engine(t, b);
    e->shape(e, 0, in, out, n);
}
