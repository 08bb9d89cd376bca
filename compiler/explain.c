/* fisc explain.
 * In: codes as they stand in messages. Out: their pages, or all codes with their titles.
 * Invariant: one code that is not known, and no page is shown. */
#include "explain.h"
#include "embedded.h"
#include "run.h"
#include "../runtime/excerpt.h"
#include "../runtime/page.h"
#include "../runtime/wrap.h"
#include <string.h>
#include <unistd.h>

enum { NEAR_MOST = 3, NEAR_DISTANCE = 2, PROSE_CELLS = 96, CODE_CELLS = 5 };

struct explain {
    struct session *s;
    struct page *page; uint32_t npage, cap;
    struct strbuf out;
};

static const char *zh_en(const struct explain *x, const char *zh, const char *en)
{
    return x->s->opt.render.lang == LANG_ZH ? zh : en;
}

/* ---- codes ---- */

/* As it stands in the table: full-width letters and small ones are the same code. */
static const char *code_form(struct arena *a, const char *typed)
{
    const char *form = str_form(a, typed, strlen(typed));
    char *code = arena_strndup(a, form, strlen(form));
    for (char *c = code; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return code;
}

static const struct embedded_file *page_find(const char *code)
{
    for (const struct embedded_file *f = explain_pages; f->name; f++)
        if (strcmp(f->name, code) == 0)
            return f;
    return NULL;
}

/* Every page is named like a code: tests/lint holds that. */
static enum diag_code code_of(const struct embedded_file *f)
{
    unsigned code = 0;
    while (code + 1 < DIAG_COUNT && strcmp(diag_id((enum diag_code)code), f->name) != 0)
        code++;
    return (enum diag_code)code;
}

static void page_add(struct explain *x, const struct embedded_file *f)
{
    struct page p;
    page_read(&p, &x->s->arena, code_of(f), f->text);
    ARENA_PUSH(&x->s->arena, x->page, x->npage, x->cap, p);
}

/* ---- a code that is none ---- */

static void nearest_say(struct explain *x, const char *code)
{
    unsigned said = 0;
    for (unsigned far = 0; far <= NEAR_DISTANCE && !said; far++)
        for (const struct embedded_file *f = explain_pages; f->name && said < NEAR_MOST; f++) {
            if (str_distance(code, f->name, NEAR_DISTANCE) != far)
                continue;
            const char *lead = zh_en(x, "；最接近的：", "; the nearest: ");
            strbuf_adds(&x->out, said++ ? zh_en(x, "、", ", ") : lead);
            strbuf_adds(&x->out, f->name);
        }
}

static enum exit_status unknown_code(struct explain *x, const char *typed)
{
    strbuf_adds(&x->out, zh_en(x, "fisc: 没有编码 ", "fisc: there is no code "));
    diag_escape(&x->out, typed, str_cut(typed, strlen(typed), 64));
    nearest_say(x, code_form(&x->s->arena, typed));
    strbuf_adds(&x->out, zh_en(x, "\n所有编码：fisc explain\n", "\nall codes: fisc explain\n"));
    session_write(x->s, STDERR_FILENO, x->out.p, x->out.len);
    return EXIT_USAGE;
}

/* ---- one page ---- */

static void indented(struct strbuf *out, const char *text, const char *blanks)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        strbuf_adds(out, n ? blanks : "");
        strbuf_add(out, text, n);
        strbuf_adds(out, "\n");
        text += n + (text[n] == '\n');
    }
}

static void files_say(struct explain *x, const char *title, const struct page_example *e)
{
    strbuf_addf(&x->out, "\n%s\n", title);
    for (uint32_t i = 0; i < e->nfile; i++) {
        strbuf_addf(&x->out, "  %s\n", e->file[i].name);
        indented(&x->out, e->file[i].text, "    ");
    }
}

static void examples_say(struct explain *x, const struct page *p)
{
    const char *says = p->wrong.says[x->s->opt.render.lang];
    if (p->tested) {
        strbuf_addf(&x->out, "\n%s%s\n", zh_en(x, "测试用例：", "Test case: "), p->tested);
        return;
    }
    if (p->wrong.nfile)
        files_say(x, zh_en(x, "错误的写法", "Wrong"), &p->wrong);
    strbuf_addf(&x->out, "\n%s%s\n", zh_en(x, "fisc 说  $ ", "What fisc says  $ "),
                p->wrong.command);
    indented(&x->out, says ? says : "", "    ");
    files_say(x, zh_en(x, "正确的写法", "Right"), &p->right);
    if (p->right.command)
        strbuf_addf(&x->out, "  $ %s\n", p->right.command);
}

static void page_say(struct explain *x, const struct page *p)
{
    const struct render_opts *o = &x->s->opt.render;
    unsigned cells = o->columns < PROSE_CELLS ? o->columns : PROSE_CELLS;
    struct brush b;
    brush_init(&b, &x->out, o, diag_severity(p->code), 0);
    brush_sev(&b);
    strbuf_addf(&x->out, "%s[%s]", brush_sev_word(b.sev, o->lang), diag_id(p->code));
    brush_end(&b);
    strbuf_adds(&x->out, zh_en(x, "：", ": "));
    brush_bold(&b);
    strbuf_adds(&x->out, p->title[o->lang]);
    brush_end(&b);
    strbuf_adds(&x->out, "\n\n");
    wrap_text(&x->out, p->text[o->lang], cells, o->ambiguous_wide);
    examples_say(x, p);
}

/* ---- all of them ---- */

static void title_say(struct explain *x, const struct page *p)
{
    strbuf_addf(&x->out, "%-*s  %s\n", CODE_CELLS, diag_id(p->code),
                p->title[x->s->opt.render.lang]);
}

static void all_say(struct explain *x, bool full)
{
    for (uint32_t i = 0; i < x->npage; i++) {
        if (full && i)
            strbuf_adds(&x->out, "\n\n");
        if (full)
            page_say(x, &x->page[i]);
        else
            title_say(x, &x->page[i]);
    }
}

static enum exit_status print(struct explain *x, bool full)
{
    struct session *s = x->s;
    struct report_out out = run_output(s);
    if (s->opt.json)
        return pages_json(&out, x->page, x->npage, full, s->opt.render.lang) ? EXIT_HOLDS : EXIT_IO;
    all_say(x, full);
    return session_write(s, STDOUT_FILENO, x->out.p, x->out.len) ? EXIT_HOLDS : EXIT_IO;
}

enum exit_status explain_run(struct session *s)
{
    struct explain x = { .s = s };
    strbuf_init(&x.out, &s->arena);
    for (uint32_t i = 0; i < s->opt.nsubject; i++) {
        const struct embedded_file *f = page_find(code_form(&s->arena, s->opt.subject[i]));
        if (!f)
            return unknown_code(&x, s->opt.subject[i]);
        page_add(&x, f);
    }
    if (s->opt.nsubject)
        return print(&x, true);
    for (const struct embedded_file *f = explain_pages; f->name; f++)
        page_add(&x, f);
    return print(&x, false);
}
