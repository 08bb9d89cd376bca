/* Effects as JSON (docs/schema/effects.schema.json).
 * In: effects. Out: one object. */
#include "day.h"
#include "effect.h"
#include "json_part.h"
#include "message.h"

static const char *kind_name(const struct formula *x)
{
    if (x->op == FORMULA_LITERAL)
        return *x->name ? "param" : "literal";
    return x->op == FORMULA_FIGURE ? "figure" : "rows";
}

static const char *bend_name(enum effect_bend b)
{
    switch (b) {
    case BEND_NONE: return "";
    case BEND_DIVISOR: return "divisor";
    case BEND_FACTORS: return "factors";
    case BEND_POWER: return "power";
    case BEND_ROUND: return "round";
    case BEND_CHOICE: return "choice";
    }
    return "";
}

static void set_days(struct writer *w, json_t *o, const char *key, uint32_t day)
{
    char text[DAY_TEXT];
    day_format(text, day);
    jw_set(w, o, key, day ? jw_text(w, text) : json_null());
}

static void set_place(struct writer *w, json_t *o, const struct effect *x)
{
    const struct ir_program *p = w->f->prog;
    json_t *at;
    if (x->cell) {
        at = jw_set(w, o, "cell", json_object());
        jw_set(w, at, "file", jw_text(w, x->cell->at.file));
        jw_set_count(w, at, "line", x->cell->at.line);
        jw_set_count(w, at, "field", x->cell->at.field);
        jw_set(w, at, "text", jw_text(w, x->cell->at.text));
    } else {
        jw_set(w, o, "cell", json_null());
    }
    at = jw_set(w, o, "source", json_object());
    jw_set(w, at, "file", jw_text(w, x->of->file < p->nfile
                                  ? p->string[p->file[x->of->file]] : ""));
    jw_set_count(w, at, "line", x->of->line);
    jw_set_count(w, at, "column", x->of->col);
}

static void set_input(struct writer *w, json_t *o, const struct effect *x)
{
    const struct ir_program *p = w->f->prog;
    jw_set(w, o, "kind", jw_text(w, kind_name(x->of)));
    jw_set(w, o, "name", jw_text_or_null(w, x->of->name));
    jw_set(w, o, "text", jw_text(w, x->of->text));
    jw_set(w, o, "because", jw_text_or_null(w, x->of->because));
    set_days(w, o, "from", x->of->from);
    set_days(w, o, "until", x->of->until);
    jw_set(w, o, "value", jw_text(w, x->value));
    jw_set(w, o, "step", jw_text(w, x->step));
    jw_set(w, o, "unit", jw_text(w, p->string[x->of->unit.text]));
    jw_set(w, o, "change", jw_text(w, x->change));
    jw_set(w, o, "reason", jw_text_or_null(w, reason_name((enum ir_reason)x->reason)));
    jw_set(w, o, "proportional", x->change ? json_boolean(!x->bend) : json_null());
    jw_set(w, o, "bend", jw_text_or_null(w, bend_name((enum effect_bend)x->bend)));
    jw_set(w, o, "chosen", json_boolean(x->of->chosen));
    jw_set_count(w, o, "cells", x->cells);
    set_place(w, o, x);
}

static void put(struct writer *w, const char *key, json_t *value)
{
    jw_put_key(w, key, false);
    jw_hold(w, value);
    jw_put_held(w);
}

static void put_inputs(struct writer *w, const struct effects *e)
{
    jw_put_key(w, "inputs", false);
    jw_put(w, "[");
    for (uint32_t i = 0; i < e->n && !w->failed; i++) {
        json_t *o = jw_hold(w, json_object());
        jw_put(w, i ? ",\n" : "\n");
        set_input(w, o, &e->p[i]);
        jw_put_held(w);
    }
    jw_put(w, "]");
}

bool effect_json(struct report_out *out, const struct effects *e, const struct why_show *o)
{
    struct json_opts opts = { .lang = o->render.lang, .rules = o->rules,
                              .scenario = o->scenario };
    const struct why_item *root = e->tree->root[0];
    struct writer w;
    jw_open(&w, out, e->tree->f, &opts);
    jw_put_text(&w, "fisc", PACKAGE_VERSION, true);
    jw_put_text(&w, "rules", o->rules, false);
    jw_put_text(&w, "asked", o->asked, false);
    jw_put_scenario(&w);
    put(&w, "value", jw_text(&w, root->value));
    put(&w, "unit", jw_text(&w, root->unit));
    put(&w, "reason", jw_text_or_null(&w, reason_name((enum ir_reason)root->reason)));
    put(&w, "rounded", json_boolean(e->rounded));
    put(&w, "cut", json_boolean(e->cut));
    put(&w, "left_out", json_integer((json_int_t)e->left_out));
    put_inputs(&w, e);
    return jw_close(&w);
}
