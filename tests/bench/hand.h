#ifndef FISC_HAND_H
#define FISC_HAND_H
/* The rules of the `wide` table (generate.py) as a careful programmer writes them in C for this one
 * table: exact, with the same verdicts as fisc's, over the same lanes. A figure is mid and may be
 * off by up to down either way. */
#include "../../runtime/ir.h"

enum { HAND_GROUPS = 9, HAND_MEMBERS = 4 };
enum {
    COLUMN_TOTAL,
    COLUMN_GROUP,                   /* a group, its members, the next group ... */
    COLUMN_PERSONS = COLUMN_GROUP + HAND_GROUPS * (1 + HAND_MEMBERS),
    COLUMN_RATE,
    COLUMN_GRANT,
    COLUMN_LIMIT,
    HAND_COLUMNS
};
/* rules: the sums, then the row rules as they are written */
enum {
    HAND_SUMS = 1 + HAND_GROUPS,
    RULE_GRANT = HAND_SUMS,
    RULE_LIMIT,
    RULE_RATIO,
    RULE_SHARE = RULE_RATIO + HAND_GROUPS - 1,
    HAND_RULES
};

/* n lanes; down NULL: all zeros. No figure is unknown: the driver sees to it. */
struct hand_column { const int64_t *mid, *down; };

/* the sums, in 128 bits throughout */
void hand_sums_wide(const struct hand_column *c, uint8_t *const *verdict, int64_t n);
/* the sums in 64 bits, under a guard; a block that does not pass it goes through hand_sums_wide */
void hand_sums_guarded(const struct hand_column *c, uint8_t *const *verdict, int64_t n);
/* the row rules: 64 bits where the bounds of a cell allow it, 128 for the product */
void hand_rows(const struct hand_column *c, uint8_t *const *verdict, int64_t n);
#endif
