#ifndef FISC_SIDES_H
#define FISC_SIDES_H
/* The texts of the two sides of a relation, out of a rule's own text, to stand beside figures. */
#include "ir.h"

struct side_texts { const char *left, *right; };        /* "" where not found */
/* Arena texts, not escaped. A rule of the table's shape has "a = b + c" as its text. */
struct side_texts sides_of(struct arena *a, const struct ir_program *p, const struct ir_rule *r);
/* The same of a rule of which these are the name and the text. */
struct side_texts sides_in(struct arena *a, const char *name, const char *source,
                           const struct ir_rule *r);
/* Where they stand in the rule's text as its file has it: lines and remarks are passed over.
 * [0] the left. False where not found. */
struct side_range { size_t from, to; };
bool sides_find(struct side_range side[2], const char *name, const struct ir_rule *r,
                const char *text, size_t len);
#endif
