#ifndef FISC_RUN_DIFF_H
#define FISC_RUN_DIFF_H
#include "run.h"

/* fisc diff: what differs between the data of the second name and that of the third. */
enum exit_status diff_run(struct session *s);
#endif
