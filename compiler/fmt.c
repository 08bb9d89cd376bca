/* fisc fmt: rule files in canonical form.
 * In: a session with file names, `-` for standard input. Out: the form on standard output, in the
 * file's place, or a line for each file that is not in it.
 * Invariant: a file is a session of its own; one with a fault is left as it is, and the others are
 * gone through all the same. */
#include "fmt.h"
#include "replace.h"
#include "../runtime/say.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct fmt { struct session *s; const char *path, *text; size_t len; struct strbuf out; };

static bool is_stream(const char *path) { return strcmp(path, "-") == 0; }

const char *fmt_wrong(const struct options *o, bool zh)
{
    bool stream = false;
    for (uint32_t i = 0; i < o->nsubject; i++)
        stream = stream || is_stream(o->subject[i]);
    if (o->write && o->check)
        return zh ? "-w 和 --check 只能用一个" : "-w and --check do not go together";
    if (o->write && stream)
        return zh ? "标准输入（-）没有文件可写" : "standard input (-) is no file to write to";
    if (o->nsubject > 1 && !o->write && !o->check)
        return zh ? "几个文件要用 -w 或 --check" : "several files need -w or --check";
    return NULL;
}

/* ── --check ── */

/* bytes of the line at `at`, its end included */
static size_t line_len(const char *text, size_t len, size_t at)
{
    const char *end = memchr(text + at, '\n', len - at);
    return end ? (size_t)(end + 1 - (text + at)) : len - at;
}

static void line_show(struct strbuf *to, struct arena *a, char sign, const char *text, size_t len)
{
    if (len > 0 && text[len - 1] == '\n')
        len--;
    else if (len == 0)
        return;                     /* the other text goes on where this one has ended */
    strbuf_addf(to, "  %c %s\n", sign, say_escaped(a, arena_strndup(a, text, len)));
}

/* Where the two part: the number of the line and both lines. */
static enum exit_status difference_show(struct fmt *x)
{
    struct arena *a = &x->s->arena;
    size_t at = 0, old = 0, new = 0;
    unsigned line = 0;
    struct strbuf say;
    do {
        at += old;
        old = line_len(x->text, x->len, at);
        new = line_len(x->out.p, x->out.len, at);
        line++;
    } while (old == new && memcmp(x->text + at, x->out.p + at, old) == 0);
    strbuf_init(&say, a);
    strbuf_addf(&say, "%s\n", say_with(a, x->s->opt.render.lang, SAY_NOT_CANONICAL, 2, x->path,
                                       arena_printf(a, "%u", line)));
    line_show(&say, a, '-', x->text + at, old);
    line_show(&say, a, '+', x->out.p + at, new);
    return session_write(x->s, STDOUT_FILENO, say.p, say.len) ? EXIT_VIOLATED : EXIT_IO;
}

/* ── one file ── */

static enum exit_status file_write(struct fmt *x)
{
    int error = replace_file(&x->s->arena, x->path, x->out.p, x->out.len);
    if (!error)
        return EXIT_HOLDS;
    diag_add(x->s->unit.diags, DIAG_OUTPUT_UNWRITABLE, NO_SPAN, x->path,
             say_os_error(error, LANG_ZH), say_os_error(error, LANG_EN), NULL);
    return EXIT_IO;
}

static enum exit_status file_done(struct fmt *x)
{
    const struct options *o = &x->s->opt;
    bool same = x->len == x->out.len && memcmp(x->text, x->out.p, x->len) == 0;
    if (!o->write && !o->check)
        return session_write(x->s, STDOUT_FILENO, x->out.p, x->out.len) ? EXIT_HOLDS : EXIT_IO;
    if (same)
        return EXIT_HOLDS;
    return o->write ? file_write(x) : difference_show(x);
}

static bool file_read(struct fmt *x, const struct front_opts *o)
{
    struct session *s = x->s;
    if (is_stream(x->path))
        return front_read_stream(&s->arena, s->unit.diags, o, STDIN_FILENO, x->path, &x->text,
                                 &x->len);
    return front_read_file(&s->arena, s->unit.diags, o, AT_FDCWD, x->path, &x->text, &x->len);
}

static enum exit_status file_format(struct fmt *x)
{
    struct session *s = x->s;
    struct unit *u = &s->unit;
    struct front_opts o = { .root_dirfd = -1, .max_rule_bytes = s->opt.max_rule_bytes };
    compile_stdlib(&o, &s->arena);
    if (!file_read(x, &o))
        return session_rules_fault(s);
    o.root_dirfd = front_open_root(x->path);
    bool ok = format_rules(u->arena, u->syms, u->srcs, u->diags, &o, x->path, x->text, x->len,
                           s->opt.keywords, &x->out);
    if (o.root_dirfd >= 0)
        close(o.root_dirfd);
    return ok ? file_done(x) : session_rules_fault(s);
}

/* ── all ── */

/* Warnings are for `check`: here only what kept a file from being written is told. */
static enum exit_status file_run(struct session *s, const char *path)
{
    size_t left = s->arena.limit > s->arena.used ? s->arena.limit - s->arena.used : 1;
    struct session one = *s;
    struct fmt x = { .s = &one, .path = path };
    arena_init(&one.arena, left, s->arena.oom, s->arena.oom_ctx);
    compile_init(&one.unit, &one.arena);
    strbuf_init(&x.out, &one.arena);
    enum exit_status e = file_format(&x);
    if (e)
        session_diagnostics(&one);
    if (one.output_failed)
        session_output_failed(s, one.output_error);
    arena_free(&one.arena);
    return e;
}

static enum exit_status worse(enum exit_status x, enum exit_status y)
{
    static const enum exit_status worst[] = { EXIT_INTERNAL, EXIT_IO, EXIT_LIMIT, EXIT_RULES,
                                              EXIT_VIOLATED };
    for (size_t i = 0; i < sizeof worst / sizeof *worst; i++)
        if (x == worst[i] || y == worst[i])
            return worst[i];
    return EXIT_HOLDS;
}

enum exit_status fmt_run(struct session *s)
{
    enum exit_status e = EXIT_HOLDS;
    for (uint32_t i = 0; i < s->opt.nsubject; i++)
        e = worse(e, file_run(s, s->opt.subject[i]));
    return e;
}
