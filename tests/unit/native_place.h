#ifndef FISC_NATIVE_PLACE_H
#define FISC_NATIVE_PLACE_H
/* For tests of native code: a folder for each test, a small program to build in it, and what to
 * expect of that. $FISC_CG names the helper. Helpers that misbehave are shell scripts. */
#define _GNU_SOURCE
#include "temp_folder.h"
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
    char root[TEMP_FOLDER_ROOM];                  /* a folder for this test alone */
    char *temp, *cache;             /* folders in it; the cache is not made yet */
    struct ir_program *p;
    struct native_opts o;
};

static inline void out_of_memory(void *ctx)
{
    (void)ctx;
    abort();
}

/* out = in * factor */
static inline struct ir_program *small_program(struct arena *a, int64_t factor)
{
    struct ir_program *p = ARENA_NEW(a, struct ir_program);
    struct ir_shape *s = p->shape = ARENA_NEW(a, struct ir_shape);
    static const struct ir_op op[] = {
        { .op = OP_IN, .width = IR_W64 },
        { .op = OP_CONST, .width = IR_W64 },
        { .op = OP_MUL, .width = IR_W64, .arg = { 0, 1 } },
        { .op = OP_OUT, .width = IR_W64, .arg = { 2 } },
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

static inline int place_make(void **state)
{
    struct place *t = calloc(1, sizeof *t);
    arena_init(&t->a, 0, out_of_memory, NULL);
    if (!temp_folder(t->root))
        return -1;
    t->temp = arena_printf(&t->a, "%s/temp", t->root);
    t->cache = arena_printf(&t->a, "%s/a/cache", t->root);
    if (mkdir(t->temp, 0700) != 0)
        return -1;
    t->p = small_program(&t->a, 3);
    t->o = (struct native_opts){ .helper = getenv("FISC_CG"),
                                  .temp_root = t->temp,
                                  .cache_dir = t->cache,
                                  .lang = LANG_EN };
    *state = t;
    return 0;
}

static inline int place_remove(void **state)
{
    struct place *t = *state;
    char command[TEMP_FOLDER_ROOM + 16];
    signal(SIGCHLD, SIG_DFL);
    snprintf(command, sizeof command, "rm -rf '%s'", t->root);
    int status = system(command);
    arena_free(&t->a);
    free(t);
    return status;
}

static inline struct engine *engine_of(struct place *t, enum native_source *src, const char **why)
{
    return native_engine(&t->a, t->p, &t->o, src, why);
}

static inline int64_t run_small(struct engine *e, int64_t x)
{
    int64_t y = 0;
    const void *in[1] = { &x };
    void *out[1] = { &y };
    e->shape(e, 0, in, out, 1);
    return y;
}

static inline void assert_works(struct place *t, enum native_source expected)
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
static inline void assert_fails(struct place *t, const char *part)
{
    enum native_source src;
    const char *why = NULL;
    assert_null(engine_of(t, &src, &why));
    assert_non_null(why);
    if (!strstr(why, part))
        fail_msg("it says: %s", why);
}

static inline unsigned count_entries(const char *dir)
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
static inline char *cached_file(struct place *t)
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

static inline void use_script(struct place *t, const char *text)
{
    char *path = arena_printf(&t->a, "%s/helper", t->root);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "#!/bin/sh\n%s\n", text);
    fclose(f);
    assert_int_equal(chmod(path, 0700), 0);
    t->o.helper = path;
}

static inline int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
#endif
