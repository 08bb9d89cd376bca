#ifndef FISC_GRID_H
#define FISC_GRID_H
/* A sheet in memory, of a workbook or of columns: the shown text of every cell. */
#include "str.h"

#define GRID_MAX_ROWS 1048576u      /* what spreadsheets allow */
#define GRID_MAX_COLUMNS 16384u
#define GRID_HEADER_LINES 256u
#define GRID_MAX_MERGES 65536u

struct grid_row {
    uint32_t line;                  /* 1-based row of the sheet */
    uint32_t count;                 /* fields up to the last that is not empty */
    const char *text;               /* fields, each with a NUL behind it */
};
/* Appends the fields of row i, from 0, each with a NUL behind it, and returns how many there are up
 * to the last that is not empty. */
typedef uint32_t grid_print_fn(const void *ctx, uint32_t i, struct strbuf *to);
struct grid_merge { uint32_t line, column, last_line, last_column; };   /* 1-based, inclusive */
struct grid {
    /* by line; rows without text are left out */
    struct grid_row *row; uint32_t nrow, row_cap;
    /* not NULL: in place of `row`; prints one of nrow rows when it is read, row i as line i+1 */
    grid_print_fn *print; const void *ctx;
    /* those that begin in the first GRID_HEADER_LINES rows: only headers are filled from them */
    struct grid_merge *merge; uint32_t nmerge, merge_cap;
    uint32_t width;                 /* columns up to the last that is not empty */
    uint64_t hidden;                /* numbers with decimal places that they do not show */
};
#endif
