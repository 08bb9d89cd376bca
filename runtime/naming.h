#ifndef FISC_NAMING_H
#define FISC_NAMING_H
/* What columns, rows and cells are called in reports. Arena texts, safe to show. */
#include "evidence.h"
#include "say.h"

/* A name as it is; one of punctuation or blanks alone in quotes. */
const char *naming_name(struct arena *a, const char *name, enum lang lang);
/* What a row or a key is called: a row without a name, which its line stands for, as row 12. */
const char *naming_row(struct arena *a, const char *key, enum lang lang);
/* Beside cells, whose lines are told: the same, but nothing of a row without a name. */
const char *naming_row_beside(struct arena *a, const char *key, enum lang lang);
/* A printed header; a bare number as the name of a column, or of a label where the table was
 * turned. */
const char *naming_header(struct arena *a, const struct ir_table *t, const char *header,
                          enum lang lang);
/* The same in a sentence: `header`, or column 12. */
const char *naming_header_told(struct arena *a, const struct ir_table *t, const char *header,
                               enum lang lang);
/* The header of a cell and, if that does not show it, the name by which the rules call its column,
 * "类/乙 (总计)"; and that the cell is subtracted. */
const char *naming_column(struct arena *a, const struct ir_program *p,
                          const struct evidence_cell *c, enum lang lang);
/* "t.csv C4 (一科, 本年)"; without the file's name if it is that of another cell. row: "#4" or "" are
 * not told. column: as it is to be shown */
const char *naming_cell(struct arena *a, const struct origin *at, const char *row,
                        const char *column, const char *file, enum lang lang);
#endif
