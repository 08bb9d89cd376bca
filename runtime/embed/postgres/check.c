/* One check: the library's context over the server's memory.
 * In: the name of an artifact. Out: a context that ends with the memory context it was made in, so
 * that an error, a cancelled statement or a dropped cursor leaves nothing behind. */
#include "fisc_postgres.h"
#include <miscadmin.h>
#include <utils/memutils.h>

enum { TOLD = 10 };                 /* messages that are told as warnings */

/* ---- the library's host ---- */

/* The server aligns to 8 bytes; the library wants 16. The place before holds the server's own. */
void *host_allocate(MemoryContext m, size_t size)
{
    enum { ALIGN = 16 };
    char *raw, *p;
    if (size > MaxAllocHugeSize - ALIGN)
        return NULL;
    raw = MemoryContextAllocExtended(m, size + ALIGN, MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
    if (!raw)
        return NULL;
    p = (char *)TYPEALIGN(ALIGN, raw + sizeof raw);
    memcpy(p - sizeof raw, &raw, sizeof raw);
    return p;
}

void host_release(void *ctx, void *p)
{
    char *raw;
    (void)ctx;
    if (!p)
        return;
    memcpy(&raw, (char *)p - sizeof raw, sizeof raw);
    pfree(raw);
}

static void *allocate(void *ctx, size_t size)
{
    return host_allocate(((const struct check *)ctx)->memory, size);
}

/* The server's signals set these; statement_timeout does too. */
static int cancelled(void *ctx)
{
    (void)ctx;
    return InterruptPending && (QueryCancelPending || ProcDiePending);
}

/* ---- life ---- */

static void let_go(void *arg)
{
    struct check *c = arg;
    fisc_context_free(c->context);
    if (c->artifact)
        artifact_release(c->artifact);
}

struct check *check_begin(const char *name, uint32_t day, fisc_kept kept)
{
    MemoryContext memory = AllocSetContextCreate(CurrentMemoryContext, "fisc check",
                                                 ALLOCSET_DEFAULT_SIZES);
    struct check *c = MemoryContextAllocZero(memory, sizeof *c);
    MemoryContextCallback *end = MemoryContextAllocZero(memory, sizeof *end);
    fisc_host host = { sizeof host, c, allocate, host_release, NULL, cancelled };
    fisc_limits limits = { .size = sizeof limits, .memory = (uint64_t)settings.memory * 1024 };
    c->memory = memory;
    c->name = MemoryContextStrdup(memory, name);
    *end = (MemoryContextCallback){ .func = let_go, .arg = c };
    MemoryContextRegisterResetCallback(memory, end);
    c->artifact = artifact_get(name);
    c->rules = artifact_rules(c->artifact);
    check_status(c, fisc_context_new(c->rules, &host, &limits, &c->context), name);
    if (day && fisc_set_day(c->context, day) != FISC_OK)
        refuse(FAULT_DAY, NULL, NULL, NULL);
    check_status(c, fisc_set_kept(c->context, kept), name);
    return c;
}

void check_end(struct check *c)
{
    MemoryContextDelete(c->memory);
}

/* ---- what went wrong ---- */

void check_status(const struct check *c, fisc_status s, const char *where)
{
    const char *why = fisc_fault(c->context, fault_language());
    switch (s) {
    case FISC_OK:
        return;
    case FISC_CANCELLED:
        CHECK_FOR_INTERRUPTS();
        ereport(ERROR, errcode(ERRCODE_QUERY_CANCELED),
                errmsg("canceling statement due to user request"));
        return;
    case FISC_NO_MEMORY:
        refuse(FAULT_NO_MEMORY, where, NULL, NULL);
        return;
    case FISC_LIMIT:
        if (!*why)
            refuse(FAULT_MEMORY, where, NULL, NULL);
        break;
    default:
        break;
    }
    refuse(*why ? FAULT_BIND : FAULT_BROKEN, where, to_server(*why ? why : fisc_status_text(s)),
           NULL);
}

void check_run(struct check *c)
{
    check_status(c, fisc_run(c->context), c->name);
}

/* ---- messages ---- */

static void tell(const fisc_message *m)
{
    bool zh = fault_language() == FISC_ZH;
    const char *help = zh ? m->help_zh : m->help_en;
    const char *file = m->file ? m->file : "";
    char *place = m->line ? psprintf(zh ? "%s 第 %llu 行" : "%s row %llu", file,
                                     (unsigned long long)m->line) : pstrdup(file);
    ereport(m->severity == 0 ? WARNING : NOTICE, errcode(ERRCODE_WARNING),
            errmsg_internal("fisc[%s]: %s%s%s", m->code, to_server(place), *place ? ": " : "",
                            to_server(zh ? m->zh : m->en)),
            *help ? errhint("%s", to_server(help)) : 0);
}

uint32_t check_errors(struct check *c)
{
    uint32_t errors = 0;
    for (uint32_t i = 0; i < fisc_message_count(c->context); i++) {
        fisc_message m;
        check_status(c, fisc_message_get(c->context, i, &m), c->name);
        errors += m.severity == 0;
    }
    return errors;
}

void check_tell(struct check *c)
{
    uint32_t told = 0;
    for (uint32_t i = 0; i < fisc_message_count(c->context); i++) {
        fisc_message m;
        check_status(c, fisc_message_get(c->context, i, &m), c->name);
        if (m.severity < 2 && told++ < TOLD)
            tell(&m);
    }
    if (told > TOLD)
        ereport(NOTICE,
                errmsg_internal("fisc: %u further messages: see fisc_messages", told - TOLD));
}
