#ifndef FISC_RUN_EVAL_H
#define FISC_RUN_EVAL_H
/* The subcommand eval. */
#include "session.h"

enum exit_status stream_run(struct session *s);
#endif
