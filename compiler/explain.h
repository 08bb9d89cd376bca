#ifndef FISC_EXPLAIN_H
#define FISC_EXPLAIN_H
/* fisc explain: the pages of the codes that are named, or a list of all codes. */
#include "session.h"

enum exit_status explain_run(struct session *s);
#endif
