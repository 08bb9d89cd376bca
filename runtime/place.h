#ifndef FISC_PLACE_H
#define FISC_PLACE_H
/* Single cells of this year's tables, and other figures put in their places to ask what would hold
 * then. */
#include "data.h"

struct place { uint32_t table, sheet; uint64_t row; };  /* sheet: 0-based column of the sheet */

/* What stands in a cell. */
struct standing {
    int64_t value;                  /* in 10^-scale printed units; 0 if there is no figure */
    uint8_t kind;                   /* enum cell_kind */
    int scale, places;              /* places: of the column's grid */
    int64_t step;                   /* the grid's last place, in stored units */
    uint32_t column;                /* schema column: its own, or the one in whose group it is */
    sym unit;                       /* of the column; 0: each row names its own */
};
/* False if the cell holds no figures of one grid: a key, a text, a column that no rule reads. */
bool place_read(const struct data_set *s, struct place at, struct standing *out);

/* A figure of a cell, and what stood there while another one was put in its place. */
struct change { struct place at; int64_t value, was; uint8_t was_tag; };
void change_make(const struct data_set *s, struct change *c);
void change_undo(const struct data_set *s, const struct change *c);

/* The row under which a row stands, or DATA_NO_ROW. */
uint64_t place_parent(const struct data_set *s, uint32_t table, uint64_t row);
uint64_t place_children(const struct data_set *s, uint32_t table, uint64_t row);
/* Is the row subtracted in its parent? */
bool place_less(const struct data_set *s, uint32_t table, uint64_t row);
/* The key that a join has for a row of a table, or DATA_NO_ROW. */
uint64_t place_key(const struct data_set *s, uint32_t join, uint32_t table, uint64_t row);
#endif
