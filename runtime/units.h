#ifndef FISC_UNITS_H
#define FISC_UNITS_H
/* The roll-up over many units: a table units.T has a row for each unit, and in it the figures of
 * the unit's total row of T that rules ask for. */
#include "data.h"

struct units;

/* For a program's tables of units; NULL if it has none. Rows are kept in the arena. */
struct units *units_new(struct arena *a, const struct ir_program *p);
/* Adds a row from a unit's data; folder: as the unit is called, and before its files' names. */
void units_take(struct units *u, const struct data_set *unit, const char *folder);
/* Makes the tables of units of the whole's data usable, with the rows so far. Once a set. */
void units_give(const struct units *u, struct data_set *whole);
#endif
