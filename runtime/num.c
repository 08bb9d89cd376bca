/* Exact decimals on 256-bit coefficients.
 * In: digits of a source text, or decimals. Out: decimals, whole texts, or a flag that the result
 * does not fit.
 * Invariant: what comes back is exact or rounded exactly once; scales are put together in wider
 * naturals, so only a result, never an intermediate, can overflow. */
#include "num.h"
#include <limits.h>

/* 10^77 > 2^255: a coefficient divided by 10^78 is below one half; any but 0 times 10^156 leaves
 * every range. */
enum { BEYOND = 78 };

/* ── reading ── */

static size_t count_digits(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && s[n] >= '0' && s[n] <= '9')
        n++;
    return n;
}

/* The printed places of a number, or -1 if it is not digits [ . digits ]. */
static int64_t count_places(const char *s, size_t len)
{
    size_t whole = count_digits(s, len);
    if (whole == 0 || whole == len)
        return whole == 0 ? -1 : 0;
    size_t places = len - whole - 1;
    if (s[whole] != '.' || places == 0 || count_digits(s + whole + 1, places) != places)
        return -1;
    return (int64_t)places;
}

static size_t count_significant(const char *s, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        if (s[i] != '.' && (n > 0 || s[i] != '0'))
            n++;
    return n;
}

enum dec_parse dec_parse(struct dec *r, const char *s, size_t len, unsigned max_digits)
{
    int64_t places = count_places(s, len);
    if (places < 0)
        return DEC_SYNTAX;
    if (places > max_digits || places > INT_MAX || count_significant(s, len) > max_digits)
        return DEC_TOO_LONG;
    *r = (struct dec){.scale = (int)places};
    for (size_t i = 0; i < len; i++)
        if (s[i] != '.' && nat_mul_word(r->coef.w, 4, 10, (uint64_t)(s[i] - '0')) != 0)
            return DEC_TOO_LONG;
    return w256_sign(r->coef) < 0 ? DEC_TOO_LONG : DEC_OK;
}

/* ── sums ── */

enum { SUM_WORDS = 5 };

static void negate_words(uint64_t *a, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        a[i] = ~a[i];
    nat_mul_word(a, n, 1, 1);
}

/* r = a at a scale not below its own, two's complement of SUM_WORDS; true if its magnitude needs
 * more than four */
static bool align(uint64_t *r, struct dec a, int scale, bool negate)
{
    unsigned up = (unsigned)((int64_t)scale - a.scale);
    w256_magnitude(r, a.coef);
    r[4] = 0;
    if (nat_mul_pow10(r, 4, up))
        return true;
    if ((w256_sign(a.coef) < 0) != negate)
        negate_words(r, SUM_WORDS);
    return false;
}

static void add_words(uint64_t *a, const uint64_t *b, unsigned n)
{
    bool carry = false;
    for (unsigned i = 0; i < n; i++) {
        bool c1 = __builtin_add_overflow(a[i], b[i], &a[i]);
        bool c2 = __builtin_add_overflow(a[i], (uint64_t)carry, &a[i]);
        carry = c1 || c2;
    }
}

/* At most one operand is scaled up: past 2^256 the other, at most 2^255, cannot bring it back. */
static bool add_signed(struct dec *r, struct dec a, struct dec b, bool negate_b)
{
    uint64_t x[SUM_WORDS], y[SUM_WORDS];
    int scale = a.scale > b.scale ? a.scale : b.scale;
    if (align(x, a, scale, false) || align(y, b, scale, negate_b))
        return true;
    add_words(x, y, SUM_WORDS);
    bool negative = x[SUM_WORDS - 1] >> 63 != 0;
    if (negative)
        negate_words(x, SUM_WORDS);
    r->scale = scale;
    return w256_from_magnitude(&r->coef, negative, x) || nat_len(x, SUM_WORDS) > 4;
}

bool dec_add(struct dec *r, struct dec a, struct dec b)
{
    return add_signed(r, a, b, false);
}

bool dec_sub(struct dec *r, struct dec a, struct dec b)
{
    return add_signed(r, a, b, true);
}

bool dec_mul(struct dec *r, struct dec a, struct dec b)
{
    bool wide = __builtin_add_overflow(a.scale, b.scale, &r->scale);
    return w256_mul(&r->coef, a.coef, b.coef) || wide;
}

/* ── quotients ── */

enum { QUOTIENT_WORDS = 8 };

/* q = q rounded up if the remainder is at least half of the divisor */
static void round_quotient(uint64_t *q, uint64_t *rem, const uint64_t *den)
{
    nat_mul_word(rem, QUOTIENT_WORDS, 2, 0);
    if (nat_cmp(rem, den, QUOTIENT_WORDS) >= 0)
        nat_mul_word(q, QUOTIENT_WORDS, 1, 1);
}

/* r = a * 10^e / b, rounded once. b is not 0. A numerator that leaves eight words has a quotient of
 * more than 2^256; the denominator is less than 2^255 * 10^78, and so is twice the remainder. */
static bool divide_scaled(w256 *r, w256 a, w256 b, int64_t e)
{
    uint64_t num[QUOTIENT_WORDS] = {0}, den[QUOTIENT_WORDS] = {0}, q[QUOTIENT_WORDS];
    *r = (w256){{0, 0, 0, 0}};
    if (w256_sign(a) == 0 || e <= -BEYOND)
        return false;
    if (e >= 2 * BEYOND)
        return true;
    w256_magnitude(num, a);
    w256_magnitude(den, b);
    if (nat_mul_pow10(e < 0 ? den : num, QUOTIENT_WORDS, (unsigned)(e < 0 ? -e : e)))
        return true;
    nat_divmod(q, num, QUOTIENT_WORDS, den, QUOTIENT_WORDS);
    round_quotient(q, num, den);
    bool negative = w256_sign(a) != w256_sign(b);
    return w256_from_magnitude(r, negative, q) || nat_len(q, QUOTIENT_WORDS) > 4;
}

bool dec_rescale(struct dec *r, struct dec a, int scale)
{
    r->scale = scale;
    return divide_scaled(&r->coef, a.coef, w256_from_i64(1), (int64_t)scale - a.scale);
}

bool dec_div(struct dec *r, struct dec a, struct dec b, int scale)
{
    r->scale = scale;
    return divide_scaled(&r->coef, a.coef, b.coef, (int64_t)scale - a.scale + b.scale);
}

bool dec_quantize(struct dec *r, struct dec a, struct dec step)
{
    struct dec times;
    bool wide = dec_div(&times, a, step, 0);
    r->scale = step.scale;
    return w256_mul(&r->coef, times.coef, step.coef) || wide;
}

/* ── order and form ── */

static int compare_magnitude(struct dec a, struct dec b)
{
    uint64_t x[8] = {0}, y[8] = {0};
    int64_t up = (int64_t)b.scale - a.scale;
    w256_magnitude(x, a.coef);
    w256_magnitude(y, b.coef);
    if (up >= 0)
        return nat_mul_pow10(x, 8, (unsigned)up) ? 1 : nat_cmp(x, y, 8);
    return nat_mul_pow10(y, 8, (unsigned)-up) ? -1 : nat_cmp(x, y, 8);
}

int dec_cmp(struct dec a, struct dec b)
{
    int sa = w256_sign(a.coef), sb = w256_sign(b.coef);
    if (sa != sb)
        return sa < sb ? -1 : 1;
    return sa < 0 ? -compare_magnitude(a, b) : compare_magnitude(a, b);
}

struct dec dec_strip(struct dec a)
{
    w256 ten = w256_from_i64(10), q, rem;
    if (w256_sign(a.coef) == 0 && a.scale > 0)
        a.scale = 0;
    for (; a.scale > 0 && !w256_fits_i64(a.coef); a.scale--) {
        w256_divmod(&q, &rem, a.coef, ten);
        if (w256_sign(rem) != 0)
            return a;
        a.coef = q;
    }
    if (a.scale > 0) {
        int64_t v = w256_to_i64(a.coef);
        for (; a.scale > 0 && v % 10 == 0; a.scale--)
            v /= 10;
        a.coef = w256_from_i64(v);
    }
    return a;
}

/* The digits of a natural without leading zeros ("0" for 0); d holds 78 characters. */
static unsigned natural_digits(char *d, w256 v)
{
    uint64_t x[4], q[4], ten = 10;
    unsigned n = 0;
    w256_magnitude(x, v);
    while (nat_len(x, 4) > 1) {
        nat_divmod(q, x, 4, &ten, 1);
        d[n++] = (char)('0' + (char)x[0]);
        for (unsigned i = 0; i < 4; i++)
            x[i] = q[i];
    }
    do {
        d[n++] = (char)('0' + (char)(x[0] % 10));
        x[0] /= 10;
    } while (x[0]);
    for (unsigned i = 0; i < n / 2; i++) {
        char c = d[i];
        d[i] = d[n - 1 - i];
        d[n - 1 - i] = c;
    }
    return n;
}

/* A text is `lead` zeros, n digits, `trail` zeros; the point stands after the first `whole` of
 * them. */
size_t dec_format(char *buf, size_t size, struct dec a, bool thousands)
{
    char d[78];
    int64_t n = natural_digits(d, a.coef), places = a.scale > 0 ? a.scale : 0;
    int64_t lead = n <= places ? places - n + 1 : 0;
    int64_t trail = a.scale < 0 && w256_sign(a.coef) != 0 ? -(int64_t)a.scale : 0;
    int64_t total = lead + n + trail, whole = total - places;
    bool negative = w256_sign(a.coef) < 0;
    uint64_t need = (uint64_t)(negative + total + (thousands ? (whole - 1) / 3 : 0) + (places > 0));
    if (size > 0)
        buf[0] = '\0';
    if (need >= size)
        return 0;
    char *p = buf;
    if (negative)
        *p++ = '-';
    for (int64_t i = 0; i < total; i++) {
        if (i == whole)
            *p++ = '.';
        if (thousands && i > 0 && i < whole && (whole - i) % 3 == 0)
            *p++ = ',';
        *p++ = i < lead || i >= lead + n ? '0' : d[i - lead];
    }
    *p = '\0';
    return (size_t)need;
}
