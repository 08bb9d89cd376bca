#ifndef FISC_SQLITE_GIVEN_H
#define FISC_SQLITE_GIVEN_H
/* What a check is given: figures from the tables of a database or from queries, and a day. */
#include <fisc.h>
#include <sqlite3ext.h>

struct columns;
struct given {
    sqlite3 *db;
    const fisc_rules *rules;
    fisc_context *context;
    struct columns *bound;          /* what it reads */
};
/* Of the context and what it reads; NULLs are allowed. */
void given_free(struct given *g);
/* Binds each table of the rules. queries: a JSON object of table and query, or null where there is
 * none; NULL: tables and views by their names. An SQLite status; *why as fault_say has it. */
int given_bind(struct given *g, const char *queries, char **why);
/* The day that waivers are judged by, YYYY-MM-DD. */
int given_day(const struct given *g, const char *day, char **why);
/* ["header", ...] of a table of the rules (sqlite3_free); NULL: no memory. */
char *given_headers(const struct given *g, uint32_t table, uint32_t columns);
#endif
