#ifndef FISC_FACET_H
#define FISC_FACET_H
/* A figure with its interval, as language.md §11 reads a printed cell. */
#include "table.h"

/* true values: mid − down .. mid + up, in stored units; open: OPEN_* bits; reason: enum
 * ir_reason */
struct figure { int64_t mid, down, up, open, reason; };

struct figure figure_of_cell(const struct data_table *t, uint32_t store, uint64_t row);
/* Of a colref, not a keyed one, in a row of a usable table. */
struct figure figure_of(const struct data_table *t, const struct ir_colref *c, uint64_t row);
/* Of a keyed colref; its join has keys. */
struct figure figure_of_key(const struct data_set *s, const struct ir_colref *c, uint64_t key);
#endif
