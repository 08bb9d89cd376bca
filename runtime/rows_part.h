#ifndef FISC_ROWS_PART_H
#define FISC_ROWS_PART_H
/* Shared by the files that order rows: rows.c by codes, rows_tree.c by labels. */
#include "table.h"

/* Sets parents, flags and the total row of a table whose rows are a tree of labels. */
void rows_tree(struct data_table *t, struct diags *d);
bool rows_has_figure(const struct data_table *t, uint64_t row);
/* None of the row's figures could be read. */
bool rows_unreadable(const struct data_table *t, uint64_t row);
#endif
