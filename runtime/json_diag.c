/* Diagnostics as JSON.
 * In: a list of diagnostics and the texts they point into. Out: a member, or an object of its own.
 * Invariant: texts from outside are escaped as on a terminal; an edit's text is as it must be
 * written. */
#include "json_part.h"

enum { TEXT_MOST = 2048 };

static const char *sev_name(enum diag_sev sev)
{
    switch (sev) {
    case SEV_ERROR: return "error";
    case SEV_WARNING: return "warning";
    case SEV_NOTE: return "note";
    }
    return "";
}

/* ---- places ---- */

/* Lines and columns are 1-based, columns in codepoints; offset and length are bytes of the file. */
static json_t *span_json(struct writer *w, struct span at)
{
    struct srcs *s = w->opts->srcs;
    uint32_t line, column;
    if (!s || at.file >= s->count)
        return json_null();
    json_t *o = json_object();
    jw_set(w, o, "file", jw_text(w, s->file[at.file].name));
    srcs_locate(s, at, &line, &column);
    jw_set_count(w, o, "line", line);
    jw_set_count(w, o, "column", column);
    srcs_locate(s, (struct span){ at.file, at.off + at.len, 0 }, &line, &column);
    jw_set_count(w, o, "end_line", line);
    jw_set_count(w, o, "end_column", column);
    jw_set_count(w, o, "offset", at.off);
    jw_set_count(w, o, "length", at.len);
    return o;
}

static json_t *cell_json(struct writer *w, const struct data_place *p)
{
    if (!p->file)
        return json_null();
    json_t *o = json_object();
    jw_set(w, o, "file", jw_text(w, p->file));
    jw_set_count(w, o, "line", p->line);
    jw_set_count(w, o, "field", p->column);
    jw_set(w, o, "header", jw_text(w, p->header));
    jw_set(w, o, "text", jw_text(w, p->text));
    return o;
}

/* ---- one diagnostic ---- */

static void add_labels(struct writer *w, json_t *labels, const struct diag *g)
{
    for (const struct diag_label *l = g->labels; l; l = l->next) {
        struct strbuf b;
        strbuf_init(&b, &w->scratch.arena);
        diag_label_text(&b, l, w->opts->lang, TEXT_MOST);
        json_t *o = jw_append(w, labels);
        jw_set(w, o, "message", jw_text(w, b.p));
        jw_set(w, o, "source", span_json(w, l->span));
    }
}

static void set_edit(struct writer *w, json_t *o, const struct diag_edit *e)
{
    if (!e->text) {
        jw_set(w, o, "edit", json_null());
        return;
    }
    json_t *edit = jw_set(w, o, "edit", json_object());
    jw_set(w, edit, "source", span_json(w, e->at));
    jw_set(w, edit, "text", jw_text(w, e->text));
}

void jw_set_diag(struct writer *w, json_t *o, const struct diag *g)
{
    struct strbuf message, help;
    strbuf_init(&message, &w->scratch.arena);
    strbuf_init(&help, &w->scratch.arena);
    diag_sentence(&message, g, w->opts->lang, TEXT_MOST);
    diag_help(&help, g, w->opts->lang, TEXT_MOST);
    jw_set(w, o, "code", jw_text(w, diag_id(g->code)));
    jw_set(w, o, "severity", jw_text(w, sev_name(diag_severity(g->code))));
    jw_set(w, o, "message", jw_text(w, message.p));
    jw_set(w, o, "help", jw_text_or_null(w, help.p));
    jw_set(w, o, "source", span_json(w, g->span));
    jw_set(w, o, "cell", cell_json(w, &g->place));
    add_labels(w, jw_set(w, o, "labels", json_array()), g);
    set_edit(w, o, &g->edit);
}

/* ---- all ---- */

static void put_list(struct writer *w, const char *key, const struct diags *d)
{
    jw_put_key(w, key, false);
    jw_put(w, "[");
    for (const struct diag *g = d->first; g && !w->failed; g = g->next) {
        jw_put(w, g == d->first ? "\n" : ",\n");
        json_t *o = jw_hold(w, json_object());
        if (o)
            jw_set_diag(w, o, g);
        jw_put_held(w);
    }
    jw_put(w, "]");
}

static void put_all(struct writer *w, const struct diags *d)
{
    put_list(w, "diagnostics", d);
    jw_put_count(w, "diagnostics_hidden", d->hidden, false);
}

void jw_put_diags(struct writer *w)
{
    const struct diags *d = w->opts->diags;
    if (d && d->first)
        put_all(w, d);
}

void jw_put_opening(struct writer *w, const char *rules)
{
    jw_put_text(w, "fisc", PACKAGE_VERSION, true);
    jw_put_text(w, "rules", rules, false);
}

bool report_diags_json(struct report_out *out, const struct json_opts *o)
{
    struct writer w;
    jw_open(&w, out, NULL, o);
    jw_put_opening(&w, o->rules);
    put_all(&w, o->diags);
    return jw_close(&w);
}

bool report_lint_json(struct report_out *out, const struct json_opts *o)
{
    const struct diags *d = o->diags;
    struct writer w;
    jw_open(&w, out, NULL, o);
    jw_put_opening(&w, o->rules);
    jw_put_key(&w, "summary", false);
    jw_put_count(&w, "warnings", d->warnings, true);
    jw_put_count(&w, "notes", d->notes, false);
    jw_put_count(&w, "left_out", d->hidden, false);
    jw_put(&w, "}");
    put_list(&w, "findings", d);
    return jw_close(&w);
}
