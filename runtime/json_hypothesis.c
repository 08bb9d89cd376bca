/* Hypotheses as JSON.
 * In: the hypotheses of a finding. Out: members of its result. */
#include "evidence.h"
#include "json_part.h"
#include "message_hypothesis.h"

enum { HEALED_NAMED = 20 };

static void set_cell(struct writer *w, json_t *o, struct place at, const int64_t *meant)
{
    struct hypothesis_cell c = hypothesis_cell(&w->scratch.arena, w->f, at, meant, w->opts->lang);
    jw_set(w, o, "table", jw_text(w, c.table));
    jw_set(w, o, "row", jw_text(w, c.row));
    jw_set(w, o, "header", jw_text(w, c.column));
    jw_set(w, o, "file", jw_text(w, c.at.file));
    jw_set_count(w, o, "line", c.at.line);
    jw_set_count(w, o, "field", c.at.field);
    jw_set(w, o, "text", jw_text(w, c.at.text));
    jw_set(w, o, "value", jw_text(w, c.value));
    jw_set(w, o, "unit", jw_text_or_null(w, c.unit));
    if (meant)
        jw_set(w, o, "would_be", jw_text(w, c.would_be));
}

/* Results are named by rule and key. */
static void set_healed(struct writer *w, json_t *o, const struct hypothesis *y)
{
    json_t *healed = jw_set(w, o, "healed", json_array());
    for (uint32_t i = 0; i < y->nhealed && i < HEALED_NAMED; i++) {
        struct evidence e;
        json_t *one = jw_append(w, healed);
        evidence_gather(&e, &w->scratch.arena, w->f, &w->f->find[y->healed[i]], 0);
        jw_set(w, one, "rule", jw_text(w, e.name));
        jw_set(w, one, "key", jw_text(w, e.key));
    }
}

static void set_hypothesis(struct writer *w, json_t *o, const struct hypothesis *y, bool shown)
{
    struct arena *a = &w->scratch.arena;
    jw_set(w, o, "kind", jw_text(w, slip_name((enum slip)y->slip)));
    jw_set(w, o, "shown", json_boolean(shown));
    jw_set(w, o, "message", jw_text(w, hypothesis_text(a, w->f, y, w->opts->lang)));
    json_t *cells = jw_set(w, o, "cells", json_array());
    for (uint32_t i = 0; i < y->nchange; i++)
        set_cell(w, jw_append(w, cells), y->change[i].at, &y->change[i].value);
    json_t *other = jw_set(w, o, "other", y->has_other ? json_object() : json_null());
    if (y->has_other)
        set_cell(w, other, y->other, NULL);
    jw_set_count(w, o, "heals", y->heals);
    jw_set_count(w, o, "exact", y->exact);
    jw_set_count(w, o, "breaks", y->breaks);
    set_healed(w, o, y);
}

void jw_set_hypotheses(struct writer *w, json_t *result, const struct finding *x)
{
    const struct explained *e = hypotheses_of(w->f->hypotheses, (uint64_t)(x - w->f->find));
    json_t *all = jw_set(w, result, "hypotheses", json_array());
    if (!e)
        return;
    for (uint32_t i = 0; i < e->n; i++)
        set_hypothesis(w, jw_append(w, all), e->of[i], i < hypotheses_shown(e));
    jw_set_count(w, result, "hypotheses_tied", e->ties);
    jw_set_count(w, result, "hypotheses_left_out", e->left_out);
    jw_set_count(w, result, "hypotheses_tried", e->tried);
}
