/* The one renderer of diagnostics.
 * In: a diagnostic and the texts it points into. Out: what a person reads, a few KiB at most.
 * Invariant: whatever comes from outside passes diag_escape or excerpt_draw, and is cut. */
#include "excerpt.h"
#include "width.h"
#include <string.h>

enum { SENTENCE_ARG = 240, LABEL_ARG = 120, SPOTS_MAX = LABELS_MAX + 1 };

/* A mark and the line it is on. */
struct spot { uint32_t file, line, col; struct mark mark; };
struct spots { struct spot at[SPOTS_MAX]; unsigned count; };

struct words { const char *colon, *help, *column, *hidden_one, *hidden; };

static const struct words *words_of(enum lang lang)
{
    static const struct words words[] = {
        { "：", "帮助", "{0} 列 ", "另有 {0} 条没有显示", "另有 {0} 条没有显示" },
        { ": ", "help", "column {0} ", "{0} more is not shown", "{0} more are not shown" },
    };
    return &words[lang];
}

/* ---- gathering ---- */

static const char *label_text(struct strbuf *out, const struct diag_label *l, enum lang lang)
{
    struct strbuf b;
    strbuf_init(&b, out->arena);
    diag_label_text(&b, l, lang, LABEL_ARG);
    return b.p;
}

/* Where something is missing at the end of the file, the place is after the last character that
 * can be seen, not on an empty line beneath. */
static struct span span_visible(const struct src_file *f, struct span span)
{
    if (span.off < f->len)
        return span;
    span.off = (uint32_t)f->len;
    while (span.off && strchr(" \t\r\n", f->text[span.off - 1]))
        span.off--;
    span.len = 0;
    return span;
}

/* What is said of a span of several lines is not said of the remark behind its first. */
static size_t marked_len(const char *line, size_t len, size_t off, size_t span)
{
    size_t to = off + span > len ? src_code(line, len) : 0;
    if (to <= off || to == len)
        return span;
    while (to > off && strchr(" \t", line[to - 1]))
        to--;
    return to - off;
}

static struct spot *spot_add(struct spots *p, struct srcs *s, struct span span)
{
    if (!s || span.file >= s->count)
        return NULL;
    span = span_visible(&s->file[span.file], span);
    struct spot *t = &p->at[p->count++];
    *t = (struct spot){ .file = span.file };
    srcs_locate(s, span, &t->line, &t->col);
    size_t len;
    const char *line = srcs_line(s, span.file, t->line, &len);
    size_t start = (size_t)(line - s->file[span.file].text);
    size_t off = span.off > start ? span.off - start : 0;      /* a byte order mark is no column */
    t->mark = (struct mark){ .off = off, .len = marked_len(line, len, off, span.len), .text = "" };
    return t;
}

static bool span_equal(struct span a, struct span b)
{
    return a.file == b.file && a.off == b.off && a.len == b.len;
}

static bool spot_before(const struct spot *a, const struct spot *b, uint32_t first_file)
{
    if (a->file != b->file)
        return a->file == first_file || (b->file != first_file && a->file < b->file);
    if (a->line != b->line)
        return a->line < b->line;
    return a->mark.off < b->mark.off;
}

/* By file, the primary's first, then line, then offset. */
static void spots_sort(struct spots *p)
{
    uint32_t first_file = p->count ? p->at[0].file : 0;
    for (unsigned i = 1; i < p->count; i++) {
        struct spot t = p->at[i];
        unsigned j = i;
        for (; j && spot_before(&t, &p->at[j - 1], first_file); j--)
            p->at[j] = p->at[j - 1];
        p->at[j] = t;
    }
}

static void spots_gather(struct spots *p, struct strbuf *out, struct srcs *s, const struct diag *g,
                         enum lang lang)
{
    p->count = 0;
    struct spot *primary = spot_add(p, s, g->span);
    if (primary)
        primary->mark.primary = true;
    for (const struct diag_label *l = g->labels; l && p->count < SPOTS_MAX; l = l->next) {
        bool same = primary && !*primary->mark.text && span_equal(l->span, g->span);
        struct spot *t = same ? primary : spot_add(p, s, l->span);
        if (t)
            t->mark.text = label_text(out, l, lang);
    }
    spots_sort(p);
}

static unsigned digits_of(uint64_t n)
{
    unsigned digits = 1;
    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

static unsigned gutter_of(const struct spots *p, const struct diag *g)
{
    uint64_t most = g->place.file ? g->place.line : 0;
    for (unsigned i = 0; i < p->count; i++)
        most = p->at[i].line > most ? p->at[i].line : most;
    return digits_of(most);
}

/* ---- parts ---- */

static void head_draw(const struct brush *b, const struct diag *g, enum lang lang)
{
    const struct words *w = words_of(lang);
    brush_sev(b);
    strbuf_addf(b->out, "%s[%s]", brush_sev_word(diag_severity(g->code), lang), diag_id(g->code));
    brush_end(b);
    brush_bold(b);
    strbuf_adds(b->out, w->colon);
    diag_sentence(b->out, g, lang, SENTENCE_ARG);
    brush_end(b);
    brush_newline(b);
}

/* The cell as "C 列 表头：印出的字", the printed text marked; without one, the header. */
static void cell_draw(const struct brush *b, const struct data_place *d, enum lang lang)
{
    const struct words *w = words_of(lang);
    struct strbuf line, text;
    char letters[8];
    const char *column = brush_letters(letters, d->column);
    if (!d->line || (!*d->header && !*d->text))
        return;
    strbuf_init(&line, b->out->arena);
    strbuf_init(&text, b->out->arena);
    if (d->column)
        diag_format(&line, w->column, &column, 1);
    diag_escape(&text, d->header, strlen(d->header));
    struct mark mark = { .off = line.len, .primary = true, .text = "" };
    brush_cut(b, &line, text.p, b->avail / 2);
    if (*d->text) {
        strbuf_adds(&line, *d->header ? w->colon : "");
        text.p[text.len = 0] = 0;
        diag_escape(&text, d->text, strlen(d->text));
        mark.off = line.len;
        brush_cut(b, &line, text.p, b->avail - width_cells(line.p, line.len, b->ambiguous_wide));
    }
    mark.len = line.len - mark.off;
    brush_gutter(b);
    excerpt_draw(b, d->line, line.p, line.len, &mark, 1);
}

static void line_draw(const struct brush *b, struct srcs *s, uint32_t file, uint32_t line,
                      struct mark *mark, unsigned n)
{
    size_t len;
    const char *text = srcs_line(s, file, line, &len);
    excerpt_draw(b, line, text, len, mark, n);
}

/* The spots [from, to) are those of one file. */
static void file_draw(const struct brush *b, struct srcs *s, const struct spots *p, unsigned from,
                      unsigned to, const char *arrow)
{
    const struct spot *at = &p->at[from];
    for (unsigned i = from; i < to; i++)
        if (p->at[i].mark.primary)
            at = &p->at[i];
    brush_place(b, arrow, s->file[at->file].name, at->line, at->col);
    brush_gutter(b);
    for (unsigned i = from, next; i < to; i = next) {
        struct mark mark[SPOTS_MAX];
        uint32_t line = p->at[i].line, gap = i > from ? line - p->at[i - 1].line : 1;
        for (next = i; next < to && p->at[next].line == line; next++)
            mark[next - i] = p->at[next].mark;
        if (gap == 2)
            line_draw(b, s, at->file, line - 1, NULL, 0);
        else if (gap > 2)
            strbuf_adds(b->out, "...\n");
        line_draw(b, s, at->file, line, mark, next - i);
    }
}

static void source_draw(const struct brush *b, struct srcs *s, const struct spots *p, bool first)
{
    for (unsigned i = 0, next; i < p->count; i = next) {
        for (next = i; next < p->count && p->at[next].file == p->at[i].file; next++)
            ;
        if (!first)
            brush_gutter(b);
        file_draw(b, s, p, i, next, first ? "-->" : ":::");
        first = false;
    }
}

static void help_draw(const struct brush *b, const struct diag *g, enum lang lang)
{
    const struct words *w = words_of(lang);
    struct strbuf help;
    strbuf_init(&help, b->out->arena);
    if (!diag_help(&help, g, lang, SENTENCE_ARG))
        return;
    strbuf_addf(b->out, "%*s", (int)b->gutter + 1, "");
    brush_blue(b);
    strbuf_addc(b->out, '=');
    brush_end(b);
    strbuf_addc(b->out, ' ');
    brush_bold(b);
    strbuf_adds(b->out, w->help);
    brush_end(b);
    strbuf_adds(b->out, w->colon);
    strbuf_add(b->out, help.p, help.len);
    brush_newline(b);
}

/* ---- the whole ---- */

void diag_render(struct strbuf *out, struct srcs *s, const struct diag *g,
                 const struct render_opts *o)
{
    struct spots p;
    struct brush b;
    spots_gather(&p, out, s, g, o->lang);
    brush_init(&b, out, o, diag_severity(g->code), gutter_of(&p, g));
    head_draw(&b, g, o->lang);
    if (g->place.file) {
        brush_place(&b, "-->", g->place.file, g->place.line, g->place.column);
        cell_draw(&b, &g->place, o->lang);
    }
    source_draw(&b, s, &p, !g->place.file);
    help_draw(&b, g, o->lang);
}

void diags_render(struct strbuf *out, struct srcs *s, const struct diags *d,
                  const struct render_opts *o)
{
    for (const struct diag *g = d->first; g; g = g->next) {
        if (g != d->first)
            strbuf_addc(out, '\n');
        diag_render(out, s, g, o);
    }
    if (d->hidden) {
        const struct words *w = words_of(o->lang);
        char count[16], *p = count + 15;
        *p = 0;
        for (uint32_t n = d->hidden; n; n /= 10)
            *--p = (char)('0' + n % 10);
        const char *arg = p;
        strbuf_addc(out, '\n');
        diag_format(out, d->hidden == 1 ? w->hidden_one : w->hidden, &arg, 1);
        strbuf_addc(out, '\n');
    }
}
