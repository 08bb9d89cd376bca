/* Coverage as JSON: tables with the ranges that no result depends on, rules that decided nothing.
 * In: the findings of a run that noted it. Out: one member of the object, table by table. */
#include "coverage.h"
#include "json_part.h"

enum { RANGES_LISTED = 200, SPANS_LISTED = 100, RULES_LISTED = 1000 };

struct ranges { struct writer *w; json_t *array; uint32_t table; uint64_t n; };

static struct origin place_of(const struct ranges *x, uint64_t row, uint32_t sheet)
{
    return data_origin(x->w->f->data, &x->w->scratch.arena, x->table, row, sheet);
}

static void add_columns(const struct ranges *x, json_t *o, const struct cover_range *r)
{
    json_t *columns = jw_set(x->w, o, "columns", json_array());
    for (uint32_t i = 0; i < r->ncolumn; i++) {
        json_t *c = jw_append(x->w, columns);
        struct data_spot at = data_spot(x->w->f->data, x->table, DATA_NO_ROW, r->column[i]);
        jw_set_count(x->w, c, "field", at.field + (uint64_t)1);
        jw_set(x->w, c, "header", jw_text(x->w, place_of(x, DATA_NO_ROW, r->column[i]).header));
    }
}

static void add_lines(const struct ranges *x, json_t *o, const struct cover_range *r)
{
    json_t *lines = jw_set(x->w, o, "lines", json_array());
    for (uint64_t i = 0; i < r->nspan; i++) {
        struct row_span at = coverage_lines(x->w->f->coverage, x->table, r, &r->span[i]);
        json_t *s = jw_append(x->w, lines);
        jw_set_count(x->w, s, "first", at.first);
        jw_set_count(x->w, s, "last", at.last);
    }
    jw_set_count(x->w, o, "lines_left_out", r->spans - r->nspan);
}

static void add_range(void *ctx, const struct cover_range *r)
{
    struct ranges *x = ctx;
    if (x->n++ >= RANGES_LISTED)
        return;
    json_t *o = jw_append(x->w, x->array);
    jw_set(x->w, o, "why", json_string(r->why == COVER_NO_RULE ? "no-rule" : "undecided"));
    jw_set_count(x->w, o, "figures", r->figures);
    add_columns(x, o, r);
    add_lines(x, o, r);
}

static void put_table(struct writer *w, uint32_t table)
{
    const struct ir_program *p = w->f->prog;
    struct coverage_count n = coverage_of_table(w->f->coverage, table);
    json_t *o = jw_hold(w, json_object());
    struct ranges x = { .w = w, .table = table };
    jw_set(w, o, "table", jw_text(w, p->string[p->table[table].name]));
    jw_set(w, o, "file", jw_text(w, place_of(&x, DATA_NO_ROW, 0).file));
    jw_set_count(w, o, "figures", n.figures);
    jw_set_count(w, o, "constrained", n.constrained);
    x.array = jw_set(w, o, "unconstrained", json_array());
    if (x.array)
        coverage_ranges(w->f->coverage, &w->scratch.arena, table, SPANS_LISTED, add_range, &x);
    jw_set_count(w, o, "ranges_left_out", x.n > RANGES_LISTED ? x.n - RANGES_LISTED : 0);
    jw_put_held(w);
}

static void add_rule(struct writer *w, json_t *array, uint32_t rule)
{
    const struct ir_program *p = w->f->prog;
    const struct cover_rule *n = coverage_of_rule(w->f->coverage, rule);
    json_t *o = jw_append(w, array);
    jw_set(w, o, "rule", jw_text(w, p->string[p->rule[rule].name]));
    jw_set_count(w, o, "not-applicable", n->count[ST_NOT_APPLICABLE]);
    jw_set_count(w, o, "unknown", n->count[ST_UNKNOWN]);
    jw_set(w, o, "reason", jw_text_or_null(w, reason_name((enum ir_reason)n->reason)));
}

static void put_rules(struct writer *w)
{
    uint64_t n = 0;
    json_t *rules = jw_hold(w, json_array());
    for (uint32_t i = 0; rules && i < w->f->prog->nrule; i++)
        if (coverage_rule_undecided(w->f, i) && n++ < RULES_LISTED)
            add_rule(w, rules, i);
    jw_put_held(w);
    jw_put_key(w, "undecided_rules_left_out", false);
    jw_hold(w, json_integer(n > RULES_LISTED ? (json_int_t)(n - RULES_LISTED) : 0));
    jw_put_held(w);
}

void jw_put_coverage(struct writer *w)
{
    bool first = true;
    jw_put_key(w, "coverage", false);
    jw_put_key(w, "tables", true);
    jw_put(w, "[");
    for (uint32_t t = 0; t < w->f->prog->ntable && !w->failed; t++) {
        if (!coverage_counts(w->f->prog, w->f->data, t))
            continue;
        jw_put(w, first ? "\n" : ",\n");
        put_table(w, t);
        first = false;
    }
    jw_put(w, "]");
    jw_put_key(w, "undecided_rules", false);
    put_rules(w);
    jw_put(w, "}");
}
