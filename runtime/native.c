/* Native engines. In: a verified program and options; out: an engine over an artifact that was
 * taken from the cache or made by the helper program. What is loaded was checked: who owns it, that
 * it is whole, and that it says it was made from this very program by these very tools. Nothing
 * here runs libgccjit, which may end its process. */
#define _GNU_SOURCE
#include "native.h"
#include "artifact.h"
#include "cache.h"
#include "file.h"
#include "hash.h"
#include "say.h"
#include "spawn.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif

static const char made_name[] = "artifact.so";
enum { NAME_SIZE = 2 * HASH_BYTES + 4 };        /* hexadecimal hash, ".so" */

struct native {
    struct engine engine;
    void *library;
    int fd;             /* stays open as long as the library */
};

/* One request: what is wanted, and what it is called in the cache. */
struct want {
    struct arena *arena;
    const struct ir_program *prog;
    const struct native_opts *opts;
    const char *cpu, *manifest;
    struct ir_image code;
    char name[NAME_SIZE];
    const char *kind;               /* for the helper; NULL: an artifact for the cache */
    const char *why;
};

const char *native_cpu_level(void) { return artifact_cpu_name(artifact_cpu_here()); }

/* ── what is wanted ── */

static void hash_text(struct hash *h, const char *s) { hash_add(h, s, strlen(s) + 1); }

/* A helper built anew may make other code under the same version. */
static void hash_helper(struct hash *h, const char *helper)
{
    struct stat st;
    uint64_t id[3] = { 0, 0, 0 };
    if (stat(helper, &st) == 0) {
        id[0] = (uint64_t)st.st_size;
        id[1] = (uint64_t)st.st_mtim.tv_sec;
        id[2] = (uint64_t)st.st_mtim.tv_nsec;
    }
    hash_add(h, id, sizeof id);
}

static void want_name(struct want *w)
{
    unsigned char digest[HASH_BYTES];
    uint32_t abi = FISC_ABI;
    struct hash h;
    hash_init(&h);
    hash_text(&h, w->manifest);
    hash_add(&h, &abi, sizeof abi);
    hash_helper(&h, w->opts->helper);
    hash_add(&h, w->code.bytes, w->code.len);
    hash_end(&h, digest);
    for (size_t i = 0; i < HASH_BYTES; i++)
        snprintf(w->name + 2 * i, 3, "%02x", digest[i]);
    memcpy(w->name + 2 * HASH_BYTES, ".so", 4);
}

static bool want_init(struct want *w, struct arena *a, const struct ir_program *p,
                      const struct native_opts *o)
{
    *w = (struct want){ .arena = a, .prog = p, .opts = o,
                        .kind = o->debug ? "--debug" : NULL,
                        .cpu = o->cpu ? o->cpu : artifact_cpu_name(1) };
    int level = artifact_cpu_level(w->cpu);
    if (level == 0)
        w->why = say_with(a, o->lang, SAY_NO_CPU_LEVEL, 1, w->cpu);
    else if (level > artifact_cpu_here())
        w->why = say_with(a, o->lang, SAY_CPU_TOO_HIGH, 1, w->cpu);
    if (w->why)
        return false;
    w->manifest = artifact_manifest(a, w->cpu, o->debug);
    w->code = ir_image_code(a, p);
    want_name(w);
    return true;
}

/* ── loading ── */

/* What the artifact is not, or SAY_COUNT if it is what is wanted. */
static enum say wanted_fault(const struct want *w, const struct fisc_artifact_v1 *f)
{
    enum artifact_fault fault = artifact_head_fault(f);
    if (fault == ARTIFACT_NONE)
        return SAY_ARTIFACT_NONE;
    if (fault == ARTIFACT_ABI)
        return SAY_ARTIFACT_ABI;
    if (strcmp(f->manifest, w->manifest) != 0)
        return SAY_ARTIFACT_TOOLS;
    if (f->ir_len != w->code.len || memcmp(f->ir_image, w->code.bytes, w->code.len) != 0)
        return SAY_ARTIFACT_RULES;
    return artifact_serves(f, w->prog) ? SAY_COUNT : SAY_ARTIFACT_PART;
}

/* Takes fd over. */
static struct engine *load(struct want *w, int fd)
{
    void *library = artifact_load(w->arena, fd);
    enum say fault;
    if (!library)
        w->why = say_with(w->arena, w->opts->lang, SAY_ARTIFACT_UNLOADED, 1, dlerror());
    else if ((fault = wanted_fault(w, dlsym(library, ARTIFACT_SYMBOL))) != SAY_COUNT)
        w->why = say_with(w->arena, w->opts->lang, SAY_ARTIFACT_UNUSABLE, 1,
                          say_text(fault, w->opts->lang));
    if (w->why) {
        if (library)
            dlclose(library);
        close(fd);
        return NULL;
    }
    struct native *self = ARENA_NEW(w->arena, struct native);
    artifact_engine(&self->engine, w->arena, w->prog, dlsym(library, ARTIFACT_SYMBOL));
    self->library = library;
    self->fd = fd;
    return &self->engine;
}

void native_close(struct engine *e)
{
    struct native *self = (struct native *)e;   /* its first member */
    if (self->library)
        dlclose(self->library);
    if (self->fd >= 0)
        close(self->fd);
    self->library = NULL;
    self->fd = -1;
}

/* ── making ── */

/* Says what went wrong, with errno's reason. */
static void say_errno(struct want *w, enum say what)
{
    enum lang lang = w->opts->lang;
    w->why = say_with(w->arena, lang, what, 1, say_os_error(errno, lang));
}

/* The whole program as a file in memory: the helper reads it at its own pace. */
static int input_open(struct want *w)
{
    struct ir_image image = ir_image_write(w->arena, w->prog);
    int fd = memfd_create("fisc-program", MFD_CLOEXEC);
    if (fd >= 0 && file_write(fd, image.bytes, image.len) && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    say_errno(w, SAY_HANDING_ON);
    if (fd >= 0)
        close(fd);
    return -1;
}

static struct spawn_job helper_job(const struct native_opts *o, const char *const *argv, int dir_fd,
                                   int stdin_fd)
{
    static const char *const env[] = { "TMPDIR=.", "LC_ALL=C", NULL };
    unsigned deadline = o->deadline_ms ? o->deadline_ms : 120000;
    struct spawn_job job = {
        .path = o->helper,
        .argv = argv,
        .env = env,
        .dir_fd = dir_fd,
        .stdin_fd = stdin_fd,
        .deadline_ms = deadline,
        .cpu_seconds = deadline / 1000 + 1,
        .memory_bytes = o->memory_cap ? o->memory_cap : UINT64_C(4) << 30,
        .file_bytes = o->file_cap ? o->file_cap : UINT64_C(256) << 20,
        .open_files = 64,
    };
#ifdef ADDRESS_SANITIZER
    job.memory_bytes = 0;       /* it reserves terabytes */
#endif
    return job;
}

static bool run_helper(struct want *w, const struct cache_work *dir, const char *out)
{
    const char *argv[] = { "fisc-cg", arena_printf(w->arena, "--cpu=%s", w->cpu),
                           arena_printf(w->arena, "--out=%s", out),
                           w->kind, NULL };
    struct spawn_result r;
    int input = input_open(w);
    if (input < 0)
        return false;
    struct spawn_job job = helper_job(w->opts, argv, dir->fd, input);
    spawn_run(w->arena, &job, &r);
    close(input);
    const char *fault = spawn_fault(w->arena, w->opts->lang, &job, &r);
    if (fault)
        w->why = say_with(w->arena, w->opts->lang, SAY_GENERATOR_FAILED, 2, w->opts->helper, fault);
    return !fault;
}

/* An engine over a new artifact; once it was loaded and found right, the file goes to the cache. */
static struct engine *make_in(struct want *w, const struct cache_work *dir, bool store)
{
    if (!run_helper(w, dir, made_name))
        return NULL;
    int fd = cache_seal(dir, made_name);
    if (fd < 0) {
        w->why = say_with(w->arena, w->opts->lang, SAY_ARTIFACT_LEFT_OUT, 1, w->opts->helper);
        return NULL;
    }
    struct engine *e = load(w, fd);
    if (e && store && !cache_store(dir, made_name, w->name)) {
        say_errno(w, SAY_ARTIFACT_UNKEPT);
        native_close(e);
        e = NULL;
    }
    return e;
}

static struct engine *make(struct want *w, int root_fd, bool store)
{
    struct cache_work dir;
    if (!cache_work_make(&dir, root_fd)) {
        say_errno(w, SAY_NO_WORK_FOLDER);
        return NULL;
    }
    struct engine *e = make_in(w, &dir, store);
    cache_work_remove(&dir);
    if (e && store)
        cache_trim(w->arena, root_fd, w->opts->cache_cap ? w->opts->cache_cap : UINT64_C(256) << 20,
                   w->name);
    return e;
}

static struct engine *make_uncached(struct want *w)
{
    const char *root = w->opts->temp_root ? w->opts->temp_root : "/tmp";
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        w->why = say_with(w->arena, w->opts->lang, SAY_FOLDER_CLOSED, 2, root,
                          say_os_error(errno, w->opts->lang));
        return NULL;
    }
    struct engine *e = make(w, fd, false);
    close(fd);
    return e;
}

const char *native_make(struct arena *a, const struct ir_program *p, const struct native_opts *o,
                        const char *kind, const struct cache_work *dir, const char *out)
{
    struct want w = { .arena = a, .prog = p, .opts = o, .kind = kind,
                      .cpu = o->cpu ? o->cpu : artifact_cpu_name(1) };
    if (!artifact_cpu_level(w.cpu))
        return say_with(a, o->lang, SAY_NO_CPU_LEVEL, 1, w.cpu);
    return run_helper(&w, dir, out) ? NULL : w.why;
}

/* ── from the cache ── */

/* NULL without a fault: it is not there. What is there and is not right is removed. */
static struct engine *take(struct want *w, int cache_fd)
{
    int fd = cache_take(cache_fd, w->name);
    struct engine *e = fd < 0 ? NULL : load(w, fd);
    if (!e)
        cache_drop(cache_fd, w->name);
    w->why = NULL;
    return e;
}

static struct engine *take_or_make(struct want *w, enum native_source *src)
{
    int fd = cache_open(w->arena, w->opts->lang, w->opts->cache_dir, &w->why);
    if (fd < 0)
        return NULL;
    struct engine *e = take(w, fd);
    if (e)
        *src = NATIVE_CACHED;
    else
        e = make(w, fd, true);
    close(fd);
    return e;
}

struct engine *native_engine(struct arena *a, const struct ir_program *p,
                             const struct native_opts *o, enum native_source *src, const char **why)
{
    struct want w;
    struct engine *e = NULL;
    *src = NATIVE_BUILT;
    if (want_init(&w, a, p, o))
        e = o->cache_dir ? take_or_make(&w, src) : make_uncached(&w);
    *why = w.why;
    return e;
}

struct engine *native_cached(struct arena *a, const struct ir_program *p,
                             const struct native_opts *o, const char **why)
{
    struct want w;
    struct engine *e = NULL;
    if (want_init(&w, a, p, o)) {
        int fd = o->cache_dir ? cache_open(a, o->lang, o->cache_dir, &w.why) : -1;
        if (fd >= 0) {
            e = take(&w, fd);
            close(fd);
        }
        if (!e && !w.why)
            w.why = say_text(SAY_ARTIFACT_UNCACHED, o->lang);
    }
    *why = w.why;
    return e;
}

const char *native_cache_fault(struct arena *a, enum lang lang, const char *cache_dir)
{
    const char *why = NULL;
    int fd = cache_open(a, lang, cache_dir, &why);
    if (fd >= 0)
        close(fd);
    return why;
}

/* ── where the cache is ── */

char *native_default_cache(struct arena *a, char *const *env)
{
    const char *xdg = str_env(env, "XDG_CACHE_HOME"), *home = str_env(env, "HOME");
    if (xdg && *xdg == '/')         /* the XDG rules have relative ones ignored */
        return arena_printf(a, "%s/fisc", xdg);
    return home ? arena_printf(a, "%s/.cache/fisc", home) : NULL;
}
