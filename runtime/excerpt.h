#ifndef FISC_EXCERPT_H
#define FISC_EXCERPT_H
/* Draws one line of text behind a gutter, with what is to be said about parts of it beneath. */
#include "diag.h"

enum { EXCERPT_COLUMNS = 400 };     /* wider terminals are used up to here */

/* Something to say about a part of a line: ^^^^ if primary, else ----. */
struct mark {
    size_t off, len;                /* bytes of the line; may reach past its end */
    bool primary;
    const char *text;               /* escaped, or "" */
};

struct brush {
    struct strbuf *out;
    bool color, ambiguous_wide;
    enum diag_sev sev;
    unsigned gutter;                /* cells of the widest line number */
    unsigned avail;                 /* cells right of the gutter */
};

void brush_init(struct brush *b, struct strbuf *out, const struct render_opts *o,
                enum diag_sev sev, unsigned gutter);
/* Starts and ends a colour; nothing if colours are off. */
void brush_sev(const struct brush *b);
void brush_blue(const struct brush *b);
void brush_bold(const struct brush *b);
void brush_end(const struct brush *b);
/* "   |" and a line end */
void brush_gutter(const struct brush *b);
/* Ends the line without trailing blanks. */
void brush_newline(const struct brush *b);
/* "错误", "warning", … */
const char *brush_sev_word(enum diag_sev sev, enum lang lang);
/* "  --> file:line:col" and a line end; parts that are 0 are left out. */
void brush_place(const struct brush *b, const char *arrow, const char *file, uint64_t line,
                 uint32_t col);
/* The letters over a column in a spreadsheet: A … Z, AA …; 1-based, 0 gives "". */
const char *brush_letters(char buf[8], uint32_t column);
/* Appends escaped text, cut with … if it takes more than `cells`. */
void brush_cut(const struct brush *b, struct strbuf *out, const char *s, unsigned cells);

/* The line and the n <= LABELS_MAX + 1 marks on it, sorted by off. Marks too far apart for one
 * excerpt get several. */
void excerpt_draw(const struct brush *b, uint64_t number, const char *line, size_t len,
                  struct mark *mark, unsigned n);
#endif
