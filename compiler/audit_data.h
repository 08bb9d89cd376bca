#ifndef FISC_AUDIT_DATA_H
#define FISC_AUDIT_DATA_H
/* What data show of the rules: conditions that choose nothing, figures that no rule tests, literals
 * that repeat a printed figure. Findings are diagnostics of the unit. f: of a run that noted
 * coverage. */
#include "../runtime/find.h"
#include "scope.h"

void audit_data(struct unit *u, const struct findings *f);
/* ── audit_literals.c ── */
void audit_literals(struct unit *u, const struct data_set *data);
#endif
