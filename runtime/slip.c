/* Slips of the pen.
 * In: a printed figure. Out: what may have been meant.
 * Invariant: what is meant is never the printed figure itself, and has as many digits unless the
 * point is what was moved. */
#include "slip.h"
#include "cell.h"

enum { DIGITS = 20, POINT_MOST = 3, PLACES_MOST = 18 };

const char *slip_name(enum slip s)
{
    static const char *const name[] = {
#define X(id, name, tier) name,
#include "slip.def"
#undef X
    };
    return name[s];
}

unsigned slip_tier(enum slip s)
{
    static const unsigned char of[] = {
#define X(id, name, tier) tier,
#include "slip.def"
#undef X
    };
    return of[s];
}

/* The printed digits, the first one first, with the zeros that stand before the point. */
struct digits { int64_t weight[DIGITS]; int at[DIGITS]; int n; bool lead; };

static struct digits digits_of(struct printed p)
{
    struct digits d = { .n = 0 };
    int64_t rest = p.coef < 0 ? -p.coef : p.coef;
    int count = 1;
    for (int64_t r = rest; r >= 10; r /= 10)
        count++;
    if (count <= p.places)
        count = p.places + 1;
    d.n = count <= PLACES_MOST ? count : 0;
    for (int i = d.n - 1; i >= 0; i--, rest /= 10) {
        d.at[i] = (int)(rest % 10);
        d.weight[i] = cell_pow10(d.n - 1 - i);
    }
    d.lead = d.n > p.places + 1;    /* the first digit cannot be a zero */
    return d;
}

static struct printed moved_by(struct printed p, int64_t by)
{
    return (struct printed){ p.coef + (p.coef < 0 ? -by : by), p.places };
}

static void swaps_each(struct printed p, const struct digits *d, slip_fn *each, void *ctx)
{
    for (int i = 0; i + 1 < d->n; i++) {
        int apart = d->at[i + 1] - d->at[i];
        if (apart == 0 || (i == 0 && d->lead && d->at[1] == 0))
            continue;
        each(ctx, SLIP_SWAP, moved_by(p, apart * (d->weight[i] - d->weight[i + 1])), 0);
    }
}

static void digits_each(struct printed p, const struct digits *d, slip_fn *each, void *ctx)
{
    for (int i = 0; i < d->n; i++)
        for (int x = i == 0 && d->lead; x <= 9; x++)
            if (x != d->at[i])
                each(ctx, SLIP_DIGIT, moved_by(p, (x - d->at[i]) * d->weight[i]), 0);
}

static void points_each(struct printed p, slip_fn *each, void *ctx)
{
    for (int k = 1; k <= POINT_MOST; k++) {
        struct printed up = { p.coef, p.places - k }, down = { p.coef, p.places + k };
        while (up.places < 0 && up.coef <= CELL_LIMIT / 10 && up.coef >= -CELL_LIMIT / 10) {
            up.coef *= 10;
            up.places++;
        }
        if (up.places >= 0)
            each(ctx, SLIP_POINT, up, k);
        each(ctx, SLIP_POINT, down, -k);
    }
}

void slips_each(struct printed p, slip_fn *each, void *ctx)
{
    struct digits d = digits_of(p);
    if (!p.coef || p.places > PLACES_MOST)
        return;
    swaps_each(p, &d, each, ctx);
    each(ctx, SLIP_SIGN, (struct printed){ -p.coef, p.places }, 0);
    points_each(p, each, ctx);
    digits_each(p, &d, each, ctx);
}

bool printed_at(struct printed p, int scale, int64_t *value)
{
    int64_t unit = cell_pow10(scale < p.places ? p.places - scale : scale - p.places);
    if (scale < p.places) {
        *value = p.coef / unit;
        return p.places - scale <= PLACES_MOST && p.coef % unit == 0;
    }
    return scale - p.places <= PLACES_MOST && !__builtin_mul_overflow(p.coef, unit, value)
        && *value <= CELL_LIMIT && *value >= -CELL_LIMIT;
}
