/* Tables from the database, through SPI.
 * In: a query. Out: a sheet of what it gives, in the order of its rows.
 * Queries run as the user who calls, with the snapshot at hand, and write nothing: not themselves
 * (SPI's read-only mode), nor by functions that they call (a read-only transaction meanwhile). */
#include "fisc_postgres.h"
#include <catalog/pg_type.h>
#include <executor/spi.h>
#include <miscadmin.h>
#include <utils/builtins.h>
#include <utils/date.h>
#include <utils/datetime.h>
#include <utils/guc.h>
#include <utils/lsyscache.h>

enum { BATCH = 1000 };              /* rows that are fetched at once */

int spi_begin(void)
{
    int level = NewGUCNestLevel();
    set_config_option("transaction_read_only", "on", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE,
                      true, 0, false);
    SPI_connect();
    return level;
}

void spi_end(int level)
{
    SPI_finish();
    AtEOXact_GUC(true, level);
}

/* ---- values ---- */

enum kind { PLAIN, PADDED, NUMERIC, DATE };
struct type { enum kind kind; FmgrInfo out; };

static enum kind kind_of(const struct columns *x, Form_pg_attribute a)
{
    Oid type = getBaseType(a->atttypid);
    const char *column = NameStr(a->attname);
    char category;
    bool preferred;
    switch (type) {
    case INT2OID: case INT4OID: case INT8OID: return PLAIN;
    case NUMERICOID: return NUMERIC;
    case DATEOID: return DATE;
    case BPCHAROID: return PADDED;
    case FLOAT4OID: case FLOAT8OID:
        refuse(FAULT_INEXACT, x->name, column, format_type_be(a->atttypid));
    }
    get_type_category_preferred(type, &category, &preferred);
    if (category != TYPCATEGORY_STRING && category != TYPCATEGORY_ENUM)
        refuse(FAULT_TYPE, x->name, column, format_type_be(a->atttypid));
    return PLAIN;
}

static struct type *types_of(struct columns *x, TupleDesc d)
{
    struct type *t = palloc0((Size)(d->natts + 1) * sizeof *t);
    for (int i = 0; i < d->natts; i++) {
        Form_pg_attribute a = TupleDescAttr(d, i);
        Oid out;
        bool varlena;
        t[i].kind = kind_of(x, a);
        getTypeOutputInfo(a->atttypid, &out, &varlena);
        fmgr_info(out, &t[i].out);
        columns_add(x, NameStr(a->attname));
    }
    return t;
}

/* As ISO 8601, whatever the session's DateStyle. */
static void set_date(struct columns *x, int column, DateADT day)
{
    struct pg_tm tm = { .tm_year = 0 };
    char text[MAXDATELEN + 1];
    if (DATE_NOT_FINITE(day))
        refuse(FAULT_NOT_FINITE, x->name, psprintf(UINT64_FORMAT, x->rows),
               to_server(x->column[column].header));
    j2date(day + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
    EncodeDateOnly(&tm, USE_ISO_DATES, text);
    columns_set(x, column, text);
}

static void set_value(struct columns *x, struct type *t, int column, Datum v)
{
    char *text;
    size_t n;
    switch (t->kind) {
    case NUMERIC:
        columns_set_numeric(x, column, DatumGetNumeric(v));
        return;
    case DATE:
        set_date(x, column, DatumGetDateADT(v));
        return;
    case PADDED: case PLAIN:
        break;
    }
    text = OutputFunctionCall(&t->out, v);
    n = strlen(text);
    while (t->kind == PADDED && n && text[n - 1] == ' ')
        text[--n] = 0;
    columns_set(x, column, text);
}

/* ---- queries ---- */

static void add_rows(struct columns *x, struct type *t, MemoryContext scratch)
{
    for (uint64 i = 0; i < SPI_processed; i++) {
        HeapTuple row = SPI_tuptable->vals[i];
        MemoryContext old = MemoryContextSwitchTo(scratch);
        columns_add_row(x);
        for (int k = 0; k < x->n; k++) {
            bool null;
            Datum v = SPI_getbinval(row, SPI_tuptable->tupdesc, k + 1, &null);
            if (!null)
                set_value(x, &t[k], k, v);
        }
        MemoryContextSwitchTo(old);
        MemoryContextReset(scratch);
    }
}

static void read_cursor(const struct check *c, uint32_t table, const char *name, Portal cursor)
{
    MemoryContext scratch = AllocSetContextCreate(c->memory, "fisc row", ALLOCSET_SMALL_SIZES);
    struct columns x;
    struct type *t;
    columns_begin(&x, c, table, name);
    t = types_of(&x, cursor->tupDesc);
    do {
        CHECK_FOR_INTERRUPTS();
        SPI_cursor_fetch(cursor, true, BATCH);
        add_rows(&x, t, scratch);
        SPI_freetuptable(SPI_tuptable);
    } while (SPI_processed > 0);
    MemoryContextDelete(scratch);
    columns_bind(&x);
}

static void add_context(void *arg)
{
    errcontext(fault_language() == FISC_ZH ? to_server("表“%s”的数据")
                                           : "figures of the table \"%s\"", (const char *)arg);
}

void spi_bind(const struct check *c, uint32_t table, const char *name, const char *query)
{
    ErrorContextCallback context = { error_context_stack, add_context, unconstify(char *, name) };
    SPIPlanPtr plan;
    Portal cursor;
    error_context_stack = &context;
    check_stack_depth();            /* what a table is read from may itself check */
    plan = SPI_prepare_cursor(query, 0, NULL, CURSOR_OPT_NO_SCROLL);
    if (!plan || !SPI_is_cursor_plan(plan))
        refuse(FAULT_QUERY, name, plan ? query : SPI_result_code_string(SPI_result), NULL);
    cursor = SPI_cursor_open(NULL, plan, NULL, NULL, true);
    if (cursor->tupDesc->natts == 0)
        refuse(FAULT_QUERY, name, query, NULL);
    read_cursor(c, table, name, cursor);
    SPI_cursor_close(cursor);
    SPI_freeplan(plan);
    error_context_stack = context.previous;
}
