#ifndef FISC_TEST_HOST_H
#define FISC_TEST_HOST_H
/* A host that refuses: memory at the Nth call, to go on at the Nth question; what ends a test. */
#include "../../runtime/fisc.h"
#include <stdio.h>
#include <stdlib.h>

static inline void fail(const char *what, long long n)
{
    printf("%s (%lld)\n", what, n);
    exit(1);
}

static inline void expect(fisc_status got, fisc_status want, long long n)
{
    if (got != want) {
        printf("%s in place of %s (%lld)\n", fisc_status_text(got), fisc_status_text(want), n);
        exit(1);
    }
}

struct host { long long left, live, asked, polls; };

static inline void *host_allocate(void *ctx, size_t size)
{
    struct host *h = ctx;
    h->asked++;
    if (h->left == 0)
        return NULL;
    h->left--;
    h->live++;
    return malloc(size);
}

static inline void host_release(void *ctx, void *p)
{
    struct host *h = ctx;
    h->live--;
    free(p);
}

static inline int host_cancelled(void *ctx)
{
    struct host *h = ctx;
    return h->polls-- == 0;
}
#endif
