/* Reports as JSON, by jansson, member by member and result by result.
 * In: the findings of a run. Out: one object through a callback.
 * Invariant: the same findings give the same bytes; memory does not grow with their number. */
#include "json_part.h"
#include "baseline.h"
#include "day.h"
#include "feasible.h"
#include "message_joint.h"
#include "notice.h"
#include <string.h>

static void set_place(struct writer *w, json_t *object, const char *file, uint32_t line,
                      uint32_t column)
{
    json_t *source = jw_set(w, object, "source", json_object());
    jw_set(w, source, "file", jw_text(w, file));
    jw_set_count(w, source, "line", line);
    jw_set_count(w, source, "column", column);
}

/* ---- counts ---- */

static void set_statuses(struct writer *w, json_t *object, unsigned from, unsigned to)
{
    for (unsigned status = 0; status < ST_COUNT; status++) {
        uint64_t n = 0;
        if (status == ST_KNOWN && !w->f->baseline)
            continue;
        for (unsigned s = from; s < to; s++)
            n += w->f->count[s][status];
        jw_set_count(w, object, status_name((enum ir_status)status), n);
    }
}

void jw_put_counts(struct writer *w)
{
    jw_put_key(w, "summary", false);
    json_t *summary = jw_hold(w, json_object());
    set_statuses(w, summary, 0, 3);
    jw_put_held(w);
    jw_put_key(w, "by_severity", false);
    json_t *by = jw_hold(w, json_object());
    for (unsigned s = 0; s < 3; s++)
        set_statuses(w, jw_set(w, by, severity_name(s), json_object()), s, s + 1);
    jw_put_held(w);
    jw_put_count(w, "total", w->f->total, false);
    jw_put_key(w, "truncated", false);
    jw_put(w, w->f->truncated ? "true" : "false");
}

/* ---- results ---- */

static void add_cell(struct writer *w, json_t *cells, const struct evidence *e,
                     const struct evidence_cell *c)
{
    char value[128];
    const struct ir_table *t = &w->f->prog->table[c->table];
    json_t *o = jw_append(w, cells);
    dec_format(value, sizeof value, c->value, false);
    jw_set(w, o, "table", jw_text(w, w->f->prog->string[t->name]));
    jw_set(w, o, "row", jw_text(w, c->row_key));
    jw_set(w, o, "column", jw_text(w, c->column));
    bool figure = evidence_cell_known(e, c);
    jw_set(w, o, "value", jw_text(w, figure ? value : NULL));
    jw_set(w, o, "unit", jw_text_or_null(w, c->unit));
    jw_set(w, o, "kind", jw_text(w, evidence_cell_kind(c)));
    jw_set(w, o, "file", jw_text(w, c->at.file));
    jw_set_count(w, o, "line", c->at.line);
    jw_set_count(w, o, "field", c->at.field);
    jw_set(w, o, "header", jw_text(w, c->at.header));
    jw_set(w, o, "text", jw_text(w, c->at.text));
    if (c->asked)
        jw_set(w, o, "condition", json_boolean(true));
    if (c->part != FIGURE_PLAIN)
        jw_set(w, o, "taken", json_boolean(c->part == FIGURE_TAKEN));
    if (c->furthest)
        jw_set(w, o, "furthest", json_boolean(true));
}

static void set_figures(struct writer *w, json_t *o, const struct finding *x, const char *unit)
{
    jw_set(w, o, "left", jw_text(w, x->left));
    jw_set(w, o, "right", jw_text(w, x->right));
    jw_set(w, o, "difference", jw_text(w, x->difference));
    jw_set(w, o, "slack", jw_text(w, x->slack));
    jw_set(w, o, "unit", jw_text(w, unit));
}

/* Only where there is one. */
static void set_waiver(struct writer *w, json_t *o, const struct finding *x)
{
    const struct ir_program *p = w->f->prog;
    const struct ir_waiver *by = &p->waiver[x->waiver - 1];
    json_t *waiver = jw_set(w, o, "waiver", json_object());
    char until[DAY_TEXT];
    day_format(until, by->until);
    jw_set(w, waiver, "because", jw_text(w, p->string[by->because]));
    jw_set(w, waiver, "until", jw_text(w, until));
    jw_set(w, waiver, "ended", json_boolean(x->status != ST_WAIVED));
    set_place(w, waiver, by->file < p->nfile ? p->string[p->file[by->file]] : "", by->line,
              by->col);
}

static json_t *count_or_null(uint64_t n)
{
    return n ? json_integer((json_int_t)n) : json_null();
}

/* Only of several rules on one value: which of them makes each end of what is left of it. */
static void set_ends(struct writer *w, json_t *o, const struct finding *x)
{
    json_t *ends = jw_set(w, o, "ends", json_array());
    for (unsigned i = 0; i < 2; i++) {
        if (x->end[i].rule == IR_NONE)
            continue;
        struct stated_figure s = message_stated(&w->scratch.arena, w->f, x->end[i].rule);
        json_t *end = jw_append(w, ends);
        jw_set(w, end, "of", jw_text(w, i ? "upper" : "lower"));
        jw_set(w, end, "value", jw_text(w, i ? x->right : x->left));
        jw_set(w, end, "open", json_boolean(x->end[i].open));
        jw_set(w, end, "rule", jw_text(w, s.rule));
        jw_set(w, end, "text", jw_text(w, s.text));
        jw_set(w, end, "file", jw_text(w, s.at.file));
        jw_set_count(w, end, "line", s.at.line);
        jw_set(w, end, "field", count_or_null(s.at.field));
    }
}

static void set_result(struct writer *w, json_t *o, const struct evidence *e)
{
    const struct finding *x = e->find;
    jw_set(w, o, "rule", jw_text(w, e->name));
    jw_set(w, o, "label", jw_text_or_null(w, e->label));
    jw_set(w, o, "key", jw_text(w, e->key));
    jw_set(w, o, "severity", jw_text(w, severity_name(x->severity)));
    jw_set(w, o, "status", jw_text(w, status_name((enum ir_status)x->status)));
    jw_set(w, o, "reason", jw_text_or_null(w, reason_name((enum ir_reason)x->reason)));
    jw_set(w, o, "kind", jw_text(w, e->kind));
    set_figures(w, o, x, e->unit);
    jw_set(w, o, "loose", json_boolean(x->loose));
    jw_set(w, o, "message", jw_text(w, message_text(&w->scratch.arena, e, w->opts->lang)));
    jw_set(w, o, "because", jw_text_or_null(w, e->because));
    set_place(w, o, e->file, e->line, e->column);
    json_t *cells = jw_set(w, o, "cells", json_array());
    for (uint32_t i = 0; i < e->ncell; i++)
        add_cell(w, cells, e, &e->cell[i]);
    jw_set_count(w, o, "cells_left_out", evidence_cells_left_out(e));
    if (e->rule && e->rule->kind == KIND_JOINT && x->left)
        set_ends(w, o, x);
    jw_set_hypotheses(w, o, x);
    if (x->waiver)
        set_waiver(w, o, x);
    if (x->conflict)
        jw_set_certificate(w, o, x->conflict);
    if (x->before)
        jw_set(w, o, "before", jw_text(w, x->before->difference));
}

void jw_set_finding(struct writer *w, json_t *o, const struct finding *x)
{
    struct evidence e;
    evidence_gather(&e, &w->scratch.arena, w->f, x,
                    w->opts->max_cells ? w->opts->max_cells : BASELINE_CELLS);
    set_result(w, o, &e);
}

static void put_result(struct writer *w, const struct finding *x)
{
    json_t *o = jw_hold(w, json_object());
    if (o)
        jw_set_finding(w, o, x);
    jw_put_held(w);
}

static void put_results(struct writer *w)
{
    jw_put_key(w, "results", false);
    jw_put(w, "[");
    for (uint64_t i = 0; i < w->f->n && !w->failed; i++) {
        jw_put(w, i ? ",\n" : "\n");
        put_result(w, &w->f->find[i]);
    }
    jw_put(w, "]");
}

/* ---- the rest ---- */

static void put_near(struct writer *w)
{
    jw_put_key(w, "near", false);
    json_t *near = jw_hold(w, json_array());
    for (uint32_t i = 0; near && i < w->f->nnear; i++) {
        struct evidence e;
        evidence_gather(&e, &w->scratch.arena, w->f, &w->f->find[w->f->near[i]], 1);
        json_t *o = jw_append(w, near);
        jw_set(w, o, "rule", jw_text(w, e.name));
        jw_set(w, o, "key", jw_text(w, e.key));
        jw_set(w, o, "difference", jw_text(w, e.find->difference));
        jw_set(w, o, "slack", jw_text(w, e.find->slack));
        jw_set(w, o, "unit", jw_text(w, e.unit));
    }
    jw_put_held(w);
}

static void add_notice(void *ctx, const struct notice *n)
{
    struct writer *w = ctx;
    json_t *o = jw_append(w, w->scratch.held);
    jw_set(w, o, "kind", jw_text(w, n->kind));
    jw_set(w, o, "table", jw_text_or_null(w, n->table));
    jw_set(w, o, "message", jw_text(w, n->message));
}

static void put_notices(struct writer *w)
{
    jw_put_key(w, "notices", false);
    if (jw_hold(w, json_array()))
        notices_each(&w->scratch.arena, w->f, w->opts->lang, add_notice, w);
    jw_put_held(w);
}

void jw_put_scenario(struct writer *w)
{
    const struct supposed *x = w->opts->scenario;
    if (!x)
        return;
    jw_put_key(w, "scenario", false);
    json_t *o = jw_hold(w, json_object());
    jw_set(w, o, "name", jw_text(w, x->name));
    jw_set(w, o, "because", jw_text_or_null(w, x->because));
    json_t *params = jw_set(w, o, "params", json_array());
    for (uint32_t i = 0; i < x->nparam; i++) {
        json_t *p = jw_append(w, params);
        jw_set(w, p, "name", jw_text(w, x->param[i].name));
        jw_set(w, p, "was", jw_text(w, x->param[i].was));
        jw_set(w, p, "now", jw_text(w, x->param[i].now));
        jw_set(w, p, "unit", jw_text(w, x->param[i].unit));
    }
    jw_put_held(w);
}

static void put_opening(struct writer *w)
{
    const struct ir_program *p = w->f->prog;
    const char *rules = w->opts->rules;
    if (!rules)
        rules = p->nfile ? p->string[p->file[0]] : "";
    jw_put_opening(w, rules);
    jw_put_scenario(w);
}

void jw_put_results(struct writer *w)
{
    jw_put_counts(w);
    put_results(w);
    put_near(w);
    put_notices(w);
    if (w->f->feasible)
        jw_put_system(w);
    if (w->f->baseline)
        jw_put_baseline(w);
    if (w->f->coverage)
        jw_put_coverage(w);
}

bool report_json(struct report_out *out, const struct findings *f, const struct json_opts *o)
{
    struct writer w;
    jw_open(&w, out, f, o);
    put_opening(&w);
    jw_put_results(&w);
    jw_put_diags(&w);
    return jw_close(&w);
}

/* ---- lines ---- */

/* Only in a scenario. */
static void set_change(struct writer *w, json_t *o, uint32_t line)
{
    const struct supposed *x = w->opts->scenario;
    if (!x)
        return;
    jw_set(w, o, "without", jw_text(w, x->without->line[line].value));
    jw_set(w, o, "change", jw_text(w, line_change(&w->scratch.arena, x->without, w->f, line)));
}

static void put_line(struct writer *w, uint32_t i)
{
    const struct ir_program *p = w->f->prog;
    const struct ir_line *l = &p->line[i];
    const struct line_value *v = &w->f->line[i];
    enum ir_reason reason = line_value_reason(v);
    json_t *o = jw_hold(w, json_object());
    jw_set(w, o, "name", jw_text(w, p->string[l->name]));
    jw_set(w, o, "value", jw_text(w, v->value));
    set_change(w, o, i);
    jw_set(w, o, "unit", jw_text(w, p->string[l->unit.text]));
    jw_set(w, o, "reason", jw_text_or_null(w, reason_name(reason)));
    jw_set(w, o, "because", jw_text_or_null(w, p->string[l->because]));
    jw_set(w, o, "formula", jw_text(w, p->string[l->source]));
    set_place(w, o, l->file < p->nfile ? p->string[p->file[l->file]] : "", l->line, l->col);
    jw_put_held(w);
}

void jw_put_lines(struct writer *w)
{
    jw_put_key(w, "lines", false);
    jw_put(w, "[");
    bool first = true;
    for (uint32_t i = 0; i < w->f->prog->nline && !w->failed; i++) {
        if (!findings_have_line(w->f, i))
            continue;
        jw_put(w, first ? "\n" : ",\n");
        put_line(w, i);
        first = false;
    }
    jw_put(w, "]");
}

bool report_calc_json(struct report_out *out, const struct findings *f, const struct json_opts *o)
{
    struct writer w;
    jw_open(&w, out, f, o);
    put_opening(&w);
    jw_put_lines(&w);
    jw_put_diags(&w);
    return jw_close(&w);
}
