#ifndef FISC_WHOLE_H
#define FISC_WHOLE_H
/* What is asked of a table as a whole: is it there, and is every figure of it zero (language.md
 * §10 Rules on tables)? */
#include "sheet.h"
#include "table.h"

/* Notes a cell of row t->nrow. */
void whole_note(struct data_table *t, uint32_t sheet, const struct sheet_field *f);
#endif
