/* Effects for people: the figure, a row for each input, what the rows do not say.
 * In: effects. Out: one table and notes. */
#include "effect.h"
#include "report_part.h"
#include <string.h>

enum { EFFECT_COLUMNS = 5, EFFECTS_SHOWN = 200 };

struct sheet { struct report *r; struct arena *a; };

static const char *say1(struct sheet *s, enum say id, const char *x)
{
    return say_with(s->a, s->r->lang, id, 1, x);
}

static const char *figure(struct sheet *s, const char *value, int places, const char *unit)
{
    return message_figure(s->a, value, places, say_escaped(s->a, unit));
}

static const char *unknown(struct sheet *s, uint8_t reason)
{
    return say1(s, SAY_UNKNOWN_VALUE,
                say_text(message_reason((enum ir_reason)reason), s->r->lang));
}

static const char *unit_of(const struct effects *e, const struct ir_unit *u)
{
    return e->tree->f->prog->string[u->text];
}

/* "+3,696 元" */
static const char *change_text(struct sheet *s, const struct effects *e, const struct effect *x)
{
    const struct why_item *root = e->tree->root[0];
    const char *text;
    if (!x->change)
        return x->reason ? unknown(s, x->reason) : "";
    text = strchr(x->change, '/') ? message_unit(s->a, x->change, say_escaped(s->a, root->unit))
                                  : figure(s, x->change, root->places, root->unit);
    return *x->change == '-' || !strcmp(x->change, "0") ? text : arena_printf(s->a, "+%s", text);
}

static const char *value_text(struct sheet *s, const struct effects *e, const struct effect *x,
                              const char *value, int places)
{
    const char *unit = unit_of(e, &x->of->unit);
    if (!value)
        return "";
    if (strchr(value, '/'))
        return message_unit(s->a, value, say_escaped(s->a, unit));
    return figure(s, value, places, unit);
}

/* what is to be known of a change, besides */
static const char *remark(struct sheet *s, const struct effect *x)
{
    static const enum say bend[] = { [BEND_DIVISOR] = SAY_EFFECT_DIVISOR,
                                     [BEND_FACTORS] = SAY_EFFECT_FACTORS,
                                     [BEND_POWER] = SAY_EFFECT_POWER,
                                     [BEND_ROUND] = SAY_EFFECT_ROUND,
                                     [BEND_CHOICE] = SAY_EFFECT_CHOICE };
    struct strbuf b;
    const char *join = say_text(SAY_EFFECT_JOIN, s->r->lang);
    strbuf_init(&b, s->a);
    if (x->of->op == FORMULA_ROWS)
        strbuf_adds(&b, say_text(SAY_EFFECT_ROWS, s->r->lang));
    if (x->cells > 1)
        strbuf_adds(&b, say1(s, SAY_EFFECT_EACH_CELL, say_count(s->a, x->cells)));
    if (x->of->chosen)
        strbuf_addf(&b, "%s%s", b.len ? join : "", say_text(SAY_EFFECT_CHOSEN, s->r->lang));
    if (x->bend)
        strbuf_addf(&b, "%s%s", b.len ? join : "", say_text(bend[x->bend], s->r->lang));
    return b.p;
}

static const char *place_text(struct sheet *s, const struct effects *e, const struct effect *x)
{
    const struct ir_program *p = e->tree->f->prog;
    char letters[8];
    if (x->cell)
        return arena_printf(s->a, "%s:%llu %s", say_escaped(s->a, x->cell->at.file),
                            (unsigned long long)x->cell->at.line,
                            brush_letters(letters, x->cell->at.field));
    if (x->of->op != FORMULA_LITERAL || x->of->file >= p->nfile)
        return "";
    return arena_printf(s->a, "%s:%u", say_escaped(s->a, p->string[p->file[x->of->file]]),
                        x->of->line);
}

static void input_row(struct sheet *s, struct columns *c, const struct effects *e,
                      const struct effect *x)
{
    const char *name = *x->of->name ? x->of->name : x->of->text;
    const char *step = value_text(s, e, x, x->step, 0), *more = remark(s, x);
    const char *place = place_text(s, e, x);
    bool both = *more && *place;
    const char *row[] = {
        say_escaped(s->a, name),
        x->value ? value_text(s, e, x, x->value, x->places) : unknown(s, x->reason),
        *step ? arena_printf(s->a, "+%s", step) : "", change_text(s, e, x),
        arena_printf(s->a, "%s%s%s", more, both ? say_text(SAY_EFFECT_JOIN, s->r->lang) : "", place)
    };
    columns_add(c, x->change ? ROW_PLAIN : ROW_SEV, row);
}

static void inputs(struct sheet *s, const struct brush *b, const struct effects *e, uint32_t shown)
{
    enum lang l = s->r->lang;
    struct columns c = { .arena = s->a, .count = EFFECT_COLUMNS,
                         .align = { COLUMN_LEFT, COLUMN_POINT, COLUMN_POINT, COLUMN_POINT,
                                    COLUMN_LEFT },
                         .give = { GIVE_END, GIVE_NOTHING, GIVE_NOTHING, GIVE_NOTHING,
                                   GIVE_END } };
    columns_add(&c, ROW_HEAD, (const char *const[]){
        say_text(SAY_EFFECT_INPUT, l), say_text(SAY_EFFECT_VALUE, l), say_text(SAY_EFFECT_STEP, l),
        say_text(SAY_EFFECT_CHANGE, l), "" });
    for (uint32_t i = 0; i < shown; i++)
        input_row(s, &c, e, &e->p[i]);
    columns_draw(b, &c, 0, s->r->columns);
}

static void head(struct sheet *s, const struct effects *e)
{
    const struct why_item *i = e->tree->root[0];
    const char *value = i->value ? figure(s, i->value, i->places, i->unit)
        : unknown(s, i->reason ? i->reason : RS_OVERFLOW);
    const char *name = say_escaped(s->a, *i->name ? i->name : i->text);
    report_title(s->r, arena_printf(s->a, "%s = %s", name, value));
}

static void notes(struct sheet *s, const struct effects *e, uint64_t left_out)
{
    bool bent = false;
    for (uint32_t i = 0; i < e->n; i++)
        bent = bent || e->p[i].bend;
    if (bent)
        report_notice(s->r, say_text(SAY_EFFECT_BENT, s->r->lang));
    if (e->rounded)
        report_notice(s->r, say_text(SAY_EFFECT_ROUNDED, s->r->lang));
    if (e->cut)
        report_notice(s->r, say_text(SAY_EFFECT_CUT, s->r->lang));
    if (left_out)
        report_notice(s->r, say1(s, SAY_EFFECT_MORE, say_count(s->a, left_out)));
}

bool effect_text(struct report_out *out, const struct effects *e, const struct why_show *o)
{
    struct report_opts opts = { .render = o->render, .scenario = o->scenario };
    uint32_t shown = e->n < EFFECTS_SHOWN ? e->n : EFFECTS_SHOWN;
    struct report r;
    struct sheet s = { .r = &r };
    struct brush b;
    report_open(&r, out, NULL, e->tree->f, &opts);
    s.a = &r.scratch.arena;
    report_scenario(&r);
    head(&s, e);
    b = report_brush(&r, SEV_WARNING);
    if (shown)
        inputs(&s, &b, e, shown);
    notes(&s, e, e->left_out + e->n - shown);
    report_flush(&r);
    report_close(&r);
    return !out->failed;
}
