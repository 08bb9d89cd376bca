/* The text report: findings one by one, each written before the next is begun.
 * In: findings, sources, options. Out: text through a callback.
 * Invariant: memory does not grow with the number of findings. */
#include "identity.h"
#include "naming.h"
#include "report_part.h"
#include "sides.h"
#include <string.h>

/* ---- pieces ---- */

static void text_start(struct report *r)
{
    strbuf_init(&r->text, &r->scratch.arena);
}

void report_open(struct report *r, struct report_out *out, struct srcs *srcs,
                 const struct findings *f, const struct report_opts *o)
{
    unsigned columns = o->render.columns ? o->render.columns : 80;
    *r = (struct report){ .out = out, .srcs = srcs, .f = f, .opts = o, .lang = o->render.lang };
    r->columns = columns < 40 ? 40 : columns > EXCERPT_COLUMNS ? EXCERPT_COLUMNS : columns;
    r->max_findings = o->max_findings ? o->max_findings : REPORT_FINDINGS;
    r->max_cells = o->max_cells ? o->max_cells : REPORT_CELLS;
    scratch_open(&r->scratch, out->arena);
    text_start(r);
}

bool report_flush(struct report *r)
{
    struct report_out *out = r->out;
    if (!out->failed && r->text.len)
        out->failed = !out->write(out->ctx, r->text.p, r->text.len);
    scratch_reset(&r->scratch);
    text_start(r);
    return !out->failed;
}

void report_close(struct report *r)
{
    scratch_close(&r->scratch);
}

struct brush report_brush(struct report *r, enum diag_sev sev)
{
    struct brush b;
    brush_init(&b, &r->text, &r->opts->render, sev, 1);
    return b;
}

void report_notice(struct report *r, const char *text)
{
    struct brush b = report_brush(r, SEV_WARNING);
    brush_sev(&b);
    strbuf_adds(b.out, say_text(SAY_NOTICE, r->lang));
    brush_end(&b);
    strbuf_adds(b.out, say_text(SAY_COLON, r->lang));
    strbuf_adds(b.out, text);
    brush_newline(&b);
    r->notices++;
}

void report_title(struct report *r, const char *title)
{
    struct brush b = report_brush(r, SEV_NOTE);
    brush_bold(&b);
    strbuf_adds(b.out, title);
    brush_end(&b);
    brush_newline(&b);
}

/* ---- head and rule ---- */

/* The message on a table's shape says which column or row it is about; a rule's does not. */
static bool key_is_told(const struct evidence *e)
{
    return e->key && (e->rule || (e->ncell && e->key != e->cell[0].at.header));
}

const char *report_name(struct report *r, const struct evidence *e)
{
    struct arena *a = &r->scratch.arena;
    if (!key_is_told(e))
        return say_escaped(a, e->name);
    return arena_printf(a, "%s%s%s", say_escaped(a, e->name), say_text(SAY_COLON, r->lang),
                        naming_row(a, e->key, r->lang));
}

static void head_draw(struct report *r, const struct brush *b, const struct evidence *e)
{
    struct arena *a = &r->scratch.arena;
    const char *colon = say_text(SAY_COLON, r->lang);
    brush_sev(b);
    strbuf_addf(b->out, "%s[%s]", brush_sev_word(b->sev, r->lang), say_escaped(a, e->name));
    brush_end(b);
    brush_bold(b);
    strbuf_adds(b->out, colon);
    if (key_is_told(e))
        strbuf_addf(b->out, "%s%s", naming_row(a, e->key, r->lang), colon);
    strbuf_adds(b->out, message_text(a, e, r->lang));
    brush_end(b);
    brush_newline(b);
}

/* The byte offset of a 1-based column of codepoints. */
static size_t column_offset(const char *line, size_t len, uint32_t column)
{
    size_t at = 0;
    int32_t cp;
    for (; column > 1 && at < len; column--)
        at += str_decode(line + at, len - at, &cp);
    return at;
}

/* What a finding of the shape is about, as it is declared. */
static const char *declared_name(const struct evidence *e)
{
    const struct ir_program *p = e->all->prog;
    const struct shape_finding *s = e->find->shape;
    const struct ir_table *t = &p->table[s->table];
    if (s->kind == SHAPE_MISSING_ROW)
        return p->string[p->rowref[s->rowref].code[p->rowref[s->rowref].ncode - 1]];
    return p->string[s->column == IR_NONE ? t->name : t->column[s->column].shown];
}

/* Of a table as a whole, and of a text on a list, the message says it all. */
static bool asks_whole(const struct ir_rule *rule)
{
    return rule && (rule->kind == KIND_ZERO || rule->kind == KIND_REQUIRE
                    || rule->kind == KIND_ABSENT || rule->kind == KIND_JOINT
                    || rule->kind == KIND_LISTED);
}

/* A table or column, marked by its name; beside it the figure that stands there. */
static void name_draw(struct report *r, const struct brush *b, const struct evidence *e)
{
    size_t len;
    const char *line = srcs_line(r->srcs, e->file_number, e->line, &len);
    struct mark m = { .off = column_offset(line, len, e->column), .len = 1, .primary = true,
                      .text = "" };
    const char *name = e->rule ? "" : declared_name(e);
    size_t n = strlen(name);
    if (e->rule) {
        struct message_figures f = message_figures(&r->scratch.arena, e);
        const char *left = message_side(&r->scratch.arena, e, &f, 0, r->lang);
        m.len = e->rule->len;
        m.text = left && !asks_whole(e->rule) ? left : "";
    } else if (n && n <= len - m.off && !memcmp(line + m.off, name, n))
        m.len = n;
    excerpt_draw(b, e->line, line, len, &m, 1);
}

/* Is the text of its file there, whole? */
static bool is_quotable(const struct srcs *s, const struct evidence *e)
{
    if (!s || e->file_number >= s->count)
        return false;
    return !e->rule || (uint64_t)e->rule->off + e->rule->len <= s->file[e->file_number].len;
}

static void source_draw(struct report *r, const struct brush *b, const struct evidence *e)
{
    bool quoted = is_quotable(r->srcs, e);
    bool generated = e->rule && e->rule->kind != KIND_RULE;
    const char *own = e->rule ? r->f->prog->string[e->rule->source] : "";
    brush_place(b, "-->", e->file, e->line, e->column);
    if (e->find->conflict || (!quoted && (generated || !*own)))
        return;
    brush_gutter(b);
    if (e->rule && !generated)
        report_rule(r, b, e, quoted);
    else
        name_draw(r, b, e);
}

/* What the right side of an identity is. */
static const char *right_of(struct report *r, const struct evidence *e, const char *right)
{
    struct arena *a = &r->scratch.arena;
    const struct ir_program *p = r->f->prog;
    uint32_t colref = identity_of_rows(p, e->rule);
    if (colref == IR_NONE)
        return say_escaped(a, right);
    const struct ir_colref *c = &p->colref[colref];
    return say_with(a, r->lang, SAY_ROWS_OF, 1,
                    p->string[p->table[c->table].column[c->column].shown]);
}

/* What a table's shape states. */
static const char *identity_text(struct report *r, const struct evidence *e)
{
    struct arena *a = &r->scratch.arena;
    const struct ir_program *p = r->f->prog;
    if (identity_of_rows(p, e->rule) == IR_NONE)
        return say_escaped(a, p->string[e->rule->source]);
    return arena_printf(a, "%s = %s", say_escaped(a, sides_of(a, p, e->rule).left),
                        right_of(r, e, ""));
}

/* "   = text" */
static void remark_draw(struct report *r, const struct brush *b, const char *head, const char *text)
{
    strbuf_addf(b->out, "%*s", (int)b->gutter + 1, "");
    brush_blue(b);
    strbuf_addc(b->out, '=');
    brush_end(b);
    strbuf_addc(b->out, ' ');
    if (*head) {
        brush_bold(b);
        strbuf_adds(b->out, head);
        brush_end(b);
        strbuf_adds(b->out, say_text(SAY_COLON, r->lang));
    }
    strbuf_adds(b->out, text);
    brush_newline(b);
}

static void remarks_draw(struct report *r, const struct brush *b, const struct evidence *e)
{
    struct arena *a = &r->scratch.arena;
    bool generated = e->rule && e->rule->kind != KIND_RULE && e->rule->kind != KIND_LISTED;
    const struct finding *x = e->find;
    if (generated || *e->because || x->waiver || x->before)
        brush_gutter(b);
    if (generated)
        remark_draw(r, b, "", identity_text(r, e));
    if (*e->because)
        remark_draw(r, b, say_text(SAY_BECAUSE, r->lang), say_escaped(a, e->because));
    if (x->waiver)
        remark_draw(r, b, "", message_ended(a, &r->f->prog->waiver[x->waiver - 1], r->f->prog,
                                            r->lang));
    if (x->before)
        remark_draw(r, b, "", message_before(a, x->before, r->lang));
}

/* ---- arithmetic ---- */

static void figure_row(struct columns *c, enum row_style style, const char *what, const char *text,
                       const char *figure)
{
    if (figure)
        columns_add(c, style, (const char *const[]){ what, text, figure });
}

static void arithmetic_draw(struct report *r, const struct brush *b, const struct evidence *e)
{
    if (asks_whole(e->rule) || e->find->reason == RS_ONE_SIDED)
        return;                     /* there is nothing to reckon with */
    struct arena *a = &r->scratch.arena;
    struct message_figures m = message_figures(a, e);
    struct side_texts side = sides_of(a, r->f->prog, e->rule);
    struct columns c = { .arena = a, .count = 3,
                         .align = { COLUMN_LEFT, COLUMN_LEFT, COLUMN_POINT },
                         .give = { GIVE_NOTHING, GIVE_END, GIVE_NOTHING } };
    bool point = m.margin == MARGIN_POINT;
    bool known = m.left || m.right;
    figure_row(&c, ROW_PLAIN, say_text(m.word ? SAY_CHANGE : SAY_LEFT, r->lang),
               say_escaped(a, side.left), known ? message_side(a, e, &m, 0, r->lang) : NULL);
    figure_row(&c, ROW_PLAIN, say_text(m.word ? SAY_CLAIMED : SAY_RIGHT, r->lang),
               right_of(r, e, side.right), known ? message_side(a, e, &m, 1, r->lang) : NULL);
    figure_row(&c, ROW_PLAIN, say_text(SAY_DIFFERENCE, r->lang), "", m.difference);
    figure_row(&c, ROW_PLAIN, say_text(SAY_EXPLAINED, r->lang), "", point ? NULL : m.slack);
    figure_row(&c, ROW_SEV, say_text(SAY_BEYOND, r->lang), "",
               finding_verdict(e->find) == ST_VIOLATED ? m.beyond : NULL);
    if (!c.nrow)
        return;
    strbuf_addc(b->out, '\n');
    columns_draw(b, &c, b->gutter + 1, r->columns);
    report_formulas(r, b, e);
}

/* ---- findings ---- */

static unsigned digits_of(uint32_t n)
{
    unsigned digits = 1;
    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

/* Of what is shown of a rule file. */
static uint32_t last_line(const struct evidence *e)
{
    return e->rule && e->rule->kind == KIND_RULE ? e->rule->end_line : e->line;
}

void report_finding(struct report *r, const struct finding *x)
{
    struct evidence e;
    struct brush b;
    evidence_gather(&e, &r->scratch.arena, r->f, x, r->max_cells);
    brush_init(&b, &r->text, &r->opts->render, (enum diag_sev)x->severity,
               digits_of(last_line(&e)));
    head_draw(r, &b, &e);
    source_draw(r, &b, &e);
    remarks_draw(r, &b, &e);
    if (e.rule)
        arithmetic_draw(r, &b, &e);
    if (x->conflict)
        report_conflict(r, &b, &e);
    else
        report_cells(r, &b, &e);
    report_hypotheses(r, x, b.gutter + 1);
    strbuf_addc(&r->text, '\n');
}

void report_figures(struct report *r, const struct finding *x)
{
    struct evidence e;
    struct brush b;
    evidence_gather(&e, &r->scratch.arena, r->f, x, r->max_cells);
    brush_init(&b, &r->text, &r->opts->render, (enum diag_sev)x->severity,
               digits_of(last_line(&e)));
    arithmetic_draw(r, &b, &e);
    report_cells(r, &b, &e);
    strbuf_addc(&r->text, '\n');
}

/* Those of one severity, numbered on from *shown; false after a failed write. */
static bool severity_draw(struct report *r, unsigned severity, uint64_t *shown)
{
    bool brief = r->opts->brief;
    uint64_t had = *shown;
    for (uint64_t i = 0; i < r->f->n && *shown < r->max_findings; i++) {
        const struct finding *x = &r->f->find[i];
        if (x->severity != severity || x->status != ST_VIOLATED)
            continue;
        if (brief && *shown == had)
            report_brief_head(r, severity);
        ++*shown;
        if (brief)
            report_brief(r, x, *shown);
        else
            report_finding(r, x);
        if (!report_flush(r))
            return false;
    }
    if (brief && *shown > had)
        strbuf_addc(&r->text, '\n');
    return true;
}

static void findings_draw(struct report *r)
{
    uint64_t shown = 0;
    for (unsigned severity = 0; severity < 3; severity++)
        if (!severity_draw(r, severity, &shown))
            return;
}

bool report_text(struct report_out *out, struct srcs *srcs, const struct findings *f,
                 const struct report_opts *o)
{
    struct report r;
    report_open(&r, out, srcs, f, o);
    report_scenario(&r);
    findings_draw(&r);
    if (!out->failed)
        report_end(&r);
    report_flush(&r);
    report_close(&r);
    return !out->failed;
}
