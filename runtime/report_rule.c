/* Shows a rule as its file has it, with what its two sides make beneath them.
 * In: a finding of a written rule. Out: its lines behind a gutter.
 * Invariant: no more than RULE_LINES lines; how many more there are is said. */
#include "report_part.h"
#include "sides.h"
#include <string.h>

enum { RULE_LINES = 8 };

/* The rule in the text that is shown: the file's, or its own on one line. */
struct quote {
    const char *text; size_t off, len;      /* the rule is len bytes from off */
    struct side_range side[2];              /* of the text; empty: not found */
    const char *value[2];                   /* of the sides; "" once it is said, or not known */
};

static void sides_quote(struct quote *q, struct report *r, const struct evidence *e)
{
    struct message_figures m = message_figures(&r->scratch.arena, e);
    for (unsigned i = 0; i < 2; i++) {
        const char *value = message_side(&r->scratch.arena, e, &m, i, r->lang);
        q->value[i] = value ? value : "";
    }
    if (!sides_find(q->side, r->f->prog->string[e->rule->name], e->rule, q->text + q->off,
                    q->len)) {
        q->side[0] = (struct side_range){ 0, q->len };
        q->side[1] = (struct side_range){ 0, 0 };
        q->value[0] = "";
    }
    for (unsigned i = 0; i < 2; i++) {
        q->side[i].from += q->off;
        q->side[i].to += q->off;
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The part of a side that stands on a line, without the blanks around it. */
static struct side_range part_of(const char *text, struct side_range side, size_t from, size_t to)
{
    from = side.from > from ? side.from : from;
    to = side.to < to ? side.to : to;
    while (from < to && is_blank(text[from]))
        from++;
    while (from < to && is_blank(text[to - 1]))
        to--;
    return (struct side_range){ from, to };
}

/* The parts of the sides on the line that is `len` bytes from `at`; its remark is none of them. */
static unsigned marks_of(struct quote *q, size_t at, size_t len, struct mark mark[2])
{
    unsigned n = 0, first = q->side[1].from < q->side[0].from;
    size_t end = at + src_code(q->text + at, len);
    for (unsigned k = 0; k < 2; k++) {
        unsigned i = k ^ first;
        struct side_range part = part_of(q->text, q->side[i], at, end);
        if (part.from >= part.to)
            continue;
        mark[n++] = (struct mark){ .off = part.from - at, .len = part.to - part.from,
                                   .primary = !i, .text = q->value[i] };
        q->value[i] = "";
    }
    return n;
}

static void more_draw(struct report *r, const struct brush *b, uint64_t lines)
{
    struct arena *a = &r->scratch.arena;
    strbuf_addf(b->out, "%*s", (int)b->gutter + 1, "");
    strbuf_adds(b->out, say_with(a, r->lang, SAY_RULE_GOES_ON, 1, say_count(a, lines)));
    brush_newline(b);
}

static uint64_t lines_in(const char *text, size_t len)
{
    uint64_t n = 1;
    for (const char *end = text + len; (text = memchr(text, '\n', (size_t)(end - text))); text++)
        n++;
    return n;
}

void report_rule(struct report *r, const struct brush *b, const struct evidence *e, bool quoted)
{
    struct quote q = { .text = r->f->prog->string[e->rule->source] };
    struct mark mark[2];
    q.len = strlen(q.text);
    if (quoted) {
        q.text = r->srcs->file[e->file_number].text;
        q.off = e->rule->off;
        q.len = e->rule->len;
    }
    uint64_t lines = lines_in(q.text + q.off, q.len);
    sides_quote(&q, r, e);
    for (uint32_t i = 0; i < lines && i < RULE_LINES; i++) {
        size_t len = q.len;
        const char *line = quoted ? srcs_line(r->srcs, e->file_number, e->line + i, &len) : q.text;
        excerpt_draw(b, e->line + i, line, len, mark,
                     marks_of(&q, (size_t)(line - q.text), len, mark));
    }
    if (lines > RULE_LINES)
        more_draw(r, b, lines - RULE_LINES);
}
