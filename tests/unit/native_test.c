/* How artifacts are made, kept and loaded: facts about the helper program, the cache and their failures. $FISC_CG names
 * the helper; beside it stands fisc-cg-no-tools, built with FISC_NO_TOOLS. Helpers that misbehave are shell scripts. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "../../runtime/cache.h"
#include "../../runtime/hash.h"
#include "../../runtime/native.h"
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct place {
    struct arena a;
    char root[64];                  /* a folder for this test alone */
    char *temp, *cache;             /* folders in it; the cache is not made yet */
    struct ir_program *p;
    struct native_opts o;
};

static void out_of_memory(void *ctx)
{
    (void)ctx;
    abort();
}

/* out = in * factor */
static struct ir_program *small_program(struct arena *a, int64_t factor)
{
    struct ir_program *p = ARENA_NEW(a, struct ir_program);
    struct ir_shape *s = p->shape = ARENA_NEW(a, struct ir_shape);
    static const struct ir_op op[] = {
        { .op = OP_IN, .width = IR_W64 }, { .op = OP_CONST, .width = IR_W64 },
        { .op = OP_MUL, .width = IR_W64, .arg = { 0, 1 } }, { .op = OP_OUT, .width = IR_W64, .arg = { 2 } },
    };
    p->string = ARENA_NEW(a, char *);
    p->string[0] = arena_strndup(a, "", 0);
    p->nstring = p->nshape = 1;
    s->op = ARENA_ARRAY(a, struct ir_op, 4);
    memcpy(s->op, op, sizeof op);
    s->in_width = ARENA_NEW(a, uint8_t);
    s->in_width[0] = IR_W64;
    s->out = ARENA_NEW(a, struct ir_out);
    *s->out = (struct ir_out){ OUT_VALUE, IR_W64 };
    s->pool = ARENA_NEW(a, w256);
    *s->pool = w256_from_i64(factor);
    s->nop = 4;
    s->nin = s->nout = s->npool = 1;
    return p;
}

static int place_make(void **state)
{
    struct place *t = calloc(1, sizeof *t);
    arena_init(&t->a, 0, out_of_memory, NULL);
    strcpy(t->root, "/tmp/fisc-native-test-XXXXXX");
    if (!mkdtemp(t->root))
        return -1;
    t->temp = arena_printf(&t->a, "%s/temp", t->root);
    t->cache = arena_printf(&t->a, "%s/a/cache", t->root);
    if (mkdir(t->temp, 0700) != 0)
        return -1;
    t->p = small_program(&t->a, 3);
    t->o = (struct native_opts){ .helper = getenv("FISC_CG"), .temp_root = t->temp, .cache_dir = t->cache };
    *state = t;
    return 0;
}

static int place_remove(void **state)
{
    struct place *t = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", t->root);
    int status = system(command);
    arena_free(&t->a);
    free(t);
    return status;
}

static struct engine *engine_of(struct place *t, enum native_source *src, const char **why)
{
    return native_engine(&t->a, t->p, &t->o, src, why);
}

static int64_t run_small(struct engine *e, int64_t x)
{
    int64_t y = 0;
    const void *in[1] = { &x };
    void *out[1] = { &y };
    e->shape(e, 0, in, out, 1);
    return y;
}

static void assert_works(struct place *t, enum native_source expected)
{
    enum native_source src;
    const char *why;
    struct engine *e = engine_of(t, &src, &why);
    if (!e)
        fail_msg("%s", why);
    assert_int_equal(run_small(e, 14), 42);
    assert_int_equal(src, expected);
    native_close(e);
}

/* No engine, and the sentence has `part` in it. */
static void assert_fails(struct place *t, const char *part)
{
    enum native_source src;
    const char *why = NULL;
    assert_null(engine_of(t, &src, &why));
    assert_non_null(why);
    if (!strstr(why, part))
        fail_msg("it says: %s", why);
}

static unsigned count_entries(const char *dir)
{
    unsigned n = 0;
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

/* the only file of the cache */
static char *cached_file(struct place *t)
{
    char *path = NULL;
    DIR *d = opendir(t->cache);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.') {
            assert_null(path);
            path = arena_printf(&t->a, "%s/%s", t->cache, e->d_name);
        }
    closedir(d);
    assert_non_null(path);
    return path;
}

static void use_script(struct place *t, const char *text)
{
    char *path = arena_printf(&t->a, "%s/helper", t->root);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "#!/bin/sh\n%s\n", text);
    fclose(f);
    assert_int_equal(chmod(path, 0700), 0);
    t->o.helper = path;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ── the usual way ── */

static void first_run_builds_second_is_cached(void **state)
{
    assert_works(*state, NATIVE_BUILT);
    assert_works(*state, NATIVE_CACHED);
}

static void without_cache_nothing_is_left(void **state)
{
    struct place *t = *state;
    t->o.cache_dir = NULL;
    assert_works(t, NATIVE_BUILT);
    assert_int_equal(count_entries(t->temp), 0);
}

static void cache_folder_is_made_closed_to_others(void **state)
{
    struct place *t = *state;
    struct stat st;
    assert_works(t, NATIVE_BUILT);
    assert_int_equal(stat(t->cache, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    assert_int_equal(stat(cached_file(t), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

static void cached_only_does_not_build(void **state)
{
    struct place *t = *state;
    const char *why = NULL;
    assert_null(native_cached(&t->a, t->p, &t->o, &why));
    assert_string_equal(why, "the cache holds no artifact for these rules");
    assert_works(t, NATIVE_BUILT);
    struct engine *e = native_cached(&t->a, t->p, &t->o, &why);
    assert_non_null(e);
    native_close(e);
}

static void other_rules_are_built_apart(void **state)
{
    struct place *t = *state;
    enum native_source src;
    const char *why;
    struct ir_program *first = t->p;
    assert_works(t, NATIVE_BUILT);
    t->p = small_program(&t->a, 5);
    struct engine *e = engine_of(t, &src, &why);
    assert_non_null(e);
    assert_int_equal(src, NATIVE_BUILT);
    assert_int_equal(run_small(e, 2), 10);
    native_close(e);
    t->p = first;
    assert_works(t, NATIVE_CACHED);
}

static void cpu_level_and_debug_are_built_apart(void **state)
{
    struct place *t = *state;
    assert_works(t, NATIVE_BUILT);
    t->o.debug = true;
    assert_works(t, NATIVE_BUILT);
    t->o.cpu = native_cpu_level();
    if (strcmp(t->o.cpu, "x86-64") != 0)
        assert_works(t, NATIVE_BUILT);
    assert_works(t, NATIVE_CACHED);
}

static void a_new_helper_builds_anew(void **state)
{
    struct place *t = *state;
    const char *real = t->o.helper;
    use_script(t, arena_printf(&t->a, "exec '%s' \"$@\"", real));
    assert_works(t, NATIVE_BUILT);
    use_script(t, arena_printf(&t->a, "exec '%s' \"$@\" # newer", real));
    assert_works(t, NATIVE_BUILT);
}

static void two_engines_live_side_by_side(void **state)
{
    struct place *t = *state;
    enum native_source src;
    const char *why;
    struct engine *x = engine_of(t, &src, &why);
    t->p = small_program(&t->a, 7);
    struct engine *y = engine_of(t, &src, &why);
    assert_non_null(x);
    assert_non_null(y);
    assert_int_equal(run_small(x, 2), 6);
    assert_int_equal(run_small(y, 2), 14);
    native_close(x);
    assert_int_equal(run_small(y, 3), 21);
    native_close(y);
}

static void two_processes_build_at_once(void **state)
{
    struct place *t = *state;
    pid_t pid[4];
    for (int i = 0; i < 4; i++)
        if ((pid[i] = fork()) == 0) {
            enum native_source src;
            const char *why;
            struct engine *e = engine_of(t, &src, &why);
            _exit(e && run_small(e, 14) == 42 ? 0 : 1);
        }
    for (int i = 0; i < 4; i++) {
        int status = -1;
        waitpid(pid[i], &status, 0);
        assert_int_equal(status, 0);
    }
    cached_file(t);
}

/* what readelf says of the artifact in the cache */
static void assert_elf(struct place *t, const char *options, const char *must, const char *must_not)
{
    char text[16384];
    FILE *f = popen(arena_printf(&t->a, "readelf -W %s '%s' 2>&1", options, cached_file(t)), "r");
    assert_non_null(f);
    size_t n = fread(text, 1, sizeof text - 1, f);
    text[n] = 0;
    assert_int_equal(pclose(f), 0);
    if (!strstr(text, must) || strstr(text, must_not))
        fail_msg("readelf says: %s", text);
}

static void artifact_needs_no_library(void **state)
{
    assert_works(*state, NATIVE_BUILT);
    assert_elf(*state, "-d", "SYMTAB", "NEEDED");
}

static void artifact_exports_one_name_and_wants_none(void **state)
{
    assert_works(*state, NATIVE_BUILT);
    assert_elf(*state, "--dyn-syms", "contains 2 entries", "no such text");
    assert_elf(*state, "--dyn-syms", "fisc_artifact", "no such text");
}

static void artifact_has_no_writable_code_or_stack(void **state)
{
    assert_works(*state, NATIVE_BUILT);
    assert_elf(*state, "-l", "GNU_RELRO", "RWE");
}

/* ── the helper fails ── */

static void missing_helper_is_told(void **state)
{
    struct place *t = *state;
    t->o.helper = "/nonexistent/fisc-cg";
    assert_fails(t, "does not start: No such file or directory");
    assert_int_equal(count_entries(t->cache), 0);
}

/* libgccjit ends its process when there is no assembler. */
static void missing_assembler_is_told(void **state)
{
    struct place *t = *state;
    t->o.helper = arena_printf(&t->a, "%s-no-tools", t->o.helper);
    assert_fails(t, "cannot execute");
    assert_int_equal(count_entries(t->cache), 0);
    t->o.cache_dir = NULL;
    assert_fails(t, "cannot execute");
    assert_int_equal(count_entries(t->temp), 0);
}

static void what_the_helper_says_is_told(void **state)
{
    use_script(*state, "echo some heading >&2; echo 'fisc-cg: error: boom' >&2; exit 3");
    assert_fails(*state, "failed: fisc-cg: error: boom");
}

static void a_silent_failure_has_its_status_told(void **state)
{
    use_script(*state, "exit 3");
    assert_fails(*state, "ended with status 3");
}

static void death_by_signal_is_told(void **state)
{
    use_script(*state, "kill -9 $$");
    assert_fails(*state, "ended by signal 9");
}

static void success_without_a_file_is_told(void **state)
{
    use_script(*state, "exit 0");
    assert_fails(*state, "left no artifact");
}

static void what_is_no_library_is_told(void **state)
{
    use_script(*state, "echo nonsense > artifact.so");
    assert_fails(*state, "cannot be loaded");
}

static void a_link_is_no_artifact(void **state)
{
    use_script(*state, "ln -s /etc/passwd artifact.so");
    assert_fails(*state, "left no artifact");
}

/* The process whose number the file holds has ended (whoever reaps it) or does so within two seconds. */
static void assert_gone(const char *pid_file)
{
    int pid = 0;
    FILE *f = fopen(pid_file, "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%d", &pid), 1);
    fclose(f);
    char path[64], state = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    for (int64_t end = now_ms() + 2000; state != 'Z' && (f = fopen(path, "r")) != NULL; fclose(f))
        if (fscanf(f, "%*d %*s %c", &state) != 1 || now_ms() > end)
            fail_msg("it still runs");
}

static void a_late_helper_is_killed_with_its_children(void **state)
{
    struct place *t = *state;
    int64_t start = now_ms();
    use_script(t, "sleep 98.76 & echo $! > ../../../pid; sleep 98.76");
    t->o.deadline_ms = 300;
    assert_fails(t, "was not ready after 300 ms");
    assert_in_range(now_ms() - start, 300, 5000);
    assert_gone(arena_printf(&t->a, "%s/pid", t->root));
}

static void endless_output_does_no_harm(void **state)
{
    struct place *t = *state;
    use_script(t, "while :; do echo 0123456789012345678901234567890123456789; done");
    t->o.deadline_ms = 300;
    assert_fails(t, "was not ready after 300 ms");
}

static void a_file_beyond_the_limit_is_told(void **state)
{
    struct place *t = *state;
    t->o.file_cap = 512;
    assert_fails(t, "failed");
    assert_int_equal(count_entries(t->cache), 0);
}

static void memory_beyond_the_limit_is_told(void **state)
{
    struct place *t = *state;
    t->o.memory_cap = 16 << 20;
    assert_fails(t, "failed");
    assert_int_equal(count_entries(t->cache), 0);
}

/* ── what the helper sees ── */

static void environment_is_ours(void **state)
{
    struct place *t = *state;
    setenv("FISC_SECRET", "1", 1);
    use_script(t, "echo error: $(/usr/bin/tr '\\0' ' ' < /proc/$$/environ) >&2; exit 1");
    assert_fails(t, "error: TMPDIR=. LC_ALL=C");
    unsetenv("FISC_SECRET");
    enum native_source src;
    const char *why;
    engine_of(t, &src, &why);
    assert_null(strstr(why, "FISC_SECRET"));
}

static void descriptors_are_closed(void **state)
{
    struct place *t = *state;
    int extra = open("/dev/null", O_RDONLY);    /* would be inherited */
    use_script(t, "/bin/ls /proc/$$/fd > list; echo error: open: $(/bin/grep '^.$' list) >&2; exit 1");
    enum native_source src;
    const char *why;
    assert_null(engine_of(t, &src, &why));
    close(extra);
    /* the shell keeps its script open, on a number from 10 on */
    if (!strstr(why, "error: open: 0 1 2") || strstr(why, "0 1 2 "))
        fail_msg("it says: %s", why);
}

static void arguments_are_fixed(void **state)
{
    use_script(*state, "echo error: \"$*\" >&2; exit 1");
    assert_fails(*state, "error: --cpu=x86-64 --out=artifact.so");
}

static void folder_is_private(void **state)
{
    use_script(*state, "echo error: $(/usr/bin/stat -c %a .) >&2; exit 1");
    assert_fails(*state, "error: 700");
}

/* ── the cache is not to be trusted ── */

static void unwritable_cache_is_told(void **state)
{
    struct place *t = *state;
    t->o.cache_dir = "/proc/fisc-cache";
    assert_fails(t, "the cache folder /proc/fisc-cache cannot be opened");
    assert_non_null(native_cache_fault(&t->a, t->o.cache_dir));
}

static void a_link_is_no_cache(void **state)
{
    struct place *t = *state;
    char *link = arena_printf(&t->a, "%s/link", t->root);
    assert_int_equal(symlink(t->temp, link), 0);
    t->o.cache_dir = link;
    assert_fails(t, "cannot be opened");
    t->o.cache_dir = arena_printf(&t->a, "%s/", link);
    assert_fails(t, "cannot be opened");
}

static void a_file_is_no_cache(void **state)
{
    struct place *t = *state;
    use_script(t, "");
    t->o.cache_dir = t->o.helper;
    assert_fails(t, "it is no folder");
}

static void a_cache_open_to_others_is_refused(void **state)
{
    static const mode_t mode[] = { 0770, 0707, 0750, 0705 };
    struct place *t = *state;
    t->o.cache_dir = t->temp;
    for (unsigned i = 0; i < sizeof mode / sizeof *mode; i++) {
        assert_int_equal(chmod(t->temp, mode[i]), 0);
        assert_fails(t, "open to other users");
    }
}

static void a_strange_cache_is_refused(void **state)
{
    struct place *t = *state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(chown(t->temp, 65534, 65534), 0);
    t->o.cache_dir = t->temp;
    assert_fails(t, "belongs to another user");
}

static void truncated_artifact_is_built_anew(void **state)
{
    struct place *t = *state;
    assert_works(t, NATIVE_BUILT);
    assert_int_equal(truncate(cached_file(t), 1000), 0);
    assert_works(t, NATIVE_BUILT);
    assert_int_equal(truncate(cached_file(t), 0), 0);
    assert_works(t, NATIVE_BUILT);
    assert_works(t, NATIVE_CACHED);
}

static void changed_artifact_is_built_anew(void **state)
{
    struct place *t = *state;
    struct stat st;
    assert_works(t, NATIVE_BUILT);
    assert_int_equal(stat(cached_file(t), &st), 0);
    for (off_t at = 0; at < st.st_size; at += st.st_size / 7) {
        int fd = open(cached_file(t), O_RDWR);
        unsigned char byte;
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        byte ^= 1;
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
        close(fd);
        assert_works(t, NATIVE_BUILT);
    }
}

/* Sound, but of another program: the name in the cache is not believed. */
static void exchanged_artifact_is_built_anew(void **state)
{
    struct place *t = *state;
    struct ir_program *first = t->p;
    assert_works(t, NATIVE_BUILT);
    char *mine = cached_file(t), *kept = arena_printf(&t->a, "%s/kept", t->root);
    assert_int_equal(rename(mine, kept), 0);
    t->p = small_program(&t->a, 5);
    enum native_source src;
    const char *why;
    native_close(engine_of(t, &src, &why));
    assert_int_equal(rename(cached_file(t), mine), 0);
    t->p = first;
    assert_works(t, NATIVE_BUILT);
}

static void linked_artifact_is_built_anew(void **state)
{
    struct place *t = *state;
    assert_works(t, NATIVE_BUILT);
    char *mine = cached_file(t), *kept = arena_printf(&t->a, "%s/kept", t->root);
    assert_int_equal(rename(mine, kept), 0);
    assert_int_equal(symlink(kept, mine), 0);
    assert_works(t, NATIVE_BUILT);
    struct stat st;
    assert_int_equal(lstat(mine, &st), 0);
    assert_true(S_ISREG(st.st_mode));
}

static void a_pipe_in_the_cache_does_not_block(void **state)
{
    struct place *t = *state;
    assert_works(t, NATIVE_BUILT);
    char *mine = cached_file(t);
    assert_int_equal(unlink(mine), 0);
    assert_int_equal(mkfifo(mine, 0600), 0);
    assert_works(t, NATIVE_BUILT);
}

static void artifact_others_may_write_is_built_anew(void **state)
{
    struct place *t = *state;
    assert_works(t, NATIVE_BUILT);
    assert_int_equal(chmod(cached_file(t), 0622), 0);
    assert_works(t, NATIVE_BUILT);
}

static void cache_is_kept_to_its_size(void **state)
{
    struct place *t = *state;
    struct stat st;
    assert_works(t, NATIVE_BUILT);
    assert_int_equal(stat(cached_file(t), &st), 0);
    t->o.cache_cap = (uint64_t)st.st_size * 5 / 2;
    for (int64_t factor = 10; factor < 14; factor++) {
        enum native_source src;
        const char *why;
        t->p = small_program(&t->a, factor);
        native_close(engine_of(t, &src, &why));
        assert_int_equal(src, NATIVE_BUILT);
    }
    assert_int_equal(count_entries(t->cache), 2);
    const char *why;
    struct engine *last = native_cached(&t->a, t->p, &t->o, &why);
    assert_non_null(last);
    native_close(last);
}

static void folders_left_behind_are_removed(void **state)
{
    struct place *t = *state;
    const struct timespec old[2] = { { 1000, 0 }, { 1000, 0 } };
    assert_null(native_cache_fault(&t->a, t->cache));
    char *left = arena_printf(&t->a, "%s/work-0000000000000000", t->cache);
    assert_int_equal(mkdir(left, 0700), 0);
    assert_int_equal(mkdir(arena_printf(&t->a, "%s/libgccjit-x", left), 0700), 0);
    assert_int_equal(utimensat(AT_FDCWD, left, old, 0), 0);
    assert_works(t, NATIVE_BUILT);
    assert_int_not_equal(access(left, F_OK), 0);
}

/* ── options ── */

static void unknown_cpu_level_is_told(void **state)
{
    struct place *t = *state;
    t->o.cpu = "native";
    assert_fails(t, "native is no CPU level");
}

static void default_cache_follows_the_environment(void **state)
{
    struct place *t = *state;
    char *both[] = { "HOME=/h", "XDG_CACHE_HOME=/x", NULL }, *home[] = { "HOMER=/no", "HOME=/h", NULL };
    char *relative[] = { "XDG_CACHE_HOME=x", "HOME=/h", NULL }, *none[] = { "HOME=", NULL };
    assert_string_equal(native_default_cache(&t->a, both), "/x/fisc");
    assert_string_equal(native_default_cache(&t->a, home), "/h/.cache/fisc");
    assert_string_equal(native_default_cache(&t->a, relative), "/h/.cache/fisc");
    assert_null(native_default_cache(&t->a, none));
}

/* ── doctor ── */

static void doctor_finds_all_well(void **state)
{
    struct place *t = *state;
    struct native_report r;
    native_examine(&t->a, &t->o, &r);
    assert_string_equal(r.helper_why, "");
    assert_string_equal(r.cache_why, "");
    assert_string_equal(r.trial_why, "");
    assert_string_not_equal(r.gccjit, "");
    assert_int_equal(r.as_path[0], '/');
    assert_int_equal(r.ld_path[0], '/');
    assert_true(r.trial_ms > 0);
    assert_int_equal(count_entries(t->temp), 0);
}

static void doctor_tells_what_is_missing(void **state)
{
    struct place *t = *state;
    struct native_report r;
    t->o.helper = arena_printf(&t->a, "%s-no-tools", t->o.helper);
    t->o.cache_dir = "/proc/fisc-cache";
    native_examine(&t->a, &t->o, &r);
    assert_string_equal(r.helper_why, "");
    assert_string_equal(r.as_path, "");
    assert_string_equal(r.ld_path, "");
    assert_non_null(strstr(r.cache_why, "cannot be opened"));
    assert_non_null(strstr(r.trial_why, "cannot execute"));
    t->o.helper = "/nonexistent/fisc-cg";
    native_examine(&t->a, &t->o, &r);
    assert_non_null(strstr(r.helper_why, "does not start"));
}

/* ── the hash ── */

static void assert_hash(size_t len, const char *expected)
{
    unsigned char *text = calloc(1, len + 1), digest[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    struct hash h;
    for (size_t i = 0; i < len; i++)
        text[i] = len == 3 ? (unsigned char)"abc"[i] : (unsigned char)i;
    hash_init(&h);
    hash_add(&h, text, len / 2);
    hash_add(&h, text + len / 2, len - len / 2);
    hash_end(&h, digest);
    for (size_t i = 0; i < HASH_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    free(text);
    assert_string_equal(hex, expected);
}

/* abc is RFC 7693's example; the others are Python's hashlib's */
static void hash_is_blake2s(void **state)
{
    (void)state;
    assert_hash(3, "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982");
    assert_hash(0, "69217a3079908094e11121d042354a7c1f55b6482ca1a51e1b250dfd1ed0eef9");
    assert_hash(64, "56f34e8b96557e90c1f24b52d0c89d51086acf1b00f634cf1dde9233b8eaaa3e");
    assert_hash(200, "6d244e1a06ce4ef578dd0f63aff0936706735119ca9c8d22d86c801414ab9741");
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FACT(first_run_builds_second_is_cached),
        FACT(without_cache_nothing_is_left),
        FACT(cache_folder_is_made_closed_to_others),
        FACT(cached_only_does_not_build),
        FACT(other_rules_are_built_apart),
        FACT(cpu_level_and_debug_are_built_apart),
        FACT(a_new_helper_builds_anew),
        FACT(two_engines_live_side_by_side),
        FACT(two_processes_build_at_once),
        FACT(artifact_needs_no_library),
        FACT(artifact_exports_one_name_and_wants_none),
        FACT(artifact_has_no_writable_code_or_stack),
        FACT(missing_helper_is_told),
        FACT(missing_assembler_is_told),
        FACT(what_the_helper_says_is_told),
        FACT(a_silent_failure_has_its_status_told),
        FACT(death_by_signal_is_told),
        FACT(success_without_a_file_is_told),
        FACT(what_is_no_library_is_told),
        FACT(a_link_is_no_artifact),
        FACT(a_late_helper_is_killed_with_its_children),
        FACT(endless_output_does_no_harm),
        FACT(a_file_beyond_the_limit_is_told),
#ifndef __SANITIZE_ADDRESS__
        FACT(memory_beyond_the_limit_is_told),
#endif
        FACT(environment_is_ours),
        FACT(descriptors_are_closed),
        FACT(arguments_are_fixed),
        FACT(folder_is_private),
        FACT(unwritable_cache_is_told),
        FACT(a_link_is_no_cache),
        FACT(a_file_is_no_cache),
        FACT(a_cache_open_to_others_is_refused),
        FACT(a_strange_cache_is_refused),
        FACT(truncated_artifact_is_built_anew),
        FACT(changed_artifact_is_built_anew),
        FACT(exchanged_artifact_is_built_anew),
        FACT(linked_artifact_is_built_anew),
        FACT(a_pipe_in_the_cache_does_not_block),
        FACT(artifact_others_may_write_is_built_anew),
        FACT(cache_is_kept_to_its_size),
        FACT(folders_left_behind_are_removed),
        FACT(unknown_cpu_level_is_told),
        FACT(default_cache_follows_the_environment),
        FACT(doctor_finds_all_well),
        FACT(doctor_tells_what_is_missing),
        FACT(hash_is_blake2s),
    };
    if (!getenv("FISC_CG")) {
        print_message("1..0 # SKIP no code generator\n");
        return 77;
    }
    return cmocka_run_group_tests_name("native", tests, NULL, NULL);
}
