#ifndef FISC_COMPILED_H
#define FISC_COMPILED_H
/* Rules that were compiled before: an artifact in the place of a rule file. */
#include "session.h"
#include "../runtime/fisc.h"

/* Is there an artifact where rules are named? Whatever is called .so is no rule file, so that a
 * damaged one is not read as rules. */
bool compiled_named(const struct session *s);
/* Opens it: s->opened, and its program as that of the unit, which has no source texts. */
enum exit_status compiled_open(struct session *s);
/* Sets the engine: the artifact's own code. */
void compiled_engine(struct session *s);
/* What the options allow handles of the library. */
fisc_limits compiled_limits(const struct session *s);
#endif
