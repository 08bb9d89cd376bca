/* Decimals of evidence. A value is printed exactly wherever it is a finite decimal;
 * fractions are rounded once. */
#include "figure.h"

static w256 small(int64_t v) { return w256_from_i64(v); }

/* v without its factors f; their number is added to *n */
static w256 strip_factor(w256 v, int64_t f, int *n)
{
    w256 q, rem;

    for (;; v = q, ++*n) {
        w256_divmod(&q, &rem, v, small(f));
        if (w256_sign(rem))
            return v;
    }
}

/* The exact decimal num / den by division in words, digit by digit: nearly all are small. False: a
 * word does not hold it, or it has more than `most` places, or no end. */
static bool word_dec(struct dec *r, int64_t num, int64_t den, int most)
{
    int64_t coef = num / den, rest = num % den;
    int places = 0;

    if (den >> 59)                  /* ten times the rest would not fit */
        return false;
    for (; rest; places++) {
        rest *= 10;
        if (places == most || __builtin_mul_overflow(coef, 10, &coef)
            || __builtin_add_overflow(coef, rest / den, &coef))
            return false;
        rest %= den;
    }
    *r = (struct dec){ small(coef), places };
    return true;
}

/* the exact decimal num / den in lowest terms, if it is one and fits */
static bool exact_dec(struct dec *r, w256 num, w256 den)
{
    int twos = 0, fives = 0, places;
    w256 rest = strip_factor(den, 2, &twos), p, rem;

    rest = strip_factor(rest, 5, &fives);
    places = twos > fives ? twos : fives;
    if (w256_cmp(rest, small(1)) != 0 || w256_pow10(&p, (unsigned)places))
        return false;
    w256_divmod(&p, &rem, p, den);
    if (w256_mul(&r->coef, num, p))
        return false;
    r->scale = places;
    return true;
}

/* One step of long division in binary: acc = 2 * acc + bit * rem, reduced by
 * den. Needs den < 2^254. */
static void double_step(w256 *quot, w256 *acc, w256 rem, w256 den, bool bit)
{
    w256_add(quot, *quot, *quot);
    w256_add(acc, *acc, *acc);
    for (int k = 0; k < 2; k++) {
        if (w256_cmp(*acc, den) >= 0) {
            w256_sub(acc, *acc, den);
            w256_add(quot, *quot, small(1));
        }
        if (k == 0 && bit)
            w256_add(acc, *acc, rem);
    }
}

/* num / den rounded half away from zero at FIGURE_PLACES, without ever forming num * 10^16 */
static struct dec rounded_dec(w256 num, w256 den)
{
    w256 whole, rem, p, part = small(0), acc = small(0), limit;
    bool negative = w256_sign(num) < 0;
    struct dec r = { small(0), FIGURE_PLACES };
    uint64_t scale;

    w256_pow10(&p, FIGURE_PLACES);
    scale = p.w[0];
    w256_divmod(&whole, &rem, w256_abs(num), den);
    limit = small(1);
    for (int i = 0; i < 253; i++)
        w256_add(&limit, limit, limit);
    if (w256_cmp(den, limit) >= 0) {        /* one part in 2^253 is given up */
        w256_divmod(&den, &acc, den, small(2));
        w256_divmod(&rem, &acc, rem, small(2));
        acc = small(0);
    }
    for (int bit = 63; bit >= 0; bit--)
        double_step(&part, &acc, rem, den, scale >> bit & 1);
    w256_add(&acc, acc, acc);
    if (w256_cmp(acc, den) >= 0)
        w256_add(&part, part, small(1));
    if (w256_mul(&r.coef, whole, p) || w256_add(&r.coef, r.coef, part)) {
        w256_add(&r.coef, whole, small(2 * part.w[0] >= scale));
        r.scale = 0;
    }
    if (negative)
        w256_neg(&r.coef, r.coef);
    return r;
}

struct dec figure_dec(w256 num, w256 den, bool fraction)
{
    w256 g, rem;
    struct dec r;

    if (!w256_sign(num) || w256_sign(den) <= 0)
        return (struct dec){ small(0), 0 };
    if (w256_fits_i64(num) && w256_fits_i64(den)
        && word_dec(&r, w256_to_i64(num), w256_to_i64(den), FIGURE_PLACES))
        return r;
    g = w256_gcd(num, den);
    w256_divmod(&num, &rem, num, g);
    w256_divmod(&den, &rem, den, g);
    if (exact_dec(&r, num, den) && (!fraction || r.scale <= FIGURE_PLACES))
        return r;
    return rounded_dec(num, den);
}

struct dec figure_add(struct dec a, struct dec b, int times)
{
    struct dec r;

    if (times < 0)
        w256_neg(&b.coef, b.coef);
    if (!dec_add(&r, a, b))
        return r;
    if (dec_rescale(&a, a, 0) || dec_rescale(&b, b, 0) || dec_add(&r, a, b))
        return a;                   /* beyond 256 bits: the greater part of it */
    return r;
}

const char *figure_text(struct arena *a, struct dec base, const struct ir_unit *unit)
{
    char buf[400];
    w256 num = base.coef, den;
    int scale = base.scale;
    size_t n;

    if (unit->factor != 1 || unit->divisor != 1) {
        if (w256_mul(&num, num, small(unit->divisor))
            || w256_pow10(&den, (unsigned)(scale < 0 ? 0 : scale))
            || w256_mul(&den, den, small(unit->factor)))
            return NULL;
        base = figure_dec(num, den, false);
        scale = base.scale;
    }
    base.scale = scale + unit->pow10;
    if (base.scale < 0) {
        if (dec_rescale(&base, base, 0))
            return NULL;
    }
    n = dec_format(buf, sizeof buf, dec_strip(base), false);
    return arena_strndup(a, buf, n);
}
