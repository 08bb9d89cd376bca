/* What the lines that a rule names are made of, under the arithmetic of a finding.
 * In: a finding of a written rule. Out: of each line its formula, and the same with values in the
 * place of names. Invariant: one level; a name whose value is not known stands as it is. */
#include "figure.h"
#include "report_part.h"
#include "wrap.h"
#include <string.h>

enum { INDENT_MORE = 2 };

/* The sum of an operand's cells, as printed; NULL: a cell of it is not known. */
static const char *cells_value(struct report *r, const struct evidence *e, const struct ir_bind *b)
{
    struct arena *a = &r->scratch.arena;
    struct evidence of;
    evidence_figure(&of, a, r->f, e->find, b, 1);
    const struct evidence_figure *g = &of.figure[0];
    if (!of.nfigure || !data_usable(r->f->data, g->table)
        || (of.ncell && of.cell[0].kind >= CELL_UNREADABLE))
        return NULL;
    return message_dec(a, evidence_total(g), g->places, say_escaped(a, g->unit));
}

static const char *constant_value(struct report *r, const struct ir_operand *o)
{
    struct arena *a = &r->scratch.arena;
    const char *figure = figure_text(a, figure_dec(o->num, o->den, false), &o->unit);
    const char *unit = say_escaped(a, r->f->prog->string[o->unit.text]);
    return figure ? message_figure(a, figure, 0, unit) : NULL;
}

static const char *operand_value(struct report *r, const struct evidence *e,
                                 const struct ir_operand *o)
{
    switch ((enum ir_operand_kind)o->kind) {
    case OPERAND_LINE:
        return r->f->line[o->line].value ? report_line_value(r, r->f, o->line) : NULL;
    case OPERAND_CONSTANT:
        return constant_value(r, o);
    case OPERAND_FIGURE:
        return cells_value(r, e, &o->bind);
    }
    return NULL;
}

/* The formula with values in the place of names; a negative one in brackets. */
static const char *formula_filled(struct report *r, const struct evidence *e,
                                  const struct ir_line *l)
{
    const char *text = r->f->prog->string[l->formula];
    struct strbuf b;
    size_t at = 0;
    strbuf_init(&b, &r->scratch.arena);
    for (uint32_t i = 0; i < l->noperand; i++) {
        const struct ir_operand *o = &l->operand[i];
        const char *value = operand_value(r, e, o);
        if (!value)
            continue;
        strbuf_add(&b, text + at, o->off - at);
        strbuf_addf(&b, *value == '-' && o->off ? "(%s)" : "%s", value);
        at = o->off + o->len;
    }
    strbuf_adds(&b, text + at);
    return b.p;
}

static bool names_lines(const struct ir_line *l)
{
    for (uint32_t i = 0; i < l->noperand; i++)
        if (l->operand[i].kind == OPERAND_LINE)
            return true;
    return false;
}

/* Its lines, those behind the first set in. */
static void text_draw(struct report *r, const struct brush *b, const char *text)
{
    unsigned indent = b->gutter + 1;
    struct strbuf lines;
    strbuf_init(&lines, &r->scratch.arena);
    wrap_text(&lines, text, r->columns - indent - INDENT_MORE, b->ambiguous_wide);
    for (const char *p = lines.p; *p; indent = b->gutter + 1 + INDENT_MORE) {
        size_t n = strcspn(p, "\n");
        strbuf_addf(b->out, "%*s%.*s\n", (int)indent, "", (int)n, p);
        p += n + (p[n] == '\n');
    }
}

/* "where x = a × b = 3 × 4 = 12" */
static const char *line_text(struct report *r, const struct evidence *e, uint32_t line)
{
    struct arena *a = &r->scratch.arena;
    const struct ir_line *l = &r->f->prog->line[line];
    const char *name = r->f->prog->string[l->name], *formula = r->f->prog->string[l->formula];
    const char *value = report_line_value(r, r->f, line), *filled = formula_filled(r, e, l);
    bool one = l->noperand == 1 && l->operand[0].len == strlen(formula);
    if (!strcmp(formula, value))
        return say_with(a, r->lang, SAY_LINE_IS, 2, name, formula);
    if (one || !strcmp(formula, filled))
        return say_with(a, r->lang, SAY_LINE_MADE, 3, name, formula, value);
    return say_with(a, r->lang, SAY_LINE_FILLED, 4, name, formula, filled, value);
}

static void line_draw(struct report *r, const struct brush *b, const struct evidence *e,
                      uint32_t line)
{
    const struct ir_program *p = r->f->prog;
    text_draw(r, b, line_text(r, e, line));
    if (names_lines(&p->line[line]))
        text_draw(r, b, say_with(&r->scratch.arena, r->lang, SAY_LINE_DEEPER, 2,
                                 p->string[p->file[0]], p->string[p->line[line].name]));
}

void report_formulas(struct report *r, const struct brush *b, const struct evidence *e)
{
    for (uint32_t i = 0; i < e->rule->nnamed; i++)
        if (findings_have_line(r->f, e->rule->named[i]))
            line_draw(r, b, e, e->rule->named[i]);
}
