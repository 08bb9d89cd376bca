/* What changes are made of, for people.
 * In: a comparison. Out: of each total that changed, and of each line, the terms that changed.
 * Invariant: what is not listed of a change is added up in a row of its own, so that the rows of a
 * change make all of it. */
#include "compare_text_part.h"
#include <string.h>

enum { SUM_COLUMNS = 8, INPUT_COLUMNS = 6 };

/* "+9.00" */
static const char *change_text(struct sheet *s, struct rat v, const struct ir_unit *unit,
                               int places, const char *shown)
{
    const char *text = formula_text(room(s), v, unit);
    if (!text)
        return say(s, SAY_COMPARE_TOO_WIDE);
    text = strchr(text, '/') ? message_unit(room(s), text, shown)
                             : message_figure(room(s), text, places, shown);
    return rat_sign(v) > 0 ? arena_printf(room(s), "+%s", text) : text;
}

/* ---- totals ---- */

/* A row of the list of totals. */
struct entry {
    const struct compare_sum *sum;
    enum { ENTRY_TERM, ENTRY_MORE, ENTRY_REST, ENTRY_UNKNOWN } kind;
    bool first;                     /* of its total */
    uint32_t term, terms;           /* the term; MORE: the first of so many */
    struct rat change;
};
struct entries { const struct compare_table *t; struct entry *p; uint64_t n, cap; };

static void entry_add(struct sheet *s, struct entries *e, const struct compare_sum *sum,
                      struct entry x)
{
    x.sum = sum;
    x.first = !e->n || e->p[e->n - 1].sum != sum;
    ARENA_PUSH(s->c->arena, e->p, e->n, e->cap, x);
}

/* The terms that are not listed, in one; what does not fit 256 bits is left to the rest. */
static void more_add(struct sheet *s, struct entries *e, const struct compare_sum *sum,
                     uint32_t from)
{
    struct entry x = { .kind = ENTRY_MORE, .term = from, .terms = sum->nterm - from,
                       .change = rat_int(0) };
    for (uint32_t i = from; i < sum->nterm; i++)
        if (rat_add(&x.change, x.change, sum->term[i].change))
            return;
    entry_add(s, e, sum, x);
}

static void sum_entries(struct sheet *s, struct entries *e, const struct compare_sum *sum)
{
    uint32_t shown = sum->nterm <= s->r.max_cells ? sum->nterm : s->r.max_cells - 1;
    if (!sum->known) {
        entry_add(s, e, sum, (struct entry){ .kind = ENTRY_UNKNOWN });
        return;
    }
    for (uint32_t i = 0; i < shown; i++)
        entry_add(s, e, sum, (struct entry){ .kind = ENTRY_TERM, .term = i,
                                             .change = sum->term[i].change });
    if (shown < sum->nterm)
        more_add(s, e, sum, shown);
    if (rat_sign(sum->rest))
        entry_add(s, e, sum, (struct entry){ .kind = ENTRY_REST, .change = sum->rest });
}

static const struct ir_unit *unit_of(struct sheet *s, const struct compare_table *t,
                                     uint32_t column)
{
    const struct ir_table *of = &s->c->side[COMPARE_NEW].f->prog->table[t->table];
    return &of->column[t->column[column].column].unit;
}

static const char *entry_name(struct sheet *s, const struct entries *e, const struct entry *x)
{
    const struct ir_rule *r = &s->c->side[COMPARE_NEW].f->prog->rule[x->sum->rule];
    const struct compare_term *term = x->kind == ENTRY_TERM ? &x->sum->term[x->term] : NULL;
    switch (x->kind) {
    case ENTRY_TERM: break;
    case ENTRY_MORE: return say1(s, SAY_COMPARE_MORE_TERMS, say_count(room(s), x->terms));
    case ENTRY_REST: return say(s, SAY_COMPARE_REST);
    case ENTRY_UNKNOWN: return say(s, SAY_COMPARE_TERMS_UNKNOWN);
    }
    return r->kind == KIND_ROWS ? compare_row_text(s, e->t, term->row)
        : say_escaped(room(s), compare_column_name(s->c, e->t, term->column));
}

static const char *term_spot(struct sheet *s, const struct entries *e, const struct entry *x,
                             unsigned side)
{
    const struct compare_term *term = &x->sum->term[x->term];
    uint32_t sheet = x->kind == ENTRY_TERM ? e->t->column[term->column].sheet[side] : COMPARE_NONE;
    struct origin o;
    if (sheet == COMPARE_NONE || term->row[side] == COMPARE_NONE)
        return "";
    o = data_origin(data_of(s, side), room(s), e->t->table, term->row[side], sheet);
    return compare_spot_text(s, &o);
}

static void entry_row(struct list *l, struct columns *c, uint64_t i)
{
    struct sheet *s = l->s;
    const struct entries *e = l->of;
    const struct entry *x = &e->p[i];
    const struct compare_cell *cell = &e->t->cell[x->sum->cell];
    const struct ir_unit *unit = unit_of(s, e->t, cell->column);
    int places = compare_places(s->c, e->t, cell->column);
    const char *row[SUM_COLUMNS] = {
        x->first ? compare_row_text(s, e->t, cell->row) : "",
        x->first ? say_escaped(room(s), compare_column_name(s->c, e->t, cell->column)) : "",
        x->first ? change_text(s, x->sum->change, unit, places, "") : "",
        x->first ? say_escaped(room(s), compare_unit(s->c, e->t, cell->column)) : "",
        entry_name(s, e, x),
        x->kind == ENTRY_UNKNOWN ? "" : change_text(s, x->change, unit, places, ""),
        term_spot(s, e, x, COMPARE_OLD), term_spot(s, e, x, COMPARE_NEW) };
    columns_add(c, ROW_PLAIN, row);
}

void compare_sums_draw(struct sheet *s, const struct compare_table *t)
{
    static const enum say head[SUM_COLUMNS] = {
        SAY_COMPARE_ROW, SAY_COMPARE_COLUMN, SAY_COMPARE_CHANGE, SAY_COMPARE_UNIT,
        SAY_COMPARE_TERM, SAY_COMPARE_PART, SAY_COMPARE_OLD_AT, SAY_COMPARE_NEW_AT };
    static const enum column_align align[SUM_COLUMNS] = { [2] = COLUMN_POINT, [5] = COLUMN_POINT };
    static const enum column_give give[SUM_COLUMNS] = { [0] = GIVE_END, [1] = GIVE_END,
                                                        [4] = GIVE_END };
    struct entries e = { .t = t };
    struct list l = { s, &e, SUM_COLUMNS, head, align, give, entry_row };
    if (!t->nsum)
        return;
    for (uint64_t i = 0; i < t->nsum; i++)
        sum_entries(s, &e, &t->sum[i]);
    compare_part_title(s, t, SAY_COMPARE_SUMS, t->nsum);
    compare_list_draw(&l, 0, e.n);
}

/* ---- lines ---- */

static const char *line_value(struct sheet *s, unsigned side, uint32_t line)
{
    const struct line_value *v = &s->c->side[side].f->line[line];
    const struct ir_line *of = &s->c->side[side].f->prog->line[line];
    enum ir_reason reason = line_value_reason(v);
    if (v->value)
        return message_figure(room(s), v->value, 0, say_escaped(room(s),
                                                                program_text(s, of->unit.text)));
    return say1(s, SAY_UNKNOWN_VALUE, say(s, message_reason(reason)));
}

static const struct formula *formula_of(const struct sheet *s, const struct compare_input *in)
{
    return &s->c->formulas->f.p[in->formula];
}

/* Its cell, if it is one. */
static const char *input_spot(struct sheet *s, const struct formula *x, unsigned side)
{
    struct evidence e = { .nfigure = 0 };
    struct finding at = { .rule = x->rule, .row = DATA_NO_ROW };
    if (x->op != FORMULA_FIGURE || x->rule == IR_NONE)
        return "";
    evidence_figure(&e, room(s), s->c->side[side].f, &at, &x->bind, 1);
    if (!e.nfigure || e.ncell != 1)
        return "";
    if (e.figure->members != 1)
        return say1(s, SAY_SUM_OF_CELLS, say_count(room(s), e.figure->members));
    return arena_printf(room(s), "%s %s", say_escaped(room(s), e.cell->at.file),
                        compare_spot_text(s, &e.cell->at));
}

static const char *input_value(struct sheet *s, const struct compare_input *in, unsigned side)
{
    const struct formula *x = formula_of(s, in);
    const char *text = formula_text(room(s), in->side[side], &x->unit);
    const char *unit = say_escaped(room(s), program_text(s, x->unit.text));
    if (!text)
        return say(s, SAY_COMPARE_TOO_WIDE);
    return strchr(text, '/') ? message_unit(room(s), text, unit)
                             : message_figure(room(s), text, 0, unit);
}

/* Those of a line that are listed; the rest is one row. */
static uint32_t inputs_listed(const struct sheet *s, const struct compare_line *l)
{
    return l->others || l->ninput > s->r.max_cells ? s->r.max_cells - 1 : l->ninput;
}

static void more_row(struct sheet *s, struct columns *c, const struct compare_line *line,
                     uint32_t listed)
{
    const struct ir_unit *unit = &s->c->side[COMPARE_NEW].f->prog->line[line->line].unit;
    uint64_t more = (uint64_t)line->ninput - listed + line->others;
    struct rat left;
    const char *row[INPUT_COLUMNS] = {
        say1(s, SAY_COMPARE_MORE_TERMS, say_count(room(s), more)), "", "",
        !compare_left(line, listed, &left) ? say(s, SAY_COMPARE_TOO_WIDE)
            : change_text(s, left, unit, 0, say_escaped(room(s), program_text(s, unit->text))),
        "", "" };
    columns_add(c, ROW_PLAIN, row);
}

static void input_row(struct list *l, struct columns *c, uint64_t i)
{
    struct sheet *s = l->s;
    const struct compare_line *line = l->of;
    uint32_t listed = inputs_listed(s, line);
    if (i == listed) {
        more_row(s, c, line, listed);
        return;
    }
    const struct compare_input *in = &line->input[i];
    const struct ir_unit *unit = &s->c->side[COMPARE_NEW].f->prog->line[line->line].unit;
    const struct formula *x = formula_of(s, in);
    const char *row[INPUT_COLUMNS] = {
        say_escaped(room(s), *x->name ? x->name : x->text), input_value(s, in, COMPARE_OLD),
        input_value(s, in, COMPARE_NEW),
        change_text(s, in->change, unit, 0, say_escaped(room(s), program_text(s, unit->text))),
        input_spot(s, x, COMPARE_OLD), input_spot(s, x, COMPARE_NEW) };
    columns_add(c, ROW_PLAIN, row);
}

/* "补助：101 元 → 120 元，+19 元" */
static void line_title(struct sheet *s, const struct compare_line *l)
{
    const struct ir_line *of = &s->c->side[COMPARE_NEW].f->prog->line[l->line];
    const char *change = !l->known && !l->long_work ? "" : arena_printf(
        room(s), "%s%s", say(s, SAY_EFFECT_JOIN),
        change_text(s, l->change, &of->unit, 0, say_escaped(room(s),
                                                            program_text(s, of->unit.text))));
    strbuf_addf(&s->r.text, "  %s%s%s%s\n", say_escaped(room(s), program_text(s, of->name)),
                say(s, SAY_COLON),
                say_with(room(s), s->r.lang, SAY_COMPARE_FILES, 2,
                         line_value(s, COMPARE_OLD, l->line), line_value(s, COMPARE_NEW, l->line)),
                change);
}

static void line_draw(struct sheet *s, const struct compare_line *line)
{
    static const enum say head[INPUT_COLUMNS] = {
        SAY_COMPARE_TERM, SAY_COMPARE_OLD, SAY_COMPARE_NEW, SAY_COMPARE_PART, SAY_COMPARE_OLD_AT,
        SAY_COMPARE_NEW_AT };
    static const enum column_align align[INPUT_COLUMNS] = { [1] = COLUMN_POINT,
                                                            [2] = COLUMN_POINT,
                                                            [3] = COLUMN_POINT };
    static const enum column_give give[INPUT_COLUMNS] = { GIVE_END };
    struct list l = { s, line, INPUT_COLUMNS, head, align, give, input_row };
    uint32_t listed = inputs_listed(s, line);
    line_title(s, line);
    if (line->ordered)
        strbuf_addf(&s->r.text, "  %s\n", say(s, SAY_COMPARE_ORDERED));
    if (!line->known)
        strbuf_addf(&s->r.text, "  %s\n\n", say(s, line->long_work ? SAY_COMPARE_LONG_WORK
                                                                 : SAY_COMPARE_TERMS_UNKNOWN));
    else
        compare_list_draw(&l, 0, listed + (listed < (uint64_t)line->ninput + line->others));
}

void compare_lines_draw(struct sheet *s)
{
    const struct comparison *c = s->c;
    if (!c->nline)
        return;
    report_title(&s->r, say1(s, SAY_COMPARE_LINES, say_count(room(s), c->nline)));
    for (uint32_t i = 0; i < c->nline && !s->r.out->failed; i++)
        line_draw(s, &c->line[i]);
}
