#ifndef FISC_DATA_H
#define FISC_DATA_H
/* Tables of figures read from CSV files: columns of int64 at the schema's storage scale, a kind byte a cell, the
 * printed header, the rows' levels and parents, and where each figure was printed. */
#include "ir.h"
#include "diag.h"

struct data_limits { uint64_t max_rows, max_row_bytes, max_columns, max_file_bytes; };   /* 0: the default (2^40, 1 MiB, 4096, 16 GiB) */

enum cell_kind { CELL_FIGURE, CELL_BLANK, CELL_DASH, CELL_NONE /* 无 */, CELL_UNREADABLE, CELL_OVERFLOW };

struct data_set;                    /* all tables of a program */
struct data_table;

/* Opens the data folder (dir_fd: open with O_PATH|O_DIRECTORY; files are opened beneath it, regular files only), reads the file of every table of
 * p, binds columns and rows. Faults become diagnostics (place = file, line, column, header, text); reading goes on as far as it can.
 * A file that is not there is no diagnostic: its table is absent and its figures are unknown (missing).
 * Returns NULL never; everything lives in the arena, file contents of the columns included. */
struct data_set *data_load(struct arena *a, const struct ir_program *p, int dir_fd, const char *dir_name,
                           const struct data_limits *lim, struct diags *d);
/* Binds a table from memory instead of a file (tests, embedding): csv is the whole text. Same faults. */
struct data_set *data_new(struct arena *a, const struct ir_program *p, struct diags *d);
void data_load_text(struct data_set *s, uint32_t table, const char *file_name, const char *csv, size_t len, const struct data_limits *lim);

bool data_present(const struct data_set *s, uint32_t table);
bool data_usable(const struct data_set *s, uint32_t table);     /* present, header read */
uint64_t data_rows(const struct data_set *s, uint32_t table);   /* data rows, header not counted, wholly blank rows not counted */
#define DATA_NO_ROW UINT64_MAX
uint64_t data_total_row(const struct data_set *s, uint32_t table);      /* DATA_NO_ROW if none */
uint64_t data_parent_count(const struct data_set *s, uint32_t table);
/* rows that have children, in sheet order */
const uint64_t *data_parents(const struct data_set *s, uint32_t table);
uint64_t data_leaf_count(const struct data_set *s, uint32_t table);

/* Fills buf with n lanes of a facet of a colref, for the rows row[0..n-1] if rows is not NULL, else row0 .. row0+n−1. Returns buf, or a pointer into
 * storage, or NULL if all lanes are 0. FACET_MID never returns NULL. An absent table: MID 0, REASON missing in every lane. COL_CHILDREN and COL_OTHERS sums that leave int64 have MID 0 and
 * REASON overflow. */
const int64_t *data_facet(const struct data_set *s, uint32_t colref, enum ir_facet facet, uint64_t row0, const uint64_t *rows, size_t n, int64_t *buf);
/* the total row's; the table or the row may be missing: then value 0, REASON missing */
int64_t data_cell_facet(const struct data_set *s, uint32_t colref, enum ir_facet facet);

/* ── findings of the shape itself ── */
enum shape_kind { SHAPE_UNLISTED_COLUMN, SHAPE_UNLISTED_ROW, SHAPE_REPEATED_ROW, SHAPE_EXTRA_DIGITS };
struct shape_finding {
    enum shape_kind kind;
    uint32_t table;
    uint32_t column;                /* schema column of SHAPE_EXTRA_DIGITS; the closed parent of SHAPE_UNLISTED_COLUMN; else IR_NONE */
    uint32_t sheet_column;          /* 0-based column of the file, or IR_NONE */
    uint64_t row;                   /* data row, or DATA_NO_ROW */
    uint64_t other_row;             /* REPEATED_ROW: the first of them */
    struct shape_finding *next;
};
const struct shape_finding *data_shape_findings(const struct data_set *s, uint32_t table);

/* ── origins ── */
struct origin { const char *file; uint64_t line; uint32_t field; /* 1-based column number */ const char *header; const char *text; /* as printed */ };
/* Origin of a sheet cell; texts live in arena a. line is the file's line on which the record starts. row DATA_NO_ROW: the header. */
struct origin data_origin(const struct data_set *s, struct arena *a, uint32_t table, uint64_t row, uint32_t sheet_column);
/* The sheet columns a colref of a row stands for (one for COL_PLAIN), and for COL_CHILDREN the rows: calls `each` for every member cell. */
void data_members(const struct data_set *s, uint32_t colref, uint64_t row,
                  void (*each)(void *ctx, uint64_t row, uint32_t sheet_column, enum cell_kind kind, int64_t value), void *ctx);
/* the leaf cells of sum(T.c) */
void data_leaves(const struct data_set *s, uint32_t colref,
                 void (*each)(void *ctx, uint64_t row, uint32_t sheet_column, enum cell_kind kind, int64_t value), void *ctx);
/* A short name of a row for people: its codes and label ("124001/2010301 行政运行", "合计"). */
const char *data_row_key(const struct data_set *s, struct arena *a, uint32_t table, uint64_t row);
/* number of figure columns of the file that the schema neither names nor sums in an `others`; calls each with the sheet column */
void data_unread_columns(const struct data_set *s, uint32_t table, void (*each)(void *ctx, uint32_t sheet_column, const char *header), void *ctx);
#endif
