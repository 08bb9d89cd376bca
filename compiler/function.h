#ifndef FISC_FUNCTION_H
#define FISC_FUNCTION_H
#include <stdbool.h>
#include <stdint.h>
/* X(NAME, "english", "中文", least, most arguments, "how it is written") */
#define FUNCTIONS(X) \
    X(SUM,    "sum",    "求和",   1, 1, "sum(T.c)") \
    X(COUNT,  "count",  "计数",   1, 1, "count(T)") \
    X(AVG,    "avg",    "平均",   1, 1, "avg(T.c)") \
    X(MIN,    "min",    "最小",   1, UINT32_MAX, "min(T.c)") \
    X(MAX,    "max",    "最大",   1, UINT32_MAX, "max(T.c)") \
    X(ROUND,  "round",  "舍入",   2, 2, "round(x, 0.01 万元)") \
    X(GROWTH, "growth", "增长率", 2, 2, "growth(x, p)") \
    X(SHARE,  "share",  "占比",   2, 2, "share(a, b)") \
    X(PRIOR,  "prior",  "上年",   1, 1, "prior(T.c)")

enum function {
#define X(name, en, zh, least, most, form) FN_##name,
    FUNCTIONS(X)
#undef X
    FN_UNKNOWN
};
/* Is it the word that stands for all units before a table's name (units.T.c)? */
bool function_is_units(const char *name);
enum function function_find(const char *name);
/* NULL: of none */
const char *function_spelling(enum function f, bool zh);
/* may it have so many arguments? */
bool function_takes(enum function f, uint32_t narg);
uint32_t function_least(enum function f);
/* sum, count and the like: over the leaf rows of a table, with `where` */
bool function_goes_over_rows(enum function f, uint32_t narg);
const char *function_form(enum function f);
#endif
