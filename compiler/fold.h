#ifndef FISC_FOLD_H
#define FISC_FOLD_H
#include "../runtime/rat.h"
#include "unit.h"
/* The value in base units of a checked expression of literals, params and constant lines; NULL if
 * it is none. Reports division by zero and overflow. */
const struct rat *fold_constant(struct unit *u, struct expr *e);
/* the literal exponent of an EX_POW */
unsigned fold_power_of(const struct unit *u, const struct expr *e);
#endif
