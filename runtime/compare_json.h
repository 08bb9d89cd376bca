#ifndef FISC_COMPARE_JSON_H
#define FISC_COMPARE_JSON_H
#include "compare.h"
#include "json.h"

/* What was said of each side's data. */
struct compare_diags { const struct diags *side[COMPARE_SIDES]; };
/* A comparison as one object. False after a failed write. */
bool compare_json(struct report_out *out, const struct comparison *c, const struct json_opts *o,
                  const struct compare_diags *diags);
#endif
