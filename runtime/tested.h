#ifndef FISC_TESTED_H
#define FISC_TESTED_H
/* What a test expects of results, and whether a run meets it (docs/test.md). */
#include <stdbool.h>
#include <stdint.h>

enum test_want { WANT_HOLDS,        /* exact or rounding */
                 WANT_EXACT, WANT_ROUNDING, WANT_VIOLATED, WANT_NOT_APPLICABLE, WANT_UNKNOWN };
/* as written: "not-applicable" */
static inline const char *test_want_word(enum test_want w)
{
    static const char *const word[] = { "holds", "exact", "rounding", "violated", "not-applicable",
                                        "unknown" };
    return word[w];
}
#endif
