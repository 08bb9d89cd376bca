/* What is let go of when memory runs out.
 * In: an arena and a thing with its release. Out: the arena's handler, put before the one it had.
 * Invariant: release is called once, whichever way it ends. */
#include "guard.h"
#include <errno.h>
#include <unistd.h>

static void guard_oom(void *ctx)
{
    struct guard *g = ctx;
    struct arena *a = g->arena;
    int error = errno;              /* tells why memory ran out */
    guard_end(g);
    errno = error;
    arena_fail(a);
}

void guard_begin(struct guard *g, struct arena *a, void (*release)(void *what), void *what)
{
    *g = (struct guard){ a, release, what, a->oom, a->oom_ctx };
    a->oom = guard_oom;
    a->oom_ctx = g;
}

void guard_end(struct guard *g)
{
    g->arena->oom = g->oom;
    g->arena->oom_ctx = g->ctx;
    g->release(g->what);
}

void guard_fd(void *fd)
{
    int n = *(const int *)fd;
    if (n >= 0)
        close(n);
}
