/* Unit chains in data.
 * In: a cell's text and the declared units. Out: a dimension and a factor.
 * Invariant: the same texts are chains here and behind a number in rules (language.md §1): whole
 * unit names, the longest first, and all that follows a `/` up to the next is denominator. */
#include "unitchain.h"
#include <stdlib.h>
#include <string.h>

enum { RUN_MOST = 96,              /* bytes of a run of unit names */
       CONVERT_PLACES = 24 };       /* of what is converted exactly */

struct unit_texts {
    struct arena *arena;
    const struct ir_program *p;
    const char **name; size_t *len; /* match forms of the declared names */
    struct symtab *text;
    struct unitchain **chain; uint32_t nchain, cap;     /* by text; the first is no one's */
};

struct reader { const struct unit_texts *units; struct unitchain *r; };

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
    const struct ir_unit_def *d = &x->units->p->unit_def[unit];
    bool fits = factor_times(&x->r->unit, &d->unit, over);
    for (uint32_t i = 0; i < d->ndim; i++)
        fits &= dim_times(x->r, d->dim[i].base, over ? -d->dim[i].exp : d->dim[i].exp);
    if (!fits)
        x->r->fault = UNITCHAIN_WIDE;
}

/* ---- names ---- */

static uint32_t find_name(const struct reader *x, const char *s, size_t len)
{
    const struct unit_texts *u = x->units;
    for (uint32_t i = 0; i < u->p->nunit_def; i++)
        if (u->len[i] == len && !memcmp(u->name[i], s, len))
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

/* ---- the texts ---- */

struct unit_texts *unit_texts_new(struct arena *a, const struct ir_program *p)
{
    struct unit_texts *u = ARENA_NEW(a, struct unit_texts);
    *u = (struct unit_texts){ .arena = a, .p = p, .text = symtab_new(a),
                              .name = ARENA_ARRAY(a, const char *, p->nunit_def),
                              .len = ARENA_ARRAY(a, size_t, p->nunit_def) };
    for (uint32_t i = 0; i < p->nunit_def; i++) {
        const char *name = p->string[p->unit_def[i].unit.text];
        u->name[i] = str_form(a, name, strlen(name));
        u->len[i] = strlen(u->name[i]);
    }
    return u;
}

static struct unitchain *chain_of(struct unit_texts *u, const char *text, size_t len)
{
    struct unitchain *r = ARENA_NEW(u->arena, struct unitchain);
    struct reader x = { u, r };
    const char *form = str_form(u->arena, text, len);
    *r = (struct unitchain){ .unit = { .factor = 1, .divisor = 1 } };
    if (*form && !chain_read(&x, form))
        r->fault = UNITCHAIN_UNKNOWN;
    return r;
}

const struct unitchain *unit_texts_read(struct unit_texts *u, const char *text, size_t len)
{
    uint32_t n = sym_intern(u->text, text, len);
    while (u->nchain <= n)
        ARENA_PUSH(u->arena, u->chain, u->nchain, u->cap, NULL);
    if (!u->chain[n])
        u->chain[n] = chain_of(u, text, len);
    return u->chain[n];
}

/* ---- agreement and conversion ---- */

static bool is_single_count(const struct ir_program *p, const struct unitchain *x)
{
    return x->ndim == 1 && x->dim[0].exp == 1 && p->unit_def[x->dim[0].base].count;
}

static bool agree(const struct ir_program *p, const struct unitchain *x,
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

const struct unitchain *unit_texts_alike(struct unit_texts *u, const char *text, size_t len,
                                         const struct ir_unit *wanted)
{
    const char *own = u->p->string[wanted->text];
    const struct unitchain *r = unit_texts_read(u, text, len);
    return !r->fault && agree(u->p, r, unit_texts_read(u, own, strlen(own))) ? r : NULL;
}

/* n / d = v of `from` in 10^-scale of `to`; false: too wide */
static bool quotient(w256 *n, w256 *d, struct dec v, const struct ir_unit *from,
                     const struct ir_unit *to, int scale)
{
    struct ir_unit f = *from;
    if (!factor_times(&f, to, true))
        return false;
    int shift = f.pow10 + scale - v.scale;
    w256 power, one = w256_from_i64(1);
    if (abs(shift) > 76)
        return false;
    w256_pow10(&power, (unsigned)abs(shift));
    return !w256_mul(n, v.coef, w256_from_i64(f.factor))
        && !w256_mul(n, *n, shift > 0 ? power : one)
        && !w256_mul(d, shift > 0 ? one : power, w256_from_i64(f.divisor));
}

enum conversion unitchain_convert(int64_t *stored, struct dec v, const struct ir_unit *from,
                                  const struct ir_unit *to, int scale)
{
    w256 n, d, rest;
    *stored = 0;
    if (!w256_sign(v.coef))
        return CONVERTED;
    if (!quotient(&n, &d, v, from, to, scale))
        return CONVERSION_WIDE;
    w256_divmod(&n, &rest, n, d);
    if (w256_sign(rest))
        return CONVERSION_INEXACT;
    if (!w256_fits_i64(n))
        return CONVERSION_WIDE;
    *stored = w256_to_i64(n);
    return *stored > CELL_LIMIT || *stored < -CELL_LIMIT ? CONVERSION_WIDE : CONVERTED;
}

bool unit_texts_convert(struct unit_texts *u, struct dec *v, const char *from, const char *to)
{
    const struct unitchain *a = unit_texts_read(u, from, strlen(from));
    const struct unitchain *b = unit_texts_read(u, to, strlen(to));
    w256 n, d, q, rest;
    if (a->fault || b->fault || !agree(u->p, a, b)
        || !quotient(&n, &d, *v, &a->unit, &b->unit, CONVERT_PLACES))
        return false;
    w256_divmod(&q, &rest, n, d);
    *v = dec_strip((struct dec){ q, CONVERT_PLACES });
    return !w256_sign(rest);
}
