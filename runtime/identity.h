#ifndef FISC_IDENTITY_H
#define FISC_IDENTITY_H
/* What the shape of a table states of one of its cells: which cells add up to it. */
#include "find.h"

struct cell_at { uint32_t table; uint64_t row; uint32_t sheet; };
/* Does this rule of a table's shape say what the cell is made of? It is the rule's first figure. */
bool identity_states(const struct findings *f, uint32_t rule, struct cell_at cell);
/* The row in which such a rule has its result on the cell. */
uint64_t identity_row(const struct findings *f, uint32_t rule, struct cell_at cell);
/* The column of which a rule states that a row's figure is the sum of those in the rows beneath it:
 * its colref; IR_NONE: the rule states something else. */
uint32_t identity_of_rows(const struct ir_program *p, const struct ir_rule *r);
#endif
