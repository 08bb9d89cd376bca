#ifndef FISC_SQLITE_FAULT_H
#define FISC_SQLITE_FAULT_H
/* What the extension refuses, told in the language of the program's environment. */
#include <fisc.h>

enum fault {
#define X(id, zh, en) FAULT_##id,
#include "fault.def"
#undef X
    FAULTS
};
struct told { const char *text[4]; };   /* what a sentence names, from the first; rest: NULL */
/* As gettext looks for it: by LC_ALL, LC_MESSAGES or LANG, the first that is set. */
fisc_lang fault_language(void);
/* Sets *why, which is NULL or an earlier sentence (sqlite3_free), and returns SQLITE_ERROR, or
 * SQLITE_NOMEM. */
int fault_say(char **why, enum fault f, struct told t);
/* The same of a table's query that SQLite ended with e, which is returned: the program may want to
 * know that the database is busy. */
int fault_query(char **why, int e, const char *table, const char *says);
/* The same of what a call of the library returned; c and table may be NULL. FISC_OK: SQLITE_OK. */
int fault_status(char **why, const fisc_context *c, fisc_status s, const char *table);
#endif
