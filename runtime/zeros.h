#ifndef FISC_ZEROS_H
#define FISC_ZEROS_H
/* Codes that may have lost zeros in front, which a spreadsheet drops where it takes a code for a
 * number (language.md §5 Keys). */
#include "table.h"

/* Warns of them, once the table's rows and named rows are known. */
void zeros_tell(const struct data_table *t, struct diags *d);
#endif
