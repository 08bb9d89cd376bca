/* Dated params: one declaration for each period.
 * In: a param with periods; references to it. Out: its periods as figures of the unit; the period
 * that holds on the day that a reference, or the run, says.
 * Invariant: a reference is to one period, so no later pass knows that there are others; the
 * periods of a param lie in the order of days, and no two have a day in common. */
#include "declare.h"
#include "../runtime/day.h"
#include <stdlib.h>

#define DAY_LAST 99991231u

static uint32_t ends(const struct stmt *s) { return s->u.fig.until ? s->u.fig.until : DAY_LAST; }

static int by_day(const void *x, const void *y)
{
    const struct stmt *a = (*(struct decl *const *)x)->stmt, *b = (*(struct decl *const *)y)->stmt;

    if (a->u.fig.from != b->u.fig.from)
        return a->u.fig.from < b->u.fig.from ? -1 : 1;
    return a < b ? -1 : a > b;      /* of one param: in one array */
}

static const char *day_text(struct unit *u, uint32_t day)
{
    char text[DAY_TEXT];

    day_format(text, day);
    return arena_printf(u->arena, "%s", text);
}

/* x begins no later than y */
static void check_apart(struct unit *u, const struct stmt *x, const struct stmt *y)
{
    uint32_t both = y->u.fig.from ? y->u.fig.from : ends(x) < ends(y) ? ends(x) : ends(y);

    if (y->u.fig.from <= ends(x))
        diag_label(u->diags, diag_add(u->diags, DIAG_PERIODS_MEET, y->span,
                                      unit_text(u, y->name.text), day_text(u, both), NULL),
                   LABEL_FIRST, x->span, NULL);
}

static struct decl *declare_period(struct unit *u, struct stmt *s)
{
    struct decl *d = ARENA_NEW(u->arena, struct decl);

    d->kind = DECL_PARAM;
    d->name = s->name;
    d->stmt = s;
    ARENA_PUSH(u->arena, u->scope->figure, u->scope->nfigure, u->scope->figure_cap, d);
    return d;
}

void periods_declare(struct unit *u, struct decl *param)
{
    struct stmt *of = param->stmt->u.fig.period;

    param->nperiod = param->stmt->u.fig.nperiod;
    param->period = ARENA_ARRAY(u->arena, struct decl *, param->nperiod);
    for (uint32_t i = 0; i < param->nperiod; i++)
        param->period[i] = declare_period(u, &of[i]);
    qsort(param->period, param->nperiod, sizeof *param->period, by_day);
    for (uint32_t i = 1; i < param->nperiod; i++)
        check_apart(u, param->period[i - 1]->stmt, param->period[i]->stmt);
}

/* the last one that begins by that day, if the day is in it */
static struct decl *find_period(const struct decl *param, uint32_t day)
{
    uint32_t low = 0, high = param->nperiod;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (param->period[mid]->stmt->u.fig.from <= day)
            low = mid + 1;
        else
            high = mid;
    }
    return low && day <= ends(param->period[low - 1]->stmt) ? param->period[low - 1] : NULL;
}

/* All periods of a param that is used are: each is of use on its days. */
static void use_all(struct decl *param)
{
    for (uint32_t i = 0; i < param->nperiod && !param->used; i++)
        param->period[i]->used = true;
    param->used = true;
}

static struct decl *pick(struct unit *u, const struct expr *e, struct decl *param)
{
    uint32_t on = e->u.ref.at ? e->u.ref.at : u->on;
    struct decl *d = on ? find_period(param, on) : NULL;
    const char *name = unit_text(u, e->u.ref.name.text);

    use_all(param);
    if (!on)
        diag_add(u->diags, DIAG_DAY_NEEDED, e->span, name, NULL);
    else if (!d)
        diag_add(u->diags, DIAG_NO_PERIOD, e->span, name, day_text(u, on), NULL);
    return d;
}

struct decl *period_of(struct unit *u, const struct expr *e, struct decl *d)
{
    if (d->nperiod)
        return pick(u, e, d);
    if (!e->u.ref.at)
        return d;
    diag_add(u->diags, DIAG_DAY_OF_NO_PARAM, e->span, unit_text(u, e->u.ref.name.text),
             day_text(u, e->u.ref.at), NULL);
    return NULL;
}

bool period_follows(const struct scope *s, uint32_t figure)
{
    struct span x, y;

    if (!figure)
        return false;
    x = s->figure[figure]->name.span;
    y = s->figure[figure - 1]->name.span;
    return x.file == y.file && x.off == y.off;
}
