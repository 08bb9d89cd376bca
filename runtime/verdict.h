#ifndef FISC_VERDICT_H
#define FISC_VERDICT_H
/* How a relation is decided (language.md §10, §11): in come the signs of a difference and of the
 * ends of its interval, which ends are open, and a reason; out comes a verdict byte. The one copy
 * in C; generated code holds its own. Any numbers are safe to pass: only their signs count. */
#include "ir.h"
#include <stdbool.h>

/* Does the relation hold for a difference of this sign? */
static inline bool relation_holds(enum ir_rel rel, int64_t d)
{
    switch (rel) {
    case IR_EQ: return d == 0;
    case IR_NE: return d != 0;
    case IR_LT: return d < 0;
    case IR_LE: return d <= 0;
    case IR_GT: return d > 0;
    case IR_GE: return d >= 0;
    }
    return false;
}

/* Does it hold for some difference between ends of these signs? */
static inline bool relation_can_hold(enum ir_rel rel, int64_t lower, int64_t upper, int64_t open)
{
    bool low = lower < 0 || (lower == 0 && !(open & OPEN_LOWER));
    bool high = upper > 0 || (upper == 0 && !(open & OPEN_UPPER));
    switch (rel) {
    case IR_EQ: return low && high;
    case IR_NE: return lower < 0 || upper > 0;
    case IR_LT: return lower < 0;
    case IR_LE: return low;
    case IR_GT: return upper > 0;
    case IR_GE: return high;
    }
    return false;
}

static inline unsigned verdict_of(bool exact, bool possible, int64_t reason)
{
    unsigned known = exact ? ST_EXACT : possible ? ST_ROUNDING : ST_VIOLATED;
    return (uint8_t)(reason != 0 ? VERDICT(ST_UNKNOWN, reason) : known);
}

static inline unsigned verdict_relation(enum ir_rel rel, int64_t d, int64_t lower, int64_t upper,
                                        int64_t open, int64_t reason)
{
    return verdict_of(relation_holds(rel, d), relation_can_hold(rel, lower, upper, open), reason);
}

/* Is a value x, with signs of x - a and x - b, in the set from a to b that rounds to a literal; or
 * can its interval (signs of upper - a and lower - b) meet that set? `imm` holds IS_* bits. */
static inline unsigned verdict_is(uint32_t imm, int64_t x_a, int64_t x_b, int64_t upper_a,
                                  int64_t lower_b, int64_t open, int64_t reason)
{
    bool a_closed = !(imm & IS_A_OPEN), b_closed = !(imm & IS_B_OPEN);
    bool exact = (x_a > 0 || (x_a == 0 && a_closed)) && (x_b < 0 || (x_b == 0 && b_closed));
    bool above = upper_a > 0 || (upper_a == 0 && a_closed && !(open & OPEN_UPPER));
    bool below = lower_b < 0 || (lower_b == 0 && b_closed && !(open & OPEN_LOWER));
    return verdict_of(exact, !(imm & IS_EXACTLY) && above && below, reason);
}
#endif
