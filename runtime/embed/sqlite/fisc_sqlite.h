#ifndef FISC_SQLITE_H
#define FISC_SQLITE_H
/* For programs that load the extension: artifacts by names of their own. */
#include <fisc.h>
#include <sqlite3.h>

/* Opens the artifact at a path under a name for this connection, in which the extension is loaded.
 * Loading an artifact runs its code. An SQLite status; *error says what is wrong (sqlite3_free), or
 * is NULL. SQLITE_MISUSE: no connection has loaded the extension. */
#ifdef __GNUC__
__attribute__((visibility("default")))
#endif
int fisc_sqlite_register(sqlite3 *db, const char *name, const char *path, char **error);
#endif
