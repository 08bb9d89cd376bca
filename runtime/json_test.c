/* Tests as JSON, each written when it is known.
 * In: what became of one test after the other, and of all. Out: one object in pieces. */
#include "json_part.h"
#include "report_test.h"

static bool piece_end(struct writer *w)
{
    jw_flush(w);
    return !w->failed;
}

bool report_test_json_open(struct report_out *out, const struct json_opts *o)
{
    struct writer w;
    jw_open(&w, out, NULL, o);
    jw_put_opening(&w, o->rules);
    jw_put_key(&w, "tests", false);
    jw_put(&w, "[\n");
    return piece_end(&w);
}

static void set_place(struct writer *w, json_t *object, const struct test_place *at)
{
    json_t *source = jw_set(w, object, "source", json_object());
    jw_set(w, source, "file", jw_text(w, at->file));
    jw_set_count(w, source, "line", at->line);
    jw_set_count(w, source, "column", at->column);
}

static void add_checked(struct writer *w, json_t *all, const struct test_checked *c)
{
    json_t *o = jw_append(w, all);
    jw_set(w, o, "expected", jw_text(w, c->source));
    set_place(w, o, &c->at);
    jw_set(w, o, "met", json_boolean(!c->unmet));
    if (!c->unmet)
        return;
    jw_set_diag(w, jw_set(w, o, "diagnostic", json_object()), c->unmet);
    if (c->found)
        jw_set_finding(w, jw_set(w, o, "result", json_object()), &c->find);
}

static void set_test(struct writer *w, json_t *o, const struct test_outcome *t)
{
    jw_set(w, o, "test", jw_text(w, t->name));
    set_place(w, o, &t->at);
    jw_set(w, o, "passed", json_boolean(t->passed));
    json_t *all = jw_set(w, o, "expectations", json_array());
    for (uint32_t i = 0; i < t->ncheck; i++)
        add_checked(w, all, &t->check[i]);
    json_t *diags = jw_set(w, o, "diagnostics", json_array());
    for (const struct diag *g = t->diags->first; g; g = g->next)
        jw_set_diag(w, jw_append(w, diags), g);
}

bool report_test_json(struct report_out *out, const struct test_outcome *t,
                      const struct json_opts *o, bool first)
{
    struct writer w;
    struct json_opts own = *o;
    own.srcs = t->srcs;
    jw_open(&w, out, t->f, &own);
    jw_put(&w, first ? "" : ",\n");
    json_t *object = jw_hold(&w, json_object());
    if (object)
        set_test(&w, object, t);
    jw_put_held(&w);
    return piece_end(&w);
}

static void put_rules(struct writer *w, const struct test_totals *t)
{
    jw_put_key(w, "rule_coverage", false);
    jw_put(w, "[");
    for (uint32_t i = 0; i < t->nrule && !w->failed; i++) {
        jw_put(w, i ? ",\n" : "\n");
        json_t *o = jw_hold(w, json_object());
        jw_set(w, o, "rule", jw_text(w, t->rule[i].name));
        set_place(w, o, &t->rule[i].at);
        jw_set(w, o, "seen", jw_text(w, test_cover_name(t->rule[i].cover)));
        jw_put_held(w);
    }
    jw_put(w, "]");
}

static void put_summary(struct writer *w, const struct test_totals *t)
{
    jw_put_key(w, "summary", false);
    json_t *o = jw_hold(w, json_object());
    jw_set_count(w, o, "passed", t->passed);
    jw_set_count(w, o, "failed", t->failed);
    jw_put_held(w);
}

bool report_test_json_close(struct report_out *out, const struct test_totals *t,
                            const struct json_opts *o)
{
    struct writer w;
    jw_open(&w, out, NULL, o);
    jw_put(&w, "]");
    put_summary(&w, t);
    put_rules(&w, t);
    jw_put_diags(&w);
    return jw_close(&w);
}
