#ifndef FISC_SLIP_H
#define FISC_SLIP_H
/* Slips of the pen: what may have been meant where a figure is printed. */
#include <stdbool.h>
#include <stdint.h>

enum slip {
#define X(id, name, tier) SLIP_##id,
#include "slip.def"
#undef X
    SLIP_COUNT
};
const char *slip_name(enum slip s);
unsigned slip_tier(enum slip s);

/* A figure as it is printed or may have been meant: coef * 10^-places, places >= 0. */
struct printed { int64_t coef; int places; };

/* power: of ten, by which what is meant is greater than what is printed (POINT, FACTOR) */
typedef void slip_fn(void *ctx, enum slip s, struct printed meant, int power);
/* Calls each for every figure from which one slip of the hand gives the printed one: two adjacent
 * digits swapped, one digit wrong, the sign, the decimal point moved by up to three places. None
 * has a leading zero that the printed one does not need. */
void slips_each(struct printed p, slip_fn *each, void *ctx);

/* coef * 10^-places as a whole number of 10^-scale; false if it is none, or too big. */
bool printed_at(struct printed p, int scale, int64_t *value);
#endif
