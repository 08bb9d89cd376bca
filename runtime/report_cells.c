/* The cells of a finding, as tables: those of each figure, rows that are counted and rows that are
 * not, what a condition reads.
 * In: a finding's evidence. Out: tables of cells, with what each figure comes to.
 * Invariant: no more cells than were gathered; how many others there are is said. */
#include "naming.h"
#include "report_part.h"
#include "width.h"
#include <string.h>

/* ---- a cell ---- */

enum { CELL_COLUMNS = 6 };

static bool cell_is_figure(const struct evidence_cell *c)
{
    return c->kind == CELL_FIGURE && c->at.field && !c->is_text;
}

const char *report_cell_text(struct report *r, const struct evidence_cell *c)
{
    struct arena *a = &r->scratch.arena;
    const char *text = say_escaped(a, c->at.text);
    if (!c->at.field && c->sheet != IR_NONE)
        return say_text(SAY_CELL_ABSENT, r->lang);
    if (!c->at.field || text[strspn(text, " ")])
        return text;
    if (!cell_is_figure(c))
        return say_text(SAY_CELL_BLANK, r->lang);
    return message_unit(a, message_dec(a, c->value, 0, ""), say_text(SAY_CELL_LOST, r->lang));
}

const char *report_header(struct report *r, const struct evidence_cell *c)
{
    return naming_column(&r->scratch.arena, r->f->prog, c, r->lang);
}

/* Its unit; behind it, that it is the one that is asked for. */
static const char *beside_cell(struct report *r, const struct evidence_cell *c, bool least)
{
    struct arena *a = &r->scratch.arena;
    const char *unit = !cell_is_figure(c) ? ""
        : say_escaped(a, c->at.unit ? c->at.unit : c->unit);
    if (!c->furthest)
        return unit;
    return arena_printf(a, "%s%s%s", unit, *unit ? "  " : "",
                        say_text(least ? SAY_CELL_LEAST : SAY_CELL_GREATEST, r->lang));
}

static void cell_row(struct report *r, struct columns *t, const struct evidence_cell *c,
                     bool keyed, bool least)
{
    struct arena *a = &r->scratch.arena;
    char letters[8];
    const char *column = brush_letters(letters, c->at.field);
    const char *text[CELL_COLUMNS] = {
        arena_printf(a, "%llu", (unsigned long long)c->at.line),
        arena_strndup(a, column, strlen(column)), report_header(r, c),
        keyed ? naming_row_beside(a, c->row_key, r->lang) : "", report_cell_text(r, c),
        beside_cell(r, c, least) };
    columns_add(t, ROW_PLAIN, text);
}

static enum say sum_label(const struct report *r, const struct evidence_figure *g)
{
    const struct ir_program *p = r->f->prog;
    uint32_t colref = evidence_colref(p, g->of);
    if (!g->members && colref != IR_NONE && p->colref[colref].kind == COL_OTHERS)
        return SAY_OTHERS_NONE;
    if (!g->members)
        return g->apart || g->part != FIGURE_PLAIN ? SAY_ROWS_NONE : SAY_SUM_OF_NONE;
    if (g->part != FIGURE_PLAIN)
        return SAY_CHOSEN_ROWS;
    return g->apart ? SAY_APART_CELLS : SAY_SUM_OF_CELLS;
}

/* Why there are no cells of a table; RS_NONE: there may be some. */
static enum ir_reason table_lacks(const struct data_set *s, uint32_t table)
{
    if (data_usable(s, table))
        return RS_NONE;
    if (data_present(s, table))
        return RS_UNREADABLE;
    return data_withheld(s, table) ? RS_NO_PRIOR : RS_MISSING;
}

/* A table that is not there does not make 0. */
static void sum_figure(struct report *r, const struct evidence_figure *g, const char **row)
{
    struct arena *a = &r->scratch.arena;
    enum ir_reason lacks = table_lacks(r->f->data, g->table);
    row[4] = lacks ? say_with(a, r->lang, SAY_UNKNOWN_VALUE, 1,
                              say_text(message_reason(lacks), r->lang))
        : message_dec(a, evidence_total(g), g->places, "");
    row[5] = lacks ? "" : say_escaped(a, g->unit);
}

/* After the cells of a sum: how many are not shown, and what all of them make. */
static void sum_rows(struct report *r, struct columns *t, const struct evidence_figure *g)
{
    struct arena *a = &r->scratch.arena;
    const char *row[CELL_COLUMNS] = { NULL };
    uint64_t left_out = evidence_left_out(g);
    if (!g->sum || g->members == 1)
        return;
    if (left_out && left_out < g->members) {
        row[2] = say_with(a, r->lang, g->part == FIGURE_PLAIN ? SAY_MORE_CELLS : SAY_MORE_ROWS, 1,
                          say_count(a, left_out));
        columns_add(t, ROW_PLAIN, row);
    }
    row[2] = say_with(a, r->lang, sum_label(r, g), 1, say_count(a, g->members));
    if (!g->apart)
        sum_figure(r, g, row);
    columns_add(t, ROW_BOLD, row);
}

/* whole: the first of the cells is a row as a whole */
static void cells_head(struct report *r, struct columns *t, bool whole)
{
    static const enum say head[CELL_COLUMNS - 1] = {
        SAY_CELL_LINE, SAY_CELL_COLUMN, SAY_CELL_HEADER, SAY_CELL_ROW_KEY, SAY_CELL_TEXT };
    const char *row[CELL_COLUMNS] = { NULL };
    for (unsigned i = 0; i < CELL_COLUMNS - 1; i++)
        row[i] = whole && head[i] == SAY_CELL_HEADER ? "" : say_text(head[i], r->lang);
    columns_add(t, ROW_HEAD, row);
}

/* "table (file): row" */
static const char *title_text(struct report *r, const char *table, const char *file,
                              const char *row)
{
    struct arena *a = &r->scratch.arena;
    const char *of = say_with(a, r->lang, SAY_SUM_SHOWN, 2, table, file);
    return *row ? arena_printf(a, "%s%s%s", of, say_text(SAY_COLON, r->lang), row) : of;
}

void report_cells_title(struct report *r, const struct brush *b, const struct evidence_cell *c,
                        const char *row)
{
    struct arena *a = &r->scratch.arena;
    const struct ir_program *p = r->f->prog;
    const struct ir_table *t = &p->table[c->table];
    bool units = t->origin == ORIGIN_UNITS;     /* each row is of another file */
    const char *file = units ? say_text(SAY_ALL_UNITS, r->lang) : c->at.file;
    const char *plain = title_text(r, p->string[t->name], file, row);
    unsigned used = width_cells(plain, strlen(plain), b->ambiguous_wide) + b->gutter + 2;
    strbuf_addf(b->out, "%*s", (int)b->gutter + 1, "");
    brush_bold(b);
    if (*p->string[t->title] && used + COLUMN_LEAST <= r->columns) {
        struct strbuf name;
        strbuf_init(&name, a);
        strbuf_addf(&name, "%s ", p->string[t->name]);
        brush_cut(b, &name, say_escaped(a, p->string[t->title]), r->columns - used);
        plain = title_text(r, name.p, file, row);
    }
    strbuf_adds(b->out, plain);
    brush_end(b);
    brush_newline(b);
}

/* Each row is named unless all cells are of the row the finding is about. */
static bool rows_differ(const struct evidence *e)
{
    if (e->rule && e->rule->domain == DOMAIN_JOIN)
        return true;
    for (uint32_t i = 0; i < e->ncell; i++)
        if (e->cell[i].row != DATA_NO_ROW
            && (e->cell[i].row != e->find->row || e->cell[i].table != e->cell[0].table))
            return true;
    return e->find->row != DATA_NO_ROW && e->ncell && !e->cell[0].at.field;
}

/* The name of the row that all cells are of; "" if it has none, or each is named beside them. A
 * line's number is no name. */
static const char *one_row_name(struct report *r, const struct evidence *e)
{
    bool one = e->ncell && e->cell[0].row != DATA_NO_ROW && !rows_differ(e);
    return one ? naming_row_beside(&r->scratch.arena, e->cell[0].row_key, r->lang) : "";
}

static struct columns cells_table(struct report *r)
{
    return (struct columns){
        .arena = &r->scratch.arena, .count = CELL_COLUMNS,
        .align = { COLUMN_RIGHT, COLUMN_LEFT, COLUMN_LEFT, COLUMN_LEFT, COLUMN_POINT },
        .give = { GIVE_NOTHING, GIVE_NOTHING, GIVE_START, GIVE_END, GIVE_NOTHING } };
}

struct cells {
    struct columns table;
    uint32_t of;                    /* the table of data */
    bool begun;
    bool own;                       /* it is of one figure alone */
    enum section { SECTION_PLAIN, SECTION_LEFT, SECTION_ASKED, SECTION_NONE } section;
    const char *row;                /* the name of the one row; "": rows are named one by one */
};

static enum section section_of(const struct evidence_figure *g)
{
    return g->asked ? SECTION_ASKED : g->part == FIGURE_LEFT ? SECTION_LEFT : SECTION_PLAIN;
}

static void cells_flush(struct report *r, const struct brush *b, struct cells *c)
{
    if (c->begun)
        columns_draw(b, &c->table, b->gutter + 1, r->columns);
    c->begun = false;
}

static bool is_choice(const struct evidence_figure *g)
{
    return g->part != FIGURE_PLAIN;
}

/* Which side of the rule its rows are of, where both sides have some. */
static const char *side_named(struct report *r, const struct evidence *e,
                              const struct evidence_figure *g, const char *head)
{
    uint8_t sides = 0, own = g->of->facet & (READ_LEFT | READ_RIGHT);
    for (uint32_t i = 0; i < e->nfigure; i++)
        if (is_choice(&e->figure[i]))
            sides |= e->figure[i].of->facet;
    if (!(sides & READ_LEFT && sides & READ_RIGHT) || own == (READ_LEFT | READ_RIGHT))
        return head;
    return say_with(&r->scratch.arena, r->lang, own == READ_LEFT ? SAY_AT_LEFT : SAY_AT_RIGHT, 1,
                    head);
}

const char *report_choice_head(struct report *r, const struct evidence *e,
                               const struct evidence_figure *g)
{
    static const enum say left[] = { [CHOICE_SUM] = SAY_NOT_ADDED, [CHOICE_COUNT] = SAY_NOT_COUNTED,
                                     [CHOICE_LEAST] = SAY_NOT_AMONG,
                                     [CHOICE_GREATEST] = SAY_NOT_AMONG };
    enum say head = g->part == FIGURE_LEFT ? left[g->what] : SAY_COUNTED;
    return side_named(r, e, g, say_text(head, r->lang));
}

/* What stands above the cells of a figure; NULL: nothing. */
static const char *figure_head(struct report *r, const struct evidence *e,
                               const struct evidence_figure *g)
{
    if (section_of(g) == SECTION_ASKED)
        return say_text(SAY_CELLS_ASKED, r->lang);
    if (!is_choice(g))
        return NULL;
    return arena_printf(&r->scratch.arena, "%s%s", report_choice_head(r, e, g),
                        say_text(SAY_HEAD_COLON, r->lang));
}

static void head_line(struct report *r, const struct brush *b, const char *head)
{
    strbuf_addf(b->out, "%*s%s", (int)b->gutter + 1, "", say_escaped(&r->scratch.arena, head));
    brush_newline(b);
}

/* Starts another table of cells when they come from another table of data, when the cells that a
 * condition alone reads begin, and for each figure that is made of chosen rows. g: the figure of
 * the cell, which is its first (opens); NULL: it is of none. */
static void cells_turn(struct report *r, const struct brush *b, struct cells *c,
                       const struct evidence *e, const struct evidence_figure *g, bool opens,
                       const struct evidence_cell *cell)
{
    enum section section = g ? section_of(g) : SECTION_PLAIN;
    bool first = section != c->section;
    bool own = g && (g->apart || g->of->kind == BIND_SUM);
    opens = opens && (own || c->own);
    if (c->begun && c->of == cell->table && !first && !opens)
        return;
    cells_flush(r, b, c);
    const char *head = g && (first || opens) ? figure_head(r, e, g) : NULL;
    *c = (struct cells){ cells_table(r), cell->table, true, own, section, c->row };
    strbuf_addc(b->out, '\n');
    if (head)
        head_line(r, b, head);
    report_cells_title(r, b, cell, c->row);
    cells_head(r, &c->table, !cell->at.field);
}

/* A figure of no cells has no place but its table. */
static void none_turn(struct report *r, const struct brush *b, struct cells *c,
                      const struct evidence *e, const struct evidence_figure *g)
{
    struct evidence_cell none = { .table = g->table };
    none.at = data_origin(r->f->data, &r->scratch.arena, g->table, DATA_NO_ROW, 0);
    cells_turn(r, b, c, e, g, true, &none);
}

static void figure_draw(struct report *r, const struct brush *b, struct cells *c,
                        const struct evidence *e, const struct evidence_figure *g, bool keyed)
{
    for (uint32_t i = g->first; i < g->first + g->shown; i++) {
        cells_turn(r, b, c, e, g, i == g->first, &e->cell[i]);
        cell_row(r, &c->table, &e->cell[i], keyed, g->what == CHOICE_LEAST);
    }
    if (g->sum && !g->shown)
        none_turn(r, b, c, e, g);
    if (c->begun && c->of == g->table)
        sum_rows(r, &c->table, g);
}

/* Cells of no figure. */
static void loose_draw(struct report *r, const struct brush *b, struct cells *c,
                       const struct evidence *e, uint32_t from, uint32_t to, bool keyed)
{
    for (; from < to; from++) {
        cells_turn(r, b, c, e, NULL, false, &e->cell[from]);
        cell_row(r, &c->table, &e->cell[from], keyed, false);
    }
}

void report_cells(struct report *r, const struct brush *b, const struct evidence *e)
{
    struct cells c = { .row = one_row_name(r, e), .section = SECTION_NONE };
    bool keyed = rows_differ(e);
    uint32_t next = 0;
    for (uint32_t i = 0; i < e->nfigure; i++) {
        loose_draw(r, b, &c, e, next, e->figure[i].first, keyed);
        figure_draw(r, b, &c, e, &e->figure[i], keyed);
        next = e->figure[i].first + e->figure[i].shown;
    }
    loose_draw(r, b, &c, e, next, e->ncell, keyed);
    cells_flush(r, b, &c);
}
