/* The values of lines, for people.
 * In: the findings of a run. Out: one table, and what each line rests on. */
#include "notice.h"
#include "report_part.h"
#include <string.h>

enum { CALC_COLUMNS = 3, CALC_PAGE = 256 };     /* lines aligned with one another */

const char *report_line_value(struct report *r, const struct findings *f, uint32_t line)
{
    struct arena *a = &r->scratch.arena;
    const struct line_value *v = &f->line[line];
    const char *unit = say_escaped(a, f->prog->string[f->prog->line[line].unit.text]);
    if (v->value)
        return message_figure(a, v->value, 0, unit);
    enum ir_reason reason = v->reason ? (enum ir_reason)v->reason : RS_OVERFLOW;
    return say_with(a, r->lang, SAY_UNKNOWN_VALUE, 1, say_text(message_reason(reason), r->lang));
}

/* "= 298 人 × 14 元/人/天" */
static const char *line_formula(struct report *r, const char *formula)
{
    struct arena *a = &r->scratch.arena;
    return arena_printf(a, "= %s", say_escaped(a, formula));
}

/* A line with its formula, and on a row beneath what it rests on. */
static void line_rows(struct report *r, struct columns *c, uint32_t i)
{
    struct arena *a = &r->scratch.arena;
    const struct ir_line *l = &r->f->prog->line[i];
    char *const *string = r->f->prog->string;
    const char *row[] = { say_escaped(a, string[l->name]), report_line_value(r, r->f, i),
                          line_formula(r, string[l->formula]) };
    columns_add(c, r->f->line[i].value ? ROW_PLAIN : ROW_SEV, row);
    if (!*string[l->because])
        return;
    row[0] = row[1] = "";
    row[2] = arena_printf(a, "%s%s%s", say_text(SAY_BECAUSE, r->lang), say_text(SAY_COLON, r->lang),
                          say_escaped(a, string[l->because]));
    columns_add(c, ROW_PLAIN, row);
}

static void page_draw(struct report *r, uint32_t from, uint32_t to)
{
    struct columns c = { .arena = &r->scratch.arena, .count = CALC_COLUMNS,
                         .align = { COLUMN_LEFT, COLUMN_POINT, COLUMN_LEFT },
                         .give = { GIVE_END, GIVE_NOTHING, GIVE_END } };
    struct brush b = report_brush(r, SEV_WARNING);
    for (uint32_t i = from; i < to; i++)
        if (findings_have_line(r->f, i))
            line_rows(r, &c, i);
    columns_draw(&b, &c, 0, r->columns);
}

static void notice_draw(void *ctx, const struct notice *n)
{
    report_notice(ctx, n->message);
}

bool report_calc_text(struct report_out *out, struct srcs *srcs, const struct findings *f,
                      const struct report_opts *o)
{
    struct report r;
    uint32_t n = f->prog->nline;
    report_open(&r, out, srcs, f, o);
    report_scenario(&r);
    for (uint32_t at = 0; at < n; at += CALC_PAGE) {
        uint32_t end = n - at > CALC_PAGE ? at + CALC_PAGE : n;
        if (o->scenario)
            report_lines_changed(&r, at, end);
        else
            page_draw(&r, at, end);
        if (!report_flush(&r))
            break;
    }
    notices_rows(&r.scratch.arena, f, o->render.lang, notice_draw, &r);
    report_flush(&r);
    report_close(&r);
    return !out->failed;
}
