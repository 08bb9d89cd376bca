#ifndef FISC_BUDGET_H
#define FISC_BUDGET_H
/* One budget, as a record of a stream gives it: the sheets of its tables, as text or as columns of
 * printed texts. It becomes the figures of a context by fisc.h alone. */
#include "diag.h"
#include "fisc.h"

struct budget_column {
    const char *header;             /* NULL: its header was not read yet */
    const char **value;             /* by row; NULL: blank */
    size_t cap;
    uint64_t row;                   /* 1 + the last row that has a value */
};
struct budget_sheet {
    const char *name;               /* of the table */
    uint32_t table;                 /* in which it goes; UINT32_MAX: no rule asks for it */
    bool prior;                     /* last year's */
    const char *csv; size_t len;    /* NULL: columns */
    struct budget_column *column; uint32_t ncolumn, cap;
    uint64_t rows;
    fisc_input *input;              /* the columns as they are bound */
    const char *shown;              /* what messages call it; NULL: as the rules do */
};
struct budget {
    const fisc_rules *rules;
    uint64_t memory;                /* bytes at most, for the message */
    uint64_t max_rows;              /* of a table; 0: as the context's limits */
    struct data_place place;        /* of the record */
    struct arena arena;             /* of all that is read */
    char *pool; size_t left;        /* room for short texts */
    const char *id; bool id_number; /* NULL: it has none */
    struct budget_sheet *sheet; uint32_t nsheet, cap;
    struct diags diags;
    const struct diag *fault;       /* what is wrong with the record; NULL: nothing */
    uint64_t byte;                  /* of the record, from 1: where that was seen. 0: nowhere */
};
/* An empty one; no more than `owner` may still take is used, and if there is no memory to tell that
 * there is none, the owner's oom is called. */
void budget_init(struct budget *b, const fisc_rules *rules, struct arena *owner);
void budget_free(struct budget *b);
/* Reads one record of JSON (docs/schema/record.schema.json). False: b->fault says why; the id is
 * kept even then if it could be read. The line is needed during the call only. */
bool budget_read_json(struct budget *b, const char *line, size_t len);
/* There was no memory for the record: all that was read is let go of, but for an id that is short,
 * and that is its fault. */
void budget_no_memory(struct budget *b);
/* Gives what was read to a context that has no figures yet. */
fisc_status budget_bind(const struct budget *b, fisc_context *c);

/* ── for what reads: budget.c; all in the arena ── */
const char *budget_keep(struct budget *b, const char *text, size_t len);
/* The sheet of a table by name; NULL after a fault: the rules have no such table. */
struct budget_sheet *budget_sheet_new(struct budget *b, const char *name, bool prior);
/* Its column number c; there may be none of that number yet. */
struct budget_column *budget_column_at(struct budget *b, struct budget_sheet *s, uint32_t c);
void budget_put(struct budget *b, struct budget_column *c, uint64_t row, const char *text);
/* Ends a sheet: all its columns are of one length. */
void budget_sheet_end(struct budget *b, struct budget_sheet *s);
#endif
