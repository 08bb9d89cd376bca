#ifndef FISC_JOINT_H
#define FISC_JOINT_H
/* Joint values: what is said of one value in several places must be true of one value. */
#include "lower.h"

/* x is a printed figure: a claim, or an `is` rule of the whole. */
struct stated {
    const struct side *x;
    const struct atom *printed;     /* the text's figure; NULL: a literal */
    struct rat value, lower, upper; /* of a literal: its value, and the set that rounds to it */
    uint32_t open;                  /* IS_* bits of that set */
    uint32_t rule;                  /* number in the program */
    struct span span;
};
void joint_note(struct unit *u, struct stated s);
/* Adds a rule for each value of which two or more were noted. After lower_rules. */
void joint_rules(struct unit *u);
#endif
