/* A table's sheet, as columns of texts.
 * In: values, row by row. Out: what fisc_bind_columns takes.
 * Invariant: no value passes through floating point; what is kept is bounded by fisc.memory. */
#include "fisc_postgres.h"
#include <mb/pg_wchar.h>
#include <utils/builtins.h>
#include <utils/fmgrprotos.h>
#include <utils/memutils.h>

enum { MOST_COLUMNS = 4096 };       /* fisc_limits' own */

void columns_begin(struct columns *x, const struct check *c, uint32_t table, const char *name)
{
    *x = (struct columns){ .check = c, .table = table, .name = name };
    x->memory = GenerationContextCreate(c->memory, "fisc columns", ALLOCSET_DEFAULT_SIZES);
}

/* ---- headers ---- */

/* A name in SQL ends after 63 bytes; the printed header may go on. */
static bool is_cut(const char *name, const char *header)
{
    int n = (int)strlen(header);
    int kept = n < NAMEDATALEN ? n : pg_mbcliplen(header, n, NAMEDATALEN - 1);
    return kept < n && (size_t)kept == strlen(name) && memcmp(name, header, (size_t)kept) == 0;
}

const char *columns_header(const struct check *c, uint32_t table, const char *name)
{
    const char *found = NULL;
    fisc_column col;
    for (uint32_t i = 0; fisc_column_get(c->rules, table, i, &col) == FISC_OK; i++) {
        const char *header = to_server(col.header);
        if (strcmp(name, header) == 0)
            return col.header;
        if (!is_cut(name, header))
            continue;
        if (found && strcmp(found, col.header) != 0)
            return NULL;
        found = col.header;
    }
    return found;
}

/* Decimal places of the rules' column of that header; -1: it is a key, or there is none. */
static int declared_places(const struct columns *x, const char *header)
{
    fisc_column col;
    for (uint32_t i = 0; fisc_column_get(x->check->rules, x->table, i, &col) == FISC_OK; i++)
        if (strcmp(col.header, header) == 0)
            return col.key ? -1 : col.scale;
    return -1;
}

int columns_add(struct columns *x, const char *name)
{
    const char *header = columns_header(x->check, x->table, name);
    struct column *col;
    if (x->n == MOST_COLUMNS)
        refuse(FAULT_TOO_WIDE, x->name, NULL, NULL);
    if (x->n == x->cap) {
        MemoryContext old = MemoryContextSwitchTo(x->memory);
        int cap = x->cap ? 2 * x->cap : 16;
        x->column = x->column ? repalloc(x->column, (Size)cap * sizeof *col)
                              : palloc((Size)cap * sizeof *col);
        x->cap = cap;
        MemoryContextSwitchTo(old);
    }
    if (!header)
        header = to_utf8(name);
    col = &x->column[x->n];
    *col = (struct column){ .header = MemoryContextStrdup(x->memory, header),
                            .places = declared_places(x, header) };
    if (x->row_cap)
        col->value = MemoryContextAllocExtended(x->memory, x->row_cap * sizeof *col->value,
                                                MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
    return x->n++;
}

/* ---- rows ---- */

static void grow(struct columns *x)
{
    uint64_t cap = x->row_cap ? 2 * x->row_cap : 64;
    for (int i = 0; i < x->n; i++) {
        char ***v = &x->column[i].value;
        *v = *v ? repalloc_huge(*v, cap * sizeof **v)
                : MemoryContextAllocHuge(x->memory, cap * sizeof **v);
    }
    x->row_cap = cap;
}

void columns_add_row(struct columns *x)
{
    const struct check *c = x->check;
    if (x->rows == x->row_cap)
        grow(x);
    for (int i = 0; i < x->n; i++)
        x->column[i].value[x->rows] = NULL;
    x->rows++;
    if (x->rows % 64 == 0
        && MemoryContextMemAllocated(c->memory, true) / 1024 > (Size)settings.memory)
        refuse(FAULT_MEMORY, x->name, NULL, NULL);
}

void columns_set(struct columns *x, int column, const char *text)
{
    x->column[column].value[x->rows - 1] = MemoryContextStrdup(x->memory, to_utf8(text));
}

/* Zeros past the declared places come from the type, numeric(18,4): nobody has printed them. */
static void trim_places(char *text, int places)
{
    char *point = strchr(text, '.');
    size_t n = strlen(text);
    while (point && text[n - 1] == '0' && text + n - 1 - point > places)
        text[--n] = 0;
    if (point && text + n - 1 == point)
        *point = 0;
}

void columns_set_numeric(struct columns *x, int column, Numeric value)
{
    char *text;
    if (numeric_is_nan(value) || numeric_is_inf(value))
        refuse(FAULT_NOT_FINITE, x->name, psprintf(UINT64_FORMAT, x->rows),
               to_server(x->column[column].header));
    text = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value)));
    if (x->column[column].places >= 0)
        trim_places(text, x->column[column].places);
    columns_set(x, column, text);
    pfree(text);
}

/* The context reads them where they are: x->memory ends with the check. */
void columns_bind(struct columns *x)
{
    const struct check *c = x->check;
    fisc_input *in = MemoryContextAllocZero(x->memory, (Size)(x->n + 1) * sizeof *in);
    for (int i = 0; i < x->n; i++)
        in[i] = (fisc_input){ .size = sizeof *in, .header = x->column[i].header,
                              .type = FISC_TEXT, .values = x->column[i].value };
    check_status(c, fisc_bind_columns(c->context, x->table, to_utf8(x->name), in, (size_t)x->n,
                                      x->rows), x->name);
}
