#ifndef FISC_SIDES_H
#define FISC_SIDES_H
/* The texts of the two sides of a relation, out of a rule's own text, to stand beside figures. */
#include "ir.h"

struct side_texts { const char *left, *right; };        /* "" where not found */
/* Arena texts, not escaped. A rule of the table's shape has "a = b + c" as its text. */
struct side_texts sides_of(struct arena *a, const struct ir_program *p, const struct ir_rule *r);
/* The expression of "line name in unit = expression because …", or "". */
const char *sides_of_line(struct arena *a, const char *source);
#endif
