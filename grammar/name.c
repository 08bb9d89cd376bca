/* Names and texts: which characters may stand in them, and their one form.
 * In: lexemes of valid UTF-8. Out: NFC symbols; a name's full-width letters and digits are the
 * half-width ones.
 * Invariant: a symbol is made even of a name at fault, so that parsing goes on. */
#include "lexeme.h"
#include <string.h>
#include <utf8proc.h>

/* ---- single characters ---- */

static size_t char_at(const char *p, int32_t *c)
{
    utf8proc_ssize_t n = utf8proc_iterate((const uint8_t *)p, 4, c);
    return n > 0 ? (size_t)n : 1;
}

/* Marks that show nothing by themselves, though they are letters or marks by category. */
static bool mark_is_invisible(int32_t c)
{
    return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 || c == 0x3164 ||
           c == 0xffa0 || (c >= 0x180b && c <= 0x180f) || (c >= 0xfe00 && c <= 0xfe0f) ||
           (c >= 0xe0000 && c <= 0xe0fff);
}

/* Characters that make two names look alike, or turn the reading direction. */
static bool control_invisible(int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    if (k == UTF8PROC_CATEGORY_CC)
        return c != '\t' && c != '\n';
    return k == UTF8PROC_CATEGORY_CF || k == UTF8PROC_CATEGORY_ZL || k == UTF8PROC_CATEGORY_ZP ||
           mark_is_invisible(c);
}

static bool name_may_begin(int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    return c == '_' || k == UTF8PROC_CATEGORY_NL ||
           (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO);
}

static bool name_may_go_on(int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    return name_may_begin(c) || k == UTF8PROC_CATEGORY_ND ||
           (k >= UTF8PROC_CATEGORY_MN && k <= UTF8PROC_CATEGORY_ME);
}

size_t blank_len(const char *p)
{
    if (*p == ' ' || *p == '\t')
        return 1;
    if (!strncmp(p, "\xe3\x80\x80", 3))
        return 3;
    return strncmp(p, "\xc2\xa0", 2) ? 0 : 2;
}

bool is_ideograph(const char *p)
{
    uint8_t b = (uint8_t)*p;
    return (b >= 0xe5 && b <= 0xe9) || (b == 0xe4 && (uint8_t)p[1] >= 0xb8);
}

size_t name_char_len(const char *p)
{
    uint8_t b = (uint8_t)*p;
    int32_t c;
    if (b < 0x80)
        return b == '_' || (b >= '0' && b <= '9') || ((b | 32) >= 'a' && (b | 32) <= 'z');
    if (is_ideograph(p))
        return 3;
    uint8_t b1 = (uint8_t)p[1];
    if ((b == 0xc3 && b1 == 0x97) || (b == 0xef && b1 == 0xbc && (uint8_t)p[2] < 0x90))
        return 0;                   /* × （ ） ， and the like, which follow numbers all the time */
    size_t n = char_at(p, &c);
    return name_may_go_on(c) && !control_invisible(c) ? n : 0;
}

bool operand_at(const char *p)
{
    return *p == '"' || !strncmp(p, "\xe2\x80\x9c", 3) || !strncmp(p, "\xe2\x80\x9d", 3) ||
           (name_char_len(p) && !(*p >= '0' && *p <= '9'));
}

/* ---- faults ---- */

static void invisible_report(struct scan *s, uint32_t off, uint32_t len, int32_t c)
{
    const char *code = arena_printf(s->arena, "U+%04X", (unsigned)c);
    lexical_report(s, DIAG_BIDI_CHAR, off, len, code);
}

void bad_report(struct scan *s, uint32_t off, uint32_t len)
{
    int32_t c;
    bool follows = s->bad_end == off;
    char_at(s->text + off, &c);
    s->bad_end = off + len;
    if (follows)
        return;
    if (control_invisible(c))
        invisible_report(s, off, len, c);
    else
        lexical_report(s, DIAG_BAD_CHAR, off, len, arena_strndup(s->arena, s->text + off, len));
}

/* Reports the first invisible character of [off, off + len). */
static void invisible_check(struct scan *s, uint32_t off, uint32_t len)
{
    const char *p = s->text + off, *end = p + len;
    while (p < end) {
        uint8_t b = (uint8_t)*p;
        if ((b >= ' ' && b < 0x7f) || b == '\t') {
            p++;
        } else if (b >= 0xe4 && b <= 0xe9) {
            p += 3;
        } else {
            int32_t c;
            size_t n = char_at(p, &c);
            if (control_invisible(c)) {
                invisible_report(s, (uint32_t)(p - s->text), (uint32_t)n, c);
                return;
            }
            p += n;
        }
    }
}

void comment_check(struct scan *s, uint32_t off, uint32_t len)
{
    bool lexical = s->lexical;
    invisible_check(s, off, len);
    s->lexical = lexical;
}

/* ---- symbols ---- */

static uint64_t load8(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* A cache before the symbol table: the same few names come again and again. Sixteen bytes tell a
 * short name wholly. */
sym symbol(struct scan *s, uint32_t off, uint32_t len)
{
    const char *p = s->text + off;
    uint64_t first = load8(p), last = len >= 8 ? load8(p + len - 8) : 0;
    if (len < 8)
        first &= (UINT64_C(1) << 8 * len) - 1;
    uint64_t h = (first ^ (last << 23 | last >> 41) ^ len) * 0x9e3779b97f4a7c15;
    struct seen *seen = &s->seen[(h >> 32) % SEEN];
    bool same = seen->len == len && seen->first == first && seen->last == last;
    if (!same || (len > 16 && memcmp(seen->text, p, len))) {
        sym name = sym_intern(s->syms, p, len);
        *seen = (struct seen){ first, last, sym_text(s->syms, name), len, name };
    }
    return seen->name;
}

/* ---- names ---- */

/* Reports the first character that may not stand there. */
static void name_check(struct scan *s, uint32_t off, uint32_t len)
{
    for (uint32_t at = 0; at < len;) {
        int32_t c;
        size_t n = char_at(s->text + off + at, &c);
        if (control_invisible(c) || !(at ? name_may_go_on(c) : name_may_begin(c))) {
            s->bad_end = 0;
            bad_report(s, off + at, (uint32_t)n);
            return;
        }
        at += (uint32_t)n;
    }
}

/* Full-width ASCII letters, digits and `_` to half width; returns the length. */
static size_t half_width(char *to, const char *p, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len;) {
        int32_t c;
        size_t k = char_at(p + i, &c);
        if (c >= 0xff01 && c <= 0xff5e) {
            to[n++] = (char)(c - 0xfee0);
        } else {
            memcpy(to + n, p + i, k);
            n += k;
        }
        i += k;
    }
    return n;
}

sym name_intern(struct scan *s, uint32_t off, uint32_t len, bool plain)
{
    char half[NAME_MAX_BYTES];
    if (len > NAME_MAX_BYTES) {
        lexical_report(s, DIAG_LONG_NAME, off, len, NULL);
        return sym_of(s->syms, "…");
    }
    if (plain)
        return symbol(s, off, len);
    name_check(s, off, len);
    const char *nfc = str_nfc(s->arena, half, half_width(half, s->text + off, len));
    return nfc ? sym_of(s->syms, nfc) : sym_intern(s->syms, s->text + off, len);
}

/* ---- texts ---- */

/* Bytes of the character at p if it is its own NFC and visible: ASCII, ideographs, CJK and
 * full-width signs, and — ‘ ’ “ ” … ; else 0. */
static size_t plain_len(const char *p)
{
    uint8_t b = (uint8_t)*p, b1, b2;
    if (b < 0x80)
        return b >= ' ' && b < 0x7f;
    b1 = (uint8_t)p[1];
    b2 = (uint8_t)p[2];
    if (is_ideograph(p) || (b == 0xef && (b1 == 0xbc || b1 == 0xbd)) ||
        (b == 0xe2 && b1 == 0x80 && b2 >= 0x93 && b2 <= 0xa6) ||
        (b == 0xe3 && b1 == 0x80 && b2 < 0xa0))
        return 3;
    return 0;
}

static bool text_is_plain(const char *p, size_t len)
{
    size_t i = 0, n;
    while (i < len && (n = plain_len(p + i)))
        i += n;
    return i == len;
}

/* Resolves \" and \\ ; returns the length. */
static size_t unescape(struct scan *s, char *to, uint32_t off, uint32_t len)
{
    size_t n = 0;
    for (uint32_t i = 0; i < len; i++) {
        if (s->text[off + i] == '\\' && i + 1 < len) {
            i++;
            if (s->text[off + i] != '"' && s->text[off + i] != '\\')
                lexical_report(s, DIAG_BAD_ESCAPE, off + i - 1, 2, NULL);
        }
        to[n++] = s->text[off + i];
    }
    return n;
}

static sym text_intern(struct scan *s, uint32_t off, uint32_t len)
{
    const char *p = s->text + off;
    if (text_is_plain(p, len) && !memchr(p, '\\', len))
        return symbol(s, off, len);
    invisible_check(s, off, len);
    char *plain = arena_alloc(s->arena, (size_t)len + 1);
    size_t n = unescape(s, plain, off, len);
    const char *nfc = str_nfc(s->arena, plain, n);
    return nfc ? sym_of(s->syms, nfc) : sym_intern(s->syms, plain, n);
}

struct name text_name(struct scan *s, uint32_t off, uint32_t len, bool closed)
{
    uint32_t open = s->text[off] == '"' ? 1 : 3, close = 0;
    if (closed)
        close = s->text[off + len - 1] == '"' ? 1 : 3;
    sym text = text_intern(s, off + open, len - open - close);
    return (struct name){ .text = text, .span = scan_span(s, off, len), .quoted = true };
}

bool before_call(const char *p)
{
    size_t blank;
    while ((blank = blank_len(p)))
        p += blank;
    return *p == '(' || !strncmp(p, "（", strlen("（"));
}

bool before_from(const char *p)
{
    static const char *const word[] = { "from", "取自" };
    size_t blank;
    while ((blank = blank_len(p)))
        p += blank;
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (!strncmp(p, word[i], strlen(word[i])) && !name_char_len(p + strlen(word[i])))
            return true;
    return false;
}

bool scan_text_ok(struct diags *d, uint32_t file, const char *text, size_t len)
{
    size_t bad;
    const char *nul = memchr(text, 0, len);
    if (nul) {
        diag_add(d, DIAG_NUL_BYTE, (struct span){ file, (uint32_t)(nul - text), 1 }, NULL);
        return false;
    }
    if (!str_utf8_ok(text, len, &bad)) {
        diag_add(d, DIAG_BAD_UTF8, (struct span){ file, (uint32_t)bad, 1 }, NULL);
        return false;
    }
    return true;
}
