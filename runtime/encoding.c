/* Encodings of data files.
 * In: bytes as they stand in a file. Out: which encoding they are in, and UTF-8.
 * Invariant: a text is read in one encoding from its first byte to its last, strictly; nothing is
 * replaced or left out. */
#include "encoding.h"
#include "str.h"
#include <iconv.h>
#include <string.h>
#include <utf8proc.h>

/* ---- looking ---- */

/* So many characters of three bytes at a text's head, and it was meant as UTF-8: GB18030 has nine
 * such bytes in a row about once in ten million. */
enum { MEANT_UTF8 = 3 };

static size_t ascii_run(const char *s, size_t len)
{
    size_t i = 0;
    while (i < len && !(s[i] & 0x80))
        i++;
    return i;
}

/* Do the first characters beyond ASCII take three bytes each in UTF-8? */
static bool begins_as_utf8(const char *s, size_t len)
{
    int32_t cp;
    size_t i = 0;
    for (int n = 0; n < MEANT_UTF8; n++) {
        i += ascii_run(s + i, len - i);
        if (i == len || str_decode(s + i, len - i, &cp) != 3)
            return false;
        i += 3;
    }
    return true;
}

static bool gb_trail(unsigned char c)
{
    return c >= 0x40 && c <= 0xfe && c != 0x7f;
}

static bool gb_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of the GB18030 character at s by its form, 0 if it is none, 5 if it is cut short. */
static size_t gb_width(const unsigned char *s, size_t len)
{
    if (s[0] < 0x80)
        return 1;
    if (s[0] == 0x80 || s[0] == 0xff)
        return 0;
    if (len < 2)
        return 5;
    if (gb_trail(s[1]))
        return 2;
    if (!gb_digit(s[1]))
        return 0;
    if (len < 4)
        return 5;
    return s[2] > 0x80 && s[2] < 0xff && gb_digit(s[3]) ? 4 : 0;
}

/* Where the text is no GB18030 by its form; len if nowhere. */
static size_t gb_fault(const char *s, size_t len, bool whole)
{
    for (size_t i = 0, n; i < len; i += n) {
        n = gb_width((const unsigned char *)s + i, len - i);
        if (n == 5)
            return whole ? i : len;
        if (!n)
            return i;
    }
    return len;
}

static bool has_bom(const char *s, size_t len, const char *bom)
{
    return len >= strlen(bom) && !memcmp(s, bom, strlen(bom));
}

/* Is s the beginning of a UTF-8 character? */
static bool utf8_cut(const char *s, size_t len)
{
    unsigned char lead = (unsigned char)s[0];
    size_t want = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || len >= want)
        return false;
    for (size_t i = 1; i < len; i++)
        if (((unsigned char)s[i] & 0xc0) != 0x80)
            return false;
    return true;
}

enum text_encoding encoding_of(const char *s, size_t len, bool whole)
{
    size_t bad;
    if (has_bom(s, len, "\xef\xbb\xbf"))
        return TEXT_UTF8;
    if (has_bom(s, len, "\xff\xfe"))
        return TEXT_UTF16LE;
    if (has_bom(s, len, "\xfe\xff"))
        return TEXT_UTF16BE;
    if (ascii_run(s, len) == len)
        return TEXT_ASCII;
    if (str_utf8_ok(s, len, &bad) || (!whole && utf8_cut(s + bad, len - bad)))
        return TEXT_UTF8;
    return begins_as_utf8(s, len) || gb_fault(s, len, whole) <= bad ? TEXT_UTF8 : TEXT_GB18030;
}

/* ---- UTF-16 ---- */

static uint32_t utf16_unit(const char *s, bool big_endian)
{
    unsigned a = (unsigned char)s[0], b = (unsigned char)s[1];
    return big_endian ? a << 8 | b : b << 8 | a;
}

/* The codepoint at s; *n bytes. UINT32_MAX if a surrogate has no partner. */
static uint32_t utf16_next(const char *s, size_t len, bool big_endian, size_t *n)
{
    uint32_t u = utf16_unit(s, big_endian);
    *n = 2;
    if (u < 0xd800 || u > 0xdfff)
        return u;
    uint32_t v = len < 4 ? 0 : utf16_unit(s + 2, big_endian);
    *n = 4;
    if (u > 0xdbff || v < 0xdc00 || v > 0xdfff)
        return UINT32_MAX;
    return 0x10000 + ((u - 0xd800) << 10) + (v - 0xdc00);
}

char *encoding_from_utf16(struct arena *a, const char *s, size_t len, bool big_endian,
                          size_t *out_len)
{
    if (len % 2)
        return NULL;
    char *out = arena_alloc(a, len / 2 * 3 + 1), *to = out;
    for (size_t i = 0, n; i < len; i += n) {
        uint32_t cp = utf16_next(s + i, len - i, big_endian, &n);
        if (cp == UINT32_MAX)
            return NULL;
        to += utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)to);
    }
    *to = 0;
    *out_len = (size_t)(to - out);
    return out;
}

/* ---- GB18030 ---- */

struct gb_decoder *gb_decoder_open(void)
{
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    return cd == (iconv_t)-1 ? NULL : (struct gb_decoder *)cd;
}

void gb_decoder_close(void *decoder)
{
    iconv_close((iconv_t)decoder);
}

size_t gb_decode(struct gb_decoder *d, const char *s, size_t len, char *to, size_t *good)
{
    char *in = (char *)(uintptr_t)s, *out = to;
    size_t left = len, room = GB_GROWTH * len;
    size_t r = len ? iconv((iconv_t)d, &in, &left, &out, &room) : 0;
    *good = (size_t)(out - to);
    if (r == 0 && !left)
        return *good;
    iconv((iconv_t)d, NULL, NULL, NULL, NULL);
    return SIZE_MAX;
}
