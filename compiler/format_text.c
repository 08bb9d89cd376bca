/* What each token is written as.
 * In: tokens, their source. Out: their canonical texts, one behind the other.
 * Invariant: a token is written in a way that reads as the same token: signs, digits and quotes in
 * half width; names, and what stands between quotes, byte for byte. */
#include "format_part.h"
#include "function.h"
#include "parse.h"
#include <string.h>

/* ---- signs ---- */

static const struct sign { int token; const char *text; } sign_table[] = {
    { T_EQ, "=" }, { T_PLUS, "+" }, { T_MINUS, "-" }, { T_TIMES, "×" }, { T_DIVIDE, "÷" },
    { T_POWER, "^" }, { T_LPAREN, "(" }, { T_RPAREN, ")" }, { T_LBRACE, "{" }, { T_RBRACE, "}" },
    { T_LBRACKET, "[" }, { T_RBRACKET, "]" }, { T_COMMA, "," }, { T_COLON, ":" }, { T_DOT, "." },
    { T_BAR, "|" }, { T_INTO, "->" }, { T_TAKES, "<-" },
    { T_TIMES_EQ, "*=" }, { T_PLUS_EQ, "+=" }, { T_MINUS_EQ, "-=" },
};

static const char *const rel_table[] = {
    [REL_NE] = "!=", [REL_LT] = "<", [REL_LE] = "<=", [REL_GT] = ">",
    [REL_GE] = ">=",
};

static const char *sign_text(const struct format *f, const struct scan_token *t)
{
    uint32_t i = (uint32_t)(t - f->tok);
    if (t->kind == T_REL)
        return rel_table[t->rel];
    if (format_parts_key(f, i))
        return "/";
    /* 208*: all codes that begin so */
    if (t->kind == T_TIMES && t->nest == NEST_BRACKET)
        return "*";
    for (size_t k = 0; k < sizeof sign_table / sizeof sign_table[0]; k++)
        if (sign_table[k].token == t->kind)
            return sign_table[k].text;
    return NULL;
}

/* ---- words ---- */

static const char *keyword_text(const struct format *f, const struct scan_token *t)
{
    enum lang lang = f->keywords == KEYWORDS_ZH ? LANG_ZH : LANG_EN;
    const char *spelling = words_spelling(t->kind, lang);
    if (!spelling || f->keywords != KEYWORDS_KEPT)
        return spelling;
    return t->text ? sym_text(f->syms, t->text) : spelling;
}

/* A function's name is a keyword in all but name. */
static const char *function_text(struct format *f, struct scan_token *t)
{
    const char *spelling = NULL;
    if (t->kind == T_NAME && t[1].kind == T_LPAREN && f->keywords != KEYWORDS_KEPT)
        spelling = function_spelling(function_find(sym_text(f->syms, t->text)),
                                     f->keywords == KEYWORDS_ZH);
    if (spelling)
        t->text = sym_of(f->syms, spelling);
    return spelling;
}

/* ---- numbers and units ---- */

/* the half-width sign for the character at p, NULL: none; *len: its bytes */
static const char *half_sign(const char *p, size_t *len)
{
    static const struct { char wide[4], half[2]; } table[] = {
        { "／", "/" }, { "÷", "/" }, { "（", "(" }, { "）", ")" }, { "％", "%" }, { "．", "." },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        *len = strlen(table[i].wide);
        if (!strncmp(p, table[i].wide, *len))
            return table[i].half;
    }
    return NULL;
}

/* bytes of the digit or point at p, 0: there is none; *half: its half width */
static size_t digit_len(const char *p, char *half)
{
    *half = *p;
    if ((*p >= '0' && *p <= '9') || *p == '.')
        return 1;
    if (strncmp(p, "\xef\xbc", 2) || (uint8_t)p[2] < 0x8e || (uint8_t)p[2] > 0x99
        || (uint8_t)p[2] == 0x8f)
        return 0;
    *half = (char)((uint8_t)p[2] - 0x60);       /* U+FF0E EF BC 8E → '.', U+FF10 EF BC 90 → '0' */
    return 3;
}

static void chain_add(struct strbuf *to, const char *p, const char *end)
{
    while (p < end) {
        size_t n;
        const char *half = half_sign(p, &n);
        if (half) {
            strbuf_adds(to, half);
            p += n;
        } else {
            strbuf_addc(to, *p++);
        }
    }
}

/* One blank before a unit's name, none before % and ‰. */
static void quantity_add(struct strbuf *to, const char *p, const char *end)
{
    size_t n;
    while ((n = blank_len(p)))
        p += n;
    if (*p != '%' && strncmp(p, "％", 3) && strncmp(p, "‰", 3))
        strbuf_addc(to, ' ');
    chain_add(to, p, end);
}

static void number_add(struct strbuf *to, const struct scan_token *t, const char *p)
{
    const char *end = p + t->len;
    char half;
    size_t n;
    while (p < end && (n = digit_len(p, &half))) {
        strbuf_addc(to, half);
        p += n;
    }
    if (t->kind == T_QUANTITY)
        quantity_add(to, p, end);
    else
        strbuf_add(to, p, (size_t)(end - p));           /* a code: 12A */
}

static void date_add(struct strbuf *to, const struct scan_token *t, const char *p)
{
    const char *end = p + t->len;
    char half;
    while (p < end) {
        size_t n = digit_len(p, &half);
        strbuf_addc(to, n ? half : '-');
        p += n ? n : *p == '-' ? 1 : 3;
    }
}

/* ---- texts ---- */

static void text_add(struct strbuf *to, const char *p, uint32_t len)
{
    uint32_t open = *p == '"' ? 1 : 3, close = p[len - 1] == '"' ? 1 : 3;
    strbuf_addc(to, '"');
    strbuf_add(to, p + open, len - open - close);
    strbuf_addc(to, '"');
}

static void token_add(struct format *f, uint32_t i)
{
    struct scan_token *t = &f->tok[i];
    const char *p = f->src + t->off, *word = function_text(f, t);
    if (!word)
        word = sign_text(f, t);
    if (!word)
        word = keyword_text(f, t);
    if (word)
        strbuf_adds(&f->text, word);
    else if (t->kind == T_TEXT || t->kind == T_QNAME)
        text_add(&f->text, p, t->len);
    else if (t->kind == T_NUMBER || t->kind == T_QUANTITY)
        number_add(&f->text, t, p);
    else if (t->kind == T_DATE)
        date_add(&f->text, t, p);
    else if (t->kind == T_CHAIN)
        chain_add(&f->text, p, p + t->len);
    else
        strbuf_add(&f->text, p, t->len);
}

void format_texts(struct format *f)
{
    for (uint32_t i = 0; i < f->n; i++) {
        f->piece[i].text = (uint32_t)f->text.len;
        token_add(f, i);
    }
    f->piece[f->n].text = (uint32_t)f->text.len;
}
