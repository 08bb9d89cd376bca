#ifndef FISC_JSON_DIAGS_H
#define FISC_JSON_DIAGS_H
/* Diagnostics as JSON, described by docs/schema/lint.schema.json. */
#include "json.h"

/* One object with all that are kept, and how many there are. False after a failed write. */
bool report_json_diags(struct report_out *out, struct srcs *srcs, const struct diags *d,
                       const struct json_opts *o);
#endif
