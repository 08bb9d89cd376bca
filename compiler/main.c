/* The command `fisc`. */
#include "each.h"
#include "carrier.h"
#include "compiled.h"
#include "astdump.h"
#include "doctor.h"
#include "explain.h"
#include "fmt.h"
#include "help.h"
#include "init.h"
#include "lint.h"
#include "run_build.h"
#include "run_diff.h"
#include "run_eval.h"
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
struct subcommand { enum exit_status (*run)(struct session *s); enum subject subject; };
static const struct subcommand commands[] = {
    [CMD_CHECK] = { run_check, RULES },
    [CMD_CALC] = { run_calc, RULES },
    [CMD_WHY] = { why_run, ASKED },
    [CMD_DIFF] = { diff_run, COMPARED },
    [CMD_BUILD] = { build_run, RULES },
    [CMD_DUMP] = { run_dump, RULES },
    [CMD_INIT] = { init_run, DATA },
    [CMD_EXPLAIN] = { explain_run, CODES },
    [CMD_LINT] = { lint_run, RULES },
    [CMD_FMT] = { fmt_run, RULE_FILES },
    [CMD_TEST] = { test_run, RULES },
    [CMD_EVAL] = { stream_run, RULES },
    [CMD_DOCTOR] = { run_doctor, NO_SUBJECT },
};

static enum exit_status usage(struct session *s, const char *wrong)
{
    bool zh = s->opt.render.lang == LANG_ZH;
    const char *program = s->carried && s->opt.rules ? s->opt.rules : "fisc";
    const char *text = arena_printf(&s->arena, zh ? "fisc: %s\n看 %s --help\n"
                                                  : "fisc: %s\nsee %s --help\n",
                                    say_escaped(&s->arena, wrong), program);

    session_write(s, STDERR_FILENO, text, strlen(text));
    return EXIT_USAGE;
}

static enum exit_status show(struct session *s, const char *text)
{
    return session_write(s, STDOUT_FILENO, text, strlen(text)) ? EXIT_HOLDS : EXIT_IO;
}

static enum exit_status no_subcommand(struct session *s, const char *name)
{
    bool zh = s->opt.render.lang == LANG_ZH;

    return usage(s, arena_printf(&s->arena, zh ? "没有子命令 %s" : "there is no subcommand %s",
                                 name));
}

static enum exit_status help(struct session *s, enum command c)
{
    struct strbuf out;

    strbuf_init(&out, &s->arena);
    if (s->carried)
        help_of_program(&out, s->opt.rules, c, &s->opt.render);
    else
        help_text(&out, c, &s->opt.render);
    return print(s, &out);
}

/* fisc help [SUBCOMMAND] */
static enum exit_status help_asked(struct session *s, const char *name)
{
    enum command c = command_of(name);

    return name && c == CMD_NONE ? no_subcommand(s, name) : help(s, c);
}

static bool wants(int argc, char **argv, const char *option)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], option) == 0)
            return true;
    return false;
}

/* Options of one subcommand that do not go together. */
static const char *wrong_together(const struct options *o, enum command c, bool zh)
{
    if (o->by && (o->uses || o->dot || o->members))
        return zh ? "--by 不能与 --uses、--members、--format dot 同用"
                  : "--by goes with none of --uses, --members, --format dot";
    if (o->each && (o->baseline || o->scenario))
        return zh ? "--each 不能与 --baseline、--scenario 同用"
                  : "--each goes with neither --baseline nor --scenario";
    if (o->brief && o->json)
        return zh ? "--brief 只管文字报告，不能与 --format json 同用"
                  : "--brief is of the report as text: it does not go with --format json";
    if (c == CMD_DIFF && o->results == RESULTS_ALL && o->json)
        return zh ? "--results all 只管文字报告：JSON 总是全的"
                  : "--results all is of the report as text: JSON always has all";
    if (c == CMD_LINT && o->prior && !o->data)
        return zh ? "lint 不看数据时不带 --prior：加上 --data"
                  : "lint without data has no use for --prior: add --data";
    if (o->no_cache && o->cache_dir)
        return zh ? "--no-cache 和 --cache-dir 只能用一个"
                  : "--no-cache and --cache-dir do not go together";
    if (c == CMD_BUILD && !o->output)
        return zh ? "要写做成什么：-o libNAME.so、NAME.o、libNAME.a 或程序名"
                  : "name what to make: -o libNAME.so, NAME.o, libNAME.a or a program";
    if (c == CMD_EVAL && !o->stream)
        return zh ? "eval 读标准输入里的记录：加上 --stream"
                  : "eval reads records on standard input: add --stream";
    return c == CMD_FMT ? fmt_wrong(o, zh) : NULL;
}

/* Of diff: two folders. */
static const char *wrong_compared(struct arena *a, const struct options *o, uint32_t named, bool zh)
{
    if (o->nsubject < named)
        return zh ? "要写两个数据文件夹：fisc diff 规则文件 原 现"
                  : "name two data folders: fisc diff RULES OLD NEW";
    if (o->nsubject > named)
        return arena_printf(a, zh ? "多出来的参数 %s" : "two data folders are enough: %s",
                            o->subject[named]);
    return NULL;
}

/* NULL: the subcommand has what it is about, and nothing else. */
static const char *wrong_subject(struct arena *a, const struct options *o,
                                 const struct subcommand *c, bool zh)
{
    uint32_t named = c->subject == ASKED ? 2 : 1;
    bool rules = c->subject == RULES || c->subject == ASKED || c->subject == COMPARED
        || c->subject == RULE_FILES;

    if (rules && !o->rules)
        return zh ? "要写规则文件" : "name a rule file";
    if (c->subject == COMPARED)
        return wrong_compared(a, o, 3, zh);
    if (c->subject == ASKED && !o->asked)
        return zh ? "要写问哪个数或哪条规则" : "name a figure or a rule";
    if (c->subject == DATA && !o->rules)
        return zh ? "要写数据文件夹或工作簿" : "name a data folder or a workbook";
    if (c->subject == NO_SUBJECT && o->rules)
        return zh ? "这个子命令不带规则文件" : "this subcommand takes no rule file";
    if (c->subject != CODES && c->subject != RULE_FILES && o->nsubject > named)
        return arena_printf(a, zh ? "多出来的参数 %s" : "one rule file is enough: %s",
                            o->subject[named]);
    return NULL;
}

/* ── programs that carry rules ── */

static bool is_of_carrier(const char *word)
{
    static const char *const words[] = { "check", "calc", "eval", "--version" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

/* PROGRAM [check|calc|eval] …, as `fisc check PROGRAM …`. */
static void carried_arguments(struct session *s, int *argc, char ***argv)
{
    char **given = *argv, **made = ARENA_ARRAY(&s->arena, char *, (size_t)*argc + 3);
    int from = *argc > 1 && is_of_carrier(given[1]) ? 2 : 1, n = 0;

    made[n++] = given[0];
    made[n++] = from == 2 ? given[1] : "check";
    made[n++] = *argc && *given[0] != '-' ? (char *)(uintptr_t)str_last(given[0]) : "rules";
    for (int i = from; i < *argc; i++)
        made[n++] = given[i];
    *argc = n;
    *argv = made;
}

/* What is named beside the rules is the data. */
static void carried_data(struct options *o)
{
    if (!o->data && o->nsubject > 1) {
        o->data = o->subject[1];
        o->nsubject = 1;
    }
    if (!o->data && o->command != CMD_EVAL)
        o->data = ".";
}

/* What the rules are, made by which fisc. */
static enum exit_status version_of_carried(struct session *s, const char *name)
{
    enum exit_status e;

    s->opt.command = CMD_CHECK;
    s->opt.rules = name;
    e = session_compile(s, STOP_NEVER);
    session_diagnostics(s);
    return e ? e : show(s, fisc_rules_manifest(s->opened));
}

static enum exit_status carry(struct session *s, int *argc, char ***argv)
{
    const char *why;

    switch (carrier_open(&s->arena, &s->carried)) {
    case CARRIES_NOTHING:
        break;
    case CARRIES_RULES:
        carried_arguments(s, argc, argv);
        break;
    case CARRIES_PART:
        s->cut = true;
        break;
    case CARRIER_FAILED:
        why = arena_printf(&s->arena, "fisc: %s\n", say_os_error(errno, LANG_ZH));
        session_write(s, STDERR_FILENO, why, strlen(why));
        return EXIT_IO;
    }
    return EXIT_HOLDS;
}

static enum exit_status tell_cut(struct session *s, bool zh)
{
    const char *text = zh ? "fisc: 这个程序带的规则被截断了：重新取一份\n"
                          : "fisc: the rules that this program carries were cut: get it anew\n";

    session_write(s, STDERR_FILENO, text, strlen(text));
    return EXIT_RULES;
}

static enum exit_status dispatch(struct session *s, int argc, char **argv)
{
    const char *wrong = options_parse(&s->opt, &s->arena, argc, argv, s->env);
    bool zh = s->opt.render.lang == LANG_ZH;
    const struct subcommand *c;

    if (s->cut)
        return tell_cut(s, zh);
    if (argc > 1 && strcmp(argv[1], "help") == 0)
        return help_asked(s, argc > 2 && argv[2][0] != '-' ? argv[2] : NULL);
    if (wants(argc, argv, "--help"))
        return help(s, s->opt.command);
    if (argc > 1 && strcmp(argv[1], "--version") == 0)
        return s->carried ? version_of_carried(s, argv[2]) : show(s, "fisc " PACKAGE_VERSION "\n");
    if (argc < 2)
        return usage(s, zh ? "要写子命令" : "name a subcommand");
    if (s->opt.command == CMD_NONE)
        return no_subcommand(s, argv[1]);
    c = &commands[s->opt.command];
    if (s->carried)
        carried_data(&s->opt);
    if (!wrong)
        wrong = wrong_subject(&s->arena, &s->opt, c, zh);
    if (!wrong)
        wrong = wrong_together(&s->opt, s->opt.command, zh);
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
    e = carry(&s, &argc, &argv);
    if (!e)
        e = dispatch(&s, argc, argv);
    tell_output(&s);
    if (s.output_failed)
        e = EXIT_IO;
    session_close(&s);
    return (int)e;
}
