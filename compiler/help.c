/* The help.
 * In: help.def, and the table of options. Out: lines for a terminal.
 * Invariant: what an option takes, and which subcommands take it, is read from the table of options
 * alone; here stands what it means. */
#include "help.h"
#include "../runtime/width.h"
#include "../runtime/wrap.h"
#include <string.h>

enum { INDENT = 2, TEXT_AT = 26, MOST_COLUMNS = 100, LEAST_TEXT = 30, FEW = 3 };

const struct help_subcommand help_subcommands[] = {
#define SUBCOMMAND(command, about_zh, about_en, zh, en)                                            \
    { CMD_##command, { about_zh, about_en }, { zh, en } },
#include "help.def"
#undef SUBCOMMAND
    { CMD_NONE, { NULL, NULL }, { NULL, NULL } }
};
const struct help_option help_options[] = {
#define OPTION(name, value_zh, value_en, zh, en) { name, { value_zh, value_en }, { zh, en } },
#include "help.def"
#undef OPTION
    { NULL, { NULL, NULL }, { NULL, NULL } }
};
const struct help_status help_statuses[] = {
#define STATUS(status, zh, en) { status, { zh, en } },
#include "help.def"
#undef STATUS
    { 0, { NULL, NULL } }
};

unsigned help_takers(const struct help_option *h, unsigned commands)
{
    unsigned takers = 0;
    struct option_taken t;

    for (unsigned i = 0; options_taken(i, &t); i++)
        if (strcmp(t.name, h->name) == 0)
            takers |= t.commands & commands;
    return takers;
}

static bool is_among(const char *word, const char *words, size_t len)
{
    size_t n = strlen(word);

    for (const char *p = words; p + n <= words + len; p += strcspn(p, "|") + 1)
        if (strcspn(p, "|") == n && memcmp(p, word, n) == 0)
            return true;
    return false;
}

void help_value(struct strbuf *out, const struct help_option *h, unsigned commands, enum lang lang)
{
    struct option_taken t;
    size_t words = out->len + 1;

    if (*h->value[lang])
        strbuf_addf(out, " %s", h->value[lang]);
    for (unsigned i = 0; options_taken(i, &t); i++)
        for (unsigned w = 0; strcmp(t.name, h->name) == 0 && t.word[w]; w++) {
            if (!(t.commands & commands)
                || (out->len > words && is_among(t.word[w], out->p + words, out->len - words)))
                continue;
            strbuf_addc(out, out->len < words ? ' ' : '|');
            strbuf_adds(out, t.word[w]);
        }
}

/* ── lines ── */

struct help { struct strbuf *out; const struct render_opts *o; bool zh; };

static unsigned columns_of(const struct render_opts *o)
{
    return o->columns < MOST_COLUMNS ? o->columns : MOST_COLUMNS;
}

/* `left` in the first columns, the text beside it, or beneath if there is no room */
static void row(struct help *h, const char *left, const char *text)
{
    unsigned columns = columns_of(h->o);
    unsigned used = INDENT + width_cells(left, strlen(left), h->o->ambiguous_wide);
    struct strbuf lines;

    strbuf_init(&lines, h->out->arena);
    wrap_text(&lines, text, columns < TEXT_AT + LEAST_TEXT ? LEAST_TEXT : columns - TEXT_AT,
              h->o->ambiguous_wide);
    strbuf_addf(h->out, "%*s%s", INDENT, "", left);
    if (used + INDENT > TEXT_AT) {
        strbuf_addc(h->out, '\n');
        used = 0;
    }
    for (const char *p = lines.p; *p; p += strcspn(p, "\n") + 1, used = 0)
        strbuf_addf(h->out, "%*s%.*s\n", (int)(TEXT_AT - used), "", (int)strcspn(p, "\n"), p);
}

static void subcommand(struct help *h, const struct help_subcommand *c)
{
    const char *about = c->about[h->o->lang];

    row(h, arena_printf(h->out->arena, "%s%s%s", command_name(c->command), *about ? " " : "",
                        about), c->does[h->o->lang]);
}

/* Of an option for a few subcommands, their names lead. */
static void option(struct help *h, const struct help_option *x, enum command c)
{
    unsigned takers = help_takers(x, c == CMD_NONE ? ~0u : 1u << c), n = 0;
    struct strbuf left, text;

    if (!takers)
        return;
    strbuf_init(&left, h->out->arena);
    strbuf_adds(&left, x->name);
    help_value(&left, x, takers, h->o->lang);
    strbuf_init(&text, h->out->arena);
    if (c == CMD_NONE && __builtin_popcount(takers) <= FEW) {
        for (unsigned i = 0; i < CMD_NONE; i++)
            if (takers & 1u << i)
                strbuf_addf(&text, "%s%s", !n++ ? "" : h->zh ? "、" : ", ",
                            command_name((enum command)i));
        strbuf_adds(&text, h->zh ? "：" : ": ");
    }
    strbuf_adds(&text, x->does[h->o->lang]);
    row(h, left.p, text.p);
}

static void statuses(struct help *h)
{
    struct strbuf text;

    strbuf_init(&text, h->out->arena);
    strbuf_adds(&text, h->zh ? "退出码：" : "exit status: ");
    for (const struct help_status *x = help_statuses; x->means[0]; x++)
        strbuf_addf(&text, "%s%d %s", x == help_statuses ? "" : h->zh ? "；" : "; ", x->status,
                    x->means[h->o->lang]);
    wrap_text(h->out, text.p, columns_of(h->o), h->o->ambiguous_wide);
}

static const struct help_subcommand *described(enum command c)
{
    const struct help_subcommand *x = help_subcommands;

    while (x->command != c)
        x++;
    return x;
}

static void of_all(struct help *h)
{
    strbuf_adds(h->out, h->zh ? "用法：fisc 子命令 规则文件.fisc [选项]\n\n子命令\n"
                              : "usage: fisc SUBCOMMAND RULES.fisc [options]\n\nsubcommands\n");
    for (const struct help_subcommand *x = help_subcommands; x->does[0]; x++)
        subcommand(h, x);
    strbuf_adds(h->out, h->zh ? "\n选项\n" : "\noptions\n");
    for (const struct help_option *x = help_options; x->name; x++)
        option(h, x, CMD_NONE);
    row(h, h->zh ? "help 子命令" : "help SUBCOMMAND",
        h->zh ? "一个子命令的选项；子命令后写 --help 也一样"
              : "the options of one; --help behind it is the same");
    row(h, "--version", h->zh ? "版本" : "the version");
}

/* What a subcommand does, behind how it is called; its options. */
static void of_one(struct help *h, enum command c, bool program)
{
    wrap_text(h->out, described(c)->does[h->o->lang], columns_of(h->o), h->o->ambiguous_wide);
    strbuf_adds(h->out, h->zh ? "\n选项\n" : "\noptions\n");
    for (const struct help_option *x = help_options; x->name; x++)
        if (!program || !options_of_text(x->name))
            option(h, x, c);
}

void help_text(struct strbuf *out, enum command c, const struct render_opts *o)
{
    struct help h = { out, o, o->lang == LANG_ZH };

    if (c == CMD_NONE) {
        of_all(&h);
    } else {
        const char *about = described(c)->about[o->lang];
        strbuf_addf(out, "%s%s%s%s%s\n", h.zh ? "用法：fisc " : "usage: fisc ", command_name(c),
                    *about ? " " : "", about, h.zh ? " [选项]" : " [options]");
        of_one(&h, c, false);
    }
    strbuf_addc(out, '\n');
    statuses(&h);
}

void help_of_program(struct strbuf *out, const char *program, enum command c,
                     const struct render_opts *o)
{
    struct help h = { out, o, o->lang == LANG_ZH };

    strbuf_addf(out, h.zh ? "用法：%s [check|calc|eval] [数据文件夹] [选项]\n"
                          : "usage: %s [check|calc|eval] [DATA] [options]\n", program);
    of_one(&h, c, true);
    strbuf_addc(out, '\n');
    statuses(&h);
}
