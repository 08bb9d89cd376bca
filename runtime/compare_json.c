/* A comparison for programs (docs/schema/diff.schema.json).
 * In: a comparison. Out: one object, list by list, each entry written before the next is made.
 * Invariant: all that differs is listed; figures are decimal strings, where none is exact
 * fractions. */
#include "compare_json.h"
#include "json_part.h"
#include "message.h"

struct page { struct writer w; const struct comparison *c; const struct compare_diags *diags; };

static const char *const side_name[COMPARE_SIDES] = { "old", "new" };

static struct arena *room(struct page *p) { return &p->w.scratch.arena; }

static const struct findings *run_of(const struct page *p, unsigned side)
{
    return p->c->side[side].f;
}

static const char *string_of(const struct page *p, sym s)
{
    return run_of(p, COMPARE_NEW)->prog->string[s];
}

static void set_source(struct page *p, json_t *o, const char *file, uint32_t line, uint32_t column)
{
    json_t *at = jw_set(&p->w, o, "source", json_object());
    jw_set(&p->w, at, "file", jw_text(&p->w, file));
    jw_set_count(&p->w, at, "line", line);
    jw_set_count(&p->w, at, "column", column);
}

/* ---- lists ---- */

static void list_open(struct page *p, const char *key)
{
    jw_put_key(&p->w, key, false);
    jw_put(&p->w, "[");
}

static json_t *entry_open(struct page *p, bool *some)
{
    jw_put(&p->w, *some ? ",\n" : "\n");
    *some = true;
    return jw_hold(&p->w, json_object());
}

static void list_close(struct page *p) { jw_put(&p->w, "]"); }

/* ---- sides ---- */

static void put_side(struct page *p, unsigned side)
{
    const struct diags *d = p->diags->side[side];
    json_t *o, *list;
    jw_put_key(&p->w, side_name[side], false);
    o = jw_hold(&p->w, json_object());
    jw_set(&p->w, o, "data", jw_text(&p->w, p->c->side[side].name));
    jw_set(&p->w, o, "folder", jw_text(&p->w, p->c->side[side].folder));
    list = jw_set(&p->w, o, "diagnostics", json_array());
    for (const struct diag *g = d->first; g && !p->w.failed; g = g->next)
        jw_set_diag(&p->w, jw_append(&p->w, list), g);
    jw_set_count(&p->w, o, "diagnostics_hidden", d->hidden);
    jw_put_held(&p->w);
}

static void put_counts(struct page *p)
{
    const struct compare_count *n = &p->c->count;
    json_t *o;
    jw_put_key(&p->w, "compared", false);
    o = jw_hold(&p->w, json_object());
    jw_set_count(&p->w, o, "results", p->c->results);
    jw_set_count(&p->w, o, "figures", n->compared);
    jw_put_held(&p->w);
    jw_put_key(&p->w, "counts", false);
    o = jw_hold(&p->w, json_object());
    jw_set_count(&p->w, o, "results", n->verdicts);
    jw_set_count(&p->w, o, "figures", n->figures);
    jw_set_count(&p->w, o, "lines", n->lines);
    jw_set_count(&p->w, o, "rows", n->rows);
    jw_set_count(&p->w, o, "columns", n->columns);
    jw_set_count(&p->w, o, "tables", n->tables);
    jw_put_held(&p->w);
    jw_put_key(&p->w, "same", false);
    jw_put(&p->w, p->c->same ? "true" : "false");
}

/* ---- results ---- */

static const char *turn_name(enum compare_turn turn)
{
    switch (turn) {
    case TURN_WORSE: return "newly-violated";
    case TURN_LOST: return "now-unknown";
    case TURN_BETTER: return "mended";
    case TURN_STILL: return "still-violated";
    case TURN_OTHER: return "other";
    case TURN_COUNT: break;
    }
    return "";
}

static void set_finding(struct page *p, json_t *o, unsigned side, const struct finding *x)
{
    struct writer *w = &p->w;
    struct evidence e;
    json_t *of;
    if (!x) {
        jw_set(w, o, side_name[side], json_null());
        return;
    }
    evidence_gather(&e, room(p), run_of(p, side), x, 0);
    of = jw_set(w, o, side_name[side], json_object());
    jw_set(w, of, "status", jw_text(w, status_name((enum ir_status)x->status)));
    jw_set(w, of, "reason", jw_text_or_null(w, reason_name((enum ir_reason)x->reason)));
    jw_set(w, of, "left", jw_text(w, x->left));
    jw_set(w, of, "right", jw_text(w, x->right));
    jw_set(w, of, "difference", jw_text(w, x->difference));
    jw_set(w, of, "slack", jw_text(w, x->slack));
    jw_set(w, of, "unit", jw_text(w, e.unit));
}

static void put_result(struct page *p, json_t *o, const struct compare_result *r)
{
    struct writer *w = &p->w;
    unsigned side = r->side[COMPARE_NEW] ? COMPARE_NEW : COMPARE_OLD;
    struct evidence e;
    evidence_gather(&e, room(p), run_of(p, side), r->side[side], 0);
    jw_set(w, o, "turn", jw_text(w, turn_name((enum compare_turn)r->turn)));
    jw_set(w, o, "rule", jw_text(w, e.name));
    jw_set(w, o, "label", jw_text_or_null(w, e.label));
    jw_set(w, o, "key", jw_text(w, e.key));
    jw_set(w, o, "severity", jw_text(w, severity_name(r->side[side]->severity)));
    jw_set(w, o, "kind", jw_text(w, e.kind));
    set_source(p, o, e.file, e.line, e.column);
    set_finding(p, o, COMPARE_OLD, r->side[COMPARE_OLD]);
    set_finding(p, o, COMPARE_NEW, r->side[COMPARE_NEW]);
}

static void put_results(struct page *p)
{
    bool some = false;
    list_open(p, "results");
    for (uint64_t i = 0; i < p->c->nresult && !p->w.failed; i++) {
        put_result(p, entry_open(p, &some), &p->c->result[i]);
        jw_put_held(&p->w);
    }
    list_close(p);
}

/* ---- cells ---- */

static void set_place(struct page *p, json_t *o, const struct origin *at)
{
    jw_set(&p->w, o, "file", jw_text(&p->w, at->file));
    jw_set_count(&p->w, o, "line", at->line);
    jw_set_count(&p->w, o, "field", at->field);
    jw_set(&p->w, o, "text", jw_text(&p->w, at->text));
}

/* The cell, or null where the side has none. */
static json_t *set_cell(struct page *p, json_t *o, unsigned side, const struct compare_table *t,
                        uint32_t row, uint32_t column)
{
    uint32_t sheet = t->column[column].sheet[side];
    struct origin at;
    json_t *cell;
    if (row == COMPARE_NONE || sheet == COMPARE_NONE) {
        jw_set(&p->w, o, side_name[side], json_null());
        return NULL;
    }
    at = data_origin(run_of(p, side)->data, room(p), t->table, row, sheet);
    cell = jw_set(&p->w, o, side_name[side], json_object());
    set_place(p, cell, &at);
    return cell;
}

static const char *row_name(struct page *p, const struct compare_table *t,
                            const uint32_t row[COMPARE_SIDES])
{
    unsigned side = row[COMPARE_NEW] == COMPARE_NONE ? COMPARE_OLD : COMPARE_NEW;
    return data_row_key(run_of(p, side)->data, room(p), t->table, row[side]);
}

static void set_names(struct page *p, json_t *o, const struct compare_table *t,
                      const uint32_t row[COMPARE_SIDES], uint32_t column)
{
    const struct ir_table *of = &run_of(p, COMPARE_NEW)->prog->table[t->table];
    jw_set(&p->w, o, "table", jw_text(&p->w, string_of(p, of->name)));
    jw_set(&p->w, o, "row", jw_text(&p->w, row_name(p, t, row)));
    jw_set(&p->w, o, "column", jw_text(&p->w, compare_column_name(p->c, t, column)));
    jw_set(&p->w, o, "unit", jw_text(&p->w, compare_unit(p->c, t, column)));
}

static json_t *decimal(struct page *p, struct dec d)
{
    char text[400];
    dec_format(text, sizeof text, dec_strip(d), false);
    return jw_text(&p->w, text);
}

static const char *figure_kind(const struct compare_figure *f)
{
    switch ((enum cell_kind)f->kind) {
    case CELL_FIGURE: return "figure";
    case CELL_BLANK: case CELL_MISSING: return "blank";
    case CELL_DASH: return "dash";
    case CELL_NONE: return "none";
    case CELL_OVERFLOW: return "overflow";
    case CELL_UNREADABLE: return f->word ? "word" : "unreadable";
    }
    return "";
}

static void set_figure(struct page *p, json_t *o, unsigned side, const struct compare_table *t,
                       const struct compare_cell *c)
{
    const struct compare_figure *f = &c->side[side];
    json_t *cell = set_cell(p, o, side, t, c->row[side], c->column);
    if (!cell)
        return;
    jw_set(&p->w, cell, "kind", jw_text(&p->w, figure_kind(f)));
    jw_set(&p->w, cell, "value", f->kind == CELL_FIGURE ? decimal(p, f->value) : json_null());
    jw_set(&p->w, cell, "unit", jw_text(&p->w, f->unit ? f->unit : compare_unit(p->c, t,
                                                                               c->column)));
}

static void put_cells(struct page *p, bool *some, const char *on, const struct compare_table *t,
                      const struct compare_cell *cell, uint64_t n)
{
    for (uint64_t i = 0; i < n && !p->w.failed; i++) {
        json_t *o = entry_open(p, some);
        struct dec d;
        set_names(p, o, t, cell[i].row, cell[i].column);
        jw_set(&p->w, o, "on", jw_text(&p->w, on));
        jw_set(&p->w, o, "change", compare_difference(&cell[i], &d) ? decimal(p, d) : json_null());
        set_figure(p, o, COMPARE_OLD, t, &cell[i]);
        set_figure(p, o, COMPARE_NEW, t, &cell[i]);
        jw_put_held(&p->w);
    }
}

static void put_figures(struct page *p)
{
    bool some = false;
    list_open(p, "figures");
    for (uint32_t i = 0; i < p->c->ntable; i++) {
        const struct compare_table *t = &p->c->table[i];
        put_cells(p, &some, "both", t, t->cell, t->ncell);
        put_cells(p, &some, "row", t, t->in_row, t->nin_row);
        put_cells(p, &some, "column", t, t->in_column, t->nin_column);
    }
    list_close(p);
}

/* ---- totals ---- */

static json_t *amount(struct page *p, struct rat v, const struct ir_unit *unit)
{
    return jw_text(&p->w, formula_text(room(p), v, unit));
}

static void add_term(struct page *p, json_t *terms, const struct compare_table *t,
                     const struct compare_term *x, const struct ir_unit *unit)
{
    json_t *o = jw_append(&p->w, terms);
    jw_set(&p->w, o, "row", jw_text(&p->w, row_name(p, t, x->row)));
    jw_set(&p->w, o, "column", jw_text(&p->w, compare_column_name(p->c, t, x->column)));
    jw_set(&p->w, o, "change", amount(p, x->change, unit));
    for (unsigned side = 0; side < COMPARE_SIDES; side++)
        set_cell(p, o, side, t, x->row[side], x->column);
}

static void put_sum(struct page *p, json_t *o, const struct compare_table *t,
                    const struct compare_sum *s)
{
    const struct ir_program *prog = run_of(p, COMPARE_NEW)->prog;
    const struct compare_cell *cell = &t->cell[s->cell];
    const struct ir_unit *unit
        = &prog->table[t->table].column[t->column[cell->column].column].unit;
    json_t *terms;
    set_names(p, o, t, cell->row, cell->column);
    jw_set(&p->w, o, "rule", jw_text(&p->w, prog->string[prog->rule[s->rule].name]));
    jw_set(&p->w, o, "change", amount(p, s->change, unit));
    jw_set(&p->w, o, "rest", s->known ? amount(p, s->rest, unit) : json_null());
    if (!s->known) {
        jw_set(&p->w, o, "terms", json_null());
        return;
    }
    terms = jw_set(&p->w, o, "terms", json_array());
    for (uint32_t i = 0; i < s->nterm && !p->w.failed; i++)
        add_term(p, terms, t, &s->term[i], unit);
}

static void put_totals(struct page *p)
{
    bool some = false;
    list_open(p, "totals");
    for (uint32_t i = 0; i < p->c->ntable; i++) {
        const struct compare_table *t = &p->c->table[i];
        for (uint64_t k = 0; k < t->nsum && !p->w.failed; k++) {
            put_sum(p, entry_open(p, &some), t, &t->sum[k]);
            jw_put_held(&p->w);
        }
    }
    list_close(p);
}

/* ---- lines ---- */

static void add_input(struct page *p, json_t *inputs, const struct compare_input *in,
                      const struct ir_unit *unit)
{
    const struct formula *x = &p->c->formulas->f.p[in->formula];
    json_t *o = jw_append(&p->w, inputs);
    jw_set(&p->w, o, "text", jw_text(&p->w, *x->name ? x->name : x->text));
    jw_set(&p->w, o, "unit", jw_text(&p->w, string_of(p, x->unit.text)));
    jw_set(&p->w, o, "old", amount(p, in->side[COMPARE_OLD], &x->unit));
    jw_set(&p->w, o, "new", amount(p, in->side[COMPARE_NEW], &x->unit));
    jw_set(&p->w, o, "change", amount(p, in->change, unit));
}

static void set_value(struct page *p, json_t *o, unsigned side, uint32_t line)
{
    const struct line_value *v = &run_of(p, side)->line[line];
    json_t *of = jw_set(&p->w, o, side_name[side], json_object());
    enum ir_reason reason = line_value_reason(v);
    jw_set(&p->w, of, "value", jw_text(&p->w, v->value));
    jw_set(&p->w, of, "reason", jw_text_or_null(&p->w, reason_name(reason)));
}

static void set_others(struct page *p, json_t *o, const struct compare_line *l,
                       const struct ir_unit *unit)
{
    json_t *others = jw_set(&p->w, o, "others", l->others ? json_object() : json_null());
    struct rat left;
    if (!l->others)
        return;
    jw_set(&p->w, others, "count", json_integer(l->others));
    jw_set(&p->w, others, "change",
           compare_left(l, l->ninput, &left) ? amount(p, left, unit) : json_null());
}

static void put_line(struct page *p, json_t *o, const struct compare_line *l)
{
    const struct ir_program *prog = run_of(p, COMPARE_NEW)->prog;
    const struct ir_line *of = &prog->line[l->line];
    json_t *inputs;
    jw_set(&p->w, o, "line", jw_text(&p->w, prog->string[of->name]));
    jw_set(&p->w, o, "unit", jw_text(&p->w, prog->string[of->unit.text]));
    set_source(p, o, of->file < prog->nfile ? prog->string[prog->file[of->file]] : "", of->line,
               of->col);
    set_value(p, o, COMPARE_OLD, l->line);
    set_value(p, o, COMPARE_NEW, l->line);
    jw_set(&p->w, o, "change",
           l->known || l->long_work ? amount(p, l->change, &of->unit) : json_null());
    jw_set(&p->w, o, "ordered", json_boolean(l->ordered));
    if (!l->known) {
        jw_set(&p->w, o, "inputs", json_null());
        jw_set(&p->w, o, "others", json_null());
        return;
    }
    inputs = jw_set(&p->w, o, "inputs", json_array());
    for (uint32_t i = 0; i < l->ninput && !p->w.failed; i++)
        add_input(p, inputs, &l->input[i], &of->unit);
    set_others(p, o, l, &of->unit);
}

static void put_lines(struct page *p)
{
    bool some = false;
    list_open(p, "lines");
    for (uint32_t i = 0; i < p->c->nline && !p->w.failed; i++) {
        put_line(p, entry_open(p, &some), &p->c->line[i]);
        jw_put_held(&p->w);
    }
    list_close(p);
}

/* ---- what is on one side only ---- */

static void put_lone(struct page *p, json_t *o, const struct compare_table *t,
                     const struct compare_lone *x, bool row)
{
    const struct findings *f = run_of(p, x->side);
    struct origin at = data_origin(f->data, room(p), t->table, row ? x->at : DATA_NO_ROW,
                                   row ? 0 : t->column[x->at].sheet[x->side]);
    const char *name = row ? data_row_key(f->data, room(p), t->table, x->at)
                           : compare_column_name(p->c, t, x->at);
    jw_set(&p->w, o, "table", jw_text(&p->w, string_of(p, f->prog->table[t->table].name)));
    jw_set(&p->w, o, "side", jw_text(&p->w, side_name[x->side]));
    jw_set(&p->w, o, row ? "row" : "column", jw_text(&p->w, name));
    jw_set(&p->w, o, "file", jw_text(&p->w, at.file));
    jw_set_count(&p->w, o, "line", at.line);
    if (!row)
        jw_set_count(&p->w, o, "field", at.field);
}

static void put_lones(struct page *p, const char *key, bool row)
{
    bool some = false;
    list_open(p, key);
    for (uint32_t i = 0; i < p->c->ntable; i++) {
        const struct compare_table *t = &p->c->table[i];
        uint64_t n = row ? t->nrow : t->nalone;
        for (uint64_t k = 0; k < n && !p->w.failed; k++) {
            put_lone(p, entry_open(p, &some), t, row ? &t->row[k] : &t->alone[k], row);
            jw_put_held(&p->w);
        }
    }
    list_close(p);
}

/* ---- tables ---- */

struct fields { struct page *p; json_t *list; };

static void field_add(void *ctx, uint32_t field, const char *header)
{
    struct fields *x = ctx;
    json_t *o = jw_append(&x->p->w, x->list);
    jw_set_count(&x->p->w, o, "field", field + 1);
    jw_set(&x->p->w, o, "header", jw_text(&x->p->w, header));
}

static void set_table_side(struct page *p, json_t *o, unsigned side, const struct compare_table *t)
{
    const struct data_set *data = run_of(p, side)->data;
    json_t *of = jw_set(&p->w, o, side_name[side], json_object());
    struct fields fields = { p, NULL };
    jw_set(&p->w, of, "file", jw_text(&p->w, data_file(data, t->table)));
    jw_set(&p->w, of, "there", json_boolean(t->there[side]));
    jw_set(&p->w, of, "readable", json_boolean(t->usable[side]));
    jw_set_count(&p->w, of, "figures", t->figures[side]);
    jw_set_count(&p->w, of, "repeated", t->repeated[side]);
    fields.list = jw_set(&p->w, of, "not_compared", json_array());
    data_unread_fields(data, t->table, field_add, &fields);
}

static void put_tables(struct page *p)
{
    bool some = false;
    list_open(p, "tables");
    for (uint32_t i = 0; i < p->c->ntable && !p->w.failed; i++) {
        const struct compare_table *t = &p->c->table[i];
        const struct ir_table *of = &run_of(p, COMPARE_NEW)->prog->table[t->table];
        json_t *o = entry_open(p, &some);
        jw_set(&p->w, o, "table", jw_text(&p->w, string_of(p, of->name)));
        jw_set(&p->w, o, "title", jw_text_or_null(&p->w, string_of(p, of->title)));
        jw_set(&p->w, o, "by_order", json_boolean(t->by_order));
        set_table_side(p, o, COMPARE_OLD, t);
        set_table_side(p, o, COMPARE_NEW, t);
        jw_put_held(&p->w);
    }
    list_close(p);
}

bool compare_json(struct report_out *out, const struct comparison *c, const struct json_opts *o,
                  const struct compare_diags *diags)
{
    struct page p = { .c = c, .diags = diags };
    jw_open(&p.w, out, c->side[COMPARE_NEW].f, o);
    jw_put_opening(&p.w, o->rules);
    put_side(&p, COMPARE_OLD);
    put_side(&p, COMPARE_NEW);
    put_counts(&p);
    put_results(&p);
    put_lines(&p);
    put_figures(&p);
    put_totals(&p);
    put_lones(&p, "rows", true);
    put_lones(&p, "columns", false);
    put_tables(&p);
    jw_put_diags(&p.w);
    return jw_close(&p.w);
}
