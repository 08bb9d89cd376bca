#ifndef FISC_AUDIT_H
#define FISC_AUDIT_H
/* What is wrong with rules that compile: names that nothing uses, rules that add nothing or cannot
 * hold together, conditions that are always or never true. Findings are diagnostics of the unit,
 * in the order below; they are all warnings or notes. After lower_program. */
#include "scope.h"

void audit_names(struct unit *u);
void audit_rules(struct unit *u);
void audit_conditions(struct unit *u);
#endif
