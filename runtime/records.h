#ifndef FISC_RECORDS_H
#define FISC_RECORDS_H
/* A small CSV text as a whole, read as data files are. */
#include "diag.h"

struct records {
    const char *const **cell;       /* by row and column, trimmed; the header first */
    uint64_t *line;                 /* by row */
    uint32_t nrow, ncolumn;
};
/* Reads a text of any encoding and separator that data files may have, of `max_bytes` at most; rows
 * of blanks alone are left out. The cells live in the arena. False after a diagnostic: there is no
 * row, one does not fit the header, or the text cannot be read. */
bool records_read(struct arena *a, struct diags *d, const char *shown, const char *text, size_t len,
                  uint64_t max_bytes, struct records *out);
#endif
