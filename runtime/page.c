/* Reads the page of a diagnostic.
 * In: Markdown of the one fixed form. Out: its parts.
 * Invariant: headings in the page's two languages, fences and their kinds are all that is looked
 * for; any other line is text. */
#include "page.h"
#include <string.h>

enum part { PART_HEAD, PART_ZH, PART_EN, PART_WRONG, PART_RIGHT, PART_TESTED };

static const struct { const char *start; enum part part; } headings[] = {
    { "## 中文：", PART_ZH }, { "## English: ", PART_EN }, { "## 错误的写法", PART_WRONG },
    { "## 正确的写法", PART_RIGHT }, { "## 测试用例", PART_TESTED },
};

struct reader {
    struct arena *arena;
    struct page *page;
    enum part part;
    struct strbuf text[2];
};

static bool begins(const char *line, size_t len, const char *start)
{
    size_t n = strlen(start);
    return len >= n && memcmp(line, start, n) == 0;
}

/* The line end is not part of it. */
static const char *line_next(const char **at, size_t *len)
{
    const char *line = *at;
    *len = strcspn(line, "\n");
    *at = line + *len + (line[*len] == '\n');
    return line;
}

static void heading_read(struct reader *r, const char *line, size_t len)
{
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        size_t n = strlen(headings[i].start);
        if (!begins(line, len, headings[i].start))
            continue;
        r->part = headings[i].part;
        if (r->part == PART_ZH || r->part == PART_EN)
            r->page->title[r->part == PART_EN] = arena_strndup(r->arena, line + n, len - n);
    }
}

/* Empty lines part paragraphs; there are none before the first and after the last. */
static void text_read(struct reader *r, const char *line, size_t len)
{
    struct strbuf *b = &r->text[r->part == PART_EN];
    if (!len)
        return;
    if (b->len)
        strbuf_adds(b, "\n\n");
    strbuf_add(b, line, len);
}

/* ---- blocks ---- */

static const char *fenced(struct reader *r, const char **at)
{
    const char *start = *at, *end = start;
    while (*end && !begins(end, strlen(end), "```"))
        end += strcspn(end, "\n") + (end[strcspn(end, "\n")] == '\n');
    *at = end + strcspn(end, "\n") + (end[strcspn(end, "\n")] == '\n');
    return arena_strndup(r->arena, start, (size_t)(end - start));
}

static void file_add(struct reader *r, struct page_example *e, const char *name, const char *text)
{
    struct page_file file = { name, text };
    ARENA_PUSH(r->arena, e->file, e->nfile, e->cap, file);
}

/* "fisc", "csv NAME", "sh", "output zh", "output en" */
static void block_read(struct reader *r, const char *line, size_t len, const char **at)
{
    struct page_example *e = r->part == PART_RIGHT ? &r->page->right : &r->page->wrong;
    const char *kind = arena_strndup(r->arena, line + 3, len - 3), *blank = strchr(kind, ' ');
    const char *text = fenced(r, at);
    if (begins(kind, strlen(kind), "output "))
        e->says[strcmp(blank + 1, "en") == 0] = text;
    else if (strcmp(kind, "sh") == 0)
        e->command = arena_strndup(r->arena, text, strcspn(text, "\n"));
    else
        file_add(r, e, blank ? blank + 1 : "rules.fisc", text);
}

void page_read(struct page *p, struct arena *a, enum diag_code code, const char *markdown)
{
    struct reader r = { .arena = a, .page = p, .part = PART_HEAD };
    const char *at = markdown;
    size_t len;
    *p = (struct page){ .code = code, .title = { "", "" } };
    for (unsigned i = 0; i < 2; i++)
        strbuf_init(&r.text[i], a);
    while (*at) {
        const char *line = line_next(&at, &len);
        if (begins(line, len, "## "))
            heading_read(&r, line, len);
        else if (r.part == PART_ZH || r.part == PART_EN)
            text_read(&r, line, len);
        else if (begins(line, len, "```"))
            block_read(&r, line, len, &at);
        else if (r.part == PART_TESTED && len)
            p->tested = arena_strndup(a, line, len);
    }
    for (unsigned i = 0; i < 2; i++)
        p->text[i] = r.text[i].p;
    if (!p->wrong.command && !p->tested)
        p->wrong.command = "fisc check rules.fisc";
}
