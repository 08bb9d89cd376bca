#ifndef FISC_RUN_SCENARIO_H
#define FISC_RUN_SCENARIO_H
/* What a scenario is measured by: the same rules without it. */
#include "session.h"
#include "../runtime/report.h"

struct scenario_base {
    struct session s;               /* the same session, without the scenario */
    struct supposed supposed;
};

/* The work of a subcommand. base: what a scenario is measured by; NULL: there is none. */
typedef enum exit_status scenario_work(struct session *s, const void *what,
                                       struct scenario_base *base);
/* Works; where there is a scenario, the rules without it are compiled before. Where that fails, the
 * diagnostics are printed. */
enum exit_status scenario_run(struct session *s, scenario_work *work, const void *what);
/* What the compiled session s supposes; with `lines`, the lines without it too, of the data that s
 * has loaded. It lives as long as both sessions do. */
const struct supposed *scenario_supposed(struct scenario_base *b, struct session *s, bool lines);
#endif
