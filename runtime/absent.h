#ifndef FISC_ABSENT_H
#define FISC_ABSENT_H
/* Figures that are not there, in words: of a row that no row of its table is called, of rows of
 * which there is none, of a file. */
#include "evidence.h"
#include "say.h"

/* The named row that a figure stands in, if its table has no such row; else IR_NONE. */
uint32_t absent_row(const struct findings *f, const struct ir_bind *figure);
/* The first of such figures of a rule or a line: in the relation, else in a condition. */
uint32_t absent_first(const struct findings *f, const struct ir_bind *figure, uint32_t n);
/* "t.csv (表) has no row named `x`" */
const char *absent_say(struct arena *a, const struct findings *f, uint32_t rowref, enum lang lang);
/* The same; and "did you mean `y` in row 3?", if a name is near. */
const char *absent_propose(struct arena *a, const struct findings *f, uint32_t rowref,
                           enum lang lang);
/* Why a rule is unknown, whose data are missing: which row, or which file. */
const char *absent_why(struct arena *a, const struct findings *f, const struct ir_rule *rule,
                       enum lang lang);
/* Behind the sentence on a result: which of its sums take no row, as no code begins so or no row
 * fits the condition; which rows that are not there count as 0. "" if there are none. */
const char *absent_none(struct arena *a, const struct evidence *e, enum lang lang);
#endif
