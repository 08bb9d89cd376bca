/* The violated findings in brief, for those who do not read rules.
 * In: the findings of a run. Out: text: of each a sentence, the cells to look at, why it must hold,
 * and what may have gone wrong.
 * Invariant: what is left out is in the whole report; what is counted here was counted there. */
#include "message_hypothesis.h"
#include "naming.h"
#include "report_part.h"
#include "width.h"
#include "wrap.h"
#include <string.h>

enum { PLACES_MOST = 4, NAME_CELLS = 24, PLACE_CELLS = 48, NUMBER_CELLS = 3,
       INDENT = NUMBER_CELLS + 2 };

/* Lines of a text, each with the indent before it but the first, if that has begun. */
static void text_draw(struct report *r, const struct brush *b, const char *text, bool begun)
{
    struct strbuf lines;
    strbuf_init(&lines, &r->scratch.arena);
    wrap_text(&lines, text, r->columns - INDENT, b->ambiguous_wide);
    for (const char *p = lines.p; *p;) {
        size_t n = strcspn(p, "\n");
        strbuf_addf(b->out, "%*s%.*s\n", begun ? 0 : INDENT, "", (int)n, p);
        begun = false;
        p += n + (p[n] == '\n');
    }
}

static void said_draw(struct report *r, const struct brush *b, enum say what, const char *text)
{
    if (*text)
        text_draw(r, b, arena_printf(&r->scratch.arena, "%s%s%s", say_text(what, r->lang),
                                     say_text(SAY_COLON, r->lang), text), false);
}

static void number_draw(const struct brush *b, uint64_t number)
{
    brush_sev(b);
    strbuf_addf(b->out, "%*llu", NUMBER_CELLS, (unsigned long long)number);
    brush_end(b);
    strbuf_addf(b->out, "%*s", INDENT - NUMBER_CELLS, "");
}

static const char *sentence(struct report *r, const struct evidence *e)
{
    struct arena *a = &r->scratch.arena;
    return arena_printf(a, "%s%s%s", report_name(r, e), say_text(SAY_COLON, r->lang),
                        message_brief(a, e, r->lang));
}

/* All keys of a row may be long: its beginning tells it, beside its number. */
static const char *cut(struct report *r, const char *name, unsigned cells)
{
    struct brush b = report_brush(r, SEV_NOTE);
    struct strbuf s;
    strbuf_init(&s, &r->scratch.arena);
    brush_cut(&b, &s, name, cells);
    return s.p;
}

/* A cell as it is told after another one of a file. */
static const char *place_text(struct report *r, const struct evidence_cell *c, const char *file)
{
    struct arena *a = &r->scratch.arena;
    const struct ir_table *t = &r->f->prog->table[c->table];
    bool text = t->text;            /* all its figures are in one column */
    if (c->at.field)
        return naming_cell(a, &c->at,
                            c->row == DATA_NO_ROW ? "" : cut(r, c->row_key, PLACE_CELLS),
                            text ? "" : naming_header(a, t, c->at.header, r->lang), file, r->lang);
    const char *line = say_with(a, r->lang, SAY_BRIEF_ROW, 1, say_count(a, c->at.line));
    return file && !strcmp(file, c->at.file) ? line : arena_printf(a, "%s %s", c->at.file, line);
}

static bool has_cell(const struct evidence *e)
{
    for (uint32_t i = 0; i < e->ncell; i++)
        if (e->cell[i].at.field)
            return true;
    return false;
}

/* A least or greatest is to be looked for where it stands alone. */
static bool has_furthest(const struct evidence *e, const struct evidence_figure *g)
{
    for (uint32_t i = g->first; i < g->first + g->shown; i++)
        if (e->cell[i].furthest)
            return true;
    return false;
}

static const struct evidence_figure *figure_of(const struct evidence *e, uint32_t cell)
{
    for (uint32_t i = 0; i < e->nfigure; i++)
        if (cell >= e->figure[i].first && cell < e->figure[i].first + e->figure[i].shown)
            return &e->figure[i];
    return NULL;
}

static bool is_place(const struct evidence *e, uint32_t cell, bool cells)
{
    const struct evidence_cell *c = &e->cell[cell];
    const struct evidence_figure *g = figure_of(e, cell);
    if (c->asked || c->part != FIGURE_PLAIN || (cells && !c->at.field))
        return false;
    return !g || c->furthest || !has_furthest(e, g);
}

/* Was it told before, of another figure? */
static bool told_before(const struct evidence *e, uint32_t cell, bool cells)
{
    const struct evidence_cell *c = &e->cell[cell];
    for (uint32_t i = 0; i < cell; i++)
        if (e->cell[i].table == c->table && e->cell[i].row == c->row
            && e->cell[i].sheet == c->sheet && is_place(e, i, cells))
            return true;
    return false;
}

static const char *places(struct report *r, const struct evidence *e)
{
    bool cells = has_cell(e);
    struct strbuf s;
    const char *file = NULL;
    uint32_t n = 0;
    strbuf_init(&s, &r->scratch.arena);
    strbuf_adds(&s, "");
    for (uint32_t i = 0; i < e->ncell; i++) {
        if (!is_place(e, i, cells) || told_before(e, i, cells))
            continue;
        if (n == PLACES_MOST) {
            strbuf_adds(&s, " …");
            break;
        }
        strbuf_adds(&s, n++ ? say_text(SAY_LIST_COMMA, r->lang) : "");
        strbuf_adds(&s, place_text(r, &e->cell[i], file));
        file = e->cell[i].at.file;
    }
    return s.p;
}

/* ---- rows that are counted, and rows that are not ---- */

static const char *name_cut(struct report *r, const char *name)
{
    return cut(r, naming_name(&r->scratch.arena, name, r->lang), NAME_CELLS);
}

static const char *left_header(struct report *r, const struct evidence_cell *c)
{
    return naming_header(&r->scratch.arena, &r->f->prog->table[c->table], c->at.header, r->lang);
}

/* "t.csv row 3 (102: 金额 5.00)" */
static const char *row_text(struct report *r, const struct evidence_cell *c, const char *file)
{
    struct arena *a = &r->scratch.arena;
    const char *row = say_with(a, r->lang, SAY_BRIEF_ROW, 1, say_count(a, c->at.line));
    const char *name = *c->row_key == '#' ? "" : name_cut(r, c->row_key);
    if (!file || strcmp(file, c->at.file))
        row = arena_printf(a, "%s %s", c->at.file, row);
    if (c->part == FIGURE_LEFT && c->at.field)
        return say_with(a, r->lang, SAY_BRIEF_ROW_LEFT, 4, row, name, left_header(r, c),
                        report_cell_text(r, c));
    return *name ? say_with(a, r->lang, SAY_BRIEF_ROW_NAMED, 2, row, name) : row;
}

/* Of rows that are not listed the file, and how many there are. */
static const char *number_text(struct report *r, const struct evidence_figure *g)
{
    struct arena *a = &r->scratch.arena;
    const char *n = say_with(a, r->lang, SAY_CHOSEN_ROWS, 1, say_count(a, g->members));
    return arena_printf(a, "%s %s", say_escaped(a, data_file(r->f->data, g->table)), n);
}

static const char *rows_text(struct report *r, const struct evidence *e,
                             const struct evidence_figure *g)
{
    const char *file = NULL;
    uint64_t last = DATA_NO_ROW;
    struct strbuf s;
    strbuf_init(&s, &r->scratch.arena);
    if (!g->shown)
        return number_text(r, g);
    for (uint32_t i = g->first; i < g->first + g->shown; i++) {
        const struct evidence_cell *c = &e->cell[i];
        if (c->row == last)
            continue;
        strbuf_adds(&s, s.len ? say_text(SAY_LIST_COMMA, r->lang) : "");
        strbuf_adds(&s, row_text(r, c, file));
        file = c->at.file;
        last = c->row;
    }
    strbuf_adds(&s, evidence_left_out(g) ? " …" : "");
    return s.p;
}

static bool is_whole(const struct evidence_figure *g)
{
    return !evidence_left_out(g);
}

static bool is_only_choice(const struct evidence *e, const struct evidence_figure *g)
{
    for (uint32_t i = 0; i < e->nfigure; i++)
        if (e->figure[i].part != FIGURE_PLAIN && &e->figure[i] != g)
            return false;
    return true;
}

/* Of a choice the rows that it leaves out, if they are few or it takes none; else those that it
 * takes, but of all rows of a table, beside another choice, some would not tell. left: NULL, or the
 * first. */
static bool is_told(const struct report *r, const struct evidence *e,
                    const struct evidence_figure *g, const struct evidence_figure *taken,
                    const struct evidence_figure *left)
{
    if (g->asked || !g->members)
        return false;               /* that there is none the sentence says */
    if (g == left)
        return is_whole(g) || (taken && !taken->members);
    if (left && is_whole(left))
        return is_whole(g);
    return is_whole(g) || r->f->prog->choice[g->of->index].nask || is_only_choice(e, g);
}

static void rows_draw(struct report *r, const struct brush *b, const struct evidence *e)
{
    for (uint32_t i = 0; i < e->nfigure; i++) {
        const struct evidence_figure *g = &e->figure[i], *end = e->figure + e->nfigure;
        bool is_left = g->part == FIGURE_LEFT;
        const struct evidence_figure *taken = !is_left ? g : i && g[-1].of == g->of ? &g[-1] : NULL;
        const struct evidence_figure *left = is_left ? g : g + 1 < end && g[1].of == g->of ? &g[1]
            : NULL;
        if (g->part == FIGURE_PLAIN || !is_told(r, e, g, taken, left))
            continue;
        text_draw(r, b, arena_printf(&r->scratch.arena, "%s%s%s", report_choice_head(r, e, g),
                                     say_text(SAY_COLON, r->lang), rows_text(r, e, g)), false);
    }
}

static void causes_draw(struct report *r, const struct brush *b, const struct finding *x)
{
    const struct explained *e = report_explained(r, x);
    for (uint32_t i = 0; e && i < hypotheses_shown(e); i++)
        said_draw(r, b, SAY_BRIEF_CAUSE,
                  hypothesis_text(&r->scratch.arena, r->f, e->of[i], r->lang));
}

void report_brief(struct report *r, const struct finding *x, uint64_t number)
{
    struct evidence e;
    struct brush b = report_brush(r, (enum diag_sev)x->severity);
    evidence_gather(&e, &r->scratch.arena, r->f, x, PLACES_MOST);
    number_draw(&b, number);
    text_draw(r, &b, sentence(r, &e), true);
    said_draw(r, &b, SAY_BRIEF_PLACES, places(r, &e));
    rows_draw(r, &b, &e);
    said_draw(r, &b, SAY_BECAUSE, say_escaped(&r->scratch.arena, e.because));
    causes_draw(r, &b, x);
}

void report_brief_head(struct report *r, unsigned severity)
{
    static const enum say word[3] = { SAY_BRIEF_MUST, SAY_BRIEF_SHOULD, SAY_BRIEF_NOTE };
    uint64_t n = r->f->count[severity][ST_VIOLATED];
    report_title(r, say_with(&r->scratch.arena, r->lang, word[severity], 1,
                             say_count(&r->scratch.arena, n)));
}
