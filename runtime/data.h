#ifndef FISC_DATA_H
#define FISC_DATA_H
/* Tables of figures read from CSV files and workbooks: columns of int64 at the schema's storage
 * scale, a kind byte a cell, the printed header, the rows' levels and parents, and where each
 * figure was printed.
 *
 * A table is absent (no such file), present and not usable (its text could not be read to the end:
 * it has no rows, its figures are unknown, unreadable), or usable. A rule over all rows of a table
 * that is not usable is unknown; an empty list of lanes says nothing. */
#include "ir.h"
#include "diag.h"
#include "num.h"
#include "encoding.h"
#include "pulse.h"

/* What stands in the place of a table's file, or of some of its cells: texts as they would be
 * printed. */
struct data_patch { uint64_t line; uint32_t field; const char *text; };    /* field: 0-based */
struct data_given {
    const char *text; size_t len;   /* CSV in UTF-8; NULL: the file is read */
    bool encoded;                   /* the text is as a file's: its encoding is to be found out */
    const struct grid *grid;        /* in place of a text; NULL: none */
    const char *file;               /* theirs, as it is shown */
    uint64_t lines_above;           /* of that file, above the text */
    const struct data_patch *patch; uint32_t npatch;
};

/* Reads the workbook of a table, if no table before did, and its sheet. False if that cannot be; a
 * diagnostic says why. */
struct intake;
typedef bool workbook_fn(const struct intake *k);
workbook_fn book_open;              /* xlsx, by libzip and expat */

/* 0: the default (2^40 rows, but never more than 2^32 - 2; 1 MiB; 4096; 16 GiB) */
struct data_limits {
    uint64_t max_rows, max_row_bytes, max_columns, max_file_bytes;
    bool fixed_bytes;               /* no option sets max_file_bytes */
    bool one_file;                  /* files are as the program names them, whatever a map says */
    const struct data_given *given; /* by table; NULL: nothing is given */
    bool every_number;              /* keep where columns that no rule reads hold numbers */
    bool every_field;               /* and of forms and long data what no block reads */
    const struct pulse *pulse;      /* beaten as rows are read; NULL: none */
    workbook_fn *workbook;          /* reads workbooks; NULL: they are not read */
};
/* The same with the defaults for what is 0; lim may be NULL. */
struct data_limits data_limits_whole(const struct data_limits *lim);

enum cell_kind { CELL_FIGURE, CELL_BLANK, CELL_DASH, CELL_NONE /* 无 */, CELL_UNREADABLE,
                 CELL_OVERFLOW, CELL_MISSING /* of a table of units: the unit has none */ };

struct data_set;                    /* all tables of a program */
struct data_table;

/* Reads the file of every table of p and binds columns and rows. dir_fd is the data folder, open
 * with O_PATH|O_DIRECTORY, or -1: no folder; it is the caller's, the set keeps a duplicate for
 * origins until data_close. Files are opened beneath it: regular files only, no links. Faults
 * become diagnostics (place = file, line, column, header, text); reading goes on as far as it can.
 * A file that is not there is no diagnostic: its table is absent, its figures are missing.
 * Never returns NULL; everything lives in the arena, file contents of the columns included. */
struct data_set *data_load(struct arena *a, const struct ir_program *p, int dir_fd,
                           const char *dir_name, const struct data_limits *lim, struct diags *d);
/* Reads the tables that stand for declared ones in the prior data, likewise; dir_name is shown
 * before their files' names. Until then they are absent, and their figures unknown (no prior
 * data). dir_fd -1: only what is given is read. At most once a set. */
void data_load_prior(struct data_set *s, int dir_fd, const char *dir_name,
                     const struct data_limits *lim);
/* Was all that is there handed over by a program, and no folder looked at? */
bool data_handed(const struct data_set *s);
/* The name of a table's file, as it is shown. */
const char *data_file(const struct data_set *s, uint32_t table);
/* its file, beneath the folder of its data */
const char *data_path(const struct data_set *s, uint32_t table);
/* Where the folder's map (map.h) names the table's file; file NULL: it does not. */
struct data_place data_map_place(const struct data_set *s, uint32_t table);
/* Is the table one of prior data that were not asked for? */
bool data_withheld(const struct data_set *s, uint32_t table);
/* Lets go of the folder: origins have no text after it. The memory stays the arena's. */
void data_close(struct data_set *s);
/* A set whose tables are all absent; for texts. */
struct data_set *data_new(struct arena *a, const struct ir_program *p, struct diags *d);
/* Binds an absent table from memory instead of a file (tests, embedding): csv is the whole text and
 * is kept, not copied. Same faults. */
void data_load_text(struct data_set *s, uint32_t table, const char *file_name, const char *csv,
                    size_t len, const struct data_limits *lim);

bool data_present(const struct data_set *s, uint32_t table);
bool data_usable(const struct data_set *s, uint32_t table);
/* How a usable table's file was read. */
struct data_reading {
    enum text_encoding encoding;
    char separator;
    uint64_t rows_above;            /* above the header, not read */
    const char *first_above;        /* what the first of them prints; NULL: none */
    uint64_t numbers_line;          /* a row of column numbers, not read; 0: none */
    uint64_t notes, note_line;      /* rows of notes at the foot, not read; the first */
    const char *note;               /* what it prints */
    uint64_t hidden;                /* of a workbook: numbers with places that are not shown */
};
struct data_reading data_reading(const struct data_set *s, uint32_t table);
/* data rows; the header and wholly blank rows are not counted */
uint64_t data_rows(const struct data_set *s, uint32_t table);
#define DATA_NO_ROW UINT64_MAX
uint64_t data_total_row(const struct data_set *s, uint32_t table);      /* DATA_NO_ROW if none */
/* rows that have children, in sheet order */
uint64_t data_parent_count(const struct data_set *s, uint32_t table);
const uint64_t *data_parents(const struct data_set *s, uint32_t table);
uint64_t data_leaf_count(const struct data_set *s, uint32_t table);
bool data_is_leaf(const struct data_set *s, uint32_t table, uint64_t row);
/* the sheet column of a declared one; IR_NONE: it is not in the file */
uint32_t data_sheet_column(const struct data_set *s, uint32_t table, uint32_t column);

/* ── joins ── */
/* Joins the tables: once they are all loaded, those of prior data too, and before a run. */
void data_join(struct data_set *s);
/* Why a join has no keys: a table of it is missing or unreadable, or its key column is; else
 * RS_NONE. */
enum ir_reason data_join_reason(const struct data_set *s, uint32_t join);
uint64_t data_keys(const struct data_set *s, uint32_t join);    /* 0 if it has none */
/* Does the table of a keyed colref print a key? */
bool data_key_printed(const struct data_set *s, uint32_t colref, uint64_t key);
/* Does it lack one that it should have? */
bool data_key_one_sided(const struct data_set *s, uint32_t colref, uint64_t key);
/* Is no key in two of the tables, though all have keys? */
bool data_keys_apart(const struct data_set *s, uint32_t join);
/* Lanes of a domain of a table, or (DOMAIN_JOIN) of a join. */
uint64_t data_lanes(const struct data_set *s, enum ir_domain domain, uint32_t table);
/* A key as the first table that has it prints it: its codes joined by "/". */
const char *data_key_text(const struct data_set *s, struct arena *a, uint32_t join, uint64_t key);

/* Fills buf with n lanes of a facet of a colref, for the rows row[0..n-1] if rows is not NULL, else
 * row0 .. row0+n−1. Returns buf, or a pointer into storage, or NULL if all lanes are 0. FACET_MID
 * never returns NULL. A table that is not usable: MID 0, LEAF 1, REASON missing or unreadable in
 * each lane. A cell without a figure has MID 0 and no interval. Sums have
 * the reason of their first bad member, or overflow if they leave int64; then all else is 0.
 * The rows of a COL_KEYED colref are keys of its join; a key that its table does not print has the
 * reason one-sided or partial. If a level's key column is missing, no row's place is known: REASON
 * is missing in every lane, so that no sum over rows is taken for known. */
const int64_t *data_facet(const struct data_set *s, uint32_t colref, enum ir_facet facet,
                          uint64_t row0, const uint64_t *rows, size_t n, int64_t *buf);
/* Lanes of a test of rows' texts: FACET_MID 0 or 1, FACET_REASON. Never NULL. */
const int64_t *data_test(const struct data_set *s, uint32_t test, enum ir_facet facet,
                         uint64_t row0, const uint64_t *rows, size_t n, int64_t *buf);
/* Lanes of a text on a list of codes: FACET_PRESENT, FACET_MID, FACET_REASON. Never NULL. */
const int64_t *data_listed(const struct data_set *s, uint32_t listed, enum ir_facet facet,
                           uint64_t row0, const uint64_t *rows, size_t n, int64_t *buf);
/* A cell of the total row or of a named one. Table, column or row may be missing: then value 0 and
 * a REASON, save where the table takes a missing row as zero. */
int64_t data_cell_facet(const struct data_set *s, const struct ir_cell *cell, enum ir_facet facet);
/* of a table as a whole */
int64_t data_table_facet(const struct data_set *s, uint32_t table, enum ir_table_facet facet);
/* The cells of a table that a rule calls zero and that are numbers other than zero, in sheet order:
 * the figure is coef * 10^-places. The first thousand. */
typedef void data_nonzero_fn(void *ctx, uint64_t row, uint32_t sheet_column, int64_t coef,
                             int places);
void data_nonzero(const struct data_set *s, uint32_t table, data_nonzero_fn *each, void *ctx);

/* How a text's figure is printed. */
struct data_quote {
    const char *unit; struct ir_unit factor;        /* its unit's text, and factor */
    struct dec value;               /* in that unit */
    int places; bool point;         /* printed to 10^-places; or a point */
    int64_t radius;                 /* in the quote's stored units */
    bool known;
};
/* NULL: the cell is no text's figure, or cannot be used. */
const struct data_quote *data_quote(const struct data_set *s, uint32_t cell);
enum ir_word data_word(const struct data_set *s, uint32_t cell);

/* ── findings of the shape itself ── */
enum shape_kind { SHAPE_UNLISTED_COLUMN, SHAPE_UNLISTED_ROW, SHAPE_REPEATED_ROW,
                  SHAPE_EXTRA_DIGITS, SHAPE_MISSING_ROW, SHAPE_REPEATED_LABEL, SHAPE_BLANK_KEY,
                  /* of a text's figure: it is printed in no declared unit, in one that does not
                   * convert, with places past its precision; its id stands twice */
                  SHAPE_TEXT_UNIT_UNKNOWN, SHAPE_TEXT_UNIT, SHAPE_TEXT_DIGITS,
                  SHAPE_REPEATED_ID };
struct shape_finding {
    enum shape_kind kind;
    uint32_t table;
    /* EXTRA_DIGITS: the schema column, or the one in whose group the cell's column stands unlisted;
     * UNLISTED_COLUMN: the closed parent; else IR_NONE */
    uint32_t column;
    uint32_t sheet_column;          /* 0-based column of the file, or IR_NONE */
    uint64_t row;                   /* data row; UNLISTED_COLUMN: the first that is not zero */
    /* REPEATED_ROW: the first of them; UNLISTED_ROW: the closed parent; else DATA_NO_ROW */
    uint64_t other_row;
    uint32_t rowref;                /* MISSING_ROW: the row's name in the rules; else IR_NONE */
    uint32_t other_column;          /* REPEATED_LABEL: sheet column of the first; else IR_NONE */
    const char *detail;             /* TEXT_*: the unit, the unit wanted, the precision */
    struct shape_finding *next;
};
/* Extra digits in sheet order, then columns, then rows, then rows without a key, then named rows
 * that are missing. */
const struct shape_finding *data_shape_findings(const struct data_set *s, uint32_t table);

/* ── origins ── */
struct origin {
    const char *file;
    uint64_t line;                  /* the file's line on which the record starts */
    uint32_t field;                 /* 1-based column number */
    const char *header;
    const char *unit;               /* printed beside it, where that is not its column's; or NULL */
    const char *text;               /* as printed; "" if the file has changed since it was read */
};
/* Origin of a sheet cell; texts live in arena a or in the set. row DATA_NO_ROW: the header. */
struct origin data_origin(const struct data_set *s, struct arena *a, uint32_t table, uint64_t row,
                          uint32_t sheet_column);
/* Where a cell stands, without its text: 0-based column (IR_NONE: it is not printed) and line of
 * the file. row DATA_NO_ROW: the column alone. */
struct data_spot { uint32_t field; uint64_t line; };
struct data_spot data_spot(const struct data_set *s, uint32_t table, uint64_t row,
                           uint32_t sheet_column);
typedef void data_member_fn(void *ctx, uint64_t row, uint32_t sheet_column, enum cell_kind kind,
                            int64_t value);
/* The cells a colref of a row stands for, in sheet order: one for COL_PLAIN, the unlisted columns
 * for COL_OTHERS, the children's for COL_CHILDREN, those of the key's rows for COL_KEYED. None if
 * the column is not in the file. */
void data_members(const struct data_set *s, uint32_t colref, uint64_t row,
                  data_member_fn *each, void *ctx);
/* Do two cells of one colref hold a printed cell in common, as two names of one row do? */
bool data_cells_meet(const struct data_set *s, const struct ir_cell *a, const struct ir_cell *b);
/* The cells that a cell of the program stands for: those of its row, or of its rows. None if they
 * are not there. */
void data_cell_members(const struct data_set *s, const struct ir_cell *cell, data_member_fn *each,
                       void *ctx);
/* the leaf cells of sum(T.c) */
void data_leaves(const struct data_set *s, uint32_t colref, data_member_fn *each, void *ctx);
/* A short name of a row for people: its codes and label ("124001/2010301 行政运行", "合计"), or its
 * line ("#3") if it has neither. */
const char *data_row_key(const struct data_set *s, struct arena *a, uint32_t table, uint64_t row);
/* The same; its first *codes bytes are the codes. */
const char *data_row_name(const struct data_set *s, struct arena *a, uint32_t table, uint64_t row,
                          size_t *codes);
/* Are the figures of a column of a form or of long data, which no block of the table reads, read by
 * another table of the sheet, or told of an earlier one? */
bool data_told_elsewhere(const struct data_set *s, uint32_t table, uint32_t sheet_column);
/* Are the texts of the column names of rows, neither codes nor figures? */
bool data_names_rows(const struct data_set *s, uint32_t table, uint32_t sheet_column);
/* The text of a row in a column whose texts are names, without blanks around it; "" if there is
 * none, or the column holds no names. */
const char *data_row_label(const struct data_set *s, struct arena *a, uint32_t table, uint64_t row,
                           uint32_t sheet_column);
/* Is it a row that its table, which is there, does not have, and that is therefore unknown? */
bool data_row_absent(const struct data_set *s, uint32_t rowref);
/* The printed name that is nearest to it among those of the table's rows, and the first line that
 * prints it; NULL: none is near. The text lives in the set. */
struct near_row { const char *text; uint64_t line; };
struct near_row data_near_row(const struct data_set *s, uint32_t rowref);
uint32_t data_sheet_columns(const struct data_set *s, uint32_t table);
/* The sheet column of the first figure of a row that is not zero; IR_NONE: there is none. */
uint32_t data_first_nonzero(const struct data_set *s, uint32_t table, uint64_t row);
/* Is there a figure in the cell, or something where one should be? A blank or a dash is none. In
 * a column that no rule reads it is known only if the data were loaded with every_number. */
bool data_holds_figure(const struct data_set *s, uint32_t table, uint64_t row,
                       uint32_t sheet_column);
/* Calls each for the figure columns of the file that the schema neither names nor sums in an
 * `others`, and that no finding tells to be unlisted. */
void data_unread_columns(const struct data_set *s, uint32_t table,
                         void (*each)(void *ctx, uint32_t sheet_column, const char *header),
                         void *ctx);
/* The same for the columns of a file that is a form or long data, as it is printed: those that
 * hold figures and that nothing takes. */
void data_unread_fields(const struct data_set *s, uint32_t table,
                        void (*each)(void *ctx, uint32_t field, const char *header), void *ctx);
#endif
