/* Many units in one JSON object, each written when it is known.
 * In: the findings of one unit after the other. Out: one object in pieces. */
#include "json_part.h"
#include "report_units.h"

static bool piece_end(struct writer *w)
{
    jw_flush(w);
    return !w->failed;
}

bool report_json_units_open(struct report_out *out, const struct json_opts *o)
{
    struct writer w;
    jw_open(&w, out, NULL, o);
    jw_put_opening(&w, o->rules);
    jw_put_diags(&w);
    jw_put_key(&w, "units", false);
    jw_put(&w, "[\n");
    return piece_end(&w);
}

static void put_unit(struct writer *w, const struct json_unit *u)
{
    jw_put_text(w, "unit", u->name, true);
    jw_put_count(w, "errors", u->faults, false);
    if (u->lines)
        jw_put_lines(w);
    else
        jw_put_results(w);
    jw_put_diags(w);
    jw_put(w, "}");
}

bool report_json_unit(struct report_out *out, const struct findings *f, const struct json_opts *o,
                      const struct json_unit *u, bool first)
{
    struct writer w;
    jw_open(&w, out, f, o);
    jw_put(&w, first ? "" : ",\n");
    put_unit(&w, u);
    return piece_end(&w);
}

bool report_json_units_close(struct report_out *out, const struct findings *whole,
                             const struct findings *total, const struct json_opts *o,
                             const struct json_unit *u)
{
    struct writer w;
    jw_open(&w, out, whole, o);
    jw_put(&w, "]");
    jw_put_key(&w, "whole", false);
    if (whole)
        put_unit(&w, u);
    else
        jw_put(&w, "null");
    w.f = total;
    if (!u->lines)
        jw_put_counts(&w);
    return jw_close(&w);
}
