/* The functions of the language, by either spelling. */
#include "function.h"
#include <string.h>

static const struct { const char *en, *zh; uint32_t nargs; const char *form; } table[] = {
#define X(name, en, zh, nargs, form) { en, zh, nargs, form },
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

uint32_t function_args(enum function f) { return f == FN_UNKNOWN ? 0 : table[f].nargs; }
const char *function_form(enum function f) { return f == FN_UNKNOWN ? "" : table[f].form; }
