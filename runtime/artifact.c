/* Artifacts in memory. In: the constant that an artifact exports. Out: an engine that calls its
 * functions. */
#include "artifact.h"
#include "str.h"
#include <dlfcn.h>
#include <string.h>
#include <sys/stat.h>

enum artifact_fault artifact_head_fault(const struct fisc_artifact_v1 *f)
{
    if (!f || f->magic != FISC_MAGIC)
        return ARTIFACT_NONE;
    return f->abi == FISC_ABI && f->size == sizeof *f ? ARTIFACT_OK : ARTIFACT_ABI;
}

/* ---- CPU levels ---- */

static const char *const level_name[] = { "x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4" };

const char *artifact_cpu_name(int level) { return level_name[level - 1]; }

int artifact_cpu_level(const char *cpu)
{
    for (int i = 1; i <= 4; i++)
        if (strcmp(cpu, artifact_cpu_name(i)) == 0)
            return i;
    return 0;
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
int artifact_cpu_here(void)
{
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v4"))
        return 4;
    if (__builtin_cpu_supports("x86-64-v3"))
        return 3;
    return __builtin_cpu_supports("x86-64-v2") ? 2 : 1;
}
#else
int artifact_cpu_here(void) { return 1; }
#endif

/* ---- loading ---- */

/* The loader knows libraries by their names, which descriptors repeat once they were closed:
 * slashes and dots before the number spell which file it is, and two files have two names. */
static const char *library_name(struct arena *a, int fd)
{
    struct stat st;
    struct strbuf b;
    uint64_t id[2] = { 0, 0 };
    if (fstat(fd, &st) == 0) {
        id[0] = (uint64_t)st.st_dev;
        id[1] = (uint64_t)st.st_ino;
    }
    strbuf_init(&b, a);
    strbuf_adds(&b, "/proc/self/fd");
    for (int i = 0; i < 128; i++)
        strbuf_adds(&b, id[i / 64] >> (i % 64) & 1 ? "/." : "/");
    strbuf_addf(&b, "/%d", fd);
    return b.p;
}

void *artifact_load(struct arena *a, int fd)
{
    return dlopen(library_name(a, fd), RTLD_NOW | RTLD_LOCAL);
}

/* ---- engines ---- */

static uint32_t count_lins(const struct ir_program *p)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->nkernel; i++)
        n += p->kernel[i].shape == IR_NONE;
    return n;
}

bool artifact_serves(const struct fisc_artifact_v1 *f, const struct ir_program *p)
{
    if (f->nshape != p->nshape || f->nlin != count_lins(p))
        return false;
    for (uint64_t i = 0; i < f->nshape; i++)
        if (!f->shape[i])
            return false;
    for (uint64_t i = 0; i < f->nlin; i++)
        if (!f->lin[i])
            return false;
    return true;
}

struct functions {
    const struct fisc_artifact_v1 *artifact;
    uint32_t *lin;                  /* of each kernel: number of its lin function */
};

static void run_shape(struct engine *e, uint32_t shape, const void *const *in, void *const *out,
                      int64_t n)
{
    const struct functions *self = e->self;
    self->artifact->shape[shape](in, out, n, fisc_helpers_table());
}

static void run_lin(struct engine *e, uint32_t kernel, const struct fisc_lin_in *in,
                    uint8_t *const *verdict, __int128 *debug, int64_t n)
{
    const struct functions *self = e->self;
    self->artifact->lin[self->lin[kernel]](in, verdict, debug, n);
}

static uint32_t *number_lins(struct arena *a, const struct ir_program *p)
{
    uint32_t n = 0, *lin = ARENA_ARRAY(a, uint32_t, p->nkernel);
    for (uint32_t i = 0; i < p->nkernel; i++)
        if (p->kernel[i].shape == IR_NONE)
            lin[i] = n++;
    return lin;
}

void artifact_engine(struct engine *e, struct arena *a, const struct ir_program *p,
                     const struct fisc_artifact_v1 *f)
{
    struct functions *self = ARENA_NEW(a, struct functions);
    *self = (struct functions){ f, number_lins(a, p) };
    *e = (struct engine){ "native", p, self, run_shape, run_lin, false };
}
