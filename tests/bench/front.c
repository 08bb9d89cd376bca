/* How long the front half of the compiler takes on one rule file: front RULES.fisc TIMES
 * Out: a line for each of TIMES runs, nanoseconds to parse, analyse and lower. Each run is a
 * process of its own, so that none finds memory that an earlier one has touched. */
#include "../../compiler/compile.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void out_of_memory(void *ctx)
{
    (void)ctx;
    _exit(5);
}

static int compile_once(const char *path)
{
    struct arena a;
    struct unit u;
    struct front_opts o = { .root_dirfd = -1 };
    struct compile_times t = { 0 };

    arena_init(&a, (size_t)16 << 30, out_of_memory, NULL);
    compile_init(&u, &a);
    compile_stdlib(&o, &a);
    if (!compile_rules(&u, path, &o, STOP_NEVER, &t)) {
        struct strbuf out;
        struct render_opts render = { .lang = LANG_EN, .columns = 100 };
        strbuf_init(&out, &a);
        diags_render(&out, u.srcs, u.diags, &render);
        fprintf(stderr, "%.2000s\n", out.p);
        return 3;
    }
    printf("%lu %lu %lu\n", (unsigned long)t.parse, (unsigned long)t.analyse,
           (unsigned long)t.lower);
    return fflush(stdout) != 0;
}

int main(int argc, char **argv)
{
    int times = argc == 3 ? atoi(argv[2]) : 0;

    if (times < 1) {
        fprintf(stderr, "usage: front RULES.fisc TIMES\n");
        return 2;
    }
    for (int i = 0; i < times; i++) {
        int status;
        pid_t child = fork();
        if (child == 0)
            exit(compile_once(argv[1]));
        if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
            return 1;
    }
    return 0;
}
