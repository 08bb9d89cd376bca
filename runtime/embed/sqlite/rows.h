#ifndef FISC_SQLITE_ROWS_H
#define FISC_SQLITE_ROWS_H
/* Rows out: results, cells, lines, notices, messages, tables. */
#include <fisc.h>
#include "given.h"

enum what { CHECK, CELLS, CALC, NOTICES, MESSAGES, TABLES, WHATS };
const char *rows_function(enum what what);
/* CREATE TABLE: what it gives, and behind that its arguments as hidden columns. */
const char *rows_schema(enum what what);
int rows_shown(enum what what);     /* columns before the hidden ones */
int rows_arguments(enum what what); /* hidden columns: artifact, then queries and day */

struct walk {                       /* given.context has run; of TABLES there is none */
    struct given given;
    enum what what;
    uint64_t i, n;                  /* of what is at hand */
    uint32_t cell;
    sqlite3_int64 row;
    fisc_result result;
    fisc_cell at;
    fisc_notice notice;
    fisc_message message;
    fisc_table table;
};
/* To the first row, to the next. SQLite statuses; *why as fault_say has it. */
int rows_begin(struct walk *w, char **why);
int rows_next(struct walk *w, char **why);
int rows_ended(const struct walk *w);
int rows_column(struct walk *w, sqlite3_context *to, int i);
#endif
