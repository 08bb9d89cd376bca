/* The pass list. */
#include "compile.h"
#include "scope.h"
#include "embedded.h"
#include "step.h"
#include "../runtime/guard.h"
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

uint64_t compile_clock(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void compile_init(struct unit *u, struct arena *a)
{
    *u = (struct unit){ .arena = a, .syms = symtab_new(a), .srcs = ARENA_NEW(a, struct srcs),
                        .diags = ARENA_NEW(a, struct diags),
                        .ir = ARENA_NEW(a, struct ir_program) };
    srcs_init(u->srcs, a);
    diags_init(u->diags, a);
}

static const char *module_text(void *ctx, const char *name, size_t *len)
{
    (void)ctx;
    for (const struct embedded_file *f = stdlib_files; f->name; f++)
        if (strcmp(f->name, name) == 0) {
            *len = f->len;
            return f->text;
        }
    return NULL;
}

void compile_stdlib(struct front_opts *o, struct arena *a)
{
    struct strbuf names;

    strbuf_init(&names, a);
    for (const struct embedded_file *f = stdlib_files; f->name; f++) {
        strbuf_adds(&names, f == stdlib_files ? "" : ", ");
        strbuf_adds(&names, f->name);
    }
    o->module = module_text;
    o->module_names = names.p;
}

/* The text with blanks for tests that are not read: all else stays in its place. */
static const char *without_tests(struct unit *u, const char *text, size_t len)
{
    char *copy = u->tests.nblank ? arena_strndup(u->arena, text, len) : NULL;

    for (uint32_t i = 0; i < u->tests.nblank; i++) {
        struct span at = u->tests.blank[i];
        for (size_t k = at.off; k < at.off + at.len && k < len; k++)
            copy[k] = copy[k] == '\n' ? '\n' : ' ';
    }
    return copy ? copy : text;
}

static bool read_main(struct unit *u, const char *path, const struct front_opts *o,
                      const char **text, size_t *len)
{
    const struct src_file *read = o->read ? srcs_find(o->read, path) : NULL;

    if (!read)
        return front_read_file(u->arena, u->diags, o, AT_FDCWD, path, text, len);
    *text = read->text;
    *len = read->len;
    return true;
}

static bool parse(struct unit *u, const char *path, const struct front_opts *o)
{
    struct front_opts opts = *o;
    const char *text;
    size_t len;
    struct guard g;
    bool ok;

    if (!read_main(u, path, &opts, &text, &len))
        return false;
    text = without_tests(u, text, len);
    opts.root_dirfd = front_open_root(path);
    guard_begin(&g, u->arena, guard_fd, &opts.root_dirfd);
    ok = front_parse(u->arena, u->syms, u->srcs, u->diags, &opts, path, text, len, &u->ast);
    guard_end(&g);
    return ok;
}

/* Names, order and units are all looked at, so that one run shows every fault; units
 * only of what has a meaning. */
static bool analyse(struct unit *u)
{
    scope_declare(u);
    resolve_names(u);
    order_figures(u);
    check_measures(u);
    check_maps(u);
    return u->diags->errors == 0;
}

/* The program is well-formed by construction; whatever runs it relies on that, so
 * it is proved all the same. */
static bool verify(struct unit *u)
{
    const char *wrong = ir_verify(u->arena, u->ir);

    if (wrong)
        diag_add(u->diags, DIAG_MALFORMED, NO_SPAN, wrong, NULL);
    return !wrong;
}

bool compile_rules(struct unit *u, const char *path, const struct front_opts *o,
                   enum compile_stop stop, struct compile_times *t)
{
    uint64_t t0 = compile_clock(), t1, t2;
    bool ok = parse(u, path, o);

    t1 = compile_clock();
    t->parse = t1 - t0;
    if (!ok || stop == STOP_AST)
        return ok;
    choose_tests(u);
    ok = choose_scenario(u) && (!u->ask || why_parse(u)) && analyse(u);
    t2 = compile_clock();
    t->analyse = t2 - t1;
    ok = ok && lower_program(u) && verify(u);
    t->lower = compile_clock() - t2;
    return ok;
}

bool compile_text(struct unit *u, const char *name, const char *text, size_t len,
                  const struct front_opts *o)
{
    return front_parse(u->arena, u->syms, u->srcs, u->diags, o, name, text, len, &u->ast)
        && analyse(u) && lower_program(u) && verify(u);
}
