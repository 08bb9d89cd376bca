#ifndef FISC_GUARD_H
#define FISC_GUARD_H
/* Lets go of something that is not in an arena when the arena runs out of memory: then control does
 * not come back to the function that holds it. Guards nest. */
#include "arena.h"

struct guard {
    struct arena *arena;
    void (*release)(void *what);
    void *what;
    void (*oom)(void *ctx);         /* what the arena called before */
    void *ctx;
};
/* From now to guard_end, release(what) is called if memory runs out. */
void guard_begin(struct guard *g, struct arena *a, void (*release)(void *what), void *what);
/* The regular end: calls release(what). */
void guard_end(struct guard *g);
/* A release: closes the descriptor at `fd` (int *), if there is one. */
void guard_fd(void *fd);
#endif
