#ifndef FISC_ROWREF_H
#define FISC_ROWREF_H
/* Numbers of the rows that rules name, and of the cells that stand in them. */
#include "scope.h"

/* Is T[…] a name that a row of the table can have? False after a diagnostic. */
bool row_select_fits(struct unit *u, const struct decl *table, const struct row_select *row);
/* The number of a row in the program, from 1; equal names have one number. row NULL: 0, the total
 * row. */
uint32_t scope_rowref(struct unit *u, uint32_t table, const struct row_select *row);
/* The same of the row that node `node` of the table's tree means; node 0: the total row. */
uint32_t scope_rowref_node(struct unit *u, uint32_t table, uint32_t node);
/* the cell of a colref in a row (as scope_rowref numbers it) */
uint32_t scope_cell(struct unit *u, uint32_t colref, uint32_t row);
#endif
