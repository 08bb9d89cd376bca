/* The line of text by which an artifact says how it was made. The code generator writes it, the
 * loader expects it: whatever differs in it makes another artifact. */
#include "abi.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif
#ifndef FISC_COMPILER_ID
#define FISC_COMPILER_ID "unknown tools"
#endif

char *artifact_manifest(struct arena *a, const char *cpu, bool debug)
{
    return arena_printf(a, "fisc %s; %s; %s; debug %d", PACKAGE_VERSION, FISC_COMPILER_ID, cpu,
                        debug ? 1 : 0);
}
