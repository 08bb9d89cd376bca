#ifndef FISC_TRIAL_H
#define FISC_TRIAL_H
/* A rule file that is not written yet, tried on a data folder. */
#include "session.h"

struct trial {
    bool compiles;
    uint32_t errors;                /* diagnostics: of the rules, or of the data */
    bool no_total;                  /* a table's total row was not found */
    const char *why;                /* the first of the errors, in a sentence with its place, or
                                     * NULL */
    uint64_t exact, rounding, violated, unknown;
};
/* Compiles the text and checks the data of the folder with it (dir is the folder, open; dir_name as
 * it is shown). Nothing is printed or kept but what is returned, in the session's arena. */
struct trial trial_run(struct session *s, int dir, const char *dir_name, const char *text,
                       size_t len);
/* Did it compile, was all found and readable, and is nothing violated? */
static inline bool trial_holds(const struct trial *t)
{
    return t->compiles && !t->errors && !t->no_total && !t->violated;
}
#endif
