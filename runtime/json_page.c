/* The pages of diagnostics for programs. */
#include "json_part.h"
#include "page.h"

static void set_files(struct writer *w, json_t *example, const struct page_example *e)
{
    json_t *files = jw_set(w, example, "files", json_array());
    for (uint32_t i = 0; i < e->nfile; i++) {
        json_t *file = jw_append(w, files);
        jw_set(w, file, "name", jw_text(w, e->file[i].name));
        jw_set(w, file, "text", jw_text(w, e->file[i].text));
    }
}

/* null where no small example can raise the code */
static json_t *example(struct writer *w, json_t *page, const char *key,
                       const struct page_example *e)
{
    json_t *object;
    if (!e->nfile && !e->says[0] && !e->command)
        return jw_set(w, page, key, json_null());
    object = jw_set(w, page, key, json_object());
    set_files(w, object, e);
    jw_set(w, object, "command", jw_text(w, e->command));
    return object;
}

static void set_wrong(struct writer *w, json_t *page, const struct page *p, enum lang lang)
{
    json_t *object = example(w, page, "wrong", &p->wrong);
    if (json_is_object(object))
        jw_set(w, object, "says", jw_text(w, p->wrong.says[lang]));
}

static const char *severity_key(enum diag_sev sev)
{
    switch (sev) {
    case SEV_ERROR: return "error";
    case SEV_WARNING: return "warning";
    case SEV_NOTE: return "note";
    }
    return "";
}

static void put_page(struct writer *w, const struct page *p, bool full, enum lang lang)
{
    json_t *page = jw_hold(w, json_object());
    jw_set(w, page, "code", jw_text(w, diag_id(p->code)));
    jw_set(w, page, "severity", jw_text(w, severity_key(diag_severity(p->code))));
    jw_set(w, page, "title", jw_text(w, p->title[lang]));
    if (full) {
        jw_set(w, page, "text", jw_text(w, p->text[lang]));
        set_wrong(w, page, p, lang);
        example(w, page, "right", &p->right);
        jw_set(w, page, "tested", jw_text(w, p->tested));
    }
    jw_put_held(w);
}

bool pages_json(struct report_out *out, const struct page *page, uint32_t n, bool full,
                enum lang lang)
{
    struct json_opts o = { .lang = lang };
    struct writer w;
    jw_open(&w, out, NULL, &o);
    jw_put_text(&w, "fisc", PACKAGE_VERSION, true);
    jw_put_key(&w, "codes", false);
    jw_put(&w, "[");
    for (uint32_t i = 0; i < n; i++) {
        jw_put(&w, i ? ",\n" : "\n");
        put_page(&w, &page[i], full, lang);
    }
    jw_put(&w, "]");
    return jw_close(&w);
}
