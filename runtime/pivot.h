#ifndef FISC_PIVOT_H
#define FISC_PIVOT_H
/* Sheets that are turned when they are read: forms, whose labels become headers, and long data,
 * one cell a record. Out comes a sheet like others, each of whose cells knows where it was printed
 * (language.md §6 Forms, §7 Long data). */
#include "outline.h"
#include "sheet.h"

struct data_table;
struct diags;

struct pivot_cell {
    const char *text; uint32_t len; /* as printed; NULL: of a record that could not be read */
    uint32_t column, field;         /* sheet column after turning; 0-based column of the file */
    sym unit;                       /* printed in its record, of pivot.texts; 0: the column's own */
    uint64_t row, line;
};
struct pivot_row { const char **key; uint64_t line, offset; };
struct pivot {
    uint32_t nkey;                  /* leading columns: the texts of a row's keys */
    uint32_t nbound;                /* columns that can be bound; those behind hold figures that no
                                     * block reads, where these are asked for */
    uint32_t *field;                /* by sheet column: the 0-based column of the file */
    struct pivot_row *row; uint64_t nrow;
    struct pivot_cell *cell; uint64_t *first;   /* by row, in the order of the sheet; nrow + 1 */
    /* cells that stand a second time in their row; origins call them columns past the header */
    struct pivot_cell *extra; uint32_t nextra;
    const struct symtab *texts;     /* printed in records */
    uint32_t unit_field;            /* 0-based column of the file that prints units, or IR_NONE */
    struct header_entry *unread; uint32_t nunread;  /* columns of figures that no block reads */
    /* forms only: the labels of each block, and the sheet column of its first */
    struct outline *outline; uint32_t *base;
};
/* The figure of a cell as it reads in the column's unit; false: its unit cannot be that. A cell
 * that is no figure stays as it is. */
struct sheet_field;
bool pivot_unit_convert(const struct data_table *t, const struct pivot_cell *c,
                        const struct ir_column *column, struct sheet_field *f);
/* The cell of a row's column, or NULL: nothing is printed there. */
const struct pivot_cell *pivot_find(const struct pivot *p, uint64_t row, uint32_t column);

/* Is it a column of figures that no block reads? Nothing is bound to it. */
static inline bool pivot_beside(const struct pivot *p, uint32_t column)
{
    return p && column >= p->nbound;
}

/* While a file is read: the header, then each record, then the end, which sets t->pivot and
 * t->header. False: the table cannot be used; it was said why. */
struct pivot_reader;
struct pivot_reader *pivot_open(struct data_table *t, struct diags *d,
                                const struct sheet_record *header);
void pivot_take(struct pivot_reader *p, const struct sheet_record *rec);
bool pivot_close(struct pivot_reader *p);
#endif
