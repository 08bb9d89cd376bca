/* The command `fisc`. */
#include "each.h"
#include "astdump.h"
#include "doctor.h"
#include "explain.h"
#include "fmt.h"
#include "init.h"
#include "lint.h"
#include "run_diff.h"
#include "run_test.h"
#include "run_why.h"
#include "../runtime/say.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

/* ── output ── */

static enum exit_status print(struct session *s, const struct strbuf *b)
{
    return session_write(s, STDOUT_FILENO, b->p, b->len) ? EXIT_HOLDS : EXIT_IO;
}

/* ── check, calc ── */

static enum exit_status run_check(struct session *s)
{
    return s->opt.each ? each_run(s, &report_of_check) : run_alone(s, &report_of_check);
}

static enum exit_status run_calc(struct session *s)
{
    return s->opt.each ? each_run(s, &report_of_calc) : run_alone(s, &report_of_calc);
}

/* ── dump, doctor ── */

static enum exit_status run_dump(struct session *s)
{
    enum exit_status e = session_compile(s, s->opt.dump == DUMP_AST ? STOP_AST : STOP_NEVER);
    struct strbuf out;

    session_diagnostics(s);
    if (e)
        return e;
    strbuf_init(&out, &s->arena);
    if (s->opt.dump == DUMP_AST) {
        ast_dump(&out, s->unit.syms, s->unit.srcs, &s->unit.ast);
    } else {
        ir_dump(&out, s->unit.ir);
    }
    return print(s, &out);
}

static enum exit_status run_doctor(struct session *s)
{
    struct native_report r;
    struct native_opts o;
    struct strbuf out;
    bool works;

    compile_init(&s->unit, &s->arena);
    session_native_opts(s, &o);
    native_examine(&s->arena, &o, &r);
    strbuf_init(&out, &s->arena);
    works = doctor_text(&out, &r, &o, s->opt.render.lang);
    return print(s, &out) || !works ? EXIT_IO : EXIT_HOLDS;
}

/* ── the command ── */

/* what a subcommand is about, if anything */
enum subject { NO_SUBJECT, RULES, ASKED, COMPARED, RULE_FILES, DATA, CODES };
struct command {
    const char *name;
    enum exit_status (*run)(struct session *s);
    enum subject subject;
};
static const struct command commands[] = {
    { "check", run_check, RULES },
    { "calc", run_calc, RULES },
    { "why", why_run, ASKED },
    { "diff", diff_run, COMPARED },
    { "dump", run_dump, RULES },
    { "init", init_run, DATA },
    { "explain", explain_run, CODES },
    { "lint", lint_run, RULES },
    { "fmt", fmt_run, RULE_FILES },
    { "test", test_run, RULES },
    { "doctor", run_doctor, NO_SUBJECT },
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static enum exit_status usage(struct session *s, const char *wrong)
{
    bool zh = s->opt.render.lang == LANG_ZH;
    const char *text = arena_printf(&s->arena, "fisc: %s\n%s", wrong,
                                    zh ? "看 fisc --help\n" : "see fisc --help\n");

    session_write(s, STDERR_FILENO, text, strlen(text));
    return EXIT_USAGE;
}

static enum exit_status show(struct session *s, const char *text)
{
    return session_write(s, STDOUT_FILENO, text, strlen(text)) ? EXIT_HOLDS : EXIT_IO;
}

static bool wants(int argc, char **argv, const char *option)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], option) == 0)
            return true;
    return false;
}

/* options that only one subcommand has */
static const char *wrong_option(const struct options *o, const struct command *c, bool zh)
{
    if (c->subject != DATA && o->output)
        return zh ? "-o 只用于 init" : "-o is for init only";
    if (c->subject != RULE_FILES && (o->write || o->check))
        return zh ? "-w、--check 只用于 fmt" : "-w and --check are for fmt only";
    if (c->subject != RULE_FILES && c->subject != DATA && o->keywords)
        return zh ? "--keywords 只用于 fmt 和 init" : "--keywords is for fmt and init only";
    return c->subject == RULE_FILES ? fmt_wrong(o, zh) : NULL;
}

/* Of diff: two folders, and only options that are for both. */
static const char *wrong_compared(struct arena *a, const struct options *o, uint32_t named, bool zh)
{
    if (o->nsubject < named)
        return zh ? "要写两个数据文件夹：fisc diff 规则文件 原 现"
                  : "name two data folders: fisc diff RULES OLD NEW";
    if (o->nsubject > named)
        return arena_printf(a, zh ? "多出来的参数 %s" : "two data folders are enough: %s",
                            o->subject[named]);
    if (o->data || o->each || o->baseline || o->coverage || o->time)
        return zh ? "diff 不带 --data、--each、--baseline、--coverage、--time"
                  : "diff takes none of --data, --each, --baseline, --coverage, --time";
    if (o->engine == ENGINE_NATIVE)
        return zh ? "diff 总是解释执行，不能用 --engine native"
                  : "diff always interprets: no --engine native";
    return NULL;
}

static bool takes_scenario(const struct command *c)
{
    return c->run == run_check || c->run == run_calc || c->run == why_run;
}

/* NULL: the subcommand has what it is about, and no option that is another's. */
static const char *wrong_subject(struct arena *a, const struct options *o, const struct command *c,
                                 bool zh)
{
    uint32_t named = c->subject == COMPARED ? 3 : c->subject == ASKED ? 2 : 1;
    bool rules = c->subject == RULES || c->subject == ASKED || c->subject == COMPARED
        || c->subject == RULE_FILES;

    if (rules && !o->rules)
        return zh ? "要写规则文件" : "name a rule file";
    if (c->subject == COMPARED && wrong_compared(a, o, named, zh))
        return wrong_compared(a, o, named, zh);
    if (c->subject == ASKED && !o->asked)
        return zh ? "要写问哪个数或哪条规则" : "name a figure or a rule";
    if (c->subject != ASKED && (o->dot || o->key || o->members || o->uses || o->by))
        return zh ? "--format dot、--key、--members、--uses、--by 只用于 why"
                  : "--format dot, --key, --members, --uses and --by are for why only";
    if (o->by && (o->uses || o->dot))
        return zh ? "--by 不能与 --uses、--format dot 同用"
                  : "--by goes with neither --uses nor --format dot";
    if (c->subject == ASKED && o->each)
        return zh ? "why 只看一个数据文件夹，不带 --each" : "why looks at one data folder: no --each";
    if (c->run != test_run && o->filter)
        return zh ? "--filter 只用于 test" : "--filter is for test only";
    if (c->run == test_run && o->each)
        return zh ? "test 只看一个数据文件夹，不带 --each" : "test looks at one data folder: no --each";
    if (c->subject == DATA && !o->rules)
        return zh ? "要写数据文件夹或工作簿" : "name a data folder or a workbook";
    if (c->subject == NO_SUBJECT && o->rules)
        return zh ? "这个子命令不带规则文件" : "this subcommand takes no rule file";
    if (o->baseline && (c->run != run_check || o->each))
        return zh ? "--baseline 只用于 check，不能与 --each 同用"
                  : "--baseline is for check, and not with --each";
    if (o->scenario && (!takes_scenario(c) || o->each))
        return zh ? "--scenario 只用于 check、calc、why，不能与 --each 同用"
                  : "--scenario is for check, calc and why, and not with --each";
    if (c->subject != CODES && c->subject != RULE_FILES && o->nsubject > named)
        return arena_printf(a, zh ? "多出来的参数 %s" : "one rule file is enough: %s",
                            o->subject[named]);
    return wrong_option(o, c, zh);
}

static enum exit_status dispatch(struct session *s, int argc, char **argv)
{
    const char *wrong = options_parse(&s->opt, &s->arena, argc, argv, s->env);
    bool zh = s->opt.render.lang == LANG_ZH;
    const struct command *c = argc > 1 ? find_command(argv[1]) : NULL;

    if (wants(argc, argv, "--help") || (argc > 1 && strcmp(argv[1], "help") == 0))
        return show(s, zh ? options_help_zh : options_help_en);
    if (argc > 1 && strcmp(argv[1], "--version") == 0)
        return show(s, "fisc " PACKAGE_VERSION "\n");
    if (argc < 2)
        return usage(s, zh ? "要写子命令" : "name a subcommand");
    if (!c)
        return usage(s, arena_printf(&s->arena, zh ? "没有子命令 %s" : "there is no subcommand %s",
                                     argv[1]));
    if (wrong)
        return usage(s, wrong);
    wrong = wrong_subject(&s->arena, &s->opt, c, zh);
    if (wrong)
        return usage(s, wrong);
    if (s->opt.max_memory)
        s->arena.limit = s->opt.max_memory;
    return c->run(s);
}

/* Bytes, unless --max-memory says otherwise: a 10 MB rule file takes half a GiB. */
#define DEFAULT_MEMORY (UINT64_C(4) << 30)

/* Memory is at its limit: of the arena at work, which may have a part of it. The message is made in
 * an arena of its own, as that of the session may be in the middle of anything; if there is no
 * memory for that either, the status alone tells. */
static void out_of_memory_twice(void *ctx)
{
    (void)ctx;
    _exit(EXIT_LIMIT);
}

/* The system has no more, whatever the limit: nothing is allocated to say so. */
static void tell_no_memory(struct session *s)
{
    const char *line[] = { "fisc: ", say_text(SAY_NO_MEMORY, s->opt.render.lang), "\n" };

    for (unsigned i = 0; i < sizeof line / sizeof *line; i++)
        session_write(s, STDERR_FILENO, line[i], strlen(line[i]));
}

static void out_of_memory(void *ctx)
{
    struct session *s = ctx;
    struct arena small;
    struct diags d;
    struct strbuf out;

    if (errno == ENOMEM) {
        tell_no_memory(s);
        _exit(EXIT_LIMIT);
    }
    arena_init(&small, 1 << 16, out_of_memory_twice, NULL);
    diags_init(&d, &small);
    diag_add(&d, DIAG_MEMORY_LIMIT, NO_SPAN,
             arena_printf(&small, "%" PRIu64, s->opt.max_memory ? s->opt.max_memory
                                                                : DEFAULT_MEMORY), NULL);
    strbuf_init(&out, &small);
    diags_render(&out, NULL, &d, &s->opt.render);
    _exit(session_write(s, STDERR_FILENO, out.p, out.len) ? EXIT_LIMIT : EXIT_IO);
}

/* A reader that has seen enough closes its pipe: nothing to tell then. */
static void tell_output(struct session *s)
{
    const char *text;

    if (!s->output_failed || s->output_error == EPIPE)
        return;
    text = arena_printf(&s->arena, "fisc: %s\n",
        say_with(&s->arena, s->opt.render.lang, SAY_OUTPUT_FAILED, 1,
                 say_os_error(s->output_error, s->opt.render.lang)));
    s->output_failed = false;       /* of standard output, perhaps: standard error has a try */
    session_write(s, STDERR_FILENO, text, strlen(text));
    s->output_failed = true;
}

/* A standard stream that was closed would be the number of the next file opened, and what is
 * printed would go into it: to one that cannot be written, writing fails as it should. */
static void hold_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
            return;
}

int main(int argc, char **argv)
{
    struct session s = { .env = environ };
    enum exit_status e;

    hold_streams();
    signal(SIGPIPE, SIG_IGN);       /* a closed pipe, a file grown to its limit: an output
                                     * that failed */
    signal(SIGXFSZ, SIG_IGN);
    arena_init(&s.arena, (size_t)DEFAULT_MEMORY, out_of_memory, &s);
    e = dispatch(&s, argc, argv);
    tell_output(&s);
    if (s.output_failed)
        e = EXIT_IO;
    session_close(&s);
    return (int)e;
}
