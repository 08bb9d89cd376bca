/* The rows of a table in a test, which are CSV as a data file holds it.
 * In: the text behind `{`, or behind a row. Out: one token for each line, up to the `}` that begins
 * or ends a line.
 * Invariant: nothing in a line is read here but where it ends. */
#include "lexeme.h"
#include <string.h>

/* bytes of a closing brace at p, 0 if there is none */
static uint32_t brace_len(const char *p)
{
    return *p == '}' ? 1 : !strncmp(p, "｝", 3) ? 3 : 0;
}

/* A tab at the end stays: behind it is a cell that is blank. */
static uint32_t trimmed(const struct scan *s, uint32_t from, uint32_t to)
{
    while (to > from && strchr(" \r", s->text[to - 1]))
        to--;
    return to;
}

static uint32_t line_end_at(const struct scan *s, uint32_t at)
{
    const char *end = memchr(s->text + at, '\n', s->len - at);
    return end ? (uint32_t)(end - s->text) : s->len;
}

/* The row that begins at `at` without the brace that may end its line. */
static uint32_t row_end(const struct scan *s, uint32_t at)
{
    uint32_t end = trimmed(s, at, line_end_at(s, at));
    for (uint32_t n = 1; n <= 3; n += 2)
        if (end - at > n && brace_len(s->text + end - n) == n)
            return trimmed(s, at, end - n);
    return end;
}

/* Where the row begins whose blanks are [at, end): before a tab is a cell that is blank. */
static uint32_t first_tab(const struct scan *s, uint32_t at, uint32_t end)
{
    const char *tab = brace_len(s->text + end) ? NULL : memchr(s->text + at, '\t', end - at);
    return tab ? (uint32_t)(tab - s->text) : end;
}

/* Past blanks, line ends and lines of comments. */
static uint32_t row_begin(struct scan *s, uint32_t at)
{
    for (;;) {
        uint32_t end = at + (uint32_t)strspn(s->text + at, " \t");
        if (s->text[end] == '#') {
            comment_check(s, end, line_end_at(s, end) - end);
            end = line_end_at(s, end);
        }
        if (s->text[end] != '\n' && s->text[end] != '\r')
            return first_tab(s, at, end);
        s->newline = true;
        at = end + 1;
    }
}

bool row_token(struct scan *s, struct token *t)
{
    uint32_t at = row_begin(s, lexeme_at(s)), end;
    lexeme_seek(s, at);
    if (at >= s->len || brace_len(s->text + at))
        return false;
    end = row_end(s, at);
    comment_check(s, at, end - at);
    lexeme_seek(s, end);
    *t = (struct token){ .kind = T_ROWTEXT, .span = scan_span(s, at, end - at) };
    t->value.T_ROWTEXT = (struct name){ .text = sym_intern(s->syms, s->text + at, end - at),
                                        .span = t->span };
    return true;
}
