#ifndef FISC_SQLITE_COLUMNS_H
#define FISC_SQLITE_COLUMNS_H
/* What a query gives, as columns that a context takes. */
#include <fisc.h>
#include <sqlite3ext.h>

struct columns {                    /* texts are copies, read where they are while a check lives */
    struct columns *next;           /* of the same check */
    const char *table;              /* its name, for sentences; lives as long as the rules */
    int n;
    uint64_t rows, cap;
    char **header;
    char ***value;                  /* of column and row; NULL: NULL */
};
/* SQLite statuses; *why as fault_say has it. x is zeroed, and s was stepped: its columns may change
 * before that. */
int columns_begin(struct columns *x, const char *table, sqlite3_stmt *s);
/* Adds the row at which s stands: texts, integers, nulls. */
int columns_add(struct columns *x, sqlite3_stmt *s, char **why);
int columns_bind(const struct columns *x, fisc_context *c, uint32_t table, char **why);
/* Of x and those behind it. NULL is allowed. */
void columns_free(struct columns *x);
#endif
