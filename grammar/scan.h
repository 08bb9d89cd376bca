#ifndef FISC_SCAN_H
#define FISC_SCAN_H
/* The scanner: a file's text to tokens.
 *   scan.l       lexemes: the shapes of §1, full and half width, at byte offsets
 *   token.c      tokens: keywords by context, line ends, brackets
 *   quantity.c   numbers and unit chains
 *   name.c       names and texts: Unicode forms, characters that may not stand in rules
 *   vocabulary.c the unit names that a chain is split into
 *   syntax.c     what a syntax error says
 *   record.c     the tokens of a whole file, for those who write it anew */
#include "../compiler/ast.h"
#include "../runtime/diag.h"

/* ── the unit names known to the scanner ── */
struct vocabulary;
struct vocabulary *vocabulary_new(struct arena *a);     /* knows % and ‰ */
void vocabulary_add(struct vocabulary *v, const char *name, size_t len);
bool vocabulary_has(const struct vocabulary *v, const char *name, size_t len);

/* ── one file ── */
struct scan;
/* text is UTF-8 without NUL bytes (see scan_text_ok), less than 2 GiB; it is copied. v may grow
 * until the first token is asked for. All lives in the arena. */
struct scan *scan_open(struct arena *a, struct symtab *syms, struct diags *d,
                       const struct vocabulary *v, uint32_t file, const char *text, size_t len);
/* The same of one expression, read as the value of a line whose name nothing can be called. */
struct scan *scan_open_figure(struct arena *a, struct symtab *syms, struct diags *d,
                              const struct vocabulary *v, uint32_t file, const char *text,
                              size_t len);
/* Memory as long-lived as the scanner. */
void *scan_room(const struct scan *s, size_t size);
/* The empty span at the start of the file. */
struct span scan_start(const struct scan *s);
/* False after a diagnostic: the text is not UTF-8 or has a NUL byte. */
bool scan_text_ok(struct diags *d, uint32_t file, const char *text, size_t len);

/* A `use` or `unit` statement, found without parsing. */
struct scan_head {
    bool is_unit, is_file;          /* else a module's name */
    struct name name;               /* unit's name, module or file */
};
/* The next of them from where the last call stopped, false at the end of the file. Only before
 * the first token is asked for. */
bool scan_head(struct scan *s, struct scan_head *head);

/* ── the tokens of a whole file ── */
enum nest_kind { NEST_PAREN, NEST_BRACKET, NEST_TABLE, NEST_MAP, NEST_SAME, NEST_PERIODS,
                 NEST_TEST, NEST_CHANGES, NEST_CODES, NEST_RECORDS, NEST_ROWS, NEST_COLUMN,
                 NEST_OTHER };
#define NEST_MAX 256
/* Do lines stand between such braces, each ended as a statement is? */
static inline bool nest_holds_lines(enum nest_kind kind)
{
    return kind == NEST_TABLE || kind == NEST_MAP || kind == NEST_SAME
        || kind == NEST_TEST || kind == NEST_CHANGES || kind == NEST_CODES
        || kind == NEST_RECORDS;
}
struct scan_token {
    uint32_t off, len;
    /* of a name or a text, of a number its digits, of a keyword its spelling; else 0 */
    sym text;
    const struct chain *unit;       /* of a quantity, or behind `in` */
    int kind;                       /* parse.h; 0: the end of the file */
    enum rel rel;
    enum nest_kind nest;            /* of an opening bracket: its own */
    bool ends;                      /* a statement, an item or a line of a map ended before it */
    bool word;                      /* a name, but of a spelling that heads statements */
};
struct scan_record {
    struct arena *arena;
    struct scan_token *p;           /* the last one is the end of the file */
    uint32_t n, cap;
    bool ended;
};
/* From now on every token is put in the record too, save those that end statements: that is
 * said of the next one. What is recorded means something only where no fault was told. */
void scan_record_into(struct scan *s, struct scan_record *r);
/* Asks for all tokens of the file. */
void scan_through(struct scan *s);

/* How a keyword's token is spelled; NULL: it is none. */
const char *words_spelling(int token, enum lang lang);
/* The Chinese spelling of a keyword given in English; NULL if it is none. */
const char *words_chinese(const char *english);
size_t blank_len(const char *p);                /* bytes of the blank at p, 0 if there is none */
#endif
