#ifndef FISC_WIDTH_H
#define FISC_WIDTH_H
#include <stddef.h>
#include <stdbool.h>
/* Display cells of UTF-8 text: CJK is 2, combining 0; no locale. Ambiguous characters are 1, or 2
 * if ambiguous_wide. */
unsigned width_cells(const char *s, size_t len, bool ambiguous_wide);
#endif
