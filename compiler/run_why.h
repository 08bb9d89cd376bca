#ifndef FISC_RUN_WHY_H
#define FISC_RUN_WHY_H
#include "run.h"

/* fisc why: where the figure or rule of s->opt.asked comes from. */
enum exit_status why_run(struct session *s);
#endif
