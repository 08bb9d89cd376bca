#ifndef FISC_GRID_H
#define FISC_GRID_H
/* Printed precision: `to 0.01 half-up`. */
#include "measure.h"

/* at: what has the grid, if it is not written. m: the unit of the figures, NULL: in error. */
struct ir_grid grid_of(struct unit *u, const struct grid *g, const struct measure *m,
                       struct span at);
#endif
