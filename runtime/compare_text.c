/* A comparison for people.
 * In: a comparison. Out: aligned tables, each after a line that says what it lists, and a last line
 * of counts.
 * Invariant: figures are shown whole, with their difference; what is not listed is counted. */
#include "compare_text_part.h"
#include <string.h>

enum { RESULT_COLUMNS = 8, CELL_COLUMNS = 8, LONE_COLUMNS = 4, COMPARE_PAGE = 256,
       PRINTED_CELLS = 28 };        /* more than any figure that can be read takes */

/* ---- lists ---- */

static void page_draw(struct list *l, uint64_t from, uint64_t to)
{
    struct sheet *s = l->s;
    struct columns c = { .arena = room(s), .count = l->columns };
    struct brush b = report_brush(&s->r, SEV_ERROR);
    const char *head[COLUMNS_MAX];
    for (unsigned i = 0; i < l->columns; i++) {
        c.align[i] = l->align[i];
        c.give[i] = l->give[i];
        head[i] = say(s, l->head[i]);
    }
    columns_add(&c, ROW_HEAD, head);
    for (uint64_t i = from; i < to; i++)
        l->row(l, &c, i);
    columns_draw(&b, &c, 2, s->r.columns);
}

void compare_list_draw(struct list *l, uint64_t from, uint64_t n)
{
    struct sheet *s = l->s;
    uint64_t shown = n < s->r.max_findings ? n : s->r.max_findings;
    for (uint64_t at = 0; at < shown && !s->r.out->failed; at += COMPARE_PAGE) {
        uint64_t more = shown - at < COMPARE_PAGE ? shown - at : COMPARE_PAGE;
        page_draw(l, from + at, from + at + more);
        report_flush(&s->r);
    }
    if (shown < n)
        strbuf_addf(&s->r.text, "  %s\n", say1(s, SAY_COMPARE_MORE, say_count(room(s), n - shown)));
    strbuf_addc(&s->r.text, '\n');
    report_flush(&s->r);
}

/* ---- results ---- */

static const char *status_text(struct sheet *s, const struct finding *x)
{
    static const enum say words[ST_COUNT] = { SAY_EXACT, SAY_WITHIN, SAY_VIOLATED,
                                              SAY_INAPPLICABLE, SAY_UNKNOWN, SAY_WAIVED,
                                              SAY_KNOWN };
    if (!x)
        return say(s, SAY_COMPARE_NO_RESULT);
    if (x->status == ST_UNKNOWN && x->reason)
        return say1(s, SAY_UNKNOWN_VALUE, say(s, message_reason((enum ir_reason)x->reason)));
    return say(s, words[x->status]);
}

static const char *difference_text(struct sheet *s, unsigned side, const struct finding *x)
{
    struct evidence e;
    const char *difference;
    if (!x || !x->difference)
        return "";
    evidence_gather(&e, room(s), s->c->side[side].f, x, 0);
    difference = message_figures(room(s), &e).difference;
    return difference ? difference : "";
}

static void result_row(struct list *l, struct columns *c, uint64_t i)
{
    static const enum say severity[] = { SAY_MUST, SAY_SHOULD, SAY_NOTE };
    struct sheet *s = l->s;
    const struct compare_result *r = &s->c->result[i];
    unsigned side = r->side[COMPARE_NEW] ? COMPARE_NEW : COMPARE_OLD;
    struct evidence e;
    const char *row[RESULT_COLUMNS];
    evidence_gather(&e, room(s), s->c->side[side].f, r->side[side], 0);
    row[0] = say(s, severity[r->side[side]->severity]);
    row[1] = say_escaped(room(s), e.name);
    row[2] = say_escaped(room(s), e.key);
    for (unsigned k = 0; k < COMPARE_SIDES; k++) {
        row[3 + k] = status_text(s, r->side[k]);
        row[5 + k] = difference_text(s, k, r->side[k]);
    }
    row[7] = arena_printf(room(s), "%s:%u", say_escaped(room(s), e.file), e.line);
    columns_add(c, r->turn == TURN_WORSE || r->turn == TURN_LOST ? ROW_SEV : ROW_PLAIN, row);
}

static void results_draw(struct sheet *s)
{
    static const enum say title[TURN_COUNT] = {
        [TURN_WORSE] = SAY_COMPARE_WORSE, [TURN_LOST] = SAY_COMPARE_LOST,
        [TURN_BETTER] = SAY_COMPARE_BETTER, [TURN_STILL] = SAY_COMPARE_STILL,
        [TURN_OTHER] = SAY_COMPARE_OTHER };
    static const enum say head[RESULT_COLUMNS] = { SAY_COMPARE_SEVERITY, SAY_COMPARE_RESULT,
                                                   SAY_COMPARE_KEY, SAY_COMPARE_OLD,
                                                   SAY_COMPARE_NEW, SAY_COMPARE_OLD_BY,
                                                   SAY_COMPARE_NEW_BY, SAY_COMPARE_RULE };
    static const enum column_align align[RESULT_COLUMNS] = { [5] = COLUMN_POINT,
                                                             [6] = COLUMN_POINT };
    static const enum column_give give[RESULT_COLUMNS] = { [1] = GIVE_END, [2] = GIVE_END,
                                                           [7] = GIVE_START };
    struct list l = { s, NULL, RESULT_COLUMNS, head, align, give, result_row };
    uint64_t at = 0, end;
    for (unsigned turn = 0; turn < TURN_COUNT; turn++, at = end) {
        for (end = at; end < s->c->nresult && s->c->result[end].turn == turn;)
            end++;
        if (end == at)
            continue;
        report_title(&s->r, say1(s, title[turn], say_count(room(s), end - at)));
        compare_list_draw(&l, at, end - at);
    }
}

/* ---- tables ---- */

/* "支出表 T" */
static const char *table_name(struct sheet *s, const struct compare_table *t)
{
    const struct ir_table *of = &s->c->side[COMPARE_NEW].f->prog->table[t->table];
    const char *title = program_text(s, of->title), *name = program_text(s, of->name);
    return say_escaped(room(s), *title ? arena_printf(room(s), "%s %s", name, title) : name);
}

/* "2023/t.csv" */
static const char *file_text(struct sheet *s, unsigned side, const struct compare_table *t)
{
    const char *folder = s->c->side[side].folder, *file = data_file(data_of(s, side), t->table);
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/')
        len--;
    return say_escaped(room(s), arena_printf(room(s), "%.*s/%s", (int)len, folder, file));
}

/* "C4" */
const char *compare_spot_text(struct sheet *s, const struct origin *o)
{
    char letters[8];
    if (!o->field)                  /* a sheet that was turned need not print each cell */
        return "";
    return arena_printf(room(s), "%s%llu", brush_letters(letters, o->field),
                        (unsigned long long)o->line);
}

static struct origin origin_of(struct sheet *s, unsigned side, const struct compare_table *t,
                               uint64_t row, uint32_t sheet)
{
    return data_origin(data_of(s, side), room(s), t->table, row, sheet);
}

/* ---- figures ---- */

static const char *figure_text(struct sheet *s, const struct compare_table *t,
                               const struct compare_cell *c, unsigned side, bool unit)
{
    const struct compare_figure *f = &c->side[side];
    int places = compare_places(s->c, t, c->column);
    if (c->row[side] == COMPARE_NONE)
        return "";
    if (f->kind == CELL_FIGURE)
        return message_dec(room(s), f->value, places, unit ? say_escaped(room(s), f->unit) : "");
    if (f->word)
        return "";                  /* its place shows it */
    return say(s, f->kind == CELL_UNREADABLE || f->kind == CELL_OVERFLOW ? SAY_COMPARE_UNREADABLE
                                                                         : SAY_CELL_BLANK);
}

static const char *change_text(struct sheet *s, const struct compare_table *t,
                               const struct compare_cell *c)
{
    struct dec d;
    if (!compare_difference(c, &d))
        return "";
    if (t->column[c->column].column != IR_NONE)
        d = dec_strip(d);           /* else to the places that are printed: none are declared */
    return arena_printf(room(s), "%s%s", w256_sign(d.coef) > 0 ? "+" : "",
                        message_dec(room(s), d, compare_places(s->c, t, c->column), ""));
}

/* What is printed in a cell may be of any length; the diagnostic about it and JSON have more. */
static const char *cut(struct sheet *s, const char *text)
{
    struct brush b = report_brush(&s->r, SEV_NOTE);
    struct strbuf cut;
    strbuf_init(&cut, room(s));
    brush_cut(&b, &cut, text, PRINTED_CELLS);
    return cut.p;
}

/* Where a figure stands and what is printed there. */
static const char *printed_text(struct sheet *s, const struct compare_table *t,
                                const struct compare_cell *c, unsigned side)
{
    struct origin o;
    const char *spot, *text;
    if (c->row[side] == COMPARE_NONE)
        return "";
    o = origin_of(s, side, t, c->row[side], t->column[c->column].sheet[side]);
    spot = compare_spot_text(s, &o);
    text = cut(s, say_escaped(room(s), o.text));
    if (!text[strspn(text, " ")])
        return spot;
    return arena_printf(room(s), "%s “%s”", spot, o.unit
                        ? message_unit(room(s), text, say_escaped(room(s), o.unit)) : text);
}

/* Two figures of a text may have two units: then each has its own. */
static bool own_units(const struct compare_cell *c)
{
    const char *old = c->side[COMPARE_OLD].unit, *new = c->side[COMPARE_NEW].unit;
    return old && new && strcmp(old, new);
}

const char *compare_row_text(struct sheet *s, const struct compare_table *t,
                             const uint32_t row[COMPARE_SIDES])
{
    unsigned side = row[COMPARE_NEW] == COMPARE_NONE ? COMPARE_OLD : COMPARE_NEW;
    return say_escaped(room(s), data_row_key(data_of(s, side), room(s), t->table, row[side]));
}

static void cell_add(struct sheet *s, struct columns *columns, const struct compare_table *t,
                     const struct compare_cell *c)
{
    bool own = own_units(c);
    const char *unit = c->row[COMPARE_NEW] == COMPARE_NONE ? c->side[COMPARE_OLD].unit
                                                           : c->side[COMPARE_NEW].unit;
    const char *row[CELL_COLUMNS] = {
        compare_row_text(s, t, c->row),
        say_escaped(room(s), compare_column_name(s->c, t, c->column)),
        figure_text(s, t, c, COMPARE_OLD, own), figure_text(s, t, c, COMPARE_NEW, own),
        change_text(s, t, c),
        say_escaped(room(s), unit ? unit : compare_unit(s->c, t, c->column)),
        printed_text(s, t, c, COMPARE_OLD), printed_text(s, t, c, COMPARE_NEW) };
    columns_add(columns, ROW_PLAIN, row);
}

static void changed_row(struct list *l, struct columns *columns, uint64_t i)
{
    const struct compare_table *t = l->of;
    cell_add(l->s, columns, t, &t->cell[i]);
}

static void lone_row(struct list *l, struct columns *columns, uint64_t i)
{
    const struct compare_table *t = l->of;
    cell_add(l->s, columns, t, &t->in_row[i]);
}

static void lone_column(struct list *l, struct columns *columns, uint64_t i)
{
    const struct compare_table *t = l->of;
    cell_add(l->s, columns, t, &t->in_column[i]);
}

static void cells_draw(struct sheet *s, const struct compare_table *t, uint64_t n,
                       void (*row)(struct list *l, struct columns *c, uint64_t i))
{
    static const enum say head[CELL_COLUMNS] = {
        SAY_COMPARE_ROW, SAY_COMPARE_COLUMN, SAY_COMPARE_OLD, SAY_COMPARE_NEW, SAY_COMPARE_CHANGE,
        SAY_COMPARE_UNIT, SAY_COMPARE_OLD_AT, SAY_COMPARE_NEW_AT };
    static const enum column_align align[CELL_COLUMNS] = { [2] = COLUMN_POINT, [3] = COLUMN_POINT,
                                                           [4] = COLUMN_POINT };
    static const enum column_give give[CELL_COLUMNS] = { GIVE_END, GIVE_END };
    struct list l = { s, t, CELL_COLUMNS, head, align, give, row };
    strbuf_addf(&s->r.text, "  %s\n",
                say_with(room(s), s->r.lang, SAY_COMPARE_FILES, 2, file_text(s, COMPARE_OLD, t),
                         file_text(s, COMPARE_NEW, t)));
    compare_list_draw(&l, 0, n);
}

void compare_part_title(struct sheet *s, const struct compare_table *t, enum say title,
                        uint64_t n)
{
    report_title(&s->r, arena_printf(room(s), "%s%s%s", table_name(s, t), say(s, SAY_COLON),
                                     say1(s, title, say_count(room(s), n))));
}

static void changed_draw(struct sheet *s, const struct compare_table *t)
{
    if (!t->ncell)
        return;
    compare_part_title(s, t, SAY_COMPARE_CELLS, t->ncell);
    cells_draw(s, t, t->ncell, changed_row);
}

static void lone_rows_draw(struct sheet *s, const struct compare_table *t)
{
    if (!t->nrow)
        return;
    compare_part_title(s, t, SAY_COMPARE_LONE_ROWS, t->nrow);
    cells_draw(s, t, t->nin_row, lone_row);
}

static void lone_columns_draw(struct sheet *s, const struct compare_table *t)
{
    if (!t->nalone)
        return;
    compare_part_title(s, t, SAY_COMPARE_LONE_COLUMNS, t->nalone);
    cells_draw(s, t, t->nin_column, lone_column);
}

/* ---- tables of one side ---- */

static const struct compare_table *lone_table_at(const struct comparison *c, uint64_t i)
{
    for (uint32_t k = 0;; k++)
        if (c->table[k].there[COMPARE_OLD] != c->table[k].there[COMPARE_NEW] && !i--)
            return &c->table[k];
}

static void lone_table(struct list *l, struct columns *c, uint64_t i)
{
    struct sheet *s = l->s;
    const struct compare_table *t = lone_table_at(s->c, i);
    unsigned side = t->there[COMPARE_NEW] ? COMPARE_NEW : COMPARE_OLD;
    const char *row[LONE_COLUMNS] = {
        say(s, side == COMPARE_OLD ? SAY_COMPARE_OLD : SAY_COMPARE_NEW), table_name(s, t),
        file_text(s, side, t),
        say_count(room(s), t->figures[side]) };
    columns_add(c, ROW_PLAIN, row);
}

static void lone_tables_draw(struct sheet *s)
{
    static const enum say head[LONE_COLUMNS] = { SAY_COMPARE_SIDE, SAY_COMPARE_NAME, SAY_COMPARE_AT,
                                                 SAY_COMPARE_HOLDS };
    static const enum column_align align[LONE_COLUMNS] = { [3] = COLUMN_RIGHT };
    static const enum column_give give[LONE_COLUMNS] = { [1] = GIVE_END };
    struct list l = { s, NULL, LONE_COLUMNS, head, align, give, lone_table };
    uint64_t n = s->c->count.tables;
    if (!n)
        return;
    report_title(&s->r, say1(s, SAY_COMPARE_LONE_TABLES, say_count(room(s), n)));
    compare_list_draw(&l, 0, n);
}

/* ---- the whole ---- */

static void table_draw(struct sheet *s, const struct compare_table *t)
{
    changed_draw(s, t);
    compare_sums_draw(s, t);
    lone_rows_draw(s, t);
    lone_columns_draw(s, t);
}

struct fields { struct sheet *s; struct strbuf names; };

static void field_add(void *ctx, uint32_t field, const char *header)
{
    struct fields *f = ctx;
    char letters[8];
    strbuf_addf(&f->names, "%s%s %s", f->names.len ? say(f->s, SAY_EFFECT_JOIN) : "",
                brush_letters(letters, field + 1), say_escaped(room(f->s), header));
}

/* Figures of a form or of long data that are not compared: nothing takes their column, or their
 * place is taken. */
static void left_out_draw(struct sheet *s, const struct compare_table *t)
{
    for (unsigned side = 0; side < COMPARE_SIDES; side++) {
        struct fields f = { .s = s };
        strbuf_init(&f.names, room(s));
        data_unread_fields(data_of(s, side), t->table, field_add, &f);
        if (f.names.len)
            report_notice(&s->r, say_with(room(s), s->r.lang, SAY_COMPARE_FIELDS, 2,
                                          file_text(s, side, t), f.names.p));
        if (t->repeated[side])
            report_notice(&s->r, say_with(room(s), s->r.lang, SAY_COMPARE_REPEATED, 2,
                                          file_text(s, side, t),
                                          say_count(room(s), t->repeated[side])));
    }
}

static void remarks_draw(struct sheet *s, bool same)
{
    size_t before = s->r.text.len;
    if (same)
        report_notice(&s->r, say(s, SAY_COMPARE_SAME));
    for (uint32_t i = 0; i < s->c->ntable; i++) {
        const struct compare_table *t = &s->c->table[i];
        if (t->by_order)
            report_notice(&s->r, say1(s, SAY_COMPARE_BY_ORDER, table_name(s, t)));
        if (compare_table_unread(t))
            report_notice(&s->r, say1(s, SAY_COMPARE_UNREAD, table_name(s, t)));
        left_out_draw(s, t);
    }
    if (s->r.text.len > before)
        strbuf_addc(&s->r.text, '\n');
}

static void counts_draw(struct sheet *s)
{
    const struct compare_count *n = &s->c->count;
    struct arena *a = room(s);
    enum lang l = s->r.lang;
    report_title(&s->r, compare_alike(s->c)
                 ? say_with(a, l, SAY_COMPARE_NOTHING, 2, say_count(a, n->compared),
                            say_count(a, s->c->results))
                 : say_with(a, l, SAY_COMPARE_COUNTS, 6, say_count(a, n->verdicts),
                            say_count(a, n->figures), say_count(a, n->lines),
                            say_count(a, n->rows), say_count(a, n->columns),
                            say_count(a, n->tables)));
}

bool compare_text(struct report_out *out, struct srcs *srcs, const struct comparison *c,
                  const struct report_opts *o)
{
    struct sheet s = { .c = c };
    report_open(&s.r, out, srcs, c->side[COMPARE_NEW].f, o);
    report_title(&s.r, say_with(room(&s), s.r.lang, SAY_COMPARE_FOLDERS, 2,
                                c->side[COMPARE_OLD].name, c->side[COMPARE_NEW].name));
    strbuf_addc(&s.r.text, '\n');
    results_draw(&s);
    compare_lines_draw(&s);
    for (uint32_t i = 0; i < c->ntable && !out->failed; i++)
        table_draw(&s, &c->table[i]);
    lone_tables_draw(&s);
    remarks_draw(&s, c->same);
    counts_draw(&s);
    report_flush(&s.r);
    report_close(&s.r);
    return !out->failed;
}
