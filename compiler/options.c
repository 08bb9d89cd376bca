/* Options. One table: name, what it takes, where it goes, the subcommands that it is for. */
#include "options.h"
#include "../runtime/day.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum option_kind { OPT_TEXT, OPT_NUMBER, OPT_FLAG, OPT_WORD, OPT_DAY,
                   OPT_MONTH,        /* a day, or the first one of a month */
                   OPT_SHARD };
struct word { const char *word; int value; };

/* the names of enum command */
static const char *const command_names[] = {
    "check", "calc", "why", "diff", "build", "dump", "init", "explain", "lint", "fmt", "test",
    "eval", "doctor" };

static const struct word format_words[] = { { "text", 0 }, { "json", 1 }, { NULL, 0 } };
static const struct word why_format_words[] = {
    { "text", 0 }, { "json", 1 }, { "dot", 2 }, { NULL, 0 }
};
static const struct word engine_words[] = {
    { "auto", ENGINE_AUTO }, { "interp", ENGINE_INTERP }, { "native", ENGINE_NATIVE }, { NULL, 0 }
};
/* of subcommands that never compile to machine code */
static const struct word interp_words[] = {
    { "auto", ENGINE_AUTO }, { "interp", ENGINE_INTERP }, { NULL, 0 }
};
static const struct word lang_words[] = { { "zh", LANG_ZH }, { "en", LANG_EN }, { NULL, 0 } };
static const struct word fail_words[] = {
    { "must", 0 }, { "should", 1 }, { "note", 2 }, { NULL, 0 }
};
static const struct word result_words[] = {
    { "all", RESULTS_ALL }, { "failing", RESULTS_FAILING }, { "summary", RESULTS_SUMMARY },
    { NULL, 0 }
};
static const struct word all_words[] = { { "all", RESULTS_ALL }, { NULL, 0 } };
static const struct word color_words[] = {
    { "auto", 2 }, { "always", 1 }, { "never", 0 }, { NULL, 0 }
};
static const struct word joint_words[] = {
    { "auto", FEASIBLE_AUTO }, { "full", FEASIBLE_FULL }, { "off", FEASIBLE_OFF }, { NULL, 0 }
};
static const struct word keyword_words[] = {
    { "zh", KEYWORDS_ZH }, { "en", KEYWORDS_EN }, { NULL, 0 }
};
static const struct word cpu_words[] = {
    { "x86-64", 1 }, { "x86-64-v2", 2 }, { "x86-64-v3", 3 }, { "x86-64-v4", 4 }, { NULL, 0 }
};
static const struct word width_words[] = { { "1", 0 }, { "2", 1 }, { NULL, 0 } };

/* options as read, before they are put where they belong */
struct raw {
    int format, engine, lang, fail_on, results, color, ambiguous, joint, keywords, cpu;
    bool ir, ast;
};

struct option_row {
    const char *name;
    enum option_kind kind;
    size_t raw, opt;
    const struct word *words;
    unsigned commands;
};

/* those that take rules, data, data with prior ones, that evaluate; that print what is coloured */
#define FOR_PRINT (FOR_ANY & ~FOR(DOCTOR))
#define FOR_DATA (FOR_FINDINGS | FOR(LINT))
#define FOR_FINDINGS (FOR(CHECK) | FOR(CALC) | FOR(WHY) | FOR(DIFF) | FOR(TEST))
#define FOR_RULES (FOR_DATA | FOR(DUMP) | FOR(BUILD) | FOR(EVAL))
#define FOR_NATIVE (FOR(CHECK) | FOR(CALC) | FOR(TEST))
/* that have data and no folder of them that rules name */
#define FOR_START (FOR(INIT) | FOR(EVAL))
#define FOR_VERDICTS (FOR(CHECK) | FOR(DIFF) | FOR(TEST))
#define FOR_ANY (FOR(NONE) - 1u)

#define OPT(field) 0, offsetof(struct options, field)
#define RAW(field) offsetof(struct raw, field), 0
/* An option stands once for each set of words that it takes. */
static const struct option_row rows[] = {
    { "-o", OPT_TEXT, OPT(output), NULL, FOR(INIT) | FOR(BUILD) },
    { "--cpu", OPT_WORD, RAW(cpu), cpu_words, FOR(BUILD) },
    { "--data", OPT_TEXT, OPT(data), NULL, FOR_DATA & ~FOR(DIFF) },
    { "--prior", OPT_TEXT, OPT(prior), NULL, FOR_DATA },
    { "--prior-new", OPT_TEXT, OPT(prior_new), NULL, FOR(DIFF) },
    { "--baseline", OPT_TEXT, OPT(baseline), NULL, FOR(CHECK) },
    { "--scenario", OPT_TEXT, OPT(scenario), NULL, FOR(CHECK) | FOR(CALC) | FOR(WHY) },
    { "--each", OPT_TEXT, OPT(each), NULL, FOR(CHECK) | FOR(CALC) },
    { "--filter", OPT_TEXT, OPT(filter), NULL, FOR(TEST) },
    { "--key", OPT_TEXT, OPT(key), NULL, FOR(WHY) },
    { "--uses", OPT_FLAG, OPT(uses), NULL, FOR(WHY) },
    { "--by", OPT_FLAG, OPT(by), NULL, FOR(WHY) },
    { "--members", OPT_NUMBER, OPT(members), NULL, FOR(WHY) },
    { "--format", OPT_WORD, RAW(format), format_words,
      FOR(CHECK) | FOR(CALC) | FOR(DIFF) | FOR(LINT) | FOR(TEST) | FOR(EXPLAIN) },
    { "--format", OPT_WORD, RAW(format), why_format_words, FOR(WHY) },
    { "--engine", OPT_WORD, RAW(engine), engine_words, FOR_NATIVE },
    { "--engine", OPT_WORD, RAW(engine), interp_words, FOR(WHY) | FOR(DIFF) },
    { "--lang", OPT_WORD, RAW(lang), lang_words, FOR_ANY },
    { "--color", OPT_WORD, RAW(color), color_words, FOR_PRINT },
    { "--stream", OPT_FLAG, OPT(stream), NULL, FOR(EVAL) },
    { "--shard", OPT_SHARD, OPT(shard), NULL, FOR(EVAL) },
    { "--fail-on", OPT_WORD, RAW(fail_on), fail_words, FOR(CHECK) | FOR(EVAL) },
    { "--results", OPT_WORD, RAW(results), result_words, FOR(CHECK) | FOR(EVAL) },
    { "--results", OPT_WORD, RAW(results), all_words, FOR(DIFF) },
    { "--keywords", OPT_WORD, RAW(keywords), keyword_words, FOR(FMT) | FOR(INIT) },
    { "--ambiguous-width", OPT_WORD, RAW(ambiguous), width_words, FOR_PRINT },
    { "--joint", OPT_WORD, RAW(joint), joint_words, FOR_VERDICTS },
    { "--solver", OPT_TEXT, OPT(joint.solver), NULL, FOR_VERDICTS },
    { "--max-joint", OPT_NUMBER, OPT(joint.max_relations), NULL, FOR_VERDICTS },
    { "--cache-dir", OPT_TEXT, OPT(cache_dir), NULL, FOR_NATIVE | FOR(DOCTOR) },
    { "--helper", OPT_TEXT, OPT(helper), NULL, FOR_NATIVE | FOR(BUILD) | FOR(DOCTOR) },
    { "--max-rule-bytes", OPT_NUMBER, OPT(max_rule_bytes), NULL, FOR_RULES | FOR(FMT) },
    { "--max-data-bytes", OPT_NUMBER, OPT(max_data_bytes), NULL, FOR_DATA | FOR_START },
    { "--max-memory", OPT_NUMBER, OPT(max_memory), NULL, FOR_ANY },
    { "--max-results", OPT_NUMBER, OPT(max_results), NULL, FOR_VERDICTS | FOR(EVAL) },
    { "--max-rows", OPT_NUMBER, OPT(max_rows), NULL, FOR_DATA | FOR_START },
    { "--today", OPT_DAY, OPT(today), NULL, (FOR_FINDINGS & ~FOR(CALC)) | FOR(EVAL) },
    { "--on", OPT_MONTH, OPT(on), NULL, FOR_RULES },
    { "--no-cache", OPT_FLAG, OPT(no_cache), NULL, FOR_NATIVE | FOR(DOCTOR) },
    { "--coverage", OPT_FLAG, OPT(coverage), NULL, FOR(CHECK) },
    { "--brief", OPT_FLAG, OPT(brief), NULL, FOR(CHECK) },
    { "--time", OPT_FLAG, OPT(time), NULL, FOR(CHECK) | FOR(CALC) },
    { "-w", OPT_FLAG, OPT(write), NULL, FOR(FMT) },
    { "--write", OPT_FLAG, OPT(write), NULL, FOR(FMT) },
    { "--check", OPT_FLAG, OPT(check), NULL, FOR(FMT) },
    { "--ir", OPT_FLAG, RAW(ir), NULL, FOR(DUMP) },
    { "--ast", OPT_FLAG, RAW(ast), NULL, FOR(DUMP) },
};

struct parse { struct options *o; struct raw raw; struct arena *arena; enum lang lang; };

static const char *say(const struct parse *p, const char *zh, const char *en, const char *what)
{
    return arena_printf(p->arena, p->lang == LANG_ZH ? zh : en, what);
}

enum { ROWS = sizeof rows / sizeof *rows };

static bool is_named(const struct option_row *r, const char *arg, size_t len)
{
    return strlen(r->name) == len && memcmp(r->name, arg, len) == 0;
}

/* The option as it is for the subcommand; else, for the message, as it is for others. */
static const struct option_row *find_row(const struct parse *p, const char *arg, size_t len)
{
    const struct option_row *other = NULL;

    for (size_t i = 0; i < ROWS; i++) {
        if (!is_named(&rows[i], arg, len))
            continue;
        if (rows[i].commands & 1u << p->o->command)
            return &rows[i];
        other = &rows[i];
    }
    return other;
}

/* Nothing that is asked for goes unheard: an option of others is a fault. */
static const char *not_for(const struct parse *p, const struct option_row *r)
{
    unsigned commands = 0;
    struct strbuf s;

    for (size_t i = 0; i < ROWS; i++)
        if (is_named(&rows[i], r->name, strlen(r->name)))
            commands |= rows[i].commands;
    strbuf_init(&s, p->arena);
    strbuf_addf(&s, p->lang == LANG_ZH ? "%s 不带 %s；它用于 " : "%s does not take %s; it is for ",
                command_names[p->o->command], r->name);
    for (unsigned c = 0, n = 0; c < CMD_NONE; c++)
        if (commands & 1u << c) {
            strbuf_adds(&s, !n++ ? "" : p->lang == LANG_ZH ? "、" : ", ");
            strbuf_adds(&s, command_names[c]);
        }
    return s.p;
}

static bool parse_number(const char *s, uint64_t *v)
{
    *v = 0;
    if (!*s || strlen(s) > 18)
        return false;
    for (; *s >= '0' && *s <= '9'; s++)
        *v = *v * 10 + (uint64_t)(*s - '0');
    return *s == '\0' && *v > 0;
}

/* 2/8 */
static bool parse_shard(const char *s, struct shard *r)
{
    char first[20];
    const char *slash = strchr(s, '/');
    size_t n = slash ? (size_t)(slash - s) : 0;

    if (!n || n >= sizeof first)
        return false;
    memcpy(first, s, n);
    first[n] = '\0';
    return parse_number(first, &r->i) && parse_number(slash + 1, &r->of) && r->i <= r->of;
}

/* YYYY-MM-DD */
static bool parse_day(const char *s, uint32_t *day)
{
    *day = strlen(s) == strlen("2024-12-31") ? day_last(s) : 0;
    return *day != 0;
}

static bool parse_month(const char *s, uint32_t *day)
{
    *day = day_first(s);
    return *day != 0;
}

static bool parse_word(const struct word *w, const char *s, int *value)
{
    for (; w->word; w++)
        if (strcmp(w->word, s) == 0) {
            *value = w->value;
            return true;
        }
    return false;
}

/* offsets come from the table above, so the fields have the kind's type */
static bool store(struct parse *p, const struct option_row *r, const char *value)
{
    char *opt = (char *)p->o + r->opt, *raw = (char *)&p->raw + r->raw;
    bool to_raw = r->kind == OPT_WORD || strcmp(r->name, "--ir") == 0
        || strcmp(r->name, "--ast") == 0;

    switch (r->kind) {
    case OPT_TEXT: *(const char **)(void *)opt = value; return *value != '\0';
    case OPT_NUMBER: return parse_number(value, (uint64_t *)(void *)opt);
    case OPT_FLAG: *(bool *)(void *)(to_raw ? raw : opt) = true; return true;
    case OPT_WORD: return parse_word(r->words, value, (int *)(void *)raw);
    case OPT_DAY: return parse_day(value, (uint32_t *)(void *)opt);
    case OPT_MONTH: return parse_month(value, (uint32_t *)(void *)opt);
    case OPT_SHARD: return parse_shard(value, (struct shard *)(void *)opt);
    }
    return false;
}

/* what the option takes, said whole */
static const char *wrong_value(const struct parse *p, const struct option_row *r)
{
    struct strbuf s;

    strbuf_init(&s, p->arena);
    strbuf_addf(&s, p->lang == LANG_ZH ? "选项 %s 的值不对" : "%s does not take this value", r->name);
    if (r->kind == OPT_DAY)
        strbuf_adds(&s, p->lang == LANG_ZH ? "，要写成 2024-12-31"
                                           : "; it takes a day such as 2024-12-31");
    if (r->kind == OPT_MONTH)
        strbuf_adds(&s, p->lang == LANG_ZH ? "，要写成 2024-01 或 2024-01-31"
                                           : "; it takes a day or a month such as 2024-01");
    if (r->kind == OPT_SHARD)
        strbuf_adds(&s, p->lang == LANG_ZH ? "，要写成 2/8：八份里的第二份"
                                           : "; it takes a part such as 2/8, the second of eight");
    for (const struct word *w = r->words; w && w->word; w++) {
        const char *lead = p->lang == LANG_ZH ? "，可用：" : "; it takes ";
        strbuf_adds(&s, w == r->words ? lead : "|");
        strbuf_adds(&s, w->word);
    }
    return s.p;
}

static const char *parse_option(struct parse *p, char **argv, int *i)
{
    const char *arg = argv[*i], *eq = strchr(arg, '='), *value = eq ? eq + 1 : NULL;
    const struct option_row *r = find_row(p, arg, eq ? (size_t)(eq - arg) : strlen(arg));

    if (!r)
        return say(p, "没有选项 %s", "there is no option %s", arg);
    if (p->o->command != CMD_NONE && !(r->commands & 1u << p->o->command))
        return not_for(p, r);
    if (r->kind == OPT_FLAG && value)
        return say(p, "选项 %s 不带值", "%s takes no value", r->name);
    if (r->kind != OPT_FLAG && !value) {
        value = argv[*i + 1];
        if (!value)
            return say(p, "选项 %s 要有值", "%s needs a value", r->name);
        ++*i;
    }
    if (!store(p, r, value))
        return wrong_value(p, r);
    return NULL;
}

static enum lang env_lang(char *const *env)
{
    const char *v = str_env(env, "LC_ALL");

    if (!v)
        v = str_env(env, "LC_MESSAGES");
    if (!v)
        v = str_env(env, "LANG");
    return v && strncmp(v, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
}

static unsigned terminal_columns(char *const *env)
{
    const char *v = str_env(env, "COLUMNS");
    struct winsize w;
    uint64_t n;

    if (v && parse_number(v, &n) && n <= 1000)
        return (unsigned)n;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col)
        return w.ws_col;
    return 80;
}

static void place(struct parse *p, char *const *env)
{
    struct options *o = p->o;
    const struct raw *r = &p->raw;

    o->json = r->format == 1;
    o->dot = r->format == 2;
    o->engine = (enum engine_choice)r->engine;
    o->fail_on = (unsigned)r->fail_on;
    o->keywords = (enum keyword_choice)r->keywords;
    o->results = (enum result_set)r->results;
    o->joint.mode = (enum feasible_mode)r->joint;
    o->joint.solver = o->joint.solver ? o->joint.solver : FISC_SOLVER;
    o->cpu = r->cpu;
    o->joint.ask = solver_ask;
    o->joint.lang = (enum lang)r->lang;
    o->dump = r->ast ? DUMP_AST : DUMP_IR;
    o->render.lang = (enum lang)r->lang;
    o->render.color = r->color == 1
        || (r->color == 2 && isatty(STDOUT_FILENO) && !str_env(env, "NO_COLOR"));
    o->render.ambiguous_wide = r->ambiguous == 1;
    o->render.columns = terminal_columns(env);
}

/* Messages about options are in the language that one of them asks for, wherever it stands. */
static enum lang asked_lang(int argc, char **argv, enum lang otherwise)
{
    int value = (int)otherwise;

    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            parse_word(lang_words, argv[i + 1], &value);
        else if (strncmp(argv[i], "--lang=", 7) == 0)
            parse_word(lang_words, argv[i] + 7, &value);
    }
    return (enum lang)value;
}

static enum command command_of(const char *name)
{
    unsigned c = CMD_CHECK;

    while (c < CMD_NONE && !(name && strcmp(command_names[c], name) == 0))
        c++;
    return (enum command)c;
}

const char *options_parse(struct options *o, struct arena *a, int argc, char **argv,
                          char *const *env)
{
    struct parse p = { .o = o, .arena = a, .lang = asked_lang(argc, argv, env_lang(env)) };
    const char *wrong = NULL;
    bool only_names = false;

    o->command = command_of(argc > 1 ? argv[1] : NULL);
    p.raw = (struct raw){ .lang = (int)p.lang, .results = RESULTS_AUTO, .color = 2 };
    for (int i = 2; i < argc && !wrong; i++) {
        if (!only_names && strcmp(argv[i], "--") == 0)
            only_names = true;
        else if (!only_names && argv[i][0] == '-' && argv[i][1])
            wrong = parse_option(&p, argv, &i);
        else
            ARENA_PUSH(a, o->subject, o->nsubject, o->subject_cap, argv[i]);
        p.lang = (enum lang)p.raw.lang;
    }
    o->rules = o->nsubject ? o->subject[0] : NULL;
    o->asked = o->nsubject > 1 ? o->subject[1] : NULL;
    place(&p, env);
    return wrong;
}

const char *const options_help_zh =
    "用法：fisc 子命令 规则文件.fisc [选项]\n"
    "\n"
    "子命令\n"
    "  check    用数据检验规则，列出不成立的\n"
    "  calc     算出各 line 的数\n"
    "  why      一个数从哪里来，一条规则怎样判定：fisc why 规则文件 数|规则\n"
    "  diff     两份数据之间变了什么，判定和数：fisc diff 规则文件 原文件夹 现文件夹\n"
    "  build    把规则做成库和头文件：fisc build 规则文件 -o libbudget.so\n"
    "  dump     显示编译结果（--ir，默认；--ast 语法树）\n"
    "  init     由数据文件夹或工作簿起草规则文件：fisc init 文件夹|文件 [-o 规则文件]\n"
    "  explain  讲解消息里的编码，带例子：fisc explain E0226；不写编码就列出全部\n"
    "  lint     检查规则本身：没有用的名称、可由别的推出或相互矛盾的规则、永真永假的条件；加 --data 还看数据\n"
    "  fmt      把规则文件整理成规范写法，打印出来：fisc fmt [-w | --check] 规则文件…\n"
    "  test     跑规则文件里的测试（test）：应得的是否得到，哪些规则没有测到\n"
    "  eval     流水线：标准输入每行一份预算（JSON），标准输出每行一份结果：fisc eval 规则文件|库 --stream\n"
    "  doctor   检查能否编译成本机代码，缺什么，缺了会怎样\n"
    "\n"
    "选项\n"
    "  --data 文件夹|文件      数据所在；默认是规则文件的文件夹\n"
    "  --prior 文件夹          上年数据所在，供 prior(…) 用  --prior-new 文件夹：diff 现数的上年数据\n"
    "  --each '单位/*/'        同一套规则逐个查当前文件夹下的许多数据文件夹\n"
    "  --format text|json|dot  输出格式；dot 只用于 why\n"
    "  --lang zh|en            语言；默认看 LC_ALL、LC_MESSAGES、LANG\n"
    "  --engine auto|interp|native  解释执行，或编译成本机代码\n"
    "  --fail-on must|should|note   从哪一级起算失败（退出码 1）\n"
    "  --results all|failing|summary  列出哪些结果\n"
    "  --key 键  --members N   why：规则的哪一个结果；合计列出多少项（默认 12）\n"
    "  --uses  --by            why：这个数用在哪里；各个数在末位加 1，它变多少\n"
    "  --filter 名称           test：只跑名称里有这几个字的\n"
    "  --brief                 check：不成立的结果每条一句话：是什么、看哪里、依据\n"
    "  --coverage              check：哪些数没有规则查到，哪些规则没有结论\n"
    "  --baseline 文件         check：与以前 --format json 的结果比，早已不成立的另列，不算失败\n"
    "  --scenario 名称         check、calc、why：按这个情景（scenario）改动参数再算\n"
    "  --today 2024-12-31      按这一天看豁免（waive）是否过期；默认是系统的日期\n"
    "  --on 2024-01            随日期不同的参数（param … { from … }）取这一天的值\n"
    "  --joint auto|full|off   各自成立的等式能否同时成立；full：不论多大都查  --solver glpsol 的路径\n"
    "  -w --write  --check     fmt：写回文件；只检查写法，不合规范的退出码是 1\n"
    "  --keywords zh|en        fmt：关键词全部改成中文或英文；init：起草用哪种\n"
    "  --cpu x86-64|x86-64-v2|x86-64-v3|x86-64-v4  build：库要在什么处理器上运行\n"
    "  --stream  --shard 2/8   eval：读标准输入；记录分成八份，只查第二份\n"
    "  --time                  各阶段用时，用了哪个引擎，为什么\n"
    "  --color auto|always|never  --ambiguous-width 1|2\n"
    "  --cache-dir 文件夹  --no-cache  --helper fisc-cg 的路径\n"
    "  --max-rule-bytes N  --max-data-bytes N  --max-memory N  --max-results N  --max-rows N\n"
    "  --max-joint N           最多有几条等式时还查它们能否同时成立\n"
    "  --help  --version\n"
    "\n"
    "退出码：0 没有不成立的（diff：没有差别）；1 有；2 用法；3 规则有错；4 数据读不了；5 到了上限；6 读写出错；70 内部错误\n";

const char *const options_help_en =
    "usage: fisc SUBCOMMAND RULES.fisc [options]\n"
    "\n"
    "subcommands\n"
    "  check    check rules against data, list what does not hold\n"
    "  calc     compute the lines\n"
    "  why      where a figure comes from, how a rule is decided: fisc why RULES FIGURE|RULE\n"
    "  diff     what changed between two sets of figures: fisc diff RULES OLD NEW\n"
    "  build    make a library of the rules, and its header: fisc build RULES -o libbudget.so\n"
    "  dump     show the compiled program (--ir, the default; --ast: the syntax tree)\n"
    "  init     draft a rule file from a data folder: fisc init DIR|FILE [-o RULES]\n"
    "  explain  what a code in a message means, with examples: fisc explain E0226; without a code: "
    "all of them\n"
    "  lint     examine the rules themselves: unused names, rules that others give or contradict, "
    "idle conditions;\n"
    "           with --data what the data show of them too\n"
    "  fmt      print a rule file in canonical form: fisc fmt [-w | --check] RULES…\n"
    "  test     run the tests (test) that the rule file carries; which rules they do not cover\n"
    "  eval     for pipelines: a budget on each line of input (JSON), its results on a line of "
    "output:\n"
    "           fisc eval RULES|LIBRARY --stream\n"
    "  doctor   can rules be compiled to machine code here; what is missing, and what happens "
    "then\n"
    "\n"
    "options\n"
    "  --data DIR|FILE         where the data is; default: the rule file's folder\n"
    "  --prior DIR             where the prior year's data is, for prior(…)\n"
    "  --prior-new DIR         diff: that of the new side, if it is another\n"
    "  --each 'units/*/'       the same rules over many data folders beneath the current one\n"
    "  --format text|json|dot  form of the output; dot for why alone\n"
    "  --lang zh|en            language; default from LC_ALL, LC_MESSAGES, LANG\n"
    "  --engine auto|interp|native  interpret, or compile to machine code\n"
    "  --fail-on must|should|note   the least severity that makes the exit status 1\n"
    "  --results all|failing|summary  which results are listed\n"
    "  --key K  --members N    why: which result of a rule; how many members of a sum (12)\n"
    "  --uses  --by            why: what reads the figure; how it changes when an input changes "
    "by 1 in its last place\n"
    "  --filter NAME           test: only those whose name holds this\n"
    "  --brief                 check: of each violated result a sentence, and where to look\n"
    "  --coverage              check: figures that no rule checked, rules without a verdict\n"
    "  --baseline FILE         check: against an earlier --format json: what was violated then is\n"
    "                          listed apart and does not fail\n"
    "  --scenario NAME         check, calc, why: with the params as that scenario changes them\n"
    "  --today 2024-12-31      the day by which waivers (waive) end; default: the system's date\n"
    "  --on 2024-01            the day of params that have periods (param … { from … })\n"
    "  --joint auto|full|off   can identities that hold each alone hold together; full: however "
    "many\n"
    "  --solver PATH of glpsol  --max-joint N: the most identities that are put together\n"
    "  -w --write  --check     fmt: rewrite the files; only check them, exit status 1 if one is "
    "not canonical\n"
    "  --keywords zh|en        fmt: all keywords in Chinese, or in English; init: of the draft\n"
    "  --cpu x86-64|x86-64-v2|x86-64-v3|x86-64-v4  build: what the library needs to run\n"
    "  --stream  --shard 2/8   eval: read standard input; of eight parts of the records, the "
    "second\n"
    "  --time                  time of each phase, the engine used, and why\n"
    "  --color auto|always|never  --ambiguous-width 1|2\n"
    "  --cache-dir DIR  --no-cache  --helper PATH of fisc-cg\n"
    "  --max-rule-bytes N  --max-data-bytes N  --max-memory N  --max-results N  --max-rows N\n"
    "  --help  --version\n"
    "\n"
    "exit status: 0 nothing violated (diff: no difference); 1 violated; 2 usage;\n"
    "3 rules do not compile; 4 data unreadable; 5 a limit was hit; 6 input or output failed;\n"
    "70 internal error\n";
