/* A conflict in the text report, and what is said of the whole system.
 * In: results that hold each alone and cannot hold together, with factors and cells. Out: their
 * sum, laid out so that it can be followed by hand.
 * Invariant: each figure is exact, or visibly cut. */
#include "feasible.h"
#include "figure.h"
#include "naming.h"
#include "report_part.h"
#include <string.h>

enum { RULE_COLUMNS = 5, CELL_COLUMNS = 8 };

struct conflict_view {
    struct report *r;
    const struct brush *b;
    const struct evidence *e;
    const struct conflict *c;
    const struct ir_unit *unit;     /* of the first rule */
    int places;
};

static struct dec dec_of(struct rat x) { return figure_dec(x.num, x.den, false); }

/* A number by itself: "3", "-1/3" */
static const char *number_text(struct arena *a, struct rat x)
{
    struct rat back;
    struct dec d = dec_of(x);

    if (!rat_dec(&back, d) && rat_equal(back, x))
        return message_dec(a, d, 0, "");
    return arena_printf(a, "%s/%s", message_dec(a, (struct dec){ x.num, 0 }, 0, ""),
                        message_dec(a, (struct dec){ x.den, 0 }, 0, ""));
}

/* A figure in base units, in a shown unit. */
static const char *figure_in(const struct conflict_view *v, struct rat x,
                             const struct ir_unit *unit)
{
    struct arena *a = &v->r->scratch.arena;
    const char *text = figure_text(a, dec_of(x), unit);
    const char *name = say_escaped(a, v->r->f->prog->string[unit->text]);

    return text ? message_figure(a, text, v->places, name) : "…";
}

/* ---- relations ---- */

static void rule_row(const struct conflict_view *v, struct columns *t,
                     const struct conflict_rule *x)
{
    struct arena *a = &v->r->scratch.arena;
    const struct ir_program *p = v->r->f->prog;
    struct finding one = { .rule = x->rule, .row = x->row };
    struct evidence e;

    evidence_gather(&e, a, v->r->f, &one, 0);
    columns_add(t, ROW_PLAIN, (const char *const[]){
        number_text(a, x->factor), say_escaped(a, e.name),
        e.key ? naming_row(a, e.key, v->r->lang) : "",
        say_escaped(a, p->string[e.rule->source]), figure_in(v, x->difference, &e.rule->unit) });
}

static void end_row(const struct conflict_view *v, struct columns *t, enum row_style style,
                    enum say what, struct rat x)
{
    columns_add(t, style, (const char *const[]){ "", say_text(what, v->r->lang), "", "",
                                                 figure_in(v, x, v->unit) });
}

static void rules_draw(const struct conflict_view *v)
{
    enum lang lang = v->r->lang;
    struct columns t = { .arena = &v->r->scratch.arena, .count = RULE_COLUMNS,
                         .align = { COLUMN_RIGHT, COLUMN_LEFT, COLUMN_LEFT, COLUMN_LEFT,
                                    COLUMN_POINT },
                         .give = { GIVE_NOTHING, GIVE_END, GIVE_END, GIVE_ALL, GIVE_NOTHING } };
    struct rat beyond;

    columns_add(&t, ROW_HEAD, (const char *const[]){
        say_text(SAY_SYSTEM_FACTOR, lang), say_text(SAY_SYSTEM_RULE, lang),
        say_text(SAY_CELL_ROW_KEY, lang), "", say_text(SAY_SYSTEM_APART, lang) });
    for (uint32_t i = 0; i < v->c->nrule; i++)
        rule_row(v, &t, &v->c->rule[i]);
    end_row(v, &t, ROW_BOLD, SAY_SYSTEM_SUM, v->c->sum);
    end_row(v, &t, ROW_BOLD, SAY_EXPLAINED, v->c->most);
    if (!v->c->touch && !rat_sub(&beyond, v->c->sum, v->c->most))
        end_row(v, &t, ROW_SEV, SAY_BEYOND, beyond);
    strbuf_addc(v->b->out, '\n');
    columns_draw(v->b, &t, v->b->gutter + 1, v->r->columns);
    if (v->c->minimal && v->c->nrule > 1)
        strbuf_addf(v->b->out, "%*s%s\n", (int)v->b->gutter + 1, "",
                    say_text(SAY_SYSTEM_MINIMAL, lang));
}

/* ---- cells ---- */

/* Does its rounding explain something of the sum? */
static bool is_left(const struct conflict_cell *c) { return rat_sign(c->gives) != 0; }

static const char *interval_text(struct arena *a, const struct conflict_cell *c)
{
    return arena_printf(a, "%s%s, %s%s", c->low_open ? "(" : "[", number_text(a, c->low),
                        number_text(a, c->high), c->high_open ? ")" : "]");
}

static void cell_row(const struct conflict_view *v, struct columns *t, uint32_t i)
{
    struct arena *a = &v->r->scratch.arena;
    const struct conflict_cell *c = &v->c->cell[i];
    const struct evidence_cell *x = &v->e->cell[i];
    char letters[8];
    const char *column = brush_letters(letters, x->at.field);

    columns_add(t, ROW_PLAIN, (const char *const[]){
        arena_printf(a, "%llu", (unsigned long long)x->at.line),
        arena_strndup(a, column, strlen(column)), report_header(v->r, x),
        naming_row_beside(a, x->row_key, v->r->lang), report_cell_text(v->r, x),
        say_escaped(a, x->at.unit ? x->at.unit : x->unit), interval_text(a, c),
        figure_in(v, c->gives, v->unit) });
}

static void cells_head(const struct conflict_view *v, struct columns *t)
{
    static const enum say head[CELL_COLUMNS] = {
        SAY_CELL_LINE, SAY_CELL_COLUMN, SAY_CELL_HEADER, SAY_CELL_ROW_KEY, SAY_CELL_TEXT,
        SAY_COUNT, SAY_SYSTEM_TRUE, SAY_SYSTEM_EXPLAINS };
    const char *row[CELL_COLUMNS];

    for (unsigned i = 0; i < CELL_COLUMNS; i++)
        row[i] = head[i] == SAY_COUNT ? "" : say_text(head[i], v->r->lang);
    columns_add(t, ROW_HEAD, row);
}

/* Of one result the cells that cancel out are what is the matter. */
static bool is_told(const struct conflict *c, uint32_t cell)
{
    return c->nrule == 1 || is_left(&c->cell[cell]);
}

/* The cells that are told of one table of data. */
static void table_draw(const struct conflict_view *v, uint32_t first)
{
    struct arena *a = &v->r->scratch.arena;
    struct columns t = { .arena = a, .count = CELL_COLUMNS,
                         .align = { COLUMN_RIGHT, COLUMN_LEFT, COLUMN_LEFT, COLUMN_LEFT,
                                    COLUMN_POINT, COLUMN_LEFT, COLUMN_LEFT, COLUMN_POINT },
                         .give = { GIVE_NOTHING, GIVE_NOTHING, GIVE_START, GIVE_END,
                                   GIVE_NOTHING, GIVE_NOTHING, GIVE_NOTHING, GIVE_NOTHING } };
    uint32_t shown = 0, all = 0, table = v->c->cell[first].table;

    strbuf_addc(v->b->out, '\n');
    report_cells_title(v->r, v->b, &v->e->cell[first], "");
    cells_head(v, &t);
    for (uint32_t i = first; i < v->c->ncell; i++) {
        if (!is_told(v->c, i) || v->c->cell[i].table != table)
            continue;
        all++;
        if (i < v->e->ncell && shown < v->r->max_cells) {
            cell_row(v, &t, i);
            shown++;
        }
    }
    if (all > shown)
        columns_add(&t, ROW_PLAIN, (const char *const[CELL_COLUMNS]){
            [2] = say_with(a, v->r->lang, SAY_MORE_CELLS, 1, say_count(a, all - shown)) });
    columns_draw(v->b, &t, v->b->gutter + 1, v->r->columns);
}

static bool is_first_of_table(const struct conflict *c, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (is_told(c, k) && c->cell[k].table == c->cell[i].table)
            return false;
    return is_told(c, i);
}

static void cells_draw(const struct conflict_view *v)
{
    struct arena *a = &v->r->scratch.arena;
    uint32_t cancelled = 0;

    for (uint32_t i = 0; i < v->c->ncell; i++)
        cancelled += !is_told(v->c, i);
    for (uint32_t i = 0; i < v->e->ncell; i++)
        if (is_first_of_table(v->c, i))
            table_draw(v, i);
    if (cancelled)
        strbuf_addf(v->b->out, "\n%*s%s\n", (int)v->b->gutter + 1, "",
                    say_with(a, v->r->lang, SAY_SYSTEM_CANCELLED, 1, say_count(a, cancelled)));
}

/* ---- conflicts ---- */

/* As many decimal places as the figures of the sum need. */
static int places_needed(struct arena *a, const struct conflict_view *v)
{
    const struct rat x[] = { v->c->sum, v->c->most };
    int most = 0;

    for (unsigned i = 0; i < 2; i++) {
        const char *text = figure_text(a, dec_of(x[i]), v->unit);
        const char *point = text ? strchr(text, '.') : NULL;
        int n = point ? (int)strlen(point + 1) : 0;
        most = n > most && n <= 8 ? n : most;
    }
    return most;
}

void report_conflict(struct report *r, const struct brush *b, const struct evidence *e)
{
    const struct conflict *c = e->find->conflict;
    struct conflict_view v = { .r = r, .b = b, .e = e, .c = c,
                               .unit = &r->f->prog->rule[c->rule[0].rule].unit };
    struct evidence all;

    evidence_gather(&all, &r->scratch.arena, r->f, e->find, c->ncell);
    v.e = &all;
    v.places = places_needed(&r->scratch.arena, &v);
    rules_draw(&v);
    cells_draw(&v);
}

/* ---- the whole ---- */

void report_system(struct report *r)
{
    struct arena *a = &r->scratch.arena;
    const struct feasible *x = r->f->feasible;
    uint64_t open = x ? x->conflicting + feasible_undecided(x) : 0;
    bool asked = x && x->opts->mode == FEASIBLE_FULL;

    if (!x || x->too_many || (!asked && !open))
        return;
    if (!open)
        report_title(r, say_with(a, r->lang, x->groups ? SAY_SYSTEM_AGREES : SAY_SYSTEM_PRINTED, 2,
                                 say_count(a, x->relations), say_count(a, x->cells)));
    if (x->violated)
        report_title(r, say_with(a, r->lang, SAY_SYSTEM_VIOLATED, 1, say_count(a, x->violated)));
    if (!open || x->violated)
        strbuf_addc(&r->text, '\n');
}
