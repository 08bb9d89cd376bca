#ifndef FISC_EACH_H
#define FISC_EACH_H
/* Check and calc of many data folders with one compiled program (--each). */
#include "run.h"

/* Compiles once, then loads, evaluates and reports folder by folder, then the whole (--data, if
 * given), then a summary. Memory does not grow with the number of folders, but for a row of the
 * summary each. */
enum exit_status each_run(struct session *s, const struct report_kind *kind);
#endif
