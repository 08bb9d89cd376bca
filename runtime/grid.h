#ifndef FISC_GRID_H
#define FISC_GRID_H
/* A sheet of a workbook in memory: the shown text of every cell. */
#include "arena.h"

#define GRID_MAX_ROWS 1048576u      /* what spreadsheets allow */
#define GRID_MAX_COLUMNS 16384u
#define GRID_HEADER_LINES 256u
#define GRID_MAX_MERGES 65536u

struct grid_row {
    uint32_t line;                  /* 1-based row of the sheet */
    uint32_t count;                 /* fields up to the last that is not empty */
    const char *text;               /* fields, each with a NUL behind it */
};
struct grid_merge { uint32_t line, column, last_line, last_column; };   /* 1-based, inclusive */
struct grid {
    struct grid_row *row; uint32_t nrow, row_cap;   /* by line; rows without text are left out */
    /* those that begin in the first GRID_HEADER_LINES rows: only headers are filled from them */
    struct grid_merge *merge; uint32_t nmerge, merge_cap;
    uint32_t width;                 /* columns up to the last that is not empty */
    uint64_t hidden;                /* numbers with decimal places that they do not show */
};
#endif
