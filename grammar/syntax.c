/* What a syntax error says: the token at hand as it was written, and what would have fitted, in
 * the user's words and in both languages at once (the diagnostic's language is chosen when it is
 * shown).
 * Invariant: one message a statement; none if the scanner had one already. */
#include "syntax.h"
#include "lexeme.h"
#include <string.h>

/* Tokens that are no keyword and not shown as they are written. */
static const struct term { const char *alias, *zh, *en; } term_table[] = {
    { "end of line", "行尾", "end of line" },
    { "end of file", "文件末尾", "end of file" },
    { "name", "名称", "a name" },
    { "text", "引号里的文字", "a text in quotes" },
    { "quoted name", "引号里的名称", "a name in quotes" },
    { "number", "数字", "a number" },
    { "quantity", "带单位的数", "a quantity" },
    { "unit", "单位", "a unit" },
    { "comparison", "比较号", "a comparison" },
    { "date", "日期", "a date" },
    /* groups, see below */
    { "statement", "语句", "a statement" },
    { "item", "rows、column、key 或规则", "rows, column, key or a rule" },
    { "operator", "运算符", "an operator" },
    { "operand", "数或名称", "a number or a name" },
    { "reason", "“依据”（because）", "`because`" },
    { "outcome", "“成立”（holds）、“不成立”（violated）等", "`holds`, `violated` or the like" },
    { "clause", "“严格”（exactly）、“满足”（where）、“当”（when）、“依据”（because）",
      "`exactly`, `where`, `when`, `because`" },
};

/* Where all members are expected they are named by one word; the others of `hides` are then not
 * told either. */
#define MEMBERS 5
#define HIDES 19
static const struct group { const char *alias, *member[MEMBERS], *hides[HIDES]; } group_table[] = {
    { "statement", { "use", "param", "line", "table" },
      { "unit declaration", "list", "codes", "mapping", "form", "text statement", "claim",
        "zero", "require", "absent", "map", "same statement", "waive", "test", "scenario",
        "must", "should", "note", "end of file" } },
    { "item", { "rows", "column", "key" }, { "block", "must", "should", "note" } },
    { "operator", { "+", "-", "×", "÷" }, { "^", "(", ".", ":", "[", "at" } },
    { "reason", { "for", "because" }, { "->", "[", ".", ":" } },
    { "clause", { "where", "when", "because" }, { "exactly" } },
    { "outcome", { "holds", "violated", "rounding", "not-applicable", "exact" },
      { "unknown", "for", "is" } },
    { "operand", { "name", "number", "(" }, { "text", "quantity", "-", "named" } },
    { "name", { "name" }, { "quoted name" } },
    { "comparison", { "comparison", "=" }, { NULL } },
};
#define GROUPS (sizeof group_table / sizeof group_table[0])

/* A longer list helps nobody; the token as it was written then says it alone. */
#define TOLD_MAX 5

struct expected { const char *alias[SYNTAX_MAX_EXPECTED]; int n; };

static int expected_find(const struct expected *e, const char *alias)
{
    for (int i = 0; i < e->n; i++)
        if (!strcmp(e->alias[i], alias))
            return i;
    return -1;
}

static void expected_drop(struct expected *e, const char *alias)
{
    int i = expected_find(e, alias);
    if (i < 0)
        return;
    e->n--;
    memmove(&e->alias[i], &e->alias[i + 1], (size_t)(e->n - i) * sizeof e->alias[0]);
}

static void expected_group(struct expected *e, const struct group *g)
{
    for (int i = 0; i < MEMBERS && g->member[i]; i++)
        if (expected_find(e, g->member[i]) < 0)
            return;
    for (int i = 0; i < MEMBERS && g->member[i]; i++)
        expected_drop(e, g->member[i]);
    for (int i = 0; i < HIDES && g->hides[i]; i++)
        expected_drop(e, g->hides[i]);
    e->alias[e->n++] = g->alias;
}

/* ---- wording ---- */

static const struct term *term_find(const char *alias)
{
    for (size_t i = 0; i < sizeof term_table / sizeof term_table[0]; i++)
        if (!strcmp(term_table[i].alias, alias))
            return &term_table[i];
    return NULL;
}

static void term_add(struct strbuf *zh, struct strbuf *en, const char *alias)
{
    const struct term *t = term_find(alias);
    const char *english = !strcmp(alias, "unit declaration") ? "unit"
        : !strcmp(alias, "text statement") ? "text" : alias;
    const char *chinese = words_chinese(english);
    if (t) {
        strbuf_adds(zh, t->zh);
        strbuf_adds(en, t->en);
    } else {
        strbuf_addf(en, "`%s`", english);
        if (chinese)
            strbuf_addf(zh, "“%s”（%s）", chinese, english);
        else
            strbuf_addf(zh, "“%s”", english);
    }
}

static void expected_add(struct strbuf *zh, struct strbuf *en, const struct expected *e)
{
    for (int i = 0; i < e->n; i++) {
        if (i > 0) {
            strbuf_adds(zh, i + 1 < e->n ? "、" : "或");
            strbuf_adds(en, i + 1 < e->n ? ", " : " or ");
        }
        term_add(zh, en, e->alias[i]);
    }
}

/* The token as it was written; line ends and texts in words. */
static void got_add(struct scan *s, struct strbuf *zh, struct strbuf *en, struct span at,
                    const char *got)
{
    const struct term *t = term_find(got);
    uint32_t len = at.len > 120 ? 120 : at.len;
    const char *p = s->text + at.off;
    while (len > 0 && len < at.len && ((uint8_t)p[len] & 0xc0) == 0x80)
        len--;
    if (len == 0 || !strcmp(got, "text") || !strcmp(got, "quoted name")) {
        strbuf_adds(zh, t ? t->zh : got);
        strbuf_adds(en, t ? t->en : got);
        return;
    }
    strbuf_addf(zh, "“%.*s”", (int)len, p);
    strbuf_addf(en, "`%.*s`", (int)len, p);
}

static void statement_report(struct scan *s, struct span at)
{
    const char *word = at.len > 256 ? "…" : arena_strndup(s->arena, s->text + at.off, at.len);
    const char *near = at.len > 64 ? NULL : words_near_head(word);
    struct strbuf zh[2], en[2];
    if (near) {
        diag_edit(s->diags, diag_add(s->diags, DIAG_UNKNOWN_STATEMENT, at, word, near, NULL), at,
                  near);
        return;
    }
    for (int items = 0; items < 2; items++) {
        strbuf_init(&zh[items], s->arena);
        strbuf_init(&en[items], s->arena);
        words_list_heads(items, &zh[items], &en[items]);
    }
    diag_add(s->diags, DIAG_NO_STATEMENT, at, word, zh[0].p, zh[1].p, en[0].p, en[1].p, NULL);
}

static void expected_report(struct scan *s, struct span at, const char *got,
                            const struct expected *e)
{
    struct strbuf got_zh, got_en, zh, en;
    strbuf_init(&got_zh, s->arena);
    strbuf_init(&got_en, s->arena);
    strbuf_init(&zh, s->arena);
    strbuf_init(&en, s->arena);
    got_add(s, &got_zh, &got_en, at, got);
    expected_add(&zh, &en, e);
    if (e->n > TOLD_MAX && *got_en.p == '`')
        diag_add(s->diags, DIAG_UNEXPECTED, at, got_en.p, got_zh.p, NULL);
    else
        diag_add(s->diags, DIAG_SYNTAX, at, got_zh.p, zh.p, got_en.p, en.p, NULL);
}

static void reserved_report(struct scan *s, struct span at)
{
    const char *word = arena_strndup(s->arena, s->text + at.off, at.len);
    diag_edit(s->diags, diag_add(s->diags, DIAG_RESERVED, at, word, NULL), at,
              arena_printf(s->arena, "\"%s\"", word));
}

void syntax_report(struct scan *s, struct span at, const char *got, const char *const *expected,
                   int n)
{
    struct expected e = { .n = n < 0 ? 0 : n };
    if (s->fault || scan_leave_tree(s)) {
        scan_give_up(s);
        return;
    }
    for (int i = 0; i < e.n; i++)
        e.alias[i] = expected[i];
    bool heads = expected_find(&e, "param") >= 0 || expected_find(&e, "column") >= 0;
    for (size_t i = 0; i < GROUPS; i++)
        expected_group(&e, &group_table[i]);
    bool naming = expected_find(&e, "name") >= 0 && words_chinese(got);
    if (heads && !strcmp(got, "name"))
        statement_report(s, at);
    else if (naming)
        reserved_report(s, at);
    else
        expected_report(s, at, got, &e);
    scan_give_up(s);
}

void syntax_exhausted(struct scan *s, struct span at)
{
    diag_add(s->diags, DIAG_TOO_DEEP, at, arena_printf(s->arena, "%d", NEST_MAX), NULL);
}
