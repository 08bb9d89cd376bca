/* A record of JSON as a budget: its bytes.
 * In: one line. Out: yajl's events, or what is no JSON in it.
 * Invariant: yajl sees only UTF-8 in which every \u is a character: it would put a question mark in
 * the place of half a pair, and no C text can hold a NUL. Whatever ends the reading, yajl's memory
 * is freed. */
#include "budget_part.h"
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* ---- bytes that are no text ---- */

/* The number behind the \u at s; -1: there is none. */
static int escaped(const char *s, const char *end)
{
    return end - s >= 6 && s[0] == '\\' && s[1] == 'u' ? str_hex4(s + 2) : -1;
}

static bool is_half(int code, int first) { return code >= first && code < first + 0x400; }

/* How many bytes the escape at s takes; 0: it is no character. Others than \u are yajl's. */
static size_t escape_length(const char *s, const char *end)
{
    int code = escaped(s, end);
    if (code < 0)
        return 2;
    if (!code || is_half(code, 0xdc00))
        return 0;
    if (!is_half(code, 0xd800))
        return 6;
    return is_half(escaped(s + 6, end), 0xdc00) ? 12 : 0;
}

/* The first byte that begins no character, or len. */
static size_t find_no_text(const char *s, size_t len)
{
    const char *end = s + len, *nul = memchr(s, 0, len), *p = s;
    size_t bad;
    if (nul)
        end = nul;
    if (!str_utf8_ok(s, (size_t)(end - s), &bad))
        end = s + bad;
    while ((p = memchr(p, '\\', (size_t)(end - p)))) {
        size_t n = escape_length(p, end);
        if (!n)
            return (size_t)(p - s);
        if ((size_t)(end - p) <= n)
            break;
        p += n;
    }
    return (size_t)(end - s);
}

/* ---- memory ---- */

/* yajl has no word for memory that it does not get: it is left by a jump. */
struct parse { struct reading r; const char *line; size_t len; jmp_buf out; };

static void no_memory(void *ctx)
{
    longjmp(((struct parse *)ctx)->out, 1);
}

static void *take(void *ctx, size_t size)
{
    void *new = malloc(size);
    if (!new)
        no_memory(ctx);
    return new;
}

static void *retake(void *ctx, void *old, size_t size)
{
    void *new = realloc(old, size);
    if (!new)
        no_memory(ctx);
    return new;
}

static void give(void *ctx, void *old)
{
    (void)ctx;
    free(old);
}

/* ---- parsing ---- */

static void not_json(struct budget *b, enum diag_code code, size_t byte)
{
    b->byte = byte + 1;
    diag_add_data(&b->diags, code, b->place,
                  arena_printf(&b->arena, "%llu", (unsigned long long)b->byte), NULL);
}

static void parse(struct parse *p)
{
    yajl_alloc_funcs memory = { take, retake, give, p };
    struct reading *r = &p->r;
    struct budget *b = r->b;
    size_t text = find_no_text(p->line, p->len), read;
    yajl_status s;
    if (text < p->len) {
        not_json(b, DIAG_RECORD_TEXT, text);
        return;
    }
    r->yajl = yajl_alloc(&reading_callbacks, &memory, r);
    s = yajl_parse(r->yajl, (const unsigned char *)p->line, p->len);
    read = s == yajl_status_ok ? p->len : yajl_get_bytes_consumed(r->yajl);
    if (s == yajl_status_ok)
        s = yajl_complete_parse(r->yajl);
    if (r->skipping)
        return;
    if (s != yajl_status_ok) {
        not_json(b, DIAG_RECORD_NOT_JSON, read);
    } else if (!(r->had & 1u << THIS_YEAR)) {
        reading_lacks(r, THIS_YEAR);
        b->byte = p->len;
    }
}

static bool parse_guarded(struct parse *p)
{
    if (setjmp(p->out))
        return false;
    parse(p);
    return true;
}

bool budget_read_json(struct budget *b, const char *line, size_t len)
{
    struct parse p = { .r = { .b = b }, .line = line, .len = len };
    struct arena was = b->arena;
    bool ok;
    b->arena.oom = no_memory;
    b->arena.oom_ctx = &p;
    ok = parse_guarded(&p);
    b->arena.oom = was.oom;
    b->arena.oom_ctx = was.oom_ctx;
    if (p.r.yajl)
        yajl_free(p.r.yajl);
    if (!ok)
        budget_no_memory(b);
    else
        b->fault = b->diags.first;
    return !b->fault;
}
