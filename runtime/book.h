#ifndef FISC_BOOK_H
#define FISC_BOOK_H
/* A table's sheet in a workbook. */
#include "intake.h"

/* Reads the workbook in->fd, if no table before did, and the table's sheet; sets t->grid and
 * in->grid. False if that cannot be; a diagnostic says why. */
bool book_open(const struct intake *k);
/* The workbook's sheets by name. False as above. */
struct book_sheets { const char **visible; uint32_t nvisible, nhidden; };
bool book_sheets(const struct intake *k, struct book_sheets *out);
#endif
