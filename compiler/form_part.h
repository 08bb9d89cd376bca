#ifndef FISC_FORM_PART_H
#define FISC_FORM_PART_H
/* What the files that make normal forms share. */
#include "form.h"
#include "function.h"

/* Terms are gathered on the unit's stack of terms, from `base` on: gathers nest, and an inner one
 * is done before the outer one goes on. */
struct gather {
    struct unit *u;
    struct rat k;
    uint32_t base, mark;
    bool failed, in_sum;
    struct span span;
};

/* ── form.c ── */
struct gather form_gather(struct unit *u, bool in_sum, struct span span);
/* common denominator; NULL if the form could not be made */
const struct form *form_gathered(struct gather *g);
void form_add_term(struct gather *g, struct atom *a, struct rat coef);
/* a · b; the gather fails if that is too wide */
struct rat form_scaled(struct gather *g, struct rat a, struct rat b);
/* 1 / den */
struct rat form_inverse(w256 den);
/* the form of a part of the expression; if there is none the gather fails */
const struct form *form_of_part(struct gather *g, struct expr *e, bool in_sum);
/* as form_side; in_sum: T.c is a cell of the row at hand */
const struct side *form_side_in(struct unit *u, struct expr *e, bool in_sum);

/* ── form_rows.c ── */
/* sum, count, min, max over leaf rows, and the least and greatest of several operands */
void form_add_rows(struct gather *g, struct expr *e, enum function f, struct rat scale);
/* the table whose leaf rows an aggregate goes through, as check found it */
uint32_t form_rows_table(struct unit *u, const struct expr *e);
/* sum and count of the rows of avg, a fraction */
struct side *form_average(struct unit *u, struct expr *e);
#endif
