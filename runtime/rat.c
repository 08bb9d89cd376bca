/* Exact rationals. Nearly all of them are small whole numbers or have a power of ten below, so each
 * operation first tries 64-bit parts, where products fit 128 bits and need no wide arithmetic. */
#include "rat.h"

static uint64_t gcd_u64(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t t = a % b;
        a = b;
        b = t;
    }
    return a;
}

/* a whole number of 64 bits */
static inline bool is_whole(const struct rat *a)
{
    uint64_t sign = (uint64_t)((int64_t)a->num.w[0] >> 63);

    return a->den.w[0] == 1 && !(a->den.w[1] | a->den.w[2] | a->den.w[3])
        && !((a->num.w[1] ^ sign) | (a->num.w[2] ^ sign) | (a->num.w[3] ^ sign));
}

static struct rat whole(i128 v) { return (struct rat){ w256_from_i128(v), { { 1, 0, 0, 0 } } }; }

static bool is_small(struct rat a) { return w256_fits_i64(a.num) && w256_fits_i64(a.den); }
static uint64_t magnitude(int64_t v) { return v < 0 ? 0 - (uint64_t)v : (uint64_t)v; }
static w256 one(void) { return w256_from_i64(1); }

struct rat rat_int(int64_t v) { return (struct rat){ w256_from_i64(v), one() }; }

struct rat rat_whole(w256 v) { return (struct rat){ v, one() }; }

bool rat_make(struct rat *r, w256 num, w256 den)
{
    w256 g, rem, t;
    bool over = w256_neg(&t, num);      /* the least value has no negative */

    if (w256_sign(den) < 0)
        over = over | w256_neg(&den, den) | w256_neg(&num, num);
    if (w256_fits_i64(num) && w256_fits_i64(den)) {
        int64_t n = w256_to_i64(num), d = w256_to_i64(den);
        uint64_t gs = gcd_u64(magnitude(n), (uint64_t)d);
        if (gs > 1 && n != INT64_MIN)
            *r = (struct rat){ w256_from_i64(n / (int64_t)gs), w256_from_i64(d / (int64_t)gs) };
        else
            *r = (struct rat){ num, den };
        return over;
    }
    g = w256_gcd(num, den);
    r->num = num;
    r->den = den;
    if (w256_cmp(g, one()) > 0) {
        w256_divmod(&r->num, &rem, num, g);
        w256_divmod(&r->den, &rem, den, g);
    }
    return over;
}

bool rat_dec(struct rat *r, struct dec d)
{
    w256 p, n = d.coef;

    if (w256_pow10(&p, (unsigned)(d.scale < 0 ? -d.scale : d.scale)))
        return true;
    if (d.scale >= 0)
        return rat_make(r, n, p);
    return w256_mul(&n, n, p) || rat_make(r, n, one());
}

static bool add_small(struct rat *r, struct rat a, struct rat b)
{
    i128 an = w256_to_i64(a.num), bn = w256_to_i64(b.num);
    i128 ad = w256_to_i64(a.den), bd = w256_to_i64(b.den);

    if (ad == bd) {
        if (ad == 1) {
            *r = (struct rat){ w256_from_i128(an + bn), one() };
            return false;
        }
        return rat_make(r, w256_from_i128(an + bn), b.den);
    }
    w256 x = w256_from_i128(an * bd), y = w256_from_i128(bn * ad);
    return w256_add(&x, x, y) || rat_make(r, x, w256_from_i128(ad * bd));
}

bool rat_add(struct rat *r, struct rat a, struct rat b)
{
    w256 x, y, d;

    if (is_whole(&a) && is_whole(&b)) {
        *r = whole((i128)(int64_t)a.num.w[0] + (int64_t)b.num.w[0]);
        return false;
    }
    if (is_small(a) && is_small(b))
        return add_small(r, a, b);
    return w256_mul(&x, a.num, b.den) || w256_mul(&y, b.num, a.den) || w256_add(&x, x, y)
        || w256_mul(&d, a.den, b.den) || rat_make(r, x, d);
}

bool rat_mul(struct rat *r, struct rat a, struct rat b)
{
    w256 n, d;

    if (is_whole(&a) && is_whole(&b)) {
        *r = whole((i128)(int64_t)a.num.w[0] * (int64_t)b.num.w[0]);
        return false;
    }
    if (rat_is_one(a) || rat_is_one(b)) {
        *r = rat_is_one(a) ? b : a;
        return false;
    }
    if (is_small(a) && is_small(b)) {
        n = w256_from_i128((i128)w256_to_i64(a.num) * w256_to_i64(b.num));
        d = w256_from_i128((i128)w256_to_i64(a.den) * w256_to_i64(b.den));
        return rat_make(r, n, d);
    }
    return w256_mul(&n, a.num, b.num) || w256_mul(&d, a.den, b.den) || rat_make(r, n, d);
}

bool rat_div(struct rat *r, struct rat a, struct rat b)
{
    struct rat inverse;

    if (is_whole(&b) && (b.num.w[0] == 1 || b.num.w[0] == UINT64_MAX)) {
        *r = a;
        return b.num.w[0] == UINT64_MAX && w256_neg(&r->num, a.num);
    }
    return rat_make(&inverse, b.den, b.num) || rat_mul(r, a, inverse);
}

bool rat_sub(struct rat *r, struct rat a, struct rat b)
{
    w256 n;

    if (w256_neg(&n, b.num))
        return true;
    return rat_add(r, a, (struct rat){ n, b.den });
}

bool rat_cmp(int *order, struct rat a, struct rat b)
{
    w256 x = a.num, y = b.num;

    if (is_whole(&a) && is_whole(&b)) {
        int64_t u = (int64_t)a.num.w[0], v = (int64_t)b.num.w[0];
        *order = (u > v) - (u < v);
        return false;
    }
    if (w256_cmp(a.den, b.den) != 0
        && (w256_mul(&x, a.num, b.den) || w256_mul(&y, b.num, a.den)))
        return true;
    *order = w256_cmp(x, y);
    return false;
}

struct rat rat_neg(struct rat a)
{
    w256_neg(&a.num, a.num);
    return a;
}

int rat_sign(struct rat a) { return w256_sign(a.num); }

bool rat_equal(struct rat a, struct rat b)
{
    return w256_cmp(a.num, b.num) == 0 && w256_cmp(a.den, b.den) == 0;
}

bool rat_is_one(struct rat a)
{
    return a.num.w[0] == 1 && a.den.w[0] == 1 && rat_equal(a, rat_int(1));
}

bool rat_lcm(w256 *lcm, w256 a, w256 b)
{
    w256 q, rem;

    if (w256_cmp(a, b) == 0) {
        *lcm = a;
        return false;
    }
    w256_divmod(&q, &rem, a, w256_gcd(a, b));
    return w256_mul(lcm, q, b);
}

bool rat_over(w256 *num, struct rat a, w256 lcm)
{
    w256 q, rem;

    if (w256_cmp(a.den, lcm) == 0) {
        *num = a.num;
        return false;
    }
    w256_divmod(&q, &rem, lcm, a.den);
    return w256_mul(num, a.num, q);
}
