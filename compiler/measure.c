/* Units of measure. Declared units stand in a table; a base unit's dimension is itself, a derived
 * unit's that of the unit it was derived from, times a positive exact factor. */
#include "measure.h"
#include <string.h>

struct declared {
    sym name;
    struct span span;
    bool base, count;
    struct powers dim;
    struct rat factor;
};
struct measures { struct declared *unit; uint32_t n, cap; struct measure none; };

static struct powers powers_one(uint16_t unit, int exp)
{
    struct powers p = { .n = 1 };

    p.p[0] = (struct power){ unit, (int16_t)exp };
    return p;
}

/* r = a * b^times; false if it has too many parts */
static bool powers_mul(struct powers *r, const struct powers *a, const struct powers *b, int times)
{
    struct powers out = { .n = 0 };
    uint8_t i = 0, j = 0;

    while (i < a->n || j < b->n) {
        struct power p;
        if (j == b->n || (i < a->n && a->p[i].unit < b->p[j].unit)) {
            p = a->p[i++];
        } else if (i == a->n || b->p[j].unit < a->p[i].unit) {
            p = (struct power){ b->p[j].unit, (int16_t)(b->p[j].exp * times) };
            j++;
        } else {
            p = (struct power){ a->p[i].unit, (int16_t)(a->p[i].exp + b->p[j].exp * times) };
            i++, j++;
        }
        if (p.exp == 0)
            continue;
        if (out.n == MEASURE_PARTS)
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
        ARENA_PUSH(u->arena, m->unit, m->n, m->cap, d);
    }
    return m;
}

static const struct declared *find_unit(const struct measures *m, sym name, uint16_t *index)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (m->unit[i].name == name) {
            *index = (uint16_t)i;
            return &m->unit[i];
        }
    return NULL;
}

static bool literal_rat(struct unit *u, const struct expr *e, struct rat *r)
{
    const char *s = unit_text(u, e->u.num.digits);
    struct dec d;

    return dec_parse(&d, s, strlen(s), 38) == DEC_OK && !rat_dec(r, d);
}

void measures_declare(struct unit *u, const struct stmt *s)
{
    struct measures *m = u->measures;
    const char *text = unit_text(u, s->name.text);
    uint16_t at;
    const struct declared *old = find_unit(m, s->name.text, &at);
    struct declared d = { .name = s->name.text, .span = s->name.span, .factor = rat_int(1) };
    const struct expr *factor = s->u.unit.factor;

    if (old) {
        struct diag *g = diag_add(u->diags, DIAG_DUPLICATE, s->name.span, text, NULL);
        if (old->span.file != UINT32_MAX)
            diag_label(u->diags, g, LABEL_FIRST, old->span, NULL);
        return;
    }
    d.base = !factor;
    d.count = s->u.unit.count;
    if (!factor) {
        d.dim = powers_one((uint16_t)m->n, 1);
    } else {
        const struct measure *of = factor->u.num.unit
            ? measure_of_chain(u, factor->u.num.unit) : &m->none;
        struct rat lit;
        if (!literal_rat(u, factor, &lit) || rat_sign(lit) <= 0
            || (of && rat_mul(&d.factor, lit, of->factor))) {
            diag_add(u->diags, DIAG_BAD_FACTOR, factor->span, NULL);
            return;
        }
        if (of)
            d.dim = of->dim;
    }
    ARENA_PUSH(u->arena, m->unit, m->n, m->cap, d);
}

static struct measure *copy(struct unit *u, const struct measure *m)
{
    struct measure *r = ARENA_NEW(u->arena, struct measure);

    *r = *m;
    return r;
}

static void recompute_factor(struct unit *u, struct measure *m)
{
    m->factor = rat_int(1);
    for (uint8_t i = 0; i < m->shown.n; i++) {
        struct rat f = u->measures->unit[m->shown.p[i].unit].factor;
        for (int k = m->shown.p[i].exp; k > 0; k--)
            rat_mul(&m->factor, m->factor, f);
        for (int k = m->shown.p[i].exp; k < 0; k++)
            rat_div(&m->factor, m->factor, f);
    }
}

static bool chain_part(struct unit *u, struct measure *m, const struct name *n, int sign)
{
    uint16_t at;
    const struct declared *d = find_unit(u->measures, n->text, &at);
    struct powers one;

    if (!d) {
        diag_add(u->diags, DIAG_UNKNOWN_UNIT, n->span, unit_text(u, n->text), NULL);
        return false;
    }
    one = powers_one(at, 1);
    return powers_mul(&m->shown, &m->shown, &one, sign)
        && powers_mul(&m->dim, &m->dim, &d->dim, sign);
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
    recompute_factor(u, &m);
    return copy(u, &m);
}

const struct measure *measure_none(struct unit *u) { return &u->measures->none; }
bool measure_is_bare(const struct measure *m) { return m->dim.n == 0; }
bool measure_has_unit(const struct measure *m) { return m->shown.n != 0; }

static bool is_count(const struct unit *u, uint16_t base) { return u->measures->unit[base].count; }

static bool has_amount(const struct unit *u, const struct powers *dim)
{
    for (uint8_t i = 0; i < dim->n; i++)
        if (!is_count(u, dim->p[i].unit))
            return true;
    return false;
}

/* the shown units whose dimension is a positive power of counts only */
static bool shown_is_count(const struct unit *u, uint16_t unit)
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

int measure_pow10(const struct measure *m)
{
    w256 ten = w256_from_i64(10), n = m->factor.num, q, rem;
    int p = 0;

    if (w256_cmp(m->factor.den, w256_from_i64(1)) != 0) {
        w256 t = w256_from_i64(1);
        for (p = 0; p > -38 && w256_cmp(t, m->factor.den) < 0; p--)
            w256_mul(&t, t, ten);
        return w256_cmp(t, m->factor.den) == 0 ? p : 0;
    }
    for (;; p++, n = q) {
        w256_divmod(&q, &rem, n, ten);
        if (w256_sign(rem) || !w256_sign(n))
            return p;
    }
}

struct ir_unit measure_ir(struct unit *u, const struct measure *m)
{
    struct ir_unit r = { .text = sym_of(u->syms, measure_text(u, m)), .factor = 1, .divisor = 1 };
    int p = measure_pow10(m);
    w256 t, rem, num = m->factor.num, den = m->factor.den;

    w256_pow10(&t, (unsigned)(p < 0 ? -p : p));
    if (p >= 0)
        w256_divmod(&num, &rem, num, t);
    else
        w256_divmod(&den, &rem, den, t);
    r.pow10 = (int16_t)p;
    if (w256_fits_i64(num))
        r.factor = w256_to_i64(num);
    if (w256_fits_i64(den))
        r.divisor = w256_to_i64(den);
    return r;
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
