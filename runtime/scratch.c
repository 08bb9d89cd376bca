/* A child arena that is emptied again and again.
 * Invariant: whoever leaves, by return or by the owner's oom, leaves nothing allocated. */
#include "scratch.h"

static void scratch_oom(void *ctx)
{
    struct scratch *s = ctx;
    scratch_close(s);
    arena_fail(s->owner);
}

static void start(struct scratch *s)
{
    size_t limit = 0;
    if (s->owner->limit)
        limit = s->owner->limit > s->owner->used ? s->owner->limit - s->owner->used : 1;
    arena_init(&s->arena, limit, scratch_oom, s);
    s->arena.source = s->owner->source;
}

void scratch_open(struct scratch *s, struct arena *owner)
{
    *s = (struct scratch){ .owner = owner, .oom = owner->oom, .oom_ctx = owner->oom_ctx };
    owner->oom = scratch_oom;
    owner->oom_ctx = s;
    start(s);
}

static void drop(struct scratch *s)
{
    if (s->held && s->drop)
        s->drop(s->held);
    s->held = NULL;
    arena_free(&s->arena);
}

void scratch_reset(struct scratch *s)
{
    drop(s);
    start(s);
}

void scratch_close(struct scratch *s)
{
    drop(s);
    s->owner->oom = s->oom;
    s->owner->oom_ctx = s->oom_ctx;
}
