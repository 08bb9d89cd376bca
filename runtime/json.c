/* Reports as JSON, by jansson, member by member and result by result.
 * In: the findings of a run. Out: one object through a callback.
 * Invariant: the same findings give the same bytes; memory does not grow with their number. */
#include "json.h"
#include "message.h"
#include "notice.h"
#include "scratch.h"
#include <jansson.h>
#include <string.h>

enum { JSON_CELLS = 100, JSON_BUFFER = 8192,
       DUMP_FLAGS = JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY };

struct writer {
    struct report_out *out;
    const struct findings *f;
    const struct json_opts *opts;
    struct scratch scratch;
    bool failed;                    /* a write, or memory for JSON */
    size_t used;
    char buffer[JSON_BUFFER];       /* jansson writes a few bytes at a time */
};

/* ---- bytes ---- */

static void flush(struct writer *w)
{
    if (w->used && !w->out->failed && !w->out->write(w->out->ctx, w->buffer, w->used))
        w->out->failed = true;
    w->used = 0;
    w->failed = w->failed || w->out->failed;
}

static int dump_bytes(const char *bytes, size_t len, void *ctx)
{
    struct writer *w = ctx;
    while (len && !w->failed) {
        size_t room = JSON_BUFFER - w->used, n = len < room ? len : room;
        memcpy(w->buffer + w->used, bytes, n);
        w->used += n;
        bytes += n;
        len -= n;
        if (w->used == JSON_BUFFER)
            flush(w);
    }
    return w->failed ? -1 : 0;
}

static void put(struct writer *w, const char *text)
{
    if (!w->failed)
        dump_bytes(text, strlen(text), w);
}

static void drop_json(void *held)
{
    json_decref(held);
}

static void writer_open(struct writer *w, struct report_out *out, const struct findings *f,
                        const struct json_opts *o)
{
    w->out = out;
    w->f = f;
    w->opts = o;
    w->failed = out->failed;
    w->used = 0;
    scratch_open(&w->scratch, out->arena);
    w->scratch.drop = drop_json;
}

/* The value that is being made: freed with the scratch, whatever happens. */
static json_t *hold(struct writer *w, json_t *value)
{
    w->scratch.held = value;
    w->failed = w->failed || !value;
    return value;
}

/* Writes the value that is held, and frees it. */
static void put_held(struct writer *w)
{
    if (!w->failed && json_dump_callback(w->scratch.held, dump_bytes, w, DUMP_FLAGS))
        w->failed = true;
    scratch_reset(&w->scratch);
}

/* ---- values ---- */

/* Text that is not UTF-8 is escaped. */
static json_t *text_value(struct writer *w, const char *s)
{
    size_t bad;
    if (!s)
        return json_null();
    if (!str_utf8_ok(s, strlen(s), &bad)) {
        struct strbuf b;
        strbuf_init(&b, &w->scratch.arena);
        diag_escape(&b, s, strlen(s));
        s = b.p;
    }
    return json_string(s);
}

static json_t *text_or_null(struct writer *w, const char *s)
{
    return text_value(w, s && *s ? s : NULL);
}

/* Sets a member; the value is taken, also when it fails, and is owned by the object. */
static json_t *set(struct writer *w, json_t *object, const char *key, json_t *value)
{
    if (!json_object_set_new(object, key, value))
        return value;
    w->failed = true;
    return NULL;
}

static void set_count(struct writer *w, json_t *object, const char *key, uint64_t n)
{
    set(w, object, key, json_integer(n > INT64_MAX ? INT64_MAX : (json_int_t)n));
}

static json_t *append_object(struct writer *w, json_t *array)
{
    json_t *value = json_object();
    if (!json_array_append_new(array, value))
        return value;
    w->failed = true;
    return NULL;
}

static void set_place(struct writer *w, json_t *object, const char *file, uint32_t line,
                      uint32_t column)
{
    json_t *source = set(w, object, "source", json_object());
    set(w, source, "file", text_value(w, file));
    set_count(w, source, "line", line);
    set_count(w, source, "column", column);
}

/* "key": of the outermost object; `first` of its members */
static void put_key(struct writer *w, const char *key, bool first)
{
    put(w, first ? "{\"" : ",\n\"");
    put(w, key);
    put(w, "\":");
}

static void put_text(struct writer *w, const char *key, const char *text, bool first)
{
    put_key(w, key, first);
    hold(w, text_value(w, text));
    put_held(w);
}

/* ---- counts ---- */

static void set_statuses(struct writer *w, json_t *object, unsigned from, unsigned to)
{
    for (unsigned status = 0; status < ST_COUNT; status++) {
        uint64_t n = 0;
        for (unsigned s = from; s < to; s++)
            n += w->f->count[s][status];
        set_count(w, object, status_name((enum ir_status)status), n);
    }
    set_count(w, object, "waived", 0);
}

static void put_counts(struct writer *w)
{
    put_key(w, "summary", false);
    json_t *summary = hold(w, json_object());
    set_statuses(w, summary, 0, 3);
    put_held(w);
    put_key(w, "by_severity", false);
    json_t *by = hold(w, json_object());
    for (unsigned s = 0; s < 3; s++)
        set_statuses(w, set(w, by, severity_name(s), json_object()), s, s + 1);
    put_held(w);
    put_key(w, "total", false);
    hold(w, json_integer((json_int_t)w->f->total));
    put_held(w);
    put_key(w, "truncated", false);
    put(w, w->f->truncated ? "true" : "false");
}

/* ---- results ---- */

static const char *cell_kind_name(enum cell_kind kind)
{
    switch (kind) {
    case CELL_FIGURE: return "figure";
    case CELL_BLANK: return "blank";
    case CELL_DASH: return "dash";
    case CELL_NONE: return "none";
    case CELL_UNREADABLE: return "unreadable";
    case CELL_OVERFLOW: return "overflow";
    }
    return "";
}

static bool cell_known(const struct evidence_cell *c)
{
    return c->at.field && c->kind != CELL_UNREADABLE && c->kind != CELL_OVERFLOW;
}

static void add_cell(struct writer *w, json_t *cells, const struct evidence *e,
                     const struct evidence_cell *c)
{
    char value[128];
    const struct ir_table *t = &w->f->prog->table[c->table];
    json_t *o = append_object(w, cells);
    dec_format(value, sizeof value, c->value, false);
    set(w, o, "table", text_value(w, w->f->prog->string[t->name]));
    set(w, o, "row", text_value(w, c->row_key));
    set(w, o, "column", text_value(w, c->column));
    set(w, o, "value", text_value(w, e->rule && cell_known(c) ? value : NULL));
    set(w, o, "unit", text_or_null(w, w->f->prog->string[c->unit]));
    set(w, o, "kind", text_value(w, c->at.field ? cell_kind_name((enum cell_kind)c->kind) : "row"));
    set(w, o, "file", text_value(w, c->at.file));
    set_count(w, o, "line", c->at.line);
    set_count(w, o, "field", c->at.field);
    set(w, o, "header", text_value(w, c->at.header));
    set(w, o, "text", text_value(w, c->at.text));
}

static uint64_t cells_left_out(const struct evidence *e)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < e->nfigure; i++)
        n += e->figure[i].members - e->figure[i].shown;
    return n;
}

static void set_figures(struct writer *w, json_t *o, const struct finding *x, const char *unit)
{
    set(w, o, "left", text_value(w, x->left));
    set(w, o, "right", text_value(w, x->right));
    set(w, o, "difference", text_value(w, x->difference));
    set(w, o, "slack", text_value(w, x->slack));
    set(w, o, "unit", text_value(w, unit));
}

static void set_result(struct writer *w, json_t *o, const struct evidence *e)
{
    const struct finding *x = e->find;
    set(w, o, "rule", text_value(w, e->name));
    set(w, o, "label", text_or_null(w, e->label));
    set(w, o, "key", text_value(w, e->key));
    set(w, o, "severity", text_value(w, severity_name(x->severity)));
    set(w, o, "status", text_value(w, status_name((enum ir_status)x->status)));
    set(w, o, "reason", text_or_null(w, reason_name((enum ir_reason)x->reason)));
    set(w, o, "kind", text_value(w, e->kind));
    set_figures(w, o, x, e->unit);
    set(w, o, "loose", json_boolean(x->loose));
    set(w, o, "message", text_value(w, message_text(&w->scratch.arena, e, w->opts->lang)));
    set(w, o, "because", text_or_null(w, e->because));
    set_place(w, o, e->file, e->line, e->column);
    json_t *cells = set(w, o, "cells", json_array());
    for (uint32_t i = 0; i < e->ncell; i++)
        add_cell(w, cells, e, &e->cell[i]);
    set_count(w, o, "cells_left_out", cells_left_out(e));
    set(w, o, "hypotheses", json_array());
}

static void put_result(struct writer *w, const struct finding *x)
{
    struct evidence e;
    evidence_gather(&e, &w->scratch.arena, w->f, x,
                    w->opts->max_cells ? w->opts->max_cells : JSON_CELLS);
    json_t *o = hold(w, json_object());
    if (o)
        set_result(w, o, &e);
    put_held(w);
}

static void put_results(struct writer *w)
{
    put_key(w, "results", false);
    put(w, "[");
    for (uint64_t i = 0; i < w->f->n && !w->failed; i++) {
        put(w, i ? ",\n" : "\n");
        put_result(w, &w->f->find[i]);
    }
    put(w, "]");
}

/* ---- the rest ---- */

static void put_near(struct writer *w)
{
    put_key(w, "near", false);
    json_t *near = hold(w, json_array());
    for (uint32_t i = 0; near && i < w->f->nnear; i++) {
        struct evidence e;
        evidence_gather(&e, &w->scratch.arena, w->f, &w->f->find[w->f->near[i]], 1);
        json_t *o = append_object(w, near);
        set(w, o, "rule", text_value(w, e.name));
        set(w, o, "key", text_value(w, e.key));
        set(w, o, "difference", text_value(w, e.find->difference));
        set(w, o, "slack", text_value(w, e.find->slack));
        set(w, o, "unit", text_value(w, e.unit));
    }
    put_held(w);
}

static void add_notice(void *ctx, const struct notice *n)
{
    struct writer *w = ctx;
    json_t *o = append_object(w, w->scratch.held);
    set(w, o, "kind", text_value(w, n->kind));
    set(w, o, "table", text_or_null(w, n->table));
    set(w, o, "message", text_value(w, n->message));
}

static void put_notices(struct writer *w)
{
    put_key(w, "notices", false);
    if (hold(w, json_array()))
        notices_each(&w->scratch.arena, w->f, w->opts->lang, add_notice, w);
    put_held(w);
}

static void put_opening(struct writer *w)
{
    const struct ir_program *p = w->f->prog;
    const char *rules = w->opts->rules;
    if (!rules)
        rules = p->nfile ? p->string[p->file[0]] : "";
    put_text(w, "fisc", PACKAGE_VERSION, true);
    put_text(w, "rules", rules, false);
}

static bool writer_close(struct writer *w)
{
    put(w, "}\n");
    if (!w->failed)
        flush(w);
    scratch_close(&w->scratch);
    return !w->failed;
}

bool report_json(struct report_out *out, const struct findings *f, const struct json_opts *o)
{
    struct writer w;
    writer_open(&w, out, f, o);
    put_opening(&w);
    put_counts(&w);
    put_results(&w);
    put_near(&w);
    put_notices(&w);
    return writer_close(&w);
}

/* ---- lines ---- */

static void put_line(struct writer *w, uint32_t i)
{
    const struct ir_program *p = w->f->prog;
    const struct ir_line *l = &p->line[i];
    const struct line_value *v = &w->f->line[i];
    bool told = v->value || v->reason;      /* without either it is too big to show */
    enum ir_reason reason = told ? (enum ir_reason)v->reason : RS_OVERFLOW;
    json_t *o = hold(w, json_object());
    set(w, o, "name", text_value(w, p->string[l->name]));
    set(w, o, "value", text_value(w, v->value));
    set(w, o, "unit", text_value(w, p->string[l->unit.text]));
    set(w, o, "reason", text_or_null(w, reason_name(reason)));
    set(w, o, "because", text_or_null(w, p->string[l->because]));
    set(w, o, "formula", text_value(w, p->string[l->source]));
    set_place(w, o, l->file < p->nfile ? p->string[p->file[l->file]] : "", l->line, l->col);
    put_held(w);
}

bool report_calc_json(struct report_out *out, const struct findings *f, const struct json_opts *o)
{
    struct writer w;
    writer_open(&w, out, f, o);
    put_opening(&w);
    put_key(&w, "lines", false);
    put(&w, "[");
    for (uint32_t i = 0; i < f->prog->nline && !w.failed; i++) {
        put(&w, i ? ",\n" : "\n");
        put_line(&w, i);
    }
    put(&w, "]");
    return writer_close(&w);
}
