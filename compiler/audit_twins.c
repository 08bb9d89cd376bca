/* Facts of the same figures.
 * In: facts in order. Out: those that say what an earlier one says, or less; pairs that cannot be
 * true together; facts that say nothing of any figure.
 * Invariant: two such facts are asked of the same cells with the same factors, so rounding has the
 * same room in both: what is reported is true of verdicts, not only of true values. */
#include "audit_part.h"
#include "pair.h"
#include <string.h>

#define ALIKE_MOST 64u              /* facts of the same figures that are compared */

/* L REL at, of the form L that alike facts have in common: the relation that a fact comes to. */
struct of_form { enum rel rel; struct rat at, by; };        /* by: fact = by · L */
struct alike { uint32_t *fact; struct of_form *of; uint32_t n, cap, cap_of; };
struct twins { struct facts *f; struct symtab *keys; struct alike *alike; uint32_t cap; };

/* ── one fact ── */

static enum rel mirrored(enum rel r)
{
    switch (r) {
    case REL_LT: return REL_GT;
    case REL_LE: return REL_GE;
    case REL_GT: return REL_LT;
    case REL_GE: return REL_LE;
    case REL_EQ: case REL_NE: case REL_IS: break;
    }
    return r;
}

/* The key of its form: its terms over the first coefficient. False: too wide. */
static bool form_key(const struct facts *f, const struct fact *x, struct strbuf *key)
{
    struct rat c;

    for (uint32_t i = 0; i < x->row.n; i++) {
        if (rat_div(&c, x->row.term[i].coef, x->row.term[0].coef))
            return false;
        strbuf_add(key, (const char *)&x->row.term[i].var, sizeof x->row.term[i].var);
        strbuf_add(key, (const char *)&c.num, sizeof c.num);
        strbuf_add(key, (const char *)&c.den, sizeof c.den);
    }
    if (f->said[x->said].domain == DOMAIN_JOIN)
        strbuf_addf(key, "j%u", f->said[x->said].join);
    return true;
}

/* A set that rounds to a printed figure is told by what is printed and by the whole expression. */
static bool printed_key(const struct facts *f, const struct fact *x, struct strbuf *key)
{
    strbuf_addf(key, "is %s|", f->said[x->said].text);
    for (uint32_t i = 0; i < x->row.n; i++)
        strbuf_add(key, (const char *)&x->row.term[i].coef, sizeof x->row.term[i].coef);
    strbuf_add(key, (const char *)&x->row.k, sizeof x->row.k);
    return true;
}

static bool of_form(const struct facts *f, const struct fact *x, struct of_form *o)
{
    const struct said *s = &f->said[x->said];

    o->by = x->row.term[0].coef;
    o->rel = rat_sign(o->by) < 0 ? mirrored(s->rel) : s->rel;
    return !rat_div(&o->at, rat_neg(x->row.k), o->by);
}

/* ── two facts ── */

static int compare(struct rat a, struct rat b)
{
    struct rat d;

    return rat_add(&d, a, rat_neg(b)) ? 2 : rat_sign(d);
}

static bool is_upper(enum rel r) { return r == REL_LT || r == REL_LE; }
static bool is_strict(enum rel r) { return r == REL_LT || r == REL_GT; }

/* Is a point, at `cmp` from the end of a bound, beyond it? */
static bool is_beyond(enum rel bound, int cmp)
{
    return cmp == 2 ? false : cmp == 0 ? is_strict(bound) : (cmp > 0) == is_upper(bound);
}

static bool is_within(enum rel bound, int cmp)
{
    return cmp == 0 ? !is_strict(bound) : cmp != 2 && (cmp < 0) == is_upper(bound);
}

/* Does a imply b? */
static bool implies(const struct of_form *a, const struct of_form *b)
{
    int cmp = compare(a->at, b->at);

    if (cmp == 2 || a->rel == REL_IS || b->rel == REL_IS)
        return cmp == 0 && a->rel == b->rel;
    if (a->rel == REL_EQ)
        return b->rel == REL_EQ ? cmp == 0 : b->rel == REL_NE ? cmp != 0 : is_within(b->rel, cmp);
    if (a->rel == REL_NE || b->rel == REL_EQ)
        return a->rel == b->rel && cmp == 0;
    if (b->rel == REL_NE)
        return is_beyond(a->rel, -cmp);
    return is_upper(a->rel) == is_upper(b->rel)
        && (cmp == 0 ? is_strict(a->rel) || !is_strict(b->rel) : (cmp < 0) == is_upper(a->rel));
}

static bool contradicts(const struct of_form *a, const struct of_form *b)
{
    int cmp = compare(a->at, b->at);

    if (cmp == 2 || a->rel == REL_IS || b->rel == REL_IS)
        return false;
    if (a->rel == REL_EQ)
        return b->rel == REL_EQ ? cmp != 0 : b->rel == REL_NE ? cmp == 0 : is_beyond(b->rel, cmp);
    if (b->rel == REL_EQ)
        return contradicts(b, a);
    if (a->rel == REL_NE || b->rel == REL_NE || is_upper(a->rel) == is_upper(b->rel))
        return false;
    if (cmp == 0)
        return is_strict(a->rel) || is_strict(b->rel);
    return (cmp < 0) == is_upper(a->rel);
}

static void say_twin(struct facts *f, uint32_t x, const struct of_form *xo, uint32_t by,
                     const struct of_form *byo)
{
    struct said *s = &f->said[f->fact[x].said];
    const struct said *other = &f->said[f->fact[by].said];
    enum diag_code code = DIAG_RULE_WEAKER;
    struct rat times = rat_int(1);
    struct diag *g;

    if (s->reported)
        return;
    s->reported = true;
    if (xo->rel == byo->rel && compare(xo->at, byo->at) == 0 && s->context == other->context
        && s->exactly == other->exactly) {
        bool wide = rat_div(&times, xo->by, byo->by);
        if (rat_sign(times) < 0)
            times = rat_neg(times);
        code = wide || rat_is_one(times) ? DIAG_RULE_TWICE : DIAG_RULE_MULTIPLE;
    }
    g = diag_add(f->u->diags, code, s->span, s->name, audit_fact_name(f, by),
                 audit_factor_text(f->u->arena, times), NULL);
    diag_label(f->u->diags, g, LABEL_SAID_HERE, other->span, other->name, NULL);
}

/* Does a, asked in its own way, leave b nothing to ask? What holds at the printed figures holds
 * within their rounding too, save that an expression may be unknown there. */
static bool asks_no_less(const struct said *a, const struct said *b, const struct fact *x)
{
    return a->exactly == b->exactly || x->points || (a->exactly && x->linear);
}

/* May x, once it is known to say no more, be done without? */
static bool stands_for(const struct facts *f, uint32_t by, uint32_t x)
{
    const struct said *a = &f->said[f->fact[by].said], *b = &f->said[f->fact[x].said];

    return a->severity <= b->severity && asks_no_less(a, b, &f->fact[x])
        && (!a->context || a->context == b->context) && f->fact[by].said != f->fact[x].said
        && f->fact[x].written && !b->shape && !a->reported;
}

/* Facts that add up rows leave rounding more room than what they are compared with. */
static bool asks_alike(const struct facts *f, uint32_t a, uint32_t b)
{
    return (!f->fact[a].sum && !f->fact[b].sum) || (f->fact[a].points && f->fact[b].points);
}

static void meet(struct facts *f, uint32_t old, const struct of_form *oldo, uint32_t x,
                 const struct of_form *xo)
{
    const struct said *a = &f->said[f->fact[old].said], *b = &f->said[f->fact[x].said];

    if (!asks_alike(f, old, x))
        return;
    if (implies(oldo, xo) && stands_for(f, old, x)) {
        say_twin(f, x, xo, old, oldo);
        f->fact[x].left_out = true;
    } else if (implies(xo, oldo) && stands_for(f, x, old)) {
        say_twin(f, old, oldo, x, xo);
        f->fact[old].left_out = true;
    } else if (contradicts(oldo, xo) && a->context == b->context && a != b) {
        struct elim_part p[] = { { old, rat_int(1) }, { x, rat_int(1) } };
        audit_say_conflict(f, p, 2);
        f->fact[x].left_out = true;
    }
}

/* ── all ── */

static struct alike *alike_of(struct twins *t, const struct fact *x)
{
    bool printed = t->f->said[x->said].rel == REL_IS;
    struct strbuf key;
    sym s;

    strbuf_init(&key, t->f->u->arena);
    if ((printed && !printed_key(t->f, x, &key)) || !form_key(t->f, x, &key))
        return NULL;
    s = sym_intern(t->keys, key.p, key.len);
    if (s > t->cap) {
        uint32_t cap = t->cap ? t->cap * 2 : 64;
        t->alike = arena_grow(t->f->u->arena, t->alike, t->cap, cap, sizeof *t->alike);
        t->cap = cap;
    }
    return &t->alike[s - 1];
}

static void add_fact(struct twins *t, uint32_t x)
{
    struct alike *c = alike_of(t, &t->f->fact[x]);
    struct of_form o;

    if (!c || !of_form(t->f, &t->f->fact[x], &o))
        return;
    for (uint32_t i = 0; i < c->n && !t->f->fact[x].left_out; i++)
        if (!t->f->fact[c->fact[i]].left_out)
            meet(t->f, c->fact[i], &c->of[i], x, &o);
    if (t->f->fact[x].left_out || c->n == ALIKE_MOST)
        return;
    ARENA_PUSH(t->f->u->arena, c->fact, c->n, c->cap, x);
    c->n--;
    ARENA_PUSH(t->f->u->arena, c->of, c->n, c->cap_of, o);
}

void audit_twins(struct facts *f, const uint32_t *order)
{
    struct twins t = { .f = f, .keys = symtab_new(f->u->arena) };

    for (uint32_t i = 0; i < f->n; i++)
        if (f->fact[order[i]].row.n)
            add_fact(&t, order[i]);
}

/* ── no figures ── */

static bool holds(enum rel rel, int sign)
{
    switch (rel) {
    case REL_EQ: return sign == 0;
    case REL_NE: return sign != 0;
    case REL_LT: return sign < 0;
    case REL_LE: return sign <= 0;
    case REL_GT: return sign > 0;
    case REL_GE: return sign >= 0;
    case REL_IS: break;
    }
    return false;
}

static bool rounds_to(struct rat x, const struct literal *l)
{
    int low = compare(x, l->lower), high = compare(x, l->upper);

    return (low > 0 || (low == 0 && !(l->open & IS_A_OPEN)))
        && (high < 0 || (high == 0 && !(l->open & IS_B_OPEN)));
}

void audit_constants(struct facts *f)
{
    for (uint32_t i = 0; i < f->n; i++) {
        struct fact *x = &f->fact[i];
        struct said *s = &f->said[x->said];
        bool always = s->literal ? rounds_to(x->row.k, s->literal)
            : holds(s->rel, rat_sign(x->row.k));
        if (x->row.n || !x->written || (s->rel == REL_IS && !s->literal))
            continue;
        x->left_out = s->reported = true;
        diag_add(f->u->diags, always ? DIAG_RULE_ALWAYS : DIAG_RULE_NEVER, s->span, s->name, NULL);
    }
}
