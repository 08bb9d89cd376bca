#ifndef FISC_DOCTOR_H
#define FISC_DOCTOR_H
#include "../runtime/diag.h"
#include "../runtime/native.h"
/* What `fisc doctor` says: each part that native code needs, found or not, and what happens
 * without it. True if native code works. */
bool doctor_text(struct strbuf *out, const struct native_report *r, const struct native_opts *o,
                 enum lang lang);
#endif
