/* What is said where two operands are of different dimensions: what each is in and why, and what
 * would bring them together. In: two expressions with their measures. Out: one diagnostic. */
#include "check_part.h"
#include <string.h>

#define MOST_LOOKED_AT 256          /* of expressions that a number may stand in */

/* A number without a unit in what makes up an operand, in the lines and params that it names
 * too. */
struct bare {
    const struct expr *number;      /* the first one, NULL: none */
    const struct decl *in;          /* the line or param that it stands in, NULL: the operand */
    const struct decl *at;          /* that is being looked at */
    uint32_t left;
};

const char *check_source(struct unit *u, struct span s)
{
    return arena_strndup(u->arena, u->srcs->file[s.file].text + s.off, s.len);
}

static bool is_figure(const struct expr *e)
{
    return e->kind == EX_REF && e->decl && !e->decl->nperiod
        && (e->decl->kind == DECL_LINE || e->decl->kind == DECL_PARAM);
}

/* Why an operand has its unit: a named figure's declaration, or the operand itself. */
static void label_unit(struct unit *u, struct diag *g, const struct expr *e)
{
    const char *text = measure_text(u, e->measure);

    if (e->kind == EX_REF && e->decl && *text)
        diag_label(u->diags, g, LABEL_DECLARED_UNIT, e->decl->name.span,
                   unit_text(u, e->decl->name.text), text, NULL);
    else if (is_figure(e))
        diag_label(u->diags, g, LABEL_DECLARED_BARE, e->decl->name.span,
                   unit_text(u, e->decl->name.text), NULL);
    if (*text)
        diag_label(u->diags, g, LABEL_UNIT_OF, e->span, text, NULL);
    else
        diag_label(u->diags, g, LABEL_NO_UNIT, e->span, NULL);
}

/* How many of a count a year has, as the help proposes it. */
static const char *times(const char *per)
{
    return strcmp(per, "月") == 0 ? "12" : "N";
}

/* The number that an operand is by way of the lines and params that it names; NULL: it is more. */
static const struct expr *bare_number(const struct expr *e)
{
    for (uint32_t left = MOST_LOOKED_AT; is_figure(e) && left; left--)
        e = e->decl->stmt->u.fig.value;
    return e->kind == EX_NUM && !e->u.num.unit ? e : NULL;
}

/* The divisor is left out: a half of something needs no unit. */
static void find_bare(struct bare *b, const struct expr *e)
{
    const struct decl *at = b->at;

    if (!b->left || b->number)
        return;
    b->left--;
    if (is_figure(e)) {
        b->at = e->decl;
        find_bare(b, e->decl->stmt->u.fig.value);
        b->at = at;
        return;
    }
    switch (e->kind) {
    case EX_NUM:
        if (!e->u.num.unit) {
            b->number = e;
            b->in = b->at;
        }
        break;
    case EX_ADD: case EX_SUB: case EX_MUL:
        find_bare(b, e->u.bin.a);
        find_bare(b, e->u.bin.b);
        break;
    case EX_NEG: case EX_DIV: case EX_POW: find_bare(b, e->u.bin.a); break;
    case EX_REF: case EX_CALL: case EX_ERROR: break;
    }
}

/* What a help tells to write: numbers whose units make up an amount. */
static const char *example(struct unit *u, const char *amount)
{
    return arena_printf(u->arena, "3400 %s/人/月 × 12 月 × 5 人", amount);
}

/* A number without a unit keeps `e` from being the amount that `wanted` is: a product of bare
 * numbers, a rate times months that do not say so. NULL: no such number. */
static struct diag *units_bare_factor(struct unit *u, const struct measure *wanted,
                                      const struct expr *e, struct span at, const char *op)
{
    const char *amount = measure_amount(u, wanted);
    struct bare b = { .left = MOST_LOOKED_AT };
    struct diag *g;

    if (!amount
        || (measure_amount(u, e->measure) && !measure_missing_counts(u, e->measure, wanted)))
        return NULL;
    find_bare(&b, e);
    if (!b.number)
        return NULL;
    g = diag_add(u->diags, DIAG_UNITS_BARE_FACTOR, at, measure_text(u, wanted), op,
                 check_source(u, b.number->span), example(u, amount), NULL);
    if (b.in && b.in != e->decl)
        diag_label(u->diags, g, LABEL_NUMBER_OF, b.number->span, unit_text(u, b.in->name.text),
                   NULL);
    return g;
}

/* A side that is one number: it takes the unit of the other. */
static struct diag *units_bare(struct unit *u, const struct measure *wanted, const struct expr *e,
                               struct span at, const char *op)
{
    const struct expr *number = bare_number(e);
    const char *unit = measure_text(u, wanted);
    struct diag *g;

    if (!number || measure_is_bare(wanted))
        return NULL;
    g = diag_add(u->diags, DIAG_UNITS_BARE, at, unit, op, check_source(u, number->span), NULL);
    diag_edit(u->diags, g, span_end(number->span), arena_printf(u->arena, " %s", unit));
    return g;
}

/* Only months have a number that everybody takes; and only behind a name or a number does a factor
 * bind to all of it. */
static struct diag *units_per(struct unit *u, const struct expr *a, const struct expr *b,
                              struct span at, const char *op)
{
    const char *per = measure_missing_counts(u, a->measure, b->measure);
    const struct expr *rate = per ? a : b;
    struct diag *g;

    if (!per)
        per = measure_missing_counts(u, b->measure, a->measure);
    if (!per)
        return NULL;
    g = diag_add(u->diags, DIAG_UNITS_PER, at, measure_text(u, a->measure),
                 measure_text(u, b->measure), op, check_source(u, rate->span), per, times(per),
                 NULL);
    if (strcmp(times(per), "N") != 0 && (rate->kind == EX_REF || rate->kind == EX_NUM))
        diag_edit(u->diags, g, span_end(rate->span),
                  arena_printf(u->arena, " × %s %s", times(per), per));
    return g;
}

static struct diag *lacks_unit(struct unit *u, const struct measure *wanted, const struct expr *e,
                               struct span at, const char *op)
{
    struct diag *g = units_bare(u, wanted, e, at, op);

    return g ? g : units_bare_factor(u, wanted, e, at, op);
}

void check_differ(struct unit *u, const struct expr *a, const struct expr *b, struct span at,
                  const char *op)
{
    const char *ta = measure_text(u, a->measure), *tb = measure_text(u, b->measure);
    struct diag *g = lacks_unit(u, a->measure, b, at, op);

    if (!g)
        g = lacks_unit(u, b->measure, a, at, op);
    if (!g)
        g = units_per(u, a, b, at, op);
    if (!g)
        g = diag_add(u->diags, DIAG_UNITS_DIFFER, at, *ta ? ta : "1", *tb ? tb : "1", op, NULL);
    label_unit(u, g, a);
    label_unit(u, g, b);
}

void check_line_differs(struct unit *u, const struct decl *line, const struct measure *in,
                        const struct expr *value)
{
    const char *text = measure_text(u, value->measure);

    if (!lacks_unit(u, in, value, value->span, "="))
        diag_add(u->diags, DIAG_LINE_UNIT, value->span, unit_text(u, line->name.text),
                 measure_text(u, in), *text ? text : "1", NULL);
}
