#ifndef FISC_SCENARIO_H
#define FISC_SCENARIO_H
/* Scenarios by name. */
#include "unit.h"

/* NULL: there is none of that name, which is compared in NFC. */
const struct stmt *scenario_find(const struct unit *u, const char *name);
#endif
