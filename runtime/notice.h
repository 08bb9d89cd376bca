#ifndef FISC_NOTICE_H
#define FISC_NOTICE_H
/* What a run did not check: a silent pass is the worst defect a checker has. */
#include "find.h"
#include "say.h"

struct notice { const char *kind, *table /* "" if of none */, *message; };
/* Calls `each` for every notice (with coverage, but for those that it makes itself), in a stable
 * order; its texts live in the arena. */
void notices_each(struct arena *a, const struct findings *f, enum lang lang,
                  void (*each)(void *ctx, const struct notice *n), void *ctx);
/* Of these only the rows that rules and lines name and that are not there. */
void notices_rows(struct arena *a, const struct findings *f, enum lang lang,
                  void (*each)(void *ctx, const struct notice *n), void *ctx);
/* How many a report of the run gives. */
uint64_t notice_count(struct arena *a, const struct findings *f);
/* Is it one that a report gives as its last word? That nothing was checked. */
bool notice_is_verdict(const struct notice *n);
/* Results that are neither unknown nor not applicable. */
uint64_t notice_known(const struct findings *f);
/* Is there none of them? Not asked of single units, or of the whole, where no rule is about that
 * part. */
bool notice_nothing_checked(const struct findings *f);
#endif
