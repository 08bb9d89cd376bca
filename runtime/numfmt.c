/* Numbers as a workbook shows them.
 * In: digits and a format code. Out: text.
 * Invariant: decimal digits only, from the XML to the text: no number is made of them. */
#include "numfmt.h"
#include <string.h>

enum { SIGNIFICANT = 15,            /* digits that spreadsheets keep of a number */
       PLAIN_MAX = 40,              /* General writes longer numbers with an exponent */
       POINT_MAX = 400 };           /* no spreadsheet has longer numbers */

/* ---- decimals ---- */

/* 0.D1D2… × 10^point; n = 0: zero. The first digit is not 0. */
struct decimal { bool negative; int n, point; char digit[SIGNIFICANT + 1]; };

static void decimal_trim(struct decimal *d)
{
    while (d->n && d->digit[d->n - 1] == '0')
        d->n--;
    if (!d->n)
        d->point = 0;
}

/* Keeps the first `keep` digits, half away from zero. */
static void decimal_keep(struct decimal *d, int keep)
{
    if (keep >= d->n)
        return;
    bool up = keep >= 0 && d->digit[keep] >= '5';
    d->n = keep < 0 ? 0 : keep;
    while (up && d->n && d->digit[d->n - 1] == '9')
        d->n--;
    if (up && d->n) {
        d->digit[d->n - 1]++;
    } else if (up) {
        d->digit[d->n++] = '1';
        d->point++;
    }
    decimal_trim(d);
}

static void decimal_push(struct decimal *d, char c, bool whole)
{
    if (!d->n && c == '0') {
        d->point -= !whole;
        return;
    }
    d->point += whole;
    if (d->n <= SIGNIFICANT)
        d->digit[d->n++] = c;
}

static const char *exponent_read(const char *s, const char *end, int *exponent)
{
    bool minus = s < end && *s == '-';
    s += s < end && (*s == '-' || *s == '+');
    const char *begin = s;
    for (; s < end && *s >= '0' && *s <= '9'; s++)
        if (*exponent <= POINT_MAX)
            *exponent = *exponent * 10 + (*s - '0');
    *exponent = minus ? -*exponent : *exponent;
    return s == begin ? NULL : s;
}

static bool decimal_read(struct decimal *d, const char *s, size_t len)
{
    const char *end = s + len;
    bool whole = true, any = false;
    int exponent = 0;
    *d = (struct decimal){ .negative = len && *s == '-' };
    s += d->negative;
    for (; s < end && ((*s >= '0' && *s <= '9') || (*s == '.' && whole)); s++) {
        if (*s == '.') {
            whole = false;
            continue;
        }
        any = true;
        decimal_push(d, *s, whole);
    }
    if (any && s < end && (*s == 'e' || *s == 'E'))
        s = exponent_read(s + 1, end, &exponent);
    d->point += exponent;
    decimal_keep(d, SIGNIFICANT);
    decimal_trim(d);
    return any && s == end && d->point <= POINT_MAX && d->point >= -POINT_MAX;
}

/* The digit at 10^power. */
static char decimal_digit(const struct decimal *d, int power)
{
    int i = d->point - 1 - power;
    return i < 0 || i >= d->n ? '0' : d->digit[i];
}

static int decimal_places(const struct decimal *d)
{
    return d->n > d->point ? d->n - d->point : 0;
}

/* ---- General ---- */

static void put_exponent(struct strbuf *out, int e, int least)
{
    strbuf_addf(out, "E%c%0*d", e < 0 ? '-' : '+', least, e < 0 ? -e : e);
}

/* As it stands in the formula bar: all digits, no exponent unless it is far away. */
static void put_general(struct strbuf *out, const struct decimal *d)
{
    if (d->negative && d->n)
        strbuf_addc(out, '-');
    if (d->point > PLAIN_MAX || decimal_places(d) > PLAIN_MAX) {
        strbuf_addc(out, d->digit[0]);
        if (d->n > 1)
            strbuf_addc(out, '.');
        strbuf_add(out, d->digit + 1, (size_t)d->n - 1);
        put_exponent(out, d->point - 1, 2);
        return;
    }
    for (int p = d->point > 0 ? d->point - 1 : 0; p >= 0; p--)
        strbuf_addc(out, decimal_digit(d, p));
    if (decimal_places(d))
        strbuf_addc(out, '.');
    for (int p = 1; p <= decimal_places(d); p++)
        strbuf_addc(out, decimal_digit(d, -p));
}

/* ---- dates ---- */

static void put_days(struct strbuf *out, int days)
{
    /* days since 1970-01-01 to a date of the Gregorian calendar, by 400 years' cycles */
    int z = days + 719468, era = z / 146097, doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
    strbuf_addf(out, "%04d-%02d-%02d", yoe + era * 400 + (month <= 2), month, day);
}

/* The day 60 of 1900 is a 29 February that never was. */
static void put_serial(struct strbuf *out, int serial, bool days_of_1904)
{
    if (days_of_1904)
        put_days(out, serial + 1462 - 25569);
    else if (serial == 60)
        strbuf_adds(out, "1900-02-29");
    else
        put_days(out, serial - 25569 + (serial < 60));
}

static void put_date(struct strbuf *out, const struct decimal *d, bool days_of_1904)
{
    int64_t seconds = 0;
    int serial = 0;
    for (int p = d->point - 1; p >= 0; p--)
        serial = serial * 10 + (decimal_digit(d, p) - '0');
    for (int p = 1; p <= 12; p++)
        seconds = seconds * 10 + (decimal_digit(d, -p) - '0');
    seconds = (seconds * 86400 + INT64_C(500000000000)) / INT64_C(1000000000000);
    serial += seconds == 86400;
    seconds %= 86400;
    if (serial || !seconds)
        put_serial(out, serial, days_of_1904);
    if (!seconds)
        return;
    strbuf_addf(out, "%s%02d:%02d", serial ? " " : "", (int)(seconds / 3600),
                (int)(seconds / 60 % 60));
    if (seconds % 60)
        strbuf_addf(out, ":%02d", (int)(seconds % 60));
}

/* ---- format codes ---- */

/* One element of a section. */
enum mark { MARK_DIGIT,             /* 0 # ? */
            MARK_POINT, MARK_COMMA, MARK_PERCENT, MARK_EXPONENT, MARK_LITERAL,
            MARK_NOTHING,           /* a colour, a gap, a filler */
            MARK_DATE, MARK_TEXT, MARK_GENERAL,
            MARK_OTHER };           /* what is not followed: fractions, conditions, 一二三 */
struct element { enum mark mark; char c; const char *p; size_t len; };

static bool begins(const char *s, size_t len, const char *what)
{
    size_t n = strlen(what);
    return len >= n && !strncmp(s, what, n);
}

/* [Red] [$￥-804] [h] [>=100] [DBNum1] */
static size_t bracket_read(const char *s, size_t len, struct element *e)
{
    const char *close = memchr(s, ']', len);
    size_t n = close ? (size_t)(close - s) + 1 : len;
    e->mark = MARK_NOTHING;
    if (n > 2 && strchr("hms", s[1]) && (s[2] == s[1] || s[2] == ']'))
        e->mark = MARK_DATE;
    else if (n > 1 && (strchr("<>=", s[1]) || begins(s + 1, n - 1, "DBNum")))
        e->mark = MARK_OTHER;
    return n;
}

static size_t quoted_read(const char *s, size_t len, struct element *e)
{
    const char *close = memchr(s + 1, '"', len - 1);
    size_t n = close ? (size_t)(close - s) + 1 : len;
    *e = (struct element){ MARK_LITERAL, 0, s + 1, close ? n - 2 : n - 1 };
    return n;
}

/* The element that is escaped by, or fills after, its first character. */
static size_t escape_read(const char *s, size_t len, struct element *e)
{
    int32_t cp;
    size_t n = len > 1 ? str_decode(s + 1, len - 1, &cp) : 0;
    bool kept = *s == '\\' || *s == '!';
    *e = (struct element){ kept ? MARK_LITERAL : MARK_NOTHING, 0, s + 1, n };
    return 1 + n;
}

static size_t word_read(const char *s, size_t len, struct element *e)
{
    static const char *const general[] = { "General", "G/通用格式", "GENERAL" };
    static const char *const noon[] = { "AM/PM", "A/P", "上午/下午" };
    for (size_t i = 0; i < 3; i++)
        if (begins(s, len, general[i])) {
            e->mark = MARK_GENERAL;
            return strlen(general[i]);
        }
    for (size_t i = 0; i < 3; i++)
        if (begins(s, len, noon[i])) {
            e->mark = MARK_DATE;
            return strlen(noon[i]);
        }
    return 0;
}

static enum mark char_mark(char c)
{
    switch (c) {
    case '0': case '#': case '?': return MARK_DIGIT;
    case '.': return MARK_POINT;
    case ',': return MARK_COMMA;
    case '%': return MARK_PERCENT;
    case '@': return MARK_TEXT;
    case '/': return MARK_OTHER;
    case '$': return MARK_NOTHING;
    default:
        return strchr("yYmMdDhHsSgGbBeE", c) ? MARK_DATE : MARK_LITERAL;
    }
}

static bool is_currency(const char *s, size_t len)
{
    return begins(s, len, "¥") || begins(s, len, "￥");
}

static size_t element_read(const char *s, size_t len, struct element *e)
{
    *e = (struct element){ MARK_LITERAL, *s, s, 1 };
    if (*s == '[')
        return bracket_read(s, len, e);
    if (*s == '"')
        return quoted_read(s, len, e);
    if (*s == '\\' || *s == '!' || *s == '_' || *s == '*')
        return escape_read(s, len, e);
    size_t n = word_read(s, len, e);
    if (n)
        return n;
    if (len > 1 && (*s == 'E' || *s == 'e') && (s[1] == '+' || s[1] == '-')) {
        e->mark = MARK_EXPONENT;
        return 2;
    }
    e->mark = char_mark(*s);
    int32_t cp;
    e->len = str_decode(s, len, &cp);
    if (is_currency(s, len))
        e->mark = MARK_NOTHING;
    return e->len;
}

/* ---- sections ---- */

static size_t section_length(const char *s, size_t len)
{
    struct element e;
    size_t i = 0;
    while (i < len && s[i] != ';')
        i += element_read(s + i, len - i, &e);
    return i;
}

static enum format_kind section_kind(const char *s, size_t len)
{
    struct element e;
    bool digits = false, date = false, general = false, other = false;
    for (size_t i = 0; i < len;) {
        i += element_read(s + i, len - i, &e);
        other |= e.mark == MARK_OTHER;
        digits |= e.mark == MARK_DIGIT;
        date |= e.mark == MARK_DATE;
        general |= e.mark == MARK_GENERAL;
    }
    if (date)
        return FORMAT_DATE;
    if (other)
        return FORMAT_GENERAL;
    return digits || general ? FORMAT_NUMBER : FORMAT_TEXT;
}

struct format format_parse(const char *code, size_t len)
{
    struct format f = { .count = 0 };
    for (size_t i = 0; i <= len && f.count < FORMAT_SECTIONS;) {
        size_t n = section_length(code + i, len - i);
        f.section[f.count++] = (struct format_section){ code + i, n,
                                                        section_kind(code + i, n) };
        i += n + 1;
    }
    if (!len)
        f.section[0].kind = FORMAT_GENERAL;
    return f;
}

const char *format_builtin(unsigned id)
{
    static const char *const code[] = {
        [1] = "0", [2] = "0.00", [3] = "#,##0", [4] = "#,##0.00",
        [5] = "#,##0;-#,##0", [6] = "#,##0;-#,##0", [7] = "#,##0.00;-#,##0.00",
        [8] = "#,##0.00;-#,##0.00", [9] = "0%", [10] = "0.00%", [11] = "0.00E+00",
        [14] = "yyyy-mm-dd", [15] = "yyyy-mm-dd", [16] = "yyyy-mm-dd", [17] = "yyyy-mm-dd",
        [18] = "hh:mm", [19] = "hh:mm:ss", [20] = "hh:mm", [21] = "hh:mm:ss", [22] = "yyyy-mm-dd",
        [37] = "#,##0;(#,##0)", [38] = "#,##0;(#,##0)", [39] = "#,##0.00;(#,##0.00)",
        [40] = "#,##0.00;(#,##0.00)", [41] = "#,##0;-#,##0;\"-\"", [42] = "#,##0;-#,##0;\"-\"",
        [43] = "#,##0.00;-#,##0.00;\"-\"", [44] = "#,##0.00;-#,##0.00;\"-\"",
        [45] = "mm:ss", [46] = "[h]:mm:ss", [47] = "mm:ss", [48] = "0.0E+0", [49] = "@",
    };
    if (id < sizeof code / sizeof *code && code[id])
        return code[id];
    return (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? "yyyy-mm-dd" : NULL;
}

/* ---- numbers ---- */

/* What a section says of a number as a whole. */
struct plan {
    int whole, least_whole;         /* digits before the point: places for them, fewest */
    int places, least_places;       /* after it */
    int exponent;                   /* digits of the exponent, 0: none */
    int shift;                      /* of the point: % and commas behind the digits */
    bool thousands;
};

static void plan_digit(struct plan *p, char c, bool behind_point, bool in_exponent)
{
    if (in_exponent) {
        p->exponent++;
    } else if (behind_point) {
        p->places++;
        if (c != '#')
            p->least_places = p->places;
    } else {
        p->whole++;
        p->least_whole += c == '0' || p->least_whole;
    }
}

static struct plan plan_read(const struct format_section *s)
{
    struct plan p = { .shift = 0 };
    struct element e;
    bool point = false, exponent = false;
    int commas = 0;
    for (size_t i = 0; i < s->len;) {
        i += element_read(s->p + i, s->len - i, &e);
        commas += e.mark == MARK_COMMA;
        if (e.mark == MARK_DIGIT) {
            p.thousands |= commas && !point && p.whole;
            commas = 0;
            plan_digit(&p, e.c, point, exponent);
        }
        point |= e.mark == MARK_POINT;
        exponent |= e.mark == MARK_EXPONENT;
        p.shift += e.mark == MARK_PERCENT ? 2 : 0;
    }
    p.shift -= 3 * commas;
    return p;
}

/* The digits that belong to one place before the point: of the first place all that are left. */
static void put_whole(struct strbuf *out, const struct decimal *d, const struct plan *p, int seen)
{
    int have = d->n && d->point > p->least_whole ? d->point : p->least_whole;
    int to = p->whole - 1 - seen, from = seen ? to : have - 1;
    for (int power = from; power >= to; power--) {
        if (power >= have)
            continue;
        strbuf_addc(out, decimal_digit(d, power));
        if (p->thousands && power && power % 3 == 0)
            strbuf_addc(out, ',');
    }
}

struct writing {
    struct strbuf *out;
    const struct decimal *d;
    const struct plan *p;
    int whole, places;              /* digit places met so far */
    bool point, exponent;
    int power;                      /* of ten, put after the mantissa */
};

static void write_digit(struct writing *w)
{
    if (w->exponent)
        return;
    if (!w->point) {
        put_whole(w->out, w->d, w->p, w->whole++);
        return;
    }
    int last = decimal_places(w->d);
    last = last > w->p->least_places ? last : w->p->least_places;
    if (++w->places <= last)
        strbuf_addc(w->out, decimal_digit(w->d, -w->places));
}

static void write_point(struct writing *w)
{
    bool any = w->p->least_places || decimal_places(w->d);
    w->point = true;
    if (any)
        strbuf_addc(w->out, '.');
}

static void write_element(struct writing *w, const struct element *e)
{
    switch (e->mark) {
    case MARK_DIGIT:
        write_digit(w);
        break;
    case MARK_POINT:
        write_point(w);
        break;
    case MARK_PERCENT:
        strbuf_addc(w->out, '%');
        break;
    case MARK_EXPONENT:
        w->exponent = true;
        put_exponent(w->out, w->power, w->p->exponent);
        break;
    case MARK_LITERAL:
        strbuf_add(w->out, e->p, e->len);
        break;
    case MARK_GENERAL:
        put_general(w->out, w->d);
        break;
    case MARK_COMMA: case MARK_NOTHING: case MARK_DATE: case MARK_TEXT: case MARK_OTHER:
        break;
    }
}

/* of a number without its sign */
static void put_number(struct strbuf *out, struct decimal *d, const struct format_section *s,
                       struct shown *shown)
{
    struct plan p = plan_read(s);
    struct writing w = { .out = out, .d = d, .p = &p };
    struct element e;
    if (d->n)
        d->point += p.shift;
    if (p.exponent && d->n) {
        w.power = d->point - (p.whole ? p.whole : 1);
        d->point -= w.power;
    }
    bool digits = p.whole || p.places;
    shown->hidden = digits && decimal_places(d) > p.places;
    if (digits)
        decimal_keep(d, d->point + p.places);
    if (p.exponent && d->n && d->point > (p.whole ? p.whole : 1)) {
        d->point--;
        w.power++;
    }
    for (size_t i = 0; i < s->len;) {
        i += element_read(s->p + i, s->len - i, &e);
        write_element(&w, &e);
    }
}

/* ---- choosing the section ---- */

static const struct format_section *section_for(const struct format *f, const struct decimal *d)
{
    if (f->count >= 3 && !d->n)
        return &f->section[2];
    return &f->section[f->count >= 2 && d->negative && d->n];
}

/* A negative number is never shown without a sign: red alone is no sign in a text. */
static bool tells_sign(const struct strbuf *out, size_t from)
{
    static const char *const sign[] = { "-", "(", "△", "▲", "负" };
    for (size_t i = 0; i < sizeof sign / sizeof *sign; i++)
        if (strstr(out->p + from, sign[i]))
            return true;
    return false;
}

static void put_section(struct strbuf *out, const struct format *f,
                        const struct format_section *s, struct decimal *d, struct shown *shown)
{
    struct decimal whole = *d;
    size_t from = out->len;
    bool negative = d->negative && d->n;
    d->negative = false;
    put_number(out, d, s, shown);
    if (out->len == from && whole.n) {          /* the format hides it */
        put_general(out, &whole);
    } else if (negative && d->n && (f->count < 2 || !tells_sign(out, from))) {
        char *text = arena_strndup(out->arena, out->p + from, out->len - from);
        out->len = from;
        strbuf_addc(out, '-');
        strbuf_adds(out, text);
    }
}

/* Excel's days end with 9999-12-31. */
static bool is_day(const struct decimal *d)
{
    return !d->negative && d->point <= 7 && (d->point < 7 || strncmp(d->digit, "2958466", 7) < 0);
}

bool format_number(struct strbuf *out, const struct format *f, const char *text, size_t len,
                   bool days_of_1904, struct shown *shown)
{
    struct decimal d;
    shown->hidden = false;
    if (!decimal_read(&d, text, len)) {
        strbuf_add(out, text, len);
        return false;
    }
    const struct format_section *s = section_for(f, &d);
    if (s->kind == FORMAT_DATE && is_day(&d))
        put_date(out, &d, days_of_1904);
    else if (s->kind == FORMAT_GENERAL || s->kind == FORMAT_DATE
             || (s->kind == FORMAT_TEXT && f->count == 1))
        put_general(out, &d);
    else
        put_section(out, f, s, &d, shown);
    return true;
}
