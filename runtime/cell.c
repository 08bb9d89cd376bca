/* Reads one printed figure.
 * In: the text of a field (valid UTF-8) and the form of its column. Out: the stored value and its
 * kind.
 * Invariant: |value| <= CELL_LIMIT, and a cell that is no figure has the value 0. */
#include "cell.h"
#include <string.h>

int64_t cell_pow10(int n)
{
    static const int64_t power[] = {
        1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
        10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
        1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
    };
    return power[n < 0 ? 0 : n > 18 ? 18 : n];
}

struct cell_form cell_form_of(struct ir_grid g)
{
    int most = g.scale - 1 < CELL_PLACES ? g.scale - 1 : CELL_PLACES;
    struct cell_form f = { .scale = g.scale, .places = g.places, .max_places = most < 0 ? 0 : most,
                           .exact = g.mode == 0 };
    for (int p = 0; p <= f.max_places; p++) {
        int shift = g.scale - p;
        f.unit[p] = shift < 0 ? 0 : cell_pow10(shift);
        f.most[p] = shift < 0 ? CELL_LIMIT : shift > 18 ? 0 : CELL_LIMIT / f.unit[p];
    }
    return f;
}

/* ---- blanks ---- */

static bool cp_blank(int32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xa0 || (cp >= 0x2000 && cp <= 0x200b)
        || cp == 0x202f || cp == 0x205f || cp == 0x3000 || cp == 0xfeff;
}

/* Bytes of the last codepoint. */
static size_t last_width(const char *s, size_t len)
{
    size_t n = 1;
    while (n < len && n < 4 && ((unsigned char)s[len - n] & 0xc0) == 0x80)
        n++;
    return n;
}

void cell_trim(const char **s, size_t *len)
{
    int32_t cp;
    while (*len) {
        size_t n = str_decode(*s, *len, &cp);
        if (!cp_blank(cp))
            break;
        *s += n;
        *len -= n;
    }
    while (*len) {
        size_t n = last_width(*s, *len);
        str_decode(*s + *len - n, n, &cp);
        if (!cp_blank(cp))
            break;
        *len -= n;
    }
}

bool cell_is_blank(const char *s, size_t len)
{
    if (!len)
        return true;
    if (*s > ' ')                   /* ASCII that is no blank */
        return false;
    cell_trim(&s, &len);
    return !len;
}

/* ---- from digits to a stored value ---- */

struct digits {
    uint64_t coef;                  /* all digits, without the point */
    unsigned places;                /* digits after the point, counted up to 255 */
    bool negative, big;             /* big: coef is beyond CELL_LIMIT */
};

struct cell cell_bad(enum cell_kind kind, enum cell_fault fault)
{
    return (struct cell){ .kind = (uint8_t)kind, .fault = (uint8_t)fault };
}

/* Digits finer than the grid make the cell's own last place its grid. */
static uint8_t own_places(const struct digits *d, const struct cell_form *f)
{
    int places = (int)d->places;
    if (f->exact || places <= f->places)
        return 0;
    if (!places && d->coef % (uint64_t)cell_pow10(-f->places) == 0)
        return 0;                   /* a whole number of hundreds, say */
    return (uint8_t)(places + 1);
}

static struct cell cell_figure(const struct digits *d, const struct cell_form *f, int64_t size)
{
    return (struct cell){ .value = d->negative ? -size : size, .kind = CELL_FIGURE,
                          .own = own_places(d, f) };
}

/* A stored unit of a hundred, say, keeps only whole hundreds. */
static struct cell cell_make_coarse(const struct digits *d, const struct cell_form *f)
{
    uint64_t unit = (uint64_t)cell_pow10((int)d->places - f->scale);
    if (d->coef % unit)
        return cell_bad(CELL_UNREADABLE, FAULT_PLACES);
    return cell_figure(d, f, (int64_t)(d->coef / unit));
}

static struct cell cell_make(const struct digits *d, const struct cell_form *f)
{
    if (d->places > (unsigned)f->max_places)
        return cell_bad(CELL_UNREADABLE, FAULT_PLACES);
    if (d->big || d->coef > (uint64_t)f->most[d->places])
        return cell_bad(CELL_OVERFLOW, FAULT_BIG);
    if (!f->unit[d->places])
        return cell_make_coarse(d, f);
    return cell_figure(d, f, (int64_t)d->coef * f->unit[d->places]);
}

/* ---- the usual figure: ASCII, no separators, at most 18 digits ---- */

static const char *digits_run(const char *s, const char *end, uint64_t *v)
{
    for (; s < end && (unsigned)(*s - '0') < 10; s++)
        *v = *v * 10 + (unsigned)(*s - '0');
    return s;
}

static bool digits_plain(const char *s, size_t len, struct digits *d)
{
    const char *end = s + len;
    if (!len || len > 18)
        return false;
    d->negative = *s == '-';
    s += d->negative;
    const char *p = digits_run(s, end, &d->coef);
    if (p == s)
        return false;
    if (p == end)
        return true;
    if (*p != '.')
        return false;
    const char *q = digits_run(p + 1, end, &d->coef);
    d->places = (unsigned)(q - p - 1);
    return q == end && d->places;
}

/* ---- any figure ---- */

struct scan { const char *s; size_t len; const char *at; };    /* at: the last character */

/* The next character with full-width forms folded: a digit, one of ",.-+", '?' for any other, 0
 * at the end. */
static char scan_next(struct scan *c)
{
    int32_t cp;
    c->at = c->s;
    if (!c->len)
        return 0;
    size_t n = str_decode(c->s, c->len, &cp);
    c->s += n;
    c->len -= n;
    if (cp >= 0xff0b && cp <= 0xff19)           /* ＋，－．／０ … ９ */
        cp -= 0xff0b - '+';
    if (cp == 0x2212)
        cp = '-';
    if ((cp >= '0' && cp <= '9') || cp == ',' || cp == '.' || cp == '-' || cp == '+')
        return (char)cp;
    return '?';
}

static void digits_push(struct digits *d, char c)
{
    unsigned v = (unsigned)(c - '0');
    if (d->big || d->coef > ((uint64_t)CELL_LIMIT - v) / 10)
        d->big = true;
    else
        d->coef = d->coef * 10 + v;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whole digits with separators between groups of three; *c is the character after them. */
static bool digits_whole(struct scan *sc, char *c, struct digits *d)
{
    size_t group = 0, groups = 0;
    for (; is_digit(*c) || *c == ','; *c = scan_next(sc)) {
        if (*c == ',') {
            if (groups ? group != 3 : group < 1 || group > 3)
                return false;
            groups++;
            group = 0;
        } else {
            digits_push(d, *c);
            group++;
        }
    }
    return groups ? group == 3 : group > 0;
}

/* A number at the beginning; *rest is what stands behind it. */
static bool digits_lead(const char *s, size_t len, struct digits *d, const char **rest)
{
    struct scan sc = { s, len, s };
    char c = scan_next(&sc);
    *d = (struct digits){ .negative = c == '-' };
    if (c == '-' || c == '+')
        c = scan_next(&sc);
    if (!digits_whole(&sc, &c, d))
        return false;
    if (c == '.') {
        while (is_digit(c = scan_next(&sc))) {
            digits_push(d, c);
            d->places += d->places < 255;
        }
        if (!d->places)
            return false;
    }
    *rest = sc.at;
    return true;
}

static bool digits_any(const char *s, size_t len, struct digits *d)
{
    const char *rest;
    return digits_lead(s, len, d, &rest) && rest == s + len;
}

/* ---- figures with a unit, and negative ones without a sign before them ---- */

static bool text_is(const char *s, size_t len, const char *what)
{
    return len == strlen(what) && !memcmp(s, what, len);
}

/* Takes `what` off the start (or the end) if it stands there. */
static bool take_start(const char **s, size_t *len, const char *what)
{
    size_t n = strlen(what);
    if (*len <= n || memcmp(*s, what, n))
        return false;
    *s += n;
    *len -= n;
    return true;
}

static bool take_end(const char *s, size_t *len, const char *what)
{
    size_t n = strlen(what);
    if (*len <= n || memcmp(s + *len - n, what, n))
        return false;
    *len -= n;
    return true;
}

static bool take_brackets(const char **s, size_t *len)
{
    const char *inner = *s;
    size_t n = *len;
    if (!take_start(&inner, &n, "(") && !take_start(&inner, &n, "（"))
        return false;
    if (!take_end(inner, &n, ")") && !take_end(inner, &n, "）"))
        return false;
    *s = inner;
    *len = n;
    return true;
}

/* (1.00) △1.00 ▲1.00 负1.00 1.00- */
static bool take_negative(const char **s, size_t *len)
{
    static const char *const before[] = { "△", "▲", "负" }, *const behind[] = { "-", "－", "−" };
    bool taken = take_brackets(s, len);
    for (size_t i = 0; !taken && i < sizeof before / sizeof *before; i++)
        taken = take_start(s, len, before[i]);
    for (size_t i = 0; !taken && i < sizeof behind / sizeof *behind; i++)
        taken = take_end(*s, len, behind[i]);
    cell_trim(s, len);
    return taken;
}

static bool unit_is(const char *s, size_t len, const char *unit)
{
    if (!unit)
        return false;
    return text_is(s, len, unit) || (!strcmp(unit, "%") && text_is(s, len, "％"));
}

static bool has_digit(const char *s, size_t len)
{
    struct scan sc = { s, len, s };
    char c;
    while ((c = scan_next(&sc)))
        if (is_digit(c))
            return true;
    return false;
}

static enum cell_fault digits_dressed(const char *s, size_t len, const char *unit,
                                      struct digits *d)
{
    const char *rest;
    bool negative = take_negative(&s, &len);
    if (!digits_lead(s, len, d, &rest) || (negative && d->negative))
        return FAULT_SYNTAX;
    d->negative |= negative;
    size_t left = (size_t)(s + len - rest);
    cell_trim(&rest, &left);
    if (!left || unit_is(rest, left, unit))
        return FAULT_NONE;
    bool other = unit && *unit && (*rest == '%' || (unsigned char)*rest >= 0x80);
    return other && !has_digit(rest, left) ? FAULT_UNIT : FAULT_SYNTAX;
}

/* ---- cells without a figure ---- */

static bool is_dash(const char *s, size_t len)
{
    static const char *const dash[] = { "-", "—", "－", "–", "--", "——", "/" };
    for (size_t i = 0; i < sizeof dash / sizeof *dash; i++)
        if (text_is(s, len, dash[i]))
            return true;
    return false;
}

bool cell_is_empty(const char *s, size_t len)
{
    cell_trim(&s, &len);
    return !len || is_dash(s, len) || text_is(s, len, "无");
}

static struct cell cell_read_any(const char *s, size_t len, const struct cell_form *f)
{
    struct digits d;
    cell_trim(&s, &len);
    if (!len)
        return (struct cell){ .kind = CELL_BLANK };
    if (is_dash(s, len))
        return (struct cell){ .kind = CELL_DASH };
    if (text_is(s, len, "无"))
        return (struct cell){ .kind = CELL_NONE };
    if (digits_any(s, len, &d))
        return cell_make(&d, f);
    enum cell_fault fault = digits_dressed(s, len, f->unit_text, &d);
    if (fault != FAULT_NONE)
        return cell_bad(CELL_UNREADABLE, fault);
    struct cell c = cell_make(&d, f);
    c.dressed = true;
    return c;
}

struct cell cell_read(const char *s, size_t len, const struct cell_form *f)
{
    struct digits d = { 0 };
    if (!len)
        return (struct cell){ .kind = CELL_BLANK };
    if (digits_plain(s, len, &d))
        return cell_make(&d, f);
    return cell_read_any(s, len, f);
}

bool cell_is_number(const char *s, size_t len)
{
    struct digits d;
    cell_trim(&s, &len);
    return len && digits_any(s, len, &d);
}

static bool number_any(const char *s, size_t len, struct digits *d, bool *dressed)
{
    cell_trim(&s, &len);
    if (!len)
        return false;
    *dressed = !digits_any(s, len, d);
    return !*dressed || digits_dressed(s, len, NULL, d) == FAULT_NONE;
}

static void number_out(const struct digits *d, int64_t *coef, int *places)
{
    *coef = d->big ? CELL_LIMIT : (int64_t)d->coef;
    if (d->negative)
        *coef = -*coef;
    *places = (int)d->places;
}

bool cell_number(const char *s, size_t len, int64_t *coef, int *places)
{
    struct digits d;
    bool dressed;
    if (!number_any(s, len, &d, &dressed) || (dressed && !d.places))
        return false;
    number_out(&d, coef, places);
    return true;
}

bool cell_coefficient(const char *s, size_t len, int64_t *coef, int *places)
{
    struct digits d;
    bool dressed;
    if (!number_any(s, len, &d, &dressed))
        return false;
    number_out(&d, coef, places);
    return true;
}
