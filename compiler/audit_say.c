/* What is said of rules that follow from others or contradict them.
 * In: facts, and with what factors they make another. Out: diagnostics with the combination
 * written out, and the other rules as labels. */
#include "audit_part.h"
#include <stdlib.h>

#define PARTS_SHOWN 12u

static const char *whole_text(struct arena *a, w256 v)
{
    struct strbuf b;
    char digit[80];
    unsigned n = 0;
    w256 ten = w256_from_i64(10), rem;

    strbuf_init(&b, a);
    do {
        w256_divmod(&v, &rem, v, ten);
        digit[n++] = (char)('0' + w256_to_i64(w256_abs(rem)));
    } while (w256_sign(v));
    while (n)
        strbuf_addc(&b, digit[--n]);
    return b.p;
}

const char *audit_factor_text(struct arena *a, struct rat r)
{
    const char *num = whole_text(a, r.num);

    return w256_cmp(r.den, w256_from_i64(1)) == 0 ? num
        : arena_printf(a, "%s/%s", num, whole_text(a, r.den));
}

const char *audit_fact_name(const struct facts *f, uint32_t fact)
{
    const struct fact *x = &f->fact[fact];

    return x->where ? arena_printf(f->u->arena, "%s%s", f->said[x->said].name, x->where)
        : f->said[x->said].name;
}

/* Rules that are written stand before what shapes say, and of these what is added before what is
 * taken away. */
static struct elim_part *parts_sorted(const struct facts *f, const struct elim_part *part,
                                      uint32_t n)
{
    struct elim_part *p = ARENA_ARRAY(f->u->arena, struct elim_part, (size_t)n + 1);
    uint32_t m = 0;

    for (int pass = 0; pass < 4; pass++)
        for (uint32_t i = 0; i < n; i++)
            if (f->said[f->fact[part[i].of].said].shape == (pass >= 2)
                && (rat_sign(part[i].factor) < 0) == (pass % 2 == 1))
                p[m++] = part[i];
    return p;
}

/* "A + 2 × B − C" */
static const char *sum_text(const struct facts *f, const struct elim_part *unsorted, uint32_t n)
{
    const struct elim_part *part = parts_sorted(f, unsorted, n);
    struct strbuf b;

    strbuf_init(&b, f->u->arena);
    for (uint32_t i = 0; i < n && i < PARTS_SHOWN; i++) {
        bool less = rat_sign(part[i].factor) < 0;
        struct rat by = less ? rat_neg(part[i].factor) : part[i].factor;
        strbuf_adds(&b, less ? (i ? " - " : "-") : i ? " + " : "");
        if (!rat_is_one(by))
            strbuf_addf(&b, "%s × ", audit_factor_text(f->u->arena, by));
        strbuf_adds(&b, audit_fact_name(f, part[i].of));
    }
    strbuf_adds(&b, n > PARTS_SHOWN ? " + …" : "");
    return b.p;
}

/* Rules that are written are worth a look more than the shape of a table; each once. */
static void label_parts(struct facts *f, struct diag *g, const struct elim_part *part, uint32_t n,
                        uint32_t except)
{
    uint32_t shown = 0;

    for (int shape = 0; shape < 2; shape++)
        for (uint32_t i = 0; i < n && shown < LABELS_MAX; i++) {
            uint32_t said = f->fact[part[i].of].said;
            bool again = said == except;
            for (uint32_t k = 0; k < i && !again; k++)
                again = f->fact[part[k].of].said == said;
            if (again || f->said[said].shape != (shape == 1))
                continue;
            diag_label(f->u->diags, g, LABEL_SAID_HERE, f->said[said].span, f->said[said].name,
                       NULL);
            shown++;
        }
}

/* Does x follow from its parts over printed figures too? */
static bool is_exact(const struct facts *f, const struct fact *x, const struct elim_part *part,
                     uint32_t n)
{
    bool points = x->points, exactly = f->said[x->said].exactly || x->linear;

    for (uint32_t i = 0; i < n; i++) {
        points = points && f->fact[part[i].of].points;
        exactly = exactly && f->said[f->fact[part[i].of].said].exactly;
    }
    return points || exactly;
}

static int written_first(const void *a, const void *b)
{
    const struct elim_part *x = a, *y = b;

    return x->of < y->of ? -1 : x->of > y->of;
}

void audit_say_implied(struct facts *f, uint32_t x, const struct elim_part *part, uint32_t n)
{
    struct said *s = &f->said[f->fact[x].said];
    bool exact = is_exact(f, &f->fact[x], part, n);
    struct diag *g;

    if (!f->fact[x].written || s->shape || s->reported || (s->exactly && !exact))
        return;
    s->reported = true;
    g = diag_add(f->u->diags, exact ? DIAG_RULE_IMPLIED : DIAG_RULE_IMPLIED_TRUE, s->span, s->name,
                 arena_printf(f->u->arena, "%s = %s", s->name, sum_text(f, part, n)), NULL);
    label_parts(f, g, part, n, f->fact[x].said);
}

void audit_say_conflict(struct facts *f, const struct elim_part *part, uint32_t n)
{
    struct elim_part *p = ARENA_ARRAY(f->u->arena, struct elim_part, n);
    const struct said *last;
    struct strbuf names;
    struct diag *g;

    for (uint32_t i = 0; i < n; i++)
        p[i] = part[i];
    qsort(p, n, sizeof *p, written_first);
    last = &f->said[f->fact[p[n - 1].of].said];
    strbuf_init(&names, f->u->arena);
    for (uint32_t i = 0; i < n && i < PARTS_SHOWN; i++) {
        strbuf_adds(&names, i ? ", " : "");
        strbuf_adds(&names, audit_fact_name(f, p[i].of));
    }
    strbuf_adds(&names, n > PARTS_SHOWN ? ", …" : "");
    g = diag_add(f->u->diags, DIAG_RULES_CONFLICT, last->span,
                 arena_printf(f->u->arena, "%u", n), names.p, NULL);
    label_parts(f, g, p, n, f->fact[p[n - 1].of].said);
}
