#ifndef FISC_ABI_H
#define FISC_ABI_H
/* What generated code and the runtime know of each other. */
#include "ir.h"

/* Wide arithmetic that generated code calls instead of linking libgcc. */
struct fisc_helpers {
    uint32_t abi, size;
    void (*add256)(uint64_t *r, const uint64_t *a, const uint64_t *b);
    void (*sub256)(uint64_t *r, const uint64_t *a, const uint64_t *b);
    void (*mul256)(uint64_t *r, const uint64_t *a, const uint64_t *b);
    void (*divr256)(uint64_t *r, const uint64_t *a, const uint64_t *b);
    int64_t (*cmp256)(const uint64_t *a, const uint64_t *b);
    void (*divr128)(uint64_t *r, const uint64_t *a, const uint64_t *b);    /* two words each */
};

/* One shape over n lanes. in[i]: n contiguous lanes of nin-th width (64: int64_t, 128: __int128,
 * 256: w256), 8-byte aligned at least (128-bit values as two words). out[k]: n lanes of
 * OUT_VALUE/OUT_EVIDENCE width, n bytes of OUT_VERDICT, or one value of OUT_SUM that is added to.
 * out[k] of OUT_EVIDENCE may be NULL: not asked for. */
typedef void fisc_shape_fn(const void *const *in, void *const *out, int64_t n,
                           const struct fisc_helpers *h);

/* A lin table over n lanes. Facet pointers of each input; a NULL pointer is all zeros (mid is never
 * NULL). verdict[r]: n bytes. debug, if not NULL: three 128-bit values a rule and lane: S, lo, hi
 * at debug[(r * n + lane) * 3]. */
struct fisc_lin_in { const int64_t *mid, *down, *up, *open, *reason; };
typedef void fisc_lin_fn(const struct fisc_lin_in *in, uint8_t *const *verdict, __int128 *debug,
                         int64_t n);

#define FISC_ABI 2u
#define FISC_MAGIC 0x6373696676310aULL
struct fisc_artifact_v1 {
    uint64_t magic;
    uint32_t abi, size;
    const char *manifest;           /* see below */
    /* in the cache the ir_image_code bytes that it was made from; else the whole program */
    const unsigned char *ir_image; uint64_t ir_len;
    fisc_shape_fn *const *shape; uint64_t nshape;
    fisc_lin_fn *const *lin; uint64_t nlin;     /* one for each lin kernel, in kernel order */
    uint64_t cpu;                   /* the level that it was compiled for: 1 (x86-64) to 4 (-v4) */
};

/* What the manifest of an artifact is: this version of fisc, the tools it was configured for, the
 * CPU level, debug or not. */
char *artifact_manifest(struct arena *a, const char *cpu, bool debug);
/* Of an artifact that holds its whole program: the same; the hash of the program; its rules by
 * name, a line each. */
char *artifact_manifest_whole(struct arena *a, const char *cpu, const struct ir_program *p,
                              struct ir_image image);

/* Engines: run one shape or lin over lanes. `self` is the engine's own state. */
struct engine {
    const char *name;               /* "interp" or "native" */
    const struct ir_program *prog;
    void *self;
    void (*shape)(struct engine *e, uint32_t shape, const void *const *in, void *const *out,
                  int64_t n);
    void (*lin)(struct engine *e, uint32_t kernel, const struct fisc_lin_in *in,
                uint8_t *const *verdict, __int128 *debug, int64_t n);
    bool reference;                 /* it is the interpreter, whose evidence counts */
};
#define LANE_BLOCK 512              /* n is never more */

/* The interpreter: the reference. Lives in the arena. */
struct engine *interp_engine(struct arena *a, const struct ir_program *p);
/* One rule of a lin kernel, one lane, for evidence: only the inputs of the rule's terms are read.
 * Returns the verdict; sums are S, lo, hi. e is an interpreter. */
uint8_t interp_lin_rule(struct engine *e, uint32_t kernel, uint32_t rule,
                        const struct fisc_lin_in *in, __int128 sums[3]);
/* An artifact loaded from a file; see native.h. */
extern const struct fisc_helpers *fisc_helpers_table(void);
#endif
