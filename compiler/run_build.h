#ifndef FISC_RUN_BUILD_H
#define FISC_RUN_BUILD_H
#include "session.h"

/* fisc build: the rules as a library, an object or an archive, and the header that names what is
 * in it. */
enum exit_status build_run(struct session *s);
#endif
