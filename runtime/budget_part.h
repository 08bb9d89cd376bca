#ifndef FISC_BUDGET_PART_H
#define FISC_BUDGET_PART_H
/* What the files that read a record of JSON share. */
#include "budget.h"
#include <yajl/yajl_parse.h>

/* where the parser stands: in the innermost object or array of */
enum place { OUTSIDE,               /* the record */
             RECORD, TABLES,
             ROWS, ROW,             /* a table as an array of objects */
             SHEET, HEADERS, LISTS, LIST };     /* as an object of columns and rows */
/* whose value comes next, in RECORD and SHEET */
enum member { ID, THIS_YEAR, LAST_YEAR, COLUMNS, LINES, MEMBERS };
/* what a value is */
enum kind { OBJECT, ARRAY, TEXT, NUMBER, BOOLEAN, NOTHING };

struct reading {
    struct budget *b;
    yajl_handle yajl;
    enum place place;
    enum member member;
    unsigned had;                   /* members that were read, a bit each; those of the sheet too */
    bool prior;                     /* in last year's tables */
    unsigned depth;
    bool skipping, id_next;         /* after a fault; and the id comes next */
    struct budget_sheet *sheet;
    struct symtab *headers;         /* of ROWS: a symbol less 1 is a column's number */
    uint32_t at;                    /* column of the next value, or of the next header */
    uint64_t width, nheader;        /* of the first list; of the headers */
};
/* "id", …, "rows" */
const char *reading_member(enum member m);
/* What yajl calls; ctx is a struct reading. */
extern const yajl_callbacks reading_callbacks;

/* ── faults (budget_fault.c): what is wrong is told, and the rest skipped. All return 1 ── */
int reading_stop(struct reading *r);            /* it was told */
int reading_wrong_kind(struct reading *r, enum kind found);
int reading_unknown(struct reading *r, enum member first, enum member end, const char *key);
int reading_twice(struct reading *r);
int reading_lacks(struct reading *r, enum member m);
int reading_uneven(struct reading *r, uint64_t row, uint64_t found, uint64_t wanted);
int reading_no_header(struct reading *r);
int reading_wide(struct reading *r, const char *number, size_t len);
int reading_too_many(struct reading *r, enum diag_code code, uint64_t found, uint64_t most);
#endif
