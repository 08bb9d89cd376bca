#ifndef FISC_ROWS_H
#define FISC_ROWS_H
/* The order of a table's rows: total row, levels, parents, leaves (language.md §5 Rows). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct data_table;
struct diags;

enum { ROW_TOTAL = 1, ROW_REPEATED = 2, ROW_HAS_CHILDREN = 4, ROW_SHARED_CODE = 8,
       ROW_APART = 16,              /* no leaf: what stands under it is, or it is of-which */
       ROW_LESS = 32,               /* subtracted in its parent */
       ROW_INCOMPLETE = 64 };       /* a declared child is not there: its sum is not known */
#define ROWS_NONE UINT32_MAX

/* Rows of a level that stand right under the total row because a code of an outer level is blank,
 * while others of their level have it. */
struct stray { uint64_t count, first; uint32_t key; struct stray *next; };

/* Arrays by row; NULL if the table declares neither rows nor keys: then every row is a leaf. If it
 * declares keys alone, there are flags only. */
struct rows {
    uint32_t *level;                /* 1 + number of the level; 0: none */
    uint8_t *flag;
    uint32_t *parent;               /* row, or ROWS_NONE */
    uint64_t total;                 /* DATA_NO_ROW if none */
    uint64_t nparent, nleaf;
    uint64_t *parents;              /* rows with children, in sheet order */
    uint32_t *first;                /* nparent + 1 offsets into child */
    uint32_t *child;                /* in sheet order for each parent */
    struct stray *stray;            /* NULL: none */
    uint32_t *node_row;             /* by node of a tree of labels, or ROWS_NONE */
    bool lost;                      /* a row that cannot be read may be anyone's child */
};

/* A cell that may be the total row's label, seen while reading: valid if its column is text in
 * the end. */
struct total_mark { uint64_t row; uint32_t sheet; };

/* Builds t->rows from the codes and marks; adds findings of unlisted and repeated rows. Linear
 * time. */
void rows_build(struct data_table *t, const struct total_mark *mark, uint64_t nmark,
                struct diags *d);
/* Children of a row, in sheet order. */
const uint32_t *rows_children(const struct data_table *t, uint64_t row, uint64_t *count);
bool rows_is_leaf(const struct data_table *t, uint64_t row);
#endif
