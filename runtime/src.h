#ifndef FISC_SRC_H
#define FISC_SRC_H
/* Source texts and positions in them. A span is a file number, a byte offset and a byte length. */
#include "str.h"

struct span { uint32_t file, off, len; };
#define NO_SPAN ((struct span){ UINT32_MAX, 0, 0 })
struct span span_join(struct span a, struct span b);    /* from a's start to b's end (one file) */

struct span span_end(struct span a);                    /* the empty one behind a */

struct src_file {
    const char *name;               /* as shown */
    const char *text;               /* NUL-terminated after len bytes */
    size_t len;
    uint32_t *line_start;           /* offsets, built on first use */
    uint32_t line_count;
};
struct srcs { struct arena *arena; struct src_file *file; uint32_t count, cap; };

void srcs_init(struct srcs *s, struct arena *a);
/* returns the file number; name and text are not copied */
uint32_t srcs_add(struct srcs *s, const char *name, const char *text, size_t len);
/* The file of that name; NULL: there is none. */
const struct src_file *srcs_find(const struct srcs *s, const char *name);
/* 1-based line, 1-based column in codepoints */
void srcs_locate(struct srcs *s, struct span sp, uint32_t *line, uint32_t *col);
/* the bytes of line `line` (1-based), without its end */
const char *srcs_line(struct srcs *s, uint32_t file, uint32_t line, size_t *len);
/* how many bytes of a line of rules stand before its remark */
size_t src_code(const char *line, size_t len);
#endif
