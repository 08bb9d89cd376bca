#ifndef FISC_ARTIFACT_H
#define FISC_ARTIFACT_H
/* An artifact in memory, however it came there: what it is, and an engine over its functions. */
#include "abi.h"

#define ARTIFACT_SYMBOL "fisc_artifact"     /* what a library exports */

enum artifact_fault { ARTIFACT_OK, ARTIFACT_NONE /* it is none */,
                      ARTIFACT_ABI /* it has another interface */ };
/* f may be NULL. Only its head is read. */
enum artifact_fault artifact_head_fault(const struct fisc_artifact_v1 *f);
/* 1 to 4 of "x86-64" to "x86-64-v4"; 0: no level. */
int artifact_cpu_level(const char *cpu);
const char *artifact_cpu_name(int level);
/* the highest that this machine runs */
int artifact_cpu_here(void);
/* Loads a library by its descriptor, so that what was checked is what is loaded. The descriptor
 * must stay open as long as the library. NULL: dlerror says why. */
void *artifact_load(struct arena *a, int fd);
/* Has it all functions that the program calls? */
bool artifact_serves(const struct fisc_artifact_v1 *f, const struct ir_program *p);
/* Makes an engine of an artifact that serves p; both outlive it. What it needs is in the arena. */
void artifact_engine(struct engine *e, struct arena *a, const struct ir_program *p,
                     const struct fisc_artifact_v1 *f);
#endif
