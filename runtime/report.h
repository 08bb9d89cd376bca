#ifndef FISC_REPORT_H
#define FISC_REPORT_H
/* Reports for people: the findings of a run, and the values of lines.
 * What they show: docs/report.md. */
#include "find.h"

/* Where a report goes. `write` returns false on an error: nothing more is written then, and
 * `failed` is set. Working memory counts against the arena's limit; nothing is left
 * in it. When it runs out the arena's oom is called. */
struct report_out {
    bool (*write)(void *ctx, const char *bytes, size_t len);
    void *ctx;
    struct arena *arena;
    bool failed;
};

/* A scenario that a run supposes. Figures are decimal texts in `unit`. */
struct supposed_param { const char *name, *unit, *was, *now; };
struct supposed {
    const char *name, *because;     /* because: "" if there is none */
    const struct supposed_param *param; uint32_t nparam;
    const struct findings *without; /* the run without it; NULL where only results are reported */
};
/* "情景：压减（过紧日子）". Arena text, escaped. */
const char *scenario_title(struct arena *a, enum lang lang, const struct supposed *x);

struct report_opts {
    struct render_opts render;
    const struct supposed *scenario;        /* NULL: none */
    uint64_t max_findings;          /* violated results shown; the others are counted. 0: 200 */
    uint32_t max_cells;             /* cells shown of one sum. 0: 12 */
    bool brief;                     /* of each violated result a sentence, not all that proves it */
};

/* Violated results, must first, then should, then note; the passes nearest to their slack; unknown
 * results by reason; what was not checked; the counts. srcs may be NULL: rules are then quoted from
 * the program. False after a failed write. */
bool report_text(struct report_out *out, struct srcs *srcs, const struct findings *f,
                 const struct report_opts *o);
/* The values of the lines, one below another. */
bool report_calc_text(struct report_out *out, struct srcs *srcs, const struct findings *f,
                      const struct report_opts *o);
#endif
