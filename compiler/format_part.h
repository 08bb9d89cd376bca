#ifndef FISC_FORMAT_PART_H
#define FISC_FORMAT_PART_H
/* Shared by the formatter's own files.
 *   format.c         the steps, and the proof that nothing but the form has changed
 *   format_text.c    what each token is written as
 *   format_lines.c   which token begins a line, and how far in
 *   format_wrap.c    lines that are too long
 *   format_print.c   tokens and comments to text */
#include "format.h"
#include "../grammar/scan.h"

#define LINE_COLUMNS 100
#define INDENT_BRACES 2
#define INDENT_ON 4                 /* of a line that goes on with a statement, an entry */
#define INDENT_MOST 60              /* else deep nesting would make a big file of a small one */

/* A token on its way out. */
struct piece {
    uint32_t text;                  /* begins here in format.text, ends where the next's begins */
    uint32_t at, end;               /* columns, were all tokens on one line */
    uint32_t match;                 /* of a bracket the other one */
    uint32_t head;                  /* the last token up to it that `begins` */
    uint16_t braces, brackets;      /* open around it, its own not counted */
    bool tree;                      /* the innermost braces are a tree's, not lines' */
    bool clause;                    /* stands in a rule's `where` or `when` */
    /* as written */
    bool newline;                   /* a line end stands before it */
    bool empty;                     /* so does an empty line, right before its line */
    bool apart;                     /* so do comments on lines of their own */
    bool noted;                     /* a comment stands behind it */
    /* as it will be */
    bool begins;                    /* a statement, an item, a line of a map, an entry of a tree */
    bool breaks;                    /* begins a line */
    bool opens;                     /* of `{`: what it holds stands on lines of its own */
    bool comma;                     /* one is put in before it */
};

struct format {
    struct arena *arena;
    struct symtab *syms;
    const char *src;                /* NUL-terminated */
    uint32_t base;                  /* where it begins behind a byte order mark */
    struct scan_token *tok;
    uint32_t n;                     /* tokens before the end of the file, tok[n] */
    struct piece *piece;            /* n + 1 */
    struct strbuf text;             /* of all tokens, without blanks between */
    enum keyword_choice keywords;
};

/* ── format_text.c ── */
void format_texts(struct format *f);

/* ── format_lines.c ── */
void format_lines(struct format *f);
uint32_t format_indent(const struct format *f, uint32_t i);
/* Does it stand between the codes of a result's key, behind `for`? */
bool format_parts_key(const struct format *f, uint32_t i);
/* Is it a minus between two operands? */
bool format_is_binary(const struct format *f, uint32_t i);
/* the separator on one line: "", " " or "; " */
const char *format_between(const struct format *f, uint32_t i);

/* A comment of a gap, and what stands before it there. */
struct format_comment {
    const char *p;
    uint32_t len;                   /* without blanks at its end */
    uint32_t newlines;              /* line ends before it, since the last comment or token */
};
/* The next comment of src[*at, end), which holds nothing but blanks, `;`, line ends and comments;
 * false at its end, where c->newlines are those after the last one. */
bool format_comment_next(const struct format *f, uint32_t *at, uint32_t end,
                         struct format_comment *c);
/* The gap before token i. */
uint32_t format_gap(const struct format *f, uint32_t i);

/* ── format_wrap.c ── */
/* Lines [i, j) begin with tokens whose `breaks` is set; more of these are set where a line is too
 * long. */
void format_wrap(struct format *f);
/* the first token behind i that begins a line, or n */
uint32_t format_line_end(const struct format *f, uint32_t i);
/* columns of tokens [i, j) on a line, with its indentation */
uint32_t format_width(const struct format *f, uint32_t i, uint32_t j);

/* ── format_print.c ── */
void format_print(const struct format *f, struct strbuf *out);
#endif
