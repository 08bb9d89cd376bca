#ifndef FISC_INIT_H
#define FISC_INIT_H
/* fisc init: a draft of a rule file from a data folder, or from one file of it. */
#include "session.h"

enum exit_status init_run(struct session *s);
#endif
