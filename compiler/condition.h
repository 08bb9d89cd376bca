#ifndef FISC_CONDITION_H
#define FISC_CONDITION_H
/* Checked conditions over normal forms: what `where` and `when` ask of figures and texts. */
#include "form.h"

enum truth_kind { TRUTH_AND, TRUTH_OR, TRUTH_NOT, TRUTH_COMPARE, TRUTH_TEXT, TRUTH_PRESENT };
struct truth {
    enum truth_kind kind;
    bool row;                       /* differs from row to row */
    struct span span;
    const struct truth *a, *b;      /* NOT uses a only */
    const struct side *left, *right; enum rel rel;      /* COMPARE */
    uint32_t test; bool equal;      /* TEXT: number of a test of the program; = or != */
    struct atom *atom;              /* PRESENT: a cell or a column */
};

/* in_rows: T.c is a cell of the row at hand (inside sum and the like). NULL after a diagnostic. */
const struct truth *condition_form(struct unit *u, const struct cond *c, bool in_rows);
/* a and b; either may be NULL */
const struct truth *condition_both(struct unit *u, const struct truth *a, const struct truth *b);
/* T.c is printed as a figure in the row at hand; NULL after a diagnostic */
const struct truth *condition_present(struct unit *u, struct expr *cell, bool in_rows);

/* ── lower_condition.c ── */
/* Flags of a truth in a body, and why it is unknown (IR_NONE: it never is): not yes and not no. */
struct truth_value { uint32_t yes, no, reason; };
struct body;
struct truth_value condition_value(struct body *b, const struct truth *t);
/* makes the kernels of the figures that it uses */
void condition_prepare(struct unit *u, const struct truth *t);
/* The same, of one that is the same for all rows: by way of a kernel of its own. */
struct truth_slots { uint32_t no, reason; };
struct truth_slots condition_slots(struct unit *u, const struct truth *t);
#endif
