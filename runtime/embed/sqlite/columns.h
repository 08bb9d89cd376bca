#ifndef FISC_SQLITE_COLUMNS_H
#define FISC_SQLITE_COLUMNS_H
/* What a query gives, as columns that a context takes. */
#include <fisc.h>
#include <sqlite3ext.h>

struct columns {                    /* texts are copies */
    int n;
    uint64_t rows, cap;
    char **header;
    char ***value;                  /* of column and row; NULL: NULL */
};
/* SQLite statuses; *why, where it is set, says what is wrong (sqlite3_free). */
int columns_begin(struct columns *x, sqlite3_stmt *s);
/* Adds the row at which s stands: texts, integers, nulls. */
int columns_add(struct columns *x, sqlite3_stmt *s, char **why);
int columns_bind(const struct columns *x, fisc_context *c, uint32_t table, const char *name,
                 char **why);
void columns_free(struct columns *x);
#endif
