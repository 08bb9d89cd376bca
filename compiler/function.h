#ifndef FISC_FUNCTION_H
#define FISC_FUNCTION_H
#include <stdint.h>
/* X(NAME, "english", "中文", arguments, "how it is written") */
#define FUNCTIONS(X) \
    X(SUM,    "sum",    "求和",   1, "sum(T.c)") \
    X(ROUND,  "round",  "舍入",   2, "round(x, 0.01 万元)") \
    X(GROWTH, "growth", "增长率", 2, "growth(x, p)") \
    X(SHARE,  "share",  "占比",   2, "share(a, b)") \
    X(PRIOR,  "prior",  "上年",   1, "prior(T.c)")

enum function {
#define X(name, en, zh, nargs, form) FN_##name,
    FUNCTIONS(X)
#undef X
    FN_UNKNOWN
};
enum function function_find(const char *name);
uint32_t function_args(enum function f);
const char *function_form(enum function f);
#endif
