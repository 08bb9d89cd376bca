/* A list of diagnostics as JSON.
 * In: diagnostics and the texts they point into. Out: one object, a diagnostic on a line. */
#include "json_diags.h"
#include "json_part.h"

static const char *sev_name(enum diag_sev s)
{
    return s == SEV_ERROR ? "error" : s == SEV_WARNING ? "warning" : "note";
}

static json_t *sentence(struct writer *w, const char *form, const char *const *arg)
{
    struct strbuf b;
    strbuf_init(&b, &w->scratch.arena);
    return diag_format_cut(&b, form, arg, 6, SIZE_MAX) ? jw_text_or_null(w, b.p) : json_null();
}

static void put_span(struct writer *w, struct srcs *srcs, json_t *o, struct span span)
{
    uint32_t line, column;
    json_t *at;
    if (span.file == UINT32_MAX) {
        jw_set(w, o, "source", json_null());
        return;
    }
    at = jw_set(w, o, "source", json_object());
    srcs_locate(srcs, span, &line, &column);
    jw_set(w, at, "file", jw_text(w, srcs->file[span.file].name));
    jw_set_count(w, at, "line", line);
    jw_set_count(w, at, "column", column);
}

static void put_place(struct writer *w, json_t *o, const struct data_place *p)
{
    json_t *at;
    if (!p->file) {
        jw_set(w, o, "data", json_null());
        return;
    }
    at = jw_set(w, o, "data", json_object());
    jw_set(w, at, "file", jw_text(w, p->file));
    jw_set_count(w, at, "line", p->line);
    jw_set_count(w, at, "field", p->column);
    jw_set(w, at, "header", jw_text(w, p->header ? p->header : ""));
}

static void put_labels(struct writer *w, struct srcs *srcs, json_t *o, const struct diag *g)
{
    json_t *list = jw_set(w, o, "labels", json_array());
    for (const struct diag_label *l = g->labels; l; l = l->next) {
        const char *arg[6] = { l->arg[0], l->arg[1], l->arg[2] };
        json_t *x = jw_append(w, list);
        jw_set(w, x, "message", sentence(w, label_sentence(l->code, w->opts->lang), arg));
        put_span(w, srcs, x, l->span);
    }
}

static void put_diag(struct writer *w, struct srcs *srcs, const struct diag *g)
{
    const struct diag_row *row = diag_row_of(g->code);
    json_t *o = jw_hold(w, json_object());
    jw_set(w, o, "code", json_string(row->id));
    jw_set(w, o, "severity", json_string(sev_name(row->sev)));
    jw_set(w, o, "message", sentence(w, row->sentence[w->opts->lang], g->arg));
    jw_set(w, o, "help", sentence(w, row->help[w->opts->lang], g->arg));
    put_span(w, srcs, o, g->span);
    put_place(w, o, &g->place);
    put_labels(w, srcs, o, g);
    jw_put_held(w);
}

static void put_count(struct writer *w, const char *key, uint32_t n, bool first)
{
    jw_put_key(w, key, first);
    jw_hold(w, json_integer(n));
    jw_put_held(w);
}

bool report_json_diags(struct report_out *out, struct srcs *srcs, const struct diags *d,
                       const struct json_opts *o)
{
    struct writer w;
    jw_open(&w, out, NULL, o);
    jw_put_text(&w, "fisc", PACKAGE_VERSION, true);
    jw_put_text(&w, "rules", o->rules, false);
    jw_put_key(&w, "summary", false);
    put_count(&w, "warnings", d->warnings, true);
    put_count(&w, "notes", d->notes, false);
    put_count(&w, "left_out", d->hidden, false);
    jw_put(&w, "}");
    jw_put_key(&w, "findings", false);
    jw_put(&w, "[");
    for (const struct diag *g = d->first; g && !w.failed; g = g->next) {
        jw_put(&w, g == d->first ? "\n" : ",\n");
        put_diag(&w, srcs, g);
    }
    jw_put(&w, "]");
    return jw_close(&w);
}
