#ifndef FISC_FMT_H
#define FISC_FMT_H
/* fisc fmt: rule files in canonical form. */
#include "session.h"

enum exit_status fmt_run(struct session *s);
/* What is wrong with its options; NULL: nothing. */
const char *fmt_wrong(const struct options *o, bool zh);
#endif
