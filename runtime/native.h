#ifndef FISC_NATIVE_H
#define FISC_NATIVE_H
/* Native artifacts: made by the helper program fisc-cg, kept in a cache, loaded with dlopen. */
#include "abi.h"
#include "diag.h"

struct native_opts {
    const char *helper;             /* path of fisc-cg */
    const char *cache_dir;          /* NULL: no cache; the artifact is removed after loading */
    const char *temp_root;          /* where it is made if there is no cache; NULL: /tmp */
    const char *cpu;                /* "x86-64", "x86-64-v2", "-v3", "-v4"; NULL: the baseline */
    enum lang lang;                 /* of what is said to be wrong */
    bool debug;                     /* artifact exports evidence */
    unsigned deadline_ms;           /* 0: 120 s */
    uint64_t cache_cap;             /* bytes the cache may hold; 0: 256 MiB */
    uint64_t file_cap;              /* bytes of one file the helper may write; 0: 256 MiB */
    uint64_t memory_cap;            /* bytes of address space the helper may take; 0: 4 GiB */
};
enum native_source { NATIVE_CACHED, NATIVE_BUILT };
/* An engine whose shapes and lins run as machine code, or NULL; then *why says what went wrong
 * (arena text, one sentence in o->lang). The engine lives in the arena; native_close unloads the
 * artifact. A cache folder that cannot be used is a failure: see native_cache_fault. */
struct engine *native_engine(struct arena *a, const struct ir_program *p,
                             const struct native_opts *o, enum native_source *src,
                             const char **why);
/* Like native_engine, but only if the cache holds the artifact already. */
struct engine *native_cached(struct arena *a, const struct ir_program *p,
                             const struct native_opts *o, const char **why);
void native_close(struct engine *e);
/* Has the helper make the file `out` in a private folder: `kind` is what the helper is told to make
 * ("--whole", "--object=NAME", "--archive=NAME"). The CPU level may be above this machine's. NULL,
 * or what went wrong (arena text). */
struct cache_work;
const char *native_make(struct arena *a, const struct ir_program *p, const struct native_opts *o,
                        const char *kind, const struct cache_work *dir, const char *out);
/* What keeps a cache folder from being used, or NULL. Makes the folder if it is not there. */
const char *native_cache_fault(struct arena *a, enum lang lang, const char *cache_dir);
/* Default cache folder ($XDG_CACHE_HOME/fisc or $HOME/.cache/fisc), arena text, or NULL if neither
 * is set. Reads `env` (NULL-terminated NAME=VALUE list). */
char *native_default_cache(struct arena *a, char *const *env);
/* The highest of the four levels that this machine runs; static text. */
const char *native_cpu_level(void);

/* What `fisc doctor` shows. Texts are never NULL; a `why` is "" where nothing is wrong. */
struct native_report {
    const char *helper_why;         /* the helper is not there or does not run */
    const char *tool_path;          /* the helper's fixed PATH */
    const char *as_path, *ld_path;  /* what it finds there, "" if nothing */
    const char *gccjit;             /* version */
    const char *cpu;                /* this machine's level */
    const char *cache_why;          /* the cache folder cannot be used; "" also without a folder */
    const char *trial_why;          /* a small program could not be built, loaded and run */
    unsigned trial_ms;              /* how long it took */
};
void native_examine(struct arena *a, const struct native_opts *o, struct native_report *r);
#endif
