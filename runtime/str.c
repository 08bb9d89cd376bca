/* Interned symbols, growable strings and the Unicode forms of text.
 * In: UTF-8 from anywhere. Out: arena text, symbols 1 .. count.
 * Invariant: symbols are numbered in the order of first sight, so nothing visible depends on the
 * hash seed. */
#include "str.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <utf8proc.h>

struct entry {
    const char *text;
    uint32_t len, hash;
    bool alone;                     /* not to be found by its text */
};

struct symtab {
    struct arena *arena;
    struct entry *entry;            /* by symbol; entry[0] is "" */
    uint32_t count, cap;            /* count includes entry[0] */
    uint32_t listed;                /* symbols in slot */
    uint32_t *slot;                 /* symbols; 0: free */
    size_t mask;
    uint64_t key[2];
};

/* ---- hash: SipHash-1-3, so that chosen names cannot collide on purpose ---- */

static uint64_t rotl(uint64_t x, unsigned n)
{
    return x << n | x >> (64 - n);
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1]; v[1] = rotl(v[1], 13) ^ v[0]; v[0] = rotl(v[0], 32);
    v[2] += v[3]; v[3] = rotl(v[3], 16) ^ v[2];
    v[0] += v[3]; v[3] = rotl(v[3], 21) ^ v[0];
    v[2] += v[1]; v[1] = rotl(v[1], 17) ^ v[2]; v[2] = rotl(v[2], 32);
}

static void sip_word(uint64_t v[4], uint64_t m)
{
    v[3] ^= m;
    sip_round(v);
    v[0] ^= m;
}

static uint32_t text_hash(const uint64_t key[2], const char *s, size_t len)
{
    uint64_t v[4] = { key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d,
                      key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573 };
    uint64_t m;
    size_t i = 0;
    for (; i + 8 <= len; i += 8) {
        memcpy(&m, s + i, 8);
        sip_word(v, m);
    }
    m = 0;
    if (len > i)
        memcpy(&m, s + i, len - i);
    sip_word(v, m | (uint64_t)len << 56);
    v[2] ^= 0xff;
    for (int k = 0; k < 3; k++)
        sip_round(v);
    uint64_t h = v[0] ^ v[1] ^ v[2] ^ v[3];
    return (uint32_t)(h ^ h >> 32);
}

/* ---- symbols ---- */

static void table_seed(struct symtab *t)
{
    if (getrandom(t->key, sizeof t->key, GRND_NONBLOCK) != (ssize_t)sizeof t->key) {
        t->key[0] = (uint64_t)(uintptr_t)t * 0x9e3779b97f4a7c15;
        t->key[1] = (uint64_t)(uintptr_t)&t;
    }
}

struct symtab *symtab_new(struct arena *a)
{
    struct symtab *t = ARENA_NEW(a, struct symtab);
    t->arena = a;
    t->mask = 255;
    t->slot = ARENA_ARRAY(a, uint32_t, t->mask + 1);
    table_seed(t);
    ARENA_PUSH(a, t->entry, t->count, t->cap, ((struct entry){ .text = "" }));
    return t;
}

static void table_double(struct symtab *t)
{
    t->mask = t->mask * 2 + 1;
    t->slot = arena_grow(t->arena, NULL, 0, t->mask + 1, sizeof *t->slot);
    for (uint32_t s = 1; s < t->count; s++) {
        size_t i = t->entry[s].hash & t->mask;
        if (t->entry[s].alone)
            continue;
        while (t->slot[i])
            i = (i + 1) & t->mask;
        t->slot[i] = s;
    }
}

static sym table_push(struct symtab *t, const char *s, uint32_t len, uint32_t hash, bool alone)
{
    if (t->count >= UINT32_MAX / 2)
        arena_fail(t->arena);
    struct entry e = { arena_strndup(t->arena, s, len), len, hash, alone };
    ARENA_PUSH(t->arena, t->entry, t->count, t->cap, e);
    return t->count - 1;
}

static sym table_insert(struct symtab *t, size_t slot, const char *s, uint32_t len, uint32_t hash)
{
    t->slot[slot] = table_push(t, s, len, hash, false);
    t->listed++;
    if (t->listed > t->mask / 2)
        table_double(t);
    return t->count - 1;
}

sym sym_alone(struct symtab *t, const char *s, size_t len)
{
    if (len >= UINT32_MAX)
        arena_fail(t->arena);
    return len ? table_push(t, s, (uint32_t)len, 0, true) : 0;
}

/* The slot of a text, or the free one where it belongs. */
static size_t slot_of(const struct symtab *t, const char *s, size_t len, uint32_t hash)
{
    size_t i = hash & t->mask;
    for (; t->slot[i]; i = (i + 1) & t->mask) {
        const struct entry *e = &t->entry[t->slot[i]];
        if (e->hash == hash && e->len == len && !memcmp(e->text, s, len))
            break;
    }
    return i;
}

sym sym_find(const struct symtab *t, const char *s, size_t len)
{
    return len ? t->slot[slot_of(t, s, len, text_hash(t->key, s, len))] : 0;
}

sym sym_intern(struct symtab *t, const char *s, size_t len)
{
    if (!len)
        return 0;
    if (len >= UINT32_MAX)
        arena_fail(t->arena);
    uint32_t hash = text_hash(t->key, s, len);
    size_t i = slot_of(t, s, len, hash);
    return t->slot[i] ? t->slot[i] : table_insert(t, i, s, (uint32_t)len, hash);
}

sym sym_of(struct symtab *t, const char *s)
{
    return sym_intern(t, s, strlen(s));
}

const char *sym_text(const struct symtab *t, sym s)
{
    return s < t->count ? t->entry[s].text : "";
}

uint32_t sym_count(const struct symtab *t)
{
    return t->count - 1;
}

/* ---- growable strings ---- */

void strbuf_init(struct strbuf *b, struct arena *a)
{
    *b = (struct strbuf){ .arena = a };
    b->cap = 64;
    b->p = arena_alloc(a, b->cap);
}

/* Makes room for `more` bytes and the NUL. */
static void strbuf_reserve(struct strbuf *b, size_t more)
{
    if (more < b->cap - b->len)
        return;
    size_t need;
    if (__builtin_add_overflow(b->len, more, &need) || need > PTRDIFF_MAX / 4)
        arena_fail(b->arena);
    size_t cap = (need + 1) * 2;
    b->p = arena_grow(b->arena, b->p, b->cap, cap, 1);
    b->cap = cap;
}

void strbuf_add(struct strbuf *b, const char *s, size_t len)
{
    if (!len)
        return;
    strbuf_reserve(b, len);
    memcpy(b->p + b->len, s, len);
    b->len += len;
    b->p[b->len] = 0;
}

void strbuf_adds(struct strbuf *b, const char *s)
{
    strbuf_add(b, s, strlen(s));
}

void strbuf_addc(struct strbuf *b, char c)
{
    strbuf_add(b, &c, 1);
}

void strbuf_addf(struct strbuf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n <= 0)
        return;
    strbuf_reserve(b, (size_t)n);
    va_start(ap, fmt);
    vsnprintf(b->p + b->len, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->len += (size_t)n;
}

/* ---- UTF-8 ---- */

size_t str_decode(const char *s, size_t len, int32_t *cp)
{
    const utf8proc_uint8_t *u = (const utf8proc_uint8_t *)s;
    if (u[0] < 0x80) {
        *cp = u[0];
        return 1;
    }
    utf8proc_ssize_t n = utf8proc_iterate(u, len < 4 ? (utf8proc_ssize_t)len : 4, cp);
    if (n > 0)
        return (size_t)n;
    *cp = -1;
    return 1;
}

/* The number of leading ASCII bytes. */
static size_t ascii_prefix(const char *s, size_t len)
{
    size_t i = 0;
    uint64_t w;
    for (; i + 8 <= len; i += 8) {
        memcpy(&w, s + i, 8);
        if (w & 0x8080808080808080)
            break;
    }
    while (i < len && !(s[i] & 0x80))
        i++;
    return i;
}

/* The number of leading bytes in characters of three bytes that need no closer
 * look: most of CJK. */
static size_t three_byte_prefix(const char *s, size_t len)
{
    const uint8_t *u = (const uint8_t *)s;
    size_t i = 0;
    while (i + 3 <= len && u[i] > 0xe0 && u[i] < 0xf0 && u[i] != 0xed && (u[i + 1] & 0xc0) == 0x80
           && (u[i + 2] & 0xc0) == 0x80)
        i += 3;
    return i;
}

bool str_utf8_ok(const char *s, size_t len, size_t *bad)
{
    int32_t cp;
    for (size_t i = 0; i < len;) {
        i += ascii_prefix(s + i, len - i);
        i += three_byte_prefix(s + i, len - i);
        if (i == len)
            break;
        if (!(s[i] & 0x80))
            continue;
        size_t n = str_decode(s + i, len - i, &cp);
        if (cp < 0) {
            if (bad)
                *bad = i;
            return false;
        }
        i += n;
    }
    return true;
}

/* Codepoints that NFC neither changes nor joins with a neighbour; others take the long way. */
static bool nfc_inert(int32_t cp)
{
    return (cp >= 0 && cp < 0x300) || (cp >= 0x2010 && cp < 0x2028) || (cp >= 0x3001 && cp < 0x302a)
        || (cp >= 0x3400 && cp < 0xa000) || (cp >= 0xff01 && cp < 0xff61);
}

static bool nfc_already(const char *s, size_t len)
{
    int32_t cp;
    size_t i = ascii_prefix(s, len);
    while (i < len) {
        i += str_decode(s + i, len - i, &cp);
        if (!nfc_inert(cp))
            return false;
    }
    return true;
}

static bool cp_is_blank(int32_t cp)
{
    switch ((int)utf8proc_category(cp)) {
    case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC: case UTF8PROC_CATEGORY_CF:
        return true;
    default:
        return false;
    }
}

static utf8proc_ssize_t drop_blanks(int32_t *cp, utf8proc_ssize_t n)
{
    utf8proc_ssize_t kept = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        if (!cp_is_blank(cp[i]))
            cp[kept++] = cp[i];
    return kept;
}

/* Decomposes, drops blanks if told, composes again. Names fit the stack. */
static char *text_normalize(struct arena *a, const char *s, size_t len, int opts, bool no_blanks)
{
    int32_t small[256], *cp = small;
    utf8proc_ssize_t cap = 255;
    if (len > PTRDIFF_MAX / 32)
        arena_fail(a);
    utf8proc_option_t o = (utf8proc_option_t)(opts | UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const utf8proc_uint8_t *u = (const utf8proc_uint8_t *)s;
    utf8proc_ssize_t n = utf8proc_decompose(u, (utf8proc_ssize_t)len, cp, cap, o);
    if (n > cap) {
        cap = n;
        cp = ARENA_ARRAY(a, int32_t, n + 1);
        n = utf8proc_decompose(u, (utf8proc_ssize_t)len, cp, cap, o);
    }
    if (n < 0)
        return NULL;
    if (no_blanks)
        n = drop_blanks(cp, n);
    n = utf8proc_reencode(cp, n, o);
    return n < 0 ? NULL : arena_strndup(a, (const char *)cp, (size_t)n);
}

char *str_nfc(struct arena *a, const char *s, size_t len)
{
    if (nfc_already(s, len))
        return arena_strndup(a, s, len);
    return text_normalize(a, s, len, 0, false);
}

/* The form of what nearly all labels are made of: ASCII, plain or full width, and ideographs. NULL:
 * there is something else in it, or it is long. */
static char *plain_form(struct arena *a, const char *s, size_t len)
{
    char form[512], *end = form;
    int32_t cp;
    if (len > sizeof form)
        return NULL;
    for (size_t i = 0, n; i < len; i += n) {
        n = str_decode(s + i, len - i, &cp);
        if (cp > 0x20 && cp < 0x7f) {
            *end++ = (char)cp;
        } else if (cp > 0xff00 && cp < 0xff5f) {
            *end++ = (char)(cp - 0xfee0);
        } else if ((cp >= 0x3400 && cp < 0xa000) || cp == 0x3001 || cp == 0x3002) {
            memcpy(end, s + i, n);
            end += n;
        } else if (cp < 0 || cp > 0x20) {
            return NULL;
        }
    }
    return arena_strndup(a, form, (size_t)(end - form));
}

char *str_match_form(struct arena *a, const char *s, size_t len)
{
    char *form = plain_form(a, s, len);
    if (form)
        return form;
    return text_normalize(a, s, len, UTF8PROC_COMPAT, true);
}

const char *str_form(struct arena *a, const char *s, size_t len)
{
    const char *form = str_match_form(a, s, len);
    return form ? form : arena_strndup(a, s, len);
}

static bool is_letter_or_digit(int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO)
        || (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

char *str_bare_form(struct arena *a, const char *form)
{
    struct strbuf b;
    int32_t cp;
    strbuf_init(&b, a);
    for (size_t len = strlen(form); len;) {
        size_t n = str_decode(form, len, &cp);
        if (cp >= 0 && is_letter_or_digit(cp))
            strbuf_add(&b, form, n);
        form += n;
        len -= n;
    }
    return b.p;
}

size_t str_cut(const char *s, size_t len, size_t max)
{
    size_t n = len < max ? len : max;
    while (n && n < len && ((unsigned char)s[n] & 0xc0) == 0x80)
        n--;
    return n;
}

/* ---- distance ---- */

enum { DISTANCE_TEXT = 512, DISTANCE_MAX = 31 };

/* Codepoints of s, at most DISTANCE_TEXT + 1 of them; broken bytes stand for themselves. */
static unsigned decode_all(const char *s, int32_t *cp)
{
    size_t len = strlen(s);
    unsigned n = 0;
    for (size_t i = 0; i < len && n <= DISTANCE_TEXT; n++) {
        size_t step = str_decode(s + i, len - i, &cp[n]);
        if (cp[n] < 0)
            cp[n] = -256 + (unsigned char)s[i];
        i += step;
    }
    return n;
}

static unsigned min2(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* One row of the table of distances between prefixes. Only the band of `cap` and its borders are
 * set. */
static unsigned distance_row(const int32_t *a, const int32_t *b, unsigned nb, unsigned i,
                             unsigned cap, unsigned *const row[3])
{
    unsigned lo = i > cap ? i - cap : 1, hi = min2(nb, i + cap);
    row[0][lo - 1] = lo > 1 ? cap + 1 : min2(i, cap + 1);
    if (hi < nb)
        row[0][hi + 1] = cap + 1;
    unsigned best = row[0][lo - 1];
    for (unsigned j = lo; j <= hi; j++) {
        unsigned d = row[1][j - 1] + (a[i - 1] != b[j - 1]);
        d = min2(d, min2(row[1][j], row[0][j - 1]) + 1);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            d = min2(d, row[2][j - 2] + 1);
        row[0][j] = min2(d, cap + 1);
        best = min2(best, row[0][j]);
    }
    return best;
}

static unsigned distance_banded(const int32_t *a, unsigned na, const int32_t *b, unsigned nb,
                                unsigned cap)
{
    unsigned rows[3][DISTANCE_TEXT + 1], *row[3] = { rows[0], rows[1], rows[2] };
    for (unsigned j = 0; j <= nb; j++)
        row[0][j] = min2(j, cap + 1);
    unsigned before = 0;
    for (unsigned i = 1; i <= na; i++) {
        unsigned *last = row[2];
        row[2] = row[1];
        row[1] = row[0];
        row[0] = last;
        unsigned best = distance_row(a, b, nb, i, cap, row);
        if (best > cap && before > cap)     /* a swap reaches back two rows */
            return cap + 1;
        before = best;
    }
    return row[0][nb];
}

unsigned str_distance(const char *a, const char *b, unsigned cap)
{
    int32_t ca[DISTANCE_TEXT + 1], cb[DISTANCE_TEXT + 1];
    unsigned na = decode_all(a, ca), nb = decode_all(b, cb);
    unsigned beyond = cap < UINT32_MAX ? cap + 1 : cap;
    if (!strcmp(a, b))
        return 0;
    if (na > DISTANCE_TEXT || nb > DISTANCE_TEXT)
        return beyond;
    unsigned most = min2(cap, DISTANCE_MAX);
    if ((na > nb ? na - nb : nb - na) > most)
        return beyond;
    unsigned d = distance_banded(ca, na, cb, nb, most);
    return d > most ? beyond : d;
}

unsigned str_near(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += (*s & 0xc0) != 0x80;
    return n <= 1 ? 1 : n <= 4 ? 2 : n <= 7 ? 3 : 4;
}

struct str_guess str_guess_of(const char *wanted)
{
    return (struct str_guess){ wanted, NULL, str_near(wanted) };
}

void str_guess_try(struct str_guess *g, const char *name)
{
    unsigned d = str_distance(name, g->wanted, g->below);
    if (d >= g->below)
        return;
    g->below = d;
    g->name = name;
}

int str_hex4(const char *s)
{
    static const char digits[] = "0123456789abcdef";
    int n = 0;
    for (int i = 0; i < 4; i++) {
        const char *at = s[i] >= '0' ? strchr(digits, s[i] | 0x20) : NULL;
        if (!at)
            return -1;
        n = n * 16 + (int)(at - digits);
    }
    return n;
}

const char *str_last(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *str_env(char *const *env, const char *name)
{
    size_t n = strlen(name);
    for (; *env; env++)
        if (strncmp(*env, name, n) == 0 && (*env)[n] == '=' && (*env)[n + 1])
            return *env + n + 1;
    return NULL;
}
