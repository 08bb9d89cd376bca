/* What became of the results of the baseline, as JSON.
 * In: the findings of a run with one. Out: one member, a list for each fate. */
#include "baseline.h"
#include "json_part.h"

static void add_item(struct writer *w, json_t *list, const struct baseline_item *x)
{
    json_t *o = jw_append(w, list);
    jw_set(w, o, "rule", jw_text(w, x->rule));
    jw_set(w, o, "key", jw_text(w, x->key));
    jw_set(w, o, "kind", jw_text(w, x->kind));
    jw_set(w, o, "difference", jw_text(w, x->difference));
    jw_set(w, o, "unit", jw_text(w, x->unit));
}

static void put_list(struct writer *w, json_t *o, const char *name, enum baseline_fate fate)
{
    const struct baseline *b = w->f->baseline;
    json_t *list = jw_set(w, o, name, json_array());
    for (uint32_t i = 0; i < b->n && list; i++)
        if (b->item[i].fate == fate)
            add_item(w, list, &b->item[i]);
}

void jw_put_baseline(struct writer *w)
{
    jw_put_key(w, "baseline", false);
    json_t *o = jw_hold(w, json_object());
    jw_set(w, o, "file", jw_text(w, w->f->baseline->file));
    put_list(w, o, "mended", FATE_MENDED);
    put_list(w, o, "undecided", FATE_UNDECIDED);
    put_list(w, o, "gone", FATE_GONE);
    jw_put_held(w);
}
