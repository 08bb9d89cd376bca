#ifndef FISC_SCRATCH_H
#define FISC_SCRATCH_H
/* Memory for one piece of output at a time, so that a long report needs no more than a short one.
 * It counts against the owner's limit; when it runs out it is freed and the owner's oom called. */
#include "arena.h"

struct scratch {
    struct arena arena;
    struct arena *owner;
    void (*oom)(void *ctx); void *oom_ctx;      /* the owner's, while the scratch is open */
    void (*drop)(void *held);       /* frees what `held` points to, when not NULL */
    void *held;
};

void scratch_open(struct scratch *s, struct arena *owner);
/* Frees all that was allocated; what is allocated next starts afresh. */
void scratch_reset(struct scratch *s);
void scratch_close(struct scratch *s);
#endif
