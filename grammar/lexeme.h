#ifndef FISC_LEXEME_H
#define FISC_LEXEME_H
/* Shared by the scanner's own files. A lexeme is a token's kind (parse.h) or one of enum
 * lexeme_kind, at [off, off + len) of the text. */
#include "scan.h"
#include "parse.h"

enum lexeme_kind {
    LX_NEWLINE = 2000,              /* one or more, with blanks between */
    LX_NAME,                        /* ASCII and CJK ideographs only: is its own NFC */
    LX_NAME_ANY,                    /* to be looked at letter by letter */
    LX_TEXT,                        /* both quotes included */
    LX_TEXT_OPEN,                   /* to the line's end */
    LX_NUMBER, LX_THOUSANDS, LX_DATE, LX_HALF,
    LX_NOT,                         /* not-applicable: one word in a test */
    LX_TAKES,                       /* two signs, save in a map */
    LX_BAD,                         /* characters that have no place in rules */
    LX_COMMENT,                     /* one that must be looked at for control characters */
    LX_REL                          /* LX_REL + enum rel */
};

#define NAME_MAX_BYTES 4096
#define NUMBER_MAX_DIGITS 38

struct token {
    int kind;
    union PARSE_STYPE value;
    struct span span;
    bool fault;                     /* it has had a message */
    int word;                       /* of a name: the keyword it heads statements with, or 0 */
};
struct words;
struct nest { enum nest_kind kind; struct span span; };
struct seen { uint64_t first, last; const char *text; uint32_t len; sym name; };
#define SEEN 2048
/* bytes behind the text that may be read; the first two are NUL for flex's sake */
#define TEXT_PADDING 8

struct scan {
    struct arena *arena;
    struct symtab *syms;
    struct diags *diags;
    const struct vocabulary *units;
    const struct words *words;
    uint32_t file;
    /* a copy: flex writes into its buffer, but leaves it as it was. NULs at the end */
    char *text;
    uint32_t len, base;             /* base: 3 after a byte order mark */
    void *flex;

    /* the lexeme at hand */
    bool newline;                   /* a line end stands before it */
    bool lexical;                   /* it has had a message */
    bool quiet;                     /* say nothing: the file is read a second time */
    uint32_t bad_end;               /* end of the last character that was refused */

    /* the tokens so far, the queue's included */
    int prev, before;               /* the last kind, and the one before that */
    uint32_t prev_end;
    int head;                       /* first token of the statement at hand */
    bool at_head;                   /* the next token is the first of a statement */
    /* that statement, or the one before, is a table that has no `{` yet */
    bool table_begun;
    bool rows_at;                   /* in an item, behind `at` */
    bool attrs;                     /* in a table's head, behind `from` */
    uint32_t minus_run;             /* signs in a row before an operand */
    struct nest nest[NEST_MAX];
    uint32_t depth;
    /* where a line inside a tree begins with a word that heads statements */
    uint32_t line_head;
    int line_word;                  /* that word; 0: none */

    /* what the parser has seen */
    int out;                        /* the kind handed out last */
    /* the statement at hand has had a message: no syntax error is told till it ends */
    bool fault;
    /* that was a syntax error: nothing is told, and it ends where a statement begins */
    bool lost;
    struct token queue[8];
    uint32_t queued, taken;
    struct token held;              /* read, but to be placed when the parser has had the queue */
    bool holding;

    struct seen seen[SEEN];
    struct scan_record *record;     /* NULL: none is kept */

    /* scan_head */
    uint32_t head_at, head_depth;
};

/* ── scan.l ── */
void lexeme_open(struct scan *s);                /* sets s->flex */
/* The kind of the next lexeme, 0 at the end; *off and *len say where it stands. Blanks and
 * comments are left out. */
int lexeme_next(struct scan *s, uint32_t *off, uint32_t *len);
/* Goes on at `off`, a character's first byte, before or behind. */
void lexeme_seek(struct scan *s, uint32_t off);
uint32_t lexeme_at(const struct scan *s);       /* where the next lexeme is looked for */

/* ── scanner.c ── */
struct span scan_span(const struct scan *s, uint32_t off, uint32_t len);
/* The lexeme at hand is at fault. True if that is to be said. */
bool scan_fault(struct scan *s);
/* The lexeme at hand is at fault: says so, with one argument or NULL, if that is to be said. */
void lexical_report(struct scan *s, enum diag_code code, uint32_t off, uint32_t len,
                    const char *arg);
/* The same, with the change that mends it. */
void lexical_edit(struct scan *s, enum diag_code code, uint32_t off, uint32_t len, const char *arg,
                  struct diag_edit edit);
/* The statement at hand has a syntax error, now told. */
void scan_give_up(struct scan *s);
/* right inside the braces of a test */
bool scan_in_test(const struct scan *s);
/* Is the statement at hand lost? */
bool scan_is_lost(const struct scan *s);

/* ── token.c ── */
/* If a tree was left open and a statement begins inside it: says so, goes back there, returns
 * true. */
bool scan_leave_tree(struct scan *s);

/* ── record.c ── */
void record_token(struct scan *s, const struct token *t);

/* ── words.c ── */
enum word_context { WORD_NONE, WORD_HEAD, WORD_CLAUSE, WORD_TREE, WORD_BOTH, WORD_ATTR,
                    WORD_ROWS, WORD_CALL, WORD_WAIVE, WORD_DATED,
                    WORD_TEST, WORD_STEP, WORD_CODES };
struct words *words_new(struct arena *a, struct symtab *syms);
/* The keyword spelled by a symbol: its token, or 0. */
int words_find(const struct words *w, sym s, enum word_context *context);
/* The keyword that heads statements and is spelled nearest to s, or NULL. */
const char *words_near_head(const char *s);
/* Adds the words that head statements, in each language: those that stand in tables and forms only
 * (items), or the others. */
void words_list_heads(bool items, struct strbuf *zh, struct strbuf *en);
bool words_is_file_head(int token);             /* heads statements outside tables only */
bool words_is_head(int token);

/* ── name.c ── */
sym symbol(struct scan *s, uint32_t off, uint32_t len);     /* of these bytes as they are */
/* reports what may not stand in a name */
sym name_intern(struct scan *s, uint32_t off, uint32_t len, bool plain);
/* of a text's lexeme: without its quotes (the last only if closed), escapes resolved */
struct name text_name(struct scan *s, uint32_t off, uint32_t len, bool closed);
void bad_report(struct scan *s, uint32_t off, uint32_t len);
void comment_check(struct scan *s, uint32_t off, uint32_t len);
/* bytes of the character at p if it may stand in a name, else 0 */
size_t name_char_len(const char *p);
bool is_ideograph(const char *p);                /* CJK, of LX_NAME */
bool before_call(const char *p);                /* `(` stands there, behind blanks */
bool before_from(const char *p);                /* `from` stands there, behind blanks */
bool operand_at(const char *p);                 /* a name or a text begins at p */

/* ── rows.c ── */
/* The next row of a table in a test; false: a brace or the end of the file follows. */
bool row_token(struct scan *s, struct token *t);

/* ── quantity.c ── */
/* Number at [off, off + len): fills q and its unit chain; returns the end of all of it. */
uint32_t quantity_scan(struct scan *s, uint32_t off, uint32_t len, bool chain, struct quantity *q);
/* The chain after `in` at off: names need not be known. NULL if there is no name; else *end is
 * set. */
struct chain *chain_scan_any(struct scan *s, uint32_t off, uint32_t *end);
/* the number at [off, off + len) in ASCII digits, as many as may be kept */
sym digits_intern(struct scan *s, uint32_t off, uint32_t len);
uint32_t digits_len(const char *p, int most);  /* bytes of the digits at p, `most` digits at most */
void thousands_report(struct scan *s, uint32_t off, uint32_t len);
/* a date in ASCII: YYYY-MM or YYYY-MM-DD */
sym date_intern(struct scan *s, uint32_t off, uint32_t len);
void date_report(struct scan *s, uint32_t off, uint32_t len);
/* The nearest unit name to s, or NULL. */
const char *vocabulary_near(const struct vocabulary *v, const char *s);
bool vocabulary_empty(const struct vocabulary *v);      /* only % and ‰ */
/* Splits [p, p + len) into unit names, the longest first; returns their number or 0; cut[i] is
 * the end of name i. */
#define SPLIT_MAX 32
uint32_t vocabulary_split(const struct vocabulary *v, const char *p, size_t len,
                          uint16_t cut[SPLIT_MAX]);
#endif
