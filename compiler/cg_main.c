/* fisc-cg: makes one native artifact. In: the image of a program on standard input, the file to
 * make and how by fixed arguments, the current folder for everything that is written. Out: that
 * file, or a sentence on standard error. Only the file counts: libgccjit may end this process at
 * any point. */
#include "codegen.h"
#include "../runtime/artifact.h"
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

static bool is_file_name(const char *s)
{
    return *s && *s != '.' && *s != '-' && !strchr(s, '/');
}

enum { ARG_CPU = 1, ARG_OUT, ARG_KIND, ARG_END };

/* What is to be made: a library for the cache, one with evidence, one that holds its whole program;
 * an object, or an archive of one, that exports that under a name. */
static void read_kind(struct codegen_opts *o, const char *kind)
{
    static const char object[] = "--object=", archive[] = "--archive=";
    o->debug = strcmp(kind, "--debug") == 0;
    o->archive = strncmp(kind, archive, sizeof archive - 1) == 0;
    o->object = o->archive || strncmp(kind, object, sizeof object - 1) == 0;
    o->whole = o->object || strcmp(kind, "--whole") == 0;
    if (o->object)
        o->symbol = strchr(kind, '=') + 1;
    if (!*o->symbol || (!o->debug && !o->whole))
        fail("--debug, --whole, --object=SYMBOL or --archive=SYMBOL");
}

static struct codegen_opts read_arguments(int argc, char **argv)
{
    struct codegen_opts o = { .symbol = ARTIFACT_SYMBOL };
    bool ok = (argc == ARG_KIND || argc == ARG_END) && strncmp(argv[ARG_CPU], "--cpu=", 6) == 0 &&
              strncmp(argv[ARG_OUT], "--out=", 6) == 0;
    if (!ok)
        fail("usage: fisc-cg --cpu=LEVEL --out=FILE [KIND] < IMAGE, or fisc-cg --tools");
    o.cpu = argv[ARG_CPU] + 6;
    o.out = argv[ARG_OUT] + 6;
    if (argc == ARG_END)
        read_kind(&o, argv[ARG_KIND]);
    if (!artifact_cpu_level(o.cpu) || !is_file_name(o.out))
        fail("the CPU level or the file name is not valid");
    return o;
}

static const char object_name[] = "artifact.o";

/* `ar` takes this process over. D: no times, owners or modes, so that two builds are the same. */
static void archive_object(const char *out)
{
    execlp("ar", "ar", "rcsD", out, object_name, (char *)NULL);
    fail("`ar` is not on the tool path");
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
    if (!o.whole)
        image = ir_image_code(&a, p);
    o.manifest = o.whole ? artifact_manifest_whole(&a, o.cpu, p, image)
                         : artifact_manifest(&a, o.cpu, o.debug);
    struct codegen_opts c = o;
    if (o.archive)
        c.out = object_name;
    const char *fault = codegen_write(&a, p, image, &c);
    if (fault)
        fail(fault);
    if (o.archive)
        archive_object(o.out);
    _exit(0);       /* the file is written; what libgccjit still holds goes with the process */
}
