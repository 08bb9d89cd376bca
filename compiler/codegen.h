#ifndef FISC_CODEGEN_H
#define FISC_CODEGEN_H
/* Machine code for a program's shapes and linear tables, by libgccjit. Part of the helper program
 * fisc-cg only: the library may end the process it runs in, so nothing else links it. */
#include "../runtime/abi.h"

struct codegen_opts {
    const char *cpu;                /* "x86-64", "x86-64-v2", "-v3", "-v4" */
    const char *out;                /* file to write, in the current folder */
    bool debug;                     /* emit evidence outputs too */
    bool whole;                     /* the artifact holds its whole program */
    bool object;                    /* a relocatable object in place of a library */
    bool archive;                   /* and that in an archive: the caller makes it */
    const char *symbol;             /* what it exports */
    const char *manifest;
};

/* Writes the artifact (see struct fisc_artifact_v1) of p, which is well formed; `image` is what it
 * was read from. Returns NULL, or what went wrong (text of the context or static). May end the
 * process: see above. */
const char *codegen_write(struct arena *a, const struct ir_program *p, struct ir_image image,
                          const struct codegen_opts *o);
#endif
