/* Units of measure. Declared units stand in a table; a base unit's dimension is itself, a derived
 * unit's that of the unit it was derived from, times a positive exact factor. */
#include "scope.h"
#include <string.h>

struct declared {
    sym name;
    struct span span;
    bool count, bad;                /* bad: its factor was no good, which was said */
    struct powers dim;
    struct rat factor;
};
struct measures {
    struct declared *unit; uint32_t n, cap;
    struct numbers by_name;         /* by symbol */
    struct measure none;
};

#define EXPONENT_MAX 64             /* of one unit in a measure */

static struct powers powers_one(uint32_t unit, int32_t exp)
{
    struct powers p = { .n = 1 };

    p.p[0] = (struct power){ unit, exp };
    return p;
}

/* r = a * b^times; false if it has too many parts, or too high a power */
static bool powers_mul(struct powers *r, const struct powers *a, const struct powers *b, int times)
{
    struct powers out = { .n = 0 };
    uint8_t i = 0, j = 0;

    while (i < a->n || j < b->n) {
        struct power p;
        if (j == b->n || (i < a->n && a->p[i].unit < b->p[j].unit)) {
            p = a->p[i++];
        } else if (i == a->n || b->p[j].unit < a->p[i].unit) {
            p = (struct power){ b->p[j].unit, b->p[j].exp * times };
            j++;
        } else {
            p = (struct power){ a->p[i].unit, a->p[i].exp + b->p[j].exp * times };
            i++, j++;
        }
        if (p.exp == 0)
            continue;
        if (out.n == MEASURE_PARTS || p.exp > EXPONENT_MAX || p.exp < -EXPONENT_MAX)
            return false;
        out.p[out.n++] = p;
    }
    *r = out;
    return true;
}

static bool powers_equal(const struct powers *a, const struct powers *b)
{
    if (a->n != b->n)
        return false;
    for (uint8_t i = 0; i < a->n; i++)
        if (a->p[i].unit != b->p[i].unit || a->p[i].exp != b->p[i].exp)
            return false;
    return true;
}

static void add_declared(struct unit *u, struct measures *m, struct declared d)
{
    ARENA_PUSH(u->arena, m->unit, m->n, m->cap, d);
    *number_at(u, &m->by_name, d.name, 256) = m->n;
}

struct measures *measures_new(struct unit *u)
{
    struct measures *m = ARENA_NEW(u->arena, struct measures);
    static const struct { const char *name; int64_t den; } ratio[] = {
        { "%", 100 }, { "‰", 1000 }
    };

    m->none.factor = rat_int(1);
    for (size_t i = 0; i < 2; i++) {
        struct declared d = { .name = sym_of(u->syms, ratio[i].name), .span = NO_SPAN };
        rat_make(&d.factor, w256_from_i64(1), w256_from_i64(ratio[i].den));
        add_declared(u, m, d);
    }
    return m;
}

/* NULL if there is none */
static const struct declared *find_unit(struct unit *u, sym name)
{
    uint32_t n = *number_at(u, &u->measures->by_name, name, 256);

    return n ? &u->measures->unit[n - 1] : NULL;
}

/* Largest p such that factor = integer * 10^p; 0 if there is none. */
static int factor_pow10(const struct rat *factor)
{
    w256 one = w256_from_i64(1), ten = w256_from_i64(10), n = factor->num, t = one, q, rem;
    int p = 0;

    if (w256_cmp(factor->den, one) != 0) {
        for (; p > -38 && w256_cmp(t, factor->den) < 0; p--)
            w256_mul(&t, t, ten);
        return w256_cmp(t, factor->den) == 0 ? p : 0;
    }
    for (;; p++, n = q) {
        w256_divmod(&q, &rem, n, ten);
        if (w256_sign(rem) || !w256_sign(n))
            return p;
    }
}

/* r's factor, divisor and power of ten; false if they do not fit */
static bool split_factor(struct ir_unit *r, const struct rat *factor)
{
    int p = factor_pow10(factor);
    w256 t, rem, num = factor->num, den = factor->den;

    w256_pow10(&t, (unsigned)(p < 0 ? -p : p));
    if (p >= 0)
        w256_divmod(&num, &rem, num, t);
    else
        w256_divmod(&den, &rem, den, t);
    *r = (struct ir_unit){ .factor = w256_to_i64(num), .divisor = w256_to_i64(den),
                           .pow10 = (int16_t)p };
    return w256_fits_i64(num) && w256_fits_i64(den);
}

static bool literal_rat(struct unit *u, const struct expr *e, struct rat *r)
{
    const char *s = unit_text(u, e->u.num.digits);
    struct dec d;

    return dec_parse(&d, s, strlen(s), 38) == DEC_OK && !rat_dec(r, d);
}

/* The factor and dimension of a unit that another defines; false after a diagnostic. */
static bool derive(struct unit *u, struct declared *d, const struct expr *factor)
{
    const struct measure *of = &u->measures->none;
    struct ir_unit parts;
    struct rat lit;

    if (!literal_rat(u, factor, &lit) || rat_sign(lit) <= 0) {
        diag_add(u->diags, DIAG_BAD_FACTOR, factor->span, NULL);
        return false;
    }
    if (factor->u.num.unit)
        of = measure_of_chain(u, factor->u.num.unit);
    if (!of)
        return false;
    if (rat_mul(&d->factor, lit, of->factor) || !split_factor(&parts, &d->factor)) {
        diag_add(u->diags, DIAG_WIDE_FACTOR, factor->span, NULL);
        return false;
    }
    d->dim = of->dim;
    return true;
}

void measures_declare(struct unit *u, const struct stmt *s)
{
    struct measures *m = u->measures;
    const char *text = unit_text(u, s->name.text);
    const struct declared *old = find_unit(u, s->name.text);
    struct declared d = { .name = s->name.text, .span = s->name.span, .factor = rat_int(1) };
    const struct expr *factor = s->u.unit.factor;

    if (old) {
        struct diag *g = diag_add(u->diags, DIAG_DUPLICATE, s->name.span, text, NULL);
        if (old->span.file != UINT32_MAX)
            diag_label(u->diags, g, LABEL_FIRST, old->span, NULL);
        return;
    }
    d.count = s->u.unit.count;
    if (factor)
        d.bad = !derive(u, &d, factor);
    else
        d.dim = powers_one(m->n, 1);
    add_declared(u, m, d);
}

static struct measure *copy(struct unit *u, const struct measure *m)
{
    struct measure *r = ARENA_NEW(u->arena, struct measure);

    *r = *m;
    return r;
}

/* The factor of the units shown; false if it cannot be kept. */
static bool shown_factor(const struct unit *u, struct measure *m)
{
    struct ir_unit parts;
    bool over = false;

    m->factor = rat_int(1);
    for (uint8_t i = 0; i < m->shown.n && !over; i++) {
        struct rat f = u->measures->unit[m->shown.p[i].unit].factor;
        for (int k = m->shown.p[i].exp; k > 0 && !over; k--)
            over = rat_mul(&m->factor, m->factor, f);
        for (int k = m->shown.p[i].exp; k < 0 && !over; k++)
            over = rat_div(&m->factor, m->factor, f);
    }
    return !over && split_factor(&parts, &m->factor);
}

/* A calculated measure whose factor cannot be kept is shown in base units. */
static void recompute_factor(const struct unit *u, struct measure *m)
{
    if (shown_factor(u, m))
        return;
    m->shown = m->dim;
    m->factor = rat_int(1);
}

static bool chain_part(struct unit *u, struct measure *m, const struct name *n, int sign)
{
    const struct declared *d = find_unit(u, n->text);
    struct powers one;

    if (!d) {
        diag_add(u->diags, DIAG_UNKNOWN_UNIT, n->span, unit_text(u, n->text), NULL);
        return false;
    }
    if (d->bad)
        return false;
    one = powers_one((uint32_t)(d - u->measures->unit), 1);
    if (powers_mul(&m->shown, &m->shown, &one, sign)
        && powers_mul(&m->dim, &m->dim, &d->dim, sign))
        return true;
    diag_add(u->diags, DIAG_TOO_MANY_UNITS, n->span, NULL);
    return false;
}

const struct measure *measure_of_chain(struct unit *u, const struct chain *c)
{
    struct measure m = u->measures->none;

    for (uint32_t i = 0; i < c->nnum; i++)
        if (!chain_part(u, &m, &c->num[i], 1))
            return NULL;
    for (uint32_t i = 0; i < c->nden; i++)
        if (!chain_part(u, &m, &c->den[i], -1))
            return NULL;
    if (!shown_factor(u, &m)) {
        diag_add(u->diags, DIAG_WIDE_FACTOR, c->span, NULL);
        return NULL;
    }
    return copy(u, &m);
}

const struct measure *measure_none(struct unit *u) { return &u->measures->none; }
bool measure_is_bare(const struct measure *m) { return m->dim.n == 0; }
bool measure_has_unit(const struct measure *m) { return m->shown.n != 0; }

static bool is_count(const struct unit *u, uint32_t base) { return u->measures->unit[base].count; }

static bool has_amount(const struct unit *u, const struct powers *dim)
{
    for (uint8_t i = 0; i < dim->n; i++)
        if (!is_count(u, dim->p[i].unit))
            return true;
    return false;
}

/* the shown units whose dimension is a positive power of counts only */
static bool shown_is_count(const struct unit *u, uint32_t unit)
{
    const struct powers *d = &u->measures->unit[unit].dim;

    return d->n == 1 && is_count(u, d->p[0].unit) && d->p[0].exp > 0;
}

static bool drops_nothing(const struct unit *u, const struct powers *dim)
{
    if (!has_amount(u, dim))
        return true;
    for (uint8_t i = 0; i < dim->n; i++)
        if (is_count(u, dim->p[i].unit) && dim->p[i].exp > 0)
            return false;
    return true;
}

const struct measure *measure_settle(struct unit *u, const struct measure *a)
{
    struct measure m;
    uint8_t n = 0;

    if (drops_nothing(u, &a->dim))
        return a;
    m = *a;
    for (uint8_t i = 0; i < m.dim.n; i++)
        if (!is_count(u, m.dim.p[i].unit) || m.dim.p[i].exp < 0)
            m.dim.p[n++] = m.dim.p[i];
    m.dim.n = n;
    n = 0;
    for (uint8_t i = 0; i < m.shown.n; i++)
        if (!shown_is_count(u, m.shown.p[i].unit) || m.shown.p[i].exp < 0)
            m.shown.p[n++] = m.shown.p[i];
    m.shown.n = n;
    recompute_factor(u, &m);
    return copy(u, &m);
}

/* 万元/元 or 年/月: units of one base that did not cancel by name are shown in base units */
static bool shows_base_twice(const struct unit *u, const struct measure *m)
{
    for (uint8_t i = 0; i < m->shown.n; i++)
        for (uint8_t j = (uint8_t)(i + 1); j < m->shown.n; j++) {
            const struct powers *a = &u->measures->unit[m->shown.p[i].unit].dim;
            const struct powers *b = &u->measures->unit[m->shown.p[j].unit].dim;
            bool opposed = (m->shown.p[i].exp > 0) != (m->shown.p[j].exp > 0);
            if (opposed && a->n && powers_equal(a, b))
                return true;
        }
    return false;
}

/* 5% × 100元 is shown in 元 and 5% × 5% as a bare number: a ratio is shown only
 * where it stands alone */
static void drop_ratios(const struct unit *u, struct measure *m)
{
    uint8_t n = 0;

    if (m->shown.n == 1 && m->shown.p[0].exp == 1)
        return;
    for (uint8_t i = 0; i < m->shown.n; i++)
        if (u->measures->unit[m->shown.p[i].unit].dim.n)
            m->shown.p[n++] = m->shown.p[i];
    m->shown.n = n;
}

const struct measure *measure_product(struct unit *u, const struct measure *a,
                                      const struct measure *b, int sign_b)
{
    struct measure m;

    if (b->shown.n == 0 && b->dim.n == 0)
        return a;
    if (!powers_mul(&m.dim, &a->dim, &b->dim, sign_b)
        || !powers_mul(&m.shown, &a->shown, &b->shown, sign_b))
        return NULL;
    drop_ratios(u, &m);
    if (shows_base_twice(u, &m))
        m.shown = m.dim;
    recompute_factor(u, &m);
    return copy(u, &m);
}

const struct measure *measure_power(struct unit *u, const struct measure *a, int n)
{
    struct measure m = u->measures->none;

    if (!powers_mul(&m.dim, &m.dim, &a->dim, n) || !powers_mul(&m.shown, &m.shown, &a->shown, n))
        return NULL;
    drop_ratios(u, &m);
    recompute_factor(u, &m);
    return copy(u, &m);
}

static bool is_single_count(const struct unit *u, const struct powers *d)
{
    return d->n == 1 && d->p[0].exp == 1 && is_count(u, d->p[0].unit);
}

const struct measure *measure_agree(struct unit *u, const struct measure *a,
                                    const struct measure *b)
{
    const struct measure *x = measure_settle(u, a), *y = measure_settle(u, b);
    bool same = powers_equal(&x->dim, &y->dim)
        || (!x->dim.n && is_single_count(u, &y->dim)) || (!y->dim.n && is_single_count(u, &x->dim));

    if (!same)
        return NULL;
    return measure_has_unit(x) ? x : y;
}

bool measure_adds_up(const struct measure *m)
{
    for (uint8_t i = 0; i < m->dim.n; i++)
        if (m->dim.p[i].exp < 0)
            return false;
    return m->dim.n > 0;
}

static void add_parts(struct unit *u, struct strbuf *b, const struct powers *p, int sign)
{
    bool first = true;

    for (uint8_t i = 0; i < p->n; i++) {
        if ((p->p[i].exp > 0) != (sign > 0))
            continue;
        for (int k = 0; k < p->p[i].exp * sign; k++) {
            if (!first)
                strbuf_adds(b, "·");
            strbuf_adds(b, unit_text(u, u->measures->unit[p->p[i].unit].name));
            first = false;
        }
    }
    if (first && sign > 0 && p->n)
        strbuf_adds(b, "1");
}

static const char *powers_text(struct unit *u, const struct powers *p)
{
    struct strbuf b;

    strbuf_init(&b, u->arena);
    add_parts(u, &b, p, 1);
    for (uint8_t i = 0; i < p->n; i++)
        if (p->p[i].exp < 0) {
            strbuf_adds(&b, "/");
            add_parts(u, &b, p, -1);
            break;
        }
    return b.p;
}

const char *measure_text(struct unit *u, const struct measure *m)
{
    return powers_text(u, m->shown.n || !m->dim.n ? &m->shown : &m->dim);
}

int measure_pow10(const struct measure *m) { return factor_pow10(&m->factor); }

struct ir_unit measure_ir(struct unit *u, const struct measure *m)
{
    struct ir_unit r;

    split_factor(&r, &m->factor);
    r.text = sym_of(u->syms, measure_text(u, m));
    return r;
}

void measures_export(struct unit *u)
{
    struct ir_program *p = u->ir;

    if (p->nunit_def)
        return;
    p->nunit_def = u->measures->n;
    p->unit_def = ARENA_ARRAY(u->arena, struct ir_unit_def, p->nunit_def);
    for (uint32_t i = 0; i < p->nunit_def; i++) {
        const struct declared *d = &u->measures->unit[i];
        struct ir_unit_def *r = &p->unit_def[i];
        split_factor(&r->unit, &d->factor);
        r->unit.text = d->name;
        r->count = d->count;
        r->ndim = d->dim.n;
        r->dim = ARENA_ARRAY(u->arena, struct ir_power, r->ndim);
        for (uint32_t k = 0; k < r->ndim; k++)
            r->dim[k] = (struct ir_power){ d->dim.p[k].unit, d->dim.p[k].exp };
    }
}

const char *measure_amount(struct unit *u, const struct measure *m)
{
    for (uint8_t i = 0; i < m->dim.n; i++)
        if (m->dim.p[i].exp > 0 && !is_count(u, m->dim.p[i].unit))
            return unit_text(u, u->measures->unit[m->dim.p[i].unit].name);
    return NULL;
}

const char *measure_missing_counts(struct unit *u, const struct measure *a, const struct measure *b)
{
    struct powers q;

    if (!powers_mul(&q, &b->dim, &a->dim, -1) || !q.n)
        return NULL;
    for (uint8_t i = 0; i < q.n; i++)
        if (q.p[i].exp < 0 || !is_count(u, q.p[i].unit))
            return NULL;
    return powers_text(u, &q);
}
