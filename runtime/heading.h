#ifndef FISC_HEADING_H
#define FISC_HEADING_H
/* The printed header of a sheet, of one row or several, and what stands above it
 * (language.md §5 Headers). */
#include "table.h"

static inline bool record_is_blank(const struct sheet_record *rec)
{
    for (uint32_t i = 0; i < rec->nfield; i++)
        if (!cell_is_blank(rec->field[i].p, rec->field[i].len))
            return false;
    return true;
}

struct heading;
struct heading *heading_new(struct data_table *t, struct arena *a);
/* The line on which the header of t's sheet begins: where, among the first rows, most of the
 * headers that t looks for are found; 0: nowhere. Where some of them stand above figures that are
 * above it, a warning says so. */
uint64_t heading_pick(struct data_set *s, struct data_table *t, const struct sheet_input *in);
/* The header begins on that line (0: it is not known). */
void heading_begin(struct heading *h, uint64_t line);
/* Does a row look like a title, and hold no header that the table looks for? */
bool heading_is_above(const struct heading *h, const struct sheet_record *rec);
/* Takes the sheet's records up to the header; NULL: there is more of it to come. Else the header as
 * one record: levels joined with '/'. */
const struct sheet_record *heading_take(struct heading *h, const struct sheet_record *rec);
/* The sheet ended without a header: from now on the first record is one. False if there was none
 * that could be. */
bool heading_any_row(struct heading *h);
/* Keeps in t what was passed over, and compares the unit printed there with the table's. */
void heading_close(struct heading *h, struct diags *d);
#endif
