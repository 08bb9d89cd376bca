#ifndef FISC_WORKBOOK_H
#define FISC_WORKBOOK_H
/* Sheets of an xlsx file (Office Open XML, transitional or strict). */
#include "grid.h"
#include "numfmt.h"
#include "package.h"

struct workbook_sheet {
    const char *name, *part;
    bool hidden;
    struct grid *grid;              /* once it was read */
};
struct workbook {
    struct arena *arena;
    struct workbook_sheet *sheet; uint32_t nsheet, sheet_cap;
    const char *strings_part, *styles_part;
    const char **string; uint32_t nstring, string_cap;  /* shared strings */
    struct format *format; uint32_t nformat, format_cap;        /* by a cell's style */
    bool days_of_1904, loaded;
};

/* Reads what sheets there are. False: a fault, see the package. */
bool workbook_open(struct workbook *b, struct package *p);
/* Reads a sheet's cells, once; NULL: a fault. max_row_bytes: of text in a row. */
const struct grid *workbook_grid(struct workbook *b, struct package *p, uint32_t sheet,
                                 size_t max_row_bytes);
/* for workbook_grid: one sheet's part */
bool worksheet_read(const struct workbook *b, struct package *p, const char *part,
                    size_t max_row_bytes, struct grid *g);
/* Text of the collected pieces of a string item: `_x000D_` stands for a control character. */
void workbook_unescape(struct strbuf *b);
#endif
