#ifndef FISC_ASIDES_H
#define FISC_ASIDES_H
/* Rows below the header that are no data: column numbers (栏次) right under it, and notes at the
 * foot (language.md §5 Cells). */
#include "table.h"

struct asides;
typedef bool aside_row_fn(void *ctx, const struct sheet_record *rec);
/* Rows of data are given to `row`, in their order; it returns false to stop. */
struct asides *asides_new(struct data_table *t, struct diags *d, aside_row_fn *row, void *ctx);
/* Takes the next row below the header, one that is not blank; false: stopped. */
bool asides_take(struct asides *x, const struct sheet_record *rec);
/* There are no more rows: what was passed over is kept in t. False: stopped. */
bool asides_close(struct asides *x);

/* How surely a row is one of column numbers; NUMBERED_STEMS: if there is a next, without 甲 or
 * 乙. */
enum numbered { NUMBERED_NOT, NUMBERED_PERHAPS, NUMBERED_STEMS, NUMBERED_SURELY };
enum numbered row_numbered(const struct data_table *t, const struct sheet_record *rec);
/* Has the row a cell that is 甲, 乙, 丙 …? */
bool row_has_stem(const struct data_table *t, const struct sheet_record *rec);
#endif
