/* Source texts and the positions in them.
 * In: texts whose bytes outlive the table. Out: lines and columns as people count them.
 * Invariant: a byte order mark belongs to no line; a line ends at \n, and a \r before that is not
 * part of what is shown. */
#include "src.h"
#include <string.h>

struct span span_join(struct span a, struct span b)
{
    if (a.file == UINT32_MAX)
        return b;
    if (b.file != a.file)
        return a;
    uint32_t off = a.off < b.off ? a.off : b.off;
    uint32_t end_a = a.off + a.len, end_b = b.off + b.len;
    return (struct span){ a.file, off, (end_a > end_b ? end_a : end_b) - off };
}

struct span span_end(struct span a)
{
    return (struct span){ a.file, a.off + a.len, 0 };
}

void srcs_init(struct srcs *s, struct arena *a)
{
    *s = (struct srcs){ .arena = a };
}

uint32_t srcs_add(struct srcs *s, const char *name, const char *text, size_t len)
{
    struct src_file f = { .name = name, .text = text, .len = len };
    if (len >= UINT32_MAX)
        arena_fail(s->arena);
    ARENA_PUSH(s->arena, s->file, s->count, s->cap, f);
    return s->count - 1;
}

const struct src_file *srcs_find(const struct srcs *s, const char *name)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (!strcmp(s->file[i].name, name))
            return &s->file[i];
    return NULL;
}

static void lines_index(struct arena *a, struct src_file *f)
{
    bool bom = f->len >= 3 && !memcmp(f->text, "\xef\xbb\xbf", 3);
    uint32_t cap = 0;
    ARENA_PUSH(a, f->line_start, f->line_count, cap, bom ? 3u : 0u);
    const char *p = f->text, *end = f->text + f->len;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        p++;
        ARENA_PUSH(a, f->line_start, f->line_count, cap, (uint32_t)(p - f->text));
    }
}

/* The file, its lines indexed, or NULL if there is no such file. */
static struct src_file *file_indexed(struct srcs *s, uint32_t file)
{
    if (file >= s->count)
        return NULL;
    struct src_file *f = &s->file[file];
    if (!f->line_start)
        lines_index(s->arena, f);
    return f;
}

/* The last line (0-based) that starts at or before off. */
static uint32_t line_at(const struct src_file *f, uint32_t off)
{
    uint32_t lo = 0, hi = f->line_count;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (f->line_start[mid] <= off)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

/* Counted a word at a time: a source may be one line of many megabytes. */
static uint32_t codepoints(const char *text, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    uint64_t w;
    for (; from + 8 <= to; from += 8) {
        memcpy(&w, text + from, 8);
        uint64_t tails = w >> 7 & ~w >> 6 & 0x0101010101010101;      /* bytes 10xxxxxx */
        n += 8 - (uint32_t)__builtin_popcountll(tails);
    }
    for (; from < to; from++)
        n += ((unsigned char)text[from] & 0xc0) != 0x80;
    return n;
}

void srcs_locate(struct srcs *s, struct span sp, uint32_t *line, uint32_t *col)
{
    *line = *col = 0;
    const struct src_file *f = file_indexed(s, sp.file);
    if (!f)
        return;
    uint32_t off = sp.off > f->len ? (uint32_t)f->len : sp.off;
    uint32_t at = line_at(f, off);
    *line = at + 1;
    *col = 1 + codepoints(f->text, f->line_start[at], off);
}

const char *srcs_line(struct srcs *s, uint32_t file, uint32_t line, size_t *len)
{
    *len = 0;
    const struct src_file *f = file_indexed(s, file);
    if (!f || !line || line > f->line_count)
        return "";
    uint32_t from = f->line_start[line - 1];
    uint32_t to = line < f->line_count ? f->line_start[line] - 1 : (uint32_t)f->len;
    if (to > from && f->text[to - 1] == '\r')
        to--;
    *len = to - from;
    return f->text + from;
}

/* ---- remarks ---- */

static size_t quote_len(const char *s, size_t len)
{
    if (len && *s == '"')
        return 1;
    return len >= 3 && (!memcmp(s, "“", 3) || !memcmp(s, "”", 3)) ? 3 : 0;
}

/* The bytes of the text whose quote is at s, with the quote that closes it: " if `straight`, else
 * any. 0: none does. */
static size_t text_len(const char *s, size_t len, bool straight)
{
    for (size_t at = quote_len(s, len); at < len; at++) {
        size_t close = quote_len(s + at, len - at);
        if (s[at] == '\\')
            at++;
        else if (close && (close == 1 || !straight))
            return at + close;
    }
    return 0;
}

/* As the scanner reads it: what " opens, " closes if it can; a text ends on its line. */
size_t src_code(const char *line, size_t len)
{
    size_t at = 0;
    while (at < len && line[at] != '#') {
        size_t text = 0;
        if (quote_len(line + at, len - at)) {
            text = line[at] == '"' ? text_len(line + at, len - at, true) : 0;
            text = text ? text : text_len(line + at, len - at, false);
            text = text ? text : len - at;
        }
        at += text ? text : 1;
    }
    return at < len ? at : len;
}
