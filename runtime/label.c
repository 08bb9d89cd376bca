/* Labels without their ordinals. In: a printed text. Out: what it is compared by. Match forms have
 * half-width brackets and stops, so only those are looked for. */
#include "label.h"
#include "str.h"
#include <string.h>

static const char *const numerals[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
                                        "百", "零" };

/* bytes of the Chinese numerals at s */
static size_t numerals_len(const char *s)
{
    size_t n = 0, k = 0;
    while (k < sizeof numerals / sizeof numerals[0]) {
        size_t len = strlen(numerals[k]);
        if (strncmp(s + n, numerals[k], len)) {
            k++;
        } else {
            n += len;
            k = 0;
        }
    }
    return n;
}

static size_t digits_len(const char *s) { return strspn(s, "0123456789"); }

/* `一、` `1、` `1.`, but not the point of 1.5 */
static size_t stop_len(const char *s, bool decimal)
{
    if (!strncmp(s, "、", strlen("、")))
        return strlen("、");
    return *s == '.' && !(decimal && digits_len(s + 1)) ? 1 : 0;
}

size_t label_ordinal(const char *form)
{
    size_t n = *form == '(' ? 1 : 0, k = numerals_len(form + n);
    bool decimal = !k;
    if (!strncmp(form, "其中:", strlen("其中:")))
        return strlen("其中:");
    k = k ? k : digits_len(form + n);
    if (!k)
        return 0;
    if (n)
        return form[n + k] == ')' ? n + k + 1 : 0;
    size_t stop = stop_len(form + k, decimal);
    return stop ? k + stop : 0;
}

const char *label_form(struct arena *a, const char *s, size_t len)
{
    const char *form = str_match_form(a, s, len), *rest;
    size_t n;
    if (!form)
        form = arena_strndup(a, s, len);
    for (rest = form; (n = label_ordinal(rest)) > 0;)
        rest += n;
    return *rest ? rest : form;
}
