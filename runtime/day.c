/* Days. In: their digits. Out: numbers.
 * Invariant: a number that is not 0 is a day of the calendar. */
#include "day.h"
#include <string.h>

static uint32_t month_days(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12)
        return 0;
    return days[month] + (month == 2 && leap ? 1u : 0u);
}

/* n digits at p; false if there is anything else */
static bool digits_read(const char *p, unsigned n, uint32_t *v)
{
    *v = 0;
    for (; n > 0; n--, p++) {
        if (*p < '0' || *p > '9')
            return false;
        *v = *v * 10 + (uint32_t)(*p - '0');
    }
    return true;
}

uint32_t day_last(const char *text)
{
    size_t len = strlen(text);
    uint32_t year, month, day;
    if ((len != 7 && len != 10) || !digits_read(text, 4, &year) || text[4] != '-'
        || !digits_read(text + 5, 2, &month))
        return 0;
    uint32_t last = month_days(year, month);
    day = last;
    if (len == 10 && (text[7] != '-' || !digits_read(text + 8, 2, &day)))
        return 0;
    return year && day >= 1 && day <= last ? year * 10000 + month * 100 + day : 0;
}

uint32_t day_first(const char *text)
{
    uint32_t last = day_last(text);
    return last && strlen(text) == strlen("2024-12") ? last / 100 * 100 + 1 : last;
}

bool day_is(uint32_t day)
{
    uint32_t year = day / 10000, last = month_days(year, day / 100 % 100);
    return year && year <= 9999 && day % 100 >= 1 && day % 100 <= last;
}

static void digits_write(char *p, unsigned n, uint32_t v)
{
    for (; n > 0; n--, v /= 10)
        p[n - 1] = (char)('0' + v % 10);
}

void day_format(char text[DAY_TEXT], uint32_t day)
{
    memcpy(text, "0000-00-00", sizeof "0000-00-00");
    digits_write(text, 4, day / 10000);
    digits_write(text + 5, 2, day / 100 % 100);
    digits_write(text + 8, 2, day % 100);
}
