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

enum { PLACES_MOST = 4, NUMBER_CELLS = 3, INDENT = NUMBER_CELLS + 2 };

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

/* A cell as it is told after another one of a file. */
static const char *place_text(struct report *r, const struct evidence_cell *c, const char *file)
{
    struct arena *a = &r->scratch.arena;
    const struct ir_table *t = &r->f->prog->table[c->table];
    bool text = t->text;            /* all its figures are in one column */
    if (c->at.field)
        return naming_cell(a, &c->at, c->row == DATA_NO_ROW ? "" : c->row_key,
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

static const char *places(struct report *r, const struct evidence *e)
{
    bool cells = has_cell(e);
    struct strbuf s;
    const char *file = NULL;
    uint32_t n = 0;
    strbuf_init(&s, &r->scratch.arena);
    strbuf_adds(&s, "");
    for (uint32_t i = 0; i < e->ncell; i++) {
        if (e->cell[i].asked || (cells && !e->cell[i].at.field))
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
