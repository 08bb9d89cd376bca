/* What every handle of fisc.h has: the host's memory and limits, and the way out when they end.
 * Invariant: a room's arena fails into api_run only; whatever else is held then was guarded. */
#include "api.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif
#define MEMORY_DEFAULT ((uint64_t)4 << 30)

int fisc_api(void) { return FISC_API; }
const char *fisc_version(void) { return PACKAGE_VERSION; }

const char *fisc_status_text(fisc_status s)
{
    switch (s) {
    case FISC_OK: return "ok";
    case FISC_NO_MEMORY: return "out of memory";
    case FISC_LIMIT: return "a limit was hit";
    case FISC_CANCELLED: return "cancelled";
    case FISC_BAD_ARGUMENT: return "bad argument";
    case FISC_BAD_ORDER: return "not now";
    case FISC_BAD_ARTIFACT: return "no artifact, or not whole";
    case FISC_BAD_VERSION: return "an artifact of another interface or CPU";
    case FISC_BAD_DATA: return "a column of another type or scale";
    case FISC_NO_FILE: return "the file cannot be read";
    case FISC_DISAGREES: return "machine code and interpreter differ";
    case FISC_BAD_RULES: return "the rules do not compile";
    }
    return "";
}

/* ---- memory ---- */

void *api_take(const fisc_host *host, size_t size)
{
    void *p = host->allocate ? host->allocate(host->ctx, size) : malloc(size);
    return p ? memset(p, 0, size) : NULL;
}

void api_give(const fisc_host *host, void *p)
{
    if (host->release)
        host->release(host->ctx, p);
    else
        free(p);
}

static void room_failed(void *ctx)
{
    struct api_room *r = ctx;
    r->why = r->cancelled ? FISC_CANCELLED : errno == ENOMEM ? FISC_NO_MEMORY : FISC_LIMIT;
    longjmp(*r->out, 1);
}

static void room_start(struct api_room *r)
{
    uint64_t most = r->limits.memory ? r->limits.memory : MEMORY_DEFAULT;
    arena_init(&r->arena, most < SIZE_MAX ? (size_t)most : SIZE_MAX, room_failed, r);
    r->source = (struct arena_source){ r->host.allocate, r->host.release, r->host.ctx };
    if (r->host.allocate)
        r->arena.source = &r->source;
    r->why = FISC_OK;
    r->cancelled = false;
}

bool api_room_init(struct api_room *r, const fisc_host *host, const fisc_limits *limits)
{
    if (host && (host->size != sizeof *host || !host->allocate != !host->release))
        return false;
    if (limits && limits->size != sizeof *limits)
        return false;
    *r = (struct api_room){ .why = FISC_OK };
    if (host)
        r->host = *host;
    if (limits)
        r->limits = *limits;
    return true;
}

void api_room_clear(struct api_room *r)
{
    if (r->why == FISC_OK && r->arena.head) {
        arena_clear(&r->arena);         /* started before, and nothing failed */
        return;
    }
    arena_free(&r->arena);
    room_start(r);
}

bool api_enter(struct api_room *r)
{
    return !__atomic_exchange_n(&r->busy, true, __ATOMIC_ACQUIRE);
}

void api_leave(struct api_room *r) { __atomic_store_n(&r->busy, false, __ATOMIC_RELEASE); }

static fisc_status run_guarded(struct api_room *r, fisc_status (*work)(void *arg), void *arg)
{
    jmp_buf out;
    fisc_status s;
    r->out = &out;
    if (setjmp(out) == 0)
        s = work(arg);
    else
        s = r->why;
    r->out = NULL;
    return s;
}

fisc_status api_run(struct api_room *r, fisc_status (*work)(void *arg), void *arg)
{
    fisc_status s;
    if (!api_enter(r))
        return FISC_BAD_ORDER;
    s = r->why == FISC_OK ? run_guarded(r, work, arg) : FISC_BAD_ORDER;
    api_leave(r);
    return s;
}

/* ---- what the host is told ---- */

static const char *sentence(struct arena *a, const struct diag *g, enum lang lang, bool help)
{
    struct strbuf b;
    strbuf_init(&b, a);
    if (help)
        diag_help(&b, g, lang, SIZE_MAX);
    else
        diag_sentence(&b, g, lang, SIZE_MAX);
    return b.len ? b.p : "";
}

fisc_message api_message(struct arena *a, const struct diag *g)
{
    return (fisc_message){
        .code = diag_id(g->code), .severity = (int)diag_severity(g->code), .file = g->place.file,
        .line = g->place.line, .column = g->place.column,
        .header = g->place.file ? g->place.header : "", .text = g->place.file ? g->place.text : "",
        .zh = sentence(a, g, LANG_ZH, false), .en = sentence(a, g, LANG_EN, false),
        .help_zh = sentence(a, g, LANG_ZH, true), .help_en = sentence(a, g, LANG_EN, true) };
}

void api_tell(struct api_room *r, const char *path, enum say why,
              const char *const arg[2])
{
    fisc_message m = { .code = "", .file = path, .header = "", .text = "", .help_zh = "",
                       .help_en = "" };
    if (!r->host.log)
        return;
    m.zh = say_with(&r->arena, LANG_ZH, why, 1, arg[FISC_ZH]);
    m.en = say_with(&r->arena, LANG_EN, why, 1, arg[FISC_EN]);
    r->host.log(r->host.ctx, &m);
}
