#ifndef FISC_FIGURE_H
#define FISC_FIGURE_H
/* Figures of evidence: from whole numbers over a denominator, in base units, to decimals
 * and to text in a shown unit. */
#include "arena.h"
#include "ir.h"
#include "num.h"

#define FIGURE_PLACES 16    /* decimal places, in base units, of what is no finite decimal */

/* num / den in base units. `fraction`: rounded at FIGURE_PLACES; else exact if it is a
 * finite decimal. What is too large for decimal places is rounded to a whole number.
 * A den that is not positive gives 0: an engine that is wrong may claim a
 * result where there is none, and that must be said, not hang. */
struct dec figure_dec(w256 num, w256 den, bool fraction);
/* a + times · b, for times 1 or -1. Where decimal places leave no room, it is rounded to a whole
 * number. */
struct dec figure_add(struct dec a, struct dec b, int times);
/* The figure in its shown unit, exact text without separators and trailing zeros. A unit
 * factor that is no power of ten may need rounding, at FIGURE_PLACES. Arena text; NULL if
 * it does not fit 256 bits. */
const char *figure_text(struct arena *a, struct dec base, const struct ir_unit *unit);
#endif
