#ifndef FISC_PIVOT_PART_H
#define FISC_PIVOT_PART_H
/* Shared by the files that turn sheets: pivot.c reads records, pivot_form.c and pivot_long.c give
 * each item its column. */
#include "excerpt.h"
#include "table.h"

/* An amount of a record and the label beside it. */
struct pivot_item {
    uint64_t row, line;
    sym label, unit;                /* of pivot_reader.texts, as printed; unit 0: none is */
    const char *text; uint32_t len; /* NULL: of a record that could not be read */
};
struct pivot_block {
    uint32_t label, amount, where, unit;    /* columns of the file, or IR_NONE */
    const char *equals;             /* match form */
    bool lost;                      /* a column of it is not in the file */
    bool beside, left;              /* of figures that no block reads; some have no place */
    uint8_t *verdict; uint32_t nverdict, verdict_cap;   /* by text: 1 taken, 2 not */
    struct pivot_item *item; uint64_t nitem, item_cap;
};
struct pivot_reader {
    struct data_table *t;
    struct diags *diags;
    struct header source;           /* of the file */
    uint64_t header_line;
    bool *used, *number;            /* by column of the file */
    uint32_t *key; uint32_t nkey;
    struct pivot_block *block; uint32_t nblock, nbeside;        /* those beside are the last */
    struct symtab *rows, *texts;
    struct strbuf join;
    bool lost;                      /* some header is not there: no record is taken */
    uint64_t skipped, skipped_line; /* records that no block takes */
    uint64_t unlabelled;
    /* the sheet that comes out */
    struct pivot *out;
    struct pivot_row *row; uint64_t nrow, row_cap;
    uint32_t *field;
    const char **text, **form; uint32_t ncolumn, column_cap;
    struct pivot_cell *cell; uint64_t ncell, cell_cap;
    uint32_t extra_cap;
};

/* field: 0-based column of the file; form NULL: made of the text */
void pivot_column(struct pivot_reader *p, uint32_t field, const char *text, const char *form);
void pivot_add_cell(struct pivot_reader *p, const struct pivot_block *b,
                    const struct pivot_item *item, uint32_t column);
/* The label of a record, and what stands beside it, as an item of the block's. */
struct pivot_item pivot_item(struct pivot_reader *p, const struct pivot_block *b,
                             const struct sheet_record *rec, struct sheet_field label,
                             struct sheet_field amount);
struct sheet_field pivot_field(const struct sheet_record *rec, uint32_t i);
/* The row of a record's keys; DATA_NO_ROW: there is none yet. */
uint64_t pivot_row_find(struct pivot_reader *p, const struct sheet_record *rec);
void pivot_form(struct pivot_reader *p);
/* What the block prints becomes columns; their labels are in the outline. */
void pivot_block_make(struct pivot_reader *p, struct pivot_block *b, struct outline *o);
void pivot_long(struct pivot_reader *p);

/* ── pivot_beside.c ── */
/* A block for each column of the file that no block reads. After the blocks of the rules. */
void beside_open(struct pivot_reader *p);
/* taken: some block of the rules takes the record. After these. */
void beside_take(struct pivot_reader *p, const struct sheet_record *rec, bool taken);
/* Their columns, after all others. */
void beside_close(struct pivot_reader *p);
#endif
