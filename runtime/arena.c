/* Bump arena over a list of chunks.
 * In: sizes. Out: zeroed memory that stays where it is until arena_free.
 * Invariant: everything past a chunk's `used` is zero, so handing memory out needs no memset, and
 * `used` of the arena never passes `limit`. */
#include "arena.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_FIRST = 4096, CHUNK_MAX = 1 << 20, ALIGNMENT = 16 };

struct arena_chunk {
    struct arena_chunk *next;
    size_t size, used;              /* of bytes[] */
    size_t unused_;                 /* keeps bytes[] aligned to 16 */
    unsigned char bytes[];
};
_Static_assert(sizeof(struct arena_chunk) % ALIGNMENT == 0, "chunk bytes are aligned");

void arena_init(struct arena *a, size_t limit, void (*oom)(void *ctx), void *oom_ctx)
{
    *a = (struct arena){ .limit = limit, .oom = oom, .oom_ctx = oom_ctx };
}

/* Zeroed memory, or NULL. */
static void *source_take(const struct arena *a, size_t size)
{
    if (!a->source)
        return calloc(1, size);
    void *p = a->source->allocate(a->source->ctx, size);
    if (!p)
        errno = ENOMEM;
    return p ? memset(p, 0, size) : NULL;
}

static void source_give(const struct arena *a, void *p)
{
    if (a->source)
        a->source->release(a->source->ctx, p);
    else
        free(p);
}

void arena_free(struct arena *a)
{
    struct arena_chunk *c = a->head;
    while (c) {
        struct arena_chunk *next = c->next;
        source_give(a, c);
        c = next;
    }
    a->head = NULL;
    a->used = 0;
}

void arena_clear(struct arena *a)
{
    struct arena_chunk *kept = a->head;
    if (!kept || kept->size > CHUNK_MAX) {
        arena_free(a);
        return;
    }
    a->head = kept->next;
    arena_free(a);
    memset(kept->bytes, 0, kept->used);
    kept->next = NULL;
    kept->used = 0;
    a->head = kept;
    a->used = sizeof *kept;
}

void arena_fail(struct arena *a)
{
    if (a->oom)
        a->oom(a->oom_ctx);
    __builtin_trap();
}

static void at_limit(struct arena *a)
{
    errno = 0;                      /* the system did not refuse anything */
    arena_fail(a);
}

/* Rounds up to the alignment; sizes that would wrap fail. */
static size_t size_rounded(struct arena *a, size_t size)
{
    if (size > PTRDIFF_MAX)
        at_limit(a);
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* Counts `size` bytes against the limit. */
static void arena_charge(struct arena *a, size_t size)
{
    size_t total;
    if (__builtin_add_overflow(a->used, size, &total) || (a->limit && total > a->limit))
        at_limit(a);
    a->used = total;
}

static struct arena_chunk *chunk_new(struct arena *a, size_t size)
{
    arena_charge(a, sizeof(struct arena_chunk));
    struct arena_chunk *c = source_take(a, sizeof *c + size);
    if (!c)
        arena_fail(a);
    c->size = size;
    return c;
}

/* Blocks too large to share a chunk get their own, behind the head, whose rest stays in use. */
static struct arena_chunk *chunk_for(struct arena *a, size_t size)
{
    struct arena_chunk *head = a->head;
    if (head && head->size - head->used >= size)
        return head;
    size_t want = head && head->size >= CHUNK_FIRST ? head->size * 2 : CHUNK_FIRST;
    if (want > CHUNK_MAX)
        want = CHUNK_MAX;
    struct arena_chunk *c = chunk_new(a, size > want / 4 ? size : want);
    if (c->size == size && head) {
        c->next = head->next;
        head->next = c;
    } else {
        c->next = head;
        a->head = c;
    }
    return c;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t n = size_rounded(a, size ? size : 1);
    arena_charge(a, n);
    struct arena_chunk *c = chunk_for(a, n);
    void *p = c->bytes + c->used;
    c->used += n;
    return p;
}

/* Grows the newest block of the head chunk where it stands. */
static bool block_extend(struct arena *a, const void *old, size_t old_size, size_t new_size)
{
    struct arena_chunk *c = a->head;
    if (!c || !old || (const unsigned char *)old + old_size != c->bytes + c->used)
        return false;
    if (new_size < old_size || c->size - c->used < new_size - old_size)
        return false;
    arena_charge(a, new_size - old_size);
    c->used += new_size - old_size;
    return true;
}

void *arena_grow(struct arena *a, const void *old, size_t old_count, size_t new_count, size_t elem)
{
    size_t size;
    if (__builtin_mul_overflow(new_count, elem, &size))
        arena_fail(a);
    size_t kept = old_count * elem;
    if (kept && block_extend(a, old, size_rounded(a, kept), size_rounded(a, size)))
        return (void *)(uintptr_t)old;
    void *p = arena_alloc(a, size);
    if (kept)
        memcpy(p, old, kept < size ? kept : size);
    return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
    if (len == SIZE_MAX)
        arena_fail(a);
    char *p = arena_alloc(a, len + 1);
    if (len)
        memcpy(p, s, len);
    return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        return arena_alloc(a, 1);
    char *p = arena_alloc(a, (size_t)n + 1);
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return p;
}
