#ifndef FISC_CONVERT_H
#define FISC_CONVERT_H
/* Figures of a column whose rows name their units (language.md §5, Units in the rows). */
#include "cell.h"

struct data_table;
/* Finds the columns that name units; one that is not there is a fault, which goes to d. */
void convert_bind(struct data_table *t, struct diags *d);
/* The cell `c` as it was read without a unit, in the unit that the row's text names, converted
 * exactly to the unit of schema column `column`. FAULT_UNIT: it is no chain of
 * declared units that can be. */
struct cell convert_cell(const struct data_table *t, uint32_t column, struct cell c,
                         const char *figure, size_t len, const char *unit, size_t unit_len);
#endif
