/* The cache of native code is not to be trusted: what is damaged, exchanged or open to others is
 * built anew or refused, and it keeps to its size. */
#include "native_place.h"

/* ── the cache is not to be trusted ── */

static void unwritable_cache_is_told(void **state)
{
    struct place *t = *state;
    t->o.cache_dir = "/proc/fisc-cache";
    assert_fails(t, "the cache folder /proc/fisc-cache cannot be opened");
    assert_non_null(native_cache_fault(&t->a, LANG_EN, t->o.cache_dir));
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
    assert_null(native_cache_fault(&t->a, LANG_EN, t->cache));
    char *left = arena_printf(&t->a, "%s/work-0000000000000000", t->cache);
    assert_int_equal(mkdir(left, 0700), 0);
    assert_int_equal(mkdir(arena_printf(&t->a, "%s/libgccjit-x", left), 0700), 0);
    assert_int_equal(utimensat(AT_FDCWD, left, old, 0), 0);
    assert_works(t, NATIVE_BUILT);
    assert_int_not_equal(access(left, F_OK), 0);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
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
        FACT(hash_is_blake2s),
    };
    if (!getenv("FISC_CG")) {
        print_message("1..0 # SKIP no code generator\n");
        return 0;
    }
    return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
