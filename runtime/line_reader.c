/* Lines of a stream.
 * In: a descriptor. Out: its lines.
 * Invariant: the buffer is never more than about twice the longest line that may be, and what one
 * long line took is given back. */
#include "line_reader.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 65536, KEPT = 1 << 20 };

void line_reader_init(struct line_reader *r, int fd, size_t most)
{
    *r = (struct line_reader){ .fd = fd, .most = most };
}

void line_reader_free(struct line_reader *r)
{
    free(r->buffer);
}

static bool resize(struct line_reader *r, size_t cap)
{
    char *p = realloc(r->buffer, cap);
    if (!p)
        return false;
    r->buffer = p;
    r->cap = cap;
    return true;
}

/* Moves the text to the front and sees to it that some more fits. */
static bool make_room(struct line_reader *r)
{
    size_t kept = r->end - r->from;
    if (r->from)
        memmove(r->buffer, r->buffer + r->from, kept);
    r->seen -= r->from;
    r->from = 0;
    r->end = kept;
    if (r->cap > KEPT && kept < ROOM && !resize(r, ROOM * 2))
        return false;
    return kept < r->cap || resize(r, r->cap ? r->cap * 2 : ROOM);
}

static bool fill(struct line_reader *r)
{
    ssize_t n;
    if (!make_room(r)) {
        errno = ENOMEM;
        return false;
    }
    do
        n = read(r->fd, r->buffer + r->end, r->cap - r->end);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return false;
    r->ended = n == 0;
    r->end += (size_t)n;
    return true;
}

/* Where the text ends that is no line end; sets *found if there is one behind it. */
static size_t look(struct line_reader *r, bool *found)
{
    const char *p = memchr(r->buffer + r->seen, '\n', r->end - r->seen);
    *found = p != NULL;
    r->seen = p ? (size_t)(p - r->buffer) : r->end;
    return r->seen;
}

static enum line_kind next(struct line_reader *r, const char **line, size_t *len)
{
    bool found = false, too_long = false;
    while (!r->buffer || (look(r, &found), !found)) {
        if (r->ended)
            break;
        if (r->end - r->from > r->most) {
            too_long = true;
            r->from = r->seen = r->end;
        }
        if (!fill(r))
            return LINE_FAILED;
    }
    if (!found && r->from == r->end && !too_long)
        return LINE_END;
    *line = r->buffer + r->from;
    *len = r->seen - r->from;
    r->from = r->seen = found ? r->seen + 1 : r->seen;
    r->number++;
    return too_long || *len > r->most ? LINE_TOO_LONG : LINE_TEXT;
}

static bool is_blank(const char *s, size_t len)
{
    while (len && (*s == ' ' || *s == '\t' || *s == '\r'))
        s++, len--;
    return !len;
}

/* Files that were put together may have the mark in front of any line. */
static void skip_mark(const char **line, size_t *len)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (*len < sizeof mark - 1 || memcmp(*line, mark, sizeof mark - 1))
        return;
    *line += sizeof mark - 1;
    *len -= sizeof mark - 1;
}

enum line_kind line_reader_next(struct line_reader *r, const char **line, size_t *len)
{
    enum line_kind kind;
    do {
        kind = next(r, line, len);
        if (kind == LINE_TEXT)
            skip_mark(line, len);
    } while (kind == LINE_TEXT && is_blank(*line, *len));
    return kind;
}
