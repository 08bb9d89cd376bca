/* fisc-cg: makes one native artifact. In: the image of a program on standard input, the file to
 * make and how by fixed arguments, the current folder for everything that is written. Out: that
 * file, or a sentence on standard error. Only the file counts: libgccjit may end this process at
 * any point. */
#include "codegen.h"
#include <libgccjit.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef FISC_TOOL_PATH
#define FISC_TOOL_PATH "/usr/bin:/bin"
#endif

static const size_t image_limit = (size_t)1 << 30;

static void fail(const char *what) __attribute__((noreturn));
static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void out_of_memory(void *ctx) __attribute__((noreturn));
static void out_of_memory(void *ctx)
{
    (void)ctx;
    fail("out of memory");
}

static struct ir_image read_input(struct arena *a)
{
    struct ir_image image = { NULL, 0 };
    size_t cap = 0;
    for (;;) {
        if (image.len == cap) {
            cap = cap ? cap * 2 : 65536;
            image.bytes = arena_grow(a, image.bytes, image.len, cap, 1);
        }
        ssize_t n = read(STDIN_FILENO, image.bytes + image.len, cap - image.len);
        if (n == 0)
            return image;
        if (n < 0 && errno != EINTR)
            fail("the image cannot be read");
        image.len += n > 0 ? (size_t)n : 0;
        if (image.len > image_limit)
            fail("the image is too long");
    }
}

/* What `fisc doctor` shows: where the tools are on the fixed path, and libgccjit's version. */
static void print_tool(const char *name)
{
    char path[4096], list[] = FISC_TOOL_PATH, *rest = list, *dir;
    printf("%s=", name);
    while ((dir = strsep(&rest, ":")) != NULL) {
        snprintf(path, sizeof path, "%s/%s", dir, name);
        if (*dir && access(path, X_OK) == 0) {
            fputs(path, stdout);
            break;
        }
    }
    puts("");
}

static int print_tools(void)
{
    printf("path=%s\n", FISC_TOOL_PATH);
    print_tool("as");
    print_tool("ld");
    printf("libgccjit=%d.%d.%d\n", gcc_jit_version_major(), gcc_jit_version_minor(),
           gcc_jit_version_patchlevel());
    return fflush(stdout) == 0 ? 0 : 1;
}

static bool is_level(const char *cpu)
{
    static const char *const level[] = { "x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4" };
    for (size_t i = 0; i < sizeof level / sizeof *level; i++)
        if (strcmp(cpu, level[i]) == 0)
            return true;
    return false;
}

static bool is_file_name(const char *s)
{
    return *s && *s != '.' && *s != '-' && !strchr(s, '/');
}

static struct codegen_opts read_arguments(int argc, char **argv)
{
    struct codegen_opts o = { NULL, NULL, argc == 4 };
    bool ok = (argc == 3 || argc == 4) && strncmp(argv[1], "--cpu=", 6) == 0 &&
              strncmp(argv[2], "--out=", 6) == 0;
    if (!ok || (o.debug && strcmp(argv[3], "--debug") != 0))
        fail("usage: fisc-cg --cpu=LEVEL --out=FILE [--debug] < IMAGE, or fisc-cg --tools");
    o.cpu = argv[1] + 6;
    o.out = argv[2] + 6;
    if (!is_level(o.cpu) || !is_file_name(o.out))
        fail("the CPU level or the file name is not valid");
    return o;
}

int main(int argc, char **argv)
{
    if (setenv("PATH", FISC_TOOL_PATH, 1) != 0)
        fail("the environment cannot be set");
    if (argc == 2 && strcmp(argv[1], "--tools") == 0)
        return print_tools();
    struct codegen_opts o = read_arguments(argc, argv);
    struct arena a;
    arena_init(&a, 0, out_of_memory, NULL);
    struct ir_image image = read_input(&a);
    struct ir_program *p = ir_image_read(&a, image.bytes, image.len);
    if (!p)
        fail("the image is not valid");
    const char *fault = codegen_write(&a, p, ir_image_code(&a, p), &o);
    if (fault)
        fail(fault);
    _exit(0);       /* the file is written; what libgccjit still holds goes with the process */
}
