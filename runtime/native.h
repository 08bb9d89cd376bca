#ifndef FISC_NATIVE_H
#define FISC_NATIVE_H
/* Native artifacts: made by the helper program fisc-cg, kept in a cache, loaded with dlopen. */
#include "abi.h"

struct native_opts {
    const char *helper;             /* path of fisc-cg */
    const char *cache_dir;          /* NULL: no cache; the artifact lives in a private temporary folder and is removed after loading */
    const char *cpu;                /* "x86-64", "x86-64-v2", "-v3", "-v4"; NULL: the baseline */
    bool debug;                     /* artifact exports evidence */
    unsigned deadline_ms;           /* 0: 120 s */
    uint64_t cache_cap;             /* bytes the cache may hold; 0: 256 MiB */
};
enum native_source { NATIVE_CACHED, NATIVE_BUILT };
/* An engine whose shapes and lins run as machine code, or NULL; then *why says what went wrong (arena text, one sentence in English). The
 * engine lives in the arena; native_close unloads the artifact. */
struct engine *native_engine(struct arena *a, const struct ir_program *p, const struct native_opts *o, enum native_source *src, const char **why);
/* Like native_engine, but only if the cache holds the artifact already. */
struct engine *native_cached(struct arena *a, const struct ir_program *p, const struct native_opts *o, const char **why);
void native_close(struct engine *e);
/* Default cache folder ($XDG_CACHE_HOME/fisc or $HOME/.cache/fisc), arena text, or NULL if neither is set. Reads `env` (NULL-terminated NAME=VALUE list). */
char *native_default_cache(struct arena *a, char *const *env);
#endif
