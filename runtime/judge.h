#ifndef FISC_JUDGE_H
#define FISC_JUDGE_H
/* Whether the results of a run are what a test expects. */
#include "find.h"
#include "rat.h"
#include "tested.h"

struct test_asked {
    const char *result;             /* the name of the results */
    const char *key;                /* only those of this row or key; NULL: all */
    enum test_want want;
    uint32_t nrowref;               /* names of rows in rules; further ones stand in tests alone */
    const struct rat *difference;   /* of one that is violated, in base units; NULL: any */
};
enum test_answer { ANSWER_MET, ANSWER_STATUS, ANSWER_NO_RESULT, ANSWER_NO_KEY, ANSWER_DIFFERENCE,
                   ANSWER_NO_DIFFERENCE };
struct test_judged {
    enum test_answer answer;
    enum ir_status status;          /* of what was found */
    enum ir_reason reason;
    bool found;                     /* `find` is a result: the first that is not as expected */
    struct finding find;
};

/* Of a run with `seen` and `again`. Every result of the name counts: one at least must be violated
 * or unknown, all must hold or not apply. What is said of a table's shape by findings alone holds
 * while there are none. Texts live in the arena. */
struct test_judged judge_results(struct arena *a, const struct findings *f,
                                 const struct test_asked *t);
/* A rule of KIND_EXPECT: met if it is exact. */
struct test_judged judge_figures(struct arena *a, const struct findings *f, uint32_t rule);
/* Do the engine that ran and the interpreter agree on what a rule came to? */
bool judge_agrees(const struct findings *f, uint32_t rule);
#endif
