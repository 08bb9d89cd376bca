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

const char *command_name(enum command c)
{
    return command_names[c];
}

bool options_of_text(const char *name)
{
    static const char *const names[] = { "--on", "--max-rule-bytes", "--scenario" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

bool options_taken(unsigned i, struct option_taken *out)
{
    if (i >= ROWS)
        return false;
    *out = (struct option_taken){ .name = rows[i].name, .commands = rows[i].commands };
    for (unsigned w = 0; rows[i].words && rows[i].words[w].word; w++)
        out->word[w] = rows[i].words[w].word;
    return true;
}

enum command command_of(const char *name)
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
