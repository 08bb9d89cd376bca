/* Finds `use` and `unit` statements without parsing, so that unit names are known before the
 * first quantity.
 * In: the text. Out: the statements' names. Works on bytes and asks the scanner only about texts
 * and likely heads.
 * Invariant: brackets are counted, for in a tree `单位` may be a column. A form that no tree can
 * hold (`unit 元 = 1`, `use cn.units`) counts at any depth, so a forgotten `}` does not hide it. */
#include "lexeme.h"
#include <string.h>

/* ---- one statement ---- */

static bool lexeme_ends(int kind)
{
    return kind == 0 || kind == LX_NEWLINE || kind == T_SEMI || kind == LX_COMMENT;
}

static int lexeme_word(struct scan *s, int kind, uint32_t off, uint32_t len)
{
    enum word_context context;
    if ((kind != LX_NAME && kind != LX_NAME_ANY) || len > 64)
        return 0;
    return words_find(s->words, name_intern(s, off, len, kind == LX_NAME), &context);
}

static struct name lexeme_name(struct scan *s, int kind, uint32_t off, uint32_t len)
{
    sym text = name_intern(s, off, len, kind == LX_NAME);
    return (struct name){ .text = text, .span = scan_span(s, off, len) };
}

/* behind `unit`; *strong: no tree holds this */
static bool unit_head(struct scan *s, struct scan_head *head, bool *strong)
{
    uint32_t off, len;
    int kind = lexeme_next(s, &off, &len);
    if (kind != LX_NAME && kind != LX_NAME_ANY)
        return false;
    head->is_unit = true;
    head->name = lexeme_name(s, kind, off, len);
    kind = lexeme_next(s, &off, &len);
    if (kind == T_EQ) {
        kind = lexeme_next(s, &off, &len);
        *strong = kind == LX_NUMBER || kind == LX_THOUSANDS;
        return *strong;
    }
    *strong = lexeme_word(s, kind, off, len) == T_COUNT;
    return *strong || lexeme_ends(kind);
}

/* behind `use` */
static bool use_head(struct scan *s, struct scan_head *head, bool *strong)
{
    uint32_t off, len;
    int kind = lexeme_next(s, &off, &len);
    if (kind == LX_TEXT) {
        head->is_file = true;
        head->name = text_name(s, off, len, true);
        return lexeme_ends(lexeme_next(s, &off, &len));
    }
    if (kind != LX_NAME && kind != LX_NAME_ANY)
        return false;
    head->name = lexeme_name(s, kind, off, len);
    while ((kind = lexeme_next(s, &off, &len)) == T_DOT) {
        kind = lexeme_next(s, &off, &len);
        if (kind != LX_NAME && kind != LX_NAME_ANY)
            return false;
        const char *left = sym_text(s->syms, head->name.text);
        const char *right = sym_text(s->syms, lexeme_name(s, kind, off, len).text);
        head->name.text = sym_of(s->syms, arena_printf(s->arena, "%s.%s", left, right));
        head->name.span.len = off + len - head->name.span.off;
        *strong = true;
    }
    return lexeme_ends(kind);
}

static bool head_at(struct scan *s, uint32_t at, struct scan_head *head)
{
    uint32_t off, len;
    bool strong = false;
    *head = (struct scan_head){ 0 };
    lexeme_seek(s, at);
    int kind = lexeme_next(s, &off, &len);
    int word = lexeme_word(s, kind, off, len);
    bool found = (word == T_UNIT && unit_head(s, head, &strong)) ||
                 (word == T_USE && use_head(s, head, &strong));
    return found && (strong || s->head_depth == 0);
}

/* ---- the way from statement to statement ---- */

static bool head_is_likely(const char *p)
{
    return *p == 'u' || !strncmp(p, "单", 3) || !strncmp(p, "引", 3) || !strncmp(p, "ｕ", 3);
}

/* the end of the text that opens at `at` */
static uint32_t text_end(struct scan *s, uint32_t at)
{
    uint32_t off, len;
    lexeme_seek(s, at);
    lexeme_next(s, &off, &len);
    return off + len;
}

static void depth_change(struct scan *s, bool open)
{
    if (open)
        s->head_depth++;
    else if (s->head_depth > 0)
        s->head_depth--;
}

/* bytes of a full-width sign at p; sets *half to the half-width one it stands for, or leaves it */
static uint32_t wide_sign(const char *p, char *half)
{
    static const struct { char text[4]; char half; } sign[] = {
        { "；", ';' }, { "｛", '{' }, { "｝", '}' }, { "“", '"' }, { "”", '"' },
    };
    for (size_t i = 0; i < sizeof sign / sizeof sign[0]; i++)
        if (!strncmp(p, sign[i].text, 3))
            *half = sign[i].half;
    return 3;
}

/* true for the first bytes of all that ends a statement or hides such an end */
static const bool stops[256] = {
    ['\n'] = true, ['"'] = true, ['#'] = true, [';'] = true, ['{'] = true, ['}'] = true,
    [0xe2] = true, [0xef] = true,
};

/* From inside a statement to the start of the next; false at the end of the file. */
static bool statement_next(struct scan *s, uint32_t *at)
{
    for (uint32_t i = *at; i < s->len;) {
        while (i < s->len && !stops[(uint8_t)s->text[i]])
            i++;
        char sign = s->text[i];
        uint32_t n = (uint8_t)sign >= 0x80 ? wide_sign(s->text + i, &sign) : 1;
        if (sign == '\n' || sign == ';') {
            *at = i + n;
            return true;
        } else if (sign == '"') {
            i = text_end(s, i);
        } else if (sign == '#') {
            const char *end = memchr(s->text + i, '\n', s->len - i);
            i = end ? (uint32_t)(end - s->text) : s->len;
        } else {
            if (sign == '{' || sign == '}')
                depth_change(s, sign == '{');
            i += n;
        }
    }
    return false;
}

bool scan_head(struct scan *s, struct scan_head *head)
{
    uint32_t at = s->head_at;
    bool found = false;
    s->quiet = true;
    while (!found && at < s->len) {
        size_t blank;
        while ((blank = blank_len(s->text + at)))
            at += (uint32_t)blank;
        found = head_is_likely(s->text + at) && head_at(s, at, head);
        if (!statement_next(s, &at))
            at = s->len;
    }
    s->head_at = at;
    s->quiet = s->lexical = false;
    s->bad_end = 0;
    lexeme_seek(s, s->base);
    return found;
}
