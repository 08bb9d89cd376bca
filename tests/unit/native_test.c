/* How artifacts are made and loaded: facts about the helper program and its failures. Beside
 * $FISC_CG stands fisc-cg-no-tools, built with an empty tool path. */
#include "native_place.h"

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
    assert_fails(t, "does not start: no such file or folder");
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

static void a_damaged_image_is_told(void **state)
{
    struct place *t = *state;
    use_script(t, arena_printf(&t->a, "exec '%s' \"$@\" < /dev/null", t->o.helper));
    assert_fails(t, "failed: the image is not valid");
}

/* Then the kernel keeps no status for us. */
static void a_host_that_ignores_children_is_served(void **state)
{
    signal(SIGCHLD, SIG_IGN);       /* till place_remove */
    assert_works(*state, NATIVE_BUILT);
    use_script(*state, "exit 3");
    assert_fails(*state, "left no artifact");
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

/* The process whose number the file holds has ended (whoever reaps it) or does so within two
 * seconds. */
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
    use_script(t,
               "/bin/ls /proc/$$/fd > list; echo error: open: $(/bin/grep '^.$' list) >&2; exit 1");
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
    char *both[] = { "HOME=/h", "XDG_CACHE_HOME=/x", NULL },
         *home[] = { "HOMER=/no", "HOME=/h", NULL };
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
        FACT(a_damaged_image_is_told),
        FACT(a_host_that_ignores_children_is_served),
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
        FACT(unknown_cpu_level_is_told),
        FACT(default_cache_follows_the_environment),
        FACT(doctor_finds_all_well),
        FACT(doctor_tells_what_is_missing),
    };
    if (!getenv("FISC_CG")) {
        print_message("1..0 # SKIP no code generator\n");
        return 0;
    }
    return cmocka_run_group_tests_name("native", tests, NULL, NULL);
}
