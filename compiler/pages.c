/* A program of the build: what the manual page and the completion list, from the tables of the
 * command.
 *     pages zh|en < FRAME > PAGE
 * A line @NAME@ of the frame gives way to the list of that name; all others are copied.
 * Invariant: an option that the command takes and help.def does not tell of is a fault here. */
#include "help.h"
#include "../runtime/wrap.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct page { enum lang lang; struct arena *arena; struct strbuf text; };

static const char *zh_en(const struct page *p, const char *zh, const char *en)
{
    return p->lang == LANG_ZH ? zh : en;
}

/* ── the manual page ── */

enum { ROFF_COLUMNS = 72, ALL = (1u << CMD_NONE) - 1 };

/* Appends to the paragraph. The hyphens of an option are those that people type; no line ends
 * within one. */
static void roff(struct page *p, const char *s)
{
    bool option = false;

    for (char before = ' '; *s; before = *s++) {
        option = *s == '-' ? option || strchr(" (", before) : option && *s >= 'a' && *s <= 'z';
        if (*s == '\\')
            strbuf_adds(&p->text, "\\e");
        else if (*s == '-' && option)
            strbuf_adds(&p->text, "\\-");
        else
            strbuf_addc(&p->text, *s);
    }
}

/* Chinese has no blanks at which roff would end a line: it is shown where it may. */
static void print_zh(const char *s)
{
    size_t len = strlen(s), n;
    int32_t before = 0, cp;

    for (size_t i = 0; i < len; i += n, before = cp) {
        n = str_decode(s + i, len - i, &cp);
        printf("%s%.*s", before != ' ' && wrap_may_break(before, cp) ? "\\:" : "", (int)n, s + i);
    }
}

/* Prints the paragraph, in lines; in Chinese as one, for a line's end would be a blank. */
static void paragraph(struct page *p)
{
    struct strbuf lines;

    strbuf_init(&lines, p->arena);
    if (p->lang == LANG_EN)
        wrap_text(&lines, p->text.p, ROFF_COLUMNS, false);
    else
        print_zh(p->text.p);
    for (const char *l = lines.p; *l; l += strcspn(l, "\n") + 1)
        printf("%s%.*s", strchr(".'", *l) ? "\\&" : "", (int)strcspn(l, "\n") + 1, l);
    printf("%s", p->lang == LANG_EN ? "" : "\n");
    strbuf_init(&p->text, p->arena);
}

static void item(struct page *p, const char *name, const char *value, bool words)
{
    puts(".TP");
    strbuf_adds(&p->text, "\\fB");
    roff(p, name);
    strbuf_adds(&p->text, "\\fR");
    if (*value) {
        strbuf_adds(&p->text, words ? " \\fB" : " \\fI");
        roff(p, value);
        strbuf_adds(&p->text, "\\fR");
    }
    puts(p->text.p);
    strbuf_init(&p->text, p->arena);
}

static void sentence(struct page *p, const char *text)
{
    size_t start = p->text.len;

    roff(p, text);
    if (p->lang == LANG_EN && text[0] >= 'a' && text[0] <= 'z')
        p->text.p[start] = (char)(text[0] - 'a' + 'A');
    strbuf_adds(&p->text, zh_en(p, "。", "."));
    paragraph(p);
}

/* an option that all subcommands take, or all but one */
static bool is_general(unsigned takers)
{
    return __builtin_popcount(ALL & ~takers) <= 1;
}

static void commands(struct page *p, unsigned some)
{
    unsigned n = 0;

    for (unsigned c = 0; c < CMD_NONE; c++)
        if (some & 1u << c)
            strbuf_addf(&p->text, "%s%s", !n++ ? "" : zh_en(p, "、", ", "),
                        command_name((enum command)c));
}

/* Who takes it, and which words if not all take the same. */
static void takers(struct page *p, const struct help_option *h)
{
    unsigned all = help_takers(h, ALL), n = 0;
    struct option_taken t;

    if (all == ALL)
        return;
    puts(".br");
    strbuf_adds(&p->text, zh_en(p, "用于 ", "For "));
    for (unsigned i = 0; options_taken(i, &t); i++) {
        if (strcmp(t.name, h->name) != 0)
            continue;
        strbuf_adds(&p->text, !n++ ? "" : zh_en(p, "；", "; "));
        commands(p, t.commands);
        for (unsigned w = 0; t.word[w] && t.commands != all; w++)
            strbuf_addf(&p->text, "%s%s", w ? "|" : zh_en(p, "（", " ("), t.word[w]);
        if (t.word[0] && t.commands != all)
            strbuf_adds(&p->text, zh_en(p, "）", ")"));
    }
    sentence(p, "");
}

/* Those that the subcommand takes and others do not. */
static void own_options(struct page *p, enum command c)
{
    unsigned n = 0;

    for (const struct help_option *h = help_options; h->name; h++) {
        if (!help_takers(h, 1u << c) || is_general(help_takers(h, ALL)))
            continue;
        strbuf_adds(&p->text, !n++ ? zh_en(p, "选项：", "Options: ") : zh_en(p, "、", ", "));
        roff(p, h->name);
    }
    if (n) {
        puts(".br");
        sentence(p, "");
    }
}

static void man_subcommands(struct page *p)
{
    for (const struct help_subcommand *c = help_subcommands; c->does[0]; c++) {
        item(p, command_name(c->command), c->about[p->lang], false);
        sentence(p, c->does[p->lang]);
        own_options(p, c->command);
    }
}

static void man_general(struct page *p)
{
    unsigned n = 0;

    for (const struct help_option *h = help_options; h->name; h++)
        if (is_general(help_takers(h, ALL))) {
            strbuf_adds(&p->text, !n++ ? "" : zh_en(p, "、", ", "));
            roff(p, h->name);
        }
    paragraph(p);
}

static void man_options(struct page *p)
{
    for (const struct help_option *h = help_options; h->name; h++) {
        struct strbuf value;
        strbuf_init(&value, p->arena);
        help_value(&value, h, ALL, p->lang);
        item(p, h->name, *value.p ? value.p + 1 : "", !*h->value[0]);
        sentence(p, h->does[p->lang]);
        takers(p, h);
    }
}

static void man_statuses(struct page *p)
{
    for (const struct help_status *s = help_statuses; s->means[0]; s++) {
        item(p, arena_printf(p->arena, "%d", s->status), "", false);
        sentence(p, s->means[p->lang]);
    }
}

/* ── the completion: bash's `case` over "SUBCOMMAND OPTION" ── */

static void bash_subcommands(struct page *p)
{
    fputs("    local subcommands='", stdout);
    for (const struct help_subcommand *c = help_subcommands; c->does[0]; c++)
        printf("%s%s", c == help_subcommands ? "" : " ", command_name(c->command));
    puts("'\n    case $subcommand in");
    for (const struct help_subcommand *c = help_subcommands; c->does[0]; c++) {
        printf("        %s)\n            subjects='%s'\n            options='--help",
               command_name(c->command), c->about[LANG_EN]);
        for (const struct help_option *h = help_options; h->name; h++)
            if (help_takers(h, 1u << c->command))
                printf(" %s", h->name);
        puts("' ;;");
    }
    puts("    esac");
    (void)p;
}

static void bash_values(struct page *p)
{
    puts("    case $subcommand$option in");
    for (const struct help_option *h = help_options; h->name; h++)
        for (unsigned c = 0; c < CMD_NONE; c++) {
            struct strbuf value;
            strbuf_init(&value, p->arena);
            help_value(&value, h, 1u << c, LANG_EN);
            if (!help_takers(h, 1u << c) || !*value.p)
                continue;
            printf("        %s%s) %s=\"%s\" ;;\n", command_name((enum command)c), h->name,
                   *h->value[0] ? "value" : "words", value.p + 1);
        }
    puts("    esac");
}

static void bash_codes(struct page *p)
{
    static const char *const codes[] = {
#define X(id, code, severity, zh, en, help_zh, help_en) id,
#include "../runtime/diag.def"
#undef X
    };
    fputs("    local codes='", stdout);
    for (unsigned i = 0; i < sizeof codes / sizeof *codes; i++)
        printf("%s%s", !i ? "" : i % 16 ? " " : "\n        ", codes[i]);
    puts("'");
    (void)p;
}

/* ── frames ── */

struct list { const char *name; void (*print)(struct page *p); };
static const struct list lists[] = {
    { "@SUBCOMMANDS@\n", man_subcommands }, { "@OPTIONS@\n", man_options },
    { "@GENERAL@\n", man_general }, { "@STATUSES@\n", man_statuses },
    { "@BASH_SUBCOMMANDS@\n", bash_subcommands },
    { "@BASH_VALUES@\n", bash_values }, { "@BASH_CODES@\n", bash_codes },
};

static void line(struct page *p, const char *text)
{
    for (unsigned i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(text, lists[i].name) == 0) {
            lists[i].print(p);
            return;
        }
    if (p->lang == LANG_ZH && *text != '.')
        print_zh(text);
    else
        fputs(text, stdout);
}

/* Are all options of the command told of? */
static bool all_told(void)
{
    struct option_taken t;

    for (unsigned i = 0; options_taken(i, &t); i++) {
        const struct help_option *h = help_options;
        while (h->name && strcmp(h->name, t.name) != 0)
            h++;
        if (!h->name)
            return fprintf(stderr, "pages: help.def has no %s\n", t.name), false;
    }
    return true;
}

static void no_memory(void *ctx)
{
    (void)ctx;
    exit(1);
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct page p = { .arena = &arena };
    char text[4096];

    if (argc != 2 || !all_told())
        return 1;
    p.lang = strcmp(argv[1], "zh") == 0 ? LANG_ZH : LANG_EN;
    arena_init(&arena, 1 << 24, no_memory, NULL);
    strbuf_init(&p.text, &arena);
    while (fgets(text, sizeof text, stdin))
        line(&p, text);
    arena_free(&arena);
    return ferror(stdin) || fflush(stdout) != 0;
}
