/* What `fisc doctor` asks about native code: is the helper there, does it find its tools, does a
 * small program come through it. In: the options a run would have; out: texts, none NULL. */
#define _GNU_SOURCE
#include "native.h"
#include "say.h"
#include "spawn.h"
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* the rest of the line that begins with `name=` in what the helper said, or "" */
static const char *said_value(struct arena *a, const char *said, const char *name)
{
    size_t n = strlen(name);
    for (const char *line = said; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
        if (strncmp(line, name, n) == 0 && line[n] == '=')
            return arena_strndup(a, line + n + 1, strcspn(line + n + 1, "\n"));
    return "";
}

static void ask_helper(struct arena *a, const struct native_opts *o, struct native_report *r)
{
    static const char *const argv[] = { "fisc-cg", "--tools", NULL };
    static const char *const env[] = { "LC_ALL=C", NULL };
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int dir = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    struct spawn_job job = {
        .path = o->helper, .argv = argv, .env = env, .dir_fd = dir, .stdin_fd = null,
        .deadline_ms = 5000, .cpu_seconds = 5,
    };
    struct spawn_result said;
    spawn_run(a, &job, &said);
    const char *fault = spawn_fault(a, o->lang, &job, &said);
    r->helper_why = fault ? arena_printf(a, "%s: %s", o->helper, fault) : "";
    r->tool_path = said_value(a, said.said, "path");
    r->as_path = said_value(a, said.said, "as");
    r->ld_path = said_value(a, said.said, "ld");
    r->gccjit = said_value(a, said.said, "libgccjit");
    close(null);
    close(dir);
}

static unsigned elapsed_ms(const struct timespec *from)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned)((now.tv_sec - from->tv_sec) * 1000 + (now.tv_nsec - from->tv_nsec) / 1000000);
}

/* out = -in */
static bool trial_runs(struct engine *e)
{
    const int64_t in = 208;
    int64_t out = 0;
    const void *ins[1] = { &in };
    void *outs[1] = { &out };
    e->shape(e, 0, ins, outs, 1);
    return out == -in;
}

static const char *trial(struct arena *a, const struct native_opts *o)
{
    struct ir_op op[3] = { { .op = OP_IN, .width = IR_W64 }, { .op = OP_NEG, .width = IR_W64 },
                           { .op = OP_OUT, .width = IR_W64, .arg = { 1 } } };
    uint8_t in_width = IR_W64;
    struct ir_out out = { OUT_VALUE, IR_W64 };
    struct ir_shape shape = {
        .op = op, .nop = 3, .in_width = &in_width, .nin = 1, .out = &out, .nout = 1
    };
    char empty[] = "", *string = empty;
    const struct ir_program p = { .string = &string, .nstring = 1, .shape = &shape, .nshape = 1 };
    struct native_opts uncached = *o;
    enum native_source src;
    const char *why;
    uncached.cache_dir = NULL;
    struct engine *e = native_engine(a, &p, &uncached, &src, &why);
    if (!e)
        return why;
    bool right = trial_runs(e);
    native_close(e);
    return right ? "" : say_text(SAY_ARTIFACT_WRONG, o->lang);
}

void native_examine(struct arena *a, const struct native_opts *o, struct native_report *r)
{
    struct timespec start;
    ask_helper(a, o, r);
    r->cpu = native_cpu_level();
    const char *fault = o->cache_dir ? native_cache_fault(a, o->lang, o->cache_dir) : NULL;
    r->cache_why = fault ? fault : "";
    clock_gettime(CLOCK_MONOTONIC, &start);
    r->trial_why = trial(a, o);
    r->trial_ms = elapsed_ms(&start);
}
