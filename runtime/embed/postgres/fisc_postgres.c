/* The PostgreSQL extension: compiled rules over tables, queries and JSON.
 *
 *     SELECT severity, rule, key, difference FROM fisc_check('budget') WHERE verdict = 'violated';
 *     SELECT line, value, unit FROM fisc_calc('budget');
 *     SELECT * FROM fisc_cells('budget', '{"支出": "SELECT * FROM spending_2024 ORDER BY id"}');
 *     CHECK (fisc_valid('budget', document))
 *
 * The first argument names an artifact: libNAME.so in the folder of the setting fisc.artifacts,
 * which only a superuser changes; SQL cannot name a path. A table of the rules is read from what
 * the second argument gives for it, a query or rows, else from the relation of its name; last
 * year's figures of T as prior(T). Columns are known by the printed headers.
 *
 * In: an artifact, tables. Out: rows, one for each result, line or cell. */
#include "fisc_postgres.h"
#include <miscadmin.h>
#include <utils/builtins.h>
#include <utils/date.h>
#include <utils/datetime.h>
#include <utils/guc.h>

PG_MODULE_MAGIC;

/* ---- settings ---- */

struct settings settings;

static const struct config_enum_entry languages[] = {
    { "auto", LANGUAGE_AUTO, false },
    { "en", LANGUAGE_EN, false },
    { "zh", LANGUAGE_ZH, false },
    { NULL, 0, false },
};

static bool check_folder(char **value, void **extra, GucSource source)
{
    (void)extra, (void)source;
    if (!*value || !**value || **value == '/')
        return true;
    GUC_check_errdetail("The folder is named by a path from the root.");
    return false;
}

PGDLLEXPORT void _PG_init(void);
void _PG_init(void)
{
    DefineCustomStringVariable("fisc.artifacts", "Folder of the artifacts that SQL may name.",
                               "libNAME.so is the artifact NAME. Opening one runs its code.",
                               &settings.folder, "", PGC_SUSET, GUC_SUPERUSER_ONLY, check_folder,
                               NULL, NULL);
    DefineCustomIntVariable("fisc.memory", "Memory that one check may take.", NULL,
                            &settings.memory, 1024 * 1024, 1024, MAX_KILOBYTES, PGC_SUSET,
                            GUC_UNIT_KB, NULL, NULL, NULL);
    DefineCustomEnumVariable("fisc.language", "Language of errors.",
                             "auto: Chinese where lc_messages is Chinese, else English.",
                             &settings.language, LANGUAGE_AUTO, languages, PGC_USERSET, 0, NULL,
                             NULL, NULL);
    MarkGUCPrefixReserved("fisc");
}

/* ---- arguments ---- */

char *argument_name(FunctionCallInfo fcinfo)
{
    if (PG_ARGISNULL(0))
        refuse(FAULT_NO_NAME, NULL, NULL, NULL);
    return text_to_cstring(PG_GETARG_TEXT_PP(0));
}

uint32_t argument_day(FunctionCallInfo fcinfo, int i)
{
    DateADT day;
    int y, m, d;
    if (PG_ARGISNULL(i))
        return 0;
    day = PG_GETARG_DATEADT(i);
    if (DATE_NOT_FINITE(day))
        refuse(FAULT_DAY, NULL, NULL, NULL);
    j2date(day + POSTGRES_EPOCH_JDATE, &y, &m, &d);
    if (y < 1000 || y > 9999)
        refuse(FAULT_DAY, NULL, NULL, NULL);
    return (uint32_t)(y * 10000 + m * 100 + d);
}

/* ---- functions that return sets ---- */

/* Runs a check and gives its rows. */
static Datum produce(FunctionCallInfo fcinfo, void (*rows)(struct check *, ReturnSetInfo *))
{
    struct sources from = { .given = PG_ARGISNULL(1) ? NULL : PG_GETARG_JSONB_P(1) };
    bool results = rows != rows_calc && rows != rows_messages;
    struct check *c;
    InitMaterializedSRF(fcinfo, 0);
    c = check_begin(argument_name(fcinfo), argument_day(fcinfo, 2),
                    results ? FISC_KEEP_AUTO : FISC_KEEP_NONE);
    tables_bind(c, &from);
    check_run(c);
    if (rows != rows_messages)
        check_tell(c);
    rows(c, (ReturnSetInfo *)fcinfo->resultinfo);
    check_end(c);
    return (Datum)0;
}

PG_FUNCTION_INFO_V1(fisc_pg_check);
PGDLLEXPORT Datum fisc_pg_check(PG_FUNCTION_ARGS) { return produce(fcinfo, rows_check); }

PG_FUNCTION_INFO_V1(fisc_pg_cells);
PGDLLEXPORT Datum fisc_pg_cells(PG_FUNCTION_ARGS) { return produce(fcinfo, rows_cells); }

PG_FUNCTION_INFO_V1(fisc_pg_calc);
PGDLLEXPORT Datum fisc_pg_calc(PG_FUNCTION_ARGS) { return produce(fcinfo, rows_calc); }

PG_FUNCTION_INFO_V1(fisc_pg_notices);
PGDLLEXPORT Datum fisc_pg_notices(PG_FUNCTION_ARGS) { return produce(fcinfo, rows_notices); }

PG_FUNCTION_INFO_V1(fisc_pg_messages);
PGDLLEXPORT Datum fisc_pg_messages(PG_FUNCTION_ARGS) { return produce(fcinfo, rows_messages); }

PG_FUNCTION_INFO_V1(fisc_pg_tables);
PGDLLEXPORT Datum fisc_pg_tables(PG_FUNCTION_ARGS)
{
    struct check *c;
    InitMaterializedSRF(fcinfo, 0);
    c = check_begin(argument_name(fcinfo), 0, FISC_KEEP_NONE);
    rows_tables(c, (ReturnSetInfo *)fcinfo->resultinfo);
    check_end(c);
    return (Datum)0;
}
