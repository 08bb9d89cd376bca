/* Moves the point of a number by its exponent.
 * In: a number of JSON. Out: digits and a point.
 * Invariant: no digit is lost or made up but zeros. */
#include "json_number.h"
#include <string.h>

enum { EXPONENT_MOST = 999, PLACES_MOST = 100 };

/* Past EXPONENT_MOST it counts no further. */
static long exponent_of(const char *s, const char *end)
{
    bool minus = *s == '-';
    long n = 0;
    s += *s == '-' || *s == '+';
    for (; s < end && n <= EXPONENT_MOST; s++)
        n = n * 10 + (*s - '0');
    return minus ? -n : n;
}

static void add_zeros(struct strbuf *out, long n)
{
    while (n-- > 0)
        strbuf_addc(out, '0');
}

/* The digits with a point behind the first `point` of them. */
static void put(struct strbuf *out, const char *digits, long n, long point)
{
    long zeros = 0;
    if (point > n && strspn(digits, "0") == (size_t)n)
        point = n;                  /* 0e5 */
    while (zeros < n - 1 && zeros < point - 1 && digits[zeros] == '0')
        zeros++;                    /* in front: 0.5e3 */
    if (point <= 0)
        strbuf_adds(out, "0.");
    add_zeros(out, -point);
    for (long i = zeros; i < n; i++) {
        if (i == point && point > 0)
            strbuf_addc(out, '.');
        strbuf_addc(out, digits[i]);
    }
    add_zeros(out, point - n);
}

bool json_number_plain(struct strbuf *out, const char *s, size_t e, size_t len)
{
    const char *mark = s + e, *point;
    struct strbuf digits;
    long exponent = exponent_of(mark + 1, s + len), whole;
    if (exponent > PLACES_MOST || exponent < -PLACES_MOST || len > PLACES_MOST)
        return false;
    if (*s == '-') {
        strbuf_addc(out, '-');
        s++;
    }
    point = memchr(s, '.', (size_t)(mark - s));
    whole = (point ? point : mark) - s;
    strbuf_init(&digits, out->arena);
    strbuf_add(&digits, s, (size_t)whole);
    if (point)
        strbuf_add(&digits, point + 1, (size_t)(mark - point - 1));
    put(out, digits.p, (long)digits.len, whole + exponent);
    return true;
}
