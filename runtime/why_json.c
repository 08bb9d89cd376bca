/* A derivation as JSON (docs/schema/why.schema.json).
 * In: the tree. Out: one object. */
#include "day.h"
#include "excerpt.h"
#include "json_part.h"
#include "message.h"
#include "why.h"

static const char *kind_name(enum why_kind kind)
{
    switch (kind) {
    case WHY_LINE: return "line";
    case WHY_PARAM: return "param";
    case WHY_LITERAL: return "literal";
    case WHY_STEP: return "step";
    case WHY_FIGURE: return "figure";
    case WHY_ROWS: return "rows";
    case WHY_CONDITION: return "condition";
    case WHY_RULE: return "rule";
    case WHY_CELL: return "cell";
    case WHY_MEMBER: return "row";
    case WHY_LEFT: return "left-out";
    }
    return "";
}

static const char *open_name(uint8_t open)
{
    static const char *const name[] = { "none", "lower", "upper", "both" };
    return name[open & 3];
}

static json_t *day_or_null(struct writer *w, uint32_t day)
{
    char text[DAY_TEXT];
    day_format(text, day);
    return day ? jw_text(w, text) : json_null();
}

static void set_days(struct writer *w, json_t *o, const struct why_item *i)
{
    json_t *at = jw_set(w, o, "days", i->from || i->until ? json_object() : json_null());
    if (!i->from && !i->until)
        return;
    jw_set(w, at, "from", day_or_null(w, i->from));
    jw_set(w, at, "until", day_or_null(w, i->until));
}

static void set_source(struct writer *w, json_t *o, const struct why_item *i)
{
    json_t *at;
    if (!i->line) {
        jw_set(w, o, "source", json_null());
        return;
    }
    at = jw_set(w, o, "source", json_object());
    jw_set(w, at, "file", jw_text(w, i->file));
    jw_set_count(w, at, "line", i->line);
    jw_set_count(w, at, "column", i->col);
}

static void set_cell(struct writer *w, json_t *o, const struct evidence_cell *c)
{
    char letters[8];
    json_t *at;
    if (!c) {
        jw_set(w, o, "cell", json_null());
        return;
    }
    at = jw_set(w, o, "cell", json_object());
    jw_set(w, at, "table", jw_text(w, w->f->prog->string[w->f->prog->table[c->table].name]));
    jw_set(w, at, "row", jw_text(w, c->row_key));
    jw_set(w, at, "column", jw_text(w, c->column));
    jw_set(w, at, "file", jw_text(w, c->at.file));
    jw_set_count(w, at, "line", c->at.line);
    jw_set_count(w, at, "field", c->at.field);
    jw_set(w, at, "letters", jw_text(w, brush_letters(letters, c->at.field)));
    jw_set(w, at, "header", jw_text(w, c->at.header));
    jw_set(w, at, "text", jw_text(w, c->at.text));
}

static void set_result(struct writer *w, json_t *o, const struct why_item *i,
                       const struct why_show *show)
{
    const struct finding *x = &i->result.find;
    json_t *at;
    if (i->kind != WHY_RULE) {
        jw_set(w, o, "result", json_null());
        return;
    }
    at = jw_set(w, o, "result", json_object());
    jw_set(w, at, "severity", jw_text(w, severity_name(x->severity)));
    jw_set(w, at, "status", jw_text(w, status_name((enum ir_status)x->status)));
    jw_set(w, at, "left", jw_text(w, x->left));
    jw_set(w, at, "right", jw_text(w, x->right));
    jw_set(w, at, "difference", jw_text(w, x->difference));
    jw_set(w, at, "slack", jw_text(w, x->slack));
    jw_set(w, at, "lower", jw_text(w, i->result.lower));
    jw_set(w, at, "upper", jw_text(w, i->result.upper));
    jw_set(w, at, "loose", json_boolean(x->loose));
    jw_set(w, at, "message", jw_text(w, message_text(&w->scratch.arena, i->evidence,
                                                     show->render.lang)));
}

static void set_item(struct writer *w, json_t *o, const struct why_item *i,
                     const struct why_show *show)
{
    json_t *parts;
    jw_set_count(w, o, "id", i->id);
    jw_set(w, o, "kind", jw_text(w, kind_name((enum why_kind)i->kind)));
    jw_set(w, o, "name", jw_text_or_null(w, i->name));
    jw_set(w, o, "text", jw_text(w, i->text));
    jw_set(w, o, "key", jw_text(w, i->key));
    jw_set(w, o, "value", jw_text(w, i->value));
    jw_set(w, o, "unit", jw_text(w, i->unit));
    jw_set(w, o, "lower", jw_text(w, i->lower));
    jw_set(w, o, "upper", jw_text(w, i->upper));
    jw_set(w, o, "open", jw_text(w, open_name(i->open)));
    jw_set(w, o, "reason", jw_text_or_null(w, reason_name((enum ir_reason)i->reason)));
    jw_set(w, o, "because", jw_text_or_null(w, i->because));
    set_days(w, o, i);
    set_source(w, o, i);
    set_cell(w, o, i->cell);
    set_result(w, o, i, show);
    jw_set_count(w, o, "members", i->members);
    jw_set_count(w, o, "left_out", i->left_out);
    if (i->furthest)
        jw_set(w, o, "furthest", json_boolean(true));
    jw_set(w, o, "cut", json_boolean(i->cut));
    jw_set(w, o, "above", i->above ? json_integer(i->above->id) : json_null());
    parts = jw_set(w, o, "parts", json_array());
    for (uint32_t k = 0; k < i->npart; k++)
        set_item(w, jw_append(w, parts), i->part[k], show);
}

bool why_json(struct report_out *out, const struct why_tree *t, const struct why_show *o)
{
    struct json_opts opts = { .lang = o->render.lang, .rules = o->rules,
                              .scenario = o->scenario };
    struct writer w;
    jw_open(&w, out, t->f, &opts);
    jw_put_text(&w, "fisc", PACKAGE_VERSION, true);
    jw_put_text(&w, "rules", o->rules, false);
    jw_put_text(&w, "asked", o->asked, false);
    jw_put_scenario(&w);
    jw_put_key(&w, "unknown", false);
    jw_hold(&w, t->unknown ? json_integer(t->unknown->id) : json_null());
    jw_put_held(&w);
    jw_put_key(&w, "results", false);
    jw_hold(&w, json_integer((json_int_t)t->results));
    jw_put_held(&w);
    jw_put_key(&w, "too_wide", false);
    jw_hold(&w, json_boolean(t->too_wide));
    jw_put_held(&w);
    jw_put_key(&w, "uses", false);
    jw_hold(&w, json_boolean(t->uses));
    jw_put_held(&w);
    jw_put_key(&w, "roots", false);
    jw_put(&w, "[");
    for (uint32_t i = 0; i < t->nroot && !w.failed; i++) {
        json_t *root = jw_hold(&w, json_object());
        jw_put(&w, i ? ",\n" : "\n");
        set_item(&w, root, t->root[i], o);
        jw_put_held(&w);
    }
    jw_put(&w, "]");
    return jw_close(&w);
}
