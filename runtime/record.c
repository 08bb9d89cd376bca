/* A record's line.
 * In: the findings of a context, or a fault. Out: JSON without a line end inside it.
 * Invariant: a line is whole before any of it is written; when memory ends there is none of it. */
#include "record.h"
#include "api.h"
#include "json_part.h"
#include "notice.h"
#include <stdlib.h>

const struct diags *record_said(const fisc_context *c)
{
    return c->diags;
}

/* ---- text ---- */

enum { TEXT_FIRST = 65536, TEXT_KEPT = 1 << 20 };

void record_text_free(struct record_text *t)
{
    free(t->p);
    *t = (struct record_text){ .most = t->most };
}

static bool text_room(struct record_text *t, size_t more)
{
    size_t cap = t->cap ? t->cap : TEXT_FIRST;
    char *p;
    if (t->most && more > t->most - t->len)
        return false;
    while (cap - t->len < more)
        cap *= 2;
    if (cap == t->cap)
        return true;
    p = realloc(t->p, cap);
    if (!p)
        return false;
    t->p = p;
    t->cap = cap;
    return true;
}

/* The reports write a line end between members; inside texts it is escaped. */
static bool add_flat(void *ctx, const char *bytes, size_t len)
{
    struct record_text *t = ctx;
    if (!text_room(t, len))
        return false;
    for (size_t i = 0; i < len; i++)
        if (bytes[i] != '\n')
            t->p[t->len++] = bytes[i];
    return true;
}

/* ---- members ---- */

static void begin_line(struct writer *w, struct report_out *out, struct arena *a,
                       struct record_text *t, const struct findings *f, const struct json_opts *o)
{
    if (t->cap > TEXT_KEPT)
        record_text_free(t);
    t->len = 0;
    *out = (struct report_out){ .write = add_flat, .ctx = t, .arena = a };
    jw_open(w, out, f, o);
}

static void put_head(struct writer *w, const struct record_head *h)
{
    jw_put_count(w, "record", h->record, true);
    jw_put_count(w, "line", h->line, false);
    if (h->id_number) {
        jw_put_key(w, "id", false);
        jw_put(w, h->id);
    } else {
        jw_put_text(w, "id", h->id, false);
    }
}

static bool end_line(struct writer *w, struct record_text *t)
{
    if (!jw_close(w) || !text_room(t, 1))
        return false;
    t->p[t->len++] = '\n';
    return true;
}

/* ---- lines ---- */

struct line_job {
    fisc_context *c;
    const struct record_head *head;
    enum lang lang;
    struct record_text *text;
};

/* What check says of a run as a whole. A record of rules that only calculate checks nothing. */
static void add_late(fisc_context *c)
{
    const struct findings *f = c->found;
    findings_say_truncated(f, c->diags);
    if (f->prog->nrule && notice_nothing_checked(f))
        diag_add(c->diags, DIAG_RECORD_UNCHECKED, NO_SPAN, NULL);
}

static fisc_status make_line(void *arg)
{
    const struct line_job *x = arg;
    struct json_opts opts = { .lang = x->lang, .diags = x->c->diags };
    struct report_out out;
    struct writer w;
    add_late(x->c);
    begin_line(&w, &out, &x->c->room.arena, x->text, x->c->found, &opts);
    put_head(&w, x->head);
    jw_put_results(&w);
    jw_put_lines(&w);
    jw_put_diags(&w);
    return end_line(&w, x->text) ? FISC_OK : FISC_NO_MEMORY;
}

fisc_status record_json(fisc_context *c, const struct record_head *h, enum lang lang,
                        struct record_text *line)
{
    struct line_job x = { c, h, lang, line };
    return c->found ? api_run(&c->room, make_line, &x) : FISC_BAD_ORDER;
}

bool record_fault_json(struct arena *a, const struct record_head *h, const struct diag *fault,
                       uint64_t byte, enum lang lang, struct record_text *line)
{
    struct json_opts opts = { .lang = lang };
    struct report_out out;
    struct writer w;
    begin_line(&w, &out, a, line, NULL, &opts);
    put_head(&w, h);
    jw_put_key(&w, "error", false);
    json_t *o = jw_hold(&w, json_object());
    if (o)
        jw_set_diag(&w, o, fault);
    jw_put_held(&w);
    jw_put_key(&w, "byte", false);
    jw_hold(&w, byte ? json_integer((json_int_t)byte) : json_null());
    jw_put_held(&w);
    return end_line(&w, line);
}
