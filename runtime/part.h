#ifndef FISC_PART_H
#define FISC_PART_H
/* The printed cells that a figure is made of, each with its interval. */
#include "data.h"

struct data_part {
    uint32_t store;                 /* of the table: cell and grid; of a text: its quote */
    int64_t mid, down, up;          /* in stored units, as in the data, whatever its sign */
    uint8_t open, reason;           /* OPEN_* bits; enum ir_reason */
    int8_t sign;                    /* with which the figure takes it */
};
/* What data_members (of `colref`) or data_cell_members (of `cell`, of that colref; NULL: no cell)
 * told of a cell. False: it is no such cell. */
bool data_part(const struct data_set *s, uint32_t colref, const struct ir_cell *cell, uint64_t row,
               uint32_t sheet_column, struct data_part *part);
/* The printed value of 1 stored unit: 10^-scale of its printed unit. */
int data_part_scale(const struct data_set *s, uint32_t colref);
#endif
