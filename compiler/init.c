/* fisc init.
 * In: a folder of tables, or one file. Out: a rule file that compiles and that its own data
 * satisfies, on standard output or in a file that was not there.
 * Invariant: every drafted table was checked against the data; one that does not hold is written as
 * comments. */
#include "init.h"
#include "draft.h"
#include "trial.h"
#include "../runtime/say.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* A figure of a total row, in a column that is part of no other. */
struct total { const char *path, *unit; int64_t value; int places; bool said; };

struct init {
    struct session *s;
    const char *dir;                /* as named */
    const char *only;               /* one file, or NULL: all of the folder */
    int fd;
    const char **name; uint32_t nname, cap;
    struct symtab *tables;          /* names given */
    struct strbuf out;
    uint32_t drafted;               /* tables */
    uint64_t results;               /* of their rules */
    uint32_t doubts, faulty;        /* doubtful sums; tables that are left as comments */
    struct total *total; uint32_t ntotal, total_cap;
};

static const char *zh_en(const struct init *x, const char *zh, const char *en)
{
    return x->s->opt.render.lang == LANG_ZH ? zh : en;
}

static enum lang keywords(const struct init *x)
{
    return x->s->opt.keywords == KEYWORDS_ZH ? LANG_ZH : LANG_EN;
}

static const char *word(const struct init *x, const char *english)
{
    return draft_word(keywords(x), english);
}

/* ---- one table ---- */

static struct trial tried(struct init *x, const struct draft *d, struct draft_say say)
{
    struct strbuf text;
    strbuf_init(&text, x->out.arena);
    strbuf_adds(&text, "use cn.units\n");
    draft_table(&text, d, say);
    return trial_run(x->s, x->fd, x->dir, text.p, text.len);
}

static bool can_say(const struct draft *d, enum draft_rows rows, bool keys)
{
    if (rows == ROWS_LEVELS && (!keys || !d->nlevel))
        return false;
    return rows == ROWS_NOT || d->total;
}

/* From the fullest to the barest; the first that holds. A column may be called like a word of the
 * language: then all names are quoted. */
static struct trial choose(struct init *x, const struct draft *d, struct draft_say *say)
{
    struct trial t;
    *say = (struct draft_say){ .rows = ROWS_NOT, .near = ROWS_NOT };
    say->quoted = !tried(x, d, *say).compiles;
    for (int trees = 1; trees >= 0; trees--)
        for (enum draft_rows rows = ROWS_LEVELS; rows <= ROWS_NOT; rows++)
            for (int keys = 1; keys >= 0; keys--) {
                if (!can_say(d, rows, keys))
                    continue;
                *say = (struct draft_say){ .rows = rows, .trees = trees, .keys = keys,
                                           .quoted = say->quoted, .near = ROWS_NOT };
                t = tried(x, d, *say);
                if (trial_holds(&t))
                    return t;
            }
    return t;
}

/* Rows that would be said if a few of their sums held too: the likely place of a slip. */
static void near_find(struct init *x, const struct draft *d, struct draft_say *say)
{
    say->near = ROWS_NOT;
    for (enum draft_rows rows = ROWS_LEVELS; rows < ROWS_NOT && say->rows == ROWS_NOT; rows++) {
        if (!can_say(d, rows, say->keys))
            continue;
        struct draft_say how = { .rows = rows, .keys = say->keys, .quoted = say->quoted,
                                 .near = ROWS_NOT, .sure = true };
        struct trial t = tried(x, d, how);
        uint64_t sums = t.exact + t.rounding + t.violated;
        if (t.compiles && !t.errors && !t.no_total && draft_is_near(sums, t.violated)) {
            say->near = rows;
            say->near_sums = sums;
            say->near_fails = t.violated;
            return;
        }
    }
}

/* Without its `#` a doubtful sum must compile and be checked. */
static void doubts_try(struct init *x, const struct draft *d, struct draft_say *say)
{
    struct draft_say rows = *say, columns = *say;
    struct draft_say *const less[] = { say, &columns, &rows };
    rows.sure = true;
    columns.near = ROWS_NOT;
    for (size_t i = 0; i < sizeof less / sizeof less[0]; i++) {
        struct draft_say how = *less[i];
        how.open = true;
        struct trial t = tried(x, d, how);
        if (t.compiles && !t.errors && !t.no_total) {
            *say = *less[i];
            return;
        }
    }
    say->sure = true;
    say->near = ROWS_NOT;
}

/* Whole numbers of 元 are points if all sums hold so; of 万元 they are rounded all the same. */
static void exact_try(struct init *x, struct draft *d, struct draft_say say, struct trial *t)
{
    struct trial exact;
    if (d->exact || d->places || strcmp(d->unit, "元"))
        return;
    d->exact = true;
    exact = tried(x, d, say);
    if (trial_holds(&exact))
        *t = exact;
    else
        d->exact = false;
}

/* Lines of text, each behind a `#`; a rule file has no invisible characters in comments either. */
static void put_commented(struct strbuf *out, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        strbuf_adds(out, "# ");
        diag_escape(out, text, n);
        strbuf_adds(out, "\n");
        text += n + (text[n] == '\n');
    }
}

static const char *table_name(struct init *x, const char *file, const char *sheet)
{
    struct arena *a = &x->s->arena;
    const char *dot = strrchr(file, '.');
    const char *stem = arena_strndup(a, file, dot ? (size_t)(dot - file) : strlen(file));
    const char *base = draft_name(a, sheet ? sheet : stem), *name = base;
    for (uint32_t i = 2, known = sym_count(x->tables);; i++) {
        sym_of(x->tables, name);
        if (sym_count(x->tables) > known)
            return name;
        name = arena_printf(a, "%s_%u", base, i);
    }
}

/* ---- totals that are equal ---- */

enum { TOTALS_MAX = 512 };

static void totals_note(struct init *x, const struct draft *d, struct draft_say say)
{
    bool printed;
    for (uint32_t i = 0; i < d->sheet->header.count && say.rows != ROWS_NOT; i++) {
        const struct draft_column *c = &d->column[i];
        if (c->kind != DRAFT_FIGURES || (say.trees && c->parent != IR_NONE))
            continue;
        int64_t value = draft_figure(d, &d->sheet->row[d->total_row], i, &printed);
        struct total t = { draft_path(d, i, say.quoted), draft_unit(d, i), value, d->places,
                           false };
        if (value && x->ntotal < TOTALS_MAX)
            ARENA_PUSH(&x->s->arena, x->total, x->ntotal, x->total_cap, t);
    }
}

/* The totals that print the same as total i, as a rule behind a `#`. True: there are some. */
static bool equal_say(struct init *x, uint32_t i, uint32_t number)
{
    const struct total *t = &x->total[i];
    uint32_t n = 0;
    for (uint32_t k = i + 1; k < x->ntotal; k++) {
        struct total *o = &x->total[k];
        if (o->said || o->value != t->value || o->places != t->places || strcmp(o->unit, t->unit))
            continue;
        if (!n++)
            strbuf_addf(&x->out, zh_en(x, "# %s 合计相等_%u: %s", "# %s equal_totals_%u: %s"),
                        word(x, "must"), number, t->path);
        strbuf_adds(&x->out, " = ");
        strbuf_adds(&x->out, o->path);
        o->said = true;
    }
    strbuf_adds(&x->out, n ? "\n" : "");
    return n > 0;
}

static void totals_say(struct init *x)
{
    size_t before = x->out.len;
    uint32_t n = 0;
    strbuf_adds(&x->out, zh_en(x, "\n# 这些合计印得一样；确应相等的，去掉 #：\n",
                               "\n# Totals that print the same; where they ought to, take the # "
                               "away:\n"));
    for (uint32_t i = 0; i < x->ntotal; i++)
        n += !x->total[i].said && equal_say(x, i, n + 1);
    if (!n && before)
        x->out.p[x->out.len = before] = 0;
}

/* ---- one table, drafted ---- */

static void say_results(struct init *x, const struct trial *t)
{
    struct arena *a = &x->s->arena;
    const char *arg[] = { arena_printf(a, "%llu", (unsigned long long)t->exact),
                          arena_printf(a, "%llu", (unsigned long long)t->rounding) };
    x->results += t->exact + t->rounding;
    strbuf_adds(&x->out, "# ");
    if (!t->exact && !t->rounding)
        strbuf_adds(&x->out, zh_en(x, "检验：没有可以检验的加总", "checked: there is no sum to check"));
    else
        diag_format(&x->out, zh_en(x, "检验：精确 {0} 个，四舍五入以内 {1} 个，没有不成立的",
                                   "checked: {0} exact, {1} within rounding, none violated"),
                    arg, 2);
    strbuf_adds(&x->out, "\n");
}

static void table_draft(struct init *x, struct draft *d)
{
    struct draft_say say;
    struct strbuf text;
    struct trial t = choose(x, d, &say);
    bool ok = trial_holds(&t);
    if (ok)
        exact_try(x, d, say, &t);
    near_find(x, d, &say);
    if (ok && draft_doubts(d, say))
        doubts_try(x, d, &say);
    x->doubts += ok ? draft_doubts(d, say) : 0;
    x->faulty += !ok;
    strbuf_init(&text, x->out.arena);
    draft_table(&text, d, say);
    strbuf_adds(&x->out, "\n");
    draft_comments(&x->out, d, say, ok ? NULL : t.why ? t.why : "-");
    if (ok)
        say_results(x, &t);
    x->drafted += ok;
    if (!ok) {
        put_commented(&x->out, text.p);
        return;
    }
    strbuf_adds(&x->out, text.p);
    totals_note(x, d, say);
}

static void say_no_figures(struct init *x, const char *file, const char *sheet)
{
    const char *arg[] = { sheet ? arena_printf(&x->s->arena, "%s[%s]", file, sheet) : file };
    strbuf_adds(&x->out, "\n# ");
    diag_format(&x->out, zh_en(x, "── {0} ── 没有一列都是数，没有写成表",
                               "── {0} ── no column of figures: no table is drafted"), arg, 1);
    strbuf_adds(&x->out, "\n");
}

/* ---- files ---- */

/* Figures in prose: nothing to guess, if it compiles. */
static void prose_draft(struct init *x, const struct draft *d)
{
    struct strbuf text;
    const char *arg[] = { d->file, word(x, "claim") };
    strbuf_init(&text, x->out.arena);
    strbuf_addf(&text, "%s %s %s ", word(x, "text"), d->name, word(x, "from"));
    draft_text(&text, d->file);
    strbuf_adds(&text, "\n");
    struct trial t = trial_run(x->s, x->fd, x->dir, text.p, text.len);
    strbuf_adds(&x->out, "\n# ");
    diag_format(&x->out, zh_en(x, "── {0} ── 文字里的数：用 {1} 引述",
                               "── {0} ── figures printed in prose: quote them with {1}"),
                arg, 2);
    strbuf_adds(&x->out, "\n");
    x->drafted += trial_holds(&t);
    if (trial_holds(&t))
        strbuf_adds(&x->out, text.p);
    else
        put_commented(&x->out, text.p);
}

static void sheet_draft(struct init *x, const struct survey_file *f, const char *sheet,
                        bool named)
{
    struct survey survey;
    struct draft d = { .arena = f->arena, .lang = x->s->opt.render.lang,
                       .keywords = keywords(x),
                       .sheet = &survey, .file = f->path, .sheet_name = named ? sheet : NULL };
    if (!survey_read(f, sheet, &survey))
        return;
    d.name = table_name(x, f->path, sheet);
    if (!sheet && draft_is_prose(&survey)) {
        prose_draft(x, &d);
        return;
    }
    if (!draft_look(&d)) {
        say_no_figures(x, f->path, sheet);
        return;
    }
    table_draft(x, &d);
}

static void say_hidden(struct init *x, const char *file, uint32_t hidden)
{
    const char *arg[] = { file, arena_printf(&x->s->arena, "%u", hidden) };
    strbuf_adds(&x->out, "\n# ");
    diag_format(&x->out, zh_en(x, "{0} 有 {1} 张隐藏的工作表，没有看",
                               "{0} has hidden sheets, {1} in all, which are not looked at"),
                arg, 2);
    strbuf_adds(&x->out, "\n");
}

static void file_draft(struct init *x, const char *path)
{
    struct session *s = x->s;
    struct survey_file f = { .arena = &s->arena, .diags = s->unit.diags, .dir = x->fd, .path = path,
                             .lim = { .max_file_bytes = s->opt.max_data_bytes } };
    const char *const *sheet;
    uint32_t n, hidden;
    if (!survey_sheets(&f, &sheet, &n, &hidden))
        return;
    if (!n && !hidden)
        sheet_draft(x, &f, NULL, false);
    for (uint32_t i = 0; i < n; i++)
        sheet_draft(x, &f, sheet[i], n > 1);
    if (hidden)
        say_hidden(x, path, hidden);
}

/* ---- the folder ---- */

static bool is_table_file(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && name[0] != '.' && name[0] != '~'
        && (!strcasecmp(dot, ".csv") || !strcasecmp(dot, ".xlsx") || !strcasecmp(dot, ".xlsm"));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool folder_list(struct init *x)
{
    struct arena *a = &x->s->arena;
    int fd = openat(x->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *e;
    if (!folder) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    while ((e = readdir(folder)) != NULL)
        if (is_table_file(e->d_name))
            ARENA_PUSH(a, x->name, x->nname, x->cap,
                       arena_strndup(a, e->d_name, strlen(e->d_name)));
    closedir(folder);
    if (x->nname)
        qsort(x->name, x->nname, sizeof *x->name, by_name);
    return true;
}

/* The folder, or the file's folder and the file. */
static bool source_open(struct init *x)
{
    struct session *s = x->s;
    const char *path = s->opt.rules, *slash = strrchr(path, '/');
    struct stat st;
    x->dir = path;
    if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode)) {
        x->only = slash ? slash + 1 : path;
        x->dir = !slash ? "." : slash == path ? "/"
            : arena_strndup(&s->arena, path, (size_t)(slash - path));
        ARENA_PUSH(&s->arena, x->name, x->nname, x->cap, x->only);
    }
    x->fd = open(x->dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (x->fd >= 0 && (x->only || folder_list(x)))
        return true;
    int error = errno;
    diag_add(s->unit.diags, DIAG_INIT_NO_SOURCE, NO_SPAN, path, say_os_error(error, LANG_ZH),
             say_os_error(error, LANG_EN), NULL);
    return false;
}

/* ---- the output ---- */

static enum exit_status output_fault(struct session *s, int error)
{
    if (error == EEXIST)
        diag_add(s->unit.diags, DIAG_INIT_EXISTS, NO_SPAN, s->opt.output, NULL);
    else
        diag_add(s->unit.diags, DIAG_OUTPUT_UNWRITABLE, NO_SPAN, s->opt.output,
                 say_os_error(error, LANG_ZH), say_os_error(error, LANG_EN), NULL);
    return EXIT_IO;
}

/* What is there stays as it is, whatever it is, a link too. */
static enum exit_status output_write(struct init *x, const struct strbuf *text)
{
    struct session *s = x->s;
    if (!s->opt.output)
        return session_write(s, STDOUT_FILENO, text->p, text->len) ? EXIT_HOLDS : EXIT_IO;
    int fd = open(s->opt.output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return output_fault(s, errno);
    bool ok = session_write(s, fd, text->p, text->len);
    int error = errno;
    if (close(fd) && ok) {
        ok = false;
        error = errno;
    }
    return ok ? EXIT_HOLDS : output_fault(s, error);
}

/* What the file is, for its reader: no more than is true of what was drafted. */
static void put_head(struct init *x, struct strbuf *head)
{
    struct arena *a = &x->s->arena;
    const char *arg[] = { x->s->opt.rules, x->dir, arena_printf(a, "%u", x->doubts),
                          arena_printf(a, "%u", x->faulty) };
    diag_format(head, zh_en(x,
        "# fisc init 由 {0} 起草。单位、精度、键、层级都是猜的，请逐条核对；",
        "# Drafted by fisc init from {0}. Units, precisions, keys and levels are guesses: check "
        "each; "), arg, 1);
    strbuf_adds(head, !x->results
                ? zh_en(x, "没有找到处处成立的加总", "no sum that holds everywhere was found")
                : zh_en(x, "写出的加总在这份数据上都成立", "the sums hold on this data"));
    if (x->doubts)
        diag_format(head, zh_en(x, "；另有 {2} 处存疑，不全成立，写在 # 后面",
                                "; doubtful ones, which fail somewhere and stand behind a #: {2}"),
                    arg, 3);
    if (x->faulty)
        diag_format(head, zh_en(x, "；{3} 张表检验不了，整张写在 # 后面",
                                "; tables that cannot be checked and are left as comments: {3}"),
                    arg, 4);
    diag_format(head, zh_en(x, "。\n# 检验：fisc check 本文件 --data {1}\n",
                            ".\n# To check: fisc check THIS-FILE --data {1}\n"), arg, 2);
    strbuf_addf(head, "%s cn.units\n", word(x, "use"));
}

static enum exit_status drafts(struct init *x)
{
    struct session *s = x->s;
    struct strbuf whole;
    for (uint32_t i = 0; i < x->nname; i++)
        file_draft(x, x->name[i]);
    enum exit_status fault = session_fault(s);
    if (!x->drafted && !fault) {
        diag_add(s->unit.diags, DIAG_INIT_NOTHING, NO_SPAN, s->opt.rules,
                 arena_printf(&s->arena, "%u", x->nname), NULL);
        return EXIT_DATA;
    }
    if (!x->drafted)
        return fault;
    totals_say(x);
    if (!x->results)
        strbuf_adds(&x->out, zh_en(x,
            "\n# 没有找到任何成立的加总：在写上规则以前，fisc check 会说什么也没有检验\n",
            "\n# No sum that holds was found: until rules are written, fisc check says that "
            "nothing was checked\n"));
    strbuf_init(&whole, x->out.arena);
    put_head(x, &whole);
    strbuf_add(&whole, x->out.p, x->out.len);
    enum exit_status e = output_write(x, &whole);
    return e ? e : fault;
}

enum exit_status init_run(struct session *s)
{
    struct init x = { .s = s, .fd = -1 };
    enum exit_status e = EXIT_DATA;
    struct stat st;
    compile_init(&s->unit, &s->arena);
    x.tables = symtab_new(&s->arena);
    strbuf_init(&x.out, &s->arena);
    if (s->opt.output && lstat(s->opt.output, &st) == 0)
        e = output_fault(s, EEXIST);
    else if (source_open(&x))
        e = drafts(&x);
    if (x.fd >= 0)
        close(x.fd);
    session_diagnostics(s);
    return e;
}
