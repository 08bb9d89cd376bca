#ifndef FISC_BOUNDS_H
#define FISC_BOUNDS_H
/* Can linear relations hold together? Decided by Fourier and Motzkin's elimination, exactly, for
 * small systems. */
#include "elim.h"

#define BOUNDS_MOST 48u             /* relations of a system; variables of it */

enum bound_rel { BOUND_EQ, BOUND_LE, BOUND_LT };        /* row = 0, row <= 0, row < 0 */
struct bound { struct elim_row row; enum bound_rel rel; };
enum bounds_answer { BOUNDS_MEET, BOUNDS_APART, BOUNDS_UNDECIDED };

/* Of n relations that are apart, *taken (bit i: relation i) is a set that is apart by itself and of
 * which none can be left out. work: how many coefficients may be made yet; it is spent.
 * UNDECIDED: too many, too wide, too much. */
enum bounds_answer bounds_decide(struct arena *a, const struct bound *b, uint32_t n,
                                 uint64_t *work, uint64_t *taken);
#endif
