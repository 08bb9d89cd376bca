/* The rules of the measurement `checker` in SQLite: checker_sqlite LOAD.sql RULES.sql [TIMES]
 * In: statements that fill `record` and `place`, checker.sql. Out: a line for each result, figures
 * in thousandths; with TIMES the nanoseconds of that many evaluations by one prepared statement,
 * each column of each row read. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "checker_sqlite: %s\n", what);
    exit(1);
}

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text;
    long len;

    if (!f || fseek(f, 0, SEEK_END) != 0 || (len = ftell(f)) < 0)
        fail(path);
    rewind(f);
    text = malloc((size_t)len + 1);
    if (!text || fread(text, 1, (size_t)len, f) != (size_t)len)
        fail(path);
    text[len] = 0;
    fclose(f);
    return text;
}

static void run_file(sqlite3 *db, const char *path)
{
    char *text = read_file(path);

    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
    free(text);
}

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* How many results there are; `out`: NULL, or where they are printed. */
static int evaluate(sqlite3_stmt *s, FILE *out)
{
    int n = 0, status;

    while ((status = sqlite3_step(s)) == SQLITE_ROW) {
        const unsigned char *text[3];
        int64_t figure[2];
        for (int i = 0; i < 3; i++)
            text[i] = sqlite3_column_text(s, i);
        for (int i = 0; i < 2; i++)
            figure[i] = sqlite3_column_int64(s, 3 + i);
        n++;
        if (!out)
            continue;
        fprintf(out, "%s\t%s\t%s", text[0], text[1], text[2]);
        for (int i = 0; i < 2; i++)
            if (sqlite3_column_type(s, 3 + i) == SQLITE_NULL)
                fprintf(out, "\t-");
            else
                fprintf(out, "\t%lld", (long long)figure[i]);
        putc('\n', out);
    }
    if (status != SQLITE_DONE)
        fail(sqlite3_errmsg(sqlite3_db_handle(s)));
    sqlite3_reset(s);
    return n;
}

int main(int argc, char **argv)
{
    int times = argc == 4 ? atoi(argv[3]) : 0;
    sqlite3 *db;
    sqlite3_stmt *s;

    if (argc < 3)
        return 2;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        fail("no database");
    run_file(db, argv[1]);
    run_file(db, argv[2]);
    if (sqlite3_prepare_v2(db, "SELECT rule, key, verdict, difference, slack FROM verdict", -1, &s,
                           NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
    if (!times) {
        evaluate(s, stdout);
    } else {
        uint64_t start = now();
        for (int i = 0; i < times; i++)
            if (!evaluate(s, NULL))
                fail("no results");
        printf("%lu\n", (unsigned long)(now() - start));
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    return fflush(stdout) != 0;
}
