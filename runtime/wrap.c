/* Breaks prose into lines for a terminal, Chinese or not.
 * In: UTF-8. Out: lines.
 * Invariant: nothing but blanks at a break is lost. */
#include "wrap.h"
#include "width.h"
#include <string.h>

struct wrap {
    struct strbuf *out;
    const char *text;
    bool ambiguous_wide;
    size_t start, gap;              /* of the line; its last place to break, if behind start */
    unsigned used;                  /* cells of the line so far */
    int32_t before;                 /* the codepoint before, 0 at a line's start */
    bool figure;                    /* before a blank stood a digit */
    unsigned unit;                  /* letters, so far, of a unit behind a figure */
};
/* A unit of so many letters keeps with its figure. */
enum { UNIT_LETTERS = 2 };

static bool is_one_of(int32_t cp, const int32_t *marks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (marks[i] == cp)
            return true;
    return false;
}

static bool closes(int32_t cp)
{
    static const int32_t marks[] = {
        0xff0c, 0x3002, 0x3001, 0xff1b, 0xff1a, 0xff1f, 0xff01, 0xff09, 0x300b, 0x3009, 0x3011,
        0x3015, 0x201d, 0x2026, ')', ',', '.', ';',
    };
    return is_one_of(cp, marks, sizeof marks / sizeof *marks);
}

static bool opens(int32_t cp)
{
    static const int32_t marks[] = { 0xff08, 0x300a, 0x3008, 0x3010, 0x3014, 0x201c, '(' };
    return is_one_of(cp, marks, sizeof marks / sizeof *marks);
}

/* CJK letters and marks */
static bool is_wide(int32_t cp)
{
    return cp >= 0x2e80;
}

bool wrap_may_break(int32_t before, int32_t after)
{
    if (after == ' ' || !before)
        return false;
    if (before == ' ')
        return true;
    return (is_wide(before) || is_wide(after)) && !closes(after) && !opens(before);
}

/* Is it the beginning of a unit behind a figure and a blank: 24.00 万元? */
static bool is_of_unit(struct wrap *w, int32_t cp)
{
    bool letter = is_wide(cp) && !opens(cp) && !closes(cp);
    if (cp == ' ')
        w->figure = w->before >= '0' && w->before <= '9';
    if (letter && w->before == ' ' && w->figure)
        w->unit = 1;
    else
        w->unit = letter && w->unit && w->unit < UNIT_LETTERS ? w->unit + 1 : 0;
    return w->unit;
}

static void line_end(struct wrap *w, size_t end)
{
    while (end > w->start && w->text[end - 1] == ' ')
        end--;
    strbuf_add(w->out, w->text + w->start, end - w->start);
    strbuf_addc(w->out, '\n');
}

static void line_begin(struct wrap *w, size_t start, size_t at)
{
    w->start = w->gap = start;
    w->used = width_cells(w->text + start, at - start, w->ambiguous_wide);
}

void wrap_text(struct strbuf *out, const char *text, unsigned cells, bool ambiguous_wide)
{
    struct wrap w = { .out = out, .text = text, .ambiguous_wide = ambiguous_wide };
    size_t len = strlen(text), n;
    int32_t cp;
    for (size_t i = 0; i < len; i += n) {
        n = str_decode(text + i, len - i, &cp);
        if (cp == '\n') {
            line_end(&w, i);
            line_begin(&w, i + 1, i + 1);
            w.before = 0;
            continue;
        }
        if (!is_of_unit(&w, cp) && wrap_may_break(w.before, cp))
            w.gap = i;
        unsigned more = width_cells(text + i, n, ambiguous_wide);
        if (w.used + more > cells && cp != ' ' && w.gap > w.start) {
            line_end(&w, w.gap);
            line_begin(&w, w.gap, i);
        }
        w.used += more;
        w.before = cp;
    }
    line_end(&w, len);
}
