#ifndef FISC_IDENTITY_H
#define FISC_IDENTITY_H
/* What the shape of a table states of one of its cells: which cells add up to it. */
#include "find.h"

struct cell_at { uint32_t table; uint64_t row; uint32_t sheet; };
/* Does this rule of a table's shape say what the cell is made of? It is the rule's first figure. */
bool identity_states(const struct findings *f, uint32_t rule, struct cell_at cell);
/* The row in which such a rule has its result on the cell. */
uint64_t identity_row(const struct findings *f, uint32_t rule, struct cell_at cell);
#endif
