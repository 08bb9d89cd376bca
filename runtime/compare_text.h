#ifndef FISC_COMPARE_TEXT_H
#define FISC_COMPARE_TEXT_H
#include "compare.h"
#include "report.h"

/* A comparison for people: results, figures table by table, what is on one side only, counts.
 * max_findings of o is how many are listed of each. False after a failed write. */
bool compare_text(struct report_out *out, struct srcs *srcs, const struct comparison *c,
                  const struct report_opts *o);
#endif
