#ifndef FISC_HEADING_H
#define FISC_HEADING_H
/* The printed header of a sheet, of one row or several, and what stands above it
 * (language.md §5 Headers). */
#include "table.h"

struct heading;
struct heading *heading_new(struct data_table *t);
/* Takes the sheet's records up to the header; NULL: there is more of it to come. Else the header as
 * one record: levels joined with '/'. */
const struct sheet_record *heading_take(struct heading *h, const struct sheet_record *rec);
/* The sheet ended without a header: from now on the first record is one. False if there was none
 * that could be. */
bool heading_any_row(struct heading *h);
/* Keeps in t what was passed over, and compares the unit printed there with the table's. */
void heading_close(struct heading *h, struct diags *d);
#endif
