/* What a query gives. In: a statement, row by row. Out: columns of texts, bound to a table.
 * Invariant: no value passes through floating point: a REAL is refused. */
#include "columns.h"
#include "fault.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

static void *zeroed(size_t n, size_t size)
{
    void *p = sqlite3_malloc64(n * size + 1);
    return p ? memset(p, 0, n * size) : NULL;
}

static void values_free(char **value, uint64_t rows)
{
    for (uint64_t r = 0; value && r < rows; r++)
        sqlite3_free(value[r]);
    sqlite3_free(value);
}

void columns_free(struct columns *x)
{
    while (x) {
        struct columns *next = x->next;
        for (int i = 0; i < x->n; i++) {
            if (x->value)
                values_free(x->value[i], x->rows);
            if (x->header)
                sqlite3_free(x->header[i]);
        }
        sqlite3_free(x->value);
        sqlite3_free(x->header);
        sqlite3_free(x);
        x = next;
    }
}

int columns_begin(struct columns *x, const char *table, sqlite3_stmt *s)
{
    x->table = table;
    x->n = sqlite3_column_count(s);
    x->header = zeroed((size_t)x->n, sizeof *x->header);
    x->value = zeroed((size_t)x->n, sizeof *x->value);
    if (!x->header || !x->value)
        return SQLITE_NOMEM;
    for (int i = 0; i < x->n; i++) {
        x->header[i] = sqlite3_mprintf("%s", sqlite3_column_name(s, i));
        if (!x->header[i])
            return SQLITE_NOMEM;
    }
    return SQLITE_OK;
}

static int grow(struct columns *x)
{
    uint64_t cap = x->cap ? 2 * x->cap : 64;
    for (int i = 0; i < x->n; i++) {
        char **more = sqlite3_realloc64(x->value[i], cap * sizeof *more);
        if (!more)
            return SQLITE_NOMEM;
        x->value[i] = more;
    }
    x->cap = cap;
    return SQLITE_OK;
}

/* What is wrong with a value, in what sentence. */
static int bad_value(const struct columns *x, int i, enum fault f, const char *type, char **why)
{
    char *row = sqlite3_mprintf("%lld", (sqlite3_int64)x->rows);
    int e = row ? fault_say(why, f, (struct told){ { x->table, x->header[i], row, type } })
                : SQLITE_NOMEM;
    sqlite3_free(row);
    return e;
}

static int add_value(struct columns *x, sqlite3_stmt *s, int i, char **why)
{
    int type = sqlite3_column_type(s, i);
    const char *text;
    if (type == SQLITE_NULL)
        return SQLITE_OK;
    if (type == SQLITE_FLOAT || type == SQLITE_BLOB)
        return bad_value(x, i, FAULT_VALUE, type == SQLITE_BLOB ? "BLOB" : "REAL", why);
    text = (const char *)sqlite3_column_text(s, i);
    if (text && strlen(text) != (size_t)sqlite3_column_bytes(s, i))
        return bad_value(x, i, FAULT_NUL, NULL, why);
    x->value[i][x->rows - 1] = text ? sqlite3_mprintf("%s", text) : NULL;
    return x->value[i][x->rows - 1] ? SQLITE_OK : SQLITE_NOMEM;
}

int columns_add(struct columns *x, sqlite3_stmt *s, char **why)
{
    int e = x->rows == x->cap ? grow(x) : SQLITE_OK;
    if (e != SQLITE_OK)
        return e;
    for (int i = 0; i < x->n; i++)
        x->value[i][x->rows] = NULL;
    x->rows++;
    for (int i = 0; i < x->n && e == SQLITE_OK; i++)
        e = add_value(x, s, i, why);
    return e;
}

int columns_bind(const struct columns *x, fisc_context *c, uint32_t table, char **why)
{
    fisc_input *in = zeroed((size_t)x->n, sizeof *in);
    fisc_status s;
    if (!in)
        return SQLITE_NOMEM;
    for (int i = 0; i < x->n; i++)
        in[i] = (fisc_input){ .size = sizeof *in, .header = x->header[i], .type = FISC_TEXT,
                              .values = x->value[i] };
    s = fisc_bind_columns(c, table, x->table, in, (size_t)x->n, x->rows);
    sqlite3_free(in);
    return fault_status(why, c, s, x->table);
}
