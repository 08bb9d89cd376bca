/* The functions of the language, by either spelling. */
#include "function.h"
#include <string.h>

static const struct { const char *en, *zh; uint32_t least, most; const char *form; } table[] = {
#define X(name, en, zh, least, most, form) { en, zh, least, most, form },
    FUNCTIONS(X)
#undef X
};

enum function function_find(const char *name)
{
    for (int i = 0; i < FN_UNKNOWN; i++)
        if (strcmp(name, table[i].en) == 0 || strcmp(name, table[i].zh) == 0)
            return (enum function)i;
    return FN_UNKNOWN;
}

const char *function_spelling(enum function f, bool zh)
{
    return f == FN_UNKNOWN ? NULL : zh ? table[f].zh : table[f].en;
}

bool function_takes(enum function f, uint32_t narg)
{
    return f != FN_UNKNOWN && narg >= table[f].least && narg <= table[f].most;
}

uint32_t function_least(enum function f) { return f == FN_UNKNOWN ? 0 : table[f].least; }

bool function_goes_over_rows(enum function f, uint32_t narg)
{
    return narg == 1 && (f == FN_SUM || f == FN_COUNT || f == FN_AVG || f == FN_MIN
                         || f == FN_MAX);
}

bool function_is_units(const char *name)
{
    return strcmp(name, "units") == 0 || strcmp(name, "各单位") == 0;
}

const char *function_form(enum function f) { return f == FN_UNKNOWN ? "" : table[f].form; }
