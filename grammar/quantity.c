/* Numbers and unit chains.
 * In: a number's lexeme. Out: its ASCII digits as a symbol, and the chain of whole unit names
 * behind it.
 * Invariant: a chain ends before anything that is not made of unit names, so that 110万元/人数
 * divides; letters straight behind a number that are no unit belong to the number and are its
 * fault. */
#include "lexeme.h"
#include <string.h>

/* ---- digits ---- */

uint32_t digits_len(const char *p, int most)
{
    uint32_t n = 0;
    while (most-- > 0) {
        if (p[n] >= '0' && p[n] <= '9')
            n++;
        else if (p[n] == '\xef' && p[n + 1] == '\xbc' && (uint8_t)p[n + 2] >= 0x90 &&
                 (uint8_t)p[n + 2] <= 0x99)
            n += 3;
        else
            break;
    }
    return n;
}

/* ASCII digits and '.' of a number in either width, commas left out. At most 38 digits are kept;
 * *digits counts all. */
static size_t digits_ascii(const char *p, uint32_t len, char to[NUMBER_MAX_DIGITS + 2],
                           unsigned *digits)
{
    size_t n = 0;
    *digits = 0;
    for (uint32_t i = 0; i < len;) {
        bool wide = (uint8_t)p[i] == 0xef;
        /* U+FF0E EF BC 8E → '.', U+FF10 EF BC 90 → '0' */
        char c = wide ? (char)((uint8_t)p[i + 2] - 0x60) : p[i];
        i += wide ? 3 : 1;
        if (c == ',')
            continue;
        if (c != '.' && (*digits)++ >= NUMBER_MAX_DIGITS)
            continue;
        to[n++] = c;
    }
    return n;
}

sym digits_intern(struct scan *s, uint32_t off, uint32_t len)
{
    char ascii[NUMBER_MAX_DIGITS + 2];
    unsigned digits;
    if (len <= 8 && (uint8_t)s->text[off + len - 1] < 0x80 && !memchr(s->text + off, '\xef', len) &&
        !memchr(s->text + off, ',', len))
        return symbol(s, off, len);
    size_t n = digits_ascii(s->text + off, len, ascii, &digits);
    if (digits > NUMBER_MAX_DIGITS)
        lexical_report(s, DIAG_LONG_NUMBER, off, len, arena_printf(s->arena, "%u", digits));
    if (ascii[n - 1] == '.')
        n--;
    return sym_intern(s->syms, ascii, n);
}

void thousands_report(struct scan *s, uint32_t off, uint32_t len)
{
    char ascii[NUMBER_MAX_DIGITS + 2];
    unsigned digits;
    size_t n = digits_ascii(s->text + off, len, ascii, &digits);
    const char *number = arena_strndup(s->arena, ascii, n);
    lexical_edit(s, DIAG_THOUSANDS_COMMA, off, len, number,
                 (struct diag_edit){ scan_span(s, off, len), number });
}

sym date_intern(struct scan *s, uint32_t off, uint32_t len)
{
    struct strbuf ascii;
    strbuf_init(&ascii, s->arena);
    for (uint32_t i = off; i < off + len;) {
        uint32_t digit = digits_len(s->text + i, 1);
        int32_t cp;
        strbuf_addc(&ascii, digit ? (char)('0' + (s->text[i + digit - 1] & 0x0f)) : '-');
        i += digit ? digit : (uint32_t)str_decode(s->text + i, off + len - i, &cp);
    }
    return sym_intern(s->syms, ascii.p, ascii.len);
}

void date_report(struct scan *s, uint32_t off, uint32_t len)
{
    lexical_report(s, DIAG_DATE_NOWHERE, off, len, arena_strndup(s->arena, s->text + off, len));
}

/* ---- chains ---- */

/* Names on their way into a chain: p is `few` until they are more. */
#define FEW 6
struct names { struct name *p; uint32_t n, cap; struct name few[FEW]; };

static void names_init(struct names *l)
{
    l->p = l->few;
    l->n = 0;
    l->cap = FEW;
}

static struct name *names_keep(struct scan *s, struct names *l)
{
    if (l->p != l->few || !l->n)
        return l->n ? l->p : NULL;
    struct name *p = ARENA_ARRAY(s->arena, struct name, l->n);
    memcpy(p, l->few, l->n * sizeof *p);
    return p;
}

static void names_push(struct scan *s, struct names *l, sym name, uint32_t off, uint32_t len)
{
    ARENA_PUSH(s->arena, l->p, l->n, l->cap,
               ((struct name){ .text = name, .span = scan_span(s, off, len) }));
}

/* bytes of the run of name characters at p, or of a percent sign */
static uint32_t run_len(const char *p)
{
    uint32_t n = 0;
    size_t k;
    if (*p == '%')
        return 1;
    if (!strncmp(p, "％", 3) || !strncmp(p, "‰", 3))
        return 3;
    while ((k = name_char_len(p + n)))
        n += (uint32_t)k;
    return n;
}

static bool run_is_plain(const char *p, uint32_t len)
{
    uint32_t i = 0;
    while (i < len && ((uint8_t)p[i] < 0x80 || is_ideograph(p + i)))
        i += (uint8_t)p[i] < 0x80 ? 1 : 3;
    return i == len;
}

static sym run_intern(struct scan *s, uint32_t off, uint32_t len)
{
    const char *p = s->text + off;
    if (!strncmp(p, "％", 3))
        return sym_of(s->syms, "%");
    if (*p == '%' || !strncmp(p, "‰", 3))
        return symbol(s, off, len);
    return name_intern(s, off, len, run_is_plain(p, len));
}

/* Pushes the unit names that the run is made of; false if it is not. */
static bool run_names(struct scan *s, uint32_t off, uint32_t len, struct names *l)
{
    sym whole = run_intern(s, off, len);
    const char *text = sym_text(s->syms, whole);
    if (vocabulary_has(s->units, text, strlen(text))) {
        names_push(s, l, whole, off, len);
        return true;
    }
    uint16_t cut[SPLIT_MAX];
    uint32_t n = vocabulary_split(s->units, s->text + off, len, cut), from = 0;
    for (uint32_t i = 0; i < n; from = cut[i++])
        names_push(s, l, symbol(s, off + from, cut[i] - from), off + from, cut[i] - from);
    return n > 0;
}

static void not_a_unit_report(struct scan *s, uint32_t off, uint32_t len)
{
    if (len > NAME_MAX_BYTES || !scan_fault(s))
        return;                     /* a name too long has been told */
    struct arena *a = s->arena;
    const char *run = arena_strndup(a, s->text + off, len);
    const char *near = vocabulary_near(s->units, run);
    const char *zh = "中间加空格和运算符，或用 unit 声明这个单位";
    const char *en = "put an operator between, or declare the unit";
    if (vocabulary_empty(s->units)) {
        zh = "先在文件开头写 use cn.units";
        en = "write use cn.units at the head of the file first";
    } else if (near) {
        zh = arena_printf(a, "是否指“%s”？", near);
        en = arena_printf(a, "did you mean `%s`?", near);
    }
    diag_add(s->diags, DIAG_NOT_A_UNIT, scan_span(s, off, len), run, zh, en, NULL);
}

/* Run after run joined by `·`, from *at; moves *at. `any`: unknown names are units too. False
 * (nothing moved) if the first run is no unit. */
static bool product_scan(struct scan *s, uint32_t *at, struct names *l, bool any)
{
    bool first = true;
    for (uint32_t off = *at;; first = false) {
        uint32_t len = run_len(s->text + off);
        if (!len)
            return !first;
        if (!run_names(s, off, len, l)) {
            if (first && !any)
                return false;
            if (any)
                names_push(s, l, run_intern(s, off, len), off, len);
            else
                not_a_unit_report(s, off, len);
        }
        *at = off + len;
        if (strncmp(s->text + *at, "·", 2))
            return true;
        off = *at + 2;
    }
}

static uint32_t sign_len(const char *p, const char *half, const char *full, const char *other)
{
    if (*p == *half)
        return 1;
    if (!strncmp(p, full, 3))
        return 3;
    return other && !strncmp(p, other, 2) ? 2 : 0;
}

/* `/` and what is under it; false (nothing moved) if that is not made of units. */
static bool denominator_scan(struct scan *s, uint32_t *at, struct names *l, bool any)
{
    uint32_t off = *at, open, close, had = l->n;
    off += sign_len(s->text + off, "/", "／", "÷");
    if (off == *at)
        return false;
    open = sign_len(s->text + off, "(", "（", NULL);
    off += open;
    if (!product_scan(s, &off, l, any))
        return false;
    if (open) {
        close = sign_len(s->text + off, ")", "）", NULL);
        if (!close) {
            l->n = had;
            return false;
        }
        off += close;
    }
    *at = off;
    return true;
}

/* The chain at off, NULL if there is none. */
static struct chain *chain_scan(struct scan *s, uint32_t off, uint32_t *end, bool any)
{
    struct names num, den;
    uint32_t at = off;
    names_init(&num);
    names_init(&den);
    if (!product_scan(s, &at, &num, any))
        return NULL;
    while (denominator_scan(s, &at, &den, any))
        continue;
    struct chain *c = ARENA_NEW(s->arena, struct chain);
    *c = (struct chain){ .num = names_keep(s, &num), .nnum = num.n,
                         .den = names_keep(s, &den), .nden = den.n,
                         .span = scan_span(s, off, at - off) };
    *end = at;
    return c;
}

struct chain *chain_scan_any(struct scan *s, uint32_t off, uint32_t *end)
{
    return chain_scan(s, off, end, true);
}

/* ---- quantities ---- */

/* A reserved word may follow a number. */
static bool run_is_clause(struct scan *s, uint32_t off, uint32_t len)
{
    enum word_context context;
    const char *p = s->text + off;
    if (len > 9 || !run_is_plain(p, len))
        return false;
    if (!words_find(s->words, symbol(s, off, len), &context))
        return false;
    return context == WORD_CLAUSE || (context == WORD_ATTR && s->attrs)
        || (context == WORD_DATED && s->head == T_PARAM)
        || (context == WORD_TEST && scan_in_test(s));
}

uint32_t quantity_scan(struct scan *s, uint32_t off, uint32_t len, bool chain, struct quantity *q)
{
    uint32_t end = off + len, at = end;
    size_t blank;
    q->digits = digits_intern(s, off, len);
    q->unit = NULL;
    while (chain && (blank = blank_len(s->text + at)))
        at += (uint32_t)blank;
    uint32_t run = digits_len(s->text + at, 1) ? 0 : run_len(s->text + at);
    if (!run || run_is_clause(s, at, run))
        return end;
    q->unit = chain_scan(s, at, &end, false);
    if (!q->unit) {
        not_a_unit_report(s, at, run);
        end = at + run;
    }
    return end;
}
