/* The table of wide arithmetic that generated code calls, on top of wide.h. In and out: arrays of
 * words, least significant first. Invariant: a result may stand where an operand stands. Overflow
 * wraps; bounds exclude it. */
#include "abi.h"
#include <string.h>

static w256 load_256(const uint64_t *p)
{
    w256 v;
    memcpy(&v, p, sizeof v);
    return v;
}

static void store_256(uint64_t *p, w256 v)
{
    memcpy(p, &v, sizeof v);
}

static i128 load_128(const uint64_t *p)
{
    i128 v;
    memcpy(&v, p, sizeof v);
    return v;
}

static void helper_add256(uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    w256 v;
    w256_add(&v, load_256(a), load_256(b));
    store_256(r, v);
}

static void helper_sub256(uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    w256 v;
    w256_sub(&v, load_256(a), load_256(b));
    store_256(r, v);
}

static void helper_mul256(uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    w256 v;
    w256_mul(&v, load_256(a), load_256(b));
    store_256(r, v);
}

static void helper_divr256(uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    store_256(r, w256_divround(load_256(a), load_256(b)));
}

static int64_t helper_cmp256(const uint64_t *a, const uint64_t *b)
{
    return w256_cmp(load_256(a), load_256(b));
}

static void helper_divr128(uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    i128 v = i128_divround(load_128(a), load_128(b));
    memcpy(r, &v, sizeof v);
}

static const struct fisc_helpers helpers = {
    .abi = FISC_ABI,
    .size = sizeof(struct fisc_helpers),
    .add256 = helper_add256,
    .sub256 = helper_sub256,
    .mul256 = helper_mul256,
    .divr256 = helper_divr256,
    .cmp256 = helper_cmp256,
    .divr128 = helper_divr128,
};

const struct fisc_helpers *fisc_helpers_table(void)
{
    return &helpers;
}
