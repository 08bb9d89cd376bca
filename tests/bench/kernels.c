/* Engines against hand-written C on one table in memory: kernels RULES.fisc TABLE.csv HELPER TIMES
 * In: the `wide` rules and table of generate.py. The lanes of every figure are made once, before
 * anything is timed; all sides read the same ones, a block at a time. Out: if all verdicts agree,
 * lines `what who nanoseconds`, one for each of TIMES rounds, in which all take turns; else what
 * differs, and status 1. */
#include "hand.h"
#include "../../compiler/compile.h"
#include "../../runtime/data.h"
#include "../../runtime/native.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct lanes { int64_t *facet[FACET_COUNT]; };      /* NULL: all zeros */

struct bench {
    struct arena arena;
    struct unit unit;
    struct ir_program *p;
    struct data_set *data;
    struct lanes *lanes;            /* by colref */
    const int64_t *zeros;           /* a block of them */
    uint64_t rows;
    uint32_t rule_of[HAND_RULES];   /* program rule of each hand-written one */
    uint8_t **verdict;              /* by program rule: a byte a row */
};

static void fail(const char *what)
{
    fprintf(stderr, "kernels: %s\n", what);
    exit(1);
}

static void out_of_memory(void *ctx)
{
    (void)ctx;
    fail("out of memory");
}

/* ── the table ── */

static void compile(struct bench *b, const char *path)
{
    struct front_opts o = { .root_dirfd = -1 };
    struct compile_times t;

    arena_init(&b->arena, (size_t)16 << 30, out_of_memory, NULL);
    compile_init(&b->unit, &b->arena);
    compile_stdlib(&o, &b->arena);
    if (!compile_rules(&b->unit, path, &o, STOP_NEVER, &t))
        fail("the rules do not compile");
    b->p = b->unit.ir;
}

static void load(struct bench *b, const char *path)
{
    struct data_limits lim = { 0 };
    FILE *f = fopen(path, "rb");
    size_t len;
    char *text;

    if (!f || fseek(f, 0, SEEK_END) != 0)
        fail("the table cannot be read");
    len = (size_t)ftell(f);
    rewind(f);
    text = arena_alloc(&b->arena, len + 1);
    if (fread(text, 1, len, f) != len)
        fail("the table cannot be read");
    fclose(f);
    b->data = data_new(&b->arena, b->p, b->unit.diags);
    data_load_text(b->data, 0, path, text, len, &lim);
    b->rows = data_rows(b->data, 0);
    if (b->unit.diags->errors || !b->rows)
        fail("the table has faults");
}

/* the lanes of one facet of all rows, or NULL */
static int64_t *whole_facet(struct bench *b, uint32_t colref, enum ir_facet facet)
{
    int64_t *all = ARENA_ARRAY(&b->arena, int64_t, b->rows), block[LANE_BLOCK];
    bool any = false;

    for (uint64_t at = 0; at < b->rows; at += LANE_BLOCK) {
        size_t n = b->rows - at < LANE_BLOCK ? (size_t)(b->rows - at) : LANE_BLOCK;
        const int64_t *v = data_facet(b->data, colref, facet, at, NULL, n, block);
        if (v)
            memcpy(all + at, v, n * sizeof *v);
        for (size_t i = 0; v && i < n; i++)
            any = any || v[i];
    }
    return any || facet == FACET_MID ? all : NULL;
}

static void make_lanes(struct bench *b)
{
    b->lanes = ARENA_ARRAY(&b->arena, struct lanes, b->p->ncolref);
    b->zeros = ARENA_ARRAY(&b->arena, int64_t, LANE_BLOCK);
    for (uint32_t i = 0; i < b->p->ncolref; i++)
        for (int f = 0; f < FACET_LEAF; f++)
            b->lanes[i].facet[f] = whole_facet(b, i, (enum ir_facet)f);
}

/* ── an engine's turn ── */

static const int64_t *at_block(const int64_t *lanes, uint64_t row)
{
    return lanes ? lanes + row : NULL;
}

static void run_lin(struct bench *b, struct engine *e, uint32_t kernel, uint64_t row, int64_t n)
{
    const struct ir_lin *x = &b->p->kernel[kernel].lin;
    struct fisc_lin_in in[HAND_COLUMNS];
    uint8_t *verdict[HAND_RULES];

    if (x->nin > HAND_COLUMNS || x->nrule > HAND_RULES)
        fail("the table is not the expected one");
    for (uint32_t i = 0; i < x->nin; i++) {
        int64_t *const *f = b->lanes[x->in[i].index].facet;
        in[i] = (struct fisc_lin_in){ .mid = at_block(f[FACET_MID], row),
                                      .down = at_block(f[FACET_DOWN], row),
                                      .up = at_block(f[FACET_UP], row),
                                      .open = at_block(f[FACET_OPEN], row),
                                      .reason = at_block(f[FACET_REASON], row) };
    }
    for (uint32_t i = 0; i < x->nrule; i++)
        verdict[i] = b->verdict[x->rule[i]] + row;
    e->lin(e, kernel, in, verdict, NULL, n);
}

static void run_shape(struct bench *b, struct engine *e, const struct ir_kernel *k,
                      const struct ir_instance *inst, uint64_t row, int64_t n)
{
    const struct ir_shape *s = &b->p->shape[k->shape];
    const void *in[IR_SHAPE_OPS];
    void *out[IR_SHAPE_OPS];

    for (uint32_t i = 0; i < s->nin; i++) {
        const int64_t *lanes = b->lanes[inst->in[i].index].facet[inst->in[i].facet];
        in[i] = lanes ? lanes + row : b->zeros;
    }
    for (uint32_t i = 0; i < s->nout; i++)
        out[i] = s->out[i].kind == OUT_VERDICT ? b->verdict[inst->out[i].index] + row : NULL;
    e->shape(e, k->shape, in, out, n);
}

static void run_kernel(struct bench *b, struct engine *e, uint32_t kernel, uint64_t row, int64_t n)
{
    const struct ir_kernel *k = &b->p->kernel[kernel];

    if (k->shape == IR_NONE)
        run_lin(b, e, kernel, row, n);
    for (uint32_t i = 0; i < k->ninst; i++)
        run_shape(b, e, k, &k->inst[i], row, n);
}

static void run_engine(struct bench *b, struct engine *e, bool lin)
{
    for (uint64_t row = 0; row < b->rows; row += LANE_BLOCK) {
        int64_t n = b->rows - row < LANE_BLOCK ? (int64_t)(b->rows - row) : LANE_BLOCK;
        for (uint32_t k = 0; k < b->p->nkernel; k++)
            if ((b->p->kernel[k].shape == IR_NONE) == lin)
                run_kernel(b, e, k, row, n);
    }
}

/* ── the hand-written turn ── */

typedef void hand_fn(const struct hand_column *c, uint8_t *const *verdict, int64_t n);

static uint32_t plain_colref(const struct bench *b, uint32_t column)
{
    for (uint32_t i = 0; i < b->p->ncolref; i++)
        if (b->p->colref[i].kind == COL_PLAIN && b->p->colref[i].column == column)
            return i;
    fail("a column is in no rule");
    return 0;
}

static void run_hand(struct bench *b, hand_fn *fn, const struct lanes *const *column,
                     uint8_t *const *verdict)
{
    struct hand_column c[HAND_COLUMNS];
    uint8_t *v[HAND_RULES];

    for (uint64_t row = 0; row < b->rows; row += LANE_BLOCK) {
        int64_t n = b->rows - row < LANE_BLOCK ? (int64_t)(b->rows - row) : LANE_BLOCK;
        for (int i = 0; i < HAND_COLUMNS; i++) {
            const int64_t *down = column[i]->facet[FACET_DOWN];
            c[i].mid = column[i]->facet[FACET_MID] + row;
            c[i].down = down ? down + row : b->zeros;
        }
        for (int i = 0; i < HAND_RULES; i++)
            v[i] = verdict[i] + row;
        fn(c, v, n);
    }
}

/* ── comparison ── */

static uint32_t rule_called(const struct bench *b, const char *name)
{
    for (uint32_t i = 0; i < b->p->nrule; i++)
        if (!strcmp(b->p->string[b->p->rule[i].name], name))
            return i;
    fail(name);
    return 0;
}

static void match_rules(struct bench *b)
{
    char name[64];

    b->rule_of[0] = rule_called(b, "表.总计");
    b->rule_of[RULE_GRANT] = rule_called(b, "表.补助标准");
    b->rule_of[RULE_LIMIT] = rule_called(b, "表.不超上限");
    b->rule_of[RULE_SHARE] = rule_called(b, "表.占比");
    for (int g = 0; g < HAND_GROUPS; g++) {
        snprintf(name, sizeof name, "表.类%d", g);
        b->rule_of[1 + g] = rule_called(b, name);
        snprintf(name, sizeof name, "表.比例%d", g);
        if (g + 1 < HAND_GROUPS)
            b->rule_of[RULE_RATIO + g] = rule_called(b, name);
    }
    if (b->p->nrule != HAND_RULES)
        fail("there are other rules");
}

static void same(const struct bench *b, const char *who, uint8_t *const *hand)
{
    for (int i = 0; i < HAND_RULES; i++) {
        const uint8_t *v = b->verdict[b->rule_of[i]];
        for (uint64_t row = 0; row < b->rows; row++)
            if (v[row] != hand[i][row]) {
                fprintf(stderr, "kernels: rule %d, row %lu: C says %u, %s %u\n", i,
                        (unsigned long)row, hand[i][row], who, v[row]);
                exit(1);
            }
    }
}

static void clear(const struct bench *b, uint8_t *const *verdict)
{
    for (uint32_t i = 0; i < HAND_RULES; i++)
        memset(verdict[i], VERDICT_NONE, b->rows);
}

static uint8_t **verdict_bytes(struct bench *b)
{
    uint8_t **v = ARENA_ARRAY(&b->arena, uint8_t *, HAND_RULES);

    for (int i = 0; i < HAND_RULES; i++)
        v[i] = ARENA_ARRAY(&b->arena, uint8_t, b->rows);
    return v;
}

static void compare(struct bench *b, struct engine *const *engine, hand_fn *sums,
                    const struct lanes *const *column, uint8_t *const *hand)
{
    clear(b, hand);
    run_hand(b, sums, column, hand);
    run_hand(b, hand_rows, column, hand);
    for (int i = 0; i < 2; i++) {
        clear(b, b->verdict);
        run_engine(b, engine[i], true);
        run_engine(b, engine[i], false);
        same(b, engine[i]->name, hand);
    }
}

/* ── timing ── */

static void time_engines(struct bench *b, struct engine *const *engine)
{
    for (int i = 0; i < 2; i++)
        for (int lin = 0; lin < 2; lin++) {
            uint64_t t = compile_clock();
            run_engine(b, engine[i], lin);
            printf("%s %s %lu\n", lin ? "sums" : "rows", engine[i]->name,
                   (unsigned long)(compile_clock() - t));
        }
}

static void time_hand(struct bench *b, const struct lanes *const *column, uint8_t *const *hand)
{
    static const struct { hand_fn *fn; const char *what, *who; } turn[] = {
        { hand_sums_guarded, "sums", "guarded" },
        { hand_sums_wide, "sums", "int128" },
        { hand_rows, "rows", "c" },
    };

    for (size_t i = 0; i < sizeof turn / sizeof *turn; i++) {
        uint64_t t = compile_clock();
        run_hand(b, turn[i].fn, column, hand);
        printf("%s %s %lu\n", turn[i].what, turn[i].who, (unsigned long)(compile_clock() - t));
    }
}

int main(int argc, char **argv)
{
    struct bench b = { .rows = 0 };
    struct native_opts o = { .helper = argc > 3 ? argv[3] : "", .cpu = native_cpu_level() };
    const struct lanes *column[HAND_COLUMNS];
    enum native_source source;
    struct engine *engine[2];
    uint8_t **hand;
    const char *why;

    if (argc != 5)
        fail("usage: kernels RULES.fisc TABLE.csv HELPER TIMES");
    compile(&b, argv[1]);
    load(&b, argv[2]);
    make_lanes(&b);
    match_rules(&b);
    for (uint32_t i = 0; i < HAND_COLUMNS; i++) {
        column[i] = &b.lanes[plain_colref(&b, i)];
        if (column[i]->facet[FACET_REASON])
            fail("a figure is unknown");
    }
    b.verdict = verdict_bytes(&b);
    hand = verdict_bytes(&b);
    engine[0] = interp_engine(&b.arena, b.p);
    engine[1] = native_engine(&b.arena, b.p, &o, &source, &why);
    if (!engine[1])
        fail(why);
    compare(&b, engine, hand_sums_guarded, column, hand);
    compare(&b, engine, hand_sums_wide, column, hand);
    printf("rows count %lu\n", (unsigned long)b.rows);
    for (int i = atoi(argv[4]); i > 0; i--) {
        time_engines(&b, engine);
        time_hand(&b, column, hand);
    }
    native_close(engine[1]);
    arena_free(&b.arena);
    return 0;
}
