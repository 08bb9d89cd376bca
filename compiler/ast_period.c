/* Builders of dated params.
 * In: days as written, values. Out: nodes in the arena; a period begins with the first day that is
 * meant and ends with the last one. */
#include "build.h"
#include "../runtime/day.h"

/* `of`: what days of that text are meant; 0 where none is written, or after a diagnostic */
static uint32_t day_of(struct build *b, struct name text, uint32_t (*of)(const char *text))
{
    const char *day = text.text ? sym_text(b->syms, text.text) : NULL;
    uint32_t n = day ? of(day) : 0;
    if (day && !n)
        diag_add(b->diags, DIAG_NO_SUCH_DAY, text.span, day, NULL);
    return n;
}

struct stmt ast_period(struct build *b, struct span at, struct name from, struct name until,
                       struct expr *value, sym because)
{
    struct stmt s = { .kind = ST_PARAM, .span = at };
    s.u.fig.value = value;
    s.u.fig.because = because;
    s.u.fig.from = day_of(b, from, day_first);
    s.u.fig.until = day_of(b, until, day_last);
    if (s.u.fig.until && s.u.fig.from > s.u.fig.until)
        diag_add(b->diags, DIAG_PERIOD_BACKWARDS, span_over(from.span, until.span),
                 sym_text(b->syms, from.text), sym_text(b->syms, until.text), NULL);
    return s;
}

struct stmt_list *ast_periods_add(struct build *b, struct stmt_list *list, struct stmt period)
{
    if (!list)
        list = ARENA_NEW(b->arena, struct stmt_list);
    ARENA_PUSH(b->arena, list->p, list->n, list->cap, period);
    return list;
}

void ast_param_dated(struct build *b, struct span at, struct name name, struct stmt_list *periods)
{
    struct stmt *s = ast_statement(b, ST_PARAM, at, name);
    s->u.fig.period = periods->p;
    s->u.fig.nperiod = periods->n;
    for (uint32_t i = 0; i < periods->n; i++)
        periods->p[i].name = name;
}

struct expr *ast_ref_at(struct build *b, struct span at, struct name name, struct name day)
{
    struct expr *e = ast_ref(b, at, name, NULL);
    e->u.ref.at = day_of(b, day, day_first);
    return e;
}
