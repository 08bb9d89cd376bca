#ifndef FISC_LINT_H
#define FISC_LINT_H
/* fisc lint: what is wrong with the rules themselves. */
#include "session.h"

enum exit_status lint_run(struct session *s);
#endif
