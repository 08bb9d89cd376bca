#ifndef FISC_ARENA_H
#define FISC_ARENA_H
/* Bump arena: memory that lives and dies together. Nothing in it is freed singly.
 * Allocation never returns NULL: when memory or the limit runs out the arena calls `oom`, which
 * must not return; errno is ENOMEM then if the system has no more, 0 at the limit. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *head;
    size_t used;                    /* bytes handed out, headers included */
    size_t limit;                   /* 0: none */
    void (*oom)(void *ctx);         /* must not return */
    void *oom_ctx;
    const struct arena_source *source;          /* of its chunks; NULL: malloc and free */
};
/* Where memory comes from. allocate returns NULL if there is none, else memory that is aligned to
 * 16; it need not be zero. */
struct arena_source {
    void *(*allocate)(void *ctx, size_t size);
    void (*release)(void *ctx, void *p);
    void *ctx;
};

void arena_init(struct arena *a, size_t limit, void (*oom)(void *ctx), void *oom_ctx);
void arena_free(struct arena *a);
/* The same, but it keeps its greatest shared chunk (1 MiB at most) for what comes next: memory that
 * was used before costs less than new. */
void arena_clear(struct arena *a);
/* calls oom: for code that keeps its own counts and finds that they cannot grow */
_Noreturn void arena_fail(struct arena *a);
/* zeroed, aligned to 16 */
void *arena_alloc(struct arena *a, size_t size);
/* grows (or first allocates) an array: returns a block of new_count elements, the first old_count
 * copied, the rest zero; `old` is not to be used after */
void *arena_grow(struct arena *a, const void *old, size_t old_count, size_t new_count, size_t elem);
char *arena_strndup(struct arena *a, const char *s, size_t len);
/* printf into the arena (vsnprintf; no locale-dependent conversions are used) */
char *arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), (size_t)(n) * sizeof(type)))
/* push one element on an arena array `p` with counters `n` (used) and `cap` */
#define ARENA_PUSH(a, p, n, cap, val) do { \
    if ((n) == (cap)) { \
        size_t cap_ = (cap) ? (size_t)(cap) * 2 : 8; \
        (p) = arena_grow((a), (p), (n), cap_, sizeof *(p)); \
        (cap) = (__typeof__(cap))cap_; \
    } \
    (p)[(n)++] = (val); } while (0)
#endif
