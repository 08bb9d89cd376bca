/* Rules that keep data out: fisc_valid for CHECK constraints, fisc_guard for triggers.
 * In: rows as JSON; the tables of a schema. Out: whether they hold; an error that says what does
 * not.
 * What was not checked is not good: figures that cannot be read, or no rule that could be decided,
 * hold nothing. */
#include "fisc_postgres.h"
#include <access/xact.h>
#include <commands/trigger.h>
#include <utils/builtins.h>
#include <utils/date.h>
#include <utils/rel.h>
#include <utils/snapmgr.h>
#include "../names.h"

enum { DETAILS = 20 };              /* findings that are told */

static fisc_severity severity_of(const char *word)
{
    for (int s = FISC_MUST; s <= FISC_NOTE; s++)
        if (strcmp(severity_word((fisc_severity)s), word) == 0)
            return (fisc_severity)s;
    refuse(FAULT_SEVERITY, word, NULL, NULL);
    return FISC_MUST;
}

static uint64_t violated(const struct check *c, fisc_severity least)
{
    uint64_t n = 0;
    for (int s = FISC_MUST; s <= (int)least; s++)
        n += fisc_count(c->context, (fisc_severity)s, FISC_VIOLATED);
    return n;
}

static bool anything_decided(const struct check *c)
{
    uint64_t n = 0;
    for (int s = FISC_MUST; s <= FISC_NOTE; s++)
        n += fisc_count(c->context, (fisc_severity)s, FISC_EXACT)
            + fisc_count(c->context, (fisc_severity)s, FISC_ROUNDING)
            + fisc_count(c->context, (fisc_severity)s, FISC_VIOLATED)
            + fisc_count(c->context, (fisc_severity)s, FISC_WAIVED);
    return n > 0;
}

/* ---- fisc_valid ---- */

PG_FUNCTION_INFO_V1(fisc_pg_valid);
PGDLLEXPORT Datum fisc_pg_valid(PG_FUNCTION_ARGS)
{
    struct sources from = { .rows_only = true };
    fisc_severity least;
    struct check *c;
    bool good;
    if (PG_ARGISNULL(1))
        PG_RETURN_NULL();
    least = severity_of(PG_ARGISNULL(2) ? "" : text_to_cstring(PG_GETARG_TEXT_PP(2)));
    c = check_begin(argument_name(fcinfo), argument_day(fcinfo, 3), FISC_KEEP_NONE);
    from.given = PG_GETARG_JSONB_P(1);
    tables_bind(c, &from);
    check_run(c);
    good = check_errors(c) == 0 && violated(c, least) == 0 && anything_decided(c);
    check_end(c);
    PG_RETURN_BOOL(good);
}

/* ---- fisc_guard ---- */

/* "RULE, KEY: SENTENCE", in the language of errors. */
static char *finding(struct check *c, const fisc_result *x)
{
    char *head = psprintf("%s%s%s", x->name, x->key ? ", " : "", x->key ? x->key : "");
    const char *text;
    check_status(c, fisc_result_text(c->context, fault_language(), &text), c->name);
    return to_server(psprintf("%s: %s", head, text));
}

static void report(const struct check *c, const TriggerData *t, const char *message,
                  const char *detail)
{
    bool zh = fault_language() == FISC_ZH;
    const char *hint = zh ? to_server("修改已撤销：fisc_check('%s') 查的是修改前的表。")
                          : "The change is undone: fisc_check('%s') sees the tables as before.";
    ereport(ERROR, errcode(ERRCODE_CHECK_VIOLATION), errmsg_internal("%s", message),
            *detail ? errdetail_internal("%s", detail) : 0, errhint(hint, c->name),
            errtableconstraint(t->tg_relation, t->tg_trigger->tgname));
}

static void report_findings(struct check *c, const TriggerData *t, fisc_severity least)
{
    StringInfoData detail;
    char *message = NULL;
    int told = 0;
    initStringInfo(&detail);
    for (uint64_t i = 0; i < fisc_result_count(c->context) && told <= DETAILS; i++) {
        fisc_result x;
        check_status(c, fisc_result_get(c->context, i, &x), c->name);
        if (x.verdict != FISC_VIOLATED || x.severity > least)
            continue;
        if (told++ == 0)
            message = finding(c, &x);
        else if (told <= DETAILS)
            appendStringInfo(&detail, "%s%s", detail.len ? "\n" : "", finding(c, &x));
        else
            appendStringInfoString(&detail, "\n...");
    }
    report(c, t, message ? message : c->name, detail.data);
}

/* What could not be read, in the same form. */
static void report_errors(struct check *c, const TriggerData *t)
{
    check_tell(c);
    report(c, t, to_server(fault_language() == FISC_ZH ? "fisc：有的数据读不了，见警告"
                                                      : "fisc: figures cannot be read: see the "
                                                        "warnings"), "");
}

/* What could not be decided lets a change in, but not in silence. */
static void tell_unknown(const struct check *c, fisc_severity least)
{
    bool zh = fault_language() == FISC_ZH;
    uint64_t n = 0;
    for (int s = FISC_MUST; s <= (int)least; s++)
        n += fisc_count(c->context, (fisc_severity)s, FISC_UNKNOWN);
    if (n)
        ereport(NOTICE,
                errmsg_internal(to_server(zh ? "fisc：“%s”有 %llu 个结果未知，没有查"
                                             : "fisc: results of \"%s\" that are unknown, and so "
                                               "were not checked: %llu"),
                                c->name, (unsigned long long)n),
                errhint("%s", to_server(zh ? "fisc_check 说是哪些，fisc_notices 说为什么。"
                                                    : "fisc_check says which, fisc_notices why.")));
}

static const TriggerData *trigger_of(FunctionCallInfo fcinfo)
{
    const TriggerData *t = (const TriggerData *)fcinfo->context;
    if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(t->tg_event)
        || !TRIGGER_FIRED_FOR_STATEMENT(t->tg_event))
        refuse(FAULT_NO_TRIGGER, NULL, NULL, NULL);
    if (t->tg_trigger->tgnargs < 1 || t->tg_trigger->tgnargs > 2)
        refuse(FAULT_TRIGGER_ARGUMENTS, NULL, NULL, NULL);
    return t;
}

/* The tables are those of the schema of the trigger's table: a search path could name others. The
 * snapshot is one that sees what the statement has done. */
PG_FUNCTION_INFO_V1(fisc_pg_guard);
PGDLLEXPORT Datum fisc_pg_guard(PG_FUNCTION_ARGS)
{
    const TriggerData *t = trigger_of(fcinfo);
    char **args = t->tg_trigger->tgargs;
    fisc_severity least = severity_of(t->tg_trigger->tgnargs > 1 ? args[1] : "must");
    struct sources from = { .schema = RelationGetNamespace(t->tg_relation) };
    struct check *c = check_begin(args[0], 0, FISC_KEEP_FAILING);
    CommandCounterIncrement();
    PushActiveSnapshot(GetTransactionSnapshot());
    tables_bind(c, &from);
    PopActiveSnapshot();
    check_run(c);
    if (check_errors(c) > 0)
        report_errors(c, t);
    if (violated(c, least) > 0)
        report_findings(c, t, least);
    if (!anything_decided(c))
        refuse(FAULT_NOTHING_CHECKED, c->name, NULL, NULL);
    tell_unknown(c, least);
    check_end(c);
    return PointerGetDatum(NULL);
}
