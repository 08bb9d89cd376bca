#ifndef FISC_UNITS_PART_H
#define FISC_UNITS_PART_H
/* Inside of a table of units: where its cells were printed. */
#include "table.h"

struct units_cell {
    int64_t value;
    uint8_t tag;                    /* cell_tag */
    struct origin at;               /* in the unit's own file; field 0: it is not there */
};
struct units_row { const char *name; struct units_cell *cell; };
struct units_table {
    uint32_t table;                 /* number in the program */
    uint32_t *column; uint32_t ncolumn;         /* schema columns, one a sheet column and store */
    struct units_row *row; uint64_t n, cap;
};
#endif
