/* A program that loads the extension: host registered|memory EXTENSION ARTIFACT SHEETS.sql
 * registered: an artifact by a name of the program's. memory: SQLite's allocator fails at the nth
 * call of a check, for every n; each time the check ends with an error, and nothing is lost. */
#include "../../runtime/embed/sqlite/fisc_sqlite.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- an allocator that fails ---- */

static sqlite3_mem_methods real;
static long left = -1;              /* calls until it fails; -1: it does not */
static int failed;

static int fails(void)
{
    if (left < 0)
        return 0;
    if (left == 0) {
        failed = 1;
        return 1;
    }
    left--;
    return 0;
}

static void *get(int size) { return fails() ? NULL : real.xMalloc(size); }
static void *more(void *p, int size) { return fails() ? NULL : real.xRealloc(p, size); }

static void take_over(void)
{
    sqlite3_mem_methods mine;
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    mine = real;
    mine.xMalloc = get;
    mine.xRealloc = more;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &mine);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
}

/* ---- a database ---- */

static void need(int good, sqlite3 *db, const char *what)
{
    if (good)
        return;
    printf("%s: %s\n", what, db ? sqlite3_errmsg(db) : "");
    exit(1);
}

static char *read_all(const char *path)
{
    static char text[1 << 16];
    FILE *f = fopen(path, "r");
    need(f != NULL, NULL, path);
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    return text;
}

static sqlite3 *open_with(char **argv)
{
    sqlite3 *db;
    char *error = NULL;
    need(sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, NULL)
             == SQLITE_OK, db, "open");
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    need(sqlite3_load_extension(db, argv[2], "sqlite3_fiscsqlite_init", &error) == SQLITE_OK, db,
         "load");
    need(sqlite3_exec(db, read_all(argv[4]), NULL, NULL, NULL) == SQLITE_OK, db, "sheets");
    need(fisc_sqlite_register(db, "预算", argv[3], &error) == SQLITE_OK && !error, db, "register");
    return db;
}

static int rows_of(sqlite3 *db, const char *sql, int *rows)
{
    sqlite3_stmt *s = NULL;
    int e = sqlite3_prepare_v2(db, sql, -1, &s, NULL);
    *rows = 0;
    while (e == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        ++*rows;
    return e == SQLITE_OK ? sqlite3_finalize(s) : e;
}

/* ---- the tests ---- */

/* What SQLite says of a query is what a check says: a program may try again. */
static void busy(sqlite3 *db)
{
    static const char name[] = "file:busy?mode=memory&cache=shared";
    static const char attach[] = "ATTACH 'file:busy?mode=memory&cache=shared' AS b";
    sqlite3 *other;
    int rows;
    need(sqlite3_open_v2(name, &other, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, NULL) == SQLITE_OK
             && !sqlite3_exec(other, "CREATE TABLE t (编码)", NULL, NULL, NULL)
             && !sqlite3_exec(db, attach, NULL, NULL, NULL)
             && rows_of(db, "SELECT * FROM b.t", &rows) == SQLITE_OK
             && !sqlite3_exec(other, "BEGIN; INSERT INTO t VALUES (1)", NULL, NULL, NULL), db,
         "a second connection");
    int e = rows_of(db, "SELECT * FROM fisc_check('预算', json_object('支出', 'SELECT * FROM b.t'))",
                    &rows);
    need(e == SQLITE_LOCKED && strstr(sqlite3_errmsg(db), "支出"), db, "a table that is locked");
    sqlite3_close(other);
}

/* Interrupts at the end of the last query: what comes behind it is the check, whose questions are
 * counted. */
struct behind { sqlite3 *db; int ended, asked; };

static int statement(unsigned type, void *ctx, void *s, void *more)
{
    struct behind *x = ctx;
    const char *sql = sqlite3_sql(s);
    (void)type, (void)more;
    if (strstr(sql, "1 AS last") && !strstr(sql, "fisc_check")) {
        x->ended = 1;
        sqlite3_interrupt(x->db);
    }
    x->asked += x->ended && !strcmp(sql, "SELECT 1");
    return 0;
}

static void interrupted(sqlite3 *db)
{
    static const char sql[] =
        "SELECT * FROM fisc_check('预算', json_object('prior(支出)', 'WITH RECURSIVE r(i) AS (SELECT 1 "
        "UNION ALL SELECT i + 1 FROM r WHERE i < 5000) SELECT i AS 编码, 1 AS last FROM r'))";
    struct behind x = { db, 0, 0 };
    int rows;
    need(rows_of(db, sql, &rows) == SQLITE_OK && rows > 10, db, "without an interrupt");
    sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, statement, &x);
    need(rows_of(db, sql, &rows) == SQLITE_INTERRUPT, db, "an interrupt while rules run");
    sqlite3_trace_v2(db, 0, NULL, NULL);
    need(x.ended && x.asked <= 1, NULL, "the check goes on after an interrupt");
    need(rows_of(db, sql, &rows) == SQLITE_OK && rows > 10, db, "after an interrupt");
}

static void registered(char **argv)
{
    sqlite3 *db;
    char *error = NULL;
    int rows;
    need(sqlite3_open(":memory:", &db) == SQLITE_OK, db, "open");
    need(fisc_sqlite_register(db, "预算", argv[3], &error) == SQLITE_MISUSE && !error, db,
         "before anything was loaded");
    sqlite3_close(db);
    db = open_with(argv);
    need(rows_of(db, "SELECT * FROM fisc_check('预算')", &rows) == SQLITE_OK && rows > 10, db,
         "a check by the program's name");
    need(fisc_sqlite_register(db, "none", "/bin/true", &error) == SQLITE_ERROR && error
             && strstr(error, "\"none\" cannot be opened"), db, "what is no artifact");
    sqlite3_free(error);
    need(rows_of(db, "SELECT * FROM fisc_check('none')", &rows) == SQLITE_ERROR, db,
         "a name that was refused");
    interrupted(db);
    busy(db);
    need(sqlite3_close(db) == SQLITE_OK, db, "close");
    puts("fisc_sqlite_register: an artifact goes by the program's name");
}

static void memory(char **argv)
{
    static const char *const sql[] = {
        "SELECT *, artifact FROM fisc_check('预算', json_object('支出', 'SELECT * FROM 支出'), "
        "'2024-01-01')",
        "SELECT * FROM fisc_cells('预算')", "SELECT * FROM fisc_calc('预算')",
        "SELECT * FROM fisc_notices('预算')", "SELECT * FROM fisc_messages('预算')",
        "SELECT * FROM fisc_tables('预算')",
    };
    sqlite3 *db = open_with(argv);
    long calls = 0;
    for (size_t k = 0; k < sizeof sql / sizeof *sql; k++) {
        int want, rows;
        need(rows_of(db, sql[k], &want) == SQLITE_OK, db, sql[k]);
        sqlite3_int64 before = sqlite3_memory_used();
        for (long n = 0;; n++, calls++) {
            left = n;
            failed = 0;
            int e = rows_of(db, sql[k], &rows);
            left = -1;
            if (!failed) {
                need(e == SQLITE_OK && rows == want, db, "without a failure");
                break;
            }
            /* SQLite itself may do without what it did not get */
            need(e == SQLITE_NOMEM || (e == SQLITE_OK && rows == want), db, sql[k]);
        }
        need(sqlite3_memory_used() <= before + 4096, NULL, "memory is lost");
    }
    need(calls > 500, NULL, "too few calls");
    need(sqlite3_close(db) == SQLITE_OK, db, "close");
    need(sqlite3_memory_used() == 0, NULL, "memory is left");
    printf("SQLite's allocator fails at every call: %ld errors, nothing lost\n", calls);
}

int main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    if (!strcmp(argv[1], "memory"))
        take_over();
    sqlite3_initialize();
    (!strcmp(argv[1], "memory") ? memory : registered)(argv);
    return 0;
}
