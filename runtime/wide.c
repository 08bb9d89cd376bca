/* 256-bit two's complement integers and naturals of several words.
 * In: plain values. Out: plain values, overflow as a returned flag. Nothing is allocated and no
 * input is refused: signed work is done on unsigned magnitudes, so the least value needs no case
 * of its own. */
#include "wide.h"

typedef unsigned __int128 u128;

/* ── naturals ── */

unsigned nat_len(const uint64_t *a, unsigned n)
{
    while (n > 0 && a[n - 1] == 0)
        n--;
    return n;
}

int nat_cmp(const uint64_t *a, const uint64_t *b, unsigned n)
{
    while (n-- > 0)
        if (a[n] != b[n])
            return a[n] < b[n] ? -1 : 1;
    return 0;
}

uint64_t nat_mul_word(uint64_t *a, unsigned n, uint64_t m, uint64_t carry)
{
    for (unsigned i = 0; i < n; i++) {
        u128 t = (u128)a[i] * m + carry;
        a[i] = (uint64_t)t;
        carry = (uint64_t)(t >> 64);
    }
    return carry;
}

static uint64_t pow10_word(unsigned e)          /* e <= 19 */
{
    uint64_t r = 1;
    while (e-- > 0)
        r *= 10;
    return r;
}

bool nat_mul_pow10(uint64_t *a, unsigned n, unsigned e)
{
    if (nat_len(a, n) == 0)
        return false;
    while (e > 0) {
        unsigned step = e < 19 ? e : 19;
        if (nat_mul_word(a, n, pow10_word(step), 0) != 0)
            return true;
        e -= step;
    }
    return false;
}

static void divmod_word(uint64_t *q, uint64_t *a, unsigned na, uint64_t b)
{
    uint64_t rem = 0;
    for (unsigned i = na; i-- > 0;) {
        u128 t = (u128)rem << 64 | a[i];
        q[i] = (uint64_t)(t / b);
        rem = (uint64_t)(t % b);
        a[i] = 0;
    }
    a[0] = rem;
}

/* r = a shifted left by s bits (0 <= s < 64); r has one word more than a */
static void shift_left(uint64_t *r, const uint64_t *a, unsigned n, unsigned s)
{
    uint64_t low = 0;
    for (unsigned i = 0; i < n; i++) {
        u128 t = (u128)a[i] << s;
        r[i] = (uint64_t)t | low;
        low = (uint64_t)(t >> 64);
    }
    r[n] = low;
}

static void shift_right(uint64_t *r, const uint64_t *a, unsigned n, unsigned s)
{
    for (unsigned i = 0; i < n; i++) {
        uint64_t high = i + 1 < n ? a[i + 1] : 0;
        r[i] = (uint64_t)(((u128)high << 64 | a[i]) >> s);
    }
}

/* Knuth's D3: the digit of u[nv..0] / v, at most one too great afterwards. v's top bit is set. */
static uint64_t estimate_digit(const uint64_t *u, const uint64_t *v, unsigned nv)
{
    u128 top = (u128)u[nv] << 64 | u[nv - 1];
    uint64_t v1 = v[nv - 1], v2 = v[nv - 2];
    u128 q = u[nv] >= v1 ? (u128)UINT64_MAX : top / v1;
    u128 r = top - q * v1;
    while (r >> 64 == 0 && (u128)(uint64_t)q * v2 > (r << 64 | u[nv - 2])) {
        q--;
        r += v1;
    }
    return (uint64_t)q;
}

/* u -= q * v over nv + 1 words; true if it went below zero */
static bool sub_product(uint64_t *u, const uint64_t *v, unsigned nv, uint64_t q)
{
    uint64_t carry = 0, borrow = 0;
    for (unsigned i = 0; i <= nv; i++) {
        u128 p = (u128)q * (i < nv ? v[i] : 0) + carry;
        u128 d = (u128)u[i] - (uint64_t)p - borrow;
        carry = (uint64_t)(p >> 64);
        borrow = (uint64_t)(d >> 64) & 1;
        u[i] = (uint64_t)d;
    }
    return borrow != 0;
}

static void add_back(uint64_t *u, const uint64_t *v, unsigned nv)
{
    uint64_t carry = 0;
    for (unsigned i = 0; i <= nv; i++) {
        u128 t = (u128)u[i] + (i < nv ? v[i] : 0) + carry;
        u[i] = (uint64_t)t;
        carry = (uint64_t)(t >> 64);
    }
}

/* Knuth's algorithm D; 2 <= nb <= na, both without leading zeros; q is all zeros */
static void divmod_long(uint64_t *q, uint64_t *a, unsigned na, const uint64_t *b, unsigned nb)
{
    uint64_t u[NAT_WORDS + 1], v[NAT_WORDS + 1];
    unsigned s = (unsigned)__builtin_clzll(b[nb - 1]);
    shift_left(u, a, na, s);
    shift_left(v, b, nb, s);
    for (unsigned j = na - nb + 1; j-- > 0;) {
        q[j] = estimate_digit(u + j, v, nb);
        if (sub_product(u + j, v, nb, q[j])) {
            q[j]--;
            add_back(u + j, v, nb);
        }
    }
    shift_right(a, u, na, s);
}

void nat_divmod(uint64_t *q, uint64_t *a, unsigned na, const uint64_t *b, unsigned nb)
{
    for (unsigned i = 0; i < na; i++)
        q[i] = 0;
    unsigned la = nat_len(a, na), lb = nat_len(b, nb);
    if (la < lb || la == 0)
        return;
    if (lb == 1)
        divmod_word(q, a, la, b[0]);
    else
        divmod_long(q, a, la, b, lb);
}

/* ── conversion ── */

static bool is_negative(w256 v)
{
    return v.w[3] >> 63 != 0;
}

w256 w256_from_i64(int64_t v)
{
    uint64_t ext = v < 0 ? UINT64_MAX : 0;
    return (w256){{(uint64_t)v, ext, ext, ext}};
}

w256 w256_from_i128(i128 v)
{
    uint64_t ext = v < 0 ? UINT64_MAX : 0;
    return (w256){{(uint64_t)v, (uint64_t)((u128)v >> 64), ext, ext}};
}

bool w256_fits_i64(w256 v)
{
    uint64_t ext = v.w[0] >> 63 ? UINT64_MAX : 0;
    return v.w[1] == ext && v.w[2] == ext && v.w[3] == ext;
}

bool w256_fits_i128(w256 v)
{
    uint64_t ext = v.w[1] >> 63 ? UINT64_MAX : 0;
    return v.w[2] == ext && v.w[3] == ext;
}

int64_t w256_to_i64(w256 v)
{
    return (int64_t)v.w[0];
}

i128 w256_to_i128(w256 v)
{
    return (i128)((u128)v.w[1] << 64 | v.w[0]);
}

/* ── signed arithmetic ── */

int w256_sign(w256 v)
{
    if (is_negative(v))
        return -1;
    return nat_len(v.w, 4) != 0;
}

int w256_cmp(w256 a, w256 b)
{
    if (is_negative(a) != is_negative(b))
        return is_negative(a) ? -1 : 1;
    return nat_cmp(a.w, b.w, 4);
}

bool w256_add(w256 *r, w256 a, w256 b)
{
    w256 s;
    uint64_t carry = 0;
    for (unsigned i = 0; i < 4; i++) {
        u128 t = (u128)a.w[i] + b.w[i] + carry;
        s.w[i] = (uint64_t)t;
        carry = (uint64_t)(t >> 64);
    }
    *r = s;
    return is_negative(a) == is_negative(b) && is_negative(s) != is_negative(a);
}

bool w256_sub(w256 *r, w256 a, w256 b)
{
    w256 d;
    uint64_t borrow = 0;
    for (unsigned i = 0; i < 4; i++) {
        u128 t = (u128)a.w[i] - b.w[i] - borrow;
        d.w[i] = (uint64_t)t;
        borrow = (uint64_t)(t >> 64) & 1;
    }
    *r = d;
    return is_negative(a) != is_negative(b) && is_negative(d) != is_negative(a);
}

bool w256_neg(w256 *r, w256 a)
{
    return w256_sub(r, (w256){{0, 0, 0, 0}}, a);
}

w256 w256_abs(w256 a)
{
    if (is_negative(a))
        w256_neg(&a, a);
    return a;
}

void w256_magnitude(uint64_t *r, w256 a)
{
    a = w256_abs(a);
    for (unsigned i = 0; i < 4; i++)
        r[i] = a.w[i];
}

bool w256_from_magnitude(w256 *r, bool negative, const uint64_t *mag)
{
    w256 v = {{mag[0], mag[1], mag[2], mag[3]}};
    if (negative)
        w256_neg(&v, v);
    *r = v;
    return nat_len(v.w, 4) != 0 && is_negative(v) != negative;
}

bool w256_mul(w256 *r, w256 a, w256 b)
{
    uint64_t x[4], y[4], p[8] = {0};
    if (w256_fits_i64(a) && w256_fits_i64(b)) {     /* nearly always */
        *r = w256_from_i128((i128)w256_to_i64(a) * w256_to_i64(b));
        return false;
    }
    w256_magnitude(x, a);
    w256_magnitude(y, b);
    for (unsigned i = 0; i < 4; i++) {
        uint64_t carry = 0;
        for (unsigned j = 0; j < 4; j++) {
            u128 t = (u128)x[i] * y[j] + p[i + j] + carry;
            p[i + j] = (uint64_t)t;
            carry = (uint64_t)(t >> 64);
        }
        p[i + 4] = carry;
    }
    bool wrapped = w256_from_magnitude(r, is_negative(a) != is_negative(b), p);
    return wrapped || nat_len(p, 8) > 4;
}

void w256_divmod(w256 *q, w256 *rem, w256 a, w256 b)
{
    uint64_t x[4], y[4], z[4];
    if (w256_fits_i64(a) && w256_fits_i64(b) && w256_to_i64(a) != INT64_MIN) {
        int64_t n = w256_to_i64(a), d = w256_to_i64(b);
        *q = w256_from_i64(n / d);
        *rem = w256_from_i64(n % d);
        return;
    }
    w256_magnitude(x, a);
    w256_magnitude(y, b);
    nat_divmod(z, x, 4, y, 4);
    w256_from_magnitude(q, is_negative(a) != is_negative(b), z);
    w256_from_magnitude(rem, is_negative(a), x);
}

w256 w256_divround(w256 a, w256 b)
{
    uint64_t x[4], y[4], z[4];
    w256 r = {{0, 0, 0, 0}}, twice;
    if (w256_sign(b) == 0)
        return r;
    w256_magnitude(x, a);
    w256_magnitude(y, b);
    nat_divmod(z, x, 4, y, 4);
    /* x < y <= 2^255, so twice x fits four words as a natural */
    w256_add(&twice, (w256){{x[0], x[1], x[2], x[3]}}, (w256){{x[0], x[1], x[2], x[3]}});
    if (nat_cmp(twice.w, y, 4) >= 0)
        nat_mul_word(z, 4, 1, 1);
    w256_from_magnitude(&r, is_negative(a) != is_negative(b), z);
    return r;
}

i128 i128_divround(i128 a, i128 b)
{
    if (b == 0)
        return 0;
    u128 x = a < 0 ? -(u128)a : (u128)a, y = b < 0 ? -(u128)b : (u128)b;
    u128 q = x / y, r = x % y;
    if (r >= y - r)
        q++;
    return (i128)((a < 0) != (b < 0) ? -q : q);
}

int64_t i64_divround(int64_t a, int64_t b)
{
    if (b == 0)
        return 0;
    uint64_t x = a < 0 ? -(uint64_t)a : (uint64_t)a, y = b < 0 ? -(uint64_t)b : (uint64_t)b;
    uint64_t q = x / y, r = x % y;
    if (r >= y - r)
        q++;
    return (int64_t)((a < 0) != (b < 0) ? -q : q);
}

bool w256_pow10(w256 *r, unsigned n)
{
    if (n < 19) {
        *r = w256_from_i64((int64_t)pow10_word(n));
        return false;
    }
    *r = w256_from_i64(1);
    return nat_mul_pow10(r->w, 4, n) || is_negative(*r);
}

static w256 gcd_word(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return (w256){{a, 0, 0, 0}};
}

w256 w256_gcd(w256 a, w256 b)
{
    uint64_t x[2][4], q[4];
    unsigned big = 0;
    w256 r;
    w256_magnitude(x[0], a);
    w256_magnitude(x[1], b);
    while (nat_len(x[1 - big], 4) != 0) {
        if (nat_len(x[big], 4) == 1 && nat_len(x[1 - big], 4) == 1)
            return gcd_word(x[big][0], x[1 - big][0]);
        nat_divmod(q, x[big], 4, x[1 - big], 4);
        big = 1 - big;
    }
    w256_from_magnitude(&r, false, x[big]);
    return r;
}
