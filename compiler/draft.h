#ifndef FISC_DRAFT_H
#define FISC_DRAFT_H
/* A table drafted from a sheet: what its columns are, which sums hold, and the text that says
 * so. */
#include "../runtime/diag.h"
#include "../runtime/ir.h"
#include "../runtime/survey.h"

/* What stands in a column: nothing, figures, codes, texts, figures and texts, figures that a
 * table cannot hold; or its header cannot be named. */
enum draft_kind { DRAFT_EMPTY, DRAFT_FIGURES, DRAFT_CODES, DRAFT_TEXTS, DRAFT_MIXED, DRAFT_WIDE,
                  DRAFT_NAMELESS, DRAFT_KINDS };

/* A column that is the sum of others in all rows but a few. */
struct draft_near {
    const uint32_t *part; uint32_t n;           /* columns; n is 0 if there is no such sum */
    uint64_t sums, fails, line;     /* rows with figures, those that fail, the first of these */
};
struct draft_column {
    enum draft_kind kind;
    const char *name;               /* in the draft */
    int places;                     /* decimal places printed at most */
    uint64_t printed;               /* cells that are not blank */
    bool summand;                   /* a column without a figure that may be part of a sum */
    bool people;                    /* it counts people, among amounts of money */
    bool doubted;                   /* part of a sum that nearly holds */
    uint32_t parent;                /* the column in whose braces it stands, or IR_NONE */
    uint32_t nchild;
    uint64_t sums, rounded;         /* of one with children: rows with figures; those that hold
                                     * by rounding only */
    struct draft_near near;         /* of one without children */
};
struct draft_level { uint32_t column, length; };

/* Sums are looked for in sheets of so many columns at most. */
enum { DRAFT_LEVELS = 8, DRAFT_WIDTH = 512 };
struct draft {
    struct arena *arena;
    enum lang lang;                 /* of the comments */
    enum lang keywords;
    const struct survey *sheet;
    const char *file, *sheet_name;  /* sheet_name NULL: the file's only one, or a text */
    const char *name;               /* of the table */
    const char *title;              /* printed above the header, or NULL */
    struct draft_column *column;    /* by sheet column */
    int places;                     /* the table's grid */
    const char *unit; bool unit_printed;
    bool exact;                     /* figures are points */
    const char *total;              /* label of the total row, or NULL */
    uint64_t total_row;             /* the row, if there is a label */
    struct draft_level level[DRAFT_LEVELS]; uint32_t nlevel;
};

/* How much of it is said. near: what `rows` would say if near_fails of its near_sums sums held too;
 * ROWS_NOT if nothing. Doubts are behind a `#`, unless they are to be tried (open). */
enum draft_rows { ROWS_LEVELS, ROWS_TOTAL, ROWS_NOT };
struct draft_say {
    enum draft_rows rows; bool trees, keys, quoted;
    enum draft_rows near; uint64_t near_sums, near_fails;
    bool sure, open;                /* sure: sums of columns that nearly hold are not said */
};

/* Do so few of the sums fail that a slip in the data is more likely than a wrong guess? */
static inline bool draft_is_near(uint64_t sums, uint64_t fails)
{
    return fails && sums >= 4 && fails <= sums / 4;
}

/* Looks at all columns and rows. False: there is no column of figures. */
bool draft_look(struct draft *d);
/* draft_tree.c: finds the columns that are sums of others */
void draft_trees(struct draft *d);
/* How many sums are doubtful: those of columns, `rows` for one. */
uint32_t draft_doubts(const struct draft *d, struct draft_say say);
/* the table's text, without comments that begin a line */
void draft_table(struct strbuf *out, const struct draft *d, struct draft_say say);
/* Comments that stand before it. fault: why the table cannot be written as drafted, or NULL. */
void draft_comments(struct strbuf *out, const struct draft *d, struct draft_say say,
                    const char *fault);
/* Is it a list of figures printed in prose (`text`), by its headers? */
bool draft_is_prose(const struct survey *s);
/* The name by which rules call a column outside of its table. */
const char *draft_path(const struct draft *d, uint32_t column, bool quoted);
/* The unit of a column. */
static inline const char *draft_unit(const struct draft *d, uint32_t column)
{
    return d->column[column].people ? "人" : d->unit;
}
/* A keyword as it is to be written. */
const char *draft_word(enum lang keywords, const char *english);
/* Writes s as a text of a rule file. */
void draft_text(struct strbuf *out, const char *s);
/* A name made of a text: other characters than letters and digits are `_`. */
const char *draft_name(struct arena *a, const char *text);
/* The stored figure of a cell at the table's grid; a blank is 0 and not printed. */
int64_t draft_figure(const struct draft *d, const struct survey_row *row, uint32_t column,
                     bool *printed);
#endif
