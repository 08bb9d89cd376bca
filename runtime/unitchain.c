/* Unit chains in data.
 * In: a cell's text and the declared units. Out: a dimension and a factor.
 * Invariant: the same texts are chains here and behind a number in rules (language.md §1): whole
 * unit names, the longest first, and all that follows a `/` up to the next is denominator. */
#include "unitchain.h"
#include <stdlib.h>
#include <string.h>

enum { RUN_MOST = 96 };             /* bytes of a run of unit names */

struct reader {
    const struct ir_program *p;
    const char **name; size_t *len; /* match forms of the declared names */
    struct unitchain *r;
    bool wide;
};

/* ---- the factor and the dimension ---- */

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool multiply(int64_t *a, int64_t b)
{
    return !__builtin_mul_overflow(*a, b, a);
}

/* r = r * u, or r / u */
static bool factor_times(struct ir_unit *r, const struct ir_unit *u, bool over)
{
    int64_t num = over ? u->divisor : u->factor, den = over ? u->factor : u->divisor;
    if (!multiply(&r->factor, num) || !multiply(&r->divisor, den))
        return false;
    int64_t common = common_divisor(r->factor, r->divisor);
    r->factor /= common;
    r->divisor /= common;
    int pow10 = r->pow10 + (over ? -u->pow10 : u->pow10);
    r->pow10 = (int16_t)pow10;
    return pow10 >= -76 && pow10 <= 76;
}

/* dim = dim * base^exp, kept in order of base units */
static bool dim_times(struct unitchain *r, uint32_t base, int32_t exp)
{
    uint32_t i = 0;
    while (i < r->ndim && r->dim[i].base < base)
        i++;
    if (i < r->ndim && r->dim[i].base == base) {
        r->dim[i].exp += exp;
        if (r->dim[i].exp)
            return true;
        r->ndim--;
        memmove(&r->dim[i], &r->dim[i + 1], (r->ndim - i) * sizeof *r->dim);
        return true;
    }
    if (r->ndim == UNITCHAIN_PARTS)
        return false;
    memmove(&r->dim[i + 1], &r->dim[i], (r->ndim - i) * sizeof *r->dim);
    r->dim[i] = (struct ir_power){ base, exp };
    r->ndim++;
    return true;
}

static void take_unit(struct reader *x, uint32_t unit, bool over)
{
    const struct ir_unit_def *d = &x->p->unit_def[unit];
    x->wide |= !factor_times(&x->r->unit, &d->unit, over);
    for (uint32_t i = 0; i < d->ndim; i++)
        x->wide |= !dim_times(x->r, d->dim[i].base, over ? -d->dim[i].exp : d->dim[i].exp);
}

/* ---- names ---- */

static uint32_t find_name(const struct reader *x, const char *s, size_t len)
{
    for (uint32_t i = 0; i < x->p->nunit_def; i++)
        if (x->len[i] == len && !memcmp(x->name[i], s, len))
            return i;
    return IR_NONE;
}

/* A run of unit names: the whole of it, else cut into names, the longest first. */
static bool run_read(struct reader *x, const char *s, size_t len, bool over)
{
    uint8_t next[RUN_MOST + 1];     /* bytes of the name to take here; 0: the rest is no chain */
    uint32_t whole = find_name(x, s, len);
    if (whole != IR_NONE) {
        take_unit(x, whole, over);
        return true;
    }
    if (!len || len > RUN_MOST)
        return false;
    next[len] = 1;
    for (size_t i = len; i-- > 0;) {
        next[i] = 0;
        for (size_t k = len - i; k > 0 && !next[i]; k--)
            if (next[i + k] && find_name(x, s + i, k) != IR_NONE)
                next[i] = (uint8_t)k;
    }
    for (size_t i = 0; next[0] && i < len; i += next[i])
        take_unit(x, find_name(x, s + i, next[i]), over);
    return next[0] != 0;
}

/* Bytes before the next `·`, `/`, `÷`, or `)`. */
static size_t run_len(const char *s)
{
    size_t n = 0;
    while (s[n] && s[n] != '/' && s[n] != ')' && strncmp(s + n, "·", 2) && strncmp(s + n, "÷", 2))
        n++;
    return n;
}

static bool product_read(struct reader *x, const char **s, bool over)
{
    for (;;) {
        size_t n = run_len(*s);
        if (!run_read(x, *s, n, over))
            return false;
        *s += n;
        if (strncmp(*s, "·", 2))
            return true;
        *s += 2;
    }
}

static bool chain_read(struct reader *x, const char *s)
{
    if (!strncmp(s, "1/", 2))       /* a rate of nothing: 1/人 */
        s++;
    else if (!product_read(x, &s, false))
        return false;
    while (*s) {
        size_t sign = *s == '/' ? 1 : strncmp(s, "÷", 2) ? 0 : 2;
        bool open = sign && s[sign] == '(';
        s += sign + open;
        if (!sign || !product_read(x, &s, true) || (open && *s++ != ')'))
            return false;
    }
    return true;
}

static const char *form_of(struct arena *a, const char *text)
{
    const char *form = str_match_form(a, text, strlen(text));
    return form ? form : text;
}

enum unitchain_fault unitchain_read(struct arena *a, const struct ir_program *p, const char *text,
                                    struct unitchain *r)
{
    struct reader x = { .p = p, .r = r, .name = ARENA_ARRAY(a, const char *, p->nunit_def),
                        .len = ARENA_ARRAY(a, size_t, p->nunit_def) };
    const char *form = form_of(a, text);
    *r = (struct unitchain){ .unit = { .factor = 1, .divisor = 1 } };
    for (uint32_t i = 0; i < p->nunit_def; i++) {
        x.name[i] = form_of(a, p->string[p->unit_def[i].unit.text]);
        x.len[i] = strlen(x.name[i]);
    }
    if (*form && !chain_read(&x, form))
        return UNITCHAIN_UNKNOWN;
    return x.wide ? UNITCHAIN_WIDE : UNITCHAIN_OK;
}

/* ---- agreement and conversion ---- */

static bool is_single_count(const struct ir_program *p, const struct unitchain *x)
{
    return x->ndim == 1 && x->dim[0].exp == 1 && p->unit_def[x->dim[0].base].count;
}

bool unitchain_agree(const struct ir_program *p, const struct unitchain *x,
                     const struct unitchain *y)
{
    if ((!x->ndim && is_single_count(p, y)) || (!y->ndim && is_single_count(p, x)))
        return true;
    if (x->ndim != y->ndim)
        return false;
    for (uint32_t i = 0; i < x->ndim; i++)
        if (x->dim[i].base != y->dim[i].base || x->dim[i].exp != y->dim[i].exp)
            return false;
    return true;
}

bool unitchain_convert(int64_t *stored, struct dec v, const struct ir_unit *from,
                       const struct ir_unit *to, int scale)
{
    struct ir_unit f = *from;
    int shift;
    w256 n, power, rest;
    if (!w256_sign(v.coef)) {
        *stored = 0;
        return true;
    }
    if (!factor_times(&f, to, true))
        return false;
    shift = f.pow10 + scale - v.scale;
    if (abs(shift) > 76)
        return false;
    w256_pow10(&power, (unsigned)abs(shift));
    if (w256_mul(&n, v.coef, w256_from_i64(f.factor)) || (shift > 0 && w256_mul(&n, n, power)))
        return false;
    if (shift > 0)
        power = w256_from_i64(1);
    if (w256_mul(&power, power, w256_from_i64(f.divisor)))
        return false;
    w256_divmod(&n, &rest, n, power);
    *stored = w256_to_i64(n);
    return !w256_sign(rest) && w256_fits_i64(n);
}
