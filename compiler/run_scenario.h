#ifndef FISC_RUN_SCENARIO_H
#define FISC_RUN_SCENARIO_H
/* What a scenario is measured by: the same rules without it. */
#include "session.h"
#include "../runtime/report.h"

struct scenario_base {
    struct session s;               /* the same session, without the scenario */
    struct supposed supposed;
};

/* Compiles the rules without the scenario; with `lines` evaluates them too. Where that fails, the
 * diagnostics are printed. To be closed in any case. */
enum exit_status scenario_open(struct scenario_base *b, struct session *s, bool lines);
/* What the compiled session s supposes; it lives as long as both sessions do. */
const struct supposed *scenario_supposed(struct scenario_base *b, struct session *s);
void scenario_close(struct scenario_base *b);
#endif
