#ifndef FISC_BOOK_H
#define FISC_BOOK_H
/* A table's sheet in a workbook. */
#include "intake.h"

/* The workbook's sheets by name. False if it cannot be read; a diagnostic says why. */
struct book_sheets { const char **visible; uint32_t nvisible, nhidden; };
bool book_sheets(const struct intake *k, struct book_sheets *out);
#endif
