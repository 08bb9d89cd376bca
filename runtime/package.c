/* The zip file and the XML of a workbook.
 * In: a descriptor of an untrusted file. Out: events of its XML parts.
 * Invariant: libzip and expat are fed at most `limit` bytes, and nothing they allocate at once is
 * larger than TOKEN_MEMORY. */
#define _GNU_SOURCE
#include "package.h"
#include "guard.h"
#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

enum { CHUNK = 64 * 1024, DEPTH_MAX = 64, ENTRIES_MAX = 4096, TAIL = 65535 + 22,
       TOKEN_MEMORY = 8 << 20 };

bool package_fail(struct package *p, enum say fault)
{
    if (p->fault == SAY_COUNT)
        p->fault = fault;
    return false;
}

/* ---- the zip file ---- */

static unsigned u16_at(const char *s)
{
    return (unsigned char)s[0] | (unsigned)(unsigned char)s[1] << 8;
}

/* libzip makes a record of each entry before one can ask for their number: every end of a directory
 * in the file's tail must count few. */
static bool entries_bounded(struct package *p, int fd, uint64_t size)
{
    size_t len = size < TAIL ? (size_t)size : TAIL;
    char *tail = arena_alloc(p->arena, len + 1);
    ssize_t n = pread(fd, tail, len, (off_t)(size - len));
    const char *at = tail, *end = tail + (n < 0 ? 0 : n);
    while (end - at >= 22 && (at = memmem(at, (size_t)(end - at), "PK\5\6", 4)) != NULL) {
        if (end - at >= 12 && u16_at(at + 10) > ENTRIES_MAX)
            return package_fail(p, SAY_BOOK_ENTRIES);
        at += 4;
    }
    return true;
}

bool package_open(struct package *p, struct arena *a, int fd, uint64_t size, uint64_t limit)
{
    *p = (struct package){ .arena = a, .limit = limit, .fault = SAY_COUNT, .part = "" };
    if (!entries_bounded(p, fd, size))
        return false;
    int own = dup(fd), error;
    if (own < 0)
        return package_fail(p, SAY_BOOK_ZIP);
    p->zip = zip_fdopen(own, 0, &error);
    if (!p->zip) {
        close(own);
        return package_fail(p, SAY_BOOK_ZIP);
    }
    return true;
}

void package_close(void *package)
{
    struct package *p = package;
    if (p->zip)
        zip_discard(p->zip);
    p->zip = NULL;
}

static zip_int64_t part_index(const struct package *p, const char *part)
{
    return zip_name_locate(p->zip, part, ZIP_FL_NOCASE);
}

bool package_has(const struct package *p, const char *part)
{
    return part_index(p, part) >= 0;
}

/* ---- XML ---- */

struct reading {
    struct package *p;
    const struct xml_events *e;
    void *ctx;
    XML_Parser parser;
    zip_file_t *file;
    unsigned depth;
};

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attr(const char *const *attr, const char *name)
{
    for (; *attr; attr += 2)
        if (!strcmp(local_name(attr[0]), name))
            return attr[1];
    return NULL;
}

static void stop(struct reading *r)
{
    XML_StopParser(r->parser, XML_FALSE);
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attr)
{
    struct reading *r = ctx;
    if (++r->depth > DEPTH_MAX) {
        package_fail(r->p, SAY_BOOK_DEEP);
        stop(r);
    } else if (!r->e->start(r->ctx, local_name(name), (const char *const *)attr)) {
        stop(r);
    }
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
    struct reading *r = ctx;
    r->depth--;
    if (r->e->end && !r->e->end(r->ctx, local_name(name)))
        stop(r);
}

static void XMLCALL on_text(void *ctx, const XML_Char *s, int len)
{
    struct reading *r = ctx;
    if (r->e->text && !r->e->text(r->ctx, s, (size_t)len))
        stop(r);
}

static void XMLCALL on_doctype(void *ctx, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal)
{
    struct reading *r = ctx;
    (void)name, (void)system, (void)public, (void)internal;
    package_fail(r->p, SAY_BOOK_DOCTYPE);
    stop(r);
}

static void *token_malloc(size_t size)
{
    return size > TOKEN_MEMORY ? NULL : malloc(size);
}

static void *token_realloc(void *old, size_t size)
{
    return size > TOKEN_MEMORY ? NULL : realloc(old, size);
}

static bool parser_make(struct reading *r)
{
    static const XML_Memory_Handling_Suite memory = { token_malloc, token_realloc, free };
    r->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (!r->parser)
        arena_fail(r->p->arena);
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    return true;
}

static bool parse_fault(struct reading *r)
{
    enum XML_Error e = XML_GetErrorCode(r->parser);
    if (e == XML_ERROR_ABORTED)
        return false;               /* an event has said why */
    return package_fail(r->p, e == XML_ERROR_NO_MEMORY ? SAY_BOOK_TOKEN : SAY_BOOK_XML);
}

/* One chunk; *more is false after the last. */
static bool chunk_read(struct reading *r, bool *more)
{
    void *buffer = XML_GetBuffer(r->parser, CHUNK);
    if (!buffer)
        return package_fail(r->p, SAY_BOOK_TOKEN);
    zip_int64_t n = zip_fread(r->file, buffer, CHUNK);
    if (n < 0)
        return package_fail(r->p, SAY_BOOK_ZIP);
    r->p->unpacked += (uint64_t)n;
    if (r->p->unpacked > r->p->limit) {
        r->p->too_big = true;
        return false;
    }
    *more = n > 0;
    return XML_ParseBuffer(r->parser, (int)n, n == 0) == XML_STATUS_OK || parse_fault(r);
}

static void reading_release(void *reading)
{
    struct reading *r = reading;
    zip_fclose(r->file);
    XML_ParserFree(r->parser);
}

static bool part_open(struct reading *r)
{
    zip_int64_t i = part_index(r->p, r->p->part);
    if (i < 0)
        return package_fail(r->p, SAY_BOOK_PART);
    zip_stat_t st;
    if (zip_stat_index(r->p->zip, (zip_uint64_t)i, 0, &st) == 0
        && (st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
        return package_fail(r->p, SAY_BOOK_ENCRYPTED);
    r->file = zip_fopen_index(r->p->zip, (zip_uint64_t)i, 0);
    return r->file || package_fail(r->p, SAY_BOOK_ZIP);
}

bool package_read(struct package *p, const char *part, const struct xml_events *e, void *ctx)
{
    struct reading r = { .p = p, .e = e, .ctx = ctx };
    struct guard g;
    bool more = true, ok = true;
    if (p->fault != SAY_COUNT || p->too_big)
        return false;
    p->part = part;
    if (!part_open(&r))
        return false;
    parser_make(&r);
    guard_begin(&g, p->arena, reading_release, &r);
    while (ok && more)
        ok = chunk_read(&r, &more);
    guard_end(&g);
    return ok;
}
