/* The system of identities in JSON.
 * In: conflicts with their certificates. Out: exact numbers as strings, "1.005" or "-1/3", with
 * which each step can be done by hand.
 * Invariant: the numbers are those that were proved. */
#include "evidence.h"
#include "feasible.h"
#include "figure.h"
#include "json_part.h"

enum { NUMBER_BYTES = 400 };

/* Exact: a decimal, or a fraction if it is none. */
static json_t *exact(struct writer *w, struct rat x)
{
    char num[NUMBER_BYTES], den[NUMBER_BYTES];
    struct dec d = figure_dec(x.num, x.den, false);
    struct rat back;

    if (!rat_dec(&back, d) && rat_equal(back, x)) {
        dec_format(num, sizeof num, dec_strip(d), false);
        return jw_text(w, num);
    }
    dec_format(num, sizeof num, (struct dec){ x.num, 0 }, false);
    dec_format(den, sizeof den, (struct dec){ x.den, 0 }, false);
    return jw_text(w, arena_printf(&w->scratch.arena, "%s/%s", num, den));
}

static void set_terms(struct writer *w, json_t *o, const struct conflict *c, uint32_t i)
{
    json_t *terms = jw_set(w, o, "terms", json_array());

    for (uint32_t t = c->start[i]; t < c->start[i + 1]; t++) {
        json_t *term = jw_append(w, terms);
        jw_set_count(w, term, "cell", c->term[t].cell);
        jw_set(w, term, "coefficient", exact(w, c->term[t].coef));
    }
    jw_set(w, o, "constant", exact(w, c->constant[i]));
}

static const char *relation_text(const struct ir_rule *r)
{
    static const char *const text[] = { "=", "!=", "<", "<=", ">", ">=" };

    return text[r->rel];
}

static void add_relation(struct writer *w, json_t *list, const struct conflict *c, uint32_t i)
{
    const struct conflict_rule *x = &c->rule[i];
    const struct ir_rule *rule = &w->f->prog->rule[x->rule];
    struct finding one = { .rule = x->rule, .row = x->row };
    struct evidence e;
    json_t *o = jw_append(w, list);

    evidence_gather(&e, &w->scratch.arena, w->f, &one, 0);
    jw_set(w, o, "rule", jw_text(w, e.name));
    jw_set(w, o, "key", jw_text(w, e.key));
    jw_set(w, o, "relation", jw_text(w, relation_text(rule)));
    jw_set(w, o, "factor", exact(w, x->factor));
    jw_set(w, o, "difference", exact(w, x->difference));
    set_terms(w, o, c, i);
}

static void add_cell(struct writer *w, json_t *list, const struct conflict_cell *c,
                     const struct evidence_cell *x)
{
    json_t *o = jw_append(w, list);

    jw_set(w, o, "table", jw_text(w, w->f->prog->string[w->f->prog->table[c->table].name]));
    jw_set(w, o, "row", jw_text(w, x->row_key));
    jw_set(w, o, "column", jw_text(w, x->column));
    jw_set(w, o, "unit", jw_text_or_null(w, c->unit));
    jw_set(w, o, "file", jw_text(w, x->at.file));
    jw_set_count(w, o, "line", x->at.line);
    jw_set_count(w, o, "field", x->at.field);
    jw_set(w, o, "text", jw_text(w, x->at.text));
    jw_set(w, o, "low", exact(w, c->low));
    jw_set(w, o, "low_open", json_boolean(c->low_open));
    jw_set(w, o, "high", exact(w, c->high));
    jw_set(w, o, "high_open", json_boolean(c->high_open));
    jw_set(w, o, "net", exact(w, c->net));
    jw_set(w, o, "explains", exact(w, c->gives));
}

void jw_set_certificate(struct writer *w, json_t *result, const struct conflict *c)
{
    struct finding one = { .rule = IR_NONE, .conflict = c };
    struct evidence e;
    json_t *o = jw_set(w, result, "certificate", json_object());
    json_t *relations = jw_set(w, o, "relations", json_array());
    json_t *cells = jw_set(w, o, "cells", json_array());

    evidence_gather(&e, &w->scratch.arena, w->f, &one, c->ncell);
    for (uint32_t i = 0; i < c->nrule; i++)
        add_relation(w, relations, c, i);
    for (uint32_t i = 0; i < c->ncell; i++)
        add_cell(w, cells, &c->cell[i], &e.cell[i]);
    jw_set(w, o, "sum", exact(w, c->sum));
    jw_set(w, o, "explained", exact(w, c->most));
    jw_set(w, o, "minimal", json_boolean(c->minimal));
}

void jw_put_system(struct writer *w)
{
    const struct feasible *x = w->f->feasible;
    uint64_t open = x->conflicting + feasible_undecided(x);
    json_t *o;

    if (x->opts->mode != FEASIBLE_FULL && !open && !x->too_many)
        return;
    jw_put_key(w, "joint", false);
    o = jw_hold(w, json_object());
    jw_set(w, o, "run", json_boolean(!x->too_many));
    jw_set_count(w, o, "results", x->relations);
    jw_set_count(w, o, "cells", x->cells);
    jw_set_count(w, o, "violated_alone", x->violated);
    jw_set_count(w, o, "left_out", x->left_out);
    jw_set_count(w, o, "groups", x->groups);
    jw_set_count(w, o, "agree", x->agree);
    jw_set_count(w, o, "conflicting", x->conflicting);
    jw_set_count(w, o, "undecided", feasible_undecided(x));
    jw_put_held(w);
}
