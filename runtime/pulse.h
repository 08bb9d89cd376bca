#ifndef FISC_PULSE_H
#define FISC_PULSE_H
/* Asks the host now and then whether to go on. */
#include <stddef.h>

struct pulse {
    void (*beat)(void *ctx);        /* does not return if the work is to stop */
    void *ctx;
};
static inline void pulse_beat(const struct pulse *p)
{
    if (p)
        p->beat(p->ctx);
}
#endif
