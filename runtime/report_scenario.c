/* What a scenario supposes, for people.
 * In: params as they are and as they are supposed to be. Out: the head of a report. */
#include "report_part.h"
#include <string.h>

enum { PARAM_COLUMNS = 3 };

const char *scenario_title(struct arena *a, enum lang lang, const struct supposed *x)
{
    const char *name = say_with(a, lang, SAY_SCENARIO, 1, say_escaped(a, x->name));
    return *x->because ? say_with(a, lang, SAY_SCENARIO_BECAUSE, 2, name,
                                  say_escaped(a, x->because))
                       : name;
}

void report_scenario(struct report *r)
{
    const struct supposed *x = r->opts->scenario;
    struct columns c = { .arena = &r->scratch.arena, .count = PARAM_COLUMNS,
                         .align = { COLUMN_LEFT, COLUMN_POINT, COLUMN_LEFT },
                         .give = { GIVE_END, GIVE_NOTHING, GIVE_NOTHING } };
    struct brush b = report_brush(r, SEV_NOTE);
    if (!x)
        return;
    report_title(r, scenario_title(c.arena, r->lang, x));
    for (uint32_t i = 0; i < x->nparam; i++) {
        const struct supposed_param *p = &x->param[i];
        const char *unit = say_escaped(c.arena, p->unit);
        const char *row[] = { say_escaped(c.arena, p->name),
                              message_figure(c.arena, p->was, 0, unit),
                              arena_printf(c.arena, "-> %s",
                                           message_figure(c.arena, p->now, 0, unit)) };
        columns_add(&c, ROW_PLAIN, row);
    }
    columns_draw(&b, &c, 2, r->columns);
    strbuf_addc(&r->text, '\n');
}

/* ---- lines ---- */

static void head_row(struct report *r, struct columns *c)
{
    const char *row[] = { "", say_text(SAY_SCENARIO_WITHOUT, r->lang),
                          say_text(SAY_SCENARIO_WITH, r->lang),
                          say_text(SAY_SCENARIO_CHANGE, r->lang) };
    columns_add(c, ROW_HEAD, row);
}

static const char *change_text(struct report *r, uint32_t line)
{
    struct arena *a = &r->scratch.arena;
    const struct ir_program *p = r->f->prog;
    const char *change = line_change(a, r->opts->scenario->without, r->f, line);
    const char *unit = say_escaped(a, p->string[p->line[line].unit.text]);
    if (!change)
        return "";
    return arena_printf(a, "%s%s", *change == '-' || !strcmp(change, "0") ? "" : "+",
                        message_figure(a, change, 0, unit));
}

void report_lines_changed(struct report *r, uint32_t from, uint32_t to)
{
    struct columns c = { .arena = &r->scratch.arena, .count = 4,
                         .align = { COLUMN_LEFT, COLUMN_POINT, COLUMN_POINT, COLUMN_POINT },
                         .give = { GIVE_END } };
    struct brush b = report_brush(r, SEV_WARNING);
    head_row(r, &c);
    for (uint32_t i = from; i < to; i++) {
        const char *row[] = { say_escaped(c.arena, r->f->prog->string[r->f->prog->line[i].name]),
                              report_line_value(r, r->opts->scenario->without, i),
                              report_line_value(r, r->f, i), change_text(r, i) };
        columns_add(&c, r->f->line[i].value ? ROW_PLAIN : ROW_SEV, row);
    }
    columns_draw(&b, &c, 0, r->columns);
}
