#ifndef FISC_ROWNAMES_H
#define FISC_ROWNAMES_H
/* Rows that rules name (language.md §9, References): the rows of each ir_rowref. */
#include "table.h"

enum named_state { NAMED_ROWS,      /* one row; of a prefix, its leaf rows, maybe none */
                   NAMED_ABSENT, NAMED_AMBIGUOUS,
                   NAMED_LOST };    /* a row that cannot be read may be it */
struct named_rows { enum named_state state; uint32_t *row; uint64_t count, cap; };

/* What a table looks for while it is read; NULL if no rule names a row of it. */
struct row_names *row_names_new(struct arena *a, const struct ir_program *p, uint32_t table);
/* A cell of row t->nrow, in a column that may be text. */
void row_names_see(struct data_table *t, uint32_t sheet, const char *s, size_t len);
/* Finds the named rows, once t->rows is built; adds findings of those that must be there. */
void row_names_resolve(struct data_table *t);
/* Is a sheet column one of those in which names of rows stand: codes, or labels? */
bool row_names_may_stand(const struct data_table *t, uint32_t sheet);
/* Does a row stand under the outer codes of a rowref (if it has any)? */
bool row_named_may_be(const struct data_table *t, uint32_t rowref, uint64_t row);
/* The rows of a rowref of a usable table. */
const struct named_rows *row_named(const struct data_table *t, uint32_t rowref);
#endif
